"""Reading a report: what is stored of a reading, once, and what happens when the parser breaks off."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.db import OperationalError
from pytest_django import DjangoAssertNumQueries

from incidents.intake import reader
from incidents.intake.gazetteer import place_index
from incidents.intake.reader import read_stored
from incidents.intake.readings import FAILED, TOO_LARGE
from incidents.intake.receive import receive_report
from incidents.intake.tasks import read_report
from incidents.models.desk.candidate import Candidate
from incidents.models.desk.claim import ReportedClaim
from incidents.models.desk.figure import ReportedFigure
from incidents.models.desk.reading import Finding, Flag, Reading
from incidents.models.desk.report import Report, ReportState
from incidents.models.place import Place
from incidents.parsing import results
from tests.intake.made_readings import CLAIM, INCIDENT, READING, TEXT, figure

pytestmark = pytest.mark.django_db


@pytest.fixture
def place() -> Place:
    return Place.objects.create(
        key="C3001", kind="community", name_en="Qoqfin", name_ar="قوقفين", admin1="SY07", latitude=35.6, longitude=36.5
    )


@pytest.fixture
def report() -> Report:
    return receive_report(text=TEXT, published_on=date(2023, 11, 8), origin="form")


@pytest.fixture
def parser(monkeypatch: pytest.MonkeyPatch) -> Callable[[Any], None]:
    """Puts a parser in place that answers, or raises, what it is given."""

    def answer(with_what: results.Reading | Exception) -> None:
        def parse(text: str, **_: Any) -> results.Reading:
            if isinstance(with_what, Exception):
                raise with_what
            return with_what

        monkeypatch.setattr(reader, "parse_report", parse)

    answer(READING)
    return answer


def test_reading_is_stored_with_every_span_and_value(report: Report, place: Place, parser: Any) -> None:
    assert read_stored(report.pk) == "read"
    report.refresh_from_db()
    candidate, claim = Candidate.objects.get(), ReportedClaim.objects.get()
    assert (report.state, report.language) == ("parsed", "ar")
    assert (candidate.date_start, candidate.date_end, candidate.date_precision) == (date(2023, 11, 7),) * 2 + ("day",)
    assert (candidate.place, candidate.place_text, candidate.place_precision) == (place, "قوقفين", "community")
    assert [ranked["key"] for ranked in candidate.place_candidates] == ["C3001", "C9999"]
    assert (candidate.weapons, candidate.actors) == (["artillery"], [])  # what the text denies is no actor
    assert (claim.period_start, claim.period_end) == (date(2023, 11, 1), date(2023, 11, 30))
    assert (claim.area_name, claim.area_text, claim.governorates) == ("northwest Syria", "الشمال", ["SY02", "SY07"])
    assert claim.source_name == "وقتل"
    words = {(f.group, f.low, f.high, f.quantifier, TEXT[f.start : f.end]) for f in ReportedFigure.objects.all()}
    assert words == {
        ("total", 11, 11, "exact", "11 مدنياً"),
        ("children", 7, 7, "exact", "7 أطفال"),
        ("total", 66, None, "at_least", "66 مدنياً"),
    }
    found = {(f.kind, f.value, f.certainty, TEXT[f.start : f.end]) for f in Finding.objects.all()}
    assert found == {
        ("date", "2023-11-07", "stated", "7 تشرين الثاني"),
        ("place", "C3001", "stated", "قوقفين"),
        ("weapon", "artillery", "stated", "بقصف مدفعي"),
        ("weapon", "artillery", "stated", "قصف"),
        ("actor", "russia", "disputed", "مدفعي"),
        ("date", "2023-11-01/2023-11-30", "stated", "خلال الشهر"),
        ("place", "northwest Syria", "stated", "الشمال"),
        ("source", "monitor", "stated", "وقتل"),
    }
    assert Flag.objects.filter(code="weekday_mismatch", suggestion={"date": "2023-11-11"}).count() == 1


def test_reading_twice_changes_nothing(report: Report, place: Place, parser: Any) -> None:
    rows = (Reading, Candidate, ReportedClaim, ReportedFigure, Finding, Flag)
    assert read_stored(report.pk) == "read"
    before = [list(model.objects.order_by("pk").values()) for model in rows]
    assert read_stored(report.pk) == "read before"
    assert [list(model.objects.order_by("pk").values()) for model in rows] == before


def test_reading_a_report_that_is_gone_ends_quietly() -> None:
    assert read_report.apply(args=(999_999,), throw=True).result == "gone"


def test_parser_that_breaks_off_leaves_the_report_to_reviewers(
    report: Report, parser: Any, caplog: pytest.LogCaptureFixture
) -> None:
    parser(ValueError(f"cannot read \x00{TEXT}"))
    assert read_stored(report.pk) == "failed"
    report.refresh_from_db()
    flag = Flag.objects.get()
    assert report.state == ReportState.FAILED
    assert report in Report.objects.waiting_for_review()
    assert flag.code == FAILED
    assert flag.params["error"].startswith("ValueError: cannot read قُتل")
    assert "ValueError" in caplog.text
    assert "قُتل" not in caplog.text
    assert read_stored(report.pk) == "read before"  # and it does not go round in circles


def test_reading_that_the_database_refuses_leaves_the_report_to_reviewers(report: Report, parser: Any) -> None:
    empty = results.Span(5, 5)
    parser(replace(READING, incidents=(replace(INCIDENT, figures=(replace(INCIDENT.figures[0], span=empty),)),)))
    assert read_stored(report.pk) == "failed"
    report.refresh_from_db()
    assert report.state == ReportState.FAILED
    assert not Candidate.objects.exists()
    assert Flag.objects.get().params["error"].startswith("IntegrityError")


def test_number_beyond_all_counts_is_flagged_and_the_rest_is_kept(report: Report, parser: Any) -> None:
    huge = figure("women", 10**12, "66 مدنياً")
    parser(replace(READING, claims=(replace(CLAIM, figures=(*CLAIM.figures, huge)),)))
    assert read_stored(report.pk) == "read"
    assert ReportedFigure.objects.count() == 3
    assert Flag.objects.get(code=TOO_LARGE).params == {"words": "66 مدنياً"}


def test_place_that_no_gazetteer_holds_keeps_its_name(report: Report, parser: Any) -> None:
    read_stored(report.pk)
    candidate = Candidate.objects.get()
    assert candidate.place is None
    assert candidate.place_text == "قوقفين"


def test_report_decided_meanwhile_keeps_its_state(report: Report, parser: Any) -> None:
    Report.objects.update(state="rejected", decided_by="r", decided_at=report.received_at)
    assert read_stored(report.pk) == "read"
    report.refresh_from_db()
    assert report.state == ReportState.REJECTED
    assert report.language == "ar"


def test_text_of_no_known_language_waits_for_reviewers_too(report: Report, parser: Any) -> None:
    parser(results.Reading("other", READING.parser_version, (), (), ()))
    assert read_stored(report.pk) == "read"
    report.refresh_from_db()
    assert (report.state, report.language) == ("parsed", "other")


def test_place_the_submitter_gave_is_not_fed_to_the_parser(monkeypatch: pytest.MonkeyPatch) -> None:
    from tests.intake.conftest import make_submission

    given: dict[str, Any] = {}
    monkeypatch.setattr(reader, "parse_report", lambda text, **named: given.update(named, text=text) or READING)
    submission = make_submission()
    read_stored(submission.report_id)
    assert set(given) == {"text", "published_on", "language", "places"}
    assert submission.place_hint not in given["text"]


def test_database_away_is_tried_again_with_patience(report: Report, monkeypatch: pytest.MonkeyPatch) -> None:
    tries: list[int] = []

    def away(report_pk: int) -> str:
        tries.append(report_pk)
        if len(tries) < 3:
            raise OperationalError("the database restarts")
        return "read"

    monkeypatch.setattr("incidents.intake.tasks.read_stored", away)
    assert read_report.apply(args=(report.pk,)).result == "read"
    assert len(tries) == 3


def test_error_that_is_not_named_is_not_tried_again(report: Report, monkeypatch: pytest.MonkeyPatch) -> None:
    tries: list[int] = []

    def broken(report_pk: int) -> str:
        tries.append(report_pk)
        raise KeyError("a mistake of ours")

    monkeypatch.setattr("incidents.intake.tasks.read_stored", broken)
    assert read_report.apply(args=(report.pk,)).failed()
    assert len(tries) == 1


def test_storing_takes_as_many_queries_for_many_incidents(
    report: Report, place: Place, parser: Any, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    place_index()
    parser(replace(READING, incidents=(INCIDENT,) * 25, claims=(CLAIM,) * 10))
    with django_assert_max_num_queries(22):
        read_stored(report.pk)
    assert Candidate.objects.count() == 25


@pytest.mark.django_db(transaction=True)
def test_index_of_places_is_kept_until_the_gazetteer_changes(place: Place) -> None:
    first = place_index()
    assert place_index() is first
    assert first.row("C3001") is not None
    Place.objects.filter(pk=place.pk).update(name_en="Qawqafin")
    second = place_index()
    assert second is not first
    assert "Qawqafin" in [row.name_en for row in second.rows]
    place.delete()
    assert place_index().row("C3001") is None


def test_index_of_the_stored_gazetteer_reads_like_the_shipped_file() -> None:
    from django.core.management import call_command

    from incidents.gazetteer.places import SHIPPED
    from incidents.parsing.place_index import PlaceIndex, read_gazetteer
    from incidents.parsing.reader import parse_report

    call_command("load_gazetteer", verbosity=0)
    stored, shipped = place_index(), PlaceIndex.from_rows(read_gazetteer(SHIPPED))
    assert [row.key for row in stored.rows] == [row.key for row in shipped.rows]
    text = "قُتل ثلاثة مدنيين بقصف مدفعي على مدينة سرمين في ريف إدلب، وأصيب رجل في قرية كفر كرمين غربي حلب."
    assert parse_report(text, places=stored) == parse_report(text, places=shipped)
