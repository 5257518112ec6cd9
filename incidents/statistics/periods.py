"""Periods of whole days and months: the months within one, the period before it, the same a year earlier."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

Period = tuple[date, date]


def months_between(start: date, end: date) -> list[date]:
    """The first days of the months from that of ``start`` to that of ``end``."""
    first = _number(start)
    return [_month(number) for number in range(first, _number(end) + 1)]


def before(start: date, end: date) -> Period:
    """The period just before one: as many whole months before whole months, else as many days."""
    last = start - timedelta(days=1)
    if is_whole_months(start, end):
        return _month(_number(start) - len(months_between(start, end))), last
    return last - (end - start), last


def year_before(start: date, end: date) -> Period:
    """The same days or whole months a year earlier; 29 February becomes the 28th."""
    if is_whole_months(start, end):
        last = _month(_number(end) - 12)
        return _month(_number(start) - 12), last_day(last)
    return _earlier(start), _earlier(end)


def is_whole_months(start: date, end: date) -> bool:
    """Whether a period begins with the first and ends with the last day of a month."""
    return start.day == 1 and end == last_day(end)


def last_day(month: date) -> date:
    """The last day of a day's month."""
    return month.replace(day=calendar.monthrange(month.year, month.month)[1])


def _earlier(day: date) -> date:
    year = day.year - 1
    return day.replace(year=year, day=min(day.day, calendar.monthrange(year, day.month)[1]))


def _number(day: date) -> int:
    return day.year * 12 + day.month - 1


def _month(number: int) -> date:
    return date(number // 12, number % 12 + 1, 1)
