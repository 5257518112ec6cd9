"""All that the dashboard shows of a selection, counted in one or three passes over its rows instead of nine."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from incidents.statistics import totals
from incidents.statistics.filters import IncidentFilter
from incidents.statistics.provenance import Coverage
from incidents.statistics.totals import PlaceTotals, Totals, Wanted

FACETS = ("dataset", "grade", "weapons", "actors")
COLUMNS = (*FACETS, "report_count", "origin_count", "is_demonstration")
SETS = f"GROUPING SETS ((month), (place_id), ({', '.join(FACETS)}))"
BY_MONTH, BY_PLACE, BY_FACETS = 0b011, 0b101, 0b110  # what grouping(month, place_id, dataset) says of each
Parts = tuple[list[Totals], tuple[list[PlaceTotals], list[PlaceTotals], Totals], list[Sequence[Any]]]
BEHIND = (
    "coalesce(sum(report_count), 0)",
    "count(*) FILTER (WHERE origin_count <= 1)",
    "count(*) FILTER (WHERE is_demonstration)",
)


@dataclass(frozen=True, slots=True)
class Overview:
    """The whole selection and its parts; ``by`` holds ``weapons``, ``actors`` and ``grade``, see ``totals_by``."""

    whole: Totals
    months: list[Totals]
    villages: list[PlaceTotals]
    areas: list[PlaceTotals]
    unlocated: Totals
    by: Mapping[str, list[Totals]]
    coverage: Coverage


def overview(chosen: IncidentFilter, wanted: Wanted) -> Overview:
    """The same figures as ``totals``, ``monthly_totals``, ``place_totals``, ``totals_by`` and ``coverage`` give."""
    months, places, rows = _at_once(chosen, wanted) if _is_narrow(chosen) else _apart(chosen, wanted)
    villages, areas, unlocated = places
    by = {name: _by(rows, FACETS.index(name), wanted) for name in ("weapons", "actors", "grade")}
    return Overview(totals.added(None, months, wanted), months, villages, areas, unlocated, by, _coverage(rows))


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
    # Combinations of facets are few: each is counted once and added up under every value that it has.
    facets = totals.grouped(chosen.rows(), FACETS, wanted, columns=COLUMNS, also=BEHIND)
    return totals.monthly_totals(chosen, wanted), totals.spots(chosen, wanted), facets


def _by(rows: Sequence[Sequence[Any]], at: int, wanted: Wanted) -> list[Totals]:
    parts: dict[str, list[Totals]] = {}
    for row in rows:
        for value in _values(row[at]):
            parts.setdefault(value, []).append(totals.part_of(value, row, wanted, at=len(FACETS)))
    return totals.largest_first((totals.added(value, found, wanted) for value, found in parts.items()), wanted)


def _values(value: Any) -> Iterable[str]:
    """The values of an array, the empty word for an empty one, any other value as it is."""
    if isinstance(value, list):
        return value or [""]
    return [value]


def _coverage(rows: Sequence[Sequence[Any]]) -> Coverage:
    by_dataset: dict[str, int] = {}
    for row in rows:
        by_dataset[row[0]] = by_dataset.get(row[0], 0) + row[len(FACETS)]
    reports, single, demonstration = (sum(row[at] for row in rows) for at in (-3, -2, -1))
    return Coverage(sum(by_dataset.values()), single, reports, demonstration, by_dataset)
