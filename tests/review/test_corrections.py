"""Requests for correction: asked without account or script, answered at the desk, carried into the next version."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client

from incidents.intake import corrections as asking
from incidents.intake.receipts import Token
from incidents.models.audit import AuditEvent
from incidents.models.desk.candidate import Decision
from incidents.models.desk.change import DeskChange
from incidents.models.desk.correction import CorrectionRequest
from incidents.models.desk.incident import Incident
from incidents.models.desk.report import Report
from incidents.models.record.incident import PublishedIncident
from incidents.review import corrections, decisions, mergers, publication
from incidents.review.circumstances import circumstances_of
from incidents.review.conflicts import ReviewConflict
from incidents.review.moves import ALLOWED, Move
from incidents.vocabulary import Grade
from tests.review.cast import candidates_of
from tests.review.pages import LANGUAGES, address, text_of

At = Callable[[str], Client]
WORDS = "SECRET-WORDS قُتل عشرة لا أحد عشر، كنت هناك."
REPLY = "SECRET-REPLY someone@example.org"
ANSWER = "A hospital list names ten."


@pytest.fixture
def incident(seed: Report) -> Incident:
    """The first attack of the statement, public."""
    row = decisions.accept_candidate(candidates_of(seed)[0], by="amal")
    publication.publish_incident(row, by="editor")
    return row


@pytest.fixture
def asked(incident: Incident) -> CorrectionRequest:
    return ask(incident)


def ask(incident: Incident, text: str = WORDS) -> CorrectionRequest:
    return CorrectionRequest.objects.create(
        code=incident.code, about_version=1, text=text, reply_to=REPLY, fingerprint=secrets.token_hex(32)
    )


def sent(**answers: str) -> dict[str, str]:
    """The form as a person sends it, half a minute after it was shown."""
    token = Token(secrets.token_hex(16), int(time.time() - 30)).signed()
    return {"text": WORDS, "source": "", "reply_to": REPLY, "token": token} | answers


def form_address(incident: Incident, language: str = "en") -> str:
    return f"/{language}/incidents/{incident.code}/correction/"


def change_grade(incident: Incident, *, by: str = "amal") -> None:
    """A change of the desk, so that publishing makes another version."""
    incident.refresh_from_db()
    decisions.edit_incident(
        incident,
        by=by,
        circumstances=circumstances_of(incident),
        grade=Grade.CONTESTED.value,
        is_restricted=False,
        figures={},
        reason="",
    )


# Asking


@pytest.mark.parametrize("language", LANGUAGES)
def test_incident_page_leads_to_the_form_and_the_form_back(client: Client, incident: Incident, language: str) -> None:
    public = client.get(f"/{language}/incidents/{incident.code}/").content.decode()
    assert f'href="{form_address(incident, language)}"' in public
    response = client.get(form_address(incident, language))
    page = response.content.decode()
    assert response.status_code == 200
    assert f'dir="{"rtl" if language == "ar" else "ltr"}"' in page
    assert f'href="/{language}/incidents/{incident.code}/"' in page
    assert "<script" not in page.split("<main")[1].split("</main>")[0]


@pytest.mark.parametrize("language", LANGUAGES)
def test_request_is_stored_without_a_trace_of_who_asks(client: Client, incident: Incident, language: str) -> None:
    response = client.post(form_address(incident, language), sent())
    row = CorrectionRequest.objects.get()
    assert (row.code, row.about_version, row.text, row.reply_to) == (incident.code, 1, WORDS, REPLY)
    assert response.status_code == 200
    assert not response.cookies
    assert response["Cache-Control"] == "no-store"
    assert response["Referrer-Policy"] == "no-referrer"
    line = AuditEvent.objects.get(action="correction_requested")
    assert "SECRET" not in f"{line.subject} {line.reason} {line.changes}"


def test_the_same_sending_twice_is_stored_once(client: Client, incident: Incident) -> None:
    data = sent()
    assert [client.post(form_address(incident), data).status_code for _time in range(2)] == [200, 200]
    assert CorrectionRequest.objects.count() == 1
    client.post(form_address(incident), data | {"text": "قُتل تسعة مدنيين لا أحد عشر."})
    assert CorrectionRequest.objects.count() == 2


def test_the_trap_stores_nothing_and_says_nothing(client: Client, incident: Incident) -> None:
    assert client.post(form_address(incident), sent(subject="cheap pills")).status_code == 200
    assert not CorrectionRequest.objects.exists()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("answers", [{"text": ""}, {"text": "no"}, {"text": "a b c " * 1000}, {"token": "forged"}])
def test_what_cannot_be_stored_comes_back_with_all_that_was_written(
    client: Client, incident: Incident, language: str, answers: dict[str, str]
) -> None:
    response = client.post(form_address(incident, language), sent(**answers))
    assert response.status_code == 422
    assert 'role="alert"' in response.content.decode()
    assert REPLY in response.content.decode()
    assert not CorrectionRequest.objects.exists()


def test_a_flood_ends_at_what_can_be_read(client: Client, incident: Incident, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "MOST_WAITING", 1)
    answers = [client.post(form_address(incident), sent()).status_code for _time in range(2)]
    assert answers == [200, 429]
    assert CorrectionRequest.objects.count() == 1


def test_form_of_an_incident_that_was_never_public_is_not_there(client: Client, seed: Report) -> None:
    row = decisions.accept_candidate(candidates_of(seed)[0], by="amal")
    assert client.get(form_address(row)).status_code == 404


# Answering


@pytest.mark.parametrize("language", LANGUAGES)
def test_desk_lists_counts_and_shows_requests(
    at_desk: At, asked: CorrectionRequest, incident: Incident, language: str
) -> None:
    client = at_desk("reviewer")
    listed = client.get(address("corrections", language=language))
    assert [number for _code, _label, number in listed.context["list"].states] == [1, 0, 0, 0, 0]
    for response in (listed, client.get(address("incident", incident.code, language=language))):
        assert WORDS in text_of(response)
        assert REPLY in text_of(response)
    assert client.get(address("queue", language=language)).context["corrections_waiting"] == 1


@pytest.mark.parametrize("name", ["reviewer", "editor", "administrator"])
@pytest.mark.parametrize(("move", "after"), [("accept", Decision.ACCEPTED), ("decline", Decision.REJECTED)])
def test_desk_answers_by_form(at_desk: At, asked: CorrectionRequest, name: str, move: str, after: str) -> None:
    response = at_desk(name).post(address("decide_correction", asked.pk), {"move": move, "answer": ANSWER})
    assert response.status_code == 302
    asked.refresh_from_db()
    assert (asked.decision, asked.decided_by, asked.decision_reason) == (after, name, ANSWER)
    assert asked.decided_at is not None
    line = AuditEvent.objects.get(action=f"{move}_correction")
    assert (line.by, line.reason, line.subject) == (name, ANSWER, f"correction {asked.pk} of {asked.code}")
    change = DeskChange.objects.filter(table="incidents_correctionrequest").earliest("pk")
    assert (change.by, change.changed["decision"]) == (name, ["pending", after])
    assert "SECRET" not in str(change.changed)


@pytest.mark.parametrize("move", ["accept", "decline", "nonsense"])
@pytest.mark.parametrize("name", ["visitor", ""])
def test_nobody_else_may_answer(at_desk: At, asked: CorrectionRequest, move: str, name: str) -> None:
    response = at_desk(name).post(address("decide_correction", asked.pk), {"move": move, "answer": ANSWER})
    assert response.status_code == (403 if name else 302)
    asked.refresh_from_db()
    assert asked.decision == Decision.PENDING


@pytest.mark.parametrize("name", ["reviewer", "editor"])
def test_an_unknown_move_is_refused(at_desk: At, asked: CorrectionRequest, name: str) -> None:
    assert at_desk(name).post(address("decide_correction", asked.pk), {"move": "erase"}).status_code == 403
    assert at_desk(name).get(address("decide_correction", asked.pk)).status_code == 405


ACTS = {"accept": corrections.accept_correction, "decline": corrections.decline_correction}


@pytest.mark.parametrize("second", ACTS)
@pytest.mark.parametrize("first", ACTS)
def test_an_answered_request_is_not_answered_again(asked: CorrectionRequest, first: str, second: str) -> None:
    ACTS[first](asked, by="amal", answer=ANSWER)
    with pytest.raises(ReviewConflict, match="amal"):
        ACTS[second](asked, by="basel", answer="Another answer.")
    asked.refresh_from_db()
    assert (asked.decided_by, asked.decision_reason) == ("amal", ANSWER)


@pytest.mark.parametrize("act", ACTS.values())
def test_an_answer_has_words(asked: CorrectionRequest, act: Any) -> None:
    with pytest.raises(ValidationError):
        act(asked, by="amal", answer="  ")
    asked.refresh_from_db()
    assert asked.decision == Decision.PENDING


def test_request_on_a_datasets_incident_can_only_be_declined(db: None) -> None:
    row = CorrectionRequest.objects.create(code="UCDP-1", about_version=1, text=WORDS, fingerprint="f")
    with pytest.raises(ValidationError, match="dataset"):
        corrections.accept_correction(row, by="amal", answer=ANSWER)
    corrections.decline_correction(row, by="amal", answer=ANSWER)
    row.refresh_from_db()
    assert row.decision == Decision.REJECTED


@pytest.mark.parametrize(
    "values",
    [
        {"decision": "accepted"},
        {"decided_by": "amal"},
        {"decision_reason": ANSWER},
        {"carried_in": 2},
        {"text": ""},
    ],
)
def test_facts_that_belong_together_are_tied(asked: CorrectionRequest, values: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        CorrectionRequest.objects.filter(pk=asked.pk).update(**values)


def test_answering_is_in_the_table_of_moves() -> None:
    assert {role.value for role in ALLOWED[Move.ACCEPT_CORRECTION]} == {"reviewer", "editor", "administrator"}
    assert ALLOWED[Move.ACCEPT_CORRECTION] == ALLOWED[Move.DECLINE_CORRECTION]


# What becomes public


@pytest.mark.parametrize("language", LANGUAGES)
def test_accepted_answer_is_the_public_reason_of_the_next_version(
    at_desk: At, client: Client, asked: CorrectionRequest, incident: Incident, language: str
) -> None:
    corrections.accept_correction(asked, by="amal", answer=ANSWER)
    change_grade(incident)
    editor = at_desk("editor")
    page = editor.get(address("incident", incident.code, language=language))
    assert f'value="{ANSWER}"' in page.content.decode()
    decide = address("decide_incident", incident.code, language=language)
    editor.post(decide, {"move": "publish", "public_reason": "And the day."})
    version = PublishedIncident.objects.current_at(None).get()
    assert (version.version, version.reason) == (2, f"{ANSWER} And the day.")
    asked.refresh_from_db()
    assert asked.carried_in == 2
    public = client.get(f"/{language}/incidents/{incident.code}/").content.decode()
    assert ANSWER in public
    assert "SECRET" not in public


def test_answer_is_said_once_where_the_reason_repeats_it(asked: CorrectionRequest, incident: Incident) -> None:
    corrections.accept_correction(asked, by="amal", answer=ANSWER)
    corrections.accept_correction(ask(incident), by="amal", answer=ANSWER)
    change_grade(incident)
    assert publication.publish_incident(incident, by="editor", reason=ANSWER).reason == ANSWER
    change_grade(incident)
    assert corrections.public_reason(incident, "") == ""


def test_publishing_what_did_not_change_carries_nothing(asked: CorrectionRequest, incident: Incident) -> None:
    corrections.accept_correction(asked, by="amal", answer=ANSWER)
    assert publication.publish_incident(incident, by="editor").version == 1
    asked.refresh_from_db()
    assert asked.carried_in is None


def test_withdrawing_carries_the_answer_too(asked: CorrectionRequest, incident: Incident) -> None:
    corrections.accept_correction(asked, by="amal", answer="It did not happen.")
    version = publication.withdraw_incident(incident, by="editor", reason="")
    assert (version.state, version.reason) == ("withdrawn", "It did not happen.")
    asked.refresh_from_db()
    assert asked.carried_in == version.version


def test_requests_follow_an_incident_that_is_merged(
    asked: CorrectionRequest, incident: Incident, second_report: Report
) -> None:
    kept = decisions.accept_candidate(candidates_of(second_report)[0], by="amal")
    kept = mergers.merge_incidents(incident, into=kept, by="editor", reason="One attack.")
    kept.refresh_from_db()
    assert corrections.corrections_of(kept) == [asked]
