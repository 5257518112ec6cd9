"""Decides which place of the gazetteer a name in a text means, or leaves it open: homonyms are never placed by guess.

The steps, the first that leaves one candidate wins (``docs/parsing.md`` gives the measurements behind them):

1. *kind*: a noun before the name ("quarter of", "city of") rules out other kinds of place.
2. *attached*: words right after or before the name say where it lies ("in the south of Idlib", "near Sarmada").
3. *seat*: one candidate is a city or town (the seat of a district or sub-district), and nothing speaks against it.
4. *in text*: the places that the rest of the text names leave one candidate, by governorate or by distance.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from incidents.parsing.place_cases import (
    Case,
    Surroundings,
    governorates_named,
    merge_doubles,
    open_case,
    prominent,
    weight,
)
from incidents.parsing.place_hints import apply_hint, attach
from incidents.parsing.place_index import SEAT_KINDS, PlaceIndex, PlaceRow, distance_km
from incidents.parsing.place_names import differ_by_a_slip, skeleton
from incidents.parsing.place_sightings import Sighting
from incidents.parsing.results import PlaceCandidate

_CLOSE_KM = 25.0
_FAR_KM = 60.0
_NAMESAKE_KM = 120.0
_MOST_ANCHORS = 40
_QUARTER_REACH = 160
_MOST_SPELLING_SEARCHES = 4
_LIKENESS = 60
_MOST_SLIPS = 12


@dataclass(slots=True)
class Resolution:
    """What a sighting came to. ``kind`` is the kind of the place meant, "" where the name is unknown."""

    key: str | None = None
    governorate: str | None = None
    kind: str = ""
    abroad: bool = False
    candidates: tuple[PlaceCandidate, ...] = ()


def resolve(text: str, sightings: Sequence[Sighting], index: PlaceIndex) -> list[Resolution]:
    """One resolution for each sighting, in the same order."""
    cases = [open_case(sighting, index) for sighting in sightings]
    attach(text, cases, index)
    for case in cases:
        _decide_alone(case)
    _search_spellings(cases, index)
    _recognise_cities(cases, index)
    _settle_abroad(cases)
    _doubt_the_distant(cases)
    undecided = [case for case in cases if case.chosen is None and case.candidates and not case.abroad]
    if undecided:
        around = Surroundings.of(cases)
        for case in undecided:
            _decide_by_text(case, around)
    named = {code for case in cases for code in governorates_named(case)}
    return [_close(case, named) for case in cases]


def _recognise_cities(cases: list[Case], index: PlaceIndex) -> None:
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


def _doubt_quarters(cases: list[Case]) -> None:
    """A quarter is placed only in a city or governorate that the text names: names of quarters recur in all cities."""
    placed = [(case, row) for case in cases if (row := case.chosen) is not None and row.kind == "neighbourhood"]
    if not placed:
        return
    around = Surroundings.of(cases)
    for case, row in placed:
        named = around.beside(case)
        if named and row.admin1 not in named:
            case.chosen, case.contradicted = None, True


def _decide_alone(case: Case) -> None:
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
        apply_hint(case, hint)
    merged = merge_doubles(case.candidates)
    if len(merged) == 1 and not case.contradicted:
        case.chosen = merged[0]
    elif len(merged) > 1 and not case.contradicted:
        case.chosen = prominent(merged)
        if case.chosen is not None:
            case.note([case.chosen], "prominent")


def _search_spellings(cases: list[Case], index: PlaceIndex) -> None:
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
            _take_spelling(case, merge_doubles(_spelled_like(case.sighting.form, governorates, index)))


def _spelled_like(form: str, governorates: set[str], index: PlaceIndex) -> list[PlaceRow]:
    if form[:1] < "\u0600":
        forms = [known for known in index.skeletons.get(skeleton(form), ()) if fuzz.ratio(known, form) >= _LIKENESS]
        rows = [index.rows[at] for known in forms for at in index.latin[known].places]
        return list({row.key: row for row in rows if row.admin1 in governorates}.values())
    form = form.removeprefix("ال")
    if len(form) < 5:
        return []
    near: dict[str, PlaceRow] = {}
    for code, length in product(sorted(governorates), range(len(form) - 1, len(form) + 2)):
        spellings, positions = index.spelled_in(code, length)
        for spelling, _, at in process.extract(form, spellings, scorer=OSA.distance, score_cutoff=1, limit=_MOST_SLIPS):
            if differ_by_a_slip(spelling, form):
                near.setdefault(index.rows[positions[at]].key, index.rows[positions[at]])
    return list(near.values())


def _take_spelling(case: Case, merged: list[PlaceRow]) -> None:
    if not merged:
        return
    case.candidates = merged
    case.contradicted = False
    case.note(merged, "one_letter")
    for hint in case.hints:
        apply_hint(case, hint)
    if len(case.candidates) == 1 and not case.contradicted:
        case.chosen = case.candidates[0]


def _settle_abroad(cases: list[Case]) -> None:
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


def _side(case: Case) -> str:
    """Which side of the border the text is on once it has named this place; "" where the name does not tell."""
    if case.sighting.strength == 0 or case.sighting.role == "facility":
        return ""
    if case.abroad:
        return "abroad"
    if case.area is not None or (case.chosen is not None and case.chosen.kind in SEAT_KINDS):
        return "syria"
    return "syria" if case.hints and case.chosen is not None else ""


def _doubt_the_distant(cases: list[Case]) -> None:
    """A small place far from all that the text names is a namesake; a loosely spelled one must lie in its governorates.

    The gazetteer does not have every hamlet, so the only candidate is not always the one that is meant.
    """
    small = [case for case in cases if case.chosen is not None and not _plain_seat(case) and not case.hints]
    if not small:
        return
    named = {code for case in cases if case.area is not None or _plain_seat(case) for code in governorates_named(case)}
    seats = {row.key: row for case in cases if (row := case.chosen) is not None and row.kind in SEAT_KINDS}
    anchors = list(seats.values())[:_MOST_ANCHORS]
    for case in small:
        row = case.chosen
        if row is None or not named or row.admin1 in named:
            continue
        far = bool(anchors) and min(distance_km(row, anchor) for anchor in anchors) > _NAMESAKE_KM
        if case.sighting.loose or far:
            case.chosen, case.contradicted = None, True


def _plain_seat(case: Case) -> bool:
    return case.chosen is not None and case.chosen.kind in SEAT_KINDS


def _decide_by_text(case: Case, around: Surroundings) -> None:
    """Step 4: the other places of the text leave one candidate."""
    if case.contradicted:
        return
    case.candidates = [row for row in case.candidates if not row.abroad]
    merged = merge_doubles(case.candidates)
    if not merged:
        return
    named = around.beside(case)
    inside = [row for row in merged if row.admin1 in named]
    if len(named) == 1 and inside:
        case.candidates = merged = inside
        case.note(inside, "governorate_in_text")
        case.chosen = inside[0] if len(inside) == 1 else prominent(inside)
        if case.chosen is not None:
            return
    if around.anchors and len(merged) > 1:
        reach = {row.key: min(distance_km(row, anchor) for anchor in around.anchors) for row in merged}
        close = [row for row in merged if reach[row.key] <= _CLOSE_KM]
        if len(close) == 1 and all(reach[row.key] >= _FAR_KM for row in merged if row is not close[0]):
            case.chosen = close[0]
            case.note(close, "near_in_text")


def _close(case: Case, named: set[str]) -> Resolution:
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
    rows = [] if case.contradicted else sorted(case.candidates, key=weight, reverse=True)
    return Resolution(
        governorate=_governorate_left(case, rows, named),
        kind=rows[0].kind if rows and len({row.kind for row in rows}) == 1 else "",
        candidates=tuple(_candidate(case, row) for row in rows[:12]),
    )


def _governorate_left(case: Case, rows: list[PlaceRow], named: set[str]) -> str | None:
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


def _candidate(case: Case, row: PlaceRow) -> PlaceCandidate:
    reasons = tuple(dict.fromkeys(case.reasons.get(row.key, ())))
    score = weight(row) / 6 * (0.8 if "loose_spelling" in reasons or "one_letter" in reasons else 1.0)
    return PlaceCandidate(row.key, round(min(score, 0.99), 3), reasons)
