"""One name of a text while it is decided which place it means: its candidates and what the text says of them."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from incidents.parsing.place_index import AREA_KINDS, SEAT_KINDS, PlaceIndex, PlaceRow, distance_km
from incidents.parsing.place_sightings import Sighting

_SAME_PLACE_KM = 5.0
_MOST_ANCHORS = 40  # so that the time stays in step with the length of the text


@dataclass(slots=True)
class Hint:
    """What other words say about where a place lies; an empty set says nothing."""

    governorates: frozenset[str] = frozenset()
    districts: frozenset[str] = frozenset()
    subdistricts: frozenset[str] = frozenset()
    near: PlaceRow | None = None
    centre: PlaceRow | None = None
    direction: str = ""
    abroad: bool = False


@dataclass(slots=True)
class Case:
    """One sighting while it is being decided."""

    sighting: Sighting
    candidates: list[PlaceRow]
    area: PlaceRow | None = None
    hints: list[Hint] = field(default_factory=list)
    chosen: PlaceRow | None = None
    reasons: dict[str, list[str]] = field(default_factory=dict)
    abroad: bool = False
    contradicted: bool = False

    def note(self, rows: Sequence[PlaceRow], reason: str) -> None:
        for row in rows:
            self.reasons.setdefault(row.key, []).append(reason)


def open_case(sighting: Sighting, index: PlaceIndex) -> Case:
    rows = [index.rows[at] for at in sighting.places]
    areas = [index.rows[at] for at in sighting.areas]
    country = next((row for row in rows if row.kind == "country"), None)
    if country is not None and sighting.noun not in ("village", "town", "neighbourhood"):
        return Case(sighting, [], area=country)
    case = Case(sighting, _of_kind(rows, sighting.noun))
    case.area = _area_meant(sighting, areas, case.candidates)
    if case.area is not None:
        case.candidates = []
    case.note(case.candidates, "loose_spelling" if sighting.loose else "name")
    return case


def _of_kind(rows: list[PlaceRow], noun: str) -> list[PlaceRow]:
    """The rows that the noun before the name allows; all where it would leave none, but a quarter is no village."""
    if noun == "neighbourhood":
        return [row for row in rows if row.kind == "neighbourhood"]
    if noun == "city":
        wanted = [row for row in rows if row.kind in (*SEAT_KINDS, "foreign")]
    elif noun in ("village", "town"):
        wanted = [row for row in rows if row.kind != "neighbourhood"]
    else:
        return rows
    return wanted or rows


def _area_meant(sighting: Sighting, areas: list[PlaceRow], places: list[PlaceRow]) -> PlaceRow | None:
    """The admin area that a name means rather than the town it is called after, or None."""
    if not areas:
        return None
    by_kind = {row.kind: row for row in reversed(areas)}
    if sighting.noun in AREA_KINDS:
        return by_kind.get(sighting.noun) or (areas[0] if not places else None)
    if sighting.noun == "camp":
        return by_kind.get("governorate") or areas[0]
    if sighting.noun in ("city", "town", "village") and places:
        return None
    if "governorate" in by_kind:
        return by_kind["governorate"]
    if places and sighting.role != "within":
        return None
    return by_kind.get("district") or by_kind.get("subdistrict")


def merge_doubles(rows: list[PlaceRow]) -> list[PlaceRow]:
    """One row for records of the same name within 5 km of each other: the gazetteer's sources overlap there."""
    if len(rows) < 2:
        return list(rows)
    ranked = sorted(rows, key=weight, reverse=True)
    kept: list[PlaceRow] = []
    for row in ranked:
        if not any(distance_km(row, other) <= _SAME_PLACE_KM for other in kept):
            kept.append(row)
    return kept


_WEIGHTS = {
    "city": 5.0,
    "town": 4.0,
    "community": 2.0,
    "camp": 2.0,
    "neighbourhood": 1.5,
    "locality": 1.0,
    "abandoned": 0.5,
}


def weight(row: PlaceRow) -> float:
    return _WEIGHTS.get(row.kind, 1.0) + (math.log10(row.population + 1) / 8 if row.population else 0.0)


def prominent(rows: list[PlaceRow]) -> PlaceRow | None:
    """The one city, else the one town; or None. Population decides nothing: it placed four in ten of them wrong."""
    for kind in SEAT_KINDS:
        seats = [row for row in rows if row.kind == kind]
        if seats:
            return seats[0] if len(seats) == 1 else None
    return None


def governorates_named(case: Case) -> frozenset[str]:
    if case.abroad or case.sighting.role in ("from", "facility"):
        return frozenset()
    if case.area is not None:
        return frozenset((case.area.admin1 or case.area.key,)) if case.area.kind != "country" else frozenset()
    return frozenset((case.chosen.admin1,)) if case.chosen is not None else frozenset()


@dataclass(slots=True)
class Surroundings:
    """What all places of a text tell about each: how often each governorate is named, and the places settled on."""

    named: Counter[str]
    anchors: list[PlaceRow]

    @classmethod
    def of(cls, cases: Sequence[Case]) -> Surroundings:
        named = Counter(code for case in cases for code in governorates_named(case))
        settled = {row.key: row for case in cases if (row := case.chosen) is not None and not row.abroad}
        return cls(named, list(settled.values())[:_MOST_ANCHORS])

    def beside(self, case: Case) -> set[str]:
        """The governorates that the other places of the text name."""
        own = Counter(governorates_named(case))
        return {code for code, times in self.named.items() if times > own[code]}
