"""All that the dashboard shows of a selection, counted in a few passes over its rows instead of nine."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from incidents.statistics import totals
from incidents.statistics.filters import IncidentFilter
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

    Villages and areas are those with the most of the first figure asked for, as many as were asked for; ``ranking``
    holds every village, with that figure at least.
    """

    whole: Totals
    months: list[Totals]
    villages: list[PlaceTotals]
    areas: list[PlaceTotals]
    unlocated: Totals
    by: Mapping[str, list[Totals]]
    coverage: Coverage
    ranking: list[PlaceTotals]
    area_count: int


def overview(chosen: IncidentFilter, wanted: Wanted, *, places: int | None = None) -> Overview:
    """The same figures as ``totals``, ``monthly_totals``, ``place_totals``, ``totals_by`` and ``coverage`` give.

    ``places``: of how many villages, and areas, all figures are wanted; None: of all.
    """
    copied = answering.grouped(chosen.rows(), FACETS, wanted, BEHIND)
    if copied is not None:
        months, facets = totals.monthly_totals(chosen, wanted), copied
        spots, ranking, area_count = _ranked(chosen, wanted, places)
    else:
        months, spots, facets = _at_once(chosen, wanted) if _is_narrow(chosen) else _apart(chosen, wanted)
        ranking, area_count = spots[0], len(spots[1])
    villages, areas, unlocated = spots
    by = {name: _by(facets, FACETS.index(name), wanted) for name in ("weapons", "actors", "grade")}
    return Overview(
        whole=totals.added(None, months, wanted),
        months=months,
        villages=villages[:places],
        areas=areas[:places],
        unlocated=unlocated,
        by=by,
        coverage=coverage_of(facets, at=len(FACETS)),
        ranking=ranking,
        area_count=area_count,
    )


def _ranked(chosen: IncidentFilter, wanted: Wanted, shown: int | None) -> tuple[Spots, list[PlaceTotals], int]:
    """Every place by the first figure alone, and all figures of those that are shown: a third of the work."""
    if shown is None:
        spots = totals.spots(chosen, wanted)
        return spots, spots[0], len(spots[1])
    villages, areas, _unlocated = totals.spots(chosen, wanted[:1])
    ids = [part.totals.key for part in (*villages[:shown], *areas[:shown])]
    rows = chosen.rows().filter(Q(place_id__in=ids) | Q(place_id__isnull=True))
    parts = totals.grouped(rows, ("place_id",), wanted, columns=("place_id",))
    spots = totals.placed((totals.part_of(row[0], row, wanted, at=1) for row in parts), wanted)
    return spots, villages, len(areas)


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
