"""The same tables as one spreadsheet file, with what its columns mean and where it comes from."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from incidents.exports.about import Fact
from incidents.exports.columns import Cell
from incidents.exports.tables import TABLES, defused
from incidents.statistics.filters import IncidentFilter

#: More rows than this no spreadsheet opens with ease; the CSV has no limit.
MOST_INCIDENTS = 100_000


def workbook(chosen: IncidentFilter, facts: Sequence[Fact]) -> bytes:
    """A sheet about the selection, one a table, one that explains every column. Written row by row."""
    book = Workbook(write_only=True)
    _sheet(book, _("about"), [[fact.name, defused(fact.says)] for fact in facts])
    for table in TABLES.values():
        _sheet(book, table.name, table.lines(chosen, hxl=False))
    _sheet(book, _("columns"), dictionary())
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def dictionary() -> Iterable[list[Cell]]:
    """Every column of every table with its HXL hashtag and its meaning in the reader's language."""
    yield [_("table"), _("column"), "HXL", _("meaning")]
    for table in TABLES.values():
        for column in table.columns():
            yield [table.name, column.name, column.hxl, str(column.meaning)]


def _sheet(book: Workbook, name: str, lines: Iterable[list[Cell]]) -> None:
    sheet = book.create_sheet(name[:31])
    sheet.sheet_view.rightToLeft = get_language_bidi()
    for number, line in enumerate(lines):
        sheet.append(_bold(sheet, line) if number == 0 else line)


def _bold(sheet: Any, line: list[Cell]) -> list[Any]:
    cells = [WriteOnlyCell(sheet, value=value) for value in line]
    for cell in cells:
        cell.font = Font(bold=True)
    return cells
