"""The queue of the desk: what waits, filtered, in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from incidents.models.desk.report import Report
from incidents.models.desk.urgency import measure_reading
from incidents.models.place import Place
from tests.review.cast import Desk
from tests.review.pages import LANGUAGES, address

At = Callable[[str], Client]


@pytest.mark.parametrize("language", LANGUAGES)
def test_queue_shows_what_waits(at_desk: At, seed: Report, second_report: Report, language: str) -> None:
    response = at_desk("reviewer").get(address("queue", language=language))
    page = response.content.decode()
    assert [line.report for line in response.context["lines"]] == [seed, second_report]
    first = response.context["lines"][0]
    assert (first.candidates, first.claims, first.pending, first.flags, first.killed) == (2, 1, 3, 1, 16)
    assert f'dir="{"rtl" if language == "ar" else "ltr"}"' in page
    assert ("قوقفين" if language == "ar" else "Qoqfin") in page


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", [1, 2]),
        ("?order=newest", [2, 1]),
        ("?order=harm", [1, 2]),
        ("?lang=en", []),
        ("?source=مرصد", [2]),
        ("?flags=yes", [1]),
        ("?flags=no", [2]),
        ("?place=SY02", [1]),
        ("?place=Qoqfin", [1, 2]),
        ("?age=1", []),
        ("?state=rejected", []),
        ("?state=nonsense", [1, 2]),
    ],
)
def test_queue_filters(at_desk: At, seed: Report, second_report: Report, query: str, expected: list[int]) -> None:
    numbers = {seed.pk: 1, second_report.pk: 2}
    lines = at_desk("reviewer").get(address("queue") + query).context["lines"]
    assert [numbers[line.report.pk] for line in lines] == expected


def test_queue_counts_only_the_current_reading(at_desk: At, seed: Report, desk: Desk) -> None:
    newer = desk.reading(seed, version="2.0")
    desk.candidate(newer, [("killed", "children", 3, 3, "3 أطفال")])
    measure_reading(newer)
    line = at_desk("reviewer").get(address("queue")).context["lines"][0]
    assert (line.candidates, line.claims, line.flags, line.killed) == (1, 0, 0, 3)


def test_queue_takes_the_same_number_of_queries_for_one_report_as_for_fifty(
    at_desk: At, desk: Desk, places: dict[str, Place], django_assert_max_num_queries: Any
) -> None:
    for _number in range(50):
        report = desk.report("قُتل 5 مدنيين")
        desk.candidate(desk.reading(report), [("killed", "total", 5, 5, "5 مدنيين")], place=places["C3001"])
    client = at_desk("reviewer")
    with django_assert_max_num_queries(18):
        client.get(address("queue"))
