"""How long the server takes for the heaviest page of the desk."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from incidents.models.place import Place
from incidents.review import decisions
from tests.review.cast import Desk
from tests.review.pages import LANGUAGES, address, many_incidents

#: Milliseconds that the page of twenty incidents may take; asked again where a busy machine was slower.
MOST_MS = 300
ASKED = 10


@pytest.fixture
def known(desk: Desk, places: dict[str, Place]) -> None:
    """A hundred incidents of the same weeks, so that every card has suggestions to weigh."""
    for number in range(100):
        report = desk.report(f"قُتل {5 + number} مدنيين في حادثة رقم {number}.", publisher=f"publisher {number}")
        day = date(2023, 11, 1 + number % 20)
        candidate = desk.candidate(
            desk.reading(report),
            [("killed", "total", 5 + number, 5 + number, f"{5 + number} مدنيين")],
            date_start=day,
            date_end=day,
            date_precision="day",
            place=places["C1001" if number % 2 else "C1002"],
        )
        decisions.accept_candidate(candidate, by="amal")


@pytest.mark.parametrize("language", LANGUAGES)
def test_report_page_of_twenty_incidents_is_quick(
    at_desk: Callable[[str], Client],
    desk: Desk,
    places: dict[str, Place],
    known: None,
    language: str,
    capsys: Any,
) -> None:
    report = many_incidents(desk, places, 20)
    client, path = at_desk("editor"), address("report", report.pk, language=language)
    took: list[float] = []
    while len(took) < ASKED and (len(took) < 3 or min(took) > MOST_MS):
        began = time.perf_counter()
        response = client.get(path)
        took.append((time.perf_counter() - began) * 1000)
    assert not settings.DEBUG
    assert len(response.context["page"].cards) == 20
    assert all(card.suggestions for card in response.context["page"].cards)
    with capsys.disabled():
        print(f"\n20 incidents ({language}): {', '.join(f'{ms:.0f}' for ms in took)} ms")
    assert min(took) <= MOST_MS
