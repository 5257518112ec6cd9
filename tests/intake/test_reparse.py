"""Reading again with another parser: shown before it is stored, and never over a reviewer's work."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone, translation
from django.utils.translation import gettext

from incidents.intake import reader, rereading
from incidents.intake.comparison import ADDED, CHANGED, REMOVED, compare, outlines_of_drafts
from incidents.intake.reader import read_stored
from incidents.intake.readings import drafts_of
from incidents.intake.receive import receive_report
from incidents.models.audit import AuditEvent, record_event
from incidents.models.desk.candidate import Candidate
from incidents.models.desk.reading import Reading
from incidents.models.desk.report import Report, ReportState
from incidents.parsing import results
from tests.intake.made_readings import INCIDENT, READING, TEXT, WHEN, figure

#: What the next parser reads: another toll, the women it had overlooked, another day, and no claim any more.
NEXT = replace(
    READING,
    parser_version="next",
    incidents=(
        replace(
            INCIDENT,
            date=replace(WHEN, start=date(2023, 11, 6), end=date(2023, 11, 6)),
            figures=(figure("total", 12, "11 مدنياً"), INCIDENT.figures[1], figure("women", 4, "7 أطفال")),
        ),
    ),
    claims=(),
)


@pytest.fixture
def version(monkeypatch: pytest.MonkeyPatch) -> Callable[[results.Reading | Exception], None]:
    """Puts a parser of another version in place."""

    def put(reading: results.Reading | Exception) -> None:
        def parse(text: str, **_: Any) -> results.Reading:
            if isinstance(reading, Exception):
                raise reading
            return reading

        name = reading.parser_version if isinstance(reading, results.Reading) else "next"
        monkeypatch.setattr(reader, "parse_report", parse)
        for module in (reader, rereading):
            monkeypatch.setattr(module, "PARSER_VERSION", name)

    return put


@pytest.fixture
def report(db: None, version: Any) -> Report:
    """A report that the parser of today has read."""
    version(READING)
    stored = receive_report(text=TEXT, published_on=date(2023, 11, 8), origin="form")
    read_stored(stored.pk)
    return Report.objects.get(pk=stored.pk)


def run(*arguments: Any, language: str = "en") -> str:
    out = StringIO()
    call_command("reparse", *arguments, language=language, stdout=out, stderr=StringIO())
    return out.getvalue()


def compared(before: results.Reading, after: results.Reading) -> Any:
    return compare(*(outlines_of_drafts(drafts_of(reading, places={})) for reading in (before, after)))


def test_equal_readings_have_no_difference() -> None:
    assert not compared(READING, replace(READING, parser_version="next", flags=()))


def test_comparison_names_every_value_that_differs() -> None:
    difference = compared(READING, NEXT)
    assert (difference.subjects[CHANGED], difference.subjects[REMOVED], difference.subjects[ADDED]) == (1, 1, 0)
    assert (difference.figures[CHANGED], difference.figures[REMOVED], difference.figures[ADDED]) == (1, 1, 1)
    incident, claim = difference.changes
    assert set(incident.details) == {
        "date: 2023-11-07 → 2023-11-06",
        "killed total: 11 → 12",
        "killed women: — → 4",
    }
    assert "killed total: 66–… → —" in claim.details


def test_incidents_are_paired_by_the_words_they_share_not_by_their_number() -> None:
    other = replace(INCIDENT, spans=(results.Span(80, 100),), figures=(figure("men", 2, "7 أطفال"),))
    difference = compared(
        replace(READING, claims=()), replace(READING, incidents=(other, NEXT.incidents[0]), claims=())
    )
    assert [(change.what, len(change.details) > 0) for change in difference.changes] == [(CHANGED, True), (ADDED, True)]


def test_dry_run_shows_the_changes_and_writes_nothing(report: Report, version: Any) -> None:
    version(NEXT)
    said = run("--details")
    assert f"{report.pk:>8}  parsed      +0 −1 ~1              +1 −1 ~1" in said
    assert "killed total: 11 → 12" in said
    assert "Nothing was stored" in said
    assert Reading.objects.count() == 1
    assert not AuditEvent.objects.exists()


def test_applying_stores_a_new_reading_beside_the_old_one(report: Report, version: Any) -> None:
    version(NEXT)
    assert "1 new readings stored" in run("--apply")
    assert list(report.readings.order_by("pk").values_list("parser_version", flat=True)) == [
        READING.parser_version,
        "next",
    ]
    assert report.readings.latest().candidates.get().reported_figures.count() == 3
    assert AuditEvent.objects.get().changes == {"readings_stored": 1, "parser_version": "next"}
    assert "0 new readings stored" in run("--apply")  # again: nothing is left to do


@pytest.mark.parametrize("touched", ["closed", "rejected", "decided", "corrected", "marked"])
def test_reviewers_work_is_never_overwritten(report: Report, version: Any, touched: str) -> None:
    candidate = Candidate.objects.get()
    decided = {"decided_by": "reviewer", "decided_at": timezone.now()}
    if touched in ("closed", "rejected"):
        state = {"closed": ReportState.REVIEWED, "rejected": ReportState.REJECTED}[touched]
        Report.objects.update(state=state, **decided)
    elif touched == "decided":
        Candidate.objects.update(decision="rejected", **decided)
    else:
        record_event(f"{touched}_candidate", subject=f"report {report.pk} candidate {candidate.pk}", by="reviewer")
    version(NEXT)
    said = run("--apply")
    assert "reviewed, stays" in said
    assert "0 new readings stored" in said
    assert Reading.objects.count() == 1


def test_work_on_a_report_of_like_number_is_no_work_on_this_one(report: Report, version: Any) -> None:
    record_event("edit_candidate", subject=f"report {report.pk}0 candidate 1", by="reviewer")
    record_event("submission_corrected", subject=f"report {report.pk}", by="submitter")
    version(NEXT)
    assert "1 new readings stored" in run("--apply")


def test_reading_that_failed_gives_way_to_one_that_does_not(db: None, version: Any) -> None:
    version(ValueError("broken"))
    stored = receive_report(text=TEXT, origin="form")
    read_stored(stored.pk)
    version(NEXT)
    assert "1 new readings stored" in run("--apply")
    stored.refresh_from_db()
    assert stored.state == ReportState.PARSED
    assert [reading.flags.filter(code="reading_failed").exists() for reading in stored.readings.all()] == [False]


def test_report_that_the_new_parser_breaks_off_at_is_named_and_left(report: Report, version: Any) -> None:
    version(KeyError("broken"))
    said = run("--apply")
    assert f"{report.pk:>8}  parsed      KeyError" in said
    assert "1 not at all" in said
    report.refresh_from_db()
    assert report.state == ReportState.PARSED


def test_only_the_reports_that_are_named_are_read(report: Report, version: Any) -> None:
    other = receive_report(text=TEXT + " مرة أخرى", origin="form")
    read_stored(other.pk)
    version(NEXT)
    assert "1 reports" in run(report.pk)
    assert "2 reports" in run()


def test_reading_that_differs_under_the_same_version_is_shown_and_not_stored(report: Report, version: Any) -> None:
    version(replace(NEXT, parser_version=READING.parser_version))
    said = run("--apply")
    assert "1 of them were read by this very version" in said
    assert "0 new readings stored" in said


def test_reports_not_read_yet_are_left_to_the_queue(report: Report, version: Any) -> None:
    receive_report(text="not read by anyone yet", origin="form")
    version(NEXT)
    assert "1 reports" in run()


def test_messages_follow_the_language(report: Report, version: Any) -> None:
    version(NEXT)
    with translation.override("ar"):
        said = gettext("Nothing was stored: --apply stores the new readings.")
    assert run(language="ar").rstrip().endswith(said)
