"""Finds where a text says that things happened, and says which place of the gazetteer that is when no guess is needed.

``find_places`` answers with every place that the text names, in order. A reading's ``rule`` is ``role:how``. Roles:

- ``at``: a place where harm may have happened (a bare name, or one after "in", "on", "the village of");
- ``within``: a wider area that only says where another place lies ("in the countryside of Idlib", "north of Aleppo");
- ``near``: a landmark ("near Sarmada");
- ``from``: where people came from or fire was opened;
- ``facility``: part of the name of a hospital, an airport, an office;
- ``abroad``: outside Syria, whatever the role; ``key`` and ``governorate`` are None.

``how`` is ``village``, ``town``, ``city``, ``camp``, ``neighbourhood`` ... after such a noun, ``listed`` for a name
that goes on a list, ``cue`` after a preposition and ``bare`` without any word that speaks for a place. ``settle``
picks the place of an incident from its readings.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache

from incidents.parsing.arabic_place_sightings import find_sightings as find_arabic
from incidents.parsing.english_place_sightings import find_sightings as find_english
from incidents.parsing.languages import arabic_places, english_places
from incidents.parsing.languages.abroad import FOREIGN_REGIONS
from incidents.parsing.normalise import Folded, fold
from incidents.parsing.place_index import (
    AREA_KINDS,
    PlaceIndex,
    PlaceRow,
    read_gazetteer,
)
from incidents.parsing.place_resolution import Resolution, resolve
from incidents.parsing.place_sightings import Sighting
from incidents.parsing.results import PlacePrecision, PlaceReading
from incidents.parsing.scan import grammar_of
from incidents.parsing.tokens import Tokens, tokenise

__all__ = ["GOVERNORATE_NAMES", "PlaceIndex", "PlaceRow", "find_places", "places_meant", "read_gazetteer", "settle"]

GOVERNORATE_NAMES = {
    "SY01": "Damascus",
    "SY02": "Aleppo",
    "SY03": "Rural Damascus",
    "SY04": "Homs",
    "SY05": "Hama",
    "SY06": "Latakia",
    "SY07": "Idlib",
    "SY08": "Al-Hasakeh",
    "SY09": "Deir-ez-Zor",
    "SY10": "Tartus",
    "SY11": "Ar-Raqqa",
    "SY12": "Dar'a",
    "SY13": "As-Sweida",
    "SY14": "Quneitra",
}

_OTHER_MEANINGS = arabic_places.OTHER_MEANINGS | english_places.OTHER_MEANINGS
_FOREIGN_REGIONS = frozenset(fold(name).text for name in FOREIGN_REGIONS)
_NOT_OF_NAMES = str.maketrans(dict.fromkeys('_"“”«»', " "))  # marks inside a name: مخيم “مريم”
_MAYBE_QUARTERS = frozenset(("abroad:cue", "abroad:bare", "abroad:listed", "abroad:village"))
_QUARTER_OF = frozenset((" ب", " بمدينة ", " في مدينة "))  # between a quarter and its city
_AREA = ("منطقة", "منطقه")
_AREA_OF = re.compile(
    r"[^.\n]{0,30}(?:مشارف|أطراف|ضواحي|وسط|داخل|حي)[^.\n]{0,40}(?<![ء-ي])[لب]?مدينة | (?:في )?ب?العاصمة (?:ال[ء-ي]+ة )?"
)
_DISTANCE_REACH = 40
_DISTANCE = re.compile(
    r"(?:كيلومتر|كلم|كم|ميل)\w* (?:الي )?(?:ال)?(?:شمال|جنوب|شرق|غرب)[^.\n]*$"
)  # "226 km west of Sanaa"
_RANK = {"at": 0, "near": 1, "within": 2, "facility": 3, "from": 3, "abroad": 4}
_WIDTH = {"community": 0, "neighbourhood": 1, "subdistrict": 2, "district": 3, "governorate": 4, "country": 5}


def find_places(folded: Folded, index: PlaceIndex, language: str, tokens: Tokens | None = None) -> list[PlaceReading]:
    """Every place that the text names, in order. Never raises on text; a name it cannot place has no ``key``.

    ``tokens`` are those of the text by the language's vocabulary, where they are known already.
    """
    if language == "en":
        sightings = find_english(folded, tokens or tokenise(folded, grammar_of(language).vocabulary), index)
    else:
        sightings = find_arabic(folded, index)
    resolved = resolve(folded.text, sightings, index)
    readings = [
        _reading(folded, sighting, resolution) for sighting, resolution in zip(sightings, resolved, strict=True)
    ]
    return _with_quarters(readings, folded.source) if language == "ar" else readings


def _with_quarters(readings: list[PlaceReading], text: str) -> list[PlaceReading]:
    """Marks as quarters the places abroad right before their city: «تل السلطان برفح», «منطقة محضة ... مدينة صعدة»."""
    for at in range(len(readings) - 1):
        one, city = readings[at], readings[at + 1]
        if city.rule[:6] != "abroad" or city.precision != "community":
            continue
        between = text[one.span.end : city.span.start]
        if one.rule == "at:neighbourhood" and between in _QUARTER_OF:
            readings[at] = replace(
                one, rule="abroad:neighbourhood", key=None, governorate=None, candidates=(), precision="neighbourhood"
            )
        if one.rule not in _MAYBE_QUARTERS:
            continue
        area = one.rule == "abroad:village"
        if (
            area
            and text[: one.span.start].rstrip().endswith(_AREA)
            and _AREA_OF.fullmatch(between)
            or (not area and one.precision == "community" and between in _QUARTER_OF)
        ):
            readings[at] = replace(one, precision="neighbourhood")
    return readings


def places_meant(readings: Iterable[PlaceReading]) -> list[PlaceReading]:
    """The places but for hospitals, to which the injured are brought, and names that reports use for something else."""
    return [
        reading
        for reading in readings
        if reading.name not in _OTHER_MEANINGS and not reading.name.startswith(arabic_places.HOSPITALS)
    ]


def _reading(folded: Folded, sighting: Sighting, resolution: Resolution) -> PlaceReading:
    span = folded.span(sighting.start, sighting.end)
    words = span.of(folded.source)
    how = "listed" if sighting.listed else sighting.noun or ("cue" if sighting.strength else "bare")
    role = "abroad" if resolution.abroad else sighting.role
    if resolution.abroad and sighting.role in ("from", "facility"):
        how = "from"  # "a woman from the Iraqi city of Mosul"
    if resolution.abroad and sighting.direction and sighting.noun in ("", "city") and resolution.kind != "country":
        far = folded.text[max(sighting.start - _DISTANCE_REACH, 0) : sighting.start]
        how = "from" if _DISTANCE.search(far) else "near"
    return PlaceReading(
        name=sighting.called or _name(words),
        span=span,
        text=words,
        rule=f"{role}:{how}",
        key=resolution.key,
        governorate=resolution.governorate,
        precision=_precision(sighting, resolution),
        candidates=resolution.candidates,
    )


@lru_cache(maxsize=20_000)
def _name(words: str) -> str:
    """A name as received, without the marks inside it."""
    return " ".join(words.translate(_NOT_OF_NAMES).split())


def _precision(sighting: Sighting, resolution: Resolution) -> PlacePrecision:
    kind = resolution.kind
    if resolution.abroad and sighting.noun in ("governorate", "") and not kind:
        wide = sighting.noun == "governorate" or sighting.form in _FOREIGN_REGIONS
        return "governorate" if wide else "community"
    if kind == "governorate" and sighting.noun == "city":
        return "community"  # «مدينة دير الزور» is the town alone
    if kind == "neighbourhood" and sighting.noun in ("village", "town"):
        return "community"  # a village that the gazetteer counts to its city
    if kind in AREA_KINDS or kind in ("country", "neighbourhood"):
        return kind  # type: ignore[return-value]
    return "neighbourhood" if sighting.noun == "neighbourhood" and resolution.key is None else "community"


def settle(readings: Iterable[PlaceReading]) -> PlaceReading | None:
    """The most specific settlement among readings: a village before a quarter, a quarter's city before the quarter.

    Of equals the first. Wider areas only where no settlement is named; origins and facilities never. None for none.
    """
    ranked = [(_order(reading, position), reading) for position, reading in enumerate(readings)]
    ranked = [pair for pair in ranked if _may_be_where(pair[1])]
    return min(ranked, key=lambda pair: pair[0])[1] if ranked else None


def _may_be_where(reading: PlaceReading) -> bool:
    """Whether a reading can be an incident's place: no country, no origin, no building called after it."""
    return (
        reading.precision != "country"
        and not reading.rule.startswith(("from:", "facility:"))
        and not reading.rule.endswith(":from")
    )


def _order(reading: PlaceReading, position: int) -> tuple[int, int, int]:
    role = reading.rule.partition(":")[0]
    beside = reading.rule == "abroad:near"  # a town of its own that is named goes before it
    return _RANK[role], 2 * _WIDTH[reading.precision] + beside, position
