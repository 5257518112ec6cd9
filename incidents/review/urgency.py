"""The order of urgency: what a report tells of counts as so many hours more of waiting, each said in a few words.

The formula and its reasons stand in docs/review.md. It orders the queue and hides nothing: waiting counts
without end, so that every report comes first one day, and two reports never change places by waiting alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Case, DateTimeField, DurationField, ExpressionWrapper, F, QuerySet, Value, When
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from incidents.models.desk.reading import Reading
from incidents.models.desk.report import Report, ReportState
from incidents.models.desk.urgency import (
    HOURS_CHILD,
    HOURS_CORRECTION,
    HOURS_INJURED,
    HOURS_KILLED,
    HOURS_UNCLEAR,
    HOURS_WARNING,
    MOST_CHILDREN,
    MOST_INJURED,
    MOST_KILLED,
    MOST_WARNINGS,
)

#: The parser broke off: nobody knows what the text tells of.
HOURS_UNREAD = 120
#: From here on waiting is a reason that is named; it counts from the first hour.
LONG = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Urgency:
    """Why a report stands where it stands: hours that it counts for, and the reasons in words, the heaviest first."""

    hours: int
    reasons: tuple[str, ...]


def with_urgency(rows: QuerySet[Report]) -> QuerySet[Report]:
    """Reports with ``due``, the order of the queue: when each came in, brought forward by the hours it counts for."""
    unread = Case(When(state=ReportState.FAILED, then=Value(HOURS_UNREAD)), default=Value(0))
    brought = ExpressionWrapper((F("ahead") + unread) * Value(timedelta(hours=1)), output_field=DurationField())
    return rows.annotate(due=ExpressionWrapper(F("received_at") - brought, output_field=DateTimeField()))


def urgency_of(report: Report, reading: Reading | None, *, now: datetime | None = None) -> Urgency:
    """The hours and reasons of one report of ``with_urgency``, in the reader's language."""
    waited = max((now or timezone.now()) - report.received_at, timedelta(0))
    unread = HOURS_UNREAD if report.state == ReportState.FAILED else 0
    hours = report.ahead + unread + int(waited.total_seconds() // 3600)
    weighed = [*_reasons_of_the_report(report, waited), *(_reasons_of_the_reading(reading) if reading else ())]
    return Urgency(hours, tuple(reason for _weight, reason in sorted(weighed, key=lambda each: -each[0])))


def _reasons_of_the_report(report: Report, waited: timedelta) -> list[tuple[int, str]]:
    found = []
    if report.state == ReportState.FAILED:
        found.append((HOURS_UNREAD, _("not read by the parser")))
    if report.contradicts:
        found.append((HOURS_CORRECTION, _("differs from what is public")))
    if waited >= LONG:
        days = ngettext("waits for %(n)s day", "waits for %(n)s days", waited.days) % {"n": waited.days}
        found.append((int(waited.total_seconds() // 3600), days))
    return found


def _reasons_of_the_reading(reading: Reading) -> list[tuple[int, str]]:
    n = reading.killed
    killed = ngettext("%(n)s killed", "%(n)s killed", n) % {"n": n}
    injured = ngettext("%(n)s injured", "%(n)s injured", reading.injured) % {"n": reading.injured}
    children = ngettext("%(n)s child", "%(n)s children", reading.children) % {"n": reading.children}
    warnings = ngettext("%(n)s warning", "%(n)s warnings", reading.warnings) % {"n": reading.warnings}
    said = (
        (min(n, MOST_KILLED) * HOURS_KILLED, killed),
        (min(reading.injured, MOST_INJURED) * HOURS_INJURED, injured),
        (min(reading.children, MOST_CHILDREN) * HOURS_CHILD, children),
        (min(reading.unclear, 1) * HOURS_UNCLEAR, _("place, day or number unclear")),
        (min(reading.warnings, MOST_WARNINGS) * HOURS_WARNING, warnings),
    )
    return [(weight, reason) for weight, reason in said if weight]
