"""Decides which place of the gazetteer a name in a text means, or leaves it open: homonyms are never placed by guess.

The steps, the first that leaves one candidate wins (``docs/parsing.md`` gives the measurements behind them):

1. *kind*: a noun before the name ("quarter of", "city of") rules out other kinds of place.
2. *attached*: words right after or before the name say where it lies ("in the south of Idlib", "near Sarmada").
3. *seat*: one candidate is a city or town (the seat of a district or sub-district), and nothing speaks against it.
4. *in text*: the places that the rest of the text names leave one candidate, by governorate or by distance.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from incidents.parsing.place_index import (
    AREA_KINDS,
    SEAT_KINDS,
    PlaceIndex,
    PlaceRow,
    distance_km,
)
from incidents.parsing.place_names import differ_by_a_slip, skeleton
from incidents.parsing.place_sightings import Sighting
from incidents.parsing.results import PlaceCandidate

# Between a name and the words that say where it lies: no stop, and no more than this many characters.
_ATTACHED_GAP = 48
_STOP = re.compile(r"[.\n!?؟؛;|]")
_CLOSER = re.compile(
    r"[.\n!?؟؛;|:]|(?<= )(?:ما|مما|ادي|ادت|اسفر|حيث|فيما|بينما|كما|و|قتل|killed|killing|where|while|after|when|and"
    r"|said|was|were|that|hit|struck|has|have|had)(?= )"
)
_NEAR_KM = 35.0
_CLOSE_KM = 25.0
_FAR_KM = 60.0
_NAMESAKE_KM = 120.0
_SAME_PLACE_KM = 5.0
_MOST_ANCHORS = 40  # so that the time stays in step with the length of the text
_QUARTER_REACH = 160
_MOST_SPELLING_SEARCHES = 4
_LIKENESS = 60
_MOST_SLIPS = 12
_CAPITAL_REGION = frozenset(("SY01", "SY03"))  # reports say Damascus for both
_BEARINGS = {"n": 0.0, "e": 90.0, "s": 180.0, "w": 270.0}


@dataclass(slots=True)
class Resolution:
    """What a sighting came to. ``kind`` is the kind of the place meant, "" where the name is unknown."""

    key: str | None = None
    governorate: str | None = None
    kind: str = ""
    abroad: bool = False
    candidates: tuple[PlaceCandidate, ...] = ()


@dataclass(slots=True)
class _Hint:
    """What other words say about where a place lies; an empty set says nothing."""

    governorates: frozenset[str] = frozenset()
    districts: frozenset[str] = frozenset()
    subdistricts: frozenset[str] = frozenset()
    near: PlaceRow | None = None
    centre: PlaceRow | None = None
    direction: str = ""
    abroad: bool = False


@dataclass(slots=True)
class _Case:
    """One sighting while it is being decided."""

    sighting: Sighting
    candidates: list[PlaceRow]
    area: PlaceRow | None = None
    hints: list[_Hint] = field(default_factory=list)
    chosen: PlaceRow | None = None
    reasons: dict[str, list[str]] = field(default_factory=dict)
    abroad: bool = False
    contradicted: bool = False

    def note(self, rows: Sequence[PlaceRow], reason: str) -> None:
        for row in rows:
            self.reasons.setdefault(row.key, []).append(reason)


def resolve(text: str, sightings: Sequence[Sighting], index: PlaceIndex) -> list[Resolution]:
    """One resolution for each sighting, in the same order."""
    cases = [_open_case(sighting, index) for sighting in sightings]
    _attach(text, cases, index)
    for case in cases:
        _decide_alone(case)
    _search_spellings(cases, index)
    _recognise_cities(cases, index)
    _settle_abroad(cases)
    _doubt_the_distant(cases)
    around = _Surroundings.of(cases)
    for case in cases:
        if case.chosen is None and case.candidates and not case.abroad:
            _decide_by_text(case, around)
    named = {code for case in cases for code in _governorates_named(case)}
    return [_close(case, named) for case in cases]


def _open_case(sighting: Sighting, index: PlaceIndex) -> _Case:
    rows = [index.rows[at] for at in sighting.places]
    areas = [index.rows[at] for at in sighting.areas]
    country = next((row for row in rows if row.kind == "country"), None)
    if country is not None and sighting.noun not in ("village", "town", "neighbourhood"):
        return _Case(sighting, [], area=country)
    case = _Case(sighting, _of_kind(rows, sighting.noun))
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


def _attach(text: str, cases: list[_Case], index: PlaceIndex) -> None:
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


def _qualifies(other: _Case, case: _Case, between: str) -> bool:
    if (other.area is case.area and other.area is not None) or (other.area is not None and other.area.key == "SY"):
        return False
    if other.sighting.role in ("within", "near") or other.area is not None:
        return True
    named_city = any(row.kind in (*SEAT_KINDS, "foreign", "country") for row in other.candidates)
    return named_city and (case.sighting.noun == "neighbourhood" or len(between) < 14) and other.sighting.strength > 0


def _attach_before(text: str, cases: list[_Case], at: int, index: PlaceIndex) -> None:
    """ "In the south of Idlib, the village of X": the wider area stands first."""
    before, case = cases[at - 1], cases[at]
    between = text[before.sighting.end : case.sighting.start]
    wide = before.sighting.role == "within" or (before.area is not None and before.area.kind in AREA_KINDS)
    if wide and len(between) <= _ATTACHED_GAP and not _STOP.search(between) and case.area is None:
        case.hints.append(_hint_of(before, index))


def _mark_city(case: _Case, other: _Case, index: PlaceIndex) -> None:
    """A quarter "in Aleppo" makes that Aleppo the city, not the governorate."""
    quarter = case.sighting.noun == "neighbourhood"
    if quarter and other.area is not None and other.area.kind == "governorate" and other.sighting.role == "at":
        seats = [index.rows[at] for at in other.sighting.places if index.rows[at].kind == "city"]
        if seats:
            other.sighting.noun, other.area, other.candidates = "city", None, seats
            other.note(seats, "name")


def _recognise_cities(cases: list[_Case], index: PlaceIndex) -> None:
    """Where a quarter of Aleppo is named, "in Aleppo" elsewhere in the text is the city, not the governorate."""
    _doubt_quarters(cases)
    quarters = {case.chosen.admin1 for case in cases if case.chosen is not None and case.chosen.kind == "neighbourhood"}
    unplaced = [
        c.sighting.start for c in cases if c.sighting.noun == "neighbourhood" and c.chosen is None and not c.abroad
    ]
    for case in cases:
        plain = case.area is not None and case.area.kind == "governorate" and not case.sighting.noun
        if not plain or case.area is None or case.sighting.role != "at":
            continue
        nearest = unplaced[max(bisect_left(unplaced, case.sighting.start) - 1, 0) :][:2]
        beside = any(abs(start - case.sighting.start) <= _QUARTER_REACH for start in nearest)
        if case.area.key not in quarters and not beside:
            continue
        seats = [index.rows[at] for at in case.sighting.places if index.rows[at].kind == "city"]
        if seats:
            case.area, case.candidates, case.chosen = None, seats, seats[0]
            case.note(seats, "quarter_in_text")


def _doubt_quarters(cases: list[_Case]) -> None:
    """A quarter is placed only in a city or governorate that the text names: names of quarters recur in all cities."""
    around = _Surroundings.of(cases)
    for case in cases:
        row = case.chosen
        if row is None or row.kind != "neighbourhood":
            continue
        named = around.beside(case)
        if named and row.admin1 not in named:
            case.chosen, case.contradicted = None, True


def _hint_of(other: _Case, index: PlaceIndex) -> _Hint:
    direction = other.sighting.direction
    rows = [index.rows[at] for at in other.sighting.places]
    seat = next((row for row in rows if row.kind in SEAT_KINDS), None)
    if other.area is not None:
        if other.area.kind == "country":
            return _Hint(abroad=other.area.abroad)
        kind = other.area.kind
        if kind == "governorate":
            codes = _CAPITAL_REGION if other.area.key == "SY01" else frozenset((other.area.key,))
            return _Hint(governorates=codes, centre=seat, direction=direction)
        codes = frozenset((other.area.admin1,))
        if kind == "district":
            return _Hint(governorates=codes, districts=frozenset((other.area.key,)), near=seat, direction=direction)
        return _Hint(governorates=codes, subdistricts=frozenset((other.area.key,)), near=seat, direction=direction)
    if other.candidates and all(row.abroad for row in other.candidates):
        return _Hint(abroad=True)
    if seat is not None:
        return _Hint(near=seat, centre=seat, direction=direction)
    if len(other.candidates) == 1:
        return _Hint(near=other.candidates[0], centre=other.candidates[0], direction=direction)
    return _Hint()


def _decide_alone(case: _Case) -> None:
    """Steps 1 to 3: what the name, its noun and the words attached to it decide."""
    if case.area is not None:
        case.abroad = case.area.abroad
        return
    if any(hint.abroad for hint in case.hints) and not any(row.kind == "city" for row in case.candidates):
        case.abroad, case.candidates = True, []
        return
    if case.candidates and all(row.abroad for row in case.candidates):
        case.abroad = True
        return
    syrian = [row for row in case.candidates if not row.abroad]
    if len(syrian) < len(case.candidates):
        if not case.hints and not any(row.kind in SEAT_KINDS for row in syrian):
            return
        case.candidates = syrian
    for hint in case.hints:
        _apply(case, hint)
    merged = _merge_doubles(case.candidates)
    if len(merged) == 1 and not case.contradicted:
        case.chosen = merged[0]
    elif len(merged) > 1 and not case.contradicted:
        case.chosen = _prominent(merged)
        if case.chosen is not None:
            case.note([case.chosen], "prominent")


def _apply(case: _Case, hint: _Hint) -> None:
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


def _lies(row: PlaceRow, hint: _Hint) -> bool:
    """Whether a place lies on the named side of the centre, within 70 degrees."""
    centre = hint.centre
    if centre is None or None in (row.lat, row.lon, centre.lat, centre.lon):
        return True
    north = row.lat - centre.lat  # type: ignore[operator]
    east = (row.lon - centre.lon) * math.cos(math.radians(centre.lat))  # type: ignore[operator,arg-type]
    bearing = math.degrees(math.atan2(east, north)) % 360
    wanted = [_BEARINGS[side] for side in hint.direction if side in _BEARINGS][:2]
    return any(abs((bearing - side + 180) % 360 - 180) <= 70 for side in wanted) if wanted else True


def _merge_doubles(rows: list[PlaceRow]) -> list[PlaceRow]:
    """One row for records of the same name within 5 km of each other: the gazetteer's sources overlap there."""
    ranked = sorted(rows, key=_weight, reverse=True)
    kept: list[PlaceRow] = []
    for row in ranked:
        if not any(distance_km(row, other) <= _SAME_PLACE_KM for other in kept):
            kept.append(row)
    return kept


def _weight(row: PlaceRow) -> float:
    kinds = {
        "city": 5.0,
        "town": 4.0,
        "community": 2.0,
        "camp": 2.0,
        "neighbourhood": 1.5,
        "locality": 1.0,
        "abandoned": 0.5,
    }
    return kinds.get(row.kind, 1.0) + math.log10((row.population or 0) + 1) / 8


def _prominent(rows: list[PlaceRow]) -> PlaceRow | None:
    """The one city, else the one town; or None. Population decides nothing: it placed four in ten of them wrong."""
    for kind in SEAT_KINDS:
        seats = [row for row in rows if row.kind == kind]
        if seats:
            return seats[0] if len(seats) == 1 else None
    return None


def _search_spellings(cases: list[_Case], index: PlaceIndex) -> None:
    """A name that the gazetteer lacks in the governorate the text gives may differ by one letter, or by its vowels.

    One letter of difference is allowed in Arabic, any transliteration of the same consonants in Latin script.
    """
    searches = 0
    for case in cases:
        announced = not case.sighting.known and case.sighting.noun in ("village", "town", "city", "")
        unnamed = case.sighting.noun == "neighbourhood" or not (announced or case.contradicted)
        if unnamed or searches >= _MOST_SPELLING_SEARCHES:
            continue
        governorates = {code for hint in case.hints for code in hint.governorates}
        governorates |= {hint.near.admin1 for hint in case.hints if hint.near is not None}
        if governorates:
            searches += 1
            _take_spelling(case, _merge_doubles(_spelled_like(case.sighting.form, governorates, index)))


def _spelled_like(form: str, governorates: set[str], index: PlaceIndex) -> list[PlaceRow]:
    if form[:1] < "\u0600":
        forms = [known for known in index.skeletons.get(skeleton(form), ()) if fuzz.ratio(known, form) >= _LIKENESS]
        rows = [index.rows[at] for known in forms for at in index.latin[known].places]
        return list({row.key: row for row in rows if row.admin1 in governorates}.values())
    form = form.removeprefix("ال")
    if len(form) < 5:
        return []
    near: dict[str, PlaceRow] = {}
    for code in sorted(governorates):
        spellings, positions = index.spelled_in(code)
        for spelling, _, at in process.extract(form, spellings, scorer=OSA.distance, score_cutoff=1, limit=_MOST_SLIPS):
            if differ_by_a_slip(spelling, form):
                near.setdefault(index.rows[positions[at]].key, index.rows[positions[at]])
    return list(near.values())


def _take_spelling(case: _Case, merged: list[PlaceRow]) -> None:
    if not merged:
        return
    case.candidates = merged
    case.contradicted = False
    case.note(merged, "one_letter")
    for hint in case.hints:
        _apply(case, hint)
    if len(case.candidates) == 1 and not case.contradicted:
        case.chosen = case.candidates[0]


def _settle_abroad(cases: list[_Case]) -> None:
    """A name between places abroad is abroad: each undecided small place follows the last country that was entered."""
    entered = [_side(case) for case in cases]
    if "syria" not in entered and "abroad" in entered:
        current = "abroad"
    else:
        current = ""
    for case, side in zip(cases, entered, strict=True):
        undecided = case.chosen is None and any(row.abroad for row in case.candidates)
        if undecided and (case.sighting.noun not in ("village", "town", "neighbourhood") or "syria" not in entered):
            case.abroad, case.candidates = True, []  # a city abroad rather than a hamlet here
        elif side:
            current = side
        elif current == "abroad" and case.area is None and not case.hints and not case.abroad:
            case.abroad, case.candidates, case.chosen = True, [], None


def _side(case: _Case) -> str:
    """Which side of the border the text is on once it has named this place; "" where the name does not tell."""
    if case.sighting.strength == 0 or case.sighting.role == "facility":
        return ""
    if case.abroad:
        return "abroad"
    if case.area is not None or (case.chosen is not None and case.chosen.kind in SEAT_KINDS):
        return "syria"
    return "syria" if case.hints and case.chosen is not None else ""


def _doubt_the_distant(cases: list[_Case]) -> None:
    """A small place far from all that the text names is a namesake; a loosely spelled one must lie in its governorates.

    The gazetteer does not have every hamlet, so the only candidate is not always the one that is meant.
    """
    seen = [(case, frozenset(_governorates_named(case))) for case in cases]
    named = {code for case, codes in seen if case.area is not None or _plain_seat(case) for code in codes}
    seats = {row.key: row for case in cases if (row := case.chosen) is not None and row.kind in SEAT_KINDS}
    anchors = list(seats.values())[:_MOST_ANCHORS]
    for case in cases:
        row = case.chosen
        if row is None or row.kind in SEAT_KINDS or case.hints or not named or row.admin1 in named:
            continue
        far = bool(anchors) and min(distance_km(row, anchor) for anchor in anchors) > _NAMESAKE_KM
        if case.sighting.loose or far:
            case.chosen, case.contradicted = None, True


def _plain_seat(case: _Case) -> bool:
    return case.chosen is not None and case.chosen.kind in SEAT_KINDS


@dataclass(slots=True)
class _Surroundings:
    """What all places of a text tell about each: how often each governorate is named, and the places settled on."""

    named: Counter[str]
    anchors: list[PlaceRow]

    @classmethod
    def of(cls, cases: Sequence[_Case]) -> _Surroundings:
        named = Counter(code for case in cases for code in _governorates_named(case))
        settled = {row.key: row for case in cases if (row := case.chosen) is not None and not row.abroad}
        return cls(named, list(settled.values())[:_MOST_ANCHORS])

    def beside(self, case: _Case) -> set[str]:
        """The governorates that the other places of the text name."""
        own = Counter(_governorates_named(case))
        return {code for code, times in self.named.items() if times > own[code]}


def _decide_by_text(case: _Case, around: _Surroundings) -> None:
    """Step 4: the other places of the text leave one candidate."""
    if case.contradicted:
        return
    case.candidates = [row for row in case.candidates if not row.abroad]
    merged = _merge_doubles(case.candidates)
    if not merged:
        return
    named = around.beside(case)
    inside = [row for row in merged if row.admin1 in named]
    if len(named) == 1 and inside:
        case.candidates = merged = inside
        case.note(inside, "governorate_in_text")
        case.chosen = inside[0] if len(inside) == 1 else _prominent(inside)
        if case.chosen is not None:
            return
    if around.anchors and len(merged) > 1:
        reach = {row.key: min(distance_km(row, anchor) for anchor in around.anchors) for row in merged}
        close = [row for row in merged if reach[row.key] <= _CLOSE_KM]
        if len(close) == 1 and all(reach[row.key] >= _FAR_KM for row in merged if row is not close[0]):
            case.chosen = close[0]
            case.note(close, "near_in_text")


def _governorates_named(case: _Case) -> frozenset[str]:
    if case.abroad or case.sighting.role in ("from", "facility"):
        return frozenset()
    if case.area is not None:
        return frozenset((case.area.admin1 or case.area.key,)) if case.area.kind != "country" else frozenset()
    return frozenset((case.chosen.admin1,)) if case.chosen is not None else frozenset()


def _close(case: _Case, named: set[str]) -> Resolution:
    if case.abroad:
        kind = case.area.kind if case.area else next((row.kind for row in case.candidates), "")
        return Resolution(kind="country" if kind == "country" else "", abroad=True)
    if case.area is not None:
        if case.sighting.noun == "camp":
            said = [next(iter(hint.governorates)) for hint in case.hints if len(hint.governorates) == 1]
            return Resolution(governorate=said[0] if said else case.area.admin1 or case.area.key)
        governorate = None if case.area.kind == "country" else case.area.admin1 or case.area.key
        if case.area.key == "SY01" and case.sighting.role == "near":
            governorate = "SY03"  # beside the capital, not in it
        return Resolution(
            case.area.key, governorate, case.area.kind, candidates=(PlaceCandidate(case.area.key, 1.0, ("name",)),)
        )
    if case.chosen is not None:
        only = PlaceCandidate(case.chosen.key, 1.0, tuple(dict.fromkeys(case.reasons.get(case.chosen.key, ()))))
        return Resolution(case.chosen.key, case.chosen.admin1 or None, case.chosen.kind, candidates=(only,))
    rows = [] if case.contradicted else sorted(case.candidates, key=_weight, reverse=True)
    return Resolution(
        governorate=_governorate_left(case, rows, named),
        kind=rows[0].kind if rows and len({row.kind for row in rows}) == 1 else "",
        candidates=tuple(_candidate(case, row) for row in rows[:12]),
    )


def _governorate_left(case: _Case, rows: list[PlaceRow], named: set[str]) -> str | None:
    """The governorate that all that is known agrees on; for a place no hint speaks of, the only one the text names."""
    left = {row.admin1 for row in rows}
    if len(left) == 1:
        return left.pop()
    for hint in case.hints:
        if len(hint.governorates) == 1:
            return next(iter(hint.governorates))
        if hint.near is not None and not rows:
            return hint.near.admin1
    return next(iter(named)) if len(named) == 1 and not left else None


def _candidate(case: _Case, row: PlaceRow) -> PlaceCandidate:
    reasons = tuple(dict.fromkeys(case.reasons.get(row.key, ())))
    score = _weight(row) / 6 * (0.8 if "loose_spelling" in reasons or "one_letter" in reasons else 1.0)
    return PlaceCandidate(row.key, round(min(score, 0.99), 3), reasons)
