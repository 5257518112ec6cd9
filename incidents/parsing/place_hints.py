"""Reads the words attached to a name ("in the south of Idlib", "near Sarmada") and keeps the places they allow."""

from __future__ import annotations

import math
import re
from collections.abc import Callable

from incidents.parsing.place_cases import Case, Hint
from incidents.parsing.place_index import AREA_KINDS, SEAT_KINDS, PlaceIndex, PlaceRow, distance_km

# Between a name and the words that say where it lies: no stop, and no more than this many characters.
_ATTACHED_GAP = 48
_STOP = re.compile(r"[.\n!?؟؛;|]")
_CLOSER = re.compile(
    r"[.\n!?؟؛;|:]|(?<= )(?:ما|مما|ادي|ادت|اسفر|حيث|فيما|بينما|كما|و|قتل|killed|killing|where|while|after|when|and"
    r"|said|was|were|that|hit|struck|has|have|had)(?= )"
)
_NEAR_KM = 35.0
_CAPITAL_REGION = frozenset(("SY01", "SY03"))  # reports say Damascus for both
_BEARINGS = {"n": 0.0, "e": 90.0, "s": 180.0, "w": 270.0}


def attach(text: str, cases: list[Case], index: PlaceIndex) -> None:
    """Gives each case what the names right after and before it say of where it lies."""
    for at, case in enumerate(cases):
        last = case.sighting.end
        for other in cases[at + 1 : at + 5]:
            between = text[last : other.sighting.start]
            if len(between) > _ATTACHED_GAP or _CLOSER.search(between):
                break
            last = other.sighting.end
            if other.sighting.listed or other.sighting.role in ("from", "facility"):
                continue
            if _qualifies(other, case, between):
                hint = _hint_of(other, index)
                said = frozenset().union(*(known.governorates for known in case.hints))
                if said and hint.governorates and not said & hint.governorates:
                    break
                case.hints.append(hint)
                _mark_city(case, other, index)
        if not case.hints and at:
            _attach_before(text, cases, at, index)
    for before, case in zip(cases, cases[1:], strict=False):
        if case.sighting.listed and not case.hints:
            case.hints = before.hints
    for case, after in zip(reversed(cases[:-1]), reversed(cases[1:]), strict=False):
        if after.sighting.listed and not case.hints:
            case.hints = after.hints


def _qualifies(other: Case, case: Case, between: str) -> bool:
    if (other.area is case.area and other.area is not None) or (other.area is not None and other.area.key == "SY"):
        return False
    if other.sighting.role in ("within", "near") or other.area is not None:
        return True
    named_city = any(row.kind in (*SEAT_KINDS, "foreign", "country") for row in other.candidates)
    return named_city and (case.sighting.noun == "neighbourhood" or len(between) < 14) and other.sighting.strength > 0


def _attach_before(text: str, cases: list[Case], at: int, index: PlaceIndex) -> None:
    """ "In the south of Idlib, the village of X": the wider area stands first."""
    before, case = cases[at - 1], cases[at]
    between = text[before.sighting.end : case.sighting.start]
    wide = before.sighting.role == "within" or (before.area is not None and before.area.kind in AREA_KINDS)
    if wide and len(between) <= _ATTACHED_GAP and not _STOP.search(between) and case.area is None:
        case.hints.append(_hint_of(before, index))


def _mark_city(case: Case, other: Case, index: PlaceIndex) -> None:
    """A quarter "in Aleppo" makes that Aleppo the city, not the governorate."""
    quarter = case.sighting.noun == "neighbourhood"
    if quarter and other.area is not None and other.area.kind == "governorate" and other.sighting.role == "at":
        seats = [index.rows[at] for at in other.sighting.places if index.rows[at].kind == "city"]
        if seats:
            other.sighting.noun, other.area, other.candidates = "city", None, seats
            other.note(seats, "name")


def _hint_of(other: Case, index: PlaceIndex) -> Hint:
    direction = other.sighting.direction
    rows = [index.rows[at] for at in other.sighting.places]
    seat = next((row for row in rows if row.kind in SEAT_KINDS), None)
    if other.area is not None:
        if other.area.kind == "country":
            return Hint(abroad=other.area.abroad)
        kind = other.area.kind
        if kind == "governorate":
            codes = _CAPITAL_REGION if other.area.key == "SY01" else frozenset((other.area.key,))
            return Hint(governorates=codes, centre=seat, direction=direction)
        codes = frozenset((other.area.admin1,))
        if kind == "district":
            return Hint(governorates=codes, districts=frozenset((other.area.key,)), near=seat, direction=direction)
        return Hint(governorates=codes, subdistricts=frozenset((other.area.key,)), near=seat, direction=direction)
    if other.candidates and all(row.abroad for row in other.candidates):
        return Hint(abroad=True)
    if seat is not None:
        return Hint(near=seat, centre=seat, direction=direction)
    if len(other.candidates) == 1:
        return Hint(near=other.candidates[0], centre=other.candidates[0], direction=direction)
    return Hint()


def apply_hint(case: Case, hint: Hint) -> None:
    """Keeps the candidates that a hint allows. Where it allows none the name is not that of the gazetteer's places."""
    tests: tuple[tuple[str, Callable[[PlaceRow], bool], bool], ...] = (
        ("governorate", lambda row: row.admin1 in hint.governorates, bool(hint.governorates)),
        ("district", lambda row: row.admin2 in hint.districts, bool(hint.districts)),
        ("subdistrict", lambda row: row.admin3 in hint.subdistricts, bool(hint.subdistricts)),
        ("near", lambda row: hint.near is not None and distance_km(row, hint.near) <= _NEAR_KM, hint.near is not None),
        ("direction", lambda row: _lies(row, hint), bool(hint.direction and hint.centre)),
    )
    for reason, allowed, applies in tests:
        if not applies or not case.candidates:
            continue
        kept = [row for row in case.candidates if allowed(row)]
        if kept:
            case.candidates = kept
            case.note(kept, reason)
        elif reason in ("governorate", "near"):
            case.contradicted = True
            return


def _lies(row: PlaceRow, hint: Hint) -> bool:
    """Whether a place lies on the named side of the centre, within 70 degrees."""
    centre = hint.centre
    if centre is None or None in (row.lat, row.lon, centre.lat, centre.lon):
        return True
    north = row.lat - centre.lat  # type: ignore[operator]
    east = (row.lon - centre.lon) * math.cos(math.radians(centre.lat))  # type: ignore[operator,arg-type]
    bearing = math.degrees(math.atan2(east, north)) % 360
    wanted = [_BEARINGS[side] for side in hint.direction if side in _BEARINGS][:2]
    return any(abs((bearing - side + 180) % 360 - 180) <= 70 for side in wanted) if wanted else True
