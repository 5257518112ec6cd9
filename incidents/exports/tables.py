"""The tables that can be taken away: their names, their columns, and their rows for one filter."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from incidents.exports.about import pinned
from incidents.exports.columns import Cell, Column, incident_columns, month_columns, place_columns
from incidents.models.place import Place
from incidents.statistics import totals
from incidents.statistics.filters import IncidentFilter
from incidents.statistics.listing import by_code

PLACES_TOGETHER = 500
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
    # The places by their ids, not by a join: rows are wide and few places repeat in many of them.
    names: dict[int, Place] = {}
    for row in by_code(pinned(chosen).rows()):
        if row.place_id and row.place_id not in names:
            names[row.place_id] = Place.objects.only("key", "name_en", "name_ar").get(pk=row.place_id)
        row.place = names.get(row.place_id) if row.place_id else None
        yield row


def _places(chosen: IncidentFilter) -> Iterator[Any]:
    fixed = pinned(chosen)
    parts = totals.ranked_places(fixed)
    for at in range(0, len(parts), PLACES_TOGETHER):
        yield from totals.in_full(fixed, parts[at : at + PLACES_TOGETHER])


TABLES = {
    table.name: table
    for table in (
        Table("incidents", incident_columns, _incidents),
        Table("months", month_columns, totals.monthly_totals),
        Table("places", place_columns, _places),
    )
}
