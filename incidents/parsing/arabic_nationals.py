"""Reads victims whom Arabic texts know by their nationality alone: «استشهد فلسطيني», «إصابة سوريين»."""

from __future__ import annotations

from collections.abc import Sequence

from incidents.parsing.languages.arabic_people import NATIONALS as _WORDS
from incidents.parsing.lexicon import Unit
from incidents.parsing.normalise import fold
from incidents.parsing.people_mentions import PeopleMention


def _forms() -> dict[str, tuple[int, bool]]:
    """How many the folded words for nationals are, and whether they are women: «فلسطينيان», «سورية»."""
    told: dict[str, tuple[int, bool]] = {}
    for word in _WORDS.split():
        stem = fold(word).text
        told |= {stem: (1, False), stem + "ه": (1, True), stem + "ان": (2, False), stem + "تان": (2, True)}
    return told


NATIONALS = _forms()


def national_behind(units: Sequence[Unit], at: int, text: str) -> PeopleMention | None:
    """The person, or two, of a nationality right behind a verb of harm; None for an adjective: «قصف سوري»."""
    verb = units[-1] if units else None
    if text not in NATIONALS or verb is None or verb.kind != "outcome" or verb.last != at or verb.sense.form == "after":
        return None
    count, women = NATIONALS[text]
    rule, group = ("singular" if count == 1 else "dual"), ("women" if women else "person")
    return PeopleMention(at, at + 1, count, count, "exact", group, "person", rule)
