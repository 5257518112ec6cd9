"""Tables in the reader's order: by links in their heads, unknown last, the rest of the address kept."""

from __future__ import annotations

import random
import re
from dataclasses import replace
from datetime import date
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import translation

from incidents.dashboard import views
from incidents.dashboard.ordering import OF_INCIDENTS, UNKNOWN_LAST, Order, listing, of_places, ordered_places
from incidents.figures import Bounds
from incidents.models.record.incident import PublishedIncident
from incidents.record import door
from incidents.statistics import totals
from incidents.statistics.filters import IncidentFilter
from tests.dashboard import cast
from tests.dashboard.test_pages import everywhere

pytestmark = pytest.mark.django_db


@pytest.fixture
def crowd(places: Any) -> None:
    """A made-up record of 70 incidents, some without a date, a place or a figure."""
    cast.publish_crowd(random.Random(4), 70)


def heads(page: str) -> dict[str, tuple[str, str]]:
    """The heads that order a table: word of the link's column to its address and what ``aria-sort`` says."""
    found = re.findall(
        r'<th class="[^"]*ordered"[^>]*?(?: aria-sort="(\w+)")?><a href="([^"]+)" data-order="(\w+)"', page
    )
    return {column: (unescape(href), state) for state, href, column in found}


def codes(page: str) -> list[str]:
    return re.findall(r'class="quiet"><bdi>(SY-[\d-]+)</bdi>', page)


@everywhere
def test_incidents_are_ordered_by_their_heads_and_keep_the_filter(
    client: Client, report: None, today: Any, language: str
) -> None:
    page = client.get(f"/{language}/incidents/?from=2023&weapon=artillery&weapon=rocket").content.decode()
    assert codes(page) == ["SY-2023-0001", "SY-2023-0002"]
    href, state = heads(page)["date"]
    assert state == "descending"
    assert href == "?from=2023&weapon=artillery&weapon=rocket&order=date#incident-table"
    page = client.get(f"/{language}/incidents/{href}").content.decode()
    assert codes(page) == ["SY-2023-0002", "SY-2023-0001"]
    href, state = heads(page)["date"]
    assert (href, state) == ("?from=2023&weapon=artillery&weapon=rocket#incident-table", "ascending")
    assert page.count("aria-sort=") == 1
    assert '<input type="hidden" name="order" value="date">' in page


@pytest.mark.parametrize("word", OF_INCIDENTS)
def test_unknown_comes_last_whichever_way(crowd: None, word: str) -> None:
    rows = IncidentFilter().rows()
    found = listing(rows, rows.count(), Order(word, OF_INCIDENTS))[0:1000]
    assert len(found) == rows.count()
    field = {"date": "date_start", "killed": "killed_total_low", "injured": "injured_total_low"}[word.removeprefix("-")]
    values = [getattr(row, field) for row in found]
    known = [value for value in values if value is not None]
    assert 0 < len(known) < len(values)
    assert values[: len(known)] == sorted(known, reverse=word.startswith("-"))


def test_pages_of_an_order_hold_every_incident_once(client: Client, crowd: None, today: Any) -> None:
    for word in OF_INCIDENTS:
        first, second = (codes(client.get(f"/en/incidents/?order={word}&page={n}").content.decode()) for n in (1, 2))
        assert len(first) == 50
        assert sorted(first + second) == sorted(IncidentFilter().rows().values_list("code", flat=True))


def test_pager_keeps_the_order(client: Client, crowd: None, today: Any) -> None:
    page = client.get("/en/incidents/?from=2022&order=-killed").content.decode()
    (href,) = re.findall(r'<a rel="next" href="([^"]+)"', page)
    assert unescape(href) == "?from=2022&order=-killed&page=2"
    assert heads(client.get(f"/en/incidents/{unescape(href)}").content.decode())["injured"][0].count("page") == 0


@pytest.mark.parametrize("word", [word for word in OF_INCIDENTS if word != "-date"])
def test_order_is_read_from_an_index(crowd: None, word: str) -> None:
    """With sorting made dear, PostgreSQL finds an index for each order that is offered: there is one to find."""
    rows = IncidentFilter().rows()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_sort = off")
        cursor.execute("SET LOCAL enable_seqscan = off")
    field = {"date": "earliest", "-killed": "killed", "-injured": "injured"}[word]
    plan = rows.order_by(UNKNOWN_LAST[word], "code")[0:50].explain()
    assert f"incident_now_{field}" in plan
    assert "Sort" not in plan


@everywhere
def test_impossible_order_is_named_and_left_out(client: Client, report: None, today: Any, language: str) -> None:
    for path in ("", "incidents/", "places/C4064/", "places/?q=hass", "coverage/"):
        mark = "&" if "?" in path else "?"
        answer = client.get(f"/{language}/{path}{mark}order=sideways")
        assert answer.status_code == 200, path
        alert = re.search(r'role="alert">(.*?)</div>', answer.content.decode(), re.S)
        assert alert, path
        assert "sideways" in alert[1]


def test_villages_are_ordered_by_any_column(client: Client, report: None, today: Any) -> None:
    door.publish(cast.qoqfin(code="SY-2023-0003", place="C4066", figures={}, sources=()), by="reviewer")

    def names(query: str) -> list[str]:
        page = client.get(f"/en/?{query}").content.decode()
        table = re.search(r'id="villages".*?<tbody>(.*?)</tbody>', page, re.S)
        assert table
        return re.findall(r'<th scope="row"><a [^>]*>(.*?)</a>', table[1])

    assert names("") == ["Qoqfin", "Kafr Nouran", "Hass"]
    assert names("order=killed") == ["Kafr Nouran", "Qoqfin", "Hass"]
    assert names("order=name") == ["Hass", "Kafr Nouran", "Qoqfin"]
    assert names("order=-name") == ["Qoqfin", "Kafr Nouran", "Hass"]
    assert names("order=-men")[0] == "Kafr Nouran"
    assert names("order=women")[0] == "Kafr Nouran"


@pytest.mark.parametrize("word", of_places("killed", ["injured"]))
def test_order_of_places_changes_nothing_but_the_order(crowd: None, word: str) -> None:
    villages = totals.village_totals(IncidentFilter(), totals.shown_with("killed"))
    found = ordered_places(villages, Order(word, of_places("killed", ["injured"])), "killed")
    assert sorted(found, key=id) == sorted(villages, key=id)


def test_heads_of_the_villages_lead_back_to_the_table(client: Client, report: None, today: Any) -> None:
    found = heads(client.get("/en/?from=2023&all=1").content.decode())
    assert found["killed"] == ("?from=2023&all=1&order=killed#villages", "descending")
    assert found["name"][0] == "?from=2023&all=1&order=name#villages"


@pytest.mark.parametrize("language", cast.LANGUAGES)
@pytest.mark.parametrize("order", ["-killed", "name"])
def test_all_villages_are_on_pages_each_once_in_their_order(
    client: Client, crowd: None, monkeypatch: pytest.MonkeyPatch, language: str, order: str
) -> None:
    monkeypatch.setattr(views, "VILLAGES_ON_A_PAGE", 2)

    def shown(number: int) -> list[str]:
        page = client.get(f"/{language}/?all=1&order={order}&page={number}").content.decode()
        table = page.partition('id="villages"')[2].partition("</tbody>")[0]
        return re.findall(r'<th scope="row"><a href="[^"]*/places/(\w+)/', table)

    villages = totals.village_totals(IncidentFilter(), totals.shown_with("killed"))
    with translation.override(language):
        expected = [part.place.key for part in ordered_places(villages, Order(order, ()), "killed")]
    pages = [shown(number) for number in range(1, (len(expected) + 1) // 2 + 1)]
    assert len(pages) > 1
    if order == "-killed":
        expected = [part.place.key for part in villages]
    assert [key for page in pages for key in page] == expected
    assert all(len(page) <= 2 for page in pages)
    assert shown(99_999) == pages[-1]
    assert client.get(f"/{language}/?all=1&page=x").status_code == 200


def test_places_found_are_ordered(client: Client, report: None, today: Any) -> None:
    def keys(order: str) -> list[str]:
        page = client.get(f"/en/places/?q=حلب&order={order}").content.decode()
        return re.findall(r'<bdi class="quiet">(\w+)</bdi><span', page)

    door.publish(cast.qoqfin(code="SY-2023-0003", place="C1007", sources=()), by="reviewer")
    assert len(keys("")) >= 2
    assert keys("-killed")[0] == "C1007"
    assert sorted(keys("name")) == sorted(keys("-killed")) == sorted(keys(""))


def test_claims_are_ordered_and_said_in_one_table(client: Client, report: None, today: Any) -> None:
    larger = {("killed", "total"): Bounds(90, None, 90)}
    door.publish_claim(
        replace(
            cast.october_claim(), code="SY-2023-C002", period_start=date(2023, 11, 1), period_end=date(2023, 11, 30),
            figures={("injured", "total"): Bounds(3, None, 3)}, source_name="",
        ),
        by="reviewer",
    )  # fmt: skip
    door.publish_claim(
        replace(cast.october_claim(), code="SY-2023-C003", figures=larger, source_name="أ"), by="reviewer"
    )

    def listed(query: str) -> list[str]:
        page = client.get(f"/en/coverage/?{query}").content.decode()
        table = re.search(r'id="all-claims".*?</table>', page, re.S)
        assert table
        return re.findall(r'href="#SY-2023-(C\d+)"', table[0])

    assert listed("") == ["C002", "C001", "C003"]
    assert listed("order=period") == ["C001", "C003", "C002"]
    assert listed("order=-killed") == ["C003", "C001", "C002"]
    assert listed("order=-injured") == ["C001", "C002", "C003"]
    assert listed("order=source")[-1] == "C002"


def test_number_of_queries_is_that_of_the_usual_order(
    client: Client, crowd: None, today: Any, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(20):
        client.get("/en/incidents/?order=-killed")
    assert PublishedIncident.objects.count() > 70


@everywhere
def test_claim_without_killed_shows_a_dash_not_an_error(
    client: Client, report: None, today: Any, language: str
) -> None:
    figures = {("injured", "total"): Bounds(3, None, 3)}
    door.publish_claim(replace(cast.october_claim(), code="SY-2023-C009", figures=figures), by="reviewer")
    for path in ("", "coverage/"):
        page = client.get(f"/{language}/{path}").content.decode()
        row = re.search(r'#SY-2023-C009">.*?</tr>', page, re.S)
        assert row, path
        assert re.findall(r'<td class="n"><bdi[^>]*>(.*?)</bdi>', row[0])[:3] == ["—", "—", "—"]
