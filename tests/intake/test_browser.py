"""The form in a real browser: the draft, the guarded receipt, and that no page needs more than it says."""

from __future__ import annotations

import re
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Dialog, Page, expect

from incidents.models.desk.report import Report
from tests.intake.conftest import CODE, TEXT, make_submission

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("queued", "unhurried")]


@pytest.fixture
def unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """A browser that fills in a form at once is not turned away."""
    monkeypatch.setattr("incidents.intake.receipts.TOO_QUICK", 0)


def open_form(page: Page, live_server: Any, language: str) -> None:
    page.goto(f"{live_server.url}/{language}/submit/")


def send(page: Page) -> None:
    page.locator("#send button").click()


def send_and_wait(page: Page) -> None:
    """Send the form and stand on the page that answers, not on the one that is being left."""
    with page.expect_navigation():
        send(page)


def test_draft_is_kept_only_when_asked_for(page: Page, live_server: Any, language: str) -> None:
    open_form(page, live_server, language)
    page.fill("[name=text]", TEXT)
    page.wait_for_timeout(700)
    assert page.evaluate("localStorage.length") == 0
    open_form(page, live_server, language)
    assert page.input_value("[name=text]") == ""


def test_draft_survives_a_lost_page_and_holds_what_was_typed_alone(page: Page, live_server: Any, language: str) -> None:
    open_form(page, live_server, language)
    page.check("[data-draft-keep]")
    page.fill("[name=text]", TEXT)
    page.fill("[name=place]", "قرب المسجد")
    expect(page.locator("[data-draft-state]")).not_to_be_empty()
    page.wait_for_timeout(700)
    kept = page.evaluate("JSON.parse(localStorage.getItem('harmwatch-draft'))")
    assert set(kept) == {"text", "url", "publisher", "original_publisher", "published_on", "place", "remark"}
    open_form(page, live_server, language)
    assert page.input_value("[name=text]") == TEXT
    assert page.input_value("[name=place]") == "قرب المسجد"


def test_draft_is_erased_when_the_tick_is_taken_away(page: Page, live_server: Any) -> None:
    open_form(page, live_server, "ar")
    page.check("[data-draft-keep]")
    page.fill("[name=text]", TEXT)
    page.wait_for_timeout(700)
    page.uncheck("[data-draft-keep]")
    page.fill("[name=place]", "later")
    page.wait_for_timeout(700)
    assert page.evaluate("localStorage.length") == 0


def test_draft_is_erased_by_the_receipt(page: Page, live_server: Any, language: str) -> None:
    open_form(page, live_server, language)
    page.check("[data-draft-keep]")
    page.fill("[name=text]", TEXT)
    page.wait_for_timeout(700)
    send(page)
    expect(page.locator("[data-receipt]")).to_be_visible()
    assert page.evaluate("localStorage.length") == 0
    assert Report.objects.get().text == TEXT


def test_receipt_is_not_left_by_accident(page: Page, live_server: Any, language: str) -> None:
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    open_form(page, live_server, language)
    page.fill("[name=text]", TEXT)
    send(page)
    receipt = page.locator("[data-receipt]")
    expect(receipt).to_be_visible()
    assert page.locator("a:visible:not(.skip)").count() == 0
    page.click("[data-copy]")
    page.on("dialog", stay)
    page.evaluate("location.href = '/'")
    page.wait_for_timeout(500)
    assert asked == ["beforeunload"]
    expect(receipt).to_be_visible()
    send_on = page.locator("[data-saved] button")
    send_on.click()  # without the tick
    expect(receipt).to_be_visible()
    page.check("[data-saved] input")
    send_on.click()
    page.wait_for_url(re.compile(r"/submit/saved/\??$"))
    assert asked == ["beforeunload"]


def test_sending_without_a_connection_keeps_the_page(page: Page, live_server: Any, language: str) -> None:
    open_form(page, live_server, language)
    page.fill("[name=text]", TEXT)
    page.context.set_offline(True)
    send(page)
    expect(page.locator("[data-trouble]")).to_be_visible()
    page.context.set_offline(False)
    send(page)
    expect(page.locator("[data-receipt]")).to_be_visible()
    assert Report.objects.count() == 1


def test_whole_way_without_script(chromium: Browser, live_server: Any, language: str) -> None:
    context = chromium.new_context(java_script_enabled=False, viewport={"width": 360, "height": 740})
    page = context.new_page()
    open_form(page, live_server, language)
    assert page.locator("[data-draft-keep]").is_hidden()
    page.fill("[name=url]", "no link")
    send_and_wait(page)
    assert page.locator("#id_text_error, #id_url_error").count() == 2
    page.fill("[name=url]", "")
    page.fill("[name=text]", TEXT)
    send_and_wait(page)
    code = page.get_attribute("[data-receipt]", "data-receipt")
    page.check("[data-saved] input")
    with page.expect_navigation():
        page.click("[data-saved] button")
    page.goto(f"{live_server.url}/{language}/status/")
    page.fill("[name=code]", str(code))
    with page.expect_navigation():
        page.click("main form button")
    assert page.get_attribute("[data-step]", "data-step") == "received"
    assert context.cookies() == []
    context.close()


@pytest.mark.parametrize("width", [360, 1440])
@pytest.mark.parametrize("address", ["submit/", "submit/saved/", "status/", "safety/", "receipt", "standing", "errors"])
def test_pages_fit_and_have_no_barrier(page: Page, live_server: Any, language: str, address: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    root = f"{live_server.url}/{language}/"
    if address == "standing":
        make_submission()
        page.goto(root + "status/")
        page.fill("[name=code]", CODE)
        with page.expect_navigation():
            page.click("main form button")
    elif address in ("receipt", "errors"):
        page.goto(root + "submit/")
        page.fill("[name=text]", TEXT if address == "receipt" else "")
        send_and_wait(page)
    else:
        page.goto(root + address)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    small = page.evaluate(
        "[...document.querySelectorAll('main button, main input:not([type=hidden]), main textarea')]"
        ".filter(e => e.offsetParent && !e.closest('.trap')).map(e => [e.name, (e.closest('label') || e)"
        ".getBoundingClientRect().height]).filter(([, height]) => height < 44)"
    )
    assert small == []
