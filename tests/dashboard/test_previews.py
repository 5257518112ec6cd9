"""What a page says of itself in its head: one address, both languages, a title and a figure for a link's preview."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from django.test import Client

from incidents.record import door
from tests.dashboard import cast
from tests.dashboard.test_pages import PAGES, everywhere

pytestmark = pytest.mark.django_db
SITE = "http://testserver"


def metas(page: str) -> dict[str, str]:
    """Name or property of each meta element to its content."""
    found = re.findall(r'<meta (?:name|property)="([^"]+)" content="([^"]*)">', page)
    return {name: unescape(content) for name, content in found}


def links(page: str, rel: str) -> list[tuple[str, str]]:
    found = re.findall(rf'<link rel="{rel}"(?: hreflang="([^"]+)")? href="([^"]+)">', page)
    return [(language, unescape(href)) for language, href in found]


@everywhere
@pytest.mark.parametrize("path", [*PAGES, "summaries/", "summaries/2023-11/", "summaries/2023-11/?place=SY07"])
def test_every_page_names_its_address_and_its_languages_once(
    client: Client, report: None, today: Any, language: str, path: str
) -> None:
    page = client.get(f"/{language}/{path}").content.decode()
    ((_none, canonical),) = links(page, "canonical")
    alternates = dict(links(page, "alternate"))
    assert set(alternates) == {"ar", "en", "x-default"}
    assert alternates[language] == canonical
    assert alternates["x-default"] == alternates["ar"]
    assert canonical.startswith(f"{SITE}/{language}/")
    assert client.get(canonical.removeprefix(SITE)).status_code == 200
    said = metas(page)
    assert said["og:url"] == canonical
    assert said["og:title"]
    assert said["description"] == said["og:description"]
    assert page.count('name="description"') == 1


def test_canonical_address_is_the_same_however_the_page_was_asked_for(client: Client, report: None, today: Any) -> None:
    for asked in (
        "weapon=rocket&from=2023-10&weapon=artillery",
        "from=2023-10-01&weapon=artillery&weapon=rocket&order=name&digits=latn&all=1",
    ):
        page = client.get(f"/en/?{asked}").content.decode()
        assert links(page, "canonical") == [("", f"{SITE}/en/?from=2023-10-01&weapon=artillery&weapon=rocket")]
    place = client.get("/en/places/C4064/?from=2023-11&order=date").content.decode()
    assert links(place, "canonical") == [("", f"{SITE}/en/places/C4064/?from=2023-11-01")]


def test_earlier_version_of_an_incident_has_an_address_of_its_own(client: Client, report: None, today: Any) -> None:
    door.publish(cast.qoqfin(weapons=("rocket",)), by="reviewer", reason="a second report")
    now, then = (client.get(f"/en/incidents/SY-2023-0001/{q}").content.decode() for q in ("?version=2", "?version=1"))
    assert links(now, "canonical")[0][1] == f"{SITE}/en/incidents/SY-2023-0001/"
    assert links(then, "canonical")[0][1] == f"{SITE}/en/incidents/SY-2023-0001/?version=1"


def test_description_is_the_sentence_with_the_figures(client: Client, report: None, today: Any) -> None:
    said = metas(client.get("/en/?from=2023-10&to=2023-11").content.decode())
    assert said["og:title"].startswith("Civilians killed or injured, 1 October 2023 – 30 November 2023")
    assert said["description"].endswith(
        "documented killed: 16 (7 children, 7 women, 2 men); documented injured: at least 1; incidents: 2"
    )
    incident = metas(client.get("/en/incidents/SY-2023-0001/").content.decode())
    assert incident["og:title"] == "Qoqfin · 7 November 2023"
    assert incident["description"] == "Killed: 11; Injured: —; artillery; Grade: weak; SY-2023-0001"
    compared = metas(client.get("/en/compare/?from=2023-11&to=2023-11&vs_from=2023-10&vs_to=2023-10").content.decode())
    assert compared["og:title"] == "November 2023 compared with October 2023"
    assert re.search(r"A: .*November 2023.*: 11\. B: .*: 5\.", compared["description"])


@everywhere
def test_picture_of_a_preview_exists(client: Client, report: None, today: Any, language: str) -> None:
    for path in ("?from=2023-10&to=2023-11", "?from=2023-11&to=2023-11", "places/C4064/", "incidents/SY-2023-0001/"):
        said = metas(client.get(f"/{language}/{path}").content.decode())
        picture = client.get(said["og:image"].removeprefix(SITE))
        assert picture.status_code == 200, path
        assert picture.content[:8] == b"\x89PNG\r\n\x1a\n"
        assert said["twitter:card"] == "summary_large_image"
    nothing = metas(client.get(f"/{language}/?from=1999&to=1999").content.decode())
    assert "og:image" not in nothing
    assert nothing["twitter:card"] == "summary"


def test_preview_of_an_incident_without_place_or_figure_has_no_picture(
    client: Client, report: None, today: Any
) -> None:
    door.publish(cast.qoqfin(code="SY-2023-0003", place=None, place_precision="none"), by="reviewer")
    door.publish(cast.qoqfin(code="SY-2023-0004", figures={}), by="reviewer")
    for code in ("SY-2023-0003", "SY-2023-0004"):
        said = metas(client.get(f"/en/incidents/{code}/").content.decode())
        assert "og:image" not in said
        assert said["twitter:card"] == "summary"


def test_withdrawn_incident_says_no_figure_in_its_preview(client: Client, report: None, today: Any) -> None:
    today.shift(5)
    door.withdraw("SY-2023-0001", by="reviewer", reason="counted twice")
    page = client.get("/en/incidents/SY-2023-0001/").content.decode()
    assert metas(page)["description"] == "SY-2023-0001: Withdrawn"
    assert "og:image" not in metas(page)
    assert 'name="robots" content="noindex"' in page


def test_words_of_the_address_cannot_leave_their_attribute(client: Client, report: None, today: Any) -> None:
    page = client.get("/en/", {"q": '"><script>alert(1)</script>'}).content.decode()
    assert "<script>alert" not in page


def test_page_that_is_not_there_names_no_address(client: Client, report: None, today: Any) -> None:
    answer = client.get("/en/nowhere/")
    assert answer.status_code == 404
    assert links(answer.content.decode(), "canonical") == []
