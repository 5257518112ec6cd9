"""The tables that can be taken away: their names, their columns, and their rows for one filter."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from incidents.exports.about import pinned
from incidents.exports.columns import Cell, Column, incident_columns, month_columns, place_columns
from incidents.statistics import totals
from incidents.statistics.filters import IncidentFilter
from incidents.statistics.listing import by_code
from incidents.statistics.totals import FEW_PLACES

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


@dataclass(frozen=True, slots=True)
class Table:
    """One table: its name in addresses and files, its columns, and where its rows come from."""

    name: str
    columns: Callable[[], list[Column]]
    rows: Callable[[IncidentFilter], Iterable[Any]]

    def lines(self, chosen: IncidentFilter, *, hxl: bool = True) -> Iterator[list[Cell]]:
        """Header, HXL hashtags, then a line a row; text that a spreadsheet would run as a formula is defused."""
        columns = self.columns()
        yield [column.name for column in columns]
        if hxl:
            yield [column.hxl for column in columns]
        for row in self.rows(chosen):
            yield [defused(column.read(row)) for column in columns]


def defused(cell: Cell) -> Cell:
    """Text that begins like a formula gets an apostrophe before it; numbers stay numbers."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA_STARTS) else cell


def _incidents(chosen: IncidentFilter) -> Iterator[Any]:
    return by_code(pinned(chosen).rows())


def _places(chosen: IncidentFilter) -> Iterator[Any]:
    fixed = pinned(chosen)
    ids = totals.ranked_places(fixed).ids
    yield from totals.in_full(fixed, ids[:FEW_PLACES])  # what a file begins with, before the others are counted
    yield from totals.in_full(fixed, ids[FEW_PLACES:])


TABLES = {
    table.name: table
    for table in (
        Table("incidents", incident_columns, _incidents),
        Table("months", month_columns, totals.monthly_totals),
        Table("places", place_columns, _places),
    )
}
