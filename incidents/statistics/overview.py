"""All that the dashboard shows of a selection, counted in a few passes over its rows instead of nine."""

from __future__ import annotations

import heapq
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from incidents.statistics import totals
from incidents.statistics.filters import IncidentFilter
from incidents.statistics.gazetteer import area_ids
from incidents.statistics.provenance import BEHIND, Coverage, coverage_of
from incidents.statistics.reading_copy import answering
from incidents.statistics.totals import PlaceTotals, Totals, Wanted

FACETS = ("dataset", "grade", "weapons", "actors")
COLUMNS = (*FACETS, "report_count", "origin_count", "is_demonstration")
SETS = f"GROUPING SETS ((month), (place_id), ({', '.join(FACETS)}))"
BY_MONTH, BY_PLACE, BY_FACETS = 0b011, 0b101, 0b110  # what grouping(month, place_id, dataset) says of each
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


def overview(chosen: IncidentFilter, wanted: Wanted, *, places: int | None = None) -> Overview:
    """The same figures as ``totals``, ``monthly_totals``, ``place_totals``, ``totals_by`` and ``coverage`` give.

    ``places``: of how many villages, and areas, all figures are wanted; None: of all.
    """
    copied = answering.grouped(chosen.rows(), FACETS, wanted, BEHIND)
    if copied is not None:
        months, facets = totals.monthly_totals(chosen, wanted), copied
        found = _spots(chosen, wanted) if places is None else _largest(chosen, wanted, places)
    else:
        months, spots, facets = _at_once(chosen, wanted) if _is_narrow(chosen) else _apart(chosen, wanted)
        found = _ranked(spots, wanted)
    by = {name: _by(facets, FACETS.index(name), wanted) for name in ("weapons", "actors", "grade")}
    return Overview(
        whole=totals.added(None, months, wanted),
        months=months,
        villages=found.villages[:places],
        areas=found.areas[:places],
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


def _spots(chosen: IncidentFilter, wanted: Wanted) -> _Spots:
    return _ranked(totals.spots(chosen, wanted), wanted)


def _ranked(spots: Spots, wanted: Wanted) -> _Spots:
    villages, areas, unlocated = spots
    figures = [part.totals.figure(*wanted[0]) for part in villages]
    most = max((max(figure.low, figure.high or 0) for figure in figures if figure.is_known), default=0)
    return _Spots(villages, areas, unlocated, len(villages), len(areas), most)


def _largest(chosen: IncidentFilter, wanted: Wanted, shown: int) -> _Spots:
    """The same from every place's first figure alone, and all figures of those that are shown: a third of the work."""
    rows = totals.grouped(chosen.rows(), ("place_id",), wanted[:1], columns=("place_id",))
    areas_known = area_ids()
    areas = [row for row in rows if row[0] in areas_known]
    villages = [row for row in rows if row[0] not in areas_known and row[0] is not None]
    ids = [row[0] for row in (*_first(villages, shown), *_first(areas, shown))]
    parts = []
    for meant in (Q(place_id__in=ids), Q(place_id__isnull=True)):  # both at once would look at every row
        parts += totals.grouped(chosen.rows().filter(meant), ("place_id",), wanted, columns=("place_id",))
    spots = totals.placed((totals.part_of(row[0], row, wanted, at=1) for row in parts), wanted)
    most = max((low if is_open else high for _id, _count, low, high, known, is_open in villages if known), default=0)
    return _Spots(*spots, len(villages), len(areas), most)


def _first(rows: Facets, shown: int) -> Facets:
    """The rows of most people and incidents, and those that are level with the last: their names part them."""
    if len(rows) <= shown:
        return rows
    least = heapq.nlargest(shown, ((row[2], row[1]) for row in rows))[-1]
    return [row for row in rows if (row[2], row[1]) >= least]


def _is_narrow(chosen: IncidentFilter) -> bool:
    """Whether few of the record's rows are meant: then finding them costs more than counting them."""
    return bool((chosen.start and chosen.end) or chosen.places or chosen.weapons or chosen.source or chosen.text)


def _at_once(chosen: IncidentFilter, wanted: Wanted) -> Parts:
    """One pass that groups in three ways: twice as fast where few rows are meant; it runs on one core alone."""
    rows = totals.grouped(
        chosen.rows(), ("grouping(month, place_id, dataset)", "month", "place_id", *FACETS), wanted,
        columns=("month", "place_id", *COLUMNS), also=BEHIND, sets=SETS,
    )  # fmt: skip
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
    parts = (totals.part_of(row[at], row, wanted, at=len(FACETS)) for row in rows)
    return totals.largest_first(totals.by_value(parts, wanted), wanted)
