"""Decisions: what each leaves behind, and what is refused."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from incidents.figures import Bounds
from incidents.models.audit import AuditEvent
from incidents.models.desk.candidate import Candidate, Decision
from incidents.models.desk.figure import ReportedFigure
from incidents.models.desk.incident import Incident
from incidents.models.desk.report import Report, ReportState
from incidents.models.place import Place
from incidents.models.record.incident import PublishedIncident
from incidents.review import decisions
from incidents.review.assessment import Assessed, Marked
from incidents.review.circumstances import Circumstances, circumstances_of
from incidents.review.conflicts import ReviewConflict
from incidents.review.decisions import ClaimDetails, Correction
from tests.review.cast import Desk, candidates_of, claim_of, span_of

REVIEWER = "reviewer"


def accepted(incident: Incident) -> dict[tuple[str, str], Bounds]:
    figures = ((row.outcome, row.group, row.bounds) for row in incident.accepted_figures.all())
    return {(outcome, group): bounds for outcome, group, bounds in figures if bounds}


def test_accept_candidate_makes_an_incident_that_rests_on_its_words(seed: Report) -> None:
    first = candidates_of(seed)[0]
    incident = decisions.accept_candidate(first, by=REVIEWER, grade="weak")
    assert incident.code == "SY-2023-0001"
    assert incident.place is not None
    assert (incident.date_start, incident.place.key, incident.grade) == (date(2023, 11, 7), "C3001", "weak")
    assert incident.place_precision == "community"
    assert accepted(incident) == {
        ("killed", "total"): Bounds(11, None, 11),
        ("killed", "children"): Bounds(7, None, 7),
        ("killed", "under_six"): Bounds(3, None, 3),
        ("killed", "women"): Bounds(4, None, 4),
    }
    words = {seed.text[f.start : f.end] for row in incident.accepted_figures.all() for f in row.basis.all()}
    assert words == {"11 مدنياً", "7 أطفال", "3 أطفال", "4 نساء"}
    first.refresh_from_db()
    assert (first.decision, first.decided_by, first.incident) == (Decision.ACCEPTED, REVIEWER, incident)


def test_accept_candidate_leaves_audit_lines_and_nothing_in_the_record(seed: Report) -> None:
    incident = decisions.accept_candidate(candidates_of(seed)[0], by=REVIEWER)
    lines = {(line.action, line.subject, line.by) for line in AuditEvent.objects.all()}
    assert ("create_incident", f"incident {incident.code}", REVIEWER) in lines
    assert ("accept_candidate", f"report {seed.pk} candidate {candidates_of(seed)[0].pk}", REVIEWER) in lines
    assert not PublishedIncident.objects.exists()


def test_accept_candidate_with_corrections_reads_the_words_anew(seed: Report, places: dict[str, Place]) -> None:
    first = candidates_of(seed)[0]
    start, end = span_of(seed.text, "7 أطفال")
    correction = Correction(
        circumstances=Circumstances(
            date(2023, 11, 4), date(2023, 11, 4), "day", places["C3001"], "قوقفين", ("mortar",)
        ),
        marked=(Marked("killed", "children", 8, 8, start, end),),
        left_out=(("killed", "women"),),
    )
    incident = decisions.accept_candidate(first, by=REVIEWER, correction=correction)
    assert accepted(incident)["killed", "children"] == Bounds(8, None, 8)
    assert ("killed", "women") not in accepted(incident)
    assert (incident.date_start, incident.weapons, incident.actors) == (date(2023, 11, 4), ["mortar"], [])
    parsers = ReportedFigure.objects.get(candidate=first, group="children", by="")
    assert (parsers.low, parsers.set_aside_by) == (7, REVIEWER), "what the parser read stays, set aside"
    line = AuditEvent.objects.get(action="edit_candidate")
    assert line.changes["killed.children"] == [[7, 7], [8, 8]]
    assert line.changes["date_start"] == ["2023-11-07", "2023-11-04"]
    assert line.changes["killed.women"] == [[4, 4], None]


def test_accept_candidate_whose_parts_exceed_its_total_raises_the_total(desk: Desk) -> None:
    report = desk.report("أصيب ثلاثة أطفال وامرأتان")
    candidate = desk.candidate(
        desk.reading(report), [("injured", "children", 3, 3, "ثلاثة أطفال"), ("injured", "women", 2, 2, "وامرأتان")]
    )
    incident = decisions.accept_candidate(candidate, by=REVIEWER)
    assert accepted(incident)["injured", "total"] == Bounds(5, None, None)
    assert incident.accepted_figures.get(group="total").basis.count() == 2


def test_accept_candidate_without_date_or_place_is_allowed(desk: Desk) -> None:
    report = desk.report("قُتل رجل", published_on=date(2020, 3, 1))
    candidate = desk.candidate(desk.reading(report), [("killed", "men", 1, 1, "رجل")])
    incident = decisions.accept_candidate(candidate, by=REVIEWER)
    assert incident.code == "SY-2020-0001"
    assert (incident.date_start, incident.place, incident.place_precision) == (None, None, "")


def test_accept_candidate_into_an_incident_widens_its_figures(seed: Report, second_report: Report) -> None:
    incident = decisions.accept_candidate(candidates_of(seed)[0], by=REVIEWER)
    linked = decisions.accept_candidate(candidates_of(second_report)[0], by="other", incident=incident)
    assert linked == incident
    assert accepted(incident)["killed", "total"] == Bounds(11, None, 12)
    assert accepted(incident)["killed", "children"] == Bounds(7, None, 8)
    assert accepted(incident)["killed", "women"] == Bounds(4, None, 4)
    assert Incident.objects.count() == 1


def test_accept_candidate_into_an_incident_keeps_what_was_argued_for(seed: Report, second_report: Report) -> None:
    incident = decisions.accept_candidate(candidates_of(seed)[0], by=REVIEWER)
    figures = {
        (row.outcome, row.group): Assessed(row.bounds, tuple(f.pk for f in row.basis.all()))
        for row in incident.accepted_figures.all()
    }
    total = figures["killed", "total"]
    figures["killed", "total"] = Assessed(Bounds(11, 11, 11), total.basis, "names of all eleven are known")
    decisions.edit_incident(incident, by=REVIEWER, figures=figures)
    decisions.accept_candidate(candidates_of(second_report)[0], by="other", incident=incident)
    assert accepted(incident)["killed", "total"] == Bounds(11, 11, 11)
    assert accepted(incident)["killed", "children"] == Bounds(7, None, 8)


def test_accept_candidate_never_joins_demonstration_and_real_reports(seed: Report, desk: Desk) -> None:
    incident = decisions.accept_candidate(candidates_of(seed)[0], by=REVIEWER)
    shown = desk.report("قُتل رجل", is_demonstration=True)
    candidate = desk.candidate(desk.reading(shown), [("killed", "total", 1, 1, "رجل")])
    with pytest.raises(ValidationError, match="Demonstration"):
        decisions.accept_candidate(candidate, by=REVIEWER, incident=incident)
    candidate.refresh_from_db()
    assert candidate.decision == Decision.PENDING


def test_accept_candidate_a_second_time_names_who_was_first(seed: Report) -> None:
    stale = candidates_of(seed)[0]
    decisions.accept_candidate(stale, by="amal")
    with pytest.raises(ReviewConflict, match="amal") as conflict:
        decisions.accept_candidate(stale, by=REVIEWER)
    assert conflict.value.who == "amal"
    assert Incident.objects.count() == 1, "the second incident was rolled back"
    assert not AuditEvent.objects.filter(by=REVIEWER).exists()


@pytest.mark.parametrize("move", ["accept_candidate", "reject", "edit_candidate"])
def test_moves_on_a_rejected_candidate_conflict(seed: Report, move: str) -> None:
    candidate = candidates_of(seed)[0]
    decisions.reject(candidate, by="amal", reason="not civilians")
    more = {"correction": Correction()} if move == "edit_candidate" else {}
    with pytest.raises(ReviewConflict, match="amal"):
        getattr(decisions, move)(candidate, by=REVIEWER, **more)


def test_reject_candidate_keeps_the_reason_and_can_be_taken_back(seed: Report) -> None:
    candidate = candidates_of(seed)[0]
    decisions.reject(candidate, by=REVIEWER, reason="fighters")
    candidate.refresh_from_db()
    assert (candidate.decision, candidate.decision_reason, candidate.incident) == ("rejected", "fighters", None)
    decisions.reconsider(candidate, by=REVIEWER)
    candidate.refresh_from_db()
    assert (candidate.decision, candidate.decided_by) == (Decision.PENDING, "")


def test_last_decision_closes_the_report_and_a_reconsidered_one_opens_it(seed: Report) -> None:
    first, second = candidates_of(seed)
    decisions.accept_candidate(first, by=REVIEWER)
    decisions.reject(second, by=REVIEWER)
    seed.refresh_from_db()
    assert seed.state == ReportState.PARSED
    decisions.accept_claim(claim_of(seed), by="amal")
    seed.refresh_from_db()
    assert (seed.state, seed.decided_by) == (ReportState.REVIEWED, "amal")
    decisions.reconsider(second, by=REVIEWER)
    seed.refresh_from_db()
    assert (seed.state, seed.decided_by) == (ReportState.PARSED, "")


def test_close_report_with_something_waiting_is_refused(seed: Report) -> None:
    with pytest.raises(ValidationError, match="waits"):
        decisions.close_report(seed, by=REVIEWER)


def test_reject_report_takes_all_that_waits_with_it(seed: Report) -> None:
    decisions.reject_report(seed, by=REVIEWER, reason="an opinion piece")
    seed.refresh_from_db()
    assert (seed.state, seed.decision_reason) == (ReportState.REJECTED, "an opinion piece")
    assert {candidate.decision for candidate in candidates_of(seed)} == {Decision.REJECTED}
    assert claim_of(seed).decision == Decision.REJECTED


def test_reject_report_needs_a_reason_and_no_accepted_incident(seed: Report) -> None:
    with pytest.raises(ValidationError, match="Say why"):
        decisions.reject_report(seed, by=REVIEWER, reason=" ")
    decisions.accept_candidate(candidates_of(seed)[0], by=REVIEWER)
    with pytest.raises(ValidationError, match="accepted already"):
        decisions.reject_report(seed, by=REVIEWER, reason="off topic")


@pytest.mark.parametrize(
    ("state", "allowed"), [("parsed", True), ("failed", True), ("received", False), ("reviewed", False)]
)
def test_reject_report_by_state(desk: Desk, state: str, allowed: bool) -> None:
    report = desk.report("رأي")
    decided = {"decided_by": "amal", "decided_at": report.received_at} if state == "reviewed" else {}
    Report.objects.filter(pk=report.pk).update(state=state, **decided)
    if allowed:
        decisions.reject_report(report, by=REVIEWER, reason="opinion")
    else:
        with pytest.raises(ReviewConflict):
            decisions.reject_report(report, by=REVIEWER, reason="opinion")


def test_reopen_report_puts_it_back_into_the_queue(desk: Desk) -> None:
    report = desk.report("رأي")
    decisions.reject_report(report, by=REVIEWER, reason="opinion")
    decisions.reopen_report(report, by="editor", reason="it names three dead")
    assert Report.objects.waiting_for_review().get() == report
    with pytest.raises(ReviewConflict):
        decisions.reopen_report(report, by="editor")


def test_mark_figure_outside_the_text_is_refused(seed: Report) -> None:
    outside = Marked("killed", "men", 1, 1, len(seed.text), len(seed.text) + 3)
    with pytest.raises(ValidationError, match="Mark the words"):
        decisions.edit_candidate(candidates_of(seed)[0], by=REVIEWER, correction=Correction(marked=(outside,)))


def test_edit_candidate_with_the_days_reversed_is_refused(seed: Report) -> None:
    wrong = Circumstances(date(2023, 11, 8), date(2023, 11, 7), "range")
    with pytest.raises(ValidationError, match="before the earliest"):
        decisions.edit_candidate(candidates_of(seed)[0], by=REVIEWER, correction=Correction(circumstances=wrong))


def test_add_candidate_for_an_incident_that_the_parser_missed(desk: Desk) -> None:
    report = desk.report("قضى مزارع بانفجار لغم", state=ReportState.FAILED)
    candidate = decisions.add_candidate(report, by=REVIEWER)
    marked = Marked("killed", "total", 1, 1, *span_of(report.text, "قضى مزارع"))
    incident = decisions.accept_candidate(candidate, by=REVIEWER, correction=Correction(marked=(marked,)))
    assert accepted(incident) == {("killed", "total"): Bounds(1, None, 1)}
    assert incident.accepted_figures.get().basis.get().by == REVIEWER


def test_edit_incident_refuses_a_figure_that_rests_on_nothing(seed: Report) -> None:
    incident = decisions.accept_candidate(candidates_of(seed)[0], by=REVIEWER)
    with pytest.raises(ValidationError, match="mark the words"):
        decisions.edit_incident(incident, by=REVIEWER, figures={("killed", "men"): Assessed(Bounds(1, None, 1), ())})


def test_edit_incident_refuses_a_difference_without_a_reason(seed: Report) -> None:
    incident = decisions.accept_candidate(candidates_of(seed)[0], by=REVIEWER)
    basis = tuple(incident.accepted_figures.get(group="total").basis.values_list("pk", flat=True))
    figure = {("killed", "total"): Assessed(Bounds(10, None, 11), basis)}
    with pytest.raises(ValidationError, match="say why"):
        decisions.edit_incident(incident, by=REVIEWER, figures=figure)
    argued = {("killed", "total"): Assessed(Bounds(10, None, 11), basis, "one name is doubtful")}
    decisions.edit_incident(incident, by=REVIEWER, figures=argued)
    assert accepted(incident) == {("killed", "total"): Bounds(10, None, 11)}


def test_edit_incident_refuses_parts_above_their_total(seed: Report) -> None:
    incident = decisions.accept_candidate(candidates_of(seed)[0], by=REVIEWER)
    rows = {row.group: tuple(f.pk for f in row.basis.all()) for row in incident.accepted_figures.all()}
    figures = {
        ("killed", "total"): Assessed(Bounds(5, None, 5), rows["total"], "wrong on purpose"),
        ("killed", "children"): Assessed(Bounds(7, None, 7), rows["children"]),
    }
    with pytest.raises(ValidationError, match="at least as many"):
        decisions.edit_incident(incident, by=REVIEWER, figures=figures)


def test_edit_incident_writes_the_difference_of_each_field(seed: Report, places: dict[str, Place]) -> None:
    incident = decisions.accept_candidate(candidates_of(seed)[0], by=REVIEWER)
    now = circumstances_of(incident)
    moved = Circumstances(now.date_start, now.date_end, "day", places["SY070101"], "كفر نبل", ("rocket",), now.actors)
    edited = decisions.edit_incident(incident, by="amal", circumstances=moved, grade="weak", reason="second statement")
    assert edited.place_precision == "subdistrict"
    line = AuditEvent.objects.get(action="edit_incident")
    assert line.changes["place"] == ["C3001", "SY070101"]
    assert line.changes["weapons"] == [["artillery"], ["rocket"]]
    assert line.changes["grade"] == ["unassessed", "weak"]
    assert "actors" not in line.changes
    assert line.reason == "second statement"


def test_accept_claim_gets_a_code_and_stays_apart(seed: Report) -> None:
    claim = decisions.accept_claim(claim_of(seed), by=REVIEWER)
    assert claim.code == "SY-2023-C001"
    assert claim.accepted_figures.get(outcome="injured", group="total").bounds == Bounds(270, None, None)
    assert not Incident.objects.exists()
    with pytest.raises(ReviewConflict, match=REVIEWER):
        decisions.reject(claim, by="amal")


def test_accept_claim_with_corrections(seed: Report) -> None:
    details = ClaimDetails(date(2023, 10, 1), date(2023, 10, 15), "Idlib", ("SY07",), "SNHR")
    correction = Correction(left_out=(("injured", "rescue_workers"),))
    claim = decisions.accept_claim(claim_of(seed), by=REVIEWER, details=details, correction=correction)
    assert (claim.period_end, claim.governorates, claim.source_name) == (date(2023, 10, 15), ["SY07"], "SNHR")
    assert not claim.accepted_figures.filter(group="rescue_workers").exists()
    line = AuditEvent.objects.get(action="edit_claim")
    assert line.changes["period_end"] == ["2023-10-31", "2023-10-15"]


def test_accept_claim_whose_period_ends_before_it_begins_is_refused(seed: Report) -> None:
    with pytest.raises(ValidationError, match="before it begins"):
        decisions.accept_claim(claim_of(seed), by=REVIEWER, details=ClaimDetails(date(2023, 10, 2), date(2023, 10, 1)))


def test_current_reading_is_the_newest(seed: Report, desk: Desk) -> None:
    newer = desk.reading(seed, version="2.0")
    assert decisions.current_reading(seed) == newer
    assert Candidate.objects.filter(reading=newer).count() == 0
