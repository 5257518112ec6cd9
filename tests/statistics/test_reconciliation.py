"""Claims beside what is documented: those of one scope are counted together, and each says what it says alone."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from incidents.figures import Bounds
from incidents.record import door
from incidents.statistics.reconciliation import claims_as_of, reconcile, reconcile_all
from tests.dashboard import cast

pytestmark = pytest.mark.django_db


def test_claims_of_one_scope_are_counted_once_and_say_what_each_says_alone(report: None, today: Any) -> None:
    killed, women = ("killed", "total"), ("killed", "women")
    for number, figures in enumerate(
        [{killed: Bounds(70, 70, 70)}, {killed: Bounds(70, 70, 70), women: Bounds(3, 3, 3)}], start=2
    ):
        claim = replace(cast.october_claim(), code=f"SY-2023-C00{number}", figures=figures)
        door.publish_claim(claim, by="reviewer")
    claims = list(claims_as_of(None))
    with CaptureQueriesContext(connection) as queries:
        together = reconcile_all(claims)
    assert len(claims) == 3
    assert len(queries) == len({found.scope for found in together}) == 1
    assert [found.comparisons for found in together] == [reconcile(claim).comparisons for claim in claims]
    assert together[2].comparison("killed", "women") is not None
    assert reconcile_all([]) == []
