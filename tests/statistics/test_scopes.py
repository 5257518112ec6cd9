"""Figures of many periods and areas, as claims ask for them: counted in one pass, and each as it is counted alone."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from incidents.statistics import totals
from incidents.statistics.filters import IncidentFilter
from incidents.statistics.reading_copy import building
from tests.dashboard import cast
from tests.statistics.copied import answers as answers
from tests.statistics.copied import by_postgresql, change_some
from tests.statistics.copied import copied as copied
from tests.statistics.copied import installation as installation

pytestmark = pytest.mark.django_db(transaction=True)  # what others have not seen yet is not in a copy
GROUPS = ["total", "women", totals.NOT_SPECIFIED]


def test_many_periods_and_areas_are_counted_in_one_pass(installation: Path, report: None, answers: list[bool]) -> None:
    """Undated incidents and those astride an edge or in no governorate count as they do for each filter alone."""
    rng = random.Random(20261124)
    cast.publish_crowd(rng)
    building.build()
    change_some(rng)
    for moment in (None, timezone.now() - timedelta(seconds=1)):
        scopes = [_period_and_area(rng, moment) for _each in range(40)]
        del answers[:]
        found = totals.documented_in(scopes, GROUPS)
        assert answers == [True]
        assert found == by_postgresql(lambda: [totals.documented(scope.rows(), GROUPS) for scope in scopes])  # noqa: B023
        assert sum(part.incidents > 0 for part in found) > 10
        assert any(part.incidents == 0 for part in found)


def _period_and_area(rng: random.Random, as_of: datetime | None) -> IncidentFilter:
    start = date(2022, 1, 1) + timedelta(days=rng.randrange(900))
    areas = tuple(rng.sample(["SY02", "SY07", "SY01"], rng.randrange(3)))
    return IncidentFilter(start=start, end=start + timedelta(days=rng.randrange(120)), places=areas, as_of=as_of)


@pytest.mark.parametrize(
    "other", [{"places": ("C4064",)}, {"places": ("SY",)}, {"grades": ("fair",)}, {"as_of": cast.TODAY}, {"end": None}]
)
def test_what_is_more_than_a_period_and_an_area_is_counted_by_itself(
    copied: Path, answers: list[bool], other: dict[str, Any]
) -> None:
    plain = IncidentFilter(start=date(2023, 10, 1), end=date(2023, 11, 30), places=("SY07",))
    scopes = [plain, replace(plain, **other)]
    found = totals.documented_in(scopes, ["total"])
    assert len(answers) == 2
    assert found == [totals.documented(scope.rows(), ["total"]) for scope in scopes]
