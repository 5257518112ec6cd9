"""Ordering and comparing by keyboard, with script and without; the digits that a reader chose stay with them."""

from __future__ import annotations

from playwright.sync_api import Browser, Page, expect

from tests.dashboard.test_in_browser import site as site  # the running site, a fixture


def places_of(page: Page) -> list[str]:
    return page.locator("#villages tbody th").all_inner_texts()


def order_by_keyboard(page: Page, column: str) -> None:
    page.locator(f'#villages [data-order="{column}"]').focus()
    page.keyboard.press("Enter")


def test_villages_are_ordered_by_keyboard_and_the_focus_stays(chromium: Browser, site: str) -> None:
    page = chromium.new_page(viewport={"width": 1280, "height": 900})
    page.goto(f"{site}/en/?from=2023")
    page.wait_for_selector("#map[data-ready]")
    page.evaluate("document.getElementById('map').dataset.mark = 'the same'")
    order_by_keyboard(page, "name")
    page.wait_for_url("**/en/?from=2023&order=name#villages")
    expect(page.locator('#villages th[aria-sort="ascending"]')).to_have_count(1)
    assert places_of(page) == ["Kafr Nouran", "Qoqfin"]
    assert page.evaluate("document.activeElement.dataset.order") == "name"
    assert page.get_attribute("#map", "data-mark") == "the same"  # the page was not loaded anew
    page.keyboard.press("Enter")
    page.wait_for_url("**/en/?from=2023&order=-name#villages")
    expect(page.locator('#villages th[aria-sort="descending"]')).to_have_count(1)
    assert places_of(page) == ["Qoqfin", "Kafr Nouran"]
    page.close()


def test_tables_are_ordered_without_script(chromium: Browser, site: str) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}/ar/?from=2023")
    order_by_keyboard(page, "men")
    page.wait_for_url("**/ar/?from=2023&order=-men#villages")
    assert places_of(page)[0] == "كفر نوران"
    page.goto(f"{site}/ar/incidents/")
    page.locator('[data-order="date"]').click()
    page.wait_for_url("**/ar/incidents/?order=date#incident-table")
    assert page.locator("tbody .incident-link").first.inner_text() == "كفر نوران"
    context.close()


def test_comparison_is_made_with_the_form_alone_without_script(chromium: Browser, site: str) -> None:
    context = chromium.new_context(java_script_enabled=False, viewport={"width": 360, "height": 740})
    page = context.new_page()
    page.goto(f"{site}/en/compare/")
    page.get_by_label("From (day, month or year)").first.fill("2023-11")
    page.get_by_label("To", exact=True).first.fill("2023-11")
    page.locator("#id_vs_from").fill("2023-10")
    page.locator("#id_vs_to").fill("2023-10")
    page.keyboard.press("Enter")
    page.wait_for_url("**vs_from=2023-10**")
    assert page.locator(".amount b").all_inner_texts() == ["11", "5", "+6"]
    page.get_by_role("link", name="The other way round").click()
    page.wait_for_url("**/compare/?from=2023-10-01**")
    assert page.locator(".amount b").all_inner_texts() == ["5", "11", "−6"]
    context.close()


def test_digits_stay_with_the_reader_from_page_to_page(chromium: Browser, site: str) -> None:
    page = chromium.new_page(viewport={"width": 1280, "height": 900})
    page.goto(f"{site}/ar/?from=2023")
    page.wait_for_selector("#map[data-ready]")
    page.locator(".digits").click()
    page.wait_for_url("**digits=arab**")
    assert page.locator(".headline .main b").inner_text() == "١٦"
    order_by_keyboard(page, "name")
    page.wait_for_url("**order=name**")
    assert "digits=arab" in page.url
    assert page.locator(".headline .main b").inner_text() == "١٦"
    page.locator(".site-nav a").nth(1).click()
    page.wait_for_url("**/ar/incidents/?digits=arab")
    assert "١١" in page.locator("tbody").inner_text()
    assert page.context.cookies() == []
    page.close()
