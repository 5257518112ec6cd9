"""Charts and the map as pictures: every kind in both languages, captioned with what is shown, as of when, by whom."""

from __future__ import annotations

import html
import re
from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client

from incidents.charts import pictures
from incidents.charts.catalogue import CHARTS, content
from incidents.record import door
from incidents.statistics.filters import IncidentFilter, read_filter
from incidents.typesetting.press import PressError
from tests.dashboard import cast

pytestmark = pytest.mark.django_db
everywhere = pytest.mark.parametrize("language", cast.LANGUAGES)


def texts_of(svg: str) -> list[str]:
    """The texts of a drawing without the marks that set their direction."""
    found = re.findall(r"<text\b[^>]*>(.*?)</text>", svg, re.S)
    return [re.sub(r"[\u2067-\u2069]", "", html.unescape(re.sub(r"<[^>]+>", "", each))) for each in found]


@everywhere
@pytest.mark.parametrize("chart", CHARTS)
def test_picture_says_what_it_shows_as_of_when_and_whose_it_is(
    client: Client, report: None, today: Any, language: str, chart: str
) -> None:
    svg = client.get(f"/{language}/data/{chart}.svg?from=2023")
    assert svg["Content-Type"] == "image/svg+xml"
    said = texts_of(svg.content.decode())
    day = {"ar": "كما كان معروفاً في 22 تشرين الثاني 2026", "en": "as known on 22 November 2026"}[language]
    assert day in " ".join(said)
    counted = {"ar": "· قتلى", "en": "· killed"}[language]
    assert any(counted in each for each in said)
    assert "HarmWatch" in said
    png = client.get(f"/{language}/data/{chart}.png?from=2023")
    assert png["Content-Type"] == "image/png"
    assert png.content.startswith(b"\x89PNG")


def test_lines_are_texts_of_their_own(client: Client, report: None, today: Any) -> None:
    """What draws an SVG puts the letters of one text in order together: Arabic lines would run into each other."""
    svg = client.get("/ar/data/months.svg?from=2023-10&to=2023-11").content.decode()
    assert "<tspan" not in svg
    assert {"تشرين", "الأول", "الثاني", "2023"} <= set(texts_of(svg))


@everywhere
@pytest.mark.parametrize("chart", [each for each in CHARTS if each != "map"])
def test_picture_needs_no_stylesheet_and_asks_for_nothing(
    client: Client, report: None, today: Any, language: str, chart: str
) -> None:
    svg = client.get(f"/{language}/data/{chart}.svg?from=2023").content.decode()
    root = ElementTree.fromstring(svg)
    assert not [each.tag for each in root.iter() if each.tag.endswith(("style", "script", "image", "a"))]
    names = {name for each in root.iter() for name in each.attrib}
    assert not names & {"class", "style", "href", "onclick"}
    assert "%" not in re.sub(r"<text\b.*?</text>", "", svg)
    wide = float(root.attrib["width"])
    assert all(0 <= float(each.attrib["x"]) <= wide for each in root.iter() if "x" in each.attrib)


def test_bars_of_a_picture_are_as_long_as_the_pages(client: Client, report: None, today: Any) -> None:
    """11 killed, of them 7 children and 4 women: the same shares in per cent on the page and in pixels here."""
    pattern = r'<rect [^>]*fill="url\(#p-(\w+)\)" x="[\d.]+%?" y="3" width="([\d.]+)%?"'
    page = re.findall(pattern, client.get("/en/embed/weapons/?from=2023-11&to=2023-11").content.decode())
    picture = re.findall(pattern, client.get("/en/data/weapons.svg?from=2023-11&to=2023-11").content.decode())
    assert [group for group, _width in page] == [group for group, _width in picture] == ["children", "women"]
    shares = [float(wide) / float(share) for (_g, share), (_h, wide) in zip(page, picture, strict=True)]
    assert shares[0] == pytest.approx(shares[1], rel=0.001)


@everywhere
def test_demonstration_data_says_so_in_the_picture(client: Client, places: Any, today: Any, language: str) -> None:
    said = {"ar": "بيانات تجريبية", "en": "Demonstration data"}[language]
    door.publish(cast.qoqfin(), by="reviewer")
    assert said not in client.get(f"/{language}/data/weapons.svg").content.decode()
    door.publish(cast.qoqfin(code="SY-2023-0009", is_demonstration=True), by="reviewer")
    assert said in client.get(f"/{language}/data/weapons.svg").content.decode()
    assert said in client.get(f"/{language}/data/map.svg").content.decode()


@pytest.mark.parametrize("chart", CHARTS)
def test_nothing_documented_gives_no_picture(client: Client, report: None, today: Any, chart: str) -> None:
    assert client.get(f"/en/data/{chart}.svg?to=1990").status_code == 400
    assert client.get("/en/data/pie.svg").status_code == 404


def test_chart_of_another_outcome_says_so(client: Client, report: None, today: Any) -> None:
    said = texts_of(client.get("/en/data/weapons.svg?outcome=injured").content.decode())
    assert "By weapon · injured" in said
    assert "at least 1" in said


def test_what_a_chart_leaves_out_is_said_beside_it(places: Any, today: Any) -> None:
    door.publish(cast.qoqfin(sources=()), by="reviewer")
    undated = {"date_start": None, "date_end": None, "date_precision": "", "place": "SY0702", "sources": ()}
    door.publish(cast.qoqfin(code="SY-2023-0003", **undated), by="reviewer")
    door.publish(cast.qoqfin(code="SY-2023-0004", **undated | {"place": None}), by="reviewer")
    assert content("months", IncidentFilter(), "killed").remarks == ["Not dated to one month, and in no bar: 22."]
    on_map = content("map", IncidentFilter(), "killed")
    assert [len(on_map.villages), len(on_map.areas)] == [1, 1]
    assert on_map.remarks[1:] == [
        "Areas marked on the map: incidents that are known only by their area.",
        "1 incident has no place of the gazetteer.",
    ]


def test_demographics_are_each_alone_and_unknown_ones_left_out(report: None, today: Any) -> None:
    chosen = read_filter({"from": ["2023"]}).filter
    parts = content("demographics", chosen, "killed").parts
    assert [(part.name, part.totals.figure("killed").low) for part in parts] == [
        ("children", 7), ("women", 7), ("men", 2), ("not specified", 0),
    ]  # fmt: skip
    assert [part.totals.figure("killed", "children").low for part in parts] == [7, 0, 0, 0]


@pytest.mark.parametrize("language", ["ar", "en"])
def test_picture_that_cannot_be_set_is_said_in_words(
    client: Client, report: None, today: Any, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_files: object, **_options: object) -> bytes:
        raise PressError("no face")

    monkeypatch.setattr(pictures, "press_picture", refuse)
    answer = client.get(f"/{language}/data/months.png?from=2023")
    assert (answer.status_code, answer["Content-Type"]) == (503, "text/plain; charset=utf-8")
    assert "SVG" in answer.content.decode()
    assert client.get(f"/{language}/data/months.svg?from=2023").status_code == 200
