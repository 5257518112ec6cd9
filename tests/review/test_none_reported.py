"""Unknown, zero and "none reported" are three things, from a reviewer's field to the page, the files and the sums."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from incidents.figures import Bounds
from incidents.models.audit import AuditEvent
from incidents.models.desk.candidate import Candidate
from incidents.models.desk.incident import Incident
from incidents.models.desk.report import Report
from incidents.models.place import Place
from incidents.models.record.evidence import PublishedEvidence
from incidents.models.record.incident import PublishedIncident
from incidents.record import door
from incidents.record.entries import IncidentEntry
from incidents.review import decisions, publication
from incidents.review.assessment import Assessed, Marked, assess
from incidents.review.decisions import Correction
from incidents.statistics.filters import IncidentFilter
from incidents.statistics.totals import totals
from tests.review.cast import Desk, candidates_of, span_of
from tests.review.pages import LANGUAGES, address, form_data

At = Callable[[str], Client]
NONE = "ولم ترد أنباء عن إصابات"
TEXT = f"قُتل 4 مدنيين بقصف على قرية قوقفين يوم 7 تشرين الثاني 2023 {NONE}. ولا نساء بين القتلى."


@pytest.fixture
def waiting(desk: Desk, places: dict[str, Place]) -> Candidate:
    report = desk.report(TEXT)
    day = date(2023, 11, 7)
    return desk.candidate(
        desk.reading(report),
        [("killed", "total", 4, 4, "4 مدنيين")],
        date_start=day,
        date_end=day,
        date_precision="day",
        place=places["C3001"],
    )


@pytest.fixture
def incident(waiting: Candidate) -> Incident:
    """Four killed, no women among them, and no injured reported; the missing are not spoken of."""
    none = Marked("injured", "total", 0, None, *span_of(TEXT, NONE), none_reported=True)
    zero = Marked("killed", "women", 0, 0, *span_of(TEXT, "ولا نساء"))
    return decisions.accept_candidate(waiting, by="amal", correction=Correction(marked=(none, zero)))


@pytest.fixture
def public(incident: Incident) -> PublishedIncident:
    return publication.publish_incident(incident, by="editor")


# At the desk


@pytest.mark.parametrize("typed", ["0?", "٠؟"])
def test_reviewer_types_it(at_desk: At, waiting: Candidate, typed: str) -> None:
    data = form_data(waiting, move="save", words=NONE, **{"injured.total": typed})
    assert at_desk("reviewer").post(address("decide_candidate", waiting.pk), data).status_code == 302
    marked = waiting.reported_figures.get(by="reviewer")
    assert (marked.quantifier, marked.low, marked.high) == ("none_reported", 0, None)
    assert TEXT[marked.start : marked.end] == NONE
    page = at_desk("reviewer").get(address("report", waiting.reading.report_id)).content.decode()
    assert 'value="0?"' in page
    untouched = form_data(waiting, move="save")
    at_desk("reviewer").post(address("decide_candidate", waiting.pk), untouched)
    assert waiting.reported_figures.filter(outcome="injured").count() == 1


def test_it_rests_on_words_like_any_figure(at_desk: At, waiting: Candidate) -> None:
    data = form_data(waiting, move="save", **{"injured.total": "0?"})
    assert at_desk("reviewer").post(address("decide_candidate", waiting.pk), data).status_code == 422


def test_trail_says_it_in_words(at_desk: At, incident: Incident) -> None:
    line = AuditEvent.objects.get(action="create_incident")
    assert line.changes["injured.total"] == [None, "none_reported"]
    page = at_desk("reviewer").get(address("incident", incident.code)).content.decode()
    assert "none reported" in page


def test_incident_form_keeps_it_and_refuses_a_best_number(at_desk: At, incident: Incident) -> None:
    form = at_desk("editor").get(address("incident", incident.code)).context["page"].form
    data = {name: form[name].value() for name in form.fields if form[name].value() not in (None, False)}
    assert data["injured.total"] == "0?"
    path = address("decide_incident", incident.code)
    assert at_desk("editor").post(path, data | {"move": "save"}).status_code == 302
    assert incident.accepted_figures.get(outcome="injured").bounds is None
    assert at_desk("editor").post(path, data | {"move": "save", "injured.total.best": "3"}).status_code == 422


def test_a_number_of_another_report_stands_against_it(incident: Incident, desk: Desk) -> None:
    report = desk.report("وأصيب 3 مدنيين في قوقفين", publisher="مرصد آخر")
    other = desk.candidate(desk.reading(report), [("injured", "total", 3, 3, "3 مدنيين")])
    decisions.accept_candidate(other, by="basel", incident=incident)
    row = incident.accepted_figures.get(outcome="injured", group="total")
    assert (row.bounds, row.basis.count()) == (Bounds(3, None, 3), 2)


def test_parts_that_are_known_stand_against_it(desk: Desk) -> None:
    report = desk.report("أصيب طفلان ولم ترد أنباء عن إصابات أخرى")
    candidate = desk.candidate(desk.reading(report), [("injured", "children", 2, 2, "طفلان")])
    candidate.reported_figures.create(
        outcome="injured", group="total", low=0, high=None, quantifier="none_reported", start=0, end=4, rule="test"
    )
    assert assess(candidate.reported_figures.all())["injured", "total"].bounds == Bounds(2, None, None)


def test_zero_of_a_part_does_not_make_its_whole_none_reported(desk: Desk) -> None:
    report = desk.report("لم يصب أي طفل")
    candidate = desk.candidate(desk.reading(report), [("injured", "children", 0, 0, "طفل")])
    assessed = assess(candidate.reported_figures.all())
    assert assessed["injured", "total"].bounds == Bounds(0, None, None)


def test_it_cannot_be_said_without_a_reason_against_the_reports(incident: Incident) -> None:
    rows = {(row.outcome, row.group): row for row in incident.accepted_figures.all()}
    figures = {key: Assessed(row.bounds, tuple(f.pk for f in row.basis.all())) for key, row in rows.items()}
    changed = figures | {("killed", "total"): Assessed(None, figures["killed", "total"].basis)}
    with pytest.raises(Exception, match="say why"):
        decisions.edit_incident(incident, by="amal", figures=changed)


@pytest.mark.parametrize("values", [{"low": 1}, {"high": 3}])
def test_database_knows_no_number_beside_it(incident: Incident, values: dict[str, int]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        incident.accepted_figures.filter(none_reported=True).update(**values)
    with pytest.raises(IntegrityError), transaction.atomic():
        Candidate.objects.get().reported_figures.filter(quantifier="none_reported").update(**values)


# In public


def test_record_keeps_the_three_apart(public: PublishedIncident) -> None:
    assert public.bounds("killed", "women") == Bounds(0, None, 0)
    assert public.bounds("injured", "total") is None
    assert public.bounds("missing", "total") is None
    assert public.none_reported == ["injured.total"]
    words = PublishedEvidence.objects.get(field="injured.total")
    assert (words.words, words.quantifier, words.low, words.high) == (NONE, "none_reported", None, None)


def test_sums_count_it_as_unknown(public: PublishedIncident) -> None:
    counted = totals(IncidentFilter())
    assert counted.figure("injured").is_known is False
    assert (counted.figure("killed").low, counted.figure("killed", "women").low) == (4, 0)


@pytest.mark.parametrize("language", LANGUAGES)
def test_page_says_which_of_the_three(client: Client, public: PublishedIncident, language: str) -> None:
    response = client.get(f"/{language}/incidents/{public.code}/")
    rows = {row.field: row for rows in response.context["figures"].values() for row in rows}
    assert rows["injured.total"].none_reported
    assert not rows["killed.women"].none_reported
    page = response.content.decode()
    if language == "en":
        assert page.count("none reported") >= 3, "headline, table, evidence"
    assert NONE in page


def test_files_and_api_say_which_of_the_three(client: Client, public: PublishedIncident) -> None:
    answer: Any = client.get("/en/data/incidents.csv")
    rows = list(csv.DictReader(io.StringIO(answer.getvalue().decode("utf-8-sig"))))
    row = next(row for row in rows if row["code"] == public.code)
    assert (row["killed_women_low"], row["killed_women_high"]) == ("0", "0")
    assert (row["injured_total_low"], row["injured_total_high"], row["none_reported"]) == ("", "", "injured.total")
    said = client.get(f"/en/api/v1/incidents/{public.code}").json()
    assert said["none_reported"] == ["injured.total"]
    assert "injured" not in said["figures"]


def test_withdrawing_and_publishing_again_keep_it(public: PublishedIncident, incident: Incident) -> None:
    withdrawn = publication.withdraw_incident(incident, by="editor", reason="Doubt.")
    assert withdrawn.none_reported == ["injured.total"]
    assert publication.publish_incident(incident, by="editor", reason="Settled.").none_reported == ["injured.total"]


@pytest.mark.parametrize("name", ["injured", "killed.total", "injured.nobody", ""])
def test_door_refuses_what_cannot_be_said(db: None, name: str) -> None:
    figures = {("killed", "total"): Bounds(4, None, 4)}
    with pytest.raises(door.DoorError):
        door.publish(IncidentEntry(code="SY-2023-0009", figures=figures, none_reported=(name,)), by="editor")


def test_report_of_the_queue_counts_nobody(at_desk: At, incident: Incident, desk: Desk) -> None:
    report = desk.report("لم ترد أنباء عن قتلى")
    candidate = desk.candidate(desk.reading(report), [])
    candidate.reported_figures.create(
        outcome="killed", group="total", low=0, high=None, quantifier="none_reported", start=0, end=4, rule="test"
    )
    lines: list[Any] = at_desk("reviewer").get(address("queue")).context["lines"]
    assert [line.killed for line in lines if line.report == report] == [None]
    assert Report.objects.filter(pk=report.pk).exists()
    assert candidates_of(report) == [candidate]
