"""Finds the weapons that a text names, and settles which of them one attack is entered with."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from incidents.parsing.certainty import Doubts
from incidents.parsing.languages import arabic_weapons, english_weapons
from incidents.parsing.normalise import Folded
from incidents.parsing.phrases import PhraseTable, flatten
from incidents.parsing.results import Mention

_NONE = "none"
_EXACT = frozenset(
    (
        "artillery",
        "rocket",
        "mortar",
        "airstrike",
        "barrel_bomb",
        "guided_missile",
        "drone",
        "cluster_munition",
        "incendiary",
        "chemical",
    )
)
_AIR_DROPPED_REACH = 70
_DRONE_REACH = 45


@cache
def _table(language: str) -> PhraseTable[tuple[str, str]]:
    words = english_weapons if language == "en" else arabic_weapons
    weak = dict.fromkeys(words.VEHICLES, "vehicle") | dict.fromkeys(words.VAGUE, "vague")
    entries = [(phrase, (_NONE, "")) for phrase in words.NOT_WEAPONS]
    entries += [
        (phrase, (code, weak.get(phrase, "exact"))) for code, phrases in words.WEAPONS.items() for phrase in phrases
    ]
    return PhraseTable(entries)


def find_weapons(folded: Folded, language: str) -> list[Mention]:
    """Every weapon that a text names, in order. The rule's first part is ``exact``, ``vehicle`` or ``vague``."""
    flat = flatten(folded.text)
    doubts = Doubts(folded.text, flat, language)
    found = []
    for hit in _table(language).find(flat):
        code, weight = hit.meaning
        if code == _NONE or (hit.phrase == "sarin" and folded.words(hit.start, hit.start + 1).isupper()):
            continue  # in capitals it is the town
        span = folded.span(hit.start, hit.end)
        certainty = doubts.certainty(hit.start)
        found.append(Mention(code, span, span.of(folded.source), f"{weight}:{hit.phrase}", certainty))
    return found


def settle_weapons(mentions: Sequence[Mention]) -> tuple[Mention, ...]:
    """The weapons of one attack: one mention a code, without what only repeats or carries another.

    A drone strike is a drone's alone; execution and torture cover their means; a remnant is ``other`` or its own code,
    not what it once was; aircraft say nothing beside barrel bombs; missiles of aircraft are the air strike; a wide word
    ("shelling", "bomb") yields to any narrower one.
    """
    exact = {m.code for m in mentions if m.rule.startswith("exact")}
    kept = [m for m in mentions if not _yields(m, mentions, exact)]
    first: dict[str, Mention] = {}
    for mention in kept:
        known = first.get(mention.code)
        if known is None or (known.certainty != "stated" and mention.certainty == "stated"):
            first[mention.code] = mention
    return tuple(first.values())


def _yields(mention: Mention, mentions: Sequence[Mention], exact: set[str]) -> bool:
    code = mention.code
    weight = mention.rule.split(":")[0]
    codes = {m.code for m in mentions}
    if code == "shelling":
        return bool(exact & _EXACT) or "airstrike" in codes or ("other" in exact)
    if weight == "vague":
        return bool(exact - {code, "shelling"}) or (code == "ied" and "car_bomb" in codes)
    if code == "airstrike":
        raid_of_drone = weight == "exact" and _beside(mention, mentions, "drone")
        return raid_of_drone or (weight == "vehicle" and "barrel_bomb" in exact)
    if code in ("rocket", "guided_missile") and _beside(mention, mentions, "drone"):
        return True
    if code == "rocket":
        return "guided_missile" in exact or _dropped(mention, mentions)
    if code == "small_arms":
        return bool(exact & {"execution", "torture"})
    if code == "ied":
        return "car_bomb" in exact
    if code == "other":
        return bool(exact & {"landmine", "cluster_munition"}) and weight != "exact"
    return False


def _beside(mention: Mention, mentions: Sequence[Mention], code: str) -> bool:
    return any(m.code == code and abs(m.span.start - mention.span.start) <= _DRONE_REACH for m in mentions)


def _dropped(rocket: Mention, mentions: Sequence[Mention]) -> bool:
    """Whether the missiles belong to the aircraft named beside them."""
    return any(
        m.code == "airstrike" and abs(m.span.start - rocket.span.start) <= _AIR_DROPPED_REACH and _follows(m, rocket)
        for m in mentions
    )


def _follows(raid: Mention, rocket: Mention) -> bool:
    return raid.span.start < rocket.span.start
