"""Reading tables (CSV, plain or gzipped) by column name, and saying which row cannot be used and why."""

from __future__ import annotations

import csv
import gzip
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from django.utils.translation import gettext as _

Row = dict[str, str]

csv.field_size_limit(10_000_000)  # one UCDP field may list hundreds of articles


class TableError(Exception):
    """The file as a whole cannot be read; the message says why, in the reader's language."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Why one row is left out. ``line`` is the line of the file on which the row ends, counted from 1."""

    line: int
    column: str
    reason: str

    def __str__(self) -> str:
        where = {"line": self.line, "column": self.column, "reason": self.reason}
        return (_("line %(line)s, %(column)s: %(reason)s") if self.column else _("line %(line)s: %(reason)s")) % where


class BadCell(ValueError):
    """One cell of a row cannot be used; readers of a table turn it into a Fault and go on with the next row."""

    def __init__(self, column: str, reason: str) -> None:
        super().__init__(reason)
        self.column = column
        self.reason = reason

    def at(self, line: int) -> Fault:
        """The fault to report."""
        return Fault(line, self.column, self.reason)


def read_table(path: str | Path, *, needs: Iterable[str]) -> Iterator[tuple[int, Row | Fault]]:
    """The rows with their line numbers; a row that has too few or too many cells comes as a Fault.

    Raises TableError when the file is no readable table or lacks one of the columns it ``needs``.
    """
    with _opened(Path(path)) as text:
        reader = csv.DictReader(text)
        missing = [name for name in needs if name not in (reader.fieldnames or ())]
        if missing:
            raise TableError(_("The file lacks these columns: %(columns)s.") % {"columns": ", ".join(missing)})
        for row in reader:
            yield reader.line_num, _whole(row, reader.line_num)


def _whole(row: dict[str | None, str | None], line: int) -> Row | Fault:
    if None in row or None in row.values():
        return Fault(line, "", _("the row has another number of cells than the header"))
    return {str(name): str(value).strip() for name, value in row.items()}


@contextmanager
def _opened(path: Path) -> Iterator[TextIO]:
    """The file as text; trouble while it is being read becomes a TableError."""
    try:
        with _by_its_first_bytes(path) as text:
            yield text
    except FileNotFoundError as error:
        raise TableError(_("There is no file %(path)s.") % {"path": path}) from error
    except UnicodeDecodeError as error:
        raise TableError(_("The file is not text in UTF-8.")) from error
    except (gzip.BadGzipFile, EOFError, csv.Error) as error:
        raise TableError(_("The file is damaged: %(error)s") % {"error": error}) from error
    except OSError as error:
        raise TableError(_("The file cannot be read: %(error)s") % {"error": error.strerror or error}) from error


def _by_its_first_bytes(path: Path) -> TextIO:
    """A gzipped file is known by its first two bytes, whatever its name; a byte order mark is passed over."""
    with path.open("rb") as raw:
        gzipped = raw.read(2) == b"\x1f\x8b"
    if gzipped:
        return gzip.open(path, "rt", encoding="utf-8-sig", newline="")
    return path.open(encoding="utf-8-sig", newline="")


def decimal(row: Row, column: str, *, low: float, high: float) -> float:
    """The cell as a number within its bounds; raises BadCell."""
    try:
        value = float(row[column])
    except ValueError:
        raise BadCell(column, _("“%(cell)s” is not a number") % {"cell": row[column]}) from None
    if not low <= value <= high:  # not-a-number fails this too
        raise BadCell(column, _("%(cell)s is outside %(low)s to %(high)s") % {"cell": value, "low": low, "high": high})
    return value


def whole_number(row: Row, column: str) -> int:
    """The cell as a number of zero or more; raises BadCell."""
    cell = row[column].removesuffix(".0")
    if not (cell.isascii() and cell.isdigit()):
        raise BadCell(column, _("“%(cell)s” is not a whole number") % {"cell": row[column]})
    return int(cell)
