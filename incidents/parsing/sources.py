"""Finds who a text says its news is from, by name and kind."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from incidents.parsing.languages import arabic_sources, english_sources
from incidents.parsing.normalise import Folded
from incidents.parsing.phrases import LONGEST_PHRASE, Found, PhraseTable, beginning, flatten
from incidents.parsing.results import Mention

_REACH = 40


@cache
def _names(language: str) -> PhraseTable[tuple[str, bool]]:
    words = english_sources if language == "en" else arabic_sources
    weak = set(words.WEAK)
    return PhraseTable(
        (phrase, (kind, phrase in weak)) for kind, phrases in words.SOURCES.items() for phrase in phrases
    )


@cache
def _saying(language: str) -> PhraseTable[None]:
    words = english_sources if language == "en" else arabic_sources
    return PhraseTable((phrase, None) for phrase in words.SAYING)


def find_sources(folded: Folded, language: str) -> list[Mention]:
    """Who says it, in order: names of services, monitors and media; common words only beside a verb of saying."""
    flat = flatten(folded.text)
    hits = _names(language).find(flat)
    if not hits:
        return []
    saying = _saying(language).find(flat)
    found = []
    for hit in hits:
        kind, weak = hit.meaning
        beside = _is_said(hit, saying, folded.text)
        if weak and not beside:
            continue
        span = folded.span(hit.start, hit.end)
        rule = f"{'said' if beside else 'named'}:{hit.phrase}"
        found.append(Mention(kind, span, span.of(folded.source), rule))
    return found


def _is_said(hit: Found[tuple[str, bool]], saying: Sequence[Found[None]], text: str) -> bool:
    for verb in beginning(saying, hit.start - _REACH - LONGEST_PHRASE, hit.end + _REACH + 1):
        between = text[verb.end : hit.start] if verb.end <= hit.start else text[hit.end : verb.start]
        if len(between) <= _REACH and "\n" not in between and ". " not in between:
            return True
    return False
