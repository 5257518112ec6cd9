"""Files: what is in them, what must never be, and that a spreadsheet runs nothing of it."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook

from incidents.exports.columns import incident_columns
from incidents.exports.tables import TABLES
from incidents.record import door
from tests.dashboard import cast

pytestmark = pytest.mark.django_db


def lines(client: Client, address: str) -> list[list[str]]:
    answer = client.get(address)
    assert answer.status_code == 200
    return list(csv.reader(io.StringIO(cast.body_of(answer).decode("utf-8"))))


def test_csv_names_its_columns_and_tags_them(client: Client, report: None, today: Any) -> None:
    for name, table in TABLES.items():
        header, tags, *rows = lines(client, f"/en/data/{name}.csv")
        assert header == [column.name for column in table.columns()]
        assert len(set(header)) == len(header)
        assert all(tag.startswith("#") for tag in tags)
        assert len(rows) == 2


def test_unknown_is_empty_and_none_is_zero_and_open_has_no_high(client: Client, report: None, today: Any) -> None:
    header, _tags, *rows = lines(client, "/en/data/incidents.csv")
    first, second = (dict(zip(header, row, strict=True)) for row in rows)
    assert (first["killed_total_low"], first["killed_total_high"]) == ("11", "11")
    assert (first["injured_total_low"], first["injured_total_high"]) == ("", "")
    assert (second["injured_total_low"], second["injured_total_high"]) == ("1", "")


@pytest.mark.parametrize("language", cast.LANGUAGES)
def test_text_that_a_spreadsheet_would_run_is_defused(client: Client, places: Any, today: Any, language: str) -> None:
    for number, text in enumerate(['=HYPERLINK("http://x")', "+1", "-1", "@SUM(1)", "\t=1"]):
        door.publish(cast.qoqfin(code=f"SY-2023-000{number}", place_text=text, sources=()), by="reviewer")
    header, _tags, *rows = lines(client, f"/{language}/data/incidents.csv")
    said = [row[header.index("place_text")] for row in rows]
    assert all(text.startswith("'") for text in said)
    book = load_workbook(io.BytesIO(client.get(f"/{language}/data/tables.xlsx").content))
    assert not any(cell.data_type == "f" for sheet in book for row in sheet.iter_rows() for cell in row)


def test_byte_order_mark_stands_first_where_it_is_asked_for(client: Client, report: None, today: Any) -> None:
    plain, marked = (cast.body_of(client.get(f"/ar/data/months.csv{query}")) for query in ("", "?bom=1"))
    assert marked == b"\xef\xbb\xbf" + plain


def test_workbook_has_every_table_and_what_its_columns_mean(client: Client, report: None, today: Any) -> None:
    book = load_workbook(io.BytesIO(client.get("/en/data/tables.xlsx?from=2023-11").content))
    assert book.sheetnames == ["about", "incidents", "months", "places", "columns"]
    assert book["incidents"].max_row == 2
    about = {str(name.value): str(said.value) for name, said in book["about"].iter_rows()}
    assert "since 1 November 2023" in about["selection"]
    assert about["as_of"].startswith("2026-11-22T09:00:00")
    assert about["incidents"] == "1"
    named = {row[1].value for row in book["columns"].iter_rows(min_row=2) if row[0].value == "incidents"}
    assert named == {column.name for column in incident_columns()}


def test_impossible_filter_gives_no_file(client: Client, report: None, today: Any) -> None:
    for path in ("incidents.csv", "months.csv", "places.geojson", "tables.gpkg", "tables.xlsx", "months.svg"):
        answer = client.get(f"/en/data/{path}?from=2023-13")
        assert answer.status_code == 400
        assert "2023-13" in answer.content.decode()
    assert client.get("/en/data/secrets.csv").status_code == 404


def test_chart_can_be_taken_away_as_svg_and_png(client: Client, report: None, today: Any) -> None:
    svg = client.get("/ar/data/months.svg?from=2023")
    assert svg["Content-Type"] == "image/svg+xml"
    assert "2023" in svg.content.decode()
    png = client.get("/ar/data/months.png?from=2023")
    assert png.content.startswith(b"\x89PNG")


def test_nothing_of_the_desk_has_a_column() -> None:
    names = {column.name for table in TABLES.values() for column in table.columns()}
    assert not {
        name for name in names if any(word in name for word in ("remark", "submitter", "reviewer", "by", "reason"))
    }
