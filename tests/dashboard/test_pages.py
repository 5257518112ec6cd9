"""Every public page, in both languages: what it shows, what it says of itself, and what it never does."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from django.test import Client

from incidents.figures import Bounds
from incidents.record import door
from tests.dashboard import cast

PAGES = [
    "",
    "?from=2023-10&to=2023-11&place=SY07&weapon=artillery&group=children",
    "incidents/",
    "incidents/SY-2023-0001/",
    "incidents/SY-2023-0002/?version=1",
    "places/C4064/",
    "places/SY07/",
    "coverage/",
    "method/",
    "about/",
    "data/",
    "places/?q=قوقفين",
    "cite/?from=2023-11",
    "changes/?since=2026-11-01",
    "compare/?from=2023-11&to=2023-11&vs_from=2023-10&vs_to=2023-10",
    "compare/?place=SY07&find=hass",
]
everywhere = pytest.mark.parametrize("language", cast.LANGUAGES)
pytestmark = pytest.mark.django_db


def text_of(page: str) -> str:
    """The page's words, without markup and repeated white space."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


@everywhere
@pytest.mark.parametrize("path", PAGES)
def test_page_says_its_language_sets_no_cookie_and_asks_no_one_else(
    client: Client, report: None, today: Any, language: str, path: str
) -> None:
    answer = client.get(f"/{language}/{path}")
    page = answer.content.decode()
    assert answer.status_code == 200
    direction = {"ar": "rtl", "en": "ltr"}[language]
    assert f'<html lang="{language}" dir="{direction}">' in page
    assert not answer.cookies
    assert "Cookie" not in answer.get("Vary", "")
    sources = re.findall(r'(?:src|data-[a-z-]+|rel="stylesheet" href)="(https?:[^"]+)"', page)
    assert sources == []
    assert "<style" not in page
    assert " style=" not in page
    assert not re.search(r"<script(?![^>]*\bsrc=)", page)


@everywhere
def test_dashboard_counts_the_report(client: Client, report: None, today: Any, language: str) -> None:
    page = client.get(f"/{language}/?from=2023-10&to=2023-11").content.decode()
    headline = re.search(r'<ul class="headline">(.*?)</ul>', page, re.S)
    assert headline
    assert re.findall(r"<b><bdi>(.*?)</bdi></b>", headline[1])[:5] == ["16", "7", "7", "2", "0"]
    row = re.search(r'SY-2023-C001">.*?</tr>', page, re.S)
    assert row
    assert re.findall(r'<td class="n"><bdi[^>]*>(.*?)</bdi>', row[0]) == ["66", "5", "61"]


def test_bars_are_links_with_names_that_say_their_figures(client: Client, report: None, today: Any) -> None:
    page = client.get("/en/?from=2023&to=2023").content.decode()
    bars = re.findall(r'<a href="([^"]+)"><title>([^<]+)</title>', page)
    assert [name for _href, name in bars] == [
        "October 2023: 5 (3 women, 2 men)",
        "November 2023: 11 (7 children, 4 women)",
    ]
    month = client.get(bars[1][0].replace("&amp;", "&")).content.decode()
    assert "November 2023" in text_of(month)
    assert ">11</bdi>" in month


def test_bar_of_the_only_month_leads_to_its_incidents(client: Client, report: None, today: Any) -> None:
    page = client.get("/en/?from=2023-11&to=2023-11").content.decode()
    (href,) = re.findall(r'<a href="([^"]+)"><title>', page)
    assert href.startswith("/en/incidents/?")


@everywhere
def test_impossible_filter_says_what_is_wrong_and_shows_the_rest(
    client: Client, report: None, today: Any, language: str
) -> None:
    answer = client.get(f"/{language}/?from=2023-13&place=SY99&weapon=arrow&from=2023-10&to=x&place=SY07")
    page = answer.content.decode()
    assert answer.status_code == 200
    for value in ("SY99", "arrow", "x"):
        assert value in re.search(r'role="alert">(.*?)</div>', page, re.S)[1]  # type: ignore[index]
    assert 'name="place"' in page
    assert '<option value="SY07" selected>' in page


@everywhere
@pytest.mark.parametrize(("word", "value"), [("weapon", "trebuchet"), ("to", "2023-13")])
def test_fault_stands_at_its_field_too(
    client: Client, report: None, today: Any, language: str, word: str, value: str
) -> None:
    page = client.get(f"/{language}/", {word: value}).content.decode()
    (said,) = re.findall(rf'<p class="errorlist" id="{word}-error">(.*?)</p>', page)
    assert value in said
    assert page.count(f'aria-describedby="{word}-error"') == 1
    assert ('<details class="choices" open>' in page) == (word == "weapon")


def test_place_list_names_the_governorates_once_and_says_what_else_is_chosen(
    client: Client, report: None, today: Any
) -> None:
    page = client.get("/en/?place=SY0700").content.decode()
    choices = re.search(r'<select name="place".*?</select>', page, re.S)
    assert choices
    names = [name for _value, name in re.findall(r'<option value="([^"]*)"[^>]*>([^<]*)', choices[0])]
    assert names == ["all of the country", "Idleb (district)", "Aleppo", "Idleb"]


def test_limits_are_lifted_one_by_one(client: Client, report: None, today: Any) -> None:
    page = client.get("/en/?from=2023-10&to=2023-10&weapon=rocket&weapon=drone").content.decode()
    limits = dict(re.findall(r'<a href="\?([^"]*)" aria-label="Lift the limit: ([^"]*)"', page))
    assert limits == {
        "weapon=drone&amp;weapon=rocket": "October 2023",
        "from=2023-10-01&amp;to=2023-10-31&amp;weapon=rocket": "drone",
        "from=2023-10-01&amp;to=2023-10-31&amp;weapon=drone": "rocket",
    }


@everywhere
def test_incident_leads_each_figure_to_its_words(client: Client, report: None, today: Any, language: str) -> None:
    page = client.get(f"/{language}/incidents/SY-2023-0001/").content.decode()
    links = re.findall(r'<a class="words" href="#(e\d+)" lang="ar"><bdi>«(.*?)»</bdi>', page)
    assert [words for _anchor, words in links] == ["11 مدنياً", "7 أطفال"]
    for anchor, words in links:
        assert re.search(rf'<a id="{anchor}"></a><mark [^>]*>{words}</mark>', page)
    passage = re.search(r'<blockquote class="text" lang="ar" dir="auto">(.*?)</blockquote>', page, re.S)
    assert passage
    assert re.sub(r"<[^>]+>", "", passage[1]) == cast.TEXT


def test_markup_in_a_report_is_shown_as_the_text_that_it_is(client: Client, places: Any, today: Any) -> None:
    text = 'قُتل <script>alert("1")</script> 3 مدنيين & <b>آخرون</b>'
    words = {"killed.total": ('<script>alert("1")</script> 3 مدنيين', 3)}
    entry = cast.qoqfin(sources=(cast.source_of(text, words),), place_text="<img src=x onerror=alert(1)>")
    door.publish(entry, by="reviewer")
    page = client.get("/ar/incidents/SY-2023-0001/").content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; 3 مدنيين</mark>" in page
    assert "<img" not in page
    assert "<b>آخرون" not in page


@everywhere
def test_withdrawn_incident_is_gone_today_and_there_the_moment_before(
    client: Client, report: None, today: Any, language: str
) -> None:
    withdrawn_at = cast.TODAY.replace(hour=10)
    with time_machine.travel(withdrawn_at, tick=False):
        door.withdraw("SY-2023-0001", by="reviewer", reason="أُحصيت مرتين")
    before = withdrawn_at.timestamp() - 1
    moment = f"{datetime.fromtimestamp(before, UTC):%Y%m%dT%H%M%SZ}"

    for path in (
        "",
        "incidents/",
        "map.json",
        "map/points.json",
        "data/incidents.csv",
        "data/places.csv",
        "api/v1/incidents",
        "api/v1/places",
    ):
        now, then = (_body(client, f"/{language}/{path}{query}") for query in ("", f"?as_of={moment}"))
        for sign in ("C4064", "SY-2023-0001"):
            assert sign not in now, path
        assert "C4064" in then or "SY-2023-0001" in then, path
    chart = re.compile(r"<title>[^<]*2023: ([^<]*)</title>")
    assert len(chart.findall(_body(client, f"/{language}/"))) == 1
    assert len(chart.findall(_body(client, f"/{language}/?as_of={moment}"))) == 2

    answer = client.get(f"/{language}/incidents/SY-2023-0001/")
    page = answer.content.decode()
    assert answer.status_code == 410
    assert "أُحصيت مرتين" in page
    assert "2026, 10:00" in text_of(page)
    assert "?version=1" in page
    for query in (f"as_of={moment}", "version=1"):
        earlier = client.get(f"/{language}/incidents/SY-2023-0001/?{query}")
        assert earlier.status_code == 200
        assert "<mark" in earlier.content.decode()


def _body(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return cast.body_of(answer).decode()


@everywhere
def test_moved_and_missing_incidents(client: Client, report: None, today: Any, language: str) -> None:
    door.publish(cast.qoqfin(previous_codes=("SY-2023-0099",)), by="reviewer", reason="merged")
    moved = client.get(f"/{language}/incidents/SY-2023-0099/")
    assert (moved.status_code, moved["Location"]) == (302, f"/{language}/incidents/SY-2023-0001/")
    for path in (
        "incidents/SY-1999-0001/",
        "incidents/SY-2023-0001/?as_of=2020-01-01",
        "incidents/SY-2023-0001/?version=9",
    ):
        missing = client.get(f"/{language}/{path}")
        assert missing.status_code == 404
        assert f'<html lang="{language}"' in missing.content.decode()


def test_what_has_no_place_or_no_month_is_said_not_hidden(client: Client, report: None, today: Any) -> None:
    door.publish(cast.qoqfin(code="SY-2023-0003", place=None, place_precision="", sources=()), by="reviewer")
    door.publish(
        cast.qoqfin(code="SY-2023-0004", place="SY0702", place_precision="district", sources=()), by="reviewer"
    )
    undated = cast.qoqfin(code="SY-2023-0005", date_start=None, date_end=None, date_precision="", sources=())
    door.publish(undated, by="reviewer")
    page = text_of(client.get("/en/?from=2023-11&to=2023-11").content.decode())
    assert "1 incident has no place of the gazetteer" in page
    assert "Known only by an area" in page
    assert "1 more incident is not dated well enough" in page
    assert "not dated to one month" in text_of(client.get("/en/").content.decode())


def test_map_rows_are_the_tables_figures_and_no_area_gets_a_point(client: Client, report: None, today: Any) -> None:
    door.publish(
        cast.qoqfin(code="SY-2023-0004", place="SY0702", place_precision="district", sources=()), by="reviewer"
    )
    answer = client.get("/en/map.json").json()
    assert answer["fields"] == [
        "key", "name", "lat", "lon", "incidents", "killed_low", "killed_high", "injured_low", "injured_high",
    ]  # fmt: skip
    assert [list(row) for row in zip(*answer["columns"], strict=True)] == [
        ["C4064", "Qoqfin", round(35.6365, 3), round(36.4275, 3), 1, 11, 11, None, None],
        ["C1041", "Kafr Nouran", 36.11, 36.86, 1, 5, 5, 1, None],
    ]


def test_unchanged_page_is_answered_304_until_the_record_changes(client: Client, report: None, today: Any) -> None:
    for path in ("/en/", "/en/map.json", "/ar/incidents/SY-2023-0002/", "/en/data/incidents.csv", "/en/api/v1/months"):
        tag = client.get(path)["ETag"]
        assert client.get(path, headers={"if-none-match": tag}).status_code == 304
        assert client.get(f"{path}?from=2023", headers={"if-none-match": tag}).status_code == 200
    tag = client.get("/en/")["ETag"]
    today.shift(60)
    door.withdraw("SY-2023-0001", by="reviewer", reason="counted twice")
    assert client.get("/en/", headers={"if-none-match": tag}).status_code == 200


@pytest.mark.parametrize("words", ["قوقفين", "قوقفىن", "Qoqfin", "qokfin", "C4064"])
def test_place_is_found_in_both_scripts_and_near_spellings(
    client: Client, report: None, today: Any, words: str
) -> None:
    page = client.get("/en/places/", {"q": words, "from": "2023-11"}).content.decode()
    first = re.search(r'<tbody><tr><th scope="row"><a href="([^"]+)">', page)
    assert first
    assert first[1] == "/en/places/C4064/?from=2023-11-01"
    assert "<bdi>11</bdi>" in page


def test_cited_address_shows_the_same_after_a_withdrawal(client: Client, report: None, today: Any) -> None:
    page = client.get("/en/cite/").content.decode()
    address = re.search(r'<a href="(http://[^"]+)">', page)
    assert address
    hash_then = client.get("/en/api/v1/totals").json()["data_hash"]
    assert hash_then in page
    today.shift(5)
    door.withdraw("SY-2023-0001", by="reviewer", reason="counted twice")
    query = address[1].split("?")[1]
    assert client.get(f"/en/api/v1/totals?{query}").json()["data_hash"] == hash_then
    assert "<b><bdi>16</bdi></b> <span>documented killed" in client.get(f"/en/?{query}").content.decode()


def test_changes_name_each_correction_and_withdrawal_with_its_reason(client: Client, report: None, today: Any) -> None:
    killed = {("killed", "total"): Bounds(12, None, 12)}
    door.publish(cast.qoqfin(figures=killed, sources=()), by="reviewer", reason="a second report")
    door.withdraw("SY-2023-0002", by="reviewer", reason="counted twice")
    door.publish(cast.qoqfin(code="SY-2023-0007", sources=()), by="reviewer")
    today.shift(1)
    page = text_of(client.get("/en/changes/?since=2026-11-21").content.decode())
    assert "3 changes" in page
    assert re.search(r"Qoqfin corrected .*? killed 11 → 12 SY-2023-0001 · a second report", page)
    assert re.search(r"Kafr Nouran withdrawn .*? killed 5 → withdrawn SY-2023-0002 · counted twice", page)
    assert re.search(r"Qoqfin added .*? not in the record → 11 SY-2023-0007", page)
    assert re.search(r"21 November 2026 2 16 .*? now 2 23", page)
    assert "Nothing changed." in client.get("/en/changes/?since=2026-11-21&as_of=2026-11-21").content.decode()


@everywhere
def test_changes_since_an_impossible_day_say_so(client: Client, report: None, today: Any, language: str) -> None:
    answer = client.get(f"/{language}/changes/?since=2099-01-01")
    assert answer.status_code == 200
    assert "2099-01-01" in answer.content.decode()


def test_public_pages_are_read_only(client: Client, report: None) -> None:
    for path in PAGES:
        assert client.post(f"/en/{path}").status_code == 405


@pytest.mark.parametrize("path", ["", "places/C4064/", "incidents/SY-2023-0001/", "coverage/"])
def test_number_of_queries_does_not_grow_with_the_record(
    client: Client, report: None, today: Any, path: str, django_assert_max_num_queries: Any
) -> None:
    for number in range(10, 40):
        door.publish(cast.qoqfin(code=f"SY-2023-00{number}", sources=()), by="reviewer")
    with django_assert_max_num_queries(32):
        client.get(f"/en/{path}")
