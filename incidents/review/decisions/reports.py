"""Decisions on whole reports: closed, rejected with all that waits in them, opened again."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from incidents.models.audit import record_event
from incidents.models.desk.candidate import Candidate, Decision
from incidents.models.desk.claim import ReportedClaim
from incidents.models.desk.report import Report
from incidents.review.decisions.steps import current_reading, decide_report, report_conflict, subject_of, waiting
from incidents.review.moves import STEPS, Move
from incidents.review.signing import signed


@signed
def close_report(report: Report, *, by: str, reason: str = "") -> None:
    """Say that a report is done with; refused while anything in it still waits for a decision."""
    reading = current_reading(report)
    if reading is not None and waiting(reading):
        raise ValidationError(_("Something in this report still waits for a decision: accept or reject it first."))
    decide_report(report, Move.CLOSE_REPORT, by=by, reason=reason)


@signed
def reject_report(report: Report, *, by: str, reason: str) -> None:
    """Put a whole report aside, with all that waits in it; it stays stored. Refused once an incident rests on it."""
    if not reason.strip():
        raise ValidationError(_("Say why the report is rejected."))
    accepted = {"reading__report": report, "decision": Decision.ACCEPTED}
    if Candidate.objects.filter(**accepted).exists() or ReportedClaim.objects.filter(**accepted).exists():
        raise ValidationError(_("Something of this report was accepted already: close it instead."))
    decide_report(report, Move.REJECT_REPORT, by=by, reason=reason)
    decided = {"decided_by": by, "decided_at": timezone.now(), "decision_reason": reason}
    for model in (Candidate, ReportedClaim):
        waiting = model._default_manager.filter(reading__report=report, decision=Decision.PENDING)
        waiting.update(decision=Decision.REJECTED, **decided)


@signed
def reopen_report(report: Report, *, by: str, reason: str = "") -> None:
    """Put a report back into the queue; what was decided in it stays decided."""
    step = STEPS[Move.REOPEN_REPORT]
    moved = Report.objects.filter(pk=report.pk, state__in=step.before).update(
        state=step.after, decided_by="", decided_at=None, decision_reason=""
    )
    if moved != 1:
        raise report_conflict(Report.objects.get(pk=report.pk))
    record_event("reopen_report", subject=subject_of(report), by=by, reason=reason)
