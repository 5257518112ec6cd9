"""Charts and figures in other people's articles: who may frame them, what they say, and that they stay as cited."""

from __future__ import annotations

import html
import re
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
import time_machine
from django.conf import settings
from django.test import Client

from incidents.charts.catalogue import CHARTS
from incidents.figures import Bounds
from incidents.record import door
from tests.dashboard import cast
from tests.dashboard.test_pages import text_of

pytestmark = pytest.mark.django_db
everywhere = pytest.mark.parametrize("language", cast.LANGUAGES)
EMBEDS = [*(f"embed/{chart}/?from=2023" for chart in CHARTS), "embed/incidents/SY-2023-0001/"]


@everywhere
@pytest.mark.parametrize("path", EMBEDS)
def test_any_site_may_frame_an_embed_and_it_keeps_to_all_else(
    client: Client, report: None, today: Any, language: str, path: str
) -> None:
    answer = client.get(f"/{language}/{path}")
    page = answer.content.decode()
    assert answer.status_code == 200
    policy = answer["Content-Security-Policy"]
    assert "frame-ancestors *" in policy
    assert "script-src 'self'" in policy
    assert "default-src 'none'" in policy
    assert "X-Frame-Options" not in answer
    assert not answer.cookies
    assert "Cookie" not in answer.get("Vary", "")
    assert f'<html lang="{language}" dir="{ {"ar": "rtl", "en": "ltr"}[language] }">' in page
    assert "<nav" not in page
    assert "<style" not in page
    assert " style=" not in page
    assert not re.search(r"<script(?![^>]*\bsrc=)", page)
    assert 'target="_blank"' in page


@pytest.mark.parametrize("path", ["", "incidents/SY-2023-0001/", "cite/", "cite/SY-2023-0001/", "data/", "map.json"])
def test_no_other_page_may_be_framed(client: Client, report: None, today: Any, path: str) -> None:
    answer = client.get(f"/en/{path}")
    assert "frame-ancestors 'none'" in answer["Content-Security-Policy"]
    assert answer["X-Frame-Options"] == "DENY"


@pytest.mark.parametrize("path", EMBEDS)
def test_embed_is_cached_like_every_page_and_may_be_framed_then_too(
    client: Client, report: None, today: Any, path: str
) -> None:
    tag = client.get(f"/en/{path}")["ETag"]
    again = client.get(f"/en/{path}", headers={"if-none-match": tag})
    assert again.status_code == 304
    assert "frame-ancestors *" in again["Content-Security-Policy"]
    door.withdraw("SY-2023-0002", by="reviewer", reason="counted twice")
    assert client.get(f"/en/{path}", headers={"if-none-match": tag}).status_code == 200


@pytest.mark.parametrize("chart", CHARTS)
def test_embed_says_what_it_shows_and_leads_to_all_of_it(client: Client, report: None, today: Any, chart: str) -> None:
    page = client.get(f"/en/embed/{chart}/?from=2023&as_of=2026-11-21").content.decode()
    sentence = "Civilians killed or injured, since 1 January 2023, as known on 21 November 2026"
    assert f"<title>{sentence} · HarmWatch</title>" in page
    assert f"<h1>{sentence}</h1>" in page
    assert "16 documented killed · at least 1 documented injured · 2 incidents" in text_of(page)
    full = re.search(r'class="source"><a href="([^"]+)"', page)
    assert full
    assert full[1] == "/en/?from=2023-01-01&amp;as_of=2026-11-21"
    assert client.get(html.unescape(full[1])).status_code == 200


@pytest.mark.parametrize(
    ("chart", "said"),
    [
        ("months", {"October 2023": ["1", "5"], "November 2023": ["1", "11"]}),
        ("demographics", {"children": ["7"], "women": ["7"], "men": ["2"], "not specified": ["0"]}),
        ("villages", {"Qoqfin": ["11", "1"], "Kafr Nouran": ["5", "1"]}),
        ("weapons", {"artillery": ["11", "1"], "rocket": ["5", "1"]}),
        ("actors", {"Syrian government forces": ["16", "2"]}),
        ("grade", {"weak": ["16", "2"]}),
        ("map", {"Qoqfin": ["11", "1"], "Kafr Nouran": ["5", "1"]}),
    ],
)
def test_every_chart_is_a_table_too(
    client: Client, report: None, today: Any, chart: str, said: dict[str, list[str]]
) -> None:
    page = client.get(f"/en/embed/{chart}/").content.decode()
    rows = re.findall(r'<tr><th scope="row">(.*?)</th>(.*?)</tr>', page, re.S)
    cells = {
        text_of(name).strip(): [text_of(cell).strip() for cell in re.findall(r'<td class="n[^"]*">(.*?)</td>', row)][:2]
        for name, row in rows
    }
    assert {name: row[: len(said[name])] for name, row in cells.items()} == said


def test_map_has_a_drawing_for_who_has_no_script(client: Client, report: None, today: Any) -> None:
    page = client.get("/ar/embed/map/").content.decode()
    box = re.search(r'<div id="map"[^>]*>(.*?)</div>', page, re.S)
    assert box
    assert box[1].strip().startswith("<svg")
    assert "قوقفين" in box[1]


def test_text_in_a_drawing_is_escaped(client: Client, places: dict[str, Any], today: Any) -> None:
    places["C4064"].name_en = '<script src="x">'
    places["C4064"].save()
    door.publish(cast.qoqfin(sources=()), by="reviewer")
    for chart in ("map", "villages"):
        assert '<script src="x">' not in client.get(f"/en/embed/{chart}/").content.decode()


@everywhere
def test_what_cannot_be_read_is_refused_and_not_left_out(
    client: Client, report: None, today: Any, language: str
) -> None:
    answer = client.get(f"/{language}/embed/months/?from=2023-13")
    assert answer.status_code == 400
    assert "2023-13" in text_of(answer.content.decode())
    assert "frame-ancestors *" in answer["Content-Security-Policy"]
    for path in ("embed/pie/", "embed/incidents/SY-1999-0001/", "embed/incidents/SY-2023-0001/?version=9"):
        assert client.get(f"/{language}/{path}").status_code == 404


def test_colours_are_the_readers_unless_the_address_names_them(client: Client, report: None, today: Any) -> None:
    assert "data-theme" not in client.get("/en/embed/months/").content.decode()
    assert "data-theme" not in client.get("/en/embed/months/?theme=%22%3E").content.decode()
    dark = client.get("/en/embed/months/?theme=dark").content.decode()
    assert 'data-theme="dark"' in dark
    assert '<meta name="color-scheme" content="dark">' in dark


def test_themes_are_the_colours_of_the_site() -> None:
    css = Path(settings.BASE_DIR) / "static" / "css"
    site = (css / "harmwatch.css").read_text() + (css / "public.css").read_text()
    embed = (css / "embed.css").read_text()

    def colours(text: str) -> dict[str, str]:
        return dict(re.findall(r"(--[\w-]+): (#[0-9a-f]{6})", text))

    dark = r"@media \(prefers-color-scheme: dark\) \{\s*:root \{(.*?)\}"
    light = re.sub(dark, "", site, flags=re.S)
    roots = "".join(re.findall(r":root \{(.*?)\}", light, re.S))
    themes = {name: colours(block) for name, block in re.findall(r'data-theme="(\w+)"\] \{(.*?)\}', embed, re.S)}
    assert themes == {"light": colours(roots), "dark": colours("".join(re.findall(dark, site, re.S)))}
    assert len(themes["dark"]) > 15


def test_incident_shows_its_figures_and_stays_as_cited(client: Client, report: None, today: Any) -> None:
    pinned = "/en/embed/incidents/SY-2023-0001/?version=1"
    assert "11 killed · — injured" in text_of(client.get(pinned).content.decode())
    figures = {("killed", "total"): Bounds(12, None, 12)}
    door.publish(cast.qoqfin(figures=figures), by="reviewer", reason="a second report")
    assert "11 killed · — injured" in text_of(client.get(pinned).content.decode())
    assert "An earlier state of this record" in client.get(pinned).content.decode()
    assert "12 killed" in text_of(client.get("/en/embed/incidents/SY-2023-0001/").content.decode())


@everywhere
def test_withdrawn_incident_shows_its_withdrawal_and_no_figure(
    client: Client, report: None, today: Any, language: str
) -> None:
    door.withdraw("SY-2023-0001", by="reviewer", reason="عُدّت مرتين")
    answer = client.get(f"/{language}/embed/incidents/SY-2023-0001/")
    assert answer.status_code == 410
    page = answer.content.decode()
    assert "عُدّت مرتين" in page
    assert "<table" not in page
    assert client.get(f"/{language}/embed/incidents/SY-2023-0001/?version=1").status_code == 200


def test_demonstration_data_say_so(client: Client, places: Any, today: Any) -> None:
    cast.publish_report(is_demonstration=True)
    for path in EMBEDS:
        assert "Demonstration data." in client.get(f"/en/{path}").content.decode()


def code_of(page: str, language: str) -> str:
    """The code that the page gives to copy."""
    found = re.search(rf'<textarea[^>]*id="code-{language}"[^>]*>(.*?)</textarea>', page, re.S)
    assert found
    return html.unescape(found[1])


def frame_of(code: str) -> str:
    """The address in an iframe's code."""
    found = re.search(r'<iframe src="([^"]+)"', code)
    assert found
    return html.unescape(found[1]).removeprefix("http://testserver")


@everywhere
@pytest.mark.parametrize("chart", CHARTS)
def test_copied_code_shows_the_same_for_good(
    client: Client, report: None, today: Any, language: str, chart: str
) -> None:
    page = client.get(f"/{language}/cite/?from=2023&chart={chart}").content.decode()
    for each in cast.LANGUAGES:
        code = code_of(page, each)
        address = frame_of(code)
        assert address == f"/{each}/embed/{chart}/?from=2023-01-01&as_of=20261122T090000Z"
        assert re.search(r'height="\d{3}"', code)
        before = client.get(address).content
        with time_machine.travel(cast.TODAY.replace(hour=15), tick=False):
            door.publish(cast.qoqfin(code=f"SY-2023-9{each}", sources=()), by="reviewer")
            assert client.get(address).content == before
    svg = re.findall(r'<a href="([^"]+\.(?:svg|png)[^"]*)">', page)
    assert len(svg) == 4
    assert all(client.get(html.unescape(picture)).status_code == 200 for picture in svg)


@everywhere
def test_code_that_stays_current_names_no_day(client: Client, report: None, today: Any, language: str) -> None:
    page = client.get(f"/{language}/cite/?from=2023&current=1&theme=dark").content.decode()
    code = code_of(page, "en")
    assert frame_of(code) == "/en/embed/months/?from=2023-01-01&theme=dark"
    assert 'title="Civilians killed or injured, since 1 January 2023"' in code
    assert "2026" not in code_of(page, "ar")


def test_code_keeps_the_digits_that_the_reader_chose(client: Client, report: None, today: Any) -> None:
    page = client.get("/ar/cite/?from=2023&digits=arab").content.decode()
    arabic, english = code_of(page, "ar"), code_of(page, "en")
    assert frame_of(arabic).endswith("&digits=arab")
    assert "٢٠٢٣" in arabic
    assert "digits" not in english
    assert "since 1 January 2023" in english
    assert "١١" in client.get(frame_of(arabic)).content.decode()
    cited = client.get("/ar/cite/SY-2023-0001/?digits=arab").content.decode()
    assert frame_of(code_of(cited, "ar")) == "/ar/embed/incidents/SY-2023-0001/?version=1&digits=arab"


@everywhere
def test_code_of_an_incident_names_its_version(client: Client, report: None, today: Any, language: str) -> None:
    page = client.get(f"/{language}/incidents/SY-2023-0001/").content.decode()
    assert f'href="/{language}/cite/SY-2023-0001/?version=1"' in page
    cited = client.get(f"/{language}/cite/SY-2023-0001/?version=1").content.decode()
    assert frame_of(code_of(cited, "ar")) == "/ar/embed/incidents/SY-2023-0001/?version=1"
    current = client.get(f"/{language}/cite/SY-2023-0001/?current=1").content.decode()
    assert frame_of(code_of(current, "ar")) == "/ar/embed/incidents/SY-2023-0001/"
    for version in ("7", "0", "one", "9" * 5000):
        assert client.get(f"/{language}/cite/SY-2023-0001/?version={version}").status_code == 404
    assert client.get(f"/{language}/cite/NO/").status_code == 404


@pytest.mark.parametrize(
    ("address", "frame"),
    [
        ("/en/?from=2023&as_of=2026-11-21", "/en/embed/months/?from=2023-01-01&as_of=2026-11-21"),
        ("/ar/embed/map/?place=SY07&theme=dark", "/ar/embed/map/?place=SY07&theme=dark"),
        ("/ar/incidents/SY-2023-0001/", "/ar/embed/incidents/SY-2023-0001/"),
        ("/en/embed/incidents/SY-2023-0001/?version=1", "/en/embed/incidents/SY-2023-0001/?version=1"),
    ],
)
def test_oembed_gives_the_frame_of_an_address(
    client: Client, report: None, today: Any, address: str, frame: str
) -> None:
    answer = client.get(f"/oembed?url={quote(f'http://testserver{address}')}&maxwidth=400&maxheight=300")
    assert answer.status_code == 200
    said = answer.json()
    assert (said["version"], said["type"], said["width"], said["height"]) == ("1.0", "rich", 400, 300)
    assert frame_of(said["html"]) == frame
    assert client.get(frame).status_code == 200
    assert f'title="{html.escape(said["title"])}"' in said["html"]
    found = re.search(r'type="application/json\+oembed" href="([^"]+)"', client.get(address).content.decode())
    if "embed" not in address:
        assert found
        assert frame_of(client.get(html.unescape(found[1])).json()["html"]) == frame


@pytest.mark.parametrize(
    "address",
    [
        "", "http://elsewhere.example/en/", "http://testserver/en/method/", "http://testserver/fr/", "http://[",
        "http://testserver/en/embed/pie/", "http://testserver/en/?from=2023-13", "http://testserver/en/incidents/NO/",
        "http://testserver/desk/", "http://testserver/en/incidents/SY-2023-0001/?version=99999999999999999999x",
        "http://testserver/en/incidents/SY-2023-0001/?version=2", "http://testserver/en/incidents/\0/",
    ],
)  # fmt: skip
def test_oembed_knows_no_other_address(client: Client, report: None, today: Any, address: str) -> None:
    answer = client.get("/oembed", {"url": address})
    assert answer.status_code == 404
    assert client.get("/oembed", {"url": "http://testserver/en/", "format": "xml"}).status_code == 501


@pytest.mark.parametrize("width", ["0", "-5", "wide", "9" * 5000, "99999"])
def test_oembed_takes_no_impossible_width(client: Client, report: None, today: Any, width: str) -> None:
    assert client.get("/oembed", {"url": "http://testserver/en/", "maxwidth": width}).json()["width"] == 640
