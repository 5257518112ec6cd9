"""Reports that their submitters took back: the text stays with the desk, but nobody publishes from it unawares."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from incidents.models.desk.report import Report
from incidents.models.desk.submission import Submission


def taken_back(report: str) -> Exists:
    """Whether the submitter took the report back; ``report`` is the outer query's field that holds its number."""
    return Exists(Submission.objects.filter(report=OuterRef(report), withdrawn_at__isnull=False))


def taken_back_among(reports: Iterable[Report]) -> list[Report]:
    """Those of some reports that their submitters took back, by number."""
    keys = {report.pk for report in reports}
    return list(Report.objects.filter(pk__in=keys, submission__withdrawn_at__isnull=False).order_by("pk"))


def check_is_meant(reports: Iterable[Report], *, though_withdrawn: bool) -> None:
    """Raise ValidationError where something would be published from a report taken back without saying so."""
    found = [] if though_withdrawn else taken_back_among(reports)
    if found:
        numbers = ", ".join(str(report.pk) for report in found)
        message = _("The submitter withdrew report %(numbers)s. To publish all the same, tick the box that says so.")
        raise ValidationError(message % {"numbers": numbers}, code="withdrawn")
