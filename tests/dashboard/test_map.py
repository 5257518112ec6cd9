"""What the map asks for: the same figures as the tables, by village, by area and by month."""

from __future__ import annotations

import random
import re
from html import escape
from itertools import accumulate
from typing import Any

import pytest
from django.test import Client

from incidents.charts import cells
from incidents.dashboard import map_views
from incidents.models.place import Place
from incidents.record import door
from incidents.statistics import totals
from incidents.statistics.filters import IncidentFilter, read_filter
from tests.dashboard import cast

FILTERS = ["", "from=2022-02&to=2022-09", "place=SY07", "outcome=injured", "weapon=mortar&actor=unknown", "place=C4064"]
COLUMNS = {"governorate": "admin1", "district": "admin2", "subdistrict": "admin3"}


@pytest.fixture
def crowd(places: dict[str, Place], today: Any) -> None:
    cast.publish_report()
    cast.publish_crowd(random.Random(7))


def chosen(query: str) -> IncidentFilter:
    return read_filter(
        {name: values.split(",") for name, _is, values in (p.partition("=") for p in query.split("&")) if name}
    ).filter


def rows_of(answer: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {row[0]: dict(zip(answer["fields"], row, strict=True)) for row in answer["rows"]}


@pytest.mark.parametrize("query", FILTERS)
@pytest.mark.parametrize("level", COLUMNS)
def test_areas_hold_all_incidents_within_them(client: Client, crowd: None, level: str, query: str) -> None:
    answer = client.get(f"/en/map/{level}.json?{query}").json()
    rows = chosen(query).rows()
    shown = rows_of(answer)
    assert set(shown) == set(rows.exclude(**{COLUMNS[level]: ""}).values_list(COLUMNS[level], flat=True))
    for key, row in shown.items():
        inside = rows.filter(**{COLUMNS[level]: key})
        figure = totals.documented(inside, groups=["total"]).figure("killed")
        bounds = (figure.low, figure.high) if figure.is_known else (None, None)
        assert (row["incidents"], row["killed_low"], row["killed_high"]) == (inside.count(), *bounds)
    assert sum(row["incidents"] for row in shown.values()) + answer["elsewhere"]["incidents"] == rows.count()


@pytest.mark.parametrize("query", FILTERS)
def test_villages_areas_and_the_unplaced_are_the_whole(client: Client, crowd: None, query: str) -> None:
    answer = client.get(f"/en/map.json?{query}").json()
    villages = dict(zip(answer["fields"], answer["columns"], strict=True))
    within = rows_of(answer["areas"])
    whole = (
        sum(villages["incidents"]) + sum(row["incidents"] for row in within.values()) + answer["unplaced"]["incidents"]
    )
    assert whole == totals.totals(chosen(query)).incidents
    assert not set(villages["key"]) & set(within)
    assert all(key.startswith("C") for key in villages["key"])


@pytest.mark.parametrize("query", FILTERS)
def test_points_are_the_villages_and_areas_of_the_whole_answer(client: Client, crowd: None, query: str) -> None:
    whole = client.get(f"/en/map.json?{query}").json()
    points = client.get(f"/en/map/points.json?{query}").json()
    villages = dict(zip(whole["fields"], whole["columns"], strict=True))
    low = f"{points['outcome']}_low"
    meant = sorted(zip(*(villages[field] for field in ("key", "lat", "lon", low)), strict=True))
    norths = accumulate(points["north"])
    drawn = zip(
        points["keys"], (n / 1000 for n in norths), (e / 1000 for e in points["east"]), points["low"], strict=True
    )
    assert sorted(drawn) == meant
    assert all(step >= 0 for step in points["north"][1:])
    fields = [whole["areas"]["fields"].index(field) for field in ("key", "kind", "lat", "lon", low)]
    assert points["areas"] == [[row[field] for field in fields] for row in whole["areas"]["rows"]]
    assert (points["query"], points["outcome"]) == (whole["query"], whole["outcome"])


@pytest.mark.parametrize("language", cast.LANGUAGES)
def test_few_villages_have_their_names_at_once(client: Client, report: None, language: str) -> None:
    answer = client.get(f"/{language}/map/points.json").json()
    names = {"ar": {"C4064": "قوقفين", "C1041": "كفر نوران"}, "en": {"C4064": "Qoqfin", "C1041": "Kafr Nouran"}}
    assert dict(zip(answer["keys"], answer["names"], strict=True)) == names[language]


def test_more_villages_have_no_names_yet(client: Client, report: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(map_views, "NAMED_AT_ONCE", 1)
    assert client.get("/en/map/points.json").json()["names"] is None
    assert client.get("/en/map/points.json?place=C4064").json()["names"] == ["Qoqfin"]


@pytest.mark.parametrize("language", cast.LANGUAGES)
def test_page_asks_ahead_for_the_points_of_its_filter(client: Client, report: None, language: str) -> None:
    for query in ("", "?from=2023-01-01&place=SY07"):
        page = client.get(f"/{language}/{query}").content.decode()
        ahead = re.search(r'<link rel="preload" as="fetch" [^>]*media="\(scripting: enabled\)" href="([^"]*)">', page)
        asked = re.search(r'data-points="([^"]*)"', page)
        assert ahead
        assert asked
        assert ahead[1] == asked[1] == escape(f"/{language}/map/points.json{query}")


@pytest.mark.parametrize("query", FILTERS[:4:3])
@pytest.mark.parametrize("level", ["village", *COLUMNS])
def test_months_of_the_slider_are_those_of_the_record(client: Client, crowd: None, level: str, query: str) -> None:
    outcome = chosen(query).outcome or "killed"
    months = client.get(f"/en/map/{level}/months.json?{query}").json()
    column = "place__key" if level == "village" else COLUMNS[level]
    largest = 0
    for year, half in {(name[:4], 1 + (name[5:] > "06")) for name, *_figures in months["rows"]}:
        answer = client.get(f"/en/map/{level}/{year}-{half}.json?{query}").json()
        for key, text in zip(answer["keys"], answer["cells"], strict=True):
            for place, cell in enumerate(cells.read(text)):
                meant = chosen(query).rows().filter(**{column: key}, month=f"{year}-{6 * half - 5 + place:02d}-01")
                part = totals.documented(meant, groups=["total"])
                assert cell == (cells.cell(part.figure(outcome)) if part.incidents else cells.NOTHING), (
                    key,
                    year,
                    place,
                )
                if level != "village" or key.startswith("C"):
                    largest = max(largest, part.figure(outcome).low)
    assert months["most"] == largest
    assert sum(row[1] for row in months["rows"]) + months["undated"] == totals.totals(chosen(query)).incidents


def test_classes_cover_what_the_areas_show(client: Client, report: None) -> None:
    answer = client.get("/en/map/governorate.json").json()
    assert {row["name"]: row["killed_low"] for row in rows_of(answer).values()} == {"Idleb": 11, "Aleppo": 5}
    assert answer["classes"][0] == 5
    assert answer["classes"][-1] <= 11


@pytest.mark.parametrize("language", cast.LANGUAGES)
def test_places_are_named_in_the_readers_language(client: Client, report: None, language: str) -> None:
    names = {row["name"] for row in rows_of(client.get(f"/{language}/map/governorate.json").json()).values()}
    assert names == {"ar": {"إدلب", "حلب"}, "en": {"Idleb", "Aleppo"}}[language]


@pytest.mark.parametrize(
    "path",
    [
        "map/country.json",
        "map/admin1.json",
        "map/x/months.json",
        "map/x/2023-1.json",
        "map/village/0-1.json",
        "map/village/99999-1.json",
        "map/village/2023-3.json",
    ],
)
def test_unknown_levels_and_years_are_not_found(client: Client, report: None, path: str) -> None:
    assert client.get(f"/en/{path}").status_code == 404


@pytest.mark.parametrize(
    "path", ["map/points.json", "map/governorate.json", "map/village/months.json", "map/village/2023-2.json"]
)
def test_maps_answers_are_kept_while_the_record_stands_still(client: Client, report: None, path: str) -> None:
    answer = client.get(f"/en/{path}")
    assert client.get(f"/en/{path}", headers={"if-none-match": answer["ETag"]}).status_code == 304
    assert "Set-Cookie" not in answer.headers
    assert client.post(f"/en/{path}").status_code == 405


def test_what_has_no_place_is_listed_beside_the_map(client: Client, report: None) -> None:
    door.publish(
        cast.qoqfin(code="SY-2023-0003", place=None, place_text="المرج", place_precision="", sources=()), by="reviewer"
    )
    page = client.get("/en/").content.decode()
    listed = page[page.index('class="unplaced"') :]
    assert 'href="/en/incidents/SY-2023-0003/"' in listed[: listed.index("</details>")]
    assert "المرج" in listed[: listed.index("</details>")]


def test_a_page_without_months_says_so_to_the_slider(client: Client, report: None) -> None:
    assert 'data-count="2"' in client.get("/en/").content.decode()
    assert 'data-count="0"' in client.get("/en/?from=1999&to=1999").content.decode()
