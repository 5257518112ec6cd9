"""Whether two tellings may speak of one day: days that differ, days that are only a report's, numbers told again."""

from __future__ import annotations

from incidents.parsing.events import Event, equal_numbers
from incidents.parsing.telling_apart import adds_only_groups, shared_outcomes

_NO_COINCIDENCE = 5  # a number of dead told twice from here on is one event told twice


def firmly_equal(one: Event, other: Event, outcome: str) -> bool:
    """Whether two tolls give one exact number that is no coincidence."""
    a, b = one.tallies[outcome].total, other.tallies[outcome].total
    return (
        a is not None
        and b is not None
        and a.low == b.low >= _NO_COINCIDENCE
        and "vague" not in (a.quantifier, b.quantifier)
    )


def same_day(one: Event, other: Event) -> bool:
    """Whether the days of two events may be one; an event that tells no day of its own fits any."""
    a, b = one.date, other.date
    if a is None or b is None or not (other.own_date and one.own_date):
        return True
    if _both_equal(one, other) and not other.another:
        return True
    reported = one.dated_by_report and not other.dated_by_report and not other.another
    if reported and (_told_exactly(one, other) or adds_only_groups(one, other)):
        return True
    if a.start is not None and b.start is not None and a.end is not None and b.end is not None:
        return a.start <= b.end and b.start <= a.end
    if a.explicit != b.explicit and None in (a.start, b.start) and (a.weekday is None) != (b.weekday is None):
        return False  # "on Saturday", and "on October 20" recalled behind it
    if (a.rule == "ago") != (b.rule == "ago"):
        return False  # «قبل أيام» is no day on which a text tells of something fresh
    return a.key == b.key or a.weekday is None or b.weekday is None or a.weekday == b.weekday


def on_other_days(one: Event, other: Event) -> bool:
    """Whether a later telling names a day of its own, another one than the day that the first one was told under."""
    a, b = one.date, other.date
    if one.own_date or not other.own_date or a is None or b is None or other.revised or one.headline:
        return False
    if a.start is None or b.start is None or a.end is None or b.end is None or not shared_outcomes(one, other):
        return False
    return b.end < a.start and not other.dated_by_report


def _both_equal(one: Event, other: Event) -> bool:
    """Whether the dead and the injured of two tellings are the same, and too many of both for chance."""
    shared = shared_outcomes(one, other)
    return len(shared) == 2 and all(firmly_equal(one, other, outcome) for outcome in shared)


def _told_exactly(one: Event, other: Event) -> bool:
    """Whether two tellings have a number of dead or injured in common that is no coincidence, and none that differ."""
    shared = shared_outcomes(one, other)
    return equal_numbers(one, other) and any(firmly_equal(one, other, o) for o in shared)
