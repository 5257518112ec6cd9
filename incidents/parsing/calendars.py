"""Turns days, months and weekdays into dates: the year that is not said, the Hijri calendar, the day of the week."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

from hijridate import Hijri

EARLIEST_YEAR = 1990  # reports of armed conflict that people submit; older years are history in passing
LATEST_YEAR = 2100


def day_of(year: int | None, month: int, day: int, *, published_on: date | None) -> date | None:
    """A day of the Gregorian calendar; without a year, the latest such day that is not after ``published_on``.

    ``day_of(None, 12, 29, published_on=date(2024, 1, 3))`` is 29 December 2023. None for a day that does not exist,
    and where no year can be known.
    """
    if year is None:
        if published_on is None:
            return None
        year = published_on.year - ((month, day) > (published_on.month, published_on.day))
    try:
        return date(year, month, day)
    except ValueError:
        return None


def hijri_day_of(year: int | None, month: int, day: int, *, published_on: date | None) -> date | None:
    """The Gregorian day of a Hijri one (Umm al-Qura), the year as in :func:`day_of`; None outside 1343–1500."""
    try:
        if year is not None:
            return _gregorian(year, month, day)
        if published_on is None:
            return None
        about = published_on.year - 579  # the Hijri year that ends after this Gregorian one
        found = (_gregorian(y, month, day) for y in range(about + 1, about - 4, -1))
        return next((d for d in found if d is not None and d <= published_on), None)
    except (ValueError, OverflowError):
        return None


def _gregorian(year: int, month: int, day: int) -> date | None:
    try:
        moment = Hijri(year, month, day).to_gregorian()
    except (ValueError, OverflowError):
        return None
    return date(moment.year, moment.month, moment.day)


def month_of(year: int | None, month: int, *, published_on: date | None) -> tuple[date, date] | None:
    """First and last day of a month; without a year, the latest one that has begun by ``published_on``."""
    if year is None:
        if published_on is None:
            return None
        year = published_on.year - (month > published_on.month)
    if not EARLIEST_YEAR <= year <= LATEST_YEAR:
        return None
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


def weekday_before(weekday: int, published_on: date, *, strictly: bool = False) -> date:
    """The latest such weekday (Monday is 0) that is not after ``published_on``; ``strictly`` rules that day out."""
    back = (published_on.weekday() - weekday) % 7
    if strictly and back == 0:
        back = 7
    return published_on - timedelta(days=back)
