"""Making the reading copy anew: from PostgreSQL through passing files into a file of the library."""

from __future__ import annotations

import fcntl
import os
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import connection

from incidents.models.record.incident import PublishedIncident
from incidents.statistics import journal
from incidents.statistics.reading_copy import hash_lines, shape
from incidents.statistics.reading_copy.current import CHANGED
from incidents.statistics.reading_copy.pointer import Pointer, current, database, folder, put_to_use, remove

if TYPE_CHECKING:
    import duckdb

BATCH = 200_000  # numbers of rows a passing file is made of: some 50 MB
LINES_TOGETHER = 50_000
SECONDS_BETWEEN = 300.0  # copies are not made more often than this, nor more than a tenth of the time
STALE_AFTER = 2_000  # changed rows; each process takes them in anew with every change


class NotCopied(Exception):
    """No copy was made; the message says why. PostgreSQL answers, as before."""


def build(*, at_any_size: bool = False) -> Pointer:
    """Make a copy of the record as it stands and put it to use. Raises NotCopied.

    The record may change meanwhile: what had been seen is written down before the first row is read, and whatever
    changed since is taken in by those who read.
    """
    started = time.time()
    duckdb = _library()
    with _only_builder():
        if not at_any_size and _fewer_than(settings.READING_COPY_FROM):
            raise NotCopied(f"fewer than {settings.READING_COPY_FROM} published versions: PostgreSQL is quick enough")
        file = f"record-{uuid.uuid4().hex[:12]}.duckdb"
        seen, where = _seen(), database()
        rows, lines = _written(duckdb, folder() / file)
        pointer = Pointer(
            file, (folder() / file).stat().st_size, shape.fingerprint(duckdb.__version__), where, seen, rows,
            time.time(), round(time.time() - started, 1), lines, hash_lines.beside(folder() / file).stat().st_size,
        )  # fmt: skip
        put_to_use(pointer)
    return pointer


def is_due() -> bool:
    """Whether a new copy should be made now: there is none, or much has changed since it was."""
    if not settings.READING_COPY_FROM or _fewer_than(settings.READING_COPY_FROM):
        return False
    pointer = current(_library().__version__)
    if pointer is None or pointer.database != database() or journal.is_behind(pointer.seen):
        return True
    age = time.time() - pointer.made_at
    return age > max(SECONDS_BETWEEN, 10 * pointer.took) and changed_since(pointer.seen) > STALE_AFTER


def seen_by_copy() -> str | None:
    """What the copy in use on this machine had seen of the record when it was begun; None where there is none."""
    try:
        pointer = current(_library().__version__)
    except NotCopied:
        return None
    return pointer.seen if pointer and pointer.database == database() else None


def changed_since(seen: str) -> int:
    """How many rows changed at most since a copy's making was begun."""
    with connection.cursor() as cursor:
        highest = "(SELECT coalesce(max(id), 0) FROM record_incident)"
        rows = f"greatest(least(last, {highest}) - first + 1, 1)"  # the highest of a line may have been deleted
        cursor.execute(f"SELECT coalesce(sum({rows}), 0) {CHANGED}", [seen])
        return int(cursor.fetchone()[0])


def _library() -> Any:
    try:
        import duckdb
    except ImportError as error:
        raise NotCopied(f"the library for it cannot be loaded: {error}") from error
    return duckdb


@contextmanager
def _only_builder() -> Iterator[None]:
    folder().mkdir(mode=0o700, parents=True, exist_ok=True)
    with (folder() / "lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise NotCopied("another process is making one") from None
        yield


def _fewer_than(rows: int) -> bool:
    return not PublishedIncident.objects.order_by("pk")[max(rows - 1, 0) : rows].exists()


def _seen() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_snapshot()::text")
        return str(cursor.fetchone()[0])


def _written(duckdb: Any, path: Path) -> tuple[int, str]:
    """The number of rows in the file and the hash of its lines' file, once both are whole; nothing else is left behind,
    nor the files where it failed."""
    try:
        return _write(duckdb, path)
    except BaseException as error:
        path.unlink(missing_ok=True)
        hash_lines.beside(path).unlink(missing_ok=True)
        if isinstance(error, duckdb.Error):
            raise NotCopied(f"the library gave up: {error}") from error
        raise
    finally:
        for left in folder().glob(f"{path.name}?*"):
            remove(left)


def _write(duckdb: Any, path: Path) -> tuple[int, str]:
    """Write both files; the number of rows and the hash of the lines.

    Rows pass through a file of their own, so that the one that stays has no gaps.
    """
    memory = f"{settings.READING_COPY_MEMORY_MB}MB"
    options = {**shape.OPTIONS, "memory_limit": memory, "temp_directory": f"{path}.passing"}
    with duckdb.connect(f"{path}.raw", config=options) as db:
        db.execute(f"ATTACH '{path}' AS made (ROW_GROUP_SIZE {shape.ROWS_TOGETHER})")
        _gather(db, Path(f"{path}.csv"))
        db.execute(f"CREATE TABLE made.facets AS {shape.new_facets('raw')}")
        db.execute(f"CREATE TABLE numbered AS {shape.numbering('raw')}")
        rows_made = shape.rows_of("raw", "made.facets", "numbered")
        db.execute(f"CREATE TABLE made.rows AS {rows_made} ORDER BY {shape.ORDER}")
        if not shape.holds_exactly(db, "made.rows"):
            raise NotCopied("its sums are too large to be packed")
        lines = _write_lines(db, hash_lines.beside(path))
        rows = int(db.execute("SELECT count(*) FROM made.rows").fetchone()[0])
        db.execute("DETACH made")
    os.chmod(path, 0o600)
    return rows, lines


def _write_lines(db: duckdb.DuckDBPyConnection, path: Path) -> str:
    db.execute(f"SELECT {', '.join(shape.HASHED)} FROM raw JOIN numbered USING (id) ORDER BY line")
    written = hash_lines.write(iter(lambda: db.fetchmany(LINES_TOGETHER), []), path)
    os.chmod(path, 0o600)
    return written


def _gather(db: duckdb.DuckDBPyConnection, passing: Path) -> None:
    """All versions and the places' codes, in passing files."""
    shape.copy_out(f"SELECT {shape.leaving()} FROM record_incident LIMIT 0", passing)
    db.execute(f"CREATE TABLE raw AS {shape.reading_in(passing)}")
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(min(id), 0), coalesce(max(id), -1) FROM record_incident")
        first, last = cursor.fetchone()
    for start in range(first, last + 1, BATCH):
        between = f"id BETWEEN {start} AND {start + BATCH - 1}"
        shape.copy_out(f"SELECT {shape.leaving()} FROM record_incident WHERE {between}", passing)
        db.execute(f"INSERT INTO raw {shape.reading_in(passing)}")
    passing.unlink(missing_ok=True)
