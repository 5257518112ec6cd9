"""The status page: each state a submission can be in, and what its holder can do about it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone, translation
from django.utils.translation import gettext
from pytest_django import DjangoAssertNumQueries

from incidents.figures import Bounds
from incidents.intake.submissions import LONGEST_REMARKS
from incidents.models.desk.candidate import Candidate
from incidents.models.desk.claim import ReportedClaim
from incidents.models.desk.incident import Incident
from incidents.models.desk.reading import Reading
from incidents.models.desk.report import Report, ReportState
from incidents.models.desk.submission import Submission
from incidents.record.door import publish, publish_claim, withdraw
from incidents.record.entries import ClaimEntry, IncidentEntry
from tests.intake.conftest import CODE, make_submission

pytestmark = pytest.mark.django_db

Ask = Callable[..., Any]


def step(response: Any) -> str:
    """The step that a status page shows."""
    found = re.search(r'data-step="(\w+)"', response.content.decode())
    assert found, response.content.decode()
    return found[1]


def read(report: Report) -> Reading:
    """As the worker leaves it."""
    Report.objects.filter(pk=report.pk).update(state=ReportState.PARSED)
    return Reading.objects.create(report=report, parser_version="1", language="ar", took_ms=1)


def decide(report: Report, state: str, *, reason: str = "") -> None:
    """As a reviewer closes it."""
    Report.objects.filter(pk=report.pk).update(
        state=state, decided_by="reviewer", decided_at=timezone.now(), decision_reason=reason
    )


def accept(reading: Reading, code: str, ordinal: int = 0) -> Incident:
    """As a reviewer accepts a candidate into an incident."""
    incident, _ = Incident.objects.get_or_create(code=code)
    Candidate.objects.create(
        reading=reading,
        ordinal=ordinal,
        decision="accepted",
        decided_by="reviewer",
        decided_at=timezone.now(),
        incident=incident,
    )
    return incident


def entry(code: str, **fields: Any) -> IncidentEntry:
    return IncidentEntry(code=code, figures={("killed", "total"): Bounds(3, None, 3)}, **fields)


def test_report_just_received(submission: Submission, show: Ask, language: str) -> None:
    assert step(show(language)) == "received"


@pytest.mark.parametrize("state", [ReportState.PARSED, ReportState.FAILED])
def test_report_waiting_for_a_reviewer(submission: Submission, show: Ask, language: str, state: str) -> None:
    Report.objects.update(state=state)
    assert step(show(language)) == "read"


def test_report_under_review(submission: Submission, show: Ask, language: str) -> None:
    reading = read(submission.report)
    Candidate.objects.create(reading=reading, ordinal=0, decision="rejected", decided_by="r", decided_at=timezone.now())
    assert step(show(language)) == "under_review"


def test_report_accepted_and_not_public_yet(submission: Submission, show: Ask, language: str) -> None:
    accept(read(submission.report), "SY-2024-0001")
    decide(submission.report, ReportState.REVIEWED)
    response = show(language)
    assert step(response) == "under_review"
    assert "SY-2024-0001" in response.content.decode()
    assert "/incidents/SY-2024-0001/" not in response.content.decode()


def test_report_published_links_to_its_incidents(submission: Submission, show: Ask, language: str) -> None:
    reading = read(submission.report)
    for ordinal, code in enumerate(["SY-2024-0001", "SY-2024-0002"]):
        accept(reading, code, ordinal)
    publish(entry("SY-2024-0001"), by="editor")
    decide(submission.report, ReportState.REVIEWED)
    response = show(language)
    page = response.content.decode()
    assert step(response) == "published"
    assert f'href="/{language}/incidents/SY-2024-0001/"' in page
    assert f'href="/{language}/incidents/SY-2024-0002/"' not in page
    assert "SY-2024-0002" in page


def test_report_published_as_a_claimed_total(submission: Submission, show: Ask, language: str) -> None:
    ReportedClaim.objects.create(
        reading=read(submission.report),
        ordinal=0,
        code="SY-2024-C001",
        decision="accepted",
        decided_by="r",
        decided_at=timezone.now(),
    )
    publish_claim(ClaimEntry(code="SY-2024-C001", figures={("killed", "total"): Bounds(9, None, 9)}), by="editor")
    response = show(language)
    assert step(response) == "published"
    assert "SY-2024-C001" in response.content.decode()


def test_report_merged_into_another_incident_leads_there(submission: Submission, show: Ask, language: str) -> None:
    accept(read(submission.report), "SY-2024-0002")
    publish(entry("SY-2024-0002"), by="editor")
    withdraw("SY-2024-0002", by="editor", reason="the same as SY-2024-0001")
    publish(entry("SY-2024-0001", previous_codes=("SY-2024-0002",)), by="editor")
    response = show(language)
    assert step(response) == "published"
    assert f'href="/{language}/incidents/SY-2024-0001/"' in response.content.decode()


def test_report_of_an_incident_that_others_told_of_too_says_so(
    submission: Submission, show: Ask, language: str
) -> None:
    accept(read(submission.report), "SY-2024-0001")
    publish(entry("SY-2024-0001"), by="editor")
    with translation.override(language):
        said = gettext("(together with other reports of the same incident)")
    assert said not in show(language).content.decode()
    accept(read(make_submission("another text of the same attack", code="9" * 16).report), "SY-2024-0001")
    assert said in show(language).content.decode()


def test_report_whose_incident_was_withdrawn_says_why(submission: Submission, show: Ask, language: str) -> None:
    accept(read(submission.report), "SY-2024-0001")
    publish(entry("SY-2024-0001"), by="editor")
    withdraw("SY-2024-0001", by="editor", reason="those killed were fighters")
    decide(submission.report, ReportState.REVIEWED)
    response = show(language)
    assert step(response) == "reviewed"
    assert "those killed were fighters" in response.content.decode()


def test_report_reviewed_without_anything_public(submission: Submission, show: Ask, language: str) -> None:
    read(submission.report)
    decide(submission.report, ReportState.REVIEWED)
    assert step(show(language)) == "reviewed"


def test_report_rejected_says_why(submission: Submission, show: Ask, language: str) -> None:
    decide(submission.report, ReportState.REJECTED, reason="<b>not about harm to civilians</b>")
    response = show(language)
    assert step(response) == "rejected"
    assert "&lt;b&gt;not about harm to civilians&lt;/b&gt;" in response.content.decode()


def test_withdrawing_needs_the_tick(submission: Submission, show: Ask, language: str) -> None:
    response = show(language, action="withdraw")
    submission.refresh_from_db()
    assert response.status_code == 422
    assert 'id="sure-error"' in response.content.decode()
    assert submission.withdrawn_at is None
    assert submission.remark == "my cousin saw it"


def test_withdrawn_report_shows_when_and_offers_nothing_more(submission: Submission, show: Ask, language: str) -> None:
    response = show(language, action="withdraw", sure="yes")
    page = response.content.decode()
    submission.refresh_from_db()
    assert step(response) == "withdrawn"
    assert (submission.remark, submission.place_hint, submission.attachments.count()) == ("", "", 0)
    assert 'value="withdraw"' not in page
    assert 'value="correct"' not in page
    assert Report.objects.get().text


def test_withdrawing_twice_changes_nothing(submission: Submission, show: Ask) -> None:
    show(action="withdraw", sure="yes")
    first = Submission.objects.get().withdrawn_at
    show(action="withdraw", sure="yes")
    assert Submission.objects.get().withdrawn_at == first


def test_correction_is_added_below_the_remark_with_its_day(submission: Submission, show: Ask, language: str) -> None:
    show(language, action="correct", remark="it was the <eastern> quarter\x00")
    response = show(language, action="correct", remark="and four were injured")
    submission.refresh_from_db()
    day = timezone.localdate().isoformat()
    assert submission.remark == (
        f"my cousin saw it\n\n[{day}] it was the <eastern> quarter\n\n[{day}] and four were injured"
    )
    assert response.status_code == 200
    assert "four were injured" not in response.content.decode()  # what is private is not shown again


@pytest.mark.parametrize("remark", ["", " \n", "\x00", "ن" * LONGEST_REMARKS])
def test_correction_that_cannot_be_taken_says_why_and_keeps_the_words(
    submission: Submission, show: Ask, language: str, remark: str
) -> None:
    response = show(language, action="correct", remark=remark)
    submission.refresh_from_db()
    assert response.status_code == 422
    assert 'id="remark-error"' in response.content.decode()
    assert remark.strip("\x00") in response.content.decode()
    assert submission.remark == "my cousin saw it"


def test_correction_of_a_withdrawn_report_is_refused(submission: Submission, show: Ask, language: str) -> None:
    show(language, action="withdraw", sure="yes")
    show(language, action="correct", remark="too late")
    submission.refresh_from_db()
    assert submission.remark == ""


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("", "Type the 16 digits of your receipt."),
        ("1234 5678", "A receipt has 16 digits; you typed %(count)s."),
        ("my receipt", "A receipt has digits only, %(digits)s of them."),
        ("8765432187654321", "No report has this receipt. Compare each digit with what you saved."),
    ],
)
def test_wrong_receipt_is_told_clearly(
    submission: Submission, client: Client, language: str, typed: str, message: str
) -> None:
    response = client.post(f"/{language}/status/", {"code": typed})
    with translation.override(language):
        said = gettext(message) if "%(count)s" not in message else "8"
    assert response.status_code == 422
    assert (said % {"digits": 16} if "%(digits)s" in said else said) in response.content.decode()
    assert "data-step" not in response.content.decode()


def test_receipt_typed_in_arabic_digits_and_groups_is_found(submission: Submission, client: Client) -> None:
    response = client.post("/ar/status/", {"code": "١٢٣٤ ٥٦٧٨-١٢٣٤ ٥٦٧٨"})
    assert step(response) == "received"
    assert response["Cache-Control"] == "no-store"


def test_status_says_nothing_of_what_was_sent(submission: Submission, show: Ask, language: str) -> None:
    page = show(language).content.decode()
    assert submission.report.text not in page
    assert "my cousin saw it" not in page
    assert "behind the mosque" not in page


def test_status_asks_the_database_as_often_for_many_incidents(
    submission: Submission, show: Ask, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    reading = read(submission.report)
    for number in range(12):
        accept(reading, f"SY-2024-{number:04d}", number)
        publish(entry(f"SY-2024-{number:04d}"), by="editor")
    with django_assert_max_num_queries(6):
        page = show("en").content.decode()
    assert page.count("/en/incidents/SY-2024-") == 12


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
@pytest.mark.parametrize("address", ["submit/", "status/", "safety/", "submit/saved/"])
def test_other_methods_are_refused(client: Client, method: str, address: str) -> None:
    assert getattr(client, method)(f"/en/{address}").status_code == 405


def test_code_is_never_part_of_an_address(submission: Submission, show: Ask, language: str) -> None:
    page = show(language).content.decode()
    assert not re.search(rf'(?:href|action)="[^"]*{CODE[:8]}', page)
