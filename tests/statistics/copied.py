"""Counting in the reading copy and, at will, without it."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test import override_settings

from incidents.models.record.incident import PublishedIncident
from incidents.record import door
from incidents.statistics import provenance, totals
from incidents.statistics.filters import IncidentFilter
from incidents.statistics.listing import Listing, ListingByCode, by_code
from incidents.statistics.overview import overview
from incidents.statistics.reading_copy import answering, building, current
from tests.dashboard import cast

PARTED = ("place_id", "admin2")
WANTED = [("killed", "total"), ("killed", "children"), ("killed", "not_specified"), ("missing", "adults")]


@pytest.fixture
def installation(settings: Any, tmp_path: Path) -> Iterator[Path]:
    """A record that is large enough for a copy, and a data folder of its own."""
    settings.VAR_DIR, settings.READING_COPY_FROM = tmp_path, 1
    yield tmp_path / "reading_copy"
    current._opened = None


@pytest.fixture
def copied(installation: Path, report: None) -> Path:
    """The report's two incidents, copied."""
    building.build()
    return installation


def change_some(rng: random.Random) -> None:
    """Withdraw and correct some of the crowd, and publish a few more."""
    rows = list(PublishedIncident.objects.as_of(None).filter(code__startswith="SY-2022").order_by("code"))
    for row in rng.sample(rows, 12):
        if rng.random() < 0.3:
            door.withdraw(row.code, by="reviewer", reason="counted twice")
        else:
            door.publish(cast.qoqfin(code=row.code, grade=row.grade), by="reviewer", reason="a better report")
    for number in range(8):
        door.publish(cast.kafr_nouran(code=f"SY-2022-0{number}50-{number}"), by="reviewer")


@contextmanager
def not_yet_ended(act: Callable[[], object]) -> Iterator[None]:
    """While the block runs, ``act`` was done in a transaction of another connection that ends only behind it."""
    acted, may_end = threading.Event(), threading.Event()

    def slowly() -> None:
        with transaction.atomic():
            act()
            acted.set()
            may_end.wait(20)
        connection.close()

    slow = threading.Thread(target=slowly)
    slow.start()
    assert acted.wait(20)
    try:
        yield
    finally:
        may_end.set()
        slow.join()


def by_postgresql(question: Callable[[], Any]) -> Any:
    """What PostgreSQL answers."""
    with override_settings(READING_COPY_FROM=0):
        return question()


def figures(chosen: IncidentFilter) -> Any:
    """Whatever statistics can say of a selection."""
    seen = overview(chosen, totals.shown_with("injured"))
    count = seen.whole.incidents
    return {
        "totals": totals.totals(chosen),
        "months": totals.monthly_totals(chosen),
        "spots": totals.spots(chosen, WANTED),
        "by": {name: totals.totals_by(chosen, name) for name in ("weapons", "actors", "grade", "dataset", "admin1")},
        "overview": seen,
        "largest": _few(chosen),
        "coverage": provenance.coverage(chosen),
        "data_hash": provenance.data_hash(chosen),
        "largest months": {name: totals.largest_months(chosen.rows(), name, "killed", "total") for name in PARTED},
        "outside": totals.counted(chosen.rows_outside_period()),
        "pages": [
            [row.pk for row in order(chosen.rows(), count)[at : at + 7]]
            for order in (Listing, ListingByCode)
            for at in (0, 7, max(count - 7, 0))
        ],
        "all by code": [row.pk for row in by_code(chosen.rows())],
        "ranked": totals.ranked_places(chosen),
        "places": list(totals.in_full(chosen, totals.ranked_places(chosen).ids)),
    }


def main_figures(chosen: IncidentFilter) -> Any:
    """What few questions say: every figure of the whole, the page of the dashboard, and the hash of the rows."""
    return totals.totals(chosen), overview(chosen, WANTED, places=3, areas=1), provenance.data_hash(chosen)


def _few(chosen: IncidentFilter) -> Any:
    few = overview(chosen, WANTED, places=2)
    return few.villages, few.areas, few.village_count, few.area_count, few.most, few.unlocated, few.whole


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Of each question that was put to the copy since, whether the copy answered it."""
    found: list[bool] = []
    made = answering._made

    def listened(*args: Any, **options: Any) -> Any:
        answer = made(*args, **options)
        if settings.READING_COPY_FROM:
            found.append(answer is not None)
        return answer

    monkeypatch.setattr(answering, "_made", listened)
    return found
