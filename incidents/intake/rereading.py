"""Reading reports again with a newer parser: what it would change, and storing it where no reviewer has been."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from incidents.intake.comparison import Comparison, compare, outlines_of_drafts, outlines_of_reading
from incidents.intake.gazetteer import place_index
from incidents.intake.reader import READ, ParserError, parse, read_stored
from incidents.intake.readings import FAILED, drafts_of, places_named
from incidents.intake.submissions import SUBMITTER
from incidents.models.audit import AuditEvent, record_event
from incidents.models.desk.candidate import Candidate, Decision
from incidents.models.desk.claim import ReportedClaim
from incidents.models.desk.reading import Reading
from incidents.models.desk.report import Report, ReportState
from incidents.parsing import PARSER_VERSION

#: Who the audit trail names for a run.
COMMAND = "reparse"


@dataclass(frozen=True, slots=True)
class Reread:
    """How one report came out: what would change, whether reviewers have worked on it, the error if there was one.

    ``read_by`` is the parser version of the newest reading; empty where that one had failed.
    """

    report: Report
    read_by: str
    comparison: Comparison
    is_reviewed: bool
    error: str = ""

    @property
    def is_wanted(self) -> bool:
        """Whether a new reading can be stored: by another version than before, and where no reviewer has been."""
        return not self.is_reviewed and not self.error and self.read_by != PARSER_VERSION


def reports_read(numbers: Iterable[int] = ()) -> QuerySet[Report]:
    """The reports that the parser has read before, the oldest first; where numbers are given, those alone."""
    read = Exists(Reading.objects.filter(report=OuterRef("pk")))
    rows = Report.objects.filter(read).exclude(state=ReportState.RECEIVED).order_by("pk")
    chosen = list(numbers)
    return rows.filter(pk__in=chosen) if chosen else rows


def reread(report: Report) -> Reread:
    """Read a report with the present parser and compare; nothing is written."""
    last = report.readings.order_by("read_at", "pk").last()
    version = last.parser_version if last and not _has_failed(last) else ""
    reviewed = is_reviewed(report)
    try:
        reading = parse(report, places=place_index())
    except ParserError as error:
        return Reread(report, version, Comparison(), reviewed, error=type(error.cause).__name__)
    after = outlines_of_drafts(drafts_of(reading, places=places_named(reading)))
    before = outlines_of_reading(last) if last else []
    return Reread(report, version, compare(before, after), reviewed)


@transaction.atomic
def store_again(report_pk: int) -> bool:
    """Store the present parser's reading beside the older ones; whether it was.

    A report that a reviewer has worked on is left as it is, and so is one that this version has read already. A
    reading that had failed gives way.
    """
    report = Report.objects.select_for_update().filter(pk=report_pk).first()
    if report is None or is_reviewed(report):
        return False
    for reading in report.readings.filter(parser_version=PARSER_VERSION):
        if _has_failed(reading):
            reading.delete()
    return read_stored(report_pk) == READ


def is_reviewed(report: Report) -> bool:
    """Whether a person has decided, corrected or marked anything of this report: it is theirs from then on."""
    if report.state in (ReportState.REVIEWED, ReportState.REJECTED):
        return True
    decided = Q(reading__report=report) & ~Q(decision=Decision.PENDING)
    if any(model._default_manager.filter(decided).exists() for model in (Candidate, ReportedClaim)):
        return True
    # Corrections of figures, days and places leave their line here; the blank keeps report 1 apart from report 12.
    named = Q(subject=f"report {report.pk}") | Q(subject__startswith=f"report {report.pk} ")
    return AuditEvent.objects.filter(named).exclude(by__in=[SUBMITTER, COMMAND]).exists()


def _has_failed(reading: Reading) -> bool:
    return reading.flags.filter(code=FAILED).exists()


@transaction.atomic
def note_run(*, stored: int, by: str = COMMAND) -> None:
    """Leave one line of the audit trail for a whole run."""
    changes = {"readings_stored": stored, "parser_version": PARSER_VERSION}
    record_event("reparse", subject="reports", by=by, changes=changes)
