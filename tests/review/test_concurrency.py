"""Two reviewers at the same moment: one wins, the other is told, nothing is lost."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from incidents.models.desk.candidate import Candidate, Decision
from incidents.models.desk.incident import Incident
from incidents.models.desk.report import Report, ReportState
from incidents.models.record.incident import PublishedIncident
from incidents.review import decisions, publication
from incidents.review.conflicts import ReviewConflict
from tests.review.cast import candidates_of, claim_of

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """Run the acts at the same moment, each on a connection of its own; returns results or exceptions, in order."""
    gate = Barrier(len(acts))

    def one(act: Callable[[], Any]) -> Any:
        gate.wait()
        try:
            return act()
        except ReviewConflict as conflict:
            return conflict
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(one, acts))


def test_two_accept_the_same_candidate(seed: Report) -> None:
    stale = candidates_of(seed)[0]
    results = at_once(
        lambda: decisions.accept_candidate(stale, by="amal"), lambda: decisions.accept_candidate(stale, by="basel")
    )
    won = [result for result in results if isinstance(result, Incident)]
    told = [result for result in results if isinstance(result, ReviewConflict)]
    assert (len(won), len(told), Incident.objects.count()) == (1, 1, 1)
    assert told[0].who == Candidate.objects.get(pk=stale.pk).decided_by


def test_one_accepts_while_the_other_rejects(seed: Report) -> None:
    stale = candidates_of(seed)[0]
    results = at_once(
        lambda: decisions.accept_candidate(stale, by="amal"), lambda: decisions.reject_candidate(stale, by="basel")
    )
    assert sum(isinstance(result, ReviewConflict) for result in results) == 1
    decided = Candidate.objects.get(pk=stale.pk)
    assert (decided.decision == Decision.ACCEPTED) == Incident.objects.exists()


def test_two_decide_the_last_two_of_a_report(seed: Report) -> None:
    first, second = candidates_of(seed)
    decisions.reject_claim(claim_of(seed), by="amal")
    at_once(
        lambda: decisions.accept_candidate(first, by="amal"), lambda: decisions.accept_candidate(second, by="basel")
    )
    seed.refresh_from_db()
    assert seed.state == ReportState.REVIEWED
    assert sorted(Incident.objects.values_list("code", flat=True)) == ["SY-2023-0001", "SY-2023-0002"]


def test_two_link_reports_to_one_incident(seed: Report, second_report: Report) -> None:
    incident = decisions.accept_candidate(candidates_of(seed)[0], by="amal")
    other = candidates_of(second_report)[0]
    results = at_once(
        lambda: decisions.accept_candidate(other, by="amal", incident=incident),
        lambda: decisions.accept_candidate(other, by="basel", incident=incident),
    )
    assert sum(isinstance(result, ReviewConflict) for result in results) == 1
    assert incident.accepted_figures.get(outcome="killed", group="total").basis.count() == 2


def test_two_publish_the_same_incident(seed: Report) -> None:
    incident = decisions.accept_candidate(candidates_of(seed)[0], by="amal")
    at_once(*[lambda: publication.publish_incident(incident, by="editor")] * 2)
    assert PublishedIncident.objects.count() == 1


def test_two_reject_the_same_report(seed: Report) -> None:
    results = at_once(
        lambda: decisions.reject_report(seed, by="amal", reason="off topic"),
        lambda: decisions.reject_report(seed, by="basel", reason="off topic"),
    )
    assert sum(isinstance(result, ReviewConflict) for result in results) == 1
