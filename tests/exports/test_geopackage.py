"""The GeoPackage: what the standard asks for, the same cells as the CSV, unknown as NULL, the same bytes each time."""

from __future__ import annotations

import csv
import io
import random
import re
import sqlite3
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from incidents.exports import views
from incidents.exports.geopackage import point
from incidents.exports.tables import TABLES
from incidents.record import door
from tests.dashboard import cast

pytestmark = pytest.mark.django_db
everywhere = pytest.mark.parametrize("language", cast.LANGUAGES)
#: The standard's types (table 1) that ours are among.
TYPES = {"BOOLEAN", "TINYINT", "INTEGER", "DOUBLE", "TEXT", "DATE", "DATETIME", "POINT", "NUMERIC"}


@pytest.fixture
def crowd(report: None) -> None:
    """Incidents of every kind, with and without places, dates and figures."""
    cast.publish_crowd(random.Random(3), 60)


def taken(client: Client, address: str, folder: Path) -> sqlite3.Connection:
    """The file behind an address, opened."""
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/geopackage+sqlite3"
    file = folder / "taken.gpkg"
    file.write_bytes(cast.body_of(answer))
    base = sqlite3.connect(file)
    base.row_factory = sqlite3.Row
    return base


@pytest.fixture
def package(client: Client, crowd: None, today: Any, tmp_path: Path) -> Iterator[sqlite3.Connection]:
    base = taken(client, "/en/data/tables.gpkg", tmp_path)
    yield base
    base.close()


def test_file_says_that_it_is_a_geopackage(package: sqlite3.Connection) -> None:
    assert package.execute("PRAGMA application_id").fetchone()[0] == int.from_bytes(b"GPKG", "big")
    assert package.execute("PRAGMA user_version").fetchone()[0] == 10300
    assert package.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    assert package.execute("PRAGMA foreign_key_check").fetchall() == []


def test_required_tables_name_each_other_rightly(package: sqlite3.Connection) -> None:
    systems = {row["srs_id"] for row in package.execute("SELECT srs_id FROM gpkg_spatial_ref_sys")}
    assert systems == {-1, 0, 4326}
    contents = {row["table_name"]: row for row in package.execute("SELECT * FROM gpkg_contents")}
    assert {name: row["data_type"] for name, row in contents.items()} == {
        "incidents": "features", "places": "features", "months": "attributes", "about": "attributes",
    }  # fmt: skip
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", c["last_change"]) for c in contents.values())
    geometries = {row["table_name"]: tuple(row)[1:] for row in package.execute("SELECT * FROM gpkg_geometry_columns")}
    assert geometries == dict.fromkeys(("incidents", "places"), ("geom", "POINT", 4326, 0, 0))
    tables = {row[0] for row in package.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    extended = {row["table_name"] for row in package.execute("SELECT table_name FROM gpkg_extensions")}
    assert extended == {t for t in tables if t.startswith(("gpkg_metadata", "gpkg_data_column"))}


def test_every_table_has_a_key_and_types_of_the_standard(package: sqlite3.Connection) -> None:
    for (name,) in package.execute("SELECT table_name FROM gpkg_contents").fetchall():
        columns = package.execute(f'PRAGMA table_info("{name}")').fetchall()
        assert [(c["name"], c["type"]) for c in columns if c["pk"]] == [("fid", "INTEGER")]
        assert {c["type"] for c in columns} <= TYPES


def test_every_column_is_explained(package: sqlite3.Connection) -> None:
    for name, table in TABLES.items():
        said = package.execute(
            "SELECT column_name, title, description FROM gpkg_data_columns WHERE table_name = ?", [name]
        )
        assert [tuple(row) for row in said] == [(c.name, c.hxl, str(c.meaning)) for c in table.columns()]


def test_points_are_where_the_columns_say_and_nowhere_for_an_area(package: sqlite3.Connection) -> None:
    kinds = set()
    for name in ("incidents", "places"):
        extent = package.execute("SELECT min_x, min_y, max_x, max_y FROM gpkg_contents WHERE table_name = ?", [name])
        west, south, east, north = extent.fetchone()
        for row in package.execute(f'SELECT geom, longitude, latitude FROM "{name}"'):
            kinds.add(row["geom"] is None)
            if row["geom"] is None:
                assert (row["longitude"], row["latitude"]) == (None, None)
                continue
            magic, version, flags, system = struct.unpack("<2sBBi", row["geom"][:8])
            assert (magic, version, flags, system) == (b"GP", 0, 1, 4326)
            assert struct.unpack("<BIdd", row["geom"][8:]) == (1, 1, row["longitude"], row["latitude"])
            assert west <= row["longitude"] <= east
            assert south <= row["latitude"] <= north
    assert kinds == {True, False}
    assert point(None, None) is None


def test_cells_are_those_of_the_csv_and_unknown_is_null(client: Client, package: sqlite3.Connection) -> None:
    nothing = 0
    for name, table in TABLES.items():
        answer = cast.body_of(client.get(f"/en/data/{name}.csv")).decode()
        lines = list(csv.DictReader(io.StringIO(answer)))[1:]
        rows = package.execute(f'SELECT * FROM "{name}" ORDER BY fid').fetchall()
        assert len(rows) == len(lines) > 5
        for row, line in zip(rows, lines, strict=True):
            for column in table.columns():
                if column.name == "published_at":  # a GeoPackage knows milliseconds
                    assert row[column.name][:19] == line[column.name][:19]
                    continue
                nothing += row[column.name] is None
                assert ("" if row[column.name] is None else str(row[column.name])) == line[column.name]
    assert nothing > 1000


def test_text_stays_as_it_is_although_a_spreadsheet_would_run_it(
    client: Client, places: Any, today: Any, tmp_path: Path
) -> None:
    door.publish(cast.qoqfin(place_text="=HYPERLINK(1)", sources=()), by="reviewer")
    base = taken(client, "/ar/data/tables.gpkg", tmp_path)
    assert base.execute("SELECT place_text FROM incidents").fetchone()[0] == "=HYPERLINK(1)"
    base.close()


@everywhere
def test_file_says_what_it_is_of_and_whose_data_are_in_it(
    client: Client, report: None, today: Any, tmp_path: Path, language: str
) -> None:
    base = taken(client, f"/{language}/data/tables.gpkg?from=2023-11&as_of=2026-11-21", tmp_path)
    about = dict(base.execute("SELECT name, value FROM about").fetchall())
    assert (about["filter"], about["incidents"]) == ("from=2023-11-01&as_of=2026-11-21", "1")
    assert about["as_of"] == "2026-11-21T20:59:59.999Z"
    assert about["address"] == f"http://testserver/{language}/?from=2023-11-01&as_of=2026-11-21"
    hashed = client.get("/en/api/v1/totals?from=2023-11&as_of=2026-11-21").json()["data_hash"]
    assert about["data_hash"] == hashed
    (told,) = base.execute("SELECT metadata FROM gpkg_metadata").fetchone()
    assert all(f"{name}: {value}" in told for name, value in about.items())
    assert "CC BY 3.0 IGO" in told
    base.close()


def test_same_moment_gives_the_same_bytes(client: Client, crowd: None, today: Any) -> None:
    address = "/en/data/tables.gpkg?as_of=2026-11-10"
    first = cast.body_of(client.get(address))
    door.withdraw("SY-2023-0001", by="reviewer", reason="counted twice")
    today.shift(86_400)
    assert cast.body_of(client.get(address)) == first


@everywhere
def test_empty_selection_gives_empty_tables(
    client: Client, report: None, today: Any, tmp_path: Path, language: str
) -> None:
    base = taken(client, f"/{language}/data/tables.gpkg?to=1990", tmp_path)
    assert [base.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in TABLES] == [0, 0, 0]
    assert base.execute("SELECT min_x FROM gpkg_contents WHERE table_name = 'places'").fetchone()[0] is None
    base.close()


def test_too_large_a_selection_is_refused_with_advice(
    client: Client, report: None, today: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "MOST_IN_GEOPACKAGE", 1)
    answer = client.get("/en/data/tables.gpkg")
    assert answer.status_code == 400
    assert "narrow the filter" in answer.content.decode()
    assert client.get("/en/data/tables.gpkg?from=2023-11").status_code == 200
