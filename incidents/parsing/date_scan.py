"""Reads the smallest date expressions of a text, token by token: a day, a weekday, "yesterday", "last month"."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from incidents.parsing.date_days import Days
from incidents.parsing.date_mentions import DateMention
from incidents.parsing.date_periods import Periods
from incidents.parsing.lexicon import Unit

_SINCE_REACH = 8  # tokens between "since" and its date, more only where "began" stands before the date
_BEGAN = frozenset("began started begun erupted launched resumed broke invaded".split())


class DateScan(Days, Periods):
    """One pass over the tokens of one text."""

    def beginnings(self) -> list[int]:
        """The tokens at which a date may begin."""
        told = [at for at in self._places if self._units[at].kind in _READERS]  # type: ignore[union-attr]
        return sorted(told + self._tokens.numbers)

    def since_event(self, first: int) -> Unit | None:
        """The "since" of "since the war began in March 2011", «منذ سقوط النظام في 8 كانون الأول»."""
        if not self.tells("since"):
            return None
        for back in range(2, 12):
            if back == _SINCE_REACH and self._texts[first - 2] not in _BEGAN and self._texts[first - 1] not in _BEGAN:
                return None
            text = self._texts[first - back + 1]
            if text in (",", "،", ".", ";", "؛", "") or self.kind(first - back + 1) in ("month", "weekday", "until"):
                return None
            unit = self._units[first - back]
            if unit is not None and unit.kind == "since":
                return unit
        return None

    def atom(self, at: int) -> DateMention | None:
        """The smallest date expression that begins at one of the beginnings."""
        unit = self._units[at]
        if unit is None and self._texts[at - 1] == "قبل":
            return self._days_ago(at)
        return self._day_month(at) if unit is None else _READERS[unit.kind](self, at, unit)

    def _days_ago(self, at: int) -> DateMention | None:
        """«قبل 6 أيام»: so many days before publication; None before another unit."""
        number = self._numbers.read(self._tokens, at, len(self._tokens))
        spell = self._units[number.last] if number is not None else None
        if number is None or spell is None or spell.kind != "period" or spell.sense.form != "day" or number.value > 31:
            return None
        day = self._published_on - timedelta(days=number.value) if self._published_on else None
        rule = "relative" if day else "ago"
        return DateMention(at - 1, spell.last, "day", day, day, rule, key=f"offset-{number.value}")

    def _ordinal(self, at: int, unit: Unit) -> DateMention | None:
        return self._day_month(at)

    def _since(self, at: int, unit: Unit) -> DateMention | None:
        if self.kind(unit.last) in ("outbreak", "start_of") and not self._date_soon(unit.last):
            return DateMention(
                at, self._last_of(unit.last), "since", None, self._published_on, "since outbreak", key="outbreak"
            )
        if year := self._year_at(unit.last):
            return DateMention(
                unit.last, unit.last + 1, "year", date(year, 1, 1), date(year, 12, 31), "year", key=str(year)
            )
        return self._since_event_alone(at, unit) or self._since_length(at, unit)

    def _part(self, at: int, unit: Unit) -> DateMention | None:
        """ "Early 2023", "mid 2016"; parts of a day are read with their day."""
        of_year = self._year_at(unit.last) and self._texts[at] in ("early", "late", "mid")
        return self._edge(at, unit) if of_year else None

    def _length(self, at: int, unit: Unit) -> DateMention | None:
        return self._spell_of(at, unit) or self._period(at, unit)

    def _told_day(self, at: int, unit: Unit) -> DateMention | None:
        return DateMention(at, unit.last, "day", None, None, unit.kind, key=unit.kind)


_READERS: dict[str, Callable[[DateScan, int, Unit], DateMention | None]] = {  # by the kind of a date word
    "fraction": DateScan._fraction,
    "month": DateScan._month_first,
    "hijri": DateScan._month_first,
    "weekday": DateScan._weekday,
    "offset": DateScan._offset,
    "ordinal": DateScan._ordinal,
    "last_week_of": DateScan._last_week,
    "start_of": DateScan._edge,
    "end_of": DateScan._edge,
    "middle_of": DateScan._edge,
    "part": DateScan._part,
    "since": DateScan._since,
    "period": DateScan._length,
    "week_word": DateScan._length,
    "month_word": DateScan._length,
    "year_word": DateScan._length,
    "during": DateScan._period,
    "past": DateScan._period,
    "this": DateScan._period,
    "same_day": DateScan._told_day,
    "next_day": DateScan._told_day,
    "day_before": DateScan._told_day,
}
