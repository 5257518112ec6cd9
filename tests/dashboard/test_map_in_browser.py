"""The map in a real browser: areas, what is known only by an area, the time slider, and all of it by keyboard."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from incidents.record import door
from tests.dashboard import cast
from tests.dashboard.test_in_browser import RULES, settle

LEVELS = ("village", "governorate", "district", "subdistrict")


@pytest.fixture
def site(live_server: Any, transactional_db: None) -> str:
    """A running site: two villages in two months, three killed somewhere in a district, some without any place."""
    cast.make_places()
    cast.publish_report()
    door.publish(cast.kafr_nouran(code="SY-2023-0003", place="SY0702", place_precision="district"), by="reviewer")
    door.publish(cast.kafr_nouran(code="SY-2023-0004", place=None, place_precision=""), by="reviewer")
    return str(live_server.url)


@pytest.fixture
def window(chromium: Browser) -> Iterator[Page]:
    page = chromium.new_page(viewport={"width": 1280, "height": 1000})
    page.on("pageerror", lambda error: pytest.fail(str(error)))
    yield page
    page.close()


def choose(page: Page, level: str) -> None:
    page.locator(f'[name="map-level"][value="{level}"]').check(force=True)
    page.wait_for_selector(f'#map[data-level="{level}"]')


def test_areas_are_tinted_named_and_counted_with_all_within_them(window: Page, site: str) -> None:
    window.goto(f"{site}/en/")
    settle(window)
    choose(window, "governorate")
    labels = window.locator(".area").evaluate_all("areas => areas.map((area) => area.getAttribute('aria-label'))")
    assert {"Idleb: killed 16", "Aleppo: killed 5", "Homs: nothing documented"} <= set(labels)
    legend = " ".join(window.inner_text("#map-legend").split())
    assert "nothing documented" in legend
    assert "known only by a larger area, or by none: 5" in legend
    choose(window, "subdistrict")
    assert "known only by a larger area, or by none: 10" in " ".join(window.inner_text("#map-legend").split())


@pytest.mark.parametrize("language", cast.LANGUAGES)
def test_every_level_passes_axe_in_both_themes(chromium: Browser, site: str, language: str) -> None:
    found = []
    for theme in ("light", "dark"):
        page = chromium.new_page(color_scheme=theme, viewport={"width": 1280, "height": 900})
        page.goto(f"{site}/{language}/")
        settle(page)
        for level in LEVELS:
            choose(page, level)
            page.locator(".map-time input[type=range]").press("Home")
            page.wait_for_selector("#map[data-month='2023-10-31']")
            page.locator(".area").first.press("Enter")
            page.wait_for_selector(".place-card dd")
            violations = Axe().run(page, options=RULES).response["violations"]
            found += [(theme, level, v["id"], v["nodes"][0]["html"][:200]) for v in violations]
        page.close()
    assert found == []


def test_a_filter_that_nothing_meets_leaves_areas_without_a_tint(window: Page, site: str) -> None:
    window.goto(f"{site}/en/?from=1999&to=1999")
    settle(window)
    choose(window, "governorate")
    expect(window.locator(".area.none")).to_have_count(14)
    assert "nothing documented" in window.inner_text("#map-legend")


def test_an_area_opens_by_keyboard_and_narrows_the_filter(window: Page, site: str) -> None:
    window.goto(f"{site}/en/?from=2023")
    settle(window)
    choose(window, "governorate")
    window.focus('.area[tabindex="0"]')
    assert window.locator(".area:focus").get_attribute("aria-label") == "Idleb: killed 16"
    window.keyboard.press("ArrowRight")
    assert window.locator(".area:focus").get_attribute("aria-label") == "Aleppo: killed 5"
    window.keyboard.press("Enter")
    card = window.locator(".place-card")
    assert "Aleppo" in card.inner_text()
    assert card.locator("a").first.get_attribute("href") == "/en/places/SY02/?from=2023-01-01"
    window.keyboard.press("Escape")
    expect(card).to_have_count(0)
    assert window.locator(".area:focus").get_attribute("aria-label") == "Aleppo: killed 5"
    window.keyboard.press("Enter")
    card.locator(".only").press("Enter")
    window.wait_for_url("**/en/?from=2023-01-01&place=SY02")
    expect(window.locator(".headline .main b")).to_have_text("5")
    expect(window.locator(".area:not(.none)")).to_have_count(1)
    assert window.locator('[value="governorate"]').is_checked()


def test_what_is_known_only_by_an_area_is_outlined_and_no_point(window: Page, site: str) -> None:
    window.goto(f"{site}/en/")
    settle(window)
    assert window.get_attribute("#map", "data-drawn") == "2"
    outlines = window.locator(".area.outline")
    expect(outlines).to_have_count(1)
    assert outlines.get_attribute("aria-label") == "Al Ma'ra: killed 5"
    outlines.press("Enter")
    assert "known only by the area" in window.locator(".place-card").inner_text()
    window.click(".unplaced summary")
    assert window.locator(".unplaced li a").get_attribute("href") == "/en/incidents/SY-2023-0004/"


def test_outlines_are_fetched_only_once_the_map_is_near_or_turned_to(chromium: Browser, site: str) -> None:
    page = chromium.new_page(viewport={"width": 320, "height": 700})  # so narrow that the map shows the whole north
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{site}/en/")
    settle(page)
    assert page.locator(".area").count() == 0
    assert not [address for address in asked if "adm2" in address or "adm3" in address]
    page.focus("#map")
    expect(page.locator(".area.outline")).to_have_count(1)
    expect(page.locator(".area.outline")).to_have_css("opacity", "0")
    page.keyboard.press("+")
    page.keyboard.press("+")
    expect(page.locator(".area.outline")).to_have_css("opacity", "1")
    page.close()


@pytest.mark.parametrize("language", cast.LANGUAGES)
def test_cards_are_fetched_when_one_is_opened(window: Page, site: str, language: str) -> None:
    asked: list[str] = []
    window.on("request", lambda request: asked.append(urlsplit(request.url).path))
    window.goto(f"{site}/{language}/")
    settle(window)
    assert asked.count(f"/{language}/map/points.json") == 1  # what the page asked for ahead is what the map takes
    assert not [path for path in asked if "map-cards" in path or path.endswith("/map.json")]
    window.focus("#map")
    window.keyboard.press("PageDown")
    window.keyboard.press("Enter")
    card = window.locator(".place-card")
    expect(card.locator("a").first).to_have_text({"ar": "قوقفين", "en": "Qoqfin"}[language])
    expect(card.locator("dd").first).to_have_text("11")
    expect(card.locator("a").first).to_be_focused()
    assert asked.count(f"/{language}/map.json") == 1


def test_nothing_is_asked_ahead_where_there_is_no_script(chromium: Browser, site: str) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{site}/en/", wait_until="networkidle")
    assert not [address for address in asked if address.endswith((".json", ".js"))]
    context.close()


def test_map_shows_all_villages_once_its_controls_have_room(window: Page, site: str) -> None:
    """The controls above and below come with the map's data; a map that was framed before would be cut off."""
    window.goto(f"{site}/en/")
    settle(window)
    box = window.locator("#map").bounding_box()
    assert box
    for name in window.locator(".place-name").all():
        spot = name.bounding_box()
        assert spot
        assert box["x"] <= spot["x"]
        assert spot["x"] + spot["width"] <= box["x"] + box["width"]
        assert box["y"] <= spot["y"]
        assert spot["y"] + spot["height"] <= box["y"] + box["height"]


def test_villages_are_gone_through_by_keyboard(window: Page, site: str) -> None:
    window.goto(f"{site}/en/")
    settle(window)
    window.focus("#map")
    window.keyboard.press("PageDown")
    expect(window.locator("#map [aria-live]")).to_have_text("Qoqfin: killed 11")
    window.keyboard.press("PageDown")
    expect(window.locator("#map [aria-live]")).to_have_text("Kafr Nouran: killed 5")
    window.keyboard.press("PageUp")
    window.keyboard.press("Enter")
    assert "Qoqfin" in window.locator(".place-card").inner_text()
    window.keyboard.press("Escape")
    assert window.evaluate("document.activeElement.id") == "map"


@pytest.mark.parametrize(
    ("language", "october", "whole"), [("en", "October 2023", "whole period"), ("ar", "تشرين الأول 2023", "")]
)
def test_slider_shows_a_month_all_up_to_it_and_the_whole(
    window: Page, site: str, language: str, october: str, whole: str
) -> None:
    window.goto(f"{site}/{language}/")
    settle(window)
    asked: list[str] = []
    window.on("request", lambda request: asked.append(request.url))
    slider, said = window.locator(".map-time input[type=range]"), window.locator(".map-time output")
    slider.press("Home")
    expect(said).to_contain_text(october)
    assert slider.get_attribute("aria-valuetext") == october
    assert "15" in said.inner_text()  # with what has no place, or only a district
    assert window.locator(".place-name").count() == 1
    slider.press("End")
    expect(window.locator(".place-name")).to_have_count(1)
    window.locator('[name="map-span"][value="until"]').check(force=True)
    expect(window.locator(".place-name")).to_have_count(2)
    expect(said).to_contain_text("26")
    choose(window, "governorate")
    slider.press("Home")
    expect(said).to_contain_text(october)
    labels = window.locator(".area").evaluate_all("areas => areas.map((area) => area.getAttribute('aria-label'))")
    assert sum(label.endswith(" 5") for label in labels) == 2
    window.locator("[data-do=whole]").click()
    expect(said).to_contain_text(whole)
    assert sum("months.json" in url for url in asked) == 2  # once a level
    assert sum("2023-2.json" in url for url in asked) == 2


def test_a_months_figures_are_asked_for_and_lead_to_the_month(window: Page, site: str) -> None:
    window.goto(f"{site}/en/")
    settle(window)
    choose(window, "governorate")
    window.locator(".map-time input[type=range]").press("Home")
    window.wait_for_selector("#map[data-month='2023-10-31']")
    window.locator('.area[aria-label^="Idleb"]').press("Enter")
    card = window.locator(".place-card")
    expect(card.locator("dd").first).to_have_text("5")
    assert "October 2023" in card.inner_text()
    assert card.locator("a").first.get_attribute("href") == "/en/places/SY07/?from=2023-10-01&to=2023-10-31"


def test_months_play_and_pause_and_are_said_only_when_they_rest(window: Page, site: str) -> None:
    window.goto(f"{site}/en/")
    settle(window)
    said = window.locator(".map-time output")
    window.click("[data-do=play]")
    expect(said).to_contain_text("October 2023")
    assert said.get_attribute("aria-live") == "off"
    window.click("[data-do=play]")
    assert said.get_attribute("aria-live") == "polite"
    window.click("[data-do=play]")
    expect(said).to_contain_text("November 2023")
    expect(said).to_have_attribute("aria-live", "polite")  # it ends by itself at the last month
    expect(window.locator("[data-do=play]")).to_have_text("Play the months", use_inner_text=True)


def test_nothing_moves_by_itself_for_who_wants_no_movement(chromium: Browser, site: str) -> None:
    page = chromium.new_page(reduced_motion="reduce")
    page.goto(f"{site}/en/")
    settle(page)
    play = page.locator("[data-do=play]")
    expect(play).to_have_text("Next month", use_inner_text=True)
    play.click()
    expect(page.locator(".map-time output")).to_contain_text("October 2023")
    page.wait_for_timeout(1500)
    assert "October 2023" in page.inner_text(".map-time output")
    page.close()


def test_map_data_that_cannot_be_had_is_said(window: Page, site: str) -> None:
    window.route("**/map/points.json*", lambda route: route.abort())
    window.goto(f"{site}/en/")
    settle(window)
    assert "could not be loaded" in window.inner_text("#map-legend")


def test_without_script_there_are_no_dead_controls(chromium: Browser, site: str) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}/en/")
    assert not page.locator(".map-levels").is_visible()
    assert not page.locator(".map-time").is_visible()
    assert page.locator(".months a").first.is_visible()
    context.close()


@pytest.mark.parametrize("path", ["places/SY0702/", "incidents/SY-2023-0003/"])
def test_an_area_is_shown_as_its_outline_on_pages_of_its_own(window: Page, site: str, path: str) -> None:
    window.goto(f"{site}/en/{path}")
    settle(window)
    expect(window.locator(".area.outline")).to_have_count(1)
    assert window.locator(".place-name").count() == 0


def test_a_country_or_an_unknown_place_has_no_map_of_its_own(window: Page, site: str) -> None:
    for path in ("places/SY/", "incidents/SY-2023-0004/"):
        window.goto(f"{site}/en/{path}")
        expect(window.locator("#map")).to_have_count(0)
