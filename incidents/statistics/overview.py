"""All that the dashboard shows of a selection, counted in three passes over its rows instead of nine."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from incidents.statistics import totals
from incidents.statistics.filters import IncidentFilter
from incidents.statistics.provenance import Coverage
from incidents.statistics.totals import PlaceTotals, Totals, Wanted

FACETS = ("dataset", "grade", "weapons", "actors")
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
    months = totals.monthly_totals(chosen, wanted)
    villages, areas, unlocated = totals.spots(chosen, wanted)
    # Combinations of facets are few: each is counted once and added up under every value that it has.
    rows = totals.grouped(
        chosen.rows(), FACETS, wanted,
        columns=(*FACETS, "report_count", "origin_count", "is_demonstration"), also=BEHIND,
    )  # fmt: skip
    by = {name: _by(rows, FACETS.index(name), wanted) for name in ("weapons", "actors", "grade")}
    return Overview(totals.added(None, months, wanted), months, villages, areas, unlocated, by, _coverage(rows))


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
