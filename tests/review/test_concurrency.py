"""Two reviewers at the same moment: one wins, the other is told, nothing is lost."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection, transaction

from incidents.models.audit import AuditEvent
from incidents.models.desk.candidate import Candidate, Decision
from incidents.models.desk.correction import CorrectionRequest
from incidents.models.desk.incident import Incident
from incidents.models.desk.reading import Reading
from incidents.models.desk.report import Report, ReportState
from incidents.models.desk.urgency import measure_reading
from incidents.models.record.answer import PublishedAnswer
from incidents.models.record.incident import PublishedIncident
from incidents.review import corrections, decisions, publication
from incidents.review.conflicts import ReviewConflict
from incidents.review.taking import holder_of, release_report, take_over_report, take_report
from incidents.review.tasks import weigh_reports
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
    results = at_once(lambda: decisions.accept_candidate(stale, by="amal"), lambda: decisions.reject(stale, by="basel"))
    assert sum(isinstance(result, ReviewConflict) for result in results) == 1
    decided = Candidate.objects.get(pk=stale.pk)
    assert (decided.decision == Decision.ACCEPTED) == Incident.objects.exists()


def test_two_decide_the_last_two_of_a_report(seed: Report) -> None:
    first, second = candidates_of(seed)
    decisions.reject(claim_of(seed), by="amal")
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


def test_two_take_the_same_report(seed: Report) -> None:
    results = at_once(lambda: take_report(seed, by="amal"), lambda: take_report(seed, by="basel"))
    (told,) = [result for result in results if isinstance(result, ReviewConflict)]
    seed.refresh_from_db()
    assert {told.who} == {seed.taken_by} <= {"amal", "basel"}


def test_two_take_the_same_report_over_from_a_third(seed: Report) -> None:
    take_report(seed, by="amal")
    results = at_once(
        lambda: take_over_report(seed, by="basel", holder="amal"),
        lambda: take_over_report(seed, by="dima", holder="amal"),
    )
    (told,) = [result for result in results if isinstance(result, ReviewConflict)]
    seed.refresh_from_db()
    assert {told.who} == {seed.taken_by} <= {"basel", "dima"}
    assert seed.taken_from == "amal"
    assert AuditEvent.objects.filter(action="take_over_report").count() == 1


def test_one_takes_over_while_the_other_lets_go(seed: Report) -> None:
    take_report(seed, by="amal")
    results = at_once(
        lambda: take_over_report(seed, by="basel", holder="amal"), lambda: release_report(seed, by="amal")
    )
    assert results == [None, None]
    seed.refresh_from_db()
    assert holder_of(seed) == "basel"


def test_one_decides_while_the_other_takes_over(seed: Report) -> None:
    """A hold is no lock: the decision stands, whoever holds the report after it."""
    take_report(seed, by="amal")
    at_once(
        lambda: decisions.accept_candidate(candidates_of(seed)[0], by="amal"),
        lambda: take_over_report(seed, by="basel", holder="amal"),
    )
    seed.refresh_from_db()
    assert (Incident.objects.count(), holder_of(seed)) == (1, "basel")


def test_two_reopen_the_same_request(seed: Report) -> None:
    incident = decisions.accept_candidate(candidates_of(seed)[0], by="amal")
    publication.publish_incident(incident, by="editor")
    asked = CorrectionRequest.objects.create(code=incident.code, about_version=1, text="Ten.", fingerprint="f")
    corrections.decline_correction(asked, by="amal", answer="Eleven are named.")
    results = at_once(
        *[lambda name=name: corrections.publish_answer(asked, by=name) for name in ("editor", "administrator")]
    )
    assert sum(isinstance(result, ReviewConflict) for result in results) == 1
    results = at_once(
        *[lambda name=name: corrections.reopen_correction(asked, by=name, reason="x") for name in ("editor", "dima")]
    )
    assert sum(isinstance(result, ReviewConflict) for result in results) == 1
    assert list(PublishedAnswer.objects.values_list("number", "kind")) == [(1, "declined"), (1, "reopened")]


def test_two_answers_of_one_incident_get_numbers_of_their_own(seed: Report) -> None:
    incident = decisions.accept_candidate(candidates_of(seed)[0], by="amal")
    publication.publish_incident(incident, by="editor")
    rows = [
        CorrectionRequest.objects.create(code=incident.code, about_version=1, text=text, fingerprint=text)
        for text in ("Ten.", "Nine.")
    ]
    for row in rows:
        corrections.decline_correction(row, by="amal", answer="Eleven are named.")
    at_once(*[lambda row=row: corrections.publish_answer(row, by="editor") for row in rows])
    assert sorted(PublishedAnswer.objects.values_list("number", flat=True)) == [1, 2]


def test_two_publish_two_reports_of_one_place(seed: Report, second_report: Report) -> None:
    """Publishing weighs the reports of its place anew, and each of the two holds one of them."""

    def accept_and_publish(report: Report, by: str) -> Any:
        with transaction.atomic():
            incident = decisions.accept_candidate(candidates_of(report)[0], by=by)
            return publication.publish_incident(incident, by=by)

    for reading in Reading.objects.all():
        measure_reading(reading)
    results = at_once(
        lambda: accept_and_publish(seed, "editor"), lambda: accept_and_publish(second_report, "administrator")
    )
    assert all(isinstance(result, PublishedIncident) for result in results), results
    weigh_reports()
    seed.refresh_from_db()
    assert seed.contradicts, "one of the two says eleven, the other twelve, and the rest of the statement waits"


def test_weighing_waits_for_nobody(seed: Report) -> None:
    measure_reading(Reading.objects.get())
    before = Report.objects.get().ahead
    Report.objects.update(ahead=0)
    with transaction.atomic():
        Report.objects.select_for_update().get()
        (number,) = at_once(weigh_reports)
        assert number == 1
    assert Report.objects.get().ahead == 0, "somebody held it: it was passed over"
    weigh_reports()
    assert Report.objects.get().ahead == before > 0
