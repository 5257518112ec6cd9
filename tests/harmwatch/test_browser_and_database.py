"""The test house itself: a real database, a browser on the system's Chromium, no way out."""

import socket

import pytest
from django.db import connection
from playwright.sync_api import Page


@pytest.mark.django_db
def test_database_is_postgresql_18_on_a_socket_with_an_ordinary_role() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('server_version_num')::int, current_setting('listen_addresses')")
        version, addresses = cursor.fetchone()
        cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
        (is_superuser,) = cursor.fetchone()

    assert version // 10_000 == 18
    assert addresses == ""
    assert not is_superuser


def test_the_network_is_closed() -> None:
    with socket.socket() as connection_out, pytest.raises((RuntimeError, UserWarning), match="192.0.2.1"):
        connection_out.connect(("192.0.2.1", 80))


def test_the_browser_shows_arabic_from_right_to_left(page: Page) -> None:
    page.set_content('<html lang="ar" dir="rtl"><p id="x">قُتل خمسة مدنيين</p></html>')

    assert page.locator("#x").evaluate("element => getComputedStyle(element).direction") == "rtl"


@pytest.mark.django_db
def test_database_takes_arabic_letters_for_letters() -> None:
    """Else pg_trgm finds no Arabic name like another, and says nothing of it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT similarity('قوقفين', 'قوقفىن')")
        (alike,) = cursor.fetchone()
    assert alike > 0.3
