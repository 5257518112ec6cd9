"""Embeds in a real browser: in the frame of another site, on the narrowest screen, for every reader."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import quote, unquote, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from incidents.charts.catalogue import CHARTS
from tests.dashboard import cast
from tests.dashboard.test_in_browser import RULES, settle

PATHS = [*(f"embed/{chart}/?from=2023" for chart in CHARTS), "embed/incidents/SY-2023-0001/"]


@pytest.fixture
def site(live_server: Any, transactional_db: None) -> str:
    """The address of a running site that shows the report."""
    cast.make_places()
    cast.publish_report()
    return str(live_server.url)


class _Article(BaseHTTPRequestHandler):
    """A page of another site, with a frame for the address that its own query names."""

    def do_GET(self) -> None:
        frame = f'<iframe src="{unquote(urlsplit(self.path).query)}" title="ours" width="100%" height="600"></iframe>'
        body = f"<!doctype html><h1>An article</h1>{frame}".encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_words: object) -> None:
        """Say nothing."""


@pytest.fixture
def article() -> Iterator[str]:
    """The address of another site; ``?`` and an address make it show that in a frame."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Article)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


def test_other_site_may_show_embeds_and_nothing_else(chromium: Browser, site: str, article: str) -> None:
    page = chromium.new_page(viewport={"width": 700, "height": 900})
    page.set_default_timeout(10_000)
    for path in PATHS:
        page.goto(f"{article}?{quote(f'{site}/en/{path}')}")
        inside = page.frame_locator("iframe")
        inside.locator(".source a").wait_for()
        if path.startswith("embed/map"):
            inside.locator('#map[data-ready][data-drawn="2"]').wait_for()
    for path in ("", "incidents/SY-2023-0001/", "cite/"):
        page.goto(f"{article}?{quote(f'{site}/en/{path}')}")
        assert not page.frame_locator("iframe").locator("main").count()
    page.close()


@pytest.mark.parametrize(
    ("chart", "link"), [("months", ".source a"), ("months", ".chart.months a"), ("villages", ".levels a")]
)
def test_links_open_a_window_that_cannot_reach_the_article(
    chromium: Browser, site: str, article: str, chart: str, link: str
) -> None:
    context = chromium.new_context()
    page = context.new_page()
    page.goto(f"{article}?{quote(f'{site}/en/embed/{chart}/?from=2023')}")
    before = page.url
    with context.expect_page(timeout=10_000) as opened:
        page.frame_locator("iframe").locator(link).first.press("Enter", timeout=10_000)
    window = opened.value
    window.wait_for_selector("main h1", timeout=10_000)
    assert window.evaluate("window.opener") is None
    assert page.url == before
    context.close()


def test_axe_finds_nothing_in_either_language_and_theme(chromium: Browser, site: str) -> None:
    found = []
    page = chromium.new_page(viewport={"width": 640, "height": 700})
    for language, theme in (("ar", "light"), ("en", "dark")):
        for path in PATHS:
            page.goto(f"{site}/{language}/{path}{'&' if '?' in path else '?'}theme={theme}")
            settle(page)
            page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true })")
            violations = Axe().run(page, options=RULES).response["violations"]
            found += [(language, path, v["id"], v["nodes"][0]["html"][:200]) for v in violations]
    page.close()
    assert found == []


def test_embed_fits_the_narrowest_frame(chromium: Browser, site: str) -> None:
    page = chromium.new_page(viewport={"width": 300, "height": 700})
    for language in cast.LANGUAGES:
        for path in PATHS:
            page.goto(f"{site}/{language}/{path}")
            settle(page)
            over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert over <= 0, (language, path)
    page.close()


def test_theme_of_the_address_goes_before_the_readers_own(chromium: Browser, site: str) -> None:
    page = chromium.new_page(color_scheme="dark")
    papers = {}
    for theme in ("", "light", "dark"):
        page.goto(f"{site}/en/embed/months/?theme={theme}")
        papers[theme] = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    page.close()
    assert papers == {"": "rgb(22, 24, 27)", "light": "rgb(251, 250, 247)", "dark": "rgb(22, 24, 27)"}


def test_map_is_drawn_without_script(chromium: Browser, site: str) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}/ar/embed/map/?from=2023")
    box, drawing = page.locator("#map").bounding_box(), page.locator("#map > svg").bounding_box()
    assert box
    assert drawing
    assert drawing["width"] > 200
    assert box["x"] <= drawing["x"]
    assert drawing["x"] + drawing["width"] <= box["x"] + box["width"]
    assert "قوقفين" in page.locator("#map > svg").inner_html()
    context.close()


def test_code_is_copied_by_its_button(chromium: Browser, site: str) -> None:
    context = chromium.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(f"{site}/en/cite/?from=2023")
    page.locator("button[data-copy=code-en]").click()
    page.wait_for_function("document.querySelector('button[data-copy=code-en]').textContent === 'Copied'")
    assert page.evaluate("navigator.clipboard.readText()") == page.input_value("#code-en")
    context.close()
