"""All that the dashboard shows of a selection, counted in a few passes over its rows instead of nine."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import add
from typing import Any

from incidents.statistics import totals
from incidents.statistics.filters import IncidentFilter
from incidents.statistics.gazetteer import area_ids
from incidents.statistics.measures import BEHIND
from incidents.statistics.provenance import Coverage, coverage_of
from incidents.statistics.reading_copy import answering
from incidents.statistics.reading_copy.answering import BY_FACETS, BY_MONTH, BY_PLACE
from incidents.statistics.totals import PlaceTotals, Totals, Wanted

FACETS = ("dataset", "grade", "weapons", "actors")
COLUMNS = (*FACETS, "report_count", "origin_count", "is_demonstration")
SETS = f"GROUPING SETS ((month), (place_id), ({', '.join(FACETS)}))"
Spots = tuple[list[PlaceTotals], list[PlaceTotals], Totals]
Facets = list[Sequence[Any]]
Parts = tuple[list[Totals], Spots, Facets]


@dataclass(frozen=True, slots=True)
class Overview:
    """The whole selection and its parts; ``by`` holds ``weapons``, ``actors`` and ``grade``, see ``totals_by``.

    Villages and areas are those with the most of the first figure asked for, as many as were asked for, out of
    ``village_count`` and ``area_count``; ``most`` is the largest of that figure in any village.
    """

    whole: Totals
    months: list[Totals]
    villages: list[PlaceTotals]
    areas: list[PlaceTotals]
    unlocated: Totals
    by: Mapping[str, list[Totals]]
    coverage: Coverage
    village_count: int
    area_count: int
    most: int


def overview(
    chosen: IncidentFilter, wanted: Wanted, *, places: int | None = None, areas: int | None = None
) -> Overview:
    """The same figures as ``totals``, ``monthly_totals``, ``place_totals``, ``totals_by`` and ``coverage`` give.

    ``places``: of how many villages all figures are wanted (None: of all); ``areas``: of how many areas, where it is
    not of as many.
    """
    others = places if areas is None else areas
    shown = None if places is None or others is None else (places, others)
    copied = answering.in_three_ways(chosen.rows(), wanted, BEHIND, areas=area_ids(), shown=shown)
    if copied is not None:
        months, spots, facets = _parted([row[:-3] for row in copied], wanted)
        found = _among_others(spots, [row[-3:] for row in copied if row[0] == BY_PLACE])
    else:
        months, spots, facets = _at_once(chosen, wanted) if _is_narrow(chosen) else _apart(chosen, wanted)
        found = _ranked(spots, wanted)
    by = {name: _by(facets, FACETS.index(name), wanted) for name in ("weapons", "actors", "grade")}
    return Overview(
        whole=totals.added(None, months, wanted),
        months=months,
        villages=found.villages[:places],
        areas=found.areas[:others],
        unlocated=found.unlocated,
        by=by,
        coverage=coverage_of(facets, at=len(FACETS)),
        village_count=found.village_count,
        area_count=found.area_count,
        most=found.most,
    )


@dataclass(frozen=True, slots=True)
class _Spots:
    villages: list[PlaceTotals]
    areas: list[PlaceTotals]
    unlocated: Totals
    village_count: int
    area_count: int
    most: int


def _ranked(spots: Spots, wanted: Wanted) -> _Spots:
    villages, areas, unlocated = spots
    figures = [part.totals.figure(*wanted[0]) for part in villages]
    most = max((max(figure.low, figure.high or 0) for figure in figures if figure.is_known), default=0)
    return _Spots(villages, areas, unlocated, len(villages), len(areas), most)


def _among_others(spots: Spots, facts: Iterable[Sequence[int]]) -> _Spots:
    """Places that are perhaps a few of many: of each kind of them how many there are, and the most of any."""
    known = {kind: (count, most) for kind, count, most in facts}
    village_count, most = known.get(0, (0, 0))
    return _Spots(*spots, village_count, known.get(1, (0, 0))[0], most)


def _is_narrow(chosen: IncidentFilter) -> bool:
    """Whether few of the record's rows are meant: then finding them costs more than counting them."""
    return bool((chosen.start and chosen.end) or chosen.places or chosen.weapons or chosen.source or chosen.text)


def _at_once(chosen: IncidentFilter, wanted: Wanted) -> Parts:
    """One pass that groups in three ways: twice as fast where few rows are meant; it runs on one core alone."""
    rows = totals.grouped(
        chosen.rows(), ("grouping(month, place_id, dataset)", "month", "place_id", *FACETS), wanted,
        columns=("month", "place_id", *COLUMNS), also=BEHIND, sets=SETS,
    )  # fmt: skip
    return _parted(rows, wanted)


def _parted(rows: Sequence[Sequence[Any]], wanted: Wanted) -> Parts:
    """Rows that say first in which way they are grouped, then month, place and facets, then their numbers."""
    at = 3 + len(FACETS)
    months = (totals.part_of(row[1], row, wanted, at=at) for row in rows if row[0] == BY_MONTH)
    places = (totals.part_of(row[2], row, wanted, at=at) for row in rows if row[0] == BY_PLACE)
    facets = [row[3:] for row in rows if row[0] == BY_FACETS]
    return totals.in_order(months, wanted), totals.placed(places, wanted), facets


def _apart(chosen: IncidentFilter, wanted: Wanted) -> Parts:
    """Three passes, each spread over the cores: faster where most of the record is meant."""
    facets = totals.grouped(chosen.rows(), FACETS, wanted, columns=COLUMNS, also=BEHIND)
    return totals.monthly_totals(chosen, wanted), totals.spots(chosen, wanted), facets


def _by(rows: Facets, at: int, wanted: Wanted) -> list[Totals]:
    """Parts by one of the facets; numbers are added up before anything is made of them, for there may be thousands."""
    sums: dict[str, list[int]] = {}
    for row in rows:
        numbers = row[len(FACETS) :]
        for value in (row[at] or [""]) if isinstance(row[at], list) else [row[at]]:
            known = sums.get(value)
            sums[value] = list(map(add, known, numbers)) if known else list(numbers)
    parts = (totals.part_of(value, found, wanted, at=0) for value, found in sums.items())
    return totals.largest_first(parts, wanted)
