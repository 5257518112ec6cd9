"""A report that its submitter took back: marked wherever it is met, and published from only on purpose."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from incidents.models.desk.report import Report
from incidents.models.desk.submission import Submission
from incidents.models.record.claim import PublishedClaim
from incidents.models.record.incident import PublishedIncident
from incidents.review import decisions, publication
from tests.review.cast import candidates_of, claim_of
from tests.review.pages import LANGUAGES, address, form_data

At = Callable[[str], Client]


@pytest.fixture
def taken_back(seed: Report) -> Report:
    """The statement on two attacks, withdrawn by whoever sent it in."""
    Submission.objects.filter(report=seed).update(withdrawn_at=timezone.now(), remark="", place_hint="")
    return seed


@pytest.mark.parametrize("language", LANGUAGES)
def test_queue_and_report_page_mark_it(at_desk: At, taken_back: Report, second_report: Report, language: str) -> None:
    client = at_desk("editor")
    queue = client.get(address("queue", language=language))
    assert [line.withdrawn for line in queue.context["lines"]] == [True, False]
    assert queue.content.decode().count('class="taken-back"') == 1
    page = client.get(address("report", taken_back.pk, language=language)).content.decode()
    assert "taken-back" in page
    assert page.count('name="though_withdrawn"') == 3  # two incidents and a claim
    other = client.get(address("report", second_report.pk, language=language)).content.decode()
    assert "taken-back" not in other
    assert "though_withdrawn" not in other


def test_publishing_from_the_report_page_needs_the_tick(at_desk: At, taken_back: Report) -> None:
    first, editor = candidates_of(taken_back)[0], at_desk("editor")
    path = address("decide_candidate", first.pk)
    refused = editor.post(path, form_data(first, move="publish"))
    assert refused.status_code == 422
    assert "withdrew report" in refused.content.decode()
    first.refresh_from_db()
    assert (first.decision, PublishedIncident.objects.count()) == ("pending", 0)
    editor.post(path, form_data(first, move="publish") | {"though_withdrawn": "yes"})
    assert PublishedIncident.objects.count() == 1


def test_publishing_a_claim_needs_the_tick(at_desk: At, taken_back: Report) -> None:
    claim = claim_of(taken_back)
    decisions.accept_claim(claim, by="amal")
    path = address("decide_claim", claim.pk)
    at_desk("editor").post(path, {"move": "republish"})
    assert not PublishedClaim.objects.exists()
    at_desk("editor").post(path, {"move": "republish", "though_withdrawn": "yes"})
    assert PublishedClaim.objects.count() == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_incident_page_names_the_report_and_needs_the_tick(at_desk: At, taken_back: Report, language: str) -> None:
    incident = decisions.accept_candidate(candidates_of(taken_back)[0], by="amal")
    path = address("incident", incident.code, language=language)
    page = at_desk("editor").get(path)
    assert page.context["taken_back"] == [taken_back]
    assert page.content.decode().count('name="though_withdrawn"') == 1
    at_desk("editor").post(address("decide_incident", incident.code, language=language), {"move": "publish"})
    assert not PublishedIncident.objects.exists()


def test_publish_incident_without_saying_so_raises(taken_back: Report) -> None:
    incident = decisions.accept_candidate(candidates_of(taken_back)[0], by="amal")
    with pytest.raises(ValidationError, match=str(taken_back.pk)):
        publication.publish_incident(incident, by="editor")


@pytest.mark.parametrize(("language", "words"), [("en", "submitter sees this reason"), ("ar", "report-reason-hint")])
def test_report_page_says_who_reads_the_reason(at_desk: At, seed: Report, language: str, words: str) -> None:
    assert words in at_desk("reviewer").get(address("report", seed.pk, language=language)).content.decode()
