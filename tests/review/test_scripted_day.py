"""A day at the desk: 60 reports received, read by the real parser, decided in a real browser by keys alone."""

from __future__ import annotations

import json
import re
import time
from collections import Counter
from collections.abc import Iterator
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db.models import Count
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from incidents.gazetteer.loading import load_gazetteer
from incidents.intake.reader import READ, read_stored
from incidents.intake.receive import receive_report
from incidents.models.audit import AuditEvent
from incidents.models.desk.candidate import Candidate, Decision
from incidents.models.desk.claim import ReportedClaim
from incidents.models.desk.incident import Incident
from incidents.models.desk.report import Report, ReportOrigin, ReportState
from incidents.models.record.incident import PublishedIncident
from incidents.review.queue import QueueFilter, queued
from tests.review.test_browser import enter

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
BENCHMARK = Path(__file__).parents[2] / "benchmark"
SHARES = {"ar": 36, "en": 24}
MOST_KEYS = 4
ON_A_REPORT = re.compile(r"/desk/(?:reports|candidates|period-claims)/(\d+)/")


def benchmark_reports() -> Iterator[dict[str, Any]]:
    for language, share in SHARES.items():
        with (BENCHMARK / f"reports_{language}.jsonl").open(encoding="utf-8") as lines:
            yield from islice(map(json.loads, lines), share)


@pytest.fixture
def waiting(db: None) -> list[Report]:
    """Sixty reports as they wait in the morning."""
    load_gazetteer(by="test")
    for each in benchmark_reports():
        report = receive_report(
            text=each["text"],
            publisher=each["id"],
            published_on=date.fromisoformat(each["published_on"]) if each["published_on"] else None,
            origin=ReportOrigin.FORM,
        )
        assert read_stored(report.pk) == READ
    return list(Report.objects.order_by("received_at", "pk"))


def clear_ones(reports: list[Report]) -> set[int]:
    """Reports of one placed and dated incident, without claims and without warnings."""
    counted = Report.objects.filter(pk__in=[report.pk for report in reports]).annotate(
        incidents=Count("readings__candidates", distinct=True),
        claims=Count("readings__claims", distinct=True),
        flags=Count("readings__flags", distinct=True),
    )
    one = counted.filter(incidents=1, claims=0, flags=0, readings__candidates__place__isnull=False)
    return set(one.filter(readings__candidates__date_start__isnull=False).values_list("pk", flat=True))


def report_at(page: Page) -> int | None:
    """The report that the page shows, also where a form came back with a message."""
    if not ON_A_REPORT.search(page.url):
        return None
    title = page.locator("h1").inner_text()
    return int(re.findall(r"\d+", title)[0])


def next_key(page: Page) -> str:
    """What a reviewer who agrees with the parser presses: accept, reject what cannot be accepted, close the rest."""
    if page.locator("[data-card].current button[data-key=a]").count():
        return "x" if page.locator("[data-card].current .errorlist").count() else "a"
    if page.locator("button[data-key=r]").count():
        return "r"
    return "n"


def test_a_day_by_keys_alone(
    page: Page, live_server: LiveServer, accounts: dict[str, User], waiting: list[Report], capsys: Any
) -> None:
    clear = clear_ones(waiting)
    enter(page, live_server, accounts["reviewer"])
    page.set_viewport_size({"width": 1440, "height": 900})
    presses: Counter[int] = Counter()
    page.goto(f"{live_server.url}/ar/desk/")
    began = time.monotonic()
    page.keyboard.press("j")
    with page.expect_navigation(wait_until="domcontentloaded"):
        page.keyboard.press("Enter")
    first = report_at(page)
    assert first == queued(QueueFilter()).values_list("pk", flat=True)[0]
    presses[first] = 1  # the Enter that opened it; those after open by themselves
    while (report := report_at(page)) is not None and sum(presses.values()) < 10 * len(waiting):
        key = next_key(page)
        presses[report] += 1
        with page.expect_navigation(wait_until="domcontentloaded"):
            page.keyboard.press(key)
    took = time.monotonic() - began

    assert set(Report.objects.values_list("state", flat=True)) == {ReportState.REVIEWED}
    assert not Candidate.objects.filter(decision=Decision.PENDING).exists()
    assert not ReportedClaim.objects.filter(decision=Decision.PENDING).exists()
    assert set(Report.objects.values_list("decided_by", flat=True)) == {"reviewer"}
    accepted = Candidate.objects.filter(decision=Decision.ACCEPTED, reading__report__in=clear)
    with capsys.disabled():
        print(
            f"\nscripted day: {len(waiting)} reports in {took:.0f} s, {sum(presses.values())} keys, {len(clear)} clear "
            f"({accepted.count()} accepted, at most {max(presses[pk] for pk in clear)} keys), "
            f"{Incident.objects.count()} incidents, most keys for one report {max(presses.values())}"
        )
    assert len(clear) >= 10, "too few clear reports to say anything"
    assert accepted.count() == len(clear)
    assert max(presses[pk] for pk in clear) <= MOST_KEYS
    assert AuditEvent.objects.filter(action="accept_candidate", by="reviewer").count() >= len(clear)
    assert not PublishedIncident.objects.exists(), "a reviewer publishes nothing"
