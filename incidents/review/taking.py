"""Taking a report to work on and letting it go, so that two people do not read one text; and putting many aside."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from incidents.models.audit import record_event
from incidents.models.desk.report import Report
from incidents.review.conflicts import ReviewConflict
from incidents.review.decisions import reject_report
from incidents.review.signing import signed

#: A report that was taken and left is free again after this long.
HELD_FOR = timedelta(minutes=30)


@signed
def take_report(report: Report, *, by: str) -> None:
    """Take a report for half an hour. Raises ReviewConflict, with the name, while another person holds it."""
    now = timezone.now()
    free = Q(taken_by__in=["", by]) | Q(taken_at__lt=now - HELD_FOR)
    if Report.objects.filter(free, pk=report.pk).update(taken_by=by, taken_at=now) != 1:
        held = Report.objects.get(pk=report.pk)
        raise ReviewConflict(_("this report"), state=_("taken"), who=held.taken_by, when=held.taken_at)


@signed
def release_report(report: Report, *, by: str) -> None:
    """Let a report go that one holds oneself; letting go of one that is free or another's changes nothing."""
    Report.objects.filter(pk=report.pk, taken_by=by).update(taken_by="", taken_at=None)


def held_by_others(by: str) -> Q:
    """Reports that somebody other than ``by`` works on now."""
    return Q(taken_at__gte=timezone.now() - HELD_FOR) & ~Q(taken_by__in=["", by])


def holder_of(report: Report) -> str:
    """Who works on a report now; empty when nobody does."""
    held = report.taken_at is not None and report.taken_at >= timezone.now() - HELD_FOR
    return report.taken_by if held else ""


def reject_reports(reports: Sequence[Report], *, by: str, reason: str) -> tuple[int, list[str]]:
    """Reject many reports for one reason, each in a transaction of its own; returns how many, and what was refused.

    One that another person holds, or decided meanwhile, is passed over and named.
    """
    if not reason.strip():
        raise ValidationError(_("Say why the reports are rejected."))
    done, refused = 0, []
    for report in reports:
        try:
            if holder_of(report) not in {"", by}:
                raise ReviewConflict(_("this report"), state=_("taken"), who=report.taken_by, when=report.taken_at)
            reject_report(report, by=by, reason=reason)
            done += 1
        except ValidationError as error:
            refused.append(f"{report.pk}: {' '.join(error.messages)}")
    if done:
        record_event("reject_reports", subject="queue", by=by, reason=reason, changes={"reports": done})
    return done, refused
