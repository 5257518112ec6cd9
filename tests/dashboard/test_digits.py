"""Digits are the reader's choice on Arabic pages: in the address, in every link of the page, in no file of data."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from django.test import Client

from incidents import wording
from incidents.dashboard.digits import carry
from tests.dashboard import cast
from tests.dashboard.test_pages import text_of

pytestmark = pytest.mark.django_db
READ = [
    "", "?from=2023-10&to=2023-11", "incidents/", "places/C4064/", "coverage/", "changes/?since=2026-11-01",
    "places/?q=قوقفين", "incidents/SY-2023-0001/", "summaries/", "summaries/2023-11/",
    "compare/?from=2023-11&to=2023-11&vs_from=2023-10&vs_to=2023-10",
]  # fmt: skip
NOT_WRITTEN = re.compile(
    r"/(?:desk|accounts|admin|api|submit|status|correction)\b|\.(?:csv|xlsx|gpkg|geojson|atom)\b|/en/"
)


def asked(client: Client, path: str, digits: str = "arab", language: str = "ar") -> str:
    mark = "&" if "?" in path else "?"
    answer = client.get(f"/{language}/{path}{mark}digits={digits}")
    assert answer.status_code == 200, path
    return str(answer.content.decode())


def figures_of(page: str) -> list[str]:
    return re.findall(r'<(?:b|td [^>]*\bclass="n[^"]*"[^>]*)><bdi[^>]*>(.*?)</bdi>', page)


@pytest.mark.parametrize("path", READ)
def test_every_figure_of_the_page_has_the_digits_of_the_address(
    client: Client, report: None, today: Any, path: str
) -> None:
    western = figures_of(asked(client, path, "latn"))
    arabic = figures_of(asked(client, path))
    assert any(re.search("[0-9]", figure) for figure in western) or path.startswith("summaries/2")
    assert arabic == [figure.translate(wording.ARABIC_INDIC) for figure in western]


@pytest.mark.parametrize("path", READ)
def test_every_link_and_form_for_readers_takes_the_digits_along(
    client: Client, report: None, today: Any, path: str
) -> None:
    page = asked(client, path)
    links = [unescape(link) for link in re.findall(r'<a\b[^>]*?\shref="([^"]+)"', page)]
    ours = [link for link in links if link.startswith(("/", "?")) and not NOT_WRITTEN.search(link)]
    switch = re.search(r'<a class="digits" href="([^"]+)"', page)
    assert switch
    assert len(ours) > 5
    assert [link for link in ours if "digits=arab" not in link and link != unescape(switch[1])] == []
    own = {link for link in links if link.startswith("/ar/summaries/")}  # name their own digits, as the PDF does
    links = [link for link in links if link not in own]
    assert [link for link in links if NOT_WRITTEN.search(link) and "digits" in link and "/en/" not in link] == []
    for form in re.findall(r'<form[^>]*method="get".*?</form>', page, re.S):
        assert '<input type="hidden" name="digits" value="arab">' in form


def test_switch_leads_to_the_other_digits_and_back_to_the_same_page(client: Client, report: None, today: Any) -> None:
    for digits, other in (("latn", "arab"), ("arab", "latn")):
        switch = re.search(r'<a class="digits" href="([^"]+)"', asked(client, "?from=2023-11&to=2023-11", digits))
        assert switch
        page = client.get(unescape(switch[1])).content.decode()
        assert figures_of(page) == figures_of(asked(client, "?from=2023-11&to=2023-11", other))


def test_no_file_of_data_and_no_english_page_has_arabic_digits(client: Client, report: None, today: Any) -> None:
    arabic_digit = re.compile("[٠-٩]")
    for path in ("data/incidents.csv", "data/months.csv", "api/v1/totals", "api/v1/incidents", "map.json"):
        answer = client.get(f"/ar/{path}?digits=arab")
        assert answer.status_code == 200, path
        assert not arabic_digit.search(cast.body_of(answer).decode()), path
    assert not arabic_digit.search(asked(client, "", language="en"))


def test_picture_of_the_chart_has_the_digits_of_its_address(client: Client, report: None, today: Any) -> None:
    western, arabic = (client.get(f"/ar/data/months.svg?digits={d}").content.decode() for d in ("latn", "arab"))
    assert "\u20682023\u2069" in western
    assert "\u2068٢٠٢٣\u2069" in arabic
    words = re.findall(r"<text [^>]*>([^<]*)", arabic)
    assert not any(re.search("[0-9]", word) for word in words)


def test_digits_that_are_not_known_are_said(client: Client, report: None, today: Any) -> None:
    for language in cast.LANGUAGES:
        page = asked(client, "", "roman", language)
        assert "roman" in re.search(r'role="alert">(.*?)</div>', page, re.S)[1]  # type: ignore[index]
        links = re.findall(r'<a (?!class="language")[^>]*href="([^"]+)"', page)
        assert [link for link in links if "roman" in link] == []


def test_default_is_the_sites(client: Client, report: None, today: Any, settings: Any) -> None:
    settings.DIGITS = "arab"
    page = client.get("/ar/").content.decode()
    assert "١٦" in text_of(page)
    assert "digits=arab" not in page
    assert "digits=latn" in asked(client, "", "latn").replace('class="digits"', "")


@pytest.mark.parametrize(
    ("link", "carried"),
    [
        ("?", "?digits=arab"),
        ("?from=2023#villages", "?from=2023&amp;digits=arab#villages"),
        ("/ar/incidents/SY-2023-0001/", "/ar/incidents/SY-2023-0001/?digits=arab"),
        ("/ar/?digits=latn", "/ar/?digits=latn"),
        ("#villages", "#villages"),
        ("/ar/desk/", "/ar/desk/"),
        ("/ar/data/incidents.csv?from=2023", "/ar/data/incidents.csv?from=2023"),
        ("/ar/data/months.svg", "/ar/data/months.svg?digits=arab"),
        ("/ar/summaries/2023-11.pdf", "/ar/summaries/2023-11.pdf?digits=arab"),
        ("https://news.example/ar/", "https://news.example/ar/"),
    ],
)
def test_link_is_carried_where_readers_go(link: str, carried: str) -> None:
    assert carry(f'<a class="x" href="{link}">', "arab") == f'<a class="x" href="{carried}">'


def test_signs_are_read_before_their_numbers_in_either_digits(client: Client, report: None, today: Any) -> None:
    path = "compare/?from=2023-10&to=2023-10&vs_from=2023-11&vs_to=2023-11"
    assert '<bdi dir="ltr">−6</bdi>' in asked(client, path, "latn")
    assert '<bdi dir="rtl">−٦</bdi>' in asked(client, path)
