"""What the public learns of requests for correction: dated decisions through the door, and never who asked."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from incidents.models.audit import AuditEvent
from incidents.models.desk.candidate import Decision
from incidents.models.desk.change import DeskChange
from incidents.models.desk.correction import CorrectionRequest
from incidents.models.desk.incident import Incident
from incidents.models.desk.report import Report
from incidents.models.record.answer import PublishedAnswer
from incidents.record import answers, door
from incidents.record.entries import AnswerEntry
from incidents.review import corrections, decisions, mergers, publication
from incidents.review.conflicts import ReviewConflict
from incidents.review.tasks import erase_replies
from tests.review.cast import candidates_of
from tests.review.pages import LANGUAGES, address, text_of
from tests.review.test_corrections import ANSWER, REPLY, WORDS, ask, asked, change_grade, incident

__all__ = ["asked", "incident"]
At = Callable[[str], Client]
DECLINED = "Both statements name eleven."
SUMMARY = "That ten were killed."


def public_page(client: Client, code: str, language: str = "en", query: str = "") -> str:
    return client.get(f"/{language}/incidents/{code}/{query}").content.decode()


def decline(request: CorrectionRequest, *, by: str = "amal", publicly: bool = True) -> None:
    corrections.decline_correction(request, by=by, answer=DECLINED, summary=SUMMARY)
    if publicly:
        corrections.publish_answer(request, by="editor")
    request.refresh_from_db()


# Declining


@pytest.mark.parametrize("language", LANGUAGES)
def test_declined_request_is_public_dated_with_its_reason_and_nothing_private(
    client: Client, asked: CorrectionRequest, language: str
) -> None:
    decline(asked)
    row = PublishedAnswer.objects.get()
    assert (row.code, row.number, row.kind, row.answer, row.summary) == (asked.code, 1, "declined", DECLINED, SUMMARY)
    assert row.decided_on == timezone.localdate()
    page = public_page(client, asked.code, language)
    assert DECLINED in page
    assert SUMMARY in page
    assert "SECRET" not in page
    assert asked.received_at.isoformat()[:16] not in page
    assert "amal" not in page


def test_nothing_private_can_pass_the_door() -> None:
    """An allow-list by construction: there is no field for who asked, their words, their way to reply, or when."""
    fields = {"code", "kind", "decided_on", "number", "answer", "summary", "carried_in", "is_demonstration"}
    assert set(AnswerEntry.__dataclass_fields__) == fields
    columns = {field.name for field in PublishedAnswer._meta.concrete_fields}
    assert columns == fields | {"id", "published_at"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_reviewers_answer_waits_for_an_editor(
    at_desk: At, client: Client, asked: CorrectionRequest, language: str
) -> None:
    path = address("decide_correction", asked.pk, language=language)
    at_desk("reviewer").post(path, {"move": "decline", "answer": DECLINED})
    assert not PublishedAnswer.objects.exists()
    assert DECLINED not in public_page(client, asked.code, language)
    listed = at_desk("editor").get(address("corrections", language=language) + "?state=unsaid")
    assert 'value="publish"' in listed.content.decode()
    assert 'value="publish"' not in at_desk("reviewer").get(f"{address('corrections')}?state=unsaid").content.decode()
    at_desk("editor").post(path, {"move": "publish"})
    assert DECLINED in public_page(client, asked.code, language)
    line = AuditEvent.objects.get(action="publish_answer")
    assert (line.by, line.subject) == ("editor", f"publishedanswer {asked.code} 1")


@pytest.mark.parametrize("name", ["editor", "administrator"])
def test_editors_answer_is_public_at_once(at_desk: At, asked: CorrectionRequest, name: str) -> None:
    data = {"move": "decline", "answer": DECLINED, "summary": SUMMARY}
    at_desk(name).post(address("decide_correction", asked.pk), data)
    assert PublishedAnswer.objects.get().answer == DECLINED


@pytest.mark.parametrize("name", ["reviewer", "visitor", ""])
@pytest.mark.parametrize("move", ["publish", "reopen"])
def test_nobody_else_publishes_or_reopens(at_desk: At, asked: CorrectionRequest, move: str, name: str) -> None:
    decline(asked, publicly=False)
    response = at_desk(name).post(address("decide_correction", asked.pk), {"move": move, "reason": "x"})
    assert response.status_code == (403 if name else 302)
    asked.refresh_from_db()
    assert (asked.decision, PublishedAnswer.objects.count()) == (Decision.REJECTED, 0)


def test_only_a_declined_answer_is_published_and_only_once(asked: CorrectionRequest, incident: Incident) -> None:
    with pytest.raises(ReviewConflict):
        corrections.publish_answer(asked, by="editor")
    decline(asked)
    with pytest.raises(ReviewConflict):
        corrections.publish_answer(asked, by="editor")
    other = ask(incident)
    corrections.accept_correction(other, by="amal", answer=ANSWER)
    with pytest.raises(ReviewConflict):
        corrections.publish_answer(other, by="editor")
    assert PublishedAnswer.objects.count() == 1


@pytest.mark.parametrize("field", ["answer", "summary"])
def test_way_to_reply_is_kept_out_of_what_becomes_public(asked: CorrectionRequest, field: str) -> None:
    said = {"answer": ANSWER, "summary": SUMMARY} | {field: f"Write to {REPLY.upper()}."}
    for act in (corrections.accept_correction, corrections.decline_correction):
        with pytest.raises(ValidationError, match="leave out how to reach"):
            act(asked, by="amal", **said)
    asked.refresh_from_db()
    assert asked.decision == Decision.PENDING


def test_askers_own_words_are_kept_out_of_what_becomes_public(asked: CorrectionRequest) -> None:
    with pytest.raises(ValidationError, match="use your own"):
        corrections.decline_correction(asked, by="amal", answer=ANSWER, summary=WORDS.upper())
    corrections.decline_correction(asked, by="amal", answer=ANSWER, summary="قُتل عشرة")


@pytest.mark.parametrize("language", LANGUAGES)
def test_refused_answer_is_still_there_to_be_mended(at_desk: At, asked: CorrectionRequest, language: str) -> None:
    path = address("decide_correction", asked.pk, language=language)
    response = at_desk("editor").post(path, {"move": "decline", "answer": "", "summary": "TYPED"})
    assert response.status_code == 422
    assert 'value="TYPED"' in response.content.decode()


# Accepting


def test_accepted_request_is_public_with_the_version_that_brought_it(
    client: Client, asked: CorrectionRequest, incident: Incident
) -> None:
    corrections.accept_correction(asked, by="amal", answer=ANSWER, summary=SUMMARY)
    assert not PublishedAnswer.objects.exists(), "nothing is public before the correction is"
    change_grade(incident)
    publication.publish_incident(incident, by="editor")
    row = PublishedAnswer.objects.get()
    assert (row.kind, row.carried_in, row.summary) == ("accepted", 2, SUMMARY)
    page = public_page(client, incident.code)
    assert SUMMARY in page
    assert "SECRET" not in page
    assert SUMMARY not in public_page(client, incident.code, query="?version=1"), "it was not known then"


def test_page_counts_where_each_request_stands_now(client: Client, incident: Incident) -> None:
    first, second, third = ask(incident), ask(incident), ask(incident)
    decline(first)
    decline(second)
    corrections.reopen_correction(second, by="editor", reason="A new list.")
    corrections.accept_correction(third, by="amal", answer=ANSWER)
    change_grade(incident)
    publication.publish_incident(incident, by="editor")
    response = client.get(f"/en/incidents/{incident.code}/")
    assert "1 accepted · 1 declined · 1 opened again" in text_of(response)
    assert list(PublishedAnswer.objects.values_list("number", flat=True)) == [1, 2, 2, 3]


# Opening again


@pytest.mark.parametrize("name", ["editor", "administrator"])
@pytest.mark.parametrize("move", ["accept", "decline"])
def test_answered_request_is_opened_again_by_form(at_desk: At, asked: CorrectionRequest, name: str, move: str) -> None:
    path = address("decide_correction", asked.pk)
    at_desk("reviewer").post(path, {"move": move, "answer": ANSWER, "summary": SUMMARY})
    assert at_desk(name).post(path, {"move": "reopen", "reason": " "}).status_code == 422
    at_desk(name).post(path, {"move": "reopen", "reason": "A new list came."})
    asked.refresh_from_db()
    assert (asked.decision, asked.decided_by, asked.decision_reason, asked.summary) == ("pending", "", "", "")
    line = AuditEvent.objects.get(action="reopen_correction")
    assert (line.by, line.reason, line.changes["answer"]) == (name, "A new list came.", [ANSWER, ""])
    at_desk("reviewer").post(path, {"move": "decline", "answer": DECLINED})
    asked.refresh_from_db()
    assert asked.decision == Decision.REJECTED


def test_what_was_public_stays_and_says_that_it_was_opened_again(client: Client, asked: CorrectionRequest) -> None:
    decline(asked)
    corrections.reopen_correction(asked, by="editor", reason="SECRET reason of the desk")
    asked.refresh_from_db()
    assert (asked.public_number, asked.answered_publicly_at) == (1, None)
    page = public_page(client, asked.code)
    assert DECLINED in page
    assert "SECRET" not in page
    corrections.decline_correction(asked, by="amal", answer="Still eleven.")
    corrections.publish_answer(asked, by="editor")
    kinds = list(PublishedAnswer.objects.values_list("number", "kind"))
    assert kinds == [(1, "declined"), (1, "reopened"), (1, "declined")]


def test_request_that_was_carried_can_be_opened_and_carried_again(asked: CorrectionRequest, incident: Incident) -> None:
    corrections.accept_correction(asked, by="amal", answer=ANSWER)
    change_grade(incident)
    publication.publish_incident(incident, by="editor")
    corrections.reopen_correction(asked, by="editor", reason="Ten was wrong too.")
    asked.refresh_from_db()
    assert asked.carried_in is None
    corrections.accept_correction(asked, by="amal", answer="Nine are named.")
    withdrawn = publication.withdraw_incident(incident, by="editor", reason="")
    assert withdrawn.reason == "Nine are named."
    assert [row.carried_in for row in PublishedAnswer.objects.all()] == [2, None, 3]


def test_request_that_waits_is_not_opened_again(asked: CorrectionRequest) -> None:
    with pytest.raises(ReviewConflict):
        corrections.reopen_correction(asked, by="editor", reason="x")


def test_answers_follow_an_incident_that_is_merged(
    client: Client, asked: CorrectionRequest, incident: Incident, second_report: Report
) -> None:
    decline(asked)
    kept = decisions.accept_candidate(candidates_of(second_report)[0], by="amal")
    kept = mergers.merge_incidents(incident, into=kept, by="editor", reason="One attack.")
    publication.publish_incident(kept, by="editor")
    assert DECLINED in public_page(client, kept.code)


# The way to reply


def answered(request: CorrectionRequest, *, days_ago: float) -> None:
    moment = timezone.now() - timedelta(days=days_ago)
    CorrectionRequest.objects.filter(pk=request.pk).update(decided_at=moment)


def test_way_to_reply_is_erased_a_set_time_after_the_answer(
    asked: CorrectionRequest, incident: Incident, settings: Any
) -> None:
    settings.REPLY_KEPT_DAYS = 30
    waiting, young = ask(incident), ask(incident)
    decline(asked)
    decline(young)
    answered(asked, days_ago=30.1)
    answered(young, days_ago=29.9)
    assert [erase_replies(), erase_replies()] == [1, 0]
    kept = dict(CorrectionRequest.objects.values_list("pk", "reply_to"))
    assert kept == {asked.pk: "", young.pk: REPLY, waiting.pk: REPLY}
    line = AuditEvent.objects.get(action="erase_reply")
    assert (line.by, line.subject) == ("timetable", f"correction {asked.pk} of {asked.code}")


def test_what_was_erased_is_nowhere_left(asked: CorrectionRequest) -> None:
    """The histories are append-only: what must be erased must never get into them."""
    decline(asked)
    answered(asked, days_ago=400)
    erase_replies()
    for row in [*AuditEvent.objects.all(), *DeskChange.objects.all(), *PublishedAnswer.objects.all()]:
        assert "SECRET-REPLY" not in str(vars(row))


def test_request_opened_again_keeps_its_way_to_reply(asked: CorrectionRequest) -> None:
    decline(asked)
    answered(asked, days_ago=400)
    corrections.reopen_correction(asked, by="editor", reason="A new list.")
    assert erase_replies() == 0


@pytest.mark.parametrize("language", LANGUAGES)
def test_askers_are_told_how_long_it_is_kept(client: Client, incident: Incident, settings: Any, language: str) -> None:
    settings.REPLY_KEPT_DAYS = 77
    for path in ("safety/", f"incidents/{incident.code}/correction/"):
        assert "77" in client.get(f"/{language}/{path}").content.decode()


# The door and the database


def test_door_wants_words_and_an_incident_that_was_public(db: None, incident: Incident) -> None:
    day = date(2026, 11, 22)
    with pytest.raises(door.DoorError, match="Write the answer"):
        answers.publish_answer(AnswerEntry(code=incident.code, kind="declined", decided_on=day, answer=" "), by="e")
    with pytest.raises(door.DoorError, match="not public"):
        answers.publish_answer(AnswerEntry(code="SY-1999-0001", kind="declined", decided_on=day, answer="No."), by="e")


def test_published_answer_is_never_changed_or_deleted(asked: CorrectionRequest) -> None:
    decline(asked)
    for act in (
        lambda: PublishedAnswer.objects.update(answer="Another."),
        lambda: PublishedAnswer.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError, match="stays as it is"), transaction.atomic():
            act()


def test_answers_of_the_demonstration_go_with_it(incident: Incident) -> None:
    day = date(2026, 11, 22)
    values: dict[str, Any] = {"code": incident.code, "kind": "declined", "decided_on": day, "answer": "No."}
    answers.publish_answer(AnswerEntry(**values), by="editor")
    answers.publish_answer(AnswerEntry(**values, is_demonstration=True), by="demo")
    assert door.remove_demonstration(by="admin")["answer"] == 1
    assert PublishedAnswer.objects.get().is_demonstration is False


@pytest.mark.parametrize("values", [{"answered_publicly_at": timezone.now()}, {"public_number": 0, "carried_in": 1}])
def test_public_facts_are_tied_to_an_answer(asked: CorrectionRequest, values: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        CorrectionRequest.objects.filter(pk=asked.pk).update(**values)


def test_history_of_a_request_says_who_did_what(at_desk: At, asked: CorrectionRequest) -> None:
    decline(asked, by="basel")
    response = at_desk("editor").get(address("corrections") + "?state=rejected")
    ((row, lines),) = response.context["rows"]
    assert row == asked
    assert [(line.action, line.by) for line in lines] == [("decline_correction", "basel")]


def test_erasing_is_on_the_timetable() -> None:
    from harmwatch.celery import app

    app.loader.import_default_modules()
    planned = {entry["task"] for entry in app.conf.beat_schedule.values()}
    assert erase_replies.name in planned
    assert planned <= set(app.tasks), "a task that nobody knows is never done"
