"""The heaviest page of the desk: what it asks the database does not grow with it. Its time: ``benchmark/desk.py``."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from incidents.models.place import Place
from incidents.review import decisions
from tests.review.cast import Desk
from tests.review.pages import LANGUAGES, address, many_incidents


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
def test_report_page_of_twenty_incidents_takes_a_bounded_number_of_queries(
    at_desk: Callable[[str], Client],
    desk: Desk,
    places: dict[str, Place],
    known: None,
    language: str,
    django_assert_max_num_queries: Any,
) -> None:
    report = many_incidents(desk, places, 20)
    client = at_desk("editor")
    with django_assert_max_num_queries(35):
        response = client.get(address("report", report.pk, language=language))
    assert len(response.context["page"].cards) == 20
    assert all(card.suggestions for card in response.context["page"].cards)
