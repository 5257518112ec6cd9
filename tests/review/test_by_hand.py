"""What reviewers add by hand: claims that the parser missed, and the words that dates and places rest on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from incidents.figures import Bounds
from incidents.models.audit import AuditEvent
from incidents.models.desk.candidate import Decision
from incidents.models.desk.change import DeskChange
from incidents.models.desk.claim import ReportedClaim
from incidents.models.desk.incident import Incident
from incidents.models.desk.reading import Finding
from incidents.models.desk.report import Report, ReportState
from incidents.models.place import Place
from incidents.models.record.claim import PublishedClaim
from incidents.models.record.evidence import PublishedEvidence
from incidents.review import decisions, publication
from incidents.review.circumstances import circumstances_of
from incidents.review.conflicts import ReviewConflict
from incidents.review.decisions import ClaimDetails, Correction, Words
from tests.review.cast import Desk, candidates_of, claim_of, span_of
from tests.review.pages import LANGUAGES, address, form_data, text_of

At = Callable[[str], Client]
TOTAL = "أعلن الدفاع المدني أن 42 مدنياً قُتلوا في ريف إدلب خلال شهر أيلول 2023، ولم يعد أحد."
SAID = {
    "killed.total": "42",
    "words": "42 مدنياً",
    "period_start": "2023-09-01",
    "period_end": "2023-09-30",
    "date_words": "شهر أيلول 2023",
    "area_name": "rural Idlib",
    "place_words": "ريف إدلب",
    "source_name": "الدفاع المدني",
}


@pytest.fixture
def missed(desk: Desk, places: dict[str, Place]) -> Report:
    """A statement in which the parser found nothing."""
    report = desk.report(TOTAL, published_on=date(2023, 10, 1))
    desk.reading(report)
    return report


def words_of(finding: Finding) -> str:
    return finding.reading.report.text[finding.start : finding.end]


def standing(**owner: Any) -> dict[str, str]:
    """Kind to words, of what date and place rest on now."""
    rows = Finding.objects.filter(set_aside_by="", kind__in=["date", "place"], **owner)
    return {row.kind: words_of(row) for row in rows.select_related("reading__report")}


# Claims


@pytest.mark.parametrize("name", ["reviewer", "editor", "administrator"])
def test_claim_is_added_by_form(at_desk: At, missed: Report, name: str) -> None:
    response = at_desk(name).post(address("decide_report", missed.pk), {"move": "add_claim"})
    claim = ReportedClaim.objects.get()
    assert response["Location"].endswith(f"#s{claim.pk}")
    assert claim.decision == Decision.PENDING
    line = AuditEvent.objects.get(action="add_claim")
    assert (line.by, line.subject) == (name, f"report {missed.pk} claim {claim.pk}")


@pytest.mark.parametrize("name", ["visitor", ""])
def test_nobody_else_adds_a_claim(at_desk: At, missed: Report, name: str) -> None:
    response = at_desk(name).post(address("decide_report", missed.pk), {"move": "add_claim"})
    assert response.status_code == (403 if name else 302)
    assert not ReportedClaim.objects.exists()


@pytest.mark.parametrize("state", [ReportState.RECEIVED, ReportState.REVIEWED])
def test_claim_is_not_added_to_a_report_that_is_not_open(desk: Desk, state: str) -> None:
    report = desk.report(TOTAL)
    decided = {"decided_by": "amal", "decided_at": report.received_at} if state == "reviewed" else {}
    Report.objects.filter(pk=report.pk).update(state=state, **decided)
    with pytest.raises(ReviewConflict):
        decisions.add_claim(report, by="basel")


@pytest.mark.parametrize("language", LANGUAGES)
def test_claim_by_hand_becomes_public_with_its_words(at_desk: At, missed: Report, language: str) -> None:
    claim = decisions.add_claim(missed, by="amal")
    page = at_desk("editor").get(address("report", missed.pk, language=language)).content.decode()
    assert f'name="s{claim.pk}-period_start"' in page
    path = address("decide_claim", claim.pk, language=language)
    response = at_desk("editor").post(path, form_data(claim, move="publish", **SAID))
    assert response.status_code == 302
    public = PublishedClaim.objects.get()
    assert public.bounds("killed", "total") == Bounds(42, None, 42)
    assert (public.period_start, public.period_end) == (date(2023, 9, 1), date(2023, 9, 30))
    assert (public.area_name, public.area_text, public.source_name) == ("rural Idlib", "ريف إدلب", "الدفاع المدني")
    found = {evidence.field: evidence.words for evidence in PublishedEvidence.objects.select_related("passage")}
    assert found == {"killed.total": "42 مدنياً", "date": "شهر أيلول 2023", "place": "ريف إدلب"}
    assert not Incident.objects.exists(), "a total that a source claims is never an incident"


def test_claim_by_hand_beside_the_parsers_own(seed: Report) -> None:
    parsed = claim_of(seed)
    mine = decisions.add_claim(seed, by="amal")
    assert (parsed.ordinal, mine.ordinal, mine.reading) == (0, 1, parsed.reading)


def test_claim_without_a_number_is_refused(missed: Report) -> None:
    claim = decisions.add_claim(missed, by="amal")
    with pytest.raises(ValidationError, match="needs a number"):
        decisions.accept_claim(claim, by="amal", details=ClaimDetails(source_name="SNHR"))
    claim.refresh_from_db()
    assert (claim.decision, claim.code) == (Decision.PENDING, "")


def test_claim_with_words_that_do_not_stand_in_the_text_is_told_at_the_field(at_desk: At, missed: Report) -> None:
    claim = decisions.add_claim(missed, by="amal")
    data = form_data(claim, move="accept", **SAID | {"date_words": "تشرين الأول"})
    response = at_desk("reviewer").post(address("decide_claim", claim.pk), data)
    assert response.status_code == 422
    assert "These words do not stand in the text." in text_of(response)


def test_remark_on_a_claim_stays_at_the_desk(at_desk: At, seed: Report) -> None:
    claim = claim_of(seed)
    data = form_data(claim, move="publish", reason="SECRET-REMARK of the desk")
    at_desk("editor").post(address("decide_claim", claim.pk), data)
    assert PublishedClaim.objects.get().reason == ""


# Words of dates and places


def test_untouched_card_keeps_the_parsers_words(at_desk: At, seed: Report) -> None:
    first = candidates_of(seed)[0]
    before = standing(candidate=first)
    at_desk("reviewer").post(address("decide_candidate", first.pk), form_data(first, move="save"))
    assert standing(candidate=first) == before == {"date": "7 تشرين الثاني 2023", "place": "قرية قوقفين"}
    assert not Finding.objects.exclude(by="").exists()


@pytest.mark.parametrize("how", ["span", "typed"])
def test_changed_day_and_place_rest_on_the_words_marked_for_them(
    at_desk: At, seed: Report, places: dict[str, Place], how: str
) -> None:
    first = candidates_of(seed)[0]
    day, place = "5 تشرين الأول", "بلدة كفرنوران"
    changes = {"date_start": "2023-10-05", "date_end": "2023-10-05", "place": "C1001"}
    changes |= {"date_words": day, "place_words": place}
    if how == "span":
        for kind, words in (("date", day), ("place", place)):
            changes[f"{kind}_span"] = "{}:{}".format(*span_of(seed.text, words))
    at_desk("editor").post(address("decide_candidate", first.pk), form_data(first, move="publish", **changes))
    assert standing(candidate=first) == {"date": day, "place": place}
    incident = Incident.objects.get()
    assert (incident.date_start, incident.place_text) == (date(2023, 10, 5), place)
    public = {e.field: (e.words, e.value) for e in PublishedEvidence.objects.filter(field__in=["date", "place"])}
    assert public == {"date": (day, "2023-10-05"), "place": (place, "C1001")}
    old = Finding.objects.get(candidate=first, kind="date", by="")
    assert (words_of(old), old.set_aside_by) == ("7 تشرين الثاني 2023", "editor"), "what the parser read stays"


def test_marked_words_are_in_the_history_and_light_up(at_desk: At, seed: Report) -> None:
    first = candidates_of(seed)[0]
    old, new = span_of(seed.text, "7 تشرين الثاني 2023"), span_of(seed.text, "السبت")
    decisions.edit_candidate(first, by="amal", correction=Correction(words=(Words("date", new),)))
    line = AuditEvent.objects.get(action="edit_candidate")
    assert line.changes == {"words of date": [[list(old)], [list(new)]]}
    acts = list(DeskChange.objects.filter(table="incidents_finding").values_list("act", "by"))
    assert sorted(acts) == [("INSERT", "amal"), ("UPDATE", "amal")]
    page = at_desk("reviewer").get(address("report", seed.pk)).context["page"]
    lit = {piece.text for piece in page.pieces if f"c{first.pk}.date" in piece.names.split()}
    assert lit == {"السبت"}


def test_words_taken_away_are_no_evidence(at_desk: At, seed: Report) -> None:
    first = candidates_of(seed)[0]
    data = form_data(first, move="publish", date_words="")
    at_desk("editor").post(address("decide_candidate", first.pk), data)
    assert standing(candidate=first) == {"place": "قرية قوقفين"}
    assert not PublishedEvidence.objects.filter(field="date").exists()


def test_words_marked_for_one_place_are_no_evidence_of_another(seed: Report, places: dict[str, Place]) -> None:
    first = candidates_of(seed)[0]
    marked = Correction(words=(Words("place", span_of(seed.text, "قرية قوقفين")),))
    incident = decisions.accept_candidate(first, by="amal", correction=marked)
    moved = circumstances_of(incident)
    elsewhere = type(moved)(moved.date_start, moved.date_end, "day", places["C1002"], "", moved.weapons, moved.actors)
    decisions.edit_incident(incident, by="amal", circumstances=elsewhere)
    incident.refresh_from_db()
    publication.publish_incident(incident, by="editor")
    assert not PublishedEvidence.objects.filter(field="place").exists()


@pytest.mark.parametrize("kind", ["date", "place"])
def test_words_for_nothing_are_refused(desk: Desk, kind: str) -> None:
    report = desk.report("قُتل رجل في مكان ما")
    candidate = desk.candidate(desk.reading(report), [("killed", "total", 1, 1, "رجل")])
    with pytest.raises(ValidationError, match="date or the place"):
        decisions.edit_candidate(candidate, by="amal", correction=Correction(words=(Words(kind, (0, 4)),)))
    assert not Finding.objects.exists()


@pytest.mark.parametrize("span", [(-1, 4), (4, 4), (0, 10_000), (4, 5)])
def test_words_outside_the_text_are_refused(seed: Report, span: tuple[int, int]) -> None:
    first = candidates_of(seed)[0]
    if span == (4, 5):
        span = (seed.text.index(" "), seed.text.index(" ") + 1)
    with pytest.raises(ValidationError, match="Mark the words"):
        decisions.edit_candidate(first, by="amal", correction=Correction(words=(Words("date", span),)))
    assert standing(candidate=first)["date"] == "7 تشرين الثاني 2023"


@pytest.mark.parametrize("given", ["x:y", "5:3", "0:999999", "٣:٧٧٧٧٧٧", ":", "1:2:3"])
def test_a_forged_span_is_not_followed(at_desk: At, seed: Report, given: str) -> None:
    first = candidates_of(seed)[0]
    data = form_data(first, move="save", date_words="السبت", date_span=given)
    assert at_desk("reviewer").post(address("decide_candidate", first.pk), data).status_code == 302
    assert standing(candidate=first)["date"] == "السبت"
