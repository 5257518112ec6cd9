"""What the finders hand to the assembly: one text's passages with the tokens that they rest on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from incidents.parsing.events import Passage
from incidents.parsing.normalise import Folded
from incidents.parsing.regions import RegionReading
from incidents.parsing.results import PlaceReading
from incidents.parsing.scan import Grammar
from incidents.parsing.tokens import Tokens


@dataclass(frozen=True, slots=True)
class Findings:
    """All that was found in one text, in order, before incidents are put together."""

    folded: Folded
    tokens: Tokens
    grammar: Grammar
    published_on: date | None
    passages: Sequence[Passage]
    places: Sequence[PlaceReading]
    regions: Sequence[RegionReading]
