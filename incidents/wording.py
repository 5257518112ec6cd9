"""How figures, dates and places are written in words: the same on a page, in a chart, an export and the PDF.

Western digits by default in both languages; Arabic-Indic ones on request, the same everywhere on a page: who writes a
page says so once (``written_in``), and every function here keeps to it unless it is told otherwise.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from functools import lru_cache

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext_lazy, pgettext
from django.utils.translation import gettext as _

UNKNOWN = "—"
MINUS = "−"
#: Named here so that our catalogue translates them for every date on the site: Arabic has the months of the Levant.
MONTHS = [
    gettext_lazy("January"),
    gettext_lazy("February"),
    gettext_lazy("March"),
    gettext_lazy("April"),
    gettext_lazy("May"),
    gettext_lazy("June"),
    gettext_lazy("July"),
    gettext_lazy("August"),
    gettext_lazy("September"),
    gettext_lazy("October"),
    gettext_lazy("November"),
    gettext_lazy("December"),
]
ARABIC_INDIC = str.maketrans("0123456789,.%", "٠١٢٣٤٥٦٧٨٩٬٫٪")
DIGITS = ("latn", "arab")
_chosen: ContextVar[str] = ContextVar("digits", default="latn")


@contextmanager
def written_in(digits: str) -> Iterator[None]:
    """Within it, whatever is written here has these digits: ``latn`` or ``arab``."""
    before = _chosen.set(digits)
    try:
        yield
    finally:
        _chosen.reset(before)


def write_in(digits: str) -> None:
    """From here to the end of the ``written_in`` around it, whatever is written has these digits."""
    _chosen.set(digits)


def chosen_digits() -> str:
    """The digits of the page that is being written: ``latn`` where nobody chose."""
    return _chosen.get()


def direction() -> str:
    """Which way a run of numbers and signs is read: Arabic-Indic digits from the right, so that a sign is read before
    its number and the least before the most."""
    return "rtl" if _chosen.get() == "arab" else "ltr"


def number(value: int, *, digits: str | None = None) -> str:
    """A whole number with thousands grouped: ``12,663``; with ``digits="arab"`` ``١٢٬٦٦٣``."""
    return in_digits(f"{value:,}", digits=digits)


def in_digits(text: str, *, digits: str | None = None) -> str:
    """The text with its digits as chosen: ``latn`` or ``arab``; None: as the page has them."""
    return text.translate(ARABIC_INDIC) if (digits or _chosen.get()) == "arab" else text


def bounds(low: int | None, high: int | None, *, digits: str | None = None) -> str:
    """A figure as it is read: ``11``, ``11–14``, ``at least 270``; ``—`` where it is unknown (low None)."""
    if low is None:
        return UNKNOWN
    if high is None:
        return _("at least %(number)s") % {"number": number(low, digits=digits)}
    if low == high:
        return number(low, digits=digits)
    return f"{number(low, digits=digits)}–{number(high, digits=digits)}"


def signed(value: int) -> str:
    """A difference with its sign before it: ``+5``, ``−5``, ``0``."""
    return f"{'+' if value > 0 else MINUS if value < 0 else ''}{number(abs(value))}"


def difference(low: int | None, high: int | None) -> str:
    """How far two figures lie apart: ``+5``, ``−3 … +5``, ``at least +2`` (high None), ``at most −1`` (low None); ``—``
    where nothing can be told."""
    if low is None and high is None:
        return UNKNOWN
    if low is None or high is None:
        said = _("at least %(number)s") if high is None else _("at most %(number)s")
        return said % {"number": signed((low if low is not None else high) or 0)}
    return signed(low) if low == high else f"{signed(low)} … {signed(high)}"


def figure(value: object, *, digits: str | None = None) -> str:
    """Any figure (``figures.Bounds``, ``totals.Figure``) as it is read; ``—`` where it is unknown."""
    if value is None or getattr(value, "is_known", True) is False:
        return UNKNOWN
    return bounds(value.low, value.high, digits=digits)  # type: ignore[attr-defined]


def day(value: date, *, digits: str | None = None) -> str:
    """A date in full: ``7 November 2023``, ``7 تشرين الثاني 2023``."""
    return in_digits(date_format(value, "j F Y"), digits=digits)


def moment(value: datetime, *, digits: str | None = None) -> str:
    """A moment in full, in the site's time zone: ``22 November 2026, 15:04``."""
    return in_digits(date_format(timezone.localtime(value), "j F Y, H:i"), digits=digits)


def year(value: date) -> str:
    """The year alone, for an axis: ``2023``."""
    return in_digits(str(value.year))


def month_name(value: date) -> str:
    """The month's name alone, for an axis: ``Oct`` in English; the full name in Arabic, which has no short ones."""
    return date_format(value, "F" if (get_language() or "").startswith("ar") else "M")


def month(value: date, *, digits: str | None = None) -> str:
    """A month in full: ``November 2023``."""
    return in_digits(_month(value, get_language()), digits=digits)


@lru_cache(maxsize=4096)  # a page over fourteen years names each of its months twice
def _month(value: date, _language: str | None) -> str:
    return date_format(value, "F Y")


def days(start: date | None, end: date | None, precision: str = "", *, digits: str | None = None) -> str:
    """When, as exactly as it is known: one day, a range, a month, a year; says that it is unknown where it is."""
    if start is None or end is None:
        return pgettext("date", "date unknown")
    if start == end:
        return day(start, digits=digits)
    if precision == "month" and (start.year, start.month) == (end.year, end.month):
        return month(start, digits=digits)
    if precision == "year" and start.year == end.year:
        return in_digits(str(start.year), digits=digits)
    if (start.year, start.month) == (end.year, end.month):
        return in_digits(f"{start.day}–{end.day} {date_format(end, 'F Y')}", digits=digits)
    return f"{day(start, digits=digits)} – {day(end, digits=digits)}"


def period(start: date | None, end: date | None, *, digits: str | None = None) -> str:
    """A period of whole days: a whole month or year is said as one; says that it is not stated where it is not."""
    if start is None or end is None:
        return pgettext("period", "period not stated")
    whole = start.day == 1 and end.day == calendar.monthrange(end.year, end.month)[1]
    if whole and (start.year, start.month) == (end.year, end.month):
        return month(start, digits=digits)
    if whole and start.year == end.year and (start.month, end.month) == (1, 12):
        return in_digits(str(start.year), digits=digits)
    return days(start, end, digits=digits)


def span(start: date, end: date) -> str:
    """A period as short as it can be said, for a heading: whole months by their names, ``March – May 2017``."""
    whole = start.day == 1 and end.day == calendar.monthrange(end.year, end.month)[1]
    if not whole or (start.year, start.month) == (end.year, end.month) or (start.month, end.month) == (1, 12):
        return period(start, end)
    head = date_format(start, "F") if start.year == end.year else month(start)
    return f"{head} – {month(end)}"
