"""Chooses among the dates beside a figure: the attack's day, a claim's period, or only the day of a report."""

from __future__ import annotations

from collections.abc import Sequence

from incidents.parsing.date_mentions import DateMention
from incidents.parsing.lexicon import Unit
from incidents.parsing.statements import Statement

_DAYS = ("day", "range")
_PERIODS = ("month", "year", "since", "period")
_THAT = frozenset(("ان", "that", "بان", "انه", "انها"))
_ATTACK = frozenset(
    "strike strikes airstrike airstrikes raid raids shelling attack attacks bombing blast explosion".split()
)
_PUBLISHED = frozenset("نشرته نشره اصدرته اصدره بيان تقرير بيانها بيانه".split())
_LONG_RANGE = 10  # days; longer ones are periods, not attacks
_COVERING = frozenset(("for", "during", "throughout", "covering", "عن", "خلال", "حول"))
_ONE_DAY = frozenset(f"hour{n}" for n in range(25))  # a day's total without parts is one incident
_MANY = 15  # fewer people than that, told for a month at one village, are one attack whose day is not said
_FAR = 14  # tokens; a "since" that far from a figure with a place of its own speaks of something else


def is_day(date: DateMention) -> bool:
    """Whether a mention can be the day of an attack: a day, or a range of a few."""
    return date.kind in _DAYS and not is_period(date) and date.rule not in ("same_day", "next_day", "day_before")


def is_period(date: DateMention) -> bool:
    """Whether a mention is a month, a year, a "since", or a range too long for one wave of attacks."""
    if date.kind in _PERIODS:
        return True
    return (
        date.kind == "range"
        and date.start is not None
        and date.end is not None
        and (date.end - date.start).days > _LONG_RANGE
    )


def is_recent(period: DateMention) -> bool:
    """Whether a "since" reaches back only a week: "they have not slept since Tuesday" opens no claim."""
    if period.kind != "since" or period.start is None or period.end is None:
        return period.kind == "since" and period.rule.endswith(("weekday", "relative"))
    return (period.end - period.start).days <= 7


def only_reported(date: DateMention, units: Sequence[Unit], texts: Sequence[str], arabic: bool) -> bool:
    """Whether a day only tells when something was said: "the monitor said on Friday", «وقال في بيان اليوم إن»."""
    if is_period(date) and texts[date.first - 1] in _COVERING:
        return False  # "said in its report for November that ..."
    if arabic:
        reach = 8 if texts[date.first - 1] in _PUBLISHED else 3
        that = any(texts[at] in _THAT for at in range(date.last, min(date.last + reach, len(texts))))
        said = any(u.kind == "saying" and u.last <= date.first for u in units)
        return that and said and not any(u.kind == "outcome" and u.last <= date.first for u in units)
    if any(u.kind == "rises" and 0 <= date.first - u.last <= 2 for u in units) and texts[date.first - 1].isdigit():
        return True  # "has risen to 54 overnight"
    if texts[date.first] == "overnight":
        return False
    for unit in units:
        if unit.kind == "rises" and 0 <= date.first - unit.last <= 1 and unit.first + 1 == unit.last:
            return True  # "the toll rose on Sunday to 34"
        if unit.kind == "saying" and 0 <= date.first - unit.last <= 5:
            if any(texts[at] in ("that", ":", '"') for at in range(unit.last, date.first)):
                continue
            if not _ATTACK.isdisjoint(texts[unit.last : date.first]):
                return False  # "said an air strike on Saturday killed nine"
            return not any(u.kind == "outcome" and unit.last <= u.first < date.first for u in units)
    return False


def best_day(dates: Sequence[DateMention], group: Sequence[Statement] = ()) -> DateMention | None:
    """The day told for an attack: a full date before a weekday, then the one nearest to the figures."""
    days = [date for date in dates if is_day(date)]
    if not days:
        return None
    full = any(date.explicit for date in days)
    return min(
        days,
        key=lambda d: (full and not d.explicit, d.start is None and any(x.start for x in days), distance(d, group)),
    )


def earliest_day(dates: Sequence[DateMention]) -> DateMention | None:
    """The earliest day: where someone died later of wounds, the attack came before the death."""
    days = [date for date in dates if is_day(date)]
    return min(days, key=lambda d: (d.start is None, d.start or 0), default=None)


def period_of(
    dates: Sequence[DateMention], day: DateMention | None, group: Sequence[Statement], specific: bool
) -> DateMention | None:
    """The period that figures are told for, where it stands nearer to them than a day does."""
    periods = [
        date
        for date in dates
        if is_period(date) or date.rule == "period:hour" and not specific and date.key not in _ONE_DAY
    ]
    if not periods:
        return None
    nearest = min(periods, key=lambda d: distance(d, group))
    far = distance(nearest, group)
    if (
        specific
        and (
            far > _FAR
            or nearest.kind == "month"
            and nearest.rule == "month"
            or nearest.rule in ("period:week", "year")
            and nearest.kind != "since"
        )
        and (sum(s.tally.total.low for s in group if s.tally.total is not None) < _MANY or far > _FAR)
    ):
        return None
    if day is not None and _inside(day, nearest) and distance(day, group) <= far:
        return None
    return nearest


def _inside(day: DateMention, period: DateMention) -> bool:
    """Whether a day may lie in a period; unknown bounds leave it open."""
    if day.start is None or period.start is None or period.end is None:
        return True
    return period.start <= day.start


def distance(date: DateMention, group: Sequence[Statement]) -> int:
    """Tokens between a date and the nearest figure; 0 where there are no figures."""
    gaps = [max(s.first - date.last, date.first - s.last, 0) for s in group]
    return min(gaps, default=0)
