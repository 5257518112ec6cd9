"""Public pages on paper: nothing to click, everything that was counted, with its address, its day and its licences."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page

from tests.dashboard import cast
from tests.dashboard.test_in_browser import site as site  # the running site, a fixture
from tests.dashboard.test_pages import everywhere

PRINTED = [
    "", "incidents/", "incidents/SY-2023-0001/", "places/SY07/", "coverage/",
    "compare/?from=2023-11&to=2023-11&vs_from=2023-10&vs_to=2023-10",
]  # fmt: skip
#: Pixels between the margins of an A4 page at 96 to the inch.
PAPER = round((210 - 2 * 14) / 25.4 * 96)


@pytest.fixture
def paper(chromium: Browser) -> Any:
    """A page as it is laid out for print, for a reader who has chosen dark colours on the screen."""
    page = chromium.new_page(color_scheme="dark", viewport={"width": PAPER, "height": 1000})
    page.emulate_media(media="print")
    yield page
    page.close()


@pytest.mark.django_db
@everywhere
@pytest.mark.parametrize("path", PRINTED)
def test_page_carries_its_address_its_day_and_its_licences(
    client: Client, report: None, today: Any, language: str, path: str
) -> None:
    page = client.get(f"/{language}/{path}").content.decode()
    found = re.search(r'<div class="print-only imprint">(.*?)</div>', page, re.S)
    assert found
    assert f"http://testserver/{language}/{path}".replace("&", "&amp;") in found[1]
    assert {"en": "22 November 2026", "ar": "22 تشرين الثاني 2026"}[language] in found[1]
    assert "CC BY 3.0 IGO" in found[1]


def test_as_of_day_of_the_address_is_the_one_that_is_printed(client: Client, report: None, today: Any) -> None:
    page = client.get("/en/?as_of=2026-11-20").content.decode()
    assert "As known on 20 November 2026" in page


def test_paper_is_black_on_white_without_controls(paper: Page, site: str) -> None:
    for language in cast.LANGUAGES:
        for path in PRINTED:
            paper.goto(f"{site}/{language}/{path}")
            shown = paper.locator("nav, form, button, summary, .map, .language, .digits, .pager, .tools").all()
            assert [each.evaluate("e => e.outerHTML.slice(0, 80)") for each in shown if each.is_visible()] == []
            colours = paper.evaluate(
                "[getComputedStyle(document.documentElement).backgroundColor, getComputedStyle(document.body).color]"
            )
            assert colours == ["rgb(255, 255, 255)", "rgb(0, 0, 0)"], path
            assert paper.locator(".imprint").is_visible()


def test_nothing_is_wider_than_the_paper(paper: Page, site: str) -> None:
    for language in cast.LANGUAGES:
        for path in PRINTED:
            paper.goto(f"{site}/{language}/{path}")
            over = paper.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert over <= 0, (language, path)
            cut = paper.evaluate(
                "[...document.querySelectorAll('.scroll')].filter(e => e.scrollWidth > e.clientWidth + 1).length"
            )
            assert cut == 0, (language, path)


@pytest.mark.parametrize("language", cast.LANGUAGES)
@pytest.mark.parametrize("script", [True, False])
def test_map_is_a_picture_on_paper_that_only_who_prints_fetches(
    chromium: Browser, site: str, language: str, script: bool
) -> None:
    context = chromium.new_context(java_script_enabled=script)
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{site}/{language}/?from=2023-10", wait_until="networkidle")
    page.mouse.wheel(0, 3000)
    page.wait_for_timeout(500)
    pictures = [f"{site}/{language}/data/map.svg?from=2023-10-01"]
    assert not set(pictures) & set(asked)
    page.pdf()
    assert [address for address in asked if "map.svg" in address] == (pictures if script else [])
    page.emulate_media(media="print")
    assert page.locator("picture img").is_visible() is script
    context.close()


def test_tables_that_are_folded_away_on_the_screen_are_printed(paper: Page, site: str) -> None:
    paper.goto(f"{site}/en/")
    assert paper.locator("#months table").is_visible()


def test_address_of_a_source_is_printed(paper: Page, site: str) -> None:
    paper.goto(f"{site}/en/incidents/SY-2023-0001/")
    link = paper.locator(".source a[rel~=external]").first
    assert link.evaluate("e => getComputedStyle(e, '::after').content") == '" <https://news.example/1>"'


def test_pages_come_out_as_a4(chromium: Browser, site: str, tmp_path: Path) -> None:
    page = chromium.new_page()
    page.goto(f"{site}/ar/")
    printed = page.pdf(prefer_css_page_size=True)
    page.close()
    box = re.search(rb"/MediaBox ?\[0 0 ([\d.]+) ([\d.]+)\]", printed)
    assert box
    assert (round(float(box[1])), round(float(box[2]))) == (595, 842)
