"""Where a text seems to name a place, with the words beside the name: material for ``places.find_places`` to judge."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Role = Literal["at", "within", "near", "from", "facility"]


@dataclass(slots=True)
class Sighting:
    """A name at ``[start, end)`` of the folded text.

    ``places`` and ``areas`` are positions in the index's rows, both empty for a name the gazetteer does not know.
    ``role`` says how the place stands to the harm: it happened ``at`` it, ``within`` the wider area, ``near`` it; or
    people or fire came ``from`` it; or it only names a ``facility``. ``noun`` is the kind that the text gives it
    ("village"), ``strength`` counts the words that speak for a place, ``direction`` the side of it that is meant.
    """

    start: int
    end: int
    form: str
    places: list[int] = field(default_factory=list)
    areas: list[int] = field(default_factory=list)
    role: Role = "at"
    noun: str = ""
    strength: int = 0
    direction: str = ""
    loose: bool = False
    listed: bool = False
    seat: bool = False
    settled: bool = False
    called: str = ""  # the name that is meant, where the text has none: "the Syrian capital"

    @property
    def known(self) -> bool:
        """Whether the gazetteer has the name."""
        return bool(self.places or self.areas)
