"""The desk's pages: what they show, in both languages."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client

from incidents.models.desk.candidate import Candidate
from incidents.models.desk.incident import Incident
from incidents.models.desk.report import Report, ReportState
from incidents.models.place import Place
from incidents.models.record.claim import PublishedClaim
from incidents.review import decisions, publication
from tests.review.cast import PLACE_HINT, REMARK, Desk, candidates_of, claim_of
from tests.review.pages import LANGUAGES, address, form_data, text_of

At = Callable[[str], Client]


@pytest.mark.parametrize("language", LANGUAGES)
def test_report_page_lights_every_finding_and_keeps_the_text(at_desk: At, seed: Report, language: str) -> None:
    response = at_desk("reviewer").get(address("report", seed.pk, language=language))
    page = response.context["page"]
    assert "".join(piece.text for piece in page.pieces) == seed.text
    lit = {(light.owner, seed.text[light.start : light.end]) for piece in page.pieces for light in piece.lights}
    assert {("A", "11 مدنياً"), ("B", "5 مدنيين"), ("§1", "66 مدنياً"), ("A", "قرية قوقفين")} <= lit
    assert REMARK in text_of(response)
    assert PLACE_HINT in text_of(response)


@pytest.mark.parametrize("language", LANGUAGES)
def test_report_page_escapes_what_a_text_says(at_desk: At, desk: Desk, language: str) -> None:
    report = desk.report("<script>alert(1)</script> قُتل 5 <b>مدنيين</b>", publisher="<img src=x>")
    desk.candidate(desk.reading(report), [("killed", "total", 5, 5, "5 <b>مدنيين</b>")])
    page = at_desk("reviewer").get(address("report", report.pk, language=language)).content.decode()
    assert "<script>alert" not in page
    assert "<img src=x>" not in page
    assert "5 &lt;b&gt;مدنيين&lt;/b&gt;" in page


def test_report_page_names_identical_texts(at_desk: At, seed: Report, desk: Desk) -> None:
    again = desk.report(seed.text)
    assert again in at_desk("reviewer").get(address("report", seed.pk)).context["same_text"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_places_are_told_apart_by_their_areas(at_desk: At, places: dict[str, Place], language: str) -> None:
    response = at_desk("reviewer").get(address("places", language=language) + "?q=كفرنوران")
    assert {choice.place.key for choice in response.context["choices"]} == {"C1001", "C1002"}
    assert ("إدلب" if language == "ar" else "Idlib") in response.content.decode()


@pytest.mark.parametrize("language", LANGUAGES)
def test_claim_shows_claimed_documented_and_gap_at_once(at_desk: At, seed: Report, language: str) -> None:
    second = candidates_of(seed)[1]
    editor = at_desk("editor")
    editor.post(address("decide_candidate", second.pk), form_data(second, move="publish"))
    claim = claim_of(seed)
    response = editor.get(address("report", seed.pk, language=language))
    [card] = response.context["page"].claims
    killed = card.reconciliation.killed
    assert (killed.claimed.low, killed.documented.low, killed.gap.low) == (66, 5, 61)
    editor.post(address("decide_claim", claim.pk), form_data(claim, move="publish"))
    assert PublishedClaim.objects.get().governorates == ["SY02", "SY07"]
    page = editor.get(address("claim", "SY-2023-C001", language=language))
    assert "61" in text_of(page)
    assert Incident.objects.count() == 1


def test_last_decision_leads_to_the_next_text(at_desk: At, seed: Report, second_report: Report) -> None:
    client = at_desk("reviewer")
    for candidate in candidates_of(seed):
        client.post(address("decide_candidate", candidate.pk), form_data(candidate, move="accept"))
    claim = claim_of(seed)
    response = client.post(address("decide_claim", claim.pk), form_data(claim, move="accept"))
    assert response["Location"] == address("report", second_report.pk)
    seed.refresh_from_db()
    assert seed.state == ReportState.REVIEWED


@pytest.mark.parametrize("language", LANGUAGES)
def test_incident_page_shows_reports_versions_and_history(
    at_desk: At, seed: Report, second_report: Report, language: str
) -> None:
    incident = decisions.accept_candidate(candidates_of(seed)[0], by="amal")
    decisions.accept_candidate(candidates_of(second_report)[0], by="basel", incident=incident)
    publication.publish_incident(incident, by="editor")
    response = at_desk("editor").get(address("incident", incident.code, language=language))
    page = text_of(response)
    assert "«12 مدنياً»" in page
    assert "«11 مدنياً»" in page
    assert {"amal", "basel", "editor"} <= set(re.findall(r"amal|basel|editor", page))
    assert not response.context["page"].changed


def test_candidate_added_by_hand(at_desk: At, desk: Desk) -> None:
    report = desk.report("قضى مزارع بانفجار لغم")
    desk.reading(report)
    response = at_desk("reviewer").post(address("decide_report", report.pk), {"move": "add"})
    candidate = Candidate.objects.get()
    assert response["Location"].endswith(f"#c{candidate.pk}")
