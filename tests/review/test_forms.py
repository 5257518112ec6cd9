"""Decisions by the desk's forms: taken, refused at the field, told to who came second, in both languages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from incidents.models.desk.candidate import Decision
from incidents.models.desk.incident import Incident
from incidents.models.desk.report import Report, ReportState
from incidents.models.place import Place
from incidents.models.record.incident import PublishedIncident
from incidents.models.record.version import VersionState
from incidents.review import decisions, publication
from tests.review.cast import candidates_of, claim_of
from tests.review.pages import LANGUAGES, address, form_data, incident_data, text_of

At = Callable[[str], Client]


@pytest.mark.parametrize("language", LANGUAGES)
def test_accept_by_form(at_desk: At, seed: Report, language: str) -> None:
    first = candidates_of(seed)[0]
    path = address("decide_candidate", first.pk, language=language)
    response = at_desk("reviewer").post(path, form_data(first, move="accept"))
    assert response.status_code == 302
    assert response["Location"] == address("report", seed.pk, language=language)
    incident = Incident.objects.get()
    assert (incident.code, incident.grade) == ("SY-2023-0001", "weak")
    assert incident.weapons == ["artillery"]
    assert not PublishedIncident.objects.exists()


def test_accept_and_publish_by_form(at_desk: At, seed: Report) -> None:
    first = candidates_of(seed)[0]
    at_desk("editor").post(address("decide_candidate", first.pk), form_data(first, move="publish"))
    assert PublishedIncident.objects.get().code == "SY-2023-0001"


def test_accept_with_changed_figure_date_and_place(at_desk: At, seed: Report) -> None:
    second = candidates_of(seed)[1]
    data = form_data(
        second,
        move="accept",
        date_start="2023-10-04",
        date_end="2023-10-05",
        place="C1002",
        **{"killed.total": "٥–٦", "injured.women": "", "killed.men": "2"},
    )
    at_desk("reviewer").post(address("decide_candidate", second.pk), data)
    incident = Incident.objects.get()
    assert (incident.date_precision, incident.place and incident.place.key) == ("range", "C1002")
    figures = {(f.outcome, f.group): (f.low, f.high) for f in incident.accepted_figures.all()}
    assert figures["killed", "total"] == (5, 6)
    assert ("injured", "women") not in figures


def test_new_figure_without_words_is_refused_with_a_message(at_desk: At, seed: Report) -> None:
    first = candidates_of(seed)[0]
    path = address("decide_candidate", first.pk)
    response = at_desk("reviewer").post(path, form_data(first, move="accept", **{"injured.men": "3"}))
    assert response.status_code == 422
    assert "Mark the words in the text" in text_of(response)
    assert not Incident.objects.exists()


@pytest.mark.parametrize("how", ["span", "words", "other"])
def test_new_figure_with_marked_words(at_desk: At, seed: Report, how: str) -> None:
    first = candidates_of(seed)[0]
    start = seed.text.index("المصابين")
    changes = {
        "span": {"injured.total": "1+", "injured.total.span": f"{start}:{start + 8}"},
        "words": {"injured.total": "1+", "words": "المصابين"},
        "other": {"other_outcome": "injured", "other_group": "total", "other_figure": "1+", "words": "المصابين"},
    }[how]
    at_desk("reviewer").post(address("decide_candidate", first.pk), form_data(first, move="save", **changes))
    marked = first.reported_figures.get(by="reviewer")
    assert (marked.outcome, marked.low, marked.high) == ("injured", 1, None)
    assert seed.text[marked.start : marked.end] == "المصابين"


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("killed.total", "many", "Write a number as"),
        ("killed.total", "9-4", "above the highest"),
        ("date_end", "2023-11-01", "before the earliest"),
        ("place_search", "Nowhere at all", "No place of this name"),
        ("words", "not in the text", None),
        ("incident", "SY-1999-0001", "There is no incident"),
    ],
)
def test_bad_input_is_told_at_its_field(at_desk: At, seed: Report, field: str, value: str, message: str | None) -> None:
    first = candidates_of(seed)[0]
    response = at_desk("reviewer").post(
        address("decide_candidate", first.pk), form_data(first, move="accept", **{field: value})
    )
    if message is None:
        assert response.status_code == 302
    else:
        assert response.status_code == 422
        assert message in text_of(response)
        assert not Incident.objects.exists()


def test_place_by_name_that_several_have_asks_to_choose(at_desk: At, seed: Report) -> None:
    first = candidates_of(seed)[0]
    data = form_data(first, move="accept", place_search="Kafr Nuran")
    response = at_desk("reviewer").post(address("decide_candidate", first.pk), data)
    assert response.status_code == 422
    assert "C1002" in text_of(response)


def test_place_by_p_code(at_desk: At, seed: Report) -> None:
    first = candidates_of(seed)[0]
    at_desk("reviewer").post(
        address("decide_candidate", first.pk), form_data(first, move="accept", place_search="c1002")
    )
    assert Incident.objects.get().place == Place.objects.get(key="C1002")


@pytest.mark.parametrize("language", LANGUAGES)
def test_stale_page_is_told_who_was_first(at_desk: At, seed: Report, language: str) -> None:
    first = candidates_of(seed)[0]
    data = form_data(first, move="accept")
    decisions.accept_candidate(first, by="amal")
    client = at_desk("reviewer")
    response = client.post(address("decide_candidate", first.pk, language=language), data, follow=True)
    assert "amal" in text_of(response)
    assert Incident.objects.count() == 1


def test_stale_correction_is_not_overwritten(at_desk: At, seed: Report) -> None:
    first = candidates_of(seed)[0]
    mine = form_data(first, move="save", **{"killed.children": "8"})
    theirs = form_data(first, move="save", **{"killed.women": "5"})
    at_desk("editor").post(address("decide_candidate", first.pk), theirs)
    response = at_desk("reviewer").post(address("decide_candidate", first.pk), mine, follow=True)
    assert "editor" in text_of(response)
    assert not first.reported_figures.filter(by="reviewer").exists()


@pytest.mark.parametrize("language", LANGUAGES)
def test_reject_and_reconsider_by_form(at_desk: At, seed: Report, language: str) -> None:
    first = candidates_of(seed)[0]
    client, path = at_desk("reviewer"), address("decide_candidate", first.pk, language=language)
    client.post(path, {"move": "reject", "reject_reason": "read wrong"})
    first.refresh_from_db()
    assert (first.decision, first.decision_reason) == (Decision.REJECTED, "read wrong")
    client.post(path, {"move": "reconsider"})
    first.refresh_from_db()
    assert first.decision == Decision.PENDING


def test_claim_corrected_and_accepted_by_form(at_desk: At, seed: Report) -> None:
    claim = claim_of(seed)
    data = form_data(claim, move="accept", period_end="2023-10-30", **{"killed.children": "24"})
    at_desk("reviewer").post(address("decide_claim", claim.pk), data)
    claim.refresh_from_db()
    assert (claim.decision, claim.period_end) == (Decision.ACCEPTED, date(2023, 10, 30))
    assert claim.accepted_figures.get(outcome="killed", group="children").low == 24


def test_incident_corrected_published_again_and_withdrawn_by_form(at_desk: At, seed: Report) -> None:
    incident = decisions.accept_candidate(candidates_of(seed)[0], by="amal", grade="weak")
    publication.publish_incident(incident, by="editor")
    editor = at_desk("editor")
    path = address("decide_incident", incident.code)
    data = incident_data(editor, incident, **{"killed.total": "11-12", "killed.total.reason": "one may have died"})
    assert editor.post(path, data | {"move": "save"}).status_code == 302
    page = editor.get(address("incident", incident.code)).context["page"]
    assert page.changed
    refused = editor.post(path, {"move": "publish"}, follow=True)
    assert "say why" in text_of(refused)
    editor.post(path, {"move": "publish", "public_reason": "One may have died."})
    current = PublishedIncident.objects.as_of(None).get()
    assert current.figures()["killed", "total"].high == 12
    editor.post(path, {"move": "withdraw", "public_reason": "Counted twice."})
    assert PublishedIncident.objects.current_at(None).get().state == VersionState.WITHDRAWN


def test_incident_figure_without_a_reason_is_refused(at_desk: At, seed: Report) -> None:
    incident = decisions.accept_candidate(candidates_of(seed)[0], by="amal")
    client = at_desk("reviewer")
    data = incident_data(client, incident, **{"killed.total": "10-11"})
    response = client.post(address("decide_incident", incident.code), data | {"move": "save"})
    assert response.status_code == 422
    assert "say why" in text_of(response)


@pytest.mark.parametrize("language", LANGUAGES)
def test_report_rejected_and_reopened_by_form(at_desk: At, seed: Report, language: str) -> None:
    path = address("decide_report", seed.pk, language=language)
    client = at_desk("editor")
    client.post(path, {"move": "reject", "reason": ""})
    seed.refresh_from_db()
    assert seed.state == ReportState.PARSED, "no reason, no rejection"
    client.post(path, {"move": "reject", "reason": "an opinion piece"})
    seed.refresh_from_db()
    assert seed.state == ReportState.REJECTED
    client.post(path, {"move": "reopen", "reason": "it names three dead"})
    seed.refresh_from_db()
    assert seed.state == ReportState.PARSED
