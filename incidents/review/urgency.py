"""How urgent a report is: what it tells of counts as so many hours more of waiting, and each is said in a few words.

The formula and its reasons stand in docs/review.md. It orders the queue and hides nothing: waiting counts
without end, so that every report comes first one day, and two reports never change places by waiting alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import (
    BooleanField,
    Case,
    DateTimeField,
    DurationField,
    Exists,
    ExpressionWrapper,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Least
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from incidents.models.desk.figure import ReportedFigure
from incidents.models.desk.reading import Reading
from incidents.models.desk.report import Report, ReportState
from incidents.models.record.incident import PublishedIncident
from incidents.vocabulary import Dataset, Group, Outcome

#: Hours that each person counts, and how many people count at most: one misread number must not hold the first place.
HOURS_KILLED, MOST_KILLED = 12, 25
HOURS_INJURED, MOST_INJURED = 3, 20
HOURS_CHILD, MOST_CHILDREN = 6, 10
#: The public record may say something wrong right now.
HOURS_CORRECTION = 48
#: The parser broke off: nobody knows what the text tells of.
HOURS_UNREAD = 120
#: A candidate without place, day or figure; warnings of the auditor.
HOURS_UNCLEAR = 12
HOURS_WARNING, MOST_WARNINGS = 3, 4
#: From here on waiting is a reason that is named; it counts from the first hour.
LONG = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Urgency:
    """Why a report stands where it stands: hours that it counts for, and the reasons in words, the heaviest first."""

    hours: int
    reasons: tuple[str, ...]


def with_urgency(rows: QuerySet[Report]) -> QuerySet[Report]:
    """Reports (annotated with ``current``, their reading) with ``contradicts`` and ``due``, the order of the queue.

    ``due`` is when the report came in, brought forward by the hours that it counts for.
    """
    counted = Subquery(Reading.objects.filter(pk=OuterRef("current")).annotate(hours=_hours_read()).values("hours"))
    unread = Case(When(state=ReportState.FAILED, then=Value(HOURS_UNREAD)), default=Value(0))
    corrects = Case(When(contradicts=True, then=Value(HOURS_CORRECTION)), default=Value(0))
    rows = rows.annotate(contradicts=_contradicts_the_record())
    rows = rows.annotate(ahead=Coalesce(counted, 0, output_field=IntegerField()) + unread + corrects)
    brought = ExpressionWrapper(F("ahead") * Value(timedelta(hours=1)), output_field=DurationField())
    return rows.annotate(due=ExpressionWrapper(F("received_at") - brought, output_field=DateTimeField()))


def _hours_read() -> Any:
    weights = (
        ("killed", HOURS_KILLED, MOST_KILLED),
        ("injured", HOURS_INJURED, MOST_INJURED),
        ("children", HOURS_CHILD, MOST_CHILDREN),
        ("unclear", HOURS_UNCLEAR, 1),
        ("warnings", HOURS_WARNING, MOST_WARNINGS),
    )
    return sum((Least(F(name), Value(most)) * hours for name, hours, most in weights), Value(0))


def _contradicts_the_record() -> Any:
    """Whether a candidate gives another number of killed or injured than is public of the same place and days."""
    public = PublishedIncident.objects.as_of(None).filter(
        dataset=Dataset.HARMWATCH,
        place=OuterRef("candidate__place"),
        date_start__lte=OuterRef("candidate__date_end"),
        date_end__gte=OuterRef("candidate__date_start"),
        is_demonstration=OuterRef("candidate__reading__report__is_demonstration"),
    )
    differing = Q()
    for outcome in (Outcome.KILLED, Outcome.INJURED):
        low, high = f"{outcome}_total_low", f"{outcome}_total_high"
        apart = Q(**{f"{low}__gt": OuterRef("high")}) | Q(**{f"{high}__lt": OuterRef("low")})
        differing |= Q(Exists(public.filter(apart)), outcome=outcome)
    figures = ReportedFigure.objects.filter(
        differing, candidate__reading=OuterRef("current"), group=Group.TOTAL, set_aside_by=""
    )
    return ExpressionWrapper(Exists(figures), output_field=BooleanField())


def urgency_of(report: Report, reading: Reading | None, *, now: datetime | None = None) -> Urgency:
    """The hours and reasons of one report of ``with_urgency``, in the reader's language."""
    waited = max((now or timezone.now()) - report.received_at, timedelta(0))
    hours = report.ahead + int(waited.total_seconds() // 3600)  # type: ignore[attr-defined]
    weighed = [*_reasons_of_the_report(report, waited), *(_reasons_of_the_reading(reading) if reading else ())]
    return Urgency(hours, tuple(reason for _weight, reason in sorted(weighed, key=lambda each: -each[0])))


def _reasons_of_the_report(report: Report, waited: timedelta) -> list[tuple[int, str]]:
    found = []
    if report.state == ReportState.FAILED:
        found.append((HOURS_UNREAD, _("not read by the parser")))
    if report.contradicts:  # type: ignore[attr-defined]
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
