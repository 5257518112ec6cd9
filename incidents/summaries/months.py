"""Months as readers name them, and the moment as of which a summary stands when none is asked for."""

from __future__ import annotations

import calendar
import re
from datetime import UTC, date, datetime

from django.conf import settings
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from incidents import wording
from incidents.models.record.issue import Issue
from incidents.statistics.filters import EARLIEST_YEAR
from incidents.statistics.provenance import last_change

MONTH = re.compile(r"(\d{4})-(\d{1,2})")


class SummaryError(ValueError):
    """What was asked cannot be made into a summary; the message says why, in the reader's language."""


def read_month(text: str) -> date:
    """The first day of ``2023-11``. Raises SummaryError for anything else and for a month that has not begun."""
    found = MONTH.fullmatch(text.strip().translate(_WESTERN))
    number = int(found[2]) if found else 0
    if found is None or not 1 <= number <= 12:
        words = {"value": text}
        raise SummaryError(_("“%(value)s” is no month: write the year and the month, such as 2023-11.") % words)
    return check_month(date(int(found[1]) or 1, number, 1))


def check_month(month: date) -> date:
    """The month itself. Raises SummaryError where it has not begun or lies before every record."""
    if month > timezone.localdate().replace(day=1):
        words = {"month": wording.month(month)}
        raise SummaryError(_("%(month)s has not begun: there is nothing to sum up yet.") % words)
    if month.year < EARLIEST_YEAR:
        raise SummaryError(_("%(year)s lies before the years of this record.") % {"year": month.year})
    return month


def read_language(text: str) -> str:
    """``ar`` or ``en``. Raises SummaryError for a language in which no summary is made."""
    known = [code for code, _name in settings.LANGUAGES]
    if text not in known:
        words = {"value": text, "known": ", ".join(known)}
        raise SummaryError(_("There is no summary in the language “%(value)s”. There is one in: %(known)s.") % words)
    return text


def last_day(month: date) -> date:
    """The last day of a month."""
    return month.replace(day=calendar.monthrange(month.year, month.month)[1])


def months_before(month: date, count: int) -> date:
    """The first day of the month so many months earlier."""
    years, number = divmod(month.year * 12 + month.month - 1 - count, 12)
    return date(years, number + 1, 1)


def moment_of_record() -> datetime:
    """When the record last changed or was last issued: summaries of the same record stand as of the same moment.

    Of an empty record, the beginning of today in the site's time zone.
    """
    issued = Issue.objects.aggregate(latest=Max("as_of"))["latest"]
    moments = [moment for moment in (last_change(), issued) if moment]
    return max(moments) if moments else timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)


def iso(moment: datetime) -> str:
    """A moment to the microsecond in UTC, as it is printed and as an address takes it."""
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%f}Z"


_WESTERN = str.maketrans("٠١٢٣٤٥٦٧٨٩", "0123456789")
