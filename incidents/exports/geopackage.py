"""The record as a GeoPackage (OGC 12-128r18): an SQLite file that QGIS and other mapping programs open as it is.

Written with the standard library alone: the usual libraries bring GDAL, more than all the rest of HarmWatch together.
"""

from __future__ import annotations

import sqlite3
import struct
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from incidents.exports.about import Fact, moment
from incidents.exports.columns import MOMENT, Cell, Column
from incidents.exports.tables import TABLES, Table
from incidents.statistics.filters import IncidentFilter

CONTENT_TYPE = "application/geopackage+sqlite3"
APPLICATION_ID, VERSION = 0x47504B47, 10300  # "GPKG"; version 1.3
WGS84 = 4326
DUBLIN_CORE = "http://purl.org/dc/terms/"
SKELETON = (Path(__file__).parent / "geopackage.sql").read_text(encoding="utf-8")
#: A point's blob: "GP", version 0, little-endian without an envelope, the reference system, then WKB.
POINT = struct.Struct("<2sBBi" + "BIdd")
PLACED = ("incidents", "places")  # tables whose rows may have a point; the others are tables alone


def write(chosen: IncidentFilter, facts: Sequence[Fact]) -> IO[bytes]:
    """All tables of a pinned filter as an open file that is gone once it is closed.

    The same selection, moment and language give the same bytes, as long as the version of SQLite is the same.
    """
    file = tempfile.NamedTemporaryFile(prefix="harmwatch-", suffix=".gpkg")  # noqa: SIM115 (whoever sends it closes it)
    try:
        _fill(file.name, chosen, facts)
    except BaseException:
        file.close()
        raise
    return file


def _fill(path: str, chosen: IncidentFilter, facts: Sequence[Fact]) -> None:
    assert chosen.as_of is not None
    base = sqlite3.connect(path, isolation_level=None)
    try:
        # Nothing is to be kept if it fails: the file is thrown away.
        base.executescript(f"PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA application_id={APPLICATION_ID};")
        base.executescript(f"PRAGMA user_version={VERSION}; BEGIN; {SKELETON}")
        _tell(base, facts, chosen.as_of)
        for table in TABLES.values():
            _add(base, table, chosen)
        base.execute("COMMIT")
    finally:
        base.close()


def _tell(base: sqlite3.Connection, facts: Sequence[Fact], as_of: datetime) -> None:
    """What the file is, for people as a table and for programs as its metadata."""
    base.executemany("INSERT INTO about (name, value) VALUES (?, ?)", [(fact.name, fact.says) for fact in facts])
    day = moment(as_of)
    base.execute("INSERT INTO gpkg_contents (table_name, data_type, identifier, last_change, srs_id) "
                 "VALUES ('about', 'attributes', 'about', ?, 0)", [day])  # fmt: skip
    text = "\n".join(f"{fact.name}: {fact.says}" for fact in facts)
    base.execute("INSERT INTO gpkg_metadata VALUES (1, 'dataset', ?, 'text/plain', ?)", [DUBLIN_CORE, text])
    base.execute("INSERT INTO gpkg_metadata_reference VALUES ('geopackage', NULL, NULL, NULL, ?, 1, NULL)", [day])


def _add(base: sqlite3.Connection, table: Table, chosen: IncidentFilter) -> None:
    assert chosen.as_of is not None
    columns, placed = table.columns(), table.name in PLACED
    typed = [f'"{column.name}" {column.kind}' for column in columns]
    geometry = ["geom POINT"] if placed else []
    # The key is left to SQLite: a number a row, in the order of the rows.
    base.execute(
        f'CREATE TABLE "{table.name}" '
        f"({', '.join(['fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL', *geometry, *typed])})"
    )
    marks = ", ".join("?" * (len(columns) + len(geometry)))
    names = ", ".join([*(["geom"] if placed else []), *(f'"{column.name}"' for column in columns)])
    lines = _lines(table.rows(chosen), columns, placed=placed)
    base.executemany(f'INSERT INTO "{table.name}" ({names}) VALUES ({marks})', lines)
    _describe(base, table.name, columns, chosen.as_of, placed=placed)


def _lines(rows: Iterable[Any], columns: Sequence[Column], *, placed: bool) -> Iterator[list[Cell | bytes]]:
    at = {column.name: number for number, column in enumerate(columns)}
    moments = [number for number, column in enumerate(columns) if column.kind == MOMENT]
    for row in rows:
        # An empty word says as little as nothing at all; in a table that knows NULL it is that.
        cells: list[Any] = [None if (cell := column.read(row)) == "" else cell for column in columns]
        for number in moments:
            cells[number] = moment(datetime.fromisoformat(cells[number]))
        yield [point(cells[at["longitude"]], cells[at["latitude"]]), *cells] if placed else cells


def point(longitude: float | None, latitude: float | None) -> bytes | None:
    """A point as a GeoPackage holds it; None for what has none."""
    if longitude is None or latitude is None:
        return None
    return POINT.pack(b"GP", 0, 1, WGS84, 1, 1, longitude, latitude)


def _describe(base: sqlite3.Connection, name: str, columns: Sequence[Column], as_of: datetime, *, placed: bool) -> None:
    """Enter a table into the lists by which programs find it, with what each of its columns means."""
    extent = ", ".join(f"{bound}({axis})" for bound in ("min", "max") for axis in ("longitude", "latitude"))
    edges = base.execute(f'SELECT {extent} FROM "{name}"').fetchone() if placed else [None] * 4
    kind, reference = ("features", WGS84) if placed else ("attributes", 0)
    entry = [name, kind, name, "", moment(as_of), *edges, reference]
    base.execute("INSERT INTO gpkg_contents VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", entry)
    if placed:
        base.execute("INSERT INTO gpkg_geometry_columns VALUES (?, 'geom', 'POINT', ?, 0, 0)", [name, WGS84])
    meant = [(name, column.name, column.hxl, str(column.meaning)) for column in columns]
    base.executemany("INSERT INTO gpkg_data_columns VALUES (?, ?, NULL, ?, ?, NULL, NULL)", meant)
