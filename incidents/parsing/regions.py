"""Finds regions that a claim may be made for: parts of Syria across governorates, plains, mountains, borders."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from incidents.parsing.languages import arabic_regions, english_regions
from incidents.parsing.normalise import Folded
from incidents.parsing.phrases import PhraseTable, flatten
from incidents.parsing.results import Span


@dataclass(frozen=True, slots=True)
class RegionReading:
    """A region: ``name`` is the canonical English one, ``governorates`` the P-codes that it touches.

    ``governorates`` is empty for the whole country and for what lies across its borders.
    """

    name: str
    governorates: tuple[str, ...]
    span: Span
    text: str
    rule: str


@cache
def _table(language: str) -> PhraseTable[tuple[str, tuple[str, ...]]]:
    regions = english_regions.REGIONS if language == "en" else arabic_regions.REGIONS
    return PhraseTable((spelling, (name, codes)) for name, codes, spellings in regions for spelling in spellings)


def find_regions(folded: Folded, language: str) -> list[RegionReading]:
    """The regions that a text names, in order; of overlapping names the longest."""
    found = []
    for hit in _table(language).find(flatten(folded.text)):
        name, governorates = hit.meaning
        span = folded.span(hit.start, hit.end)
        found.append(RegionReading(name, governorates, span, span.of(folded.source), f"region:{hit.phrase}"))
    return found
