"""Taking a report to work on and letting it go, so that two people do not read one text; and putting many aside.

A hold is a courtesy, no lock: it runs out, it can be taken over, and who decides without it is told of the holder.
What two people decide at once is settled by the decisions themselves.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from incidents.models.audit import record_event
from incidents.models.desk.report import Report
from incidents.review.conflicts import ReviewConflict
from incidents.review.decisions import LET_GO, reject_report, subject_of
from incidents.review.signing import signed

#: A report that was taken and left is free again after this long.
HELD_FOR = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Holding:
    """Who works on a report, as one reader of its page is told. ``holder`` is empty where nobody does.

    ``taken_from`` is from whom the present holder took it over.
    """

    holder: str
    since: datetime | None
    until: datetime | None
    taken_from: str
    is_mine: bool
    was_mine: bool


def holding_of(report: Report, by: str) -> Holding:
    """How a report is held, for the reader ``by``; a hold that has run out is none."""
    holder = holder_of(report)
    if not holder or report.taken_at is None:
        return Holding("", None, None, "", is_mine=False, was_mine=False)
    return Holding(
        holder,
        report.taken_at,
        report.taken_at + HELD_FOR,
        report.taken_from,
        is_mine=holder == by,
        was_mine=holder != by and report.taken_from == by,
    )


@signed
def take_report(report: Report, *, by: str) -> None:
    """Take a report for half an hour. Raises ReviewConflict, with the name, while another person holds it."""
    now = timezone.now()
    free = Q(taken_by="") | Q(taken_at__lt=now - HELD_FOR)
    if Report.objects.filter(free, pk=report.pk).update(taken_by=by, taken_at=now, taken_from="") == 1:
        return
    if not keep_hold(report, by=by):
        _raise_held(report)


@signed
def take_over_report(report: Report, *, by: str, holder: str) -> None:
    """Take a report over from the one who was seen to hold it; both are told on its page, and the trail says so.

    One that was let go or has run out meanwhile is simply taken. Raises ReviewConflict, with the name, when a third
    person holds it by now.
    """
    now = timezone.now()
    held = Report.objects.filter(pk=report.pk, taken_by=holder, taken_at__gte=now - HELD_FOR).exclude(taken_by=by)
    if holder and held.update(taken_by=by, taken_at=now, taken_from=holder) == 1:
        changes = {"taken_by": [holder, by]}
        record_event("take_over_report", subject=subject_of(report), by=by, changes=changes)
        return
    take_report(report, by=by)


@signed
def release_report(report: Report, *, by: str) -> None:
    """Let a report go that one holds oneself; letting go of one that is free or another's changes nothing."""
    Report.objects.filter(pk=report.pk, taken_by=by).update(**LET_GO)


@signed
def keep_hold(report: Report, *, by: str) -> bool:
    """Let a hold run half an hour from now, as every act on the report does; whether ``by`` holds it."""
    now = timezone.now()
    mine = Report.objects.filter(pk=report.pk, taken_by=by, taken_at__gte=now - HELD_FOR)
    return mine.update(taken_at=now) == 1


def _raise_held(report: Report) -> None:
    held = Report.objects.get(pk=report.pk)
    raise ReviewConflict(_("this report"), state=_("taken"), who=held.taken_by, when=held.taken_at)


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
