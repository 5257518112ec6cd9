"""Taking a report is a courtesy, no lock: it runs out, it can be taken over, and everybody concerned is told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.utils import timezone

from incidents.models.audit import AuditEvent
from incidents.models.desk.change import DeskChange
from incidents.models.desk.report import Report
from incidents.review import decisions
from incidents.review.conflicts import ReviewConflict
from incidents.review.taking import HELD_FOR, holding_of, keep_hold, release_report, take_over_report, take_report
from tests.review.cast import candidates_of, claim_of
from tests.review.pages import LANGUAGES, address, form_data, text_of

At = Callable[[str], Client]


def let_time_pass(report: Report, *, minutes: float) -> None:
    moment = timezone.now() - timedelta(minutes=minutes)
    Report.objects.filter(pk=report.pk).update(taken_at=moment)
    report.refresh_from_db()


def test_hold_runs_out(seed: Report) -> None:
    take_report(seed, by="amal")
    let_time_pass(seed, minutes=29)
    assert holding_of(seed, "basel").holder == "amal"
    with pytest.raises(ReviewConflict, match="amal"):
        take_report(seed, by="basel")
    let_time_pass(seed, minutes=31)
    assert holding_of(seed, "amal").holder == ""
    take_report(seed, by="basel")
    seed.refresh_from_db()
    assert (seed.taken_by, seed.taken_from) == ("basel", ""), "nothing was taken over: it was free"


def test_taking_again_lets_ones_own_hold_go_on(seed: Report) -> None:
    take_report(seed, by="amal")
    let_time_pass(seed, minutes=20)
    take_report(seed, by="amal")
    seed.refresh_from_db()
    assert timezone.now() - seed.taken_at < timedelta(minutes=1)  # type: ignore[operator]


def test_a_hold_that_ran_out_does_not_go_on_by_itself(seed: Report) -> None:
    take_report(seed, by="amal")
    let_time_pass(seed, minutes=31)
    assert keep_hold(seed, by="amal") is False


def test_a_hold_that_goes_on_is_signed_in_the_history(seed: Report) -> None:
    take_report(seed, by="amal")
    with connection.cursor() as cursor:  # the test runs in one transaction: forget who signed before
        cursor.execute("SELECT set_config('harmwatch.by', '', true)")
    keep_hold(seed, by="amal")
    last = DeskChange.objects.filter(table="incidents_report", row=seed.pk).order_by("pk").last()
    assert last is not None
    assert (last.by, list(last.changed)) == ("amal", ["taken_at"])


def test_taking_over_says_from_whom(seed: Report) -> None:
    take_report(seed, by="amal")
    take_over_report(seed, by="basel", holder="amal")
    seed.refresh_from_db()
    mine, lost, other = (holding_of(seed, name) for name in ("basel", "amal", "dima"))
    assert (mine.holder, mine.is_mine, mine.taken_from) == ("basel", True, "amal")
    assert (lost.was_mine, lost.is_mine, other.was_mine, other.holder) == (True, False, False, "basel")
    line = AuditEvent.objects.get(action="take_over_report")
    assert (line.by, line.subject, line.changes) == ("basel", f"report {seed.pk}", {"taken_by": ["amal", "basel"]})


def test_taking_over_from_somebody_who_no_longer_holds_it(seed: Report) -> None:
    take_report(seed, by="amal")
    take_over_report(seed, by="basel", holder="amal")
    with pytest.raises(ReviewConflict, match="basel"):
        take_over_report(seed, by="dima", holder="amal")
    release_report(seed, by="basel")
    take_over_report(seed, by="dima", holder="basel")
    seed.refresh_from_db()
    assert (seed.taken_by, seed.taken_from) == ("dima", "")


@pytest.mark.parametrize("holder", ["", "basel", "nobody"])
def test_taking_over_what_one_holds_or_nobody_held_is_taking(seed: Report, holder: str) -> None:
    take_report(seed, by="basel")
    take_over_report(seed, by="basel", holder=holder)
    seed.refresh_from_db()
    assert (seed.taken_by, seed.taken_from) == ("basel", "")
    assert not AuditEvent.objects.exists()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["reviewer", "editor", "administrator"])
def test_taking_over_by_form_warns_both(at_desk: At, seed: Report, name: str, language: str) -> None:
    take_report(seed, by="amal")
    page = at_desk(name).get(address("report", seed.pk, language=language)).content.decode()
    assert 'name="holder" value="amal"' in page
    path = address("decide_report", seed.pk, language=language)
    shown = at_desk(name).post(path, {"move": "take_over", "holder": "amal"}, follow=True)
    assert "amal" in text_of(shown), "who took it is told from whom"
    assert shown.context["holding"].is_mine
    other = "editor" if name == "reviewer" else "reviewer"
    Report.objects.filter(pk=seed.pk).update(taken_from=other)
    warned = at_desk(other).get(address("report", seed.pk, language=language))
    assert warned.context["holding"].was_mine
    assert name in text_of(warned), "who had it is told who took it"


@pytest.mark.parametrize("move", ["take", "take_over", "release"])
@pytest.mark.parametrize("name", ["visitor", ""])
def test_nobody_else_takes_or_lets_go(at_desk: At, seed: Report, move: str, name: str) -> None:
    take_report(seed, by="amal")
    response = at_desk(name).post(address("decide_report", seed.pk), {"move": move, "holder": "amal"})
    assert response.status_code == (403 if name else 302)
    seed.refresh_from_db()
    assert seed.taken_by == "amal"


def test_every_act_lets_the_hold_go_on(at_desk: At, seed: Report) -> None:
    take_report(seed, by="reviewer")
    let_time_pass(seed, minutes=29)
    first = candidates_of(seed)[0]
    at_desk("reviewer").post(address("decide_candidate", first.pk), form_data(first, move="save"))
    seed.refresh_from_db()
    assert timezone.now() - seed.taken_at < timedelta(minutes=1)  # type: ignore[operator]


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_decides_without_the_hold_is_told_of_the_holder(at_desk: At, seed: Report, language: str) -> None:
    take_report(seed, by="amal")
    first = candidates_of(seed)[0]
    path = address("decide_candidate", first.pk, language=language)
    shown = at_desk("reviewer").post(path, form_data(first, move="accept"), follow=True)
    assert any("amal" in str(message) for message in shown.context["messages"])
    first.refresh_from_db()
    assert first.decision == "accepted", "a hold is no lock"


def test_a_report_that_is_done_with_is_nobodys(seed: Report) -> None:
    take_report(seed, by="amal")
    for candidate in candidates_of(seed):
        decisions.reject(candidate, by="amal")
    decisions.reject(claim_of(seed), by="amal")
    seed.refresh_from_db()
    assert (seed.state, seed.taken_by, seed.taken_at) == ("reviewed", "", None)


@pytest.mark.parametrize("values", [{"taken_by": "amal"}, {"taken_at": timezone.now()}, {"taken_from": "amal"}])
def test_facts_of_a_hold_are_tied(seed: Report, values: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Report.objects.filter(pk=seed.pk).update(**values)


def test_half_an_hour_is_what_the_page_says(at_desk: At, seed: Report) -> None:
    at_desk("reviewer").post(address("decide_report", seed.pk), {"move": "take"})
    holding = at_desk("reviewer").get(address("report", seed.pk)).context["holding"]
    assert holding.until - holding.since == HELD_FOR == timedelta(minutes=30)
