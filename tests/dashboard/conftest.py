"""The record that the public pages are tried on."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import time_machine
from django.utils import translation

from incidents.models.place import Place
from tests.dashboard import cast


@pytest.fixture
def places(db: None) -> dict[str, Place]:
    return cast.make_places()


@pytest.fixture
def report(places: dict[str, Place]) -> None:
    """Qoqfin, Kafr Nouran and October's claim are public since the first day."""
    cast.publish_report()


@pytest.fixture
def today() -> Iterator[time_machine.Traveller]:
    """It is noon of 22 November 2026 in Damascus."""
    with time_machine.travel(cast.TODAY, tick=False) as clock:
        yield clock


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Words are compared in English; pages are asked for in both languages by their address."""
    with translation.override("en"):
        yield
