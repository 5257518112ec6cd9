"""What passes the door, and what must stay on the desk."""

from __future__ import annotations

from datetime import date

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from incidents.figures import Bounds
from incidents.models.audit import AuditEvent
from incidents.models.desk.incident import Incident
from incidents.models.desk.report import Report
from incidents.models.place import Place
from incidents.models.record.evidence import PublishedEvidence, PublishedPassage, PublishedSource
from incidents.models.record.incident import PublishedIncident
from incidents.models.record.version import VersionState
from incidents.record.door import DoorError
from incidents.review import decisions, publication
from incidents.review.assessment import Assessed
from incidents.review.circumstances import Circumstances
from tests.review.cast import PLACE_HINT, REMARK, Desk, candidates_of, claim_of

EDITOR = "editor"


@pytest.fixture
def incident(seed: Report) -> Incident:
    """The attack on Qoqfin, accepted."""
    return decisions.accept_candidate(candidates_of(seed)[0], by="reviewer", grade="weak")


def test_publish_incident_says_what_was_accepted(incident: Incident) -> None:
    row = publication.publish_incident(incident, by=EDITOR)
    assert (row.code, row.version, row.state, row.grade) == ("SY-2023-0001", 1, "published", "weak")
    assert (row.month, row.place and row.place.key, row.admin1, row.place_precision) == (
        date(2023, 11, 1),
        "C3001",
        "SY07",
        "community",
    )
    assert row.figures()["killed", "total"] == Bounds(11, None, 11)
    assert row.figures()["killed", "women"] == Bounds(4, None, 4)
    assert (row.report_count, row.origin_count) == (1, 1)
    assert (row.latitude, row.longitude) == (35.62, 36.5)


def test_publish_incident_leads_each_value_to_its_words(incident: Incident) -> None:
    publication.publish_incident(incident, by=EDITOR)
    words = {(e.field, e.words) for e in PublishedEvidence.objects.select_related("passage")}
    assert words == {
        ("killed.total", "11 مدنياً"),
        ("killed.children", "7 أطفال"),
        ("killed.under_six", "3 أطفال"),
        ("killed.women", "4 نساء"),
        ("date", "7 تشرين الثاني 2023"),
        ("place", "قرية قوقفين"),
        ("weapon", "بقذائف المدفعية"),
        ("actor", "قوات النظام السوري"),
    }


def test_publish_incident_shows_only_the_sentences_of_its_evidence(incident: Incident, seed: Report) -> None:
    publication.publish_incident(incident, by=EDITOR)
    passages = list(PublishedPassage.objects.all())
    assert all(seed.text[p.start : p.start + len(p.text)] == p.text for p in passages)
    assert all(p.evidence.exists() for p in passages), "no passage without evidence"
    shown = "\n".join(p.text for p in passages)
    assert "الأمم المتحدة" not in shown
    assert "كفرنوران" not in shown, "the other incident's words are not shown here"
    assert len(shown) < len(seed.text) / 4


def test_publish_incident_drops_the_words_of_a_value_that_was_changed(
    incident: Incident, places: dict[str, Place]
) -> None:
    changed = Circumstances(date(2023, 11, 4), date(2023, 11, 4), "day", places["SY070101"], "كفر نبل", ("mortar",))
    decisions.edit_incident(incident, by="reviewer", circumstances=changed)
    publication.publish_incident(incident, by=EDITOR)
    fields = set(PublishedEvidence.objects.values_list("field", flat=True))
    assert fields == {"killed.total", "killed.children", "killed.under_six", "killed.women"}


def test_publish_incident_of_two_reports_gives_each_its_source(incident: Incident, second_report: Report) -> None:
    decisions.accept_candidate(candidates_of(second_report)[0], by="reviewer", incident=incident)
    row = publication.publish_incident(incident, by=EDITOR)
    assert (row.report_count, row.origin_count) == (2, 2)
    assert row.figures()["killed", "total"] == Bounds(11, None, 12)
    assert [source.published_on for source in row.sources.all()] == [date(2023, 11, 8), date(2023, 11, 9)]
    second = row.sources.get(publisher="مرصد آخر")
    assert [p.text for p in second.passages.all()] == [
        "قُتل 12 مدنياً بينهم 8 أطفال بقصف مدفعي على قرية قوقفين يوم 7 تشرين الثاني 2023."
    ]


def test_publish_incident_again_needs_a_reason_and_changes_nothing_without_change(incident: Incident) -> None:
    first = publication.publish_incident(incident, by=EDITOR)
    assert publication.publish_incident(incident, by=EDITOR) == first
    decisions.edit_incident(incident, by="reviewer", grade="contested")
    with pytest.raises(DoorError, match="say why"):
        publication.publish_incident(incident, by=EDITOR)
    second = publication.publish_incident(incident, by=EDITOR, reason="another party was named")
    assert (second.version, second.grade, second.reason) == (2, "contested", "another party was named")


def test_withdraw_incident_keeps_it_on_the_desk(incident: Incident) -> None:
    publication.publish_incident(incident, by=EDITOR)
    row = publication.withdraw_incident(incident, by=EDITOR, reason="it is SY-2023-0002")
    assert row.state == VersionState.WITHDRAWN
    assert not PublishedIncident.objects.as_of(None).exists()
    assert Incident.objects.get() == incident


def test_edit_incident_changes_nothing_public_before_it_is_published_again(incident: Incident) -> None:
    row = publication.publish_incident(incident, by=EDITOR)
    decisions.edit_incident(incident, by="reviewer", grade="contested")
    row.refresh_from_db()
    assert (row.grade, row.superseded_at) == ("weak", None)


def test_publish_incident_without_date_and_place(desk: Desk) -> None:
    report = desk.report("قُتل رجل في مكان غير معلوم. انتهى.", published_on=date(2020, 3, 1))
    candidate = desk.candidate(desk.reading(report), [("killed", "men", 1, 1, "رجل")], place_text="مكان غير معلوم")
    row = publication.publish_incident(decisions.accept_candidate(candidate, by="r"), by=EDITOR)
    assert (row.place, row.date_start, row.month, row.latitude) == (None, None, None, None)
    assert row.figures()["killed", "total"] == Bounds(1, None, None)


def test_publish_incident_of_an_area_gets_no_point(incident: Incident, places: dict[str, Place]) -> None:
    where = Circumstances(date(2023, 11, 7), date(2023, 11, 7), "day", places["SY0701"], "المعرة")
    row = publication.publish_incident(decisions.edit_incident(incident, by="r", circumstances=where), by=EDITOR)
    assert (row.place_precision, row.latitude, row.admin2) == ("district", None, "SY0701")


def test_publish_incident_restricted_shows_the_sub_district_and_no_words(incident: Incident) -> None:
    restricted = decisions.edit_incident(incident, by="reviewer", is_restricted=True)
    row = publication.publish_incident(restricted, by=EDITOR)
    assert (row.place and row.place.key, row.place_precision, row.place_text, row.latitude) == (
        "SY070101",
        "subdistrict",
        "",
        None,
    )
    assert row.figures()["killed", "total"] == Bounds(11, None, 11)
    assert not PublishedPassage.objects.exists()
    source = PublishedSource.objects.get()
    assert (source.publisher, source.url) == ("", "")


def test_publish_incident_with_best_says_it(incident: Incident) -> None:
    basis = tuple(incident.accepted_figures.get(group="total").basis.values_list("pk", flat=True))
    figures = {("killed", "total"): Assessed(Bounds(11, 11, 11), basis, "all names are known")}
    decisions.edit_incident(incident, by="reviewer", figures=figures)
    assert publication.publish_incident(incident, by=EDITOR).bounds("killed", "total") == Bounds(11, 11, 11)


def test_publish_incident_without_accepted_report_is_refused(db: None) -> None:
    bare = Incident.objects.create(code="SY-2020-0001")
    with pytest.raises(ValidationError, match="No accepted report"):
        publication.publish_incident(bare, by=EDITOR)


def test_publish_claim_stays_a_claim(seed: Report) -> None:
    claim = decisions.accept_claim(claim_of(seed), by="reviewer")
    row = publication.publish_claim(claim, by=EDITOR)
    assert (row.code, row.period_start, row.governorates) == ("SY-2023-C001", date(2023, 10, 1), ["SY02", "SY07"])
    assert row.figures()["injured", "total"] == Bounds(270, None, None)
    fields = set(PublishedEvidence.objects.values_list("field", flat=True))
    assert {"killed.total", "injured.rescue_workers", "date"} <= fields
    assert not PublishedIncident.objects.exists()


def test_publish_claim_that_nobody_accepted_is_refused(seed: Report) -> None:
    with pytest.raises(ValidationError, match="Only an accepted claim"):
        publication.publish_claim(claim_of(seed), by=EDITOR)


def test_nothing_is_published_by_decisions_alone(seed: Report) -> None:
    for candidate in candidates_of(seed):
        decisions.accept_candidate(candidate, by="reviewer")
    decisions.accept_claim(claim_of(seed), by="reviewer")
    assert not PublishedSource.objects.exists()
    assert not AuditEvent.objects.filter(action="publish").exists()


def test_pending_candidates_of_an_incident_are_no_sources(incident: Incident, second_report: Report) -> None:
    row = publication.publish_incident(incident, by=EDITOR)
    assert row.report_count == 1
    assert second_report.sha256 not in PublishedSource.objects.values_list("sha256", flat=True)


def everything_in_the_record() -> str:
    """All values of all tables of the record, as one text."""
    tables = [model for model in apps.get_models() if model._meta.db_table.startswith("record_")]
    assert len(tables) >= 5
    return "\n".join(repr(row) for model in tables for row in model._default_manager.values())


FILLER = st.text(alphabet="ابتثجحخ دذر.\n!؟ abc", min_size=0, max_size=60)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(before=FILLER, between=FILLER, after=FILLER)
def test_the_submitters_words_and_the_whole_text_never_pass_the_door(
    desk: Desk, before: str, between: str, after: str
) -> None:
    text = f"PRIVATE-HEAD {before}\n{between}قُتل 5 مدنيين{between} في القرية.\nPRIVATE-TAIL {after}"
    report = desk.report(text, url="https://example.org/a", publisher="ناشر")
    desk_claim = desk.claim(desk.reading(report), [("killed", "total", 5, 5, "5 مدنيين")])
    candidate = desk.candidate(desk_claim.reading, [("killed", "total", 5, 5, "5 مدنيين")])
    incident = decisions.accept_candidate(candidate, by="reviewer-name", reason="REVIEWERS-REASON")
    publication.publish_incident(incident, by="editor-name")
    publication.publish_claim(decisions.accept_claim(desk_claim, by="reviewer-name"), by="editor-name")
    public = everything_in_the_record()
    for private in (REMARK, PLACE_HINT, "SECRET", "PRIVATE-", "reviewer-name", "editor-name", "REVIEWERS-REASON"):
        assert private not in public
    assert repr(text)[1:-1] not in public
