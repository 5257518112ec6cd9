"""Finds the weapons that a text names, and settles which of them one attack is entered with."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from functools import cache

from incidents.parsing.certainty import Doubts
from incidents.parsing.languages import arabic_weapons, english_weapons
from incidents.parsing.normalise import Folded, fold
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
_RAIDS = frozenset(fold(word).text for word in ("ضربة جوية", "ضربات جوية", "استهداف جوي", "استهدافات جوية", "هجوم جوي"))
_AIR_DROPPED_REACH = 70
_DRONE_REACH = 45
_FIRED = frozenset(("fired at", "fired on them"))  # said of rockets too
_FIRED_FAR = frozenset(("rocket", "guided_missile", "mortar", "artillery"))


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
    if not mentions:
        return ()
    exact = {m.code for m in mentions if m.rule.startswith("exact")}
    starts: dict[str, list[int]] = {}
    for mention in sorted(mentions, key=lambda m: m.span.start):
        starts.setdefault(mention.code, []).append(mention.span.start)
    kept = [m for m in mentions if not _yields(m, starts, exact)]
    first: dict[str, Mention] = {}
    for mention in kept:
        known = first.get(mention.code)
        if known is None or (known.certainty != "stated" and mention.certainty == "stated"):
            first[mention.code] = mention
    return tuple(first.values())


def _yields(mention: Mention, starts: Mapping[str, list[int]], exact: set[str]) -> bool:
    """Whether others carry it; ``starts`` says where each code of the attack is named, in order."""
    code, at = mention.code, mention.span.start
    weight = mention.rule.split(":")[0]
    if code == "shelling":
        return bool(exact & _EXACT) or "airstrike" in starts or ("other" in exact)
    if weight == "vague":
        return bool(exact - {code, "shelling"}) or (code == "ied" and "car_bomb" in starts)
    if code == "airstrike":
        drones = _any_between(starts, "drone", at - _DRONE_REACH, at + _DRONE_REACH)
        raid_of_drone = weight == "exact" and (drones or "drone" in exact and _one_raid(mention))
        return raid_of_drone or (weight == "vehicle" and "barrel_bomb" in exact)
    if code in ("rocket", "guided_missile") and _any_between(starts, "drone", at - _DRONE_REACH, at + _DRONE_REACH):
        return True
    if code == "rocket":
        dropped = _any_between(
            starts, "airstrike", at - _AIR_DROPPED_REACH, at - 1
        )  # of the aircraft named before them
        return "guided_missile" in exact or dropped
    if code == "small_arms":
        fired = mention.rule.partition(":")[2] in _FIRED and bool(exact & _FIRED_FAR)
        return fired or bool(exact & {"execution", "torture"})
    if code == "ied":
        return "car_bomb" in exact
    if code == "other":
        return bool(exact & {"landmine", "cluster_munition"}) and weight != "exact"
    return False


def _any_between(starts: Mapping[str, list[int]], code: str, first: int, last: int) -> bool:
    named = starts.get(code, [])
    at = bisect_left(named, first)
    return at < len(named) and named[at] <= last


def _one_raid(mention: Mention) -> bool:
    """Whether the words are «ضربة جوية», «استهداف جوي»: where a text tells of a drone, it was the drone's."""
    return mention.rule.partition(":")[2] in _RAIDS
