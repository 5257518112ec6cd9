"""The reading copy as one process has it open, with what changed since it was made: always the record as it stands.

Before each answer the process compares where the record stands (``standing``). Where it moved on, the rows that
transactions unseen by the copy added, closed or deleted are taken in anew: they are hidden in the copy, and those that
are still in the record are read from PostgreSQL into tables in memory. A set of such tables is called an edition. One
that an answer holds while two later ones are made is gone: PostgreSQL answers what else that answer asks.
"""

from __future__ import annotations

import itertools
import os
import re
import tempfile
import threading
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

from incidents.statistics.journal import is_behind
from incidents.statistics.reading_copy import pointer, shape
from incidents.statistics.reading_copy.hash_lines import HashLines
from incidents.statistics.standing import HORIZON, of_answer, standing

if TYPE_CHECKING:
    import duckdb

MOST_FRESH = 20_000  # rows that a process takes in by itself; beyond, PostgreSQL answers until there is a new copy
TABLES = ("record_incident", "incidents_place")
UNCHANGED = "copy.rows"
SNAPSHOT = re.compile(r"\d+:\d+:[\d,]*")

#: The journal's lines of transactions that a copy has not seen; numbers of another server's are passed over.
CHANGED = f"""
FROM record_change, (SELECT %s::pg_snapshot AS seen) AS copy, ({HORIZON}) AS horizon
WHERE "table" = 'record_incident' AND transaction >= pg_snapshot_xmin(seen)::text::bigint AND transaction < beyond
  AND NOT pg_visible_in_snapshot(transaction::text::xid8, seen)
"""


@dataclass(frozen=True, slots=True)
class Edition:
    """The tables in which the record stands as ``stands`` says; none where too much changed since the copy."""

    stands: str
    lines: HashLines
    rows: str = ""
    facets: str = ""
    places: str = ""

    def rows_with(self, columns: Iterable[str]) -> str:
        """The rows with these columns alone: a view of all hundred and fifty takes longer to plan than to count."""
        named = ", ".join(columns) or "id"
        if self.rows == UNCHANGED:
            return f"(SELECT {named} FROM {UNCHANGED})"
        schema = self.rows.partition(".")[0]
        kept = f"SELECT {named} FROM {UNCHANGED} ANTI JOIN {schema}.gone USING (id)"
        return f"({kept} UNION ALL SELECT {named} FROM {schema}.fresh)"


@dataclass(slots=True)
class Opened:
    """A copy that this process has open, and its latest edition."""

    pointer: pointer.Pointer
    db: duckdb.DuckDBPyConnection
    process: int = field(default_factory=os.getpid)
    edition: Edition | None = None
    numbers: itertools.count[int] = field(default_factory=itertools.count)
    lines: HashLines = field(init=False)

    def __post_init__(self) -> None:
        self.lines = HashLines(self.pointer.lines_path, self.pointer.rows, self.pointer.lines)


_opened: Opened | None = None
_lock = threading.Lock()


def edition() -> tuple[duckdb.DuckDBPyConnection, Edition] | None:
    """A connection of one's own to the copy, and the tables to ask; None where PostgreSQL is to answer.

    Raises what the library raises where the file cannot be read.
    """
    if not settings.READING_COPY_FROM:
        return None
    opened = _open()
    if opened is None:
        return None
    held = of_answer()
    latest = held["edition"] if held and held.get("copy") is opened else _latest(opened)
    if held is not None:
        held.update(copy=opened, edition=latest)
    return (opened.db.cursor(), latest) if latest.rows else None


def _latest(opened: Opened) -> Edition:
    """The edition of where the record stands, made where it is not there yet."""
    stands = standing(*TABLES)
    latest = opened.edition
    if latest is None or latest.stands != stands:
        with _lock:
            latest = opened.edition
            if latest is None or latest.stands != stands:
                latest = opened.edition = _next(opened, stands)
    return latest


def give_up() -> None:
    """Read this copy no more, in this process: it turned out to be broken."""
    if _opened is not None:
        _refused.add(_opened.pointer.file)


_refused: set[str] = set()


def _open() -> Opened | None:
    """The copy that is to be used now, opened once in each process; the database is asked for its name then alone."""
    global _opened
    import duckdb

    named = pointer.current(duckdb.__version__)
    if named is None or named.rows < settings.READING_COPY_FROM or named.file in _refused:
        return None
    found = _opened
    if found is None or found.pointer != named or found.process != os.getpid():
        with _lock:
            found = _opened
            if found is None or found.pointer != named or found.process != os.getpid():
                if named.database != pointer.database():
                    return None
                found = _opened = Opened(named, _connect(named))
    return found


def _connect(named: pointer.Pointer) -> duckdb.DuckDBPyConnection:
    import duckdb

    memory = f"{settings.READING_COPY_MEMORY_MB}MB"
    db = duckdb.connect(":memory:", config={**shape.OPTIONS, "memory_limit": memory, "temp_directory": ""})
    try:
        db.execute(f"ATTACH '{named.path}' AS copy (READ_ONLY)")
    except duckdb.Error:
        _refused.add(named.file)  # ``give_up`` knows of what was opened alone
        raise
    return db


def _next(opened: Opened, stands: str) -> Edition:
    """The edition of now. The one before stays for whoever still asks it; those before that go."""
    number = next(opened.numbers)
    db = opened.db.cursor()
    schema = f"edition{number}"
    if number > 1:  # also where this one comes to nothing: each may hold tens of megabytes
        db.execute(f"DROP SCHEMA IF EXISTS edition{number - 2} CASCADE")
    db.execute(f"CREATE SCHEMA {schema}")
    with tempfile.TemporaryDirectory() as passing:
        taken = _take_in(db, schema, opened.pointer.seen, Path(passing) / "rows.csv")
        if taken is None:
            return Edition(stands, opened.lines)
        _take_places(db, schema, Path(passing) / "places.csv")
    if taken == 0:
        return Edition(stands, opened.lines, UNCHANGED, "copy.facets", f"{schema}.places")
    return Edition(stands, opened.lines, f"{schema}.fresh", f"{schema}.facets", f"{schema}.places")


def _take_in(db: duckdb.DuckDBPyConnection, schema: str, seen: str, passing: Path) -> int | None:
    """Make the tables of what changed; how many of the journal's lines are behind it, None where it is too much."""
    shape.copy_out(_changed_rows(seen), passing)
    if is_behind(seen):  # asked afterwards: what goes from the journal after the rows were read was read
        return None
    between = [("first", "BIGINT"), ("last", "BIGINT")]
    db.execute(f"CREATE TABLE {schema}.taken AS {shape.reading_in(passing, between)}")
    each = "SELECT DISTINCT ON (id) * EXCLUDE (first, last)"  # a row may lie between the numbers of several lines
    db.execute(f"CREATE TABLE {schema}.raw AS {each} FROM {schema}.taken WHERE id IS NOT NULL")
    lines, rows = _one(db, f"SELECT count(DISTINCT (first, last)), count(id) FROM {schema}.taken")
    if not lines:
        return 0
    if rows > MOST_FRESH:
        return None
    db.execute(f"CREATE TABLE {schema}.new_facets AS {shape.new_facets(f'{schema}.raw', 'copy.facets')}")
    db.execute(f"CREATE VIEW {schema}.facets AS FROM copy.facets UNION ALL FROM {schema}.new_facets")
    db.execute(f"CREATE TABLE {schema}.fresh AS {shape.rows_of(f'{schema}.raw', f'{schema}.facets')}")
    db.execute(
        f"CREATE TABLE {schema}.gone AS SELECT DISTINCT r.id FROM copy.rows AS r, {schema}.taken AS t"
        " WHERE r.id BETWEEN t.first AND t.last"
    )
    return lines if shape.holds_exactly(db, f"{schema}.fresh") else None


def _changed_rows(seen: str) -> str:
    """The journal's lines that a copy has not seen, each with its rows as they are; all in one statement, so that no
    version is seen closed whose successor is not there yet."""
    if not SNAPSHOT.fullmatch(seen):
        raise ValueError(f"this is no snapshot: {seen}")
    return (
        f"SELECT line.first, line.last, {shape.leaving('row')} "
        f"FROM (SELECT DISTINCT first, last {CHANGED.replace('%s', repr(seen))}) AS line "
        f"LEFT JOIN record_incident AS row ON row.id BETWEEN line.first AND line.last LIMIT {MOST_FRESH + 1}"
    )


def _take_places(db: duckdb.DuckDBPyConnection, schema: str, passing: Path) -> None:
    shape.copy_out("SELECT id, key FROM incidents_place", passing)
    columns = "{'id': 'BIGINT', 'key': 'VARCHAR'}"
    read = f"read_csv('{passing}', header=false, auto_detect=false, columns={columns})"
    db.execute(f"CREATE TABLE {schema}.places AS FROM {read}")


def _one(db: duckdb.DuckDBPyConnection, query: str) -> tuple[int, int]:
    found = db.execute(query).fetchone()
    return found or (0, 0)
