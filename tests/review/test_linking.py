"""Which incident is it, who said it first, what becomes of two that are one; signing off, taking, the history."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from incidents.figures import Bounds
from incidents.models.desk.candidate import Candidate
from incidents.models.desk.change import DeskChange
from incidents.models.desk.incident import Incident
from incidents.models.desk.report import Report, ReportState
from incidents.models.place import Place
from incidents.models.record.incident import PublishedIncident
from incidents.models.record.version import VersionState
from incidents.review import decisions, publication
from incidents.review.conflicts import ReviewConflict
from incidents.review.likeness import near_texts
from incidents.review.lineage import latest_of_each, likeness, origins_of, runs_of
from incidents.review.mergers import merge_incidents, sign_off, split_candidate
from incidents.review.suggestions import suggest
from incidents.review.taking import HELD_FOR, holder_of, reject_reports, release_report, take_report
from tests.review.cast import PLACE_HINT, REMARK, Desk, candidates_of
from tests.review.pages import address, form_data, text_of

AGENCY = (
    "أعلن الدفاع المدني أن غارة جوية استهدفت سوقاً شعبية في قرية قوقفين صباح الثلاثاء، "
    "ما أدى إلى مقتل 9 مدنيين بينهم 4 أطفال وإصابة 20 آخرين بجروح، نقلوا إلى مشاف قريبة."
)
REPRINT = "وكالات – " + AGENCY + " وتأتي الغارة وسط تصعيد."
WITNESSES = "روى سكان أن طائرة قصفت السوق. سقط 10 قتلى وعشرات الجرحى في قوقفين، حسب شهود."
MONITOR = "وثق المرصد مقتل 9 مدنيين في قوقفين إثر ضربة من الجو يوم 7 تشرين الثاني."


def told(desk: Desk, place: Place, text: str, killed: int, words: str, *, day: int = 7, **fields: Any) -> Candidate:
    """One candidate of one report on an attack in November 2023."""
    reading = desk.reading(desk.report(text, **fields))
    when = date(2023, 11, day)
    return desk.candidate(
        reading,
        [("killed", "total", killed, killed, words)],
        date_start=when,
        date_end=when,
        date_precision="day",
        place=place,
    )


@pytest.fixture
def planted(desk: Desk, places: dict[str, Place]) -> list[Candidate]:
    """One attack in three reports of different lineage and two reprints of the first."""
    qoqfin = places["C3001"]
    return [
        told(desk, qoqfin, AGENCY, 9, "9 مدنيين", publisher="الدفاع المدني", published_on=date(2023, 11, 7)),
        told(desk, qoqfin, REPRINT, 9, "9 مدنيين", publisher="موقع أول", published_on=date(2023, 11, 7)),
        told(
            desk, qoqfin, "نقلاً عن المسعفين: 9 قتلى في قوقفين", 9, "9 قتلى",
            publisher="موقع ثان", original_publisher="الدفاع المدني", published_on=date(2023, 11, 8),
        ),
        told(desk, qoqfin, WITNESSES, 10, "10 قتلى", publisher="شبكة شهود", published_on=date(2023, 11, 8)),
        told(desk, qoqfin, MONITOR, 9, "9 مدنيين", day=8, publisher="المرصد", published_on=date(2023, 11, 9)),
    ]  # fmt: skip


@pytest.fixture
def others(desk: Desk, places: dict[str, Place]) -> list[Incident]:
    """Incidents nearby in time or place that it is not."""
    near = Place.objects.create(
        key="C3002", kind="community", name_en="Near", name_ar="القريبة", admin1="SY07", admin3="SY070101",
        latitude=35.66, longitude=36.52,
    )  # fmt: skip
    told_elsewhere = [
        told(desk, near, "قُتل 9 مدنيين في القريبة", 9, "9 مدنيين", publisher="أ"),
        told(desk, places["C3001"], "قُتل مدني في قوقفين يوم الجمعة", 1, "مدني", day=10, publisher="ب"),
        told(desk, places["C1001"], "قُتل 9 مدنيين في كفرنوران", 9, "9 مدنيين", publisher="ج"),
    ]
    return [decisions.accept_candidate(candidate, by="amal") for candidate in told_elsewhere]


def test_suggestions_rank_the_right_incident_first_with_reasons(
    planted: list[Candidate], others: list[Incident]
) -> None:
    incident = decisions.accept_candidate(planted[0], by="amal")
    for candidate in planted[1:]:
        first, *rest = suggest([candidate])[candidate.pk]
        assert first.incident == incident
        assert "same place" in first.reasons
        assert all(other.score < first.score for other in rest)
    assert suggest(planted[1:2])[planted[1].pk][0].is_likely


def test_suggestions_never_offer_another_place_far_away_or_an_incident_of_the_same_text(
    seed: Report, planted: list[Candidate], others: list[Incident]
) -> None:
    offered = {s.incident.place for s in suggest(planted[:1])[planted[0].pk]}
    assert Place.objects.get(key="C1001") not in offered
    first, second = candidates_of(seed)
    incident = decisions.accept_candidate(first, by="amal")
    assert incident not in [s.incident for s in suggest([second])[second.pk]]


def test_planted_duplicates_become_one_incident_with_three_origins(planted: list[Candidate]) -> None:
    incident = decisions.accept_candidate(planted[0], by="amal")
    for candidate in planted[1:]:
        best = suggest([candidate])[candidate.pk][0].incident
        decisions.accept_candidate(candidate, by="amal", incident=best)
    assert Incident.objects.count() == 1
    assert publication.origin_count(incident) == 3
    row = publication.publish_incident(incident, by="editor")
    assert (row.report_count, row.origin_count) == (5, 3)
    assert row.figures()["killed", "total"] == Bounds(9, None, 10)


def test_suggestion_is_chosen_beforehand_on_the_page(
    at_desk: Callable[[str], Client], planted: list[Candidate]
) -> None:
    incident = decisions.accept_candidate(planted[0], by="amal")
    client = at_desk("reviewer")
    page = client.get(address("report", planted[1].reading.report_id)).context["page"]
    assert page.cards[0].form["incident"].value() == incident.code
    data = form_data(planted[1], move="accept", incident=incident.code)
    client.post(address("decide_candidate", planted[1].pk), data)
    assert incident.candidates.count() == 2
    new = form_data(planted[4], move="new", incident=incident.code)
    client.post(address("decide_candidate", planted[4].pk), new)
    assert Incident.objects.count() == 2


def test_near_texts_finds_the_reprint_alone(planted: list[Candidate]) -> None:
    first, reprint = planted[0].reading.report, planted[1].reading.report
    assert [near.report for near in near_texts(first)] == [reprint]


@pytest.mark.parametrize(
    ("one", "other", "is_reprint"),
    [
        (AGENCY, REPRINT, True),
        (AGENCY, AGENCY.replace("أ", "ا"), True),
        (AGENCY, WITNESSES, False),
        (AGENCY, "", False),
    ],
)
def test_likeness(one: str, other: str, is_reprint: bool) -> None:
    assert (likeness(runs_of(one), runs_of(other)) >= 0.6) == is_reprint


def test_origins_join_reprints_through_a_third_text(planted: list[Candidate]) -> None:
    origins = origins_of(candidate.reading.report for candidate in planted)
    assert sorted(origins.values()) == sorted(["الدفاع المدني"] * 3 + ["شبكة شهود", "المرصد"])


def test_a_later_toll_speaks_for_its_lineage(planted: list[Candidate]) -> None:
    reports = [candidate.reading.report for candidate in planted[:4]]
    assert latest_of_each(reports, origins_of(reports)) == {reports[2].pk, reports[3].pk}


def test_accepted_figures_follow_the_latest_toll_of_a_lineage(desk: Desk, places: dict[str, Place]) -> None:
    office, qoqfin = "الدفاع المدني", places["C3001"]
    early = told(desk, qoqfin, AGENCY, 9, "9 مدنيين", publisher=office, published_on=date(2023, 11, 7))
    start = AGENCY.index("4 أطفال")
    early.reported_figures.create(
        outcome="killed", group="children", low=4, high=4, quantifier="exact", start=start, end=start + 7, rule="test"
    )
    late = "ارتفعت الحصيلة في قوقفين إلى 12 قتيلاً"
    later = told(desk, qoqfin, late, 12, "12 قتيلاً", publisher=office, published_on=date(2023, 11, 9))
    incident = decisions.accept_candidate(early, by="amal")
    decisions.accept_candidate(later, by="amal", incident=incident)
    figures = {row.group: row.bounds for row in incident.accepted_figures.all()}
    assert figures == {"total": Bounds(12, None, 12), "children": Bounds(4, None, 4)}
    witnesses = told(desk, qoqfin, WITNESSES, 10, "10 قتلى", publisher="شهود", published_on=date(2023, 11, 8))
    decisions.accept_candidate(witnesses, by="amal", incident=incident)
    assert incident.accepted_figures.get(group="total").bounds == Bounds(10, None, 12)


def test_fair_needs_two_origins_and_a_second_person(planted: list[Candidate]) -> None:
    incident = decisions.accept_candidate(planted[0], by="amal", grade="fair")
    decisions.accept_candidate(planted[1], by="amal", incident=incident)
    with pytest.raises(ValidationError, match="two independent origins"):
        publication.publish_incident(incident, by="editor")
    decisions.accept_candidate(planted[3], by="amal", incident=incident)
    with pytest.raises(ValidationError, match="second person"):
        publication.publish_incident(incident, by="amal")
    assert publication.publish_incident(incident, by="editor").grade == "fair"


def test_sign_off_by_another_and_taken_back_by_a_change(planted: list[Candidate]) -> None:
    incident = decisions.accept_candidate(planted[0], by="amal", grade="confirmed")
    with pytest.raises(ValidationError, match="somebody else"):
        sign_off(incident, by="amal")
    sign_off(incident, by="basel")
    with pytest.raises(ReviewConflict, match="basel"):
        sign_off(incident, by="rana")
    publication.publish_incident(incident, by="amal")
    decisions.edit_incident(incident, by="amal", grade="confirmed", is_restricted=True)
    incident.refresh_from_db()
    assert incident.signed_off_by == ""


def test_merge_keeps_codes_links_and_history(planted: list[Candidate]) -> None:
    first = decisions.accept_candidate(planted[0], by="amal")
    second = decisions.accept_candidate(planted[3], by="amal")
    publication.publish_incident(second, by="editor")
    kept = merge_incidents(second, into=first, by="editor", reason="The same market, the same morning.")
    assert kept.previous_codes == [second.code]
    assert kept.candidates.count() == 2
    assert kept.accepted_figures.get(group="total").bounds == Bounds(9, None, 10)
    gone = PublishedIncident.objects.current_at(None).get(code=second.code)
    assert gone.state == VersionState.WITHDRAWN
    assert first.code in gone.reason
    row = publication.publish_incident(kept, by="editor")
    assert row.previous_codes == [second.code]
    assert PublishedIncident.objects.as_of(None).count() == 1, "counted once"
    with pytest.raises(ReviewConflict):
        merge_incidents(second, into=first, by="editor", reason="again")
    with pytest.raises(ValidationError, match="merged"):
        decisions.accept_candidate(planted[4], by="amal", incident=second)


def test_merge_into_itself_or_without_a_reason_is_refused(planted: list[Candidate]) -> None:
    first = decisions.accept_candidate(planted[0], by="amal")
    second = decisions.accept_candidate(planted[3], by="amal")
    with pytest.raises(ValidationError, match="into itself"):
        merge_incidents(first, into=first, by="editor", reason="x")
    with pytest.raises(ValidationError, match="Say why"):
        merge_incidents(first, into=second, by="editor", reason=" ")


def test_split_gives_the_report_an_incident_of_its_own(planted: list[Candidate]) -> None:
    first = decisions.accept_candidate(planted[0], by="amal")
    decisions.accept_candidate(planted[3], by="amal", incident=first)
    planted[3].refresh_from_db()
    second = split_candidate(planted[3], by="editor", reason="Another market.")
    assert second.code != first.code
    assert second.accepted_figures.get(group="total").bounds == Bounds(10, None, 10)
    assert first.accepted_figures.get(group="total").bounds == Bounds(9, None, 9)
    with pytest.raises(ValidationError, match="only account"):
        split_candidate(planted[3], by="editor", reason="x")


@pytest.mark.parametrize("language", ["ar", "en"])
def test_merge_split_and_sign_off_by_form(
    at_desk: Callable[[str], Client], planted: list[Candidate], language: str
) -> None:
    first = decisions.accept_candidate(planted[0], by="amal")
    second = decisions.accept_candidate(planted[3], by="amal")
    path = address("decide_incident", second.code, language=language)
    refused = at_desk("reviewer").post(path, {"move": "merge", "into": first.code, "reason": "same"})
    assert refused.status_code == 403
    editor = at_desk("editor")
    assert editor.post(path, {"move": "merge", "into": first.code, "reason": "same"}).status_code == 302
    page = text_of(editor.get(address("incident", first.code, language=language)))
    assert second.code in page
    path = address("decide_incident", first.code, language=language)
    editor.post(path, {"move": "split", "candidate": planted[3].pk, "reason": "not the same"})
    assert Incident.objects.filter(merged_into__isnull=True).count() == 2
    editor.post(path, {"move": "sign"})
    first.refresh_from_db()
    assert first.signed_off_by == "", "whoever changed it last cannot sign it off"
    at_desk("reviewer").post(path, {"move": "sign"})
    first.refresh_from_db()
    assert first.signed_off_by == "reviewer"


def test_take_and_release(seed: Report) -> None:
    take_report(seed, by="amal")
    with pytest.raises(ReviewConflict, match="amal"):
        take_report(seed, by="basel")
    release_report(seed, by="basel")
    seed.refresh_from_db()
    assert holder_of(seed) == "amal"
    release_report(seed, by="amal")
    take_report(seed, by="basel")
    Report.objects.filter(pk=seed.pk).update(taken_at=timezone.now() - HELD_FOR - timedelta(minutes=1))
    seed.refresh_from_db()
    assert holder_of(seed) == ""
    take_report(seed, by="amal")


@pytest.mark.parametrize("language", ["ar", "en"])
def test_take_by_form_tells_the_other(at_desk: Callable[[str], Client], seed: Report, language: str) -> None:
    path = address("decide_report", seed.pk, language=language)
    at_desk("reviewer").post(path, {"move": "take"})
    response = at_desk("editor").post(path, {"move": "take"}, follow=True)
    assert "reviewer" in text_of(response)
    seed.refresh_from_db()
    assert seed.taken_by == "reviewer"


def test_many_rejected_at_once_and_what_cannot_be_is_named(
    at_desk: Callable[[str], Client], seed: Report, second_report: Report, desk: Desk
) -> None:
    opinion = desk.report("رأي في السياسة")
    decisions.accept_candidate(candidates_of(second_report)[0], by="amal")
    chosen = [seed, opinion, Report.objects.get(pk=second_report.pk)]
    done, refused = reject_reports(chosen, by="basel", reason="off topic")
    assert done == 2
    assert [line.split(":")[0] for line in refused] == [str(second_report.pk)]
    again = desk.report("رأي آخر")
    at_desk("reviewer").post(address("reject_many"), {"report": [again.pk], "reason": "off topic"})
    again.refresh_from_db()
    assert again.state == ReportState.REJECTED


def test_history_by_triggers_answers_who_changed_what(seed: Report) -> None:
    first = candidates_of(seed)[0]
    incident = decisions.accept_candidate(first, by="amal")
    decisions.edit_incident(incident, by="basel", grade="weak")
    Incident.objects.filter(pk=incident.pk).update(grade="contested")  # past the desk's own functions
    lines = DeskChange.objects.filter(table="incidents_incident", row=incident.pk, changed__has_key="grade")
    said = [(line.by, line.changed["grade"]) for line in lines.order_by("pk")]
    assert said[0] == ("amal", [None, "unassessed"])
    assert said[1] == ("basel", ["unassessed", "weak"])
    assert said[2][1] == ["weak", "contested"]
    decided = DeskChange.objects.get(table="incidents_candidate", row=first.pk)
    assert (decided.by, decided.changed["decision"]) == ("amal", ["pending", "accepted"])
    figures = DeskChange.objects.filter(table="incidents_acceptedfigure", act="INSERT")
    assert figures.count() == incident.accepted_figures.count()


def test_history_holds_no_text_and_no_submitters_words_and_cannot_be_changed(seed: Report) -> None:
    decisions.reject_report(seed, by="amal", reason="off topic")
    held = str(list(DeskChange.objects.values()))
    assert seed.text[:40] not in held
    assert REMARK not in held
    assert PLACE_HINT not in held
    with pytest.raises(Exception, match="append-only"):
        DeskChange.objects.all().delete()


def test_demonstration_leaves_no_history(desk: Desk) -> None:
    report = desk.report("قُتل رجل", is_demonstration=True)
    candidate = desk.candidate(desk.reading(report), [("killed", "total", 1, 1, "رجل")])
    incident = decisions.accept_candidate(candidate, by="demonstration")
    decisions.edit_incident(incident, by="demonstration", grade="weak")
    assert not DeskChange.objects.exists()
