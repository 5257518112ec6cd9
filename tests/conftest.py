"""What every test may lean on: its own database server, a queue, a browser, and a closed network."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psutil
import psycopg
import pytest
from django.conf import settings
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from harmwatch.addresses import embedded_broker_url, socket_folder
from harmwatch.embedded.postgres import PASSING, Postgres
from harmwatch.embedded.valkey import Valkey

TEST_VAR_DIR: Path = settings.VAR_DIR
CHROMIUM_PATHS = ("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
CHROMIUM_ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",  # nothing leaves this machine
]


def pytest_sessionstart() -> None:
    """Clear away what a test run that was killed left behind."""
    for folder in Path(tempfile.gettempdir()).glob("harmwatch-test-*-*"):
        number = folder.name.split("-")[2]
        if os.access(folder, os.W_OK) and number.isdigit() and not psutil.pid_exists(int(number)):
            remove_var_dir(folder)


def pytest_sessionfinish() -> None:
    """Leave nothing behind ourselves."""
    remove_var_dir(TEST_VAR_DIR)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whatever asks for a page is a browser test."""
    for item in items:
        if "chromium" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)


def remove_var_dir(var_dir: Path) -> None:
    """Stop the servers of a ``var/`` and remove it and its sockets."""
    Valkey(var_dir).stop()
    Postgres(var_dir).stop()
    shutil.rmtree(socket_folder(var_dir), ignore_errors=True)
    shutil.rmtree(var_dir, ignore_errors=True)


@pytest.fixture(scope="session")
def django_db_keepdb() -> bool:
    """A database of our own server goes with the server; one on a server that was named is dropped at the end."""
    return bool(settings.EMBEDDED_DATABASE)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> Iterator[None]:
    """Start this process's own database server, once the first test asks for a database."""
    if not settings.EMBEDDED_DATABASE:
        yield
        return
    server = Postgres(TEST_VAR_DIR, options=PASSING)
    server.start()
    folder = str(socket_folder(TEST_VAR_DIR))
    with psycopg.connect(host=folder, user="postgres", dbname="postgres", autocommit=True) as connection:
        # A test makes a role that may read the record alone; in production an administrator does.
        connection.execute("ALTER ROLE harmwatch CREATEROLE")
    yield
    server.stop()


@pytest.fixture(scope="session")
def broker_url() -> Iterator[str]:
    """The address of a real Valkey of this run alone."""
    server = Valkey(TEST_VAR_DIR)
    server.start()
    yield embedded_broker_url(TEST_VAR_DIR)
    server.stop()


def chromium_path() -> str | None:
    """The system's Chromium, or the one that ``CHROMIUM`` names; None when there is none."""
    named = os.environ.get("CHROMIUM")
    return next((path for path in (named, *CHROMIUM_PATHS) if path and Path(path).exists()), None)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """A running Chromium. Without one, browser tests are skipped here and fail in CI."""
    path = chromium_path()
    if path is None:
        advice = "no Chromium was found: install it (apt install chromium) or name one in CHROMIUM"
        if os.environ.get("HARMWATCH_REQUIRE_BROWSER"):
            pytest.fail(advice)
        pytest.skip(advice)
    # Playwright keeps an event loop in this thread, which Django takes for a sign of asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=CHROMIUM_ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def browser_context(chromium: Browser) -> Iterator[BrowserContext]:
    """A browser window without history, cookies or stored data; in Arabic, as most readers have it."""
    context = chromium.new_context(locale="ar", timezone_id="Asia/Damascus")
    context.set_default_timeout(15_000)
    yield context
    context.close()


@pytest.fixture
def page(browser_context: BrowserContext) -> Page:
    """A page in which an error of its script fails the test that uses it."""
    page = browser_context.new_page()
    page.on("pageerror", lambda error: pytest.fail(f"the page's script failed: {error}"))
    return page
