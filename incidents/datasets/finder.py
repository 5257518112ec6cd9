"""Finding a gazetteer place or admin area for the romanised names and coordinates of a coded dataset."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from rapidfuzz.distance import Levenshtein

from incidents.gazetteer.boundaries import area_at
from incidents.models.place import AREA_KINDS, Place, PlaceKind
from incidents.parsing.place_names import latin_form, skeleton

FARTHEST_KM = 5.0
#: How far off a place may lie whose name is the same, has the same consonants, differs by one letter, is only akin.
_REACH_KM = (FARTHEST_KM, 2.0, 1.0, 0.5)
_AKIN = 0.6
_CELL = 0.05  # degrees: no side of a cell in Syria's latitudes is under 4 km, so two cells round cover FARTHEST_KM
_SETTLEMENT = re.compile(r"\b(?:town|village|city|suburb|locality|neighbou?rhood|quarter|refugee camp|camp)s?\b", re.I)
_AREA_WORDS = re.compile(r"\b(?:governorate|district|mintaqat|markaz|subdistrict)\b", re.I)
_RANK = {kind: rank for rank, kind in enumerate(("city", "town", "community", "neighbourhood", "camp", "locality"))}
_LEVEL = {PlaceKind.GOVERNORATE: "adm1", PlaceKind.DISTRICT: "adm2", PlaceKind.SUBDISTRICT: "adm3"}


class Finder:
    """The gazetteer by spot and by romanised name. Build it once an import, with ``Finder(Place.objects.all())``."""

    def __init__(self, places: Iterable[Place]) -> None:
        self._cells: dict[tuple[int, int], list[Place]] = {}
        self._areas: dict[str, Place] = {}
        for place in places:
            if place.kind in AREA_KINDS:
                self._areas[place.key] = place
            elif place.latitude is not None and place.longitude is not None:
                self._cells.setdefault(_cell(place.longitude, place.latitude), []).append(place)

    def country(self, name: str) -> Place | None:
        """The gazetteer's country of that name, None for any other country."""
        wanted = latin_form(name)
        return next((p for p in self._areas.values() if p.kind == "country" and wanted in _forms(p)), None)

    @lru_cache(maxsize=20_000)  # noqa: B019 - a finder lives as long as one import
    def place(self, name: str, longitude: float, latitude: float) -> Place | None:
        """The populated place of that name within 5 km, the best spelling first, then the larger, then the nearer.

        Without a likely spelling it is None, save on the very spot (500 m) of a place whose name is at least akin.
        """
        wanted = _settlement_forms(name)
        found = [
            (unlikeness, _RANK.get(place.kind, len(_RANK)), kilometres, place.key, place)
            for kilometres, place in self._near(longitude, latitude)
            if (unlikeness := _unlikeness(wanted, place, kilometres)) is not None
        ]
        return min(found)[-1] if found else None

    def area(self, kind: str, name: str, longitude: float | None, latitude: float | None) -> Place | None:
        """The governorate, district or sub-district of that name, else the one in which the point lies, else None."""
        wanted = latin_form(_AREA_WORDS.sub(" ", name))
        alike = [p for p in self._areas.values() if p.kind == kind and wanted in _forms(p)] if wanted else []
        if len(alike) == 1:
            return alike[0]
        if longitude is None or latitude is None:
            return None
        shape = area_at(_LEVEL[PlaceKind(kind)], longitude, latitude)
        return self._areas.get(shape.pcode) if shape else None

    def _near(self, longitude: float, latitude: float) -> Iterator[tuple[float, Place]]:
        column, line = _cell(longitude, latitude)
        for x in range(column - 2, column + 3):
            for y in range(line - 2, line + 3):
                for place in self._cells.get((x, y), ()):
                    kilometres = _kilometres(place, longitude, latitude)
                    if kilometres <= FARTHEST_KM:
                        yield kilometres, place


def _cell(longitude: float, latitude: float) -> tuple[int, int]:
    return math.floor(longitude / _CELL), math.floor(latitude / _CELL)


def _kilometres(place: Place, longitude: float, latitude: float) -> float:
    assert place.longitude is not None
    assert place.latitude is not None
    narrow = math.cos(math.radians(latitude))
    return 111.2 * math.hypot((place.longitude - longitude) * narrow, place.latitude - latitude)


def _unlikeness(wanted: tuple[str, ...], place: Place, kilometres: float) -> int | None:
    """The first of ``_LIKENESSES`` by which the names agree, if the place is within its reach; else None."""
    pairs = [(form, own) for form in wanted for own in _forms(place)]
    for unlikeness, (alike, reach) in enumerate(zip(_LIKENESSES, _REACH_KM, strict=True)):
        if kilometres <= reach and any(alike(form, own) for form, own in pairs):
            return unlikeness
    return None


def _same(form: str, own: str) -> bool:
    return form == own


def _same_consonants(form: str, own: str) -> bool:
    bones = skeleton(form)
    return len(bones) >= 3 and bones == skeleton(own)


def _one_letter_off(form: str, own: str) -> bool:
    return len(form) >= 5 and Levenshtein.distance(form, own, score_cutoff=1) <= 1


def _akin(form: str, own: str) -> bool:
    return Levenshtein.normalized_similarity(form, own) >= _AKIN


_LIKENESSES = (_same, _same_consonants, _one_letter_off, _akin)


def _settlement_forms(name: str) -> tuple[str, ...]:
    """The spellings that a name gives, as ``Tadmur/Palmyra town`` gives two; the words for a settlement are dropped."""
    parts = re.split(r"[/()]", name)
    return tuple(form for part in parts if (form := latin_form(_SETTLEMENT.sub(" ", part))))


@lru_cache(maxsize=20_000)
def _forms_of(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(form for name in names if (form := latin_form(name))))


def _forms(place: Place) -> tuple[str, ...]:
    return _forms_of((place.name_en, *place.variants))
