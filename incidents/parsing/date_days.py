"""Reads days: "7 November", «23 يوليو/تموز», "May 15, 2023", months alone, weekdays, "yesterday"."""

from __future__ import annotations

from datetime import timedelta

from incidents.parsing.calendars import day_of, hijri_day_of, month_of, weekday_before
from incidents.parsing.date_mentions import DateMention
from incidents.parsing.date_words_at import DateWordsAt
from incidents.parsing.lexicon import Unit


class Days(DateWordsAt):
    """The part of :class:`incidents.parsing.date_scan.DateScan` that reads days and months."""

    def _day(self, at: int) -> tuple[int, int] | None:
        """A day of the month at a token as (day, next token): 7, 7th, السابع."""
        unit = self._units[at]
        if unit is not None and unit.kind == "ordinal" and unit.sense.value:
            return unit.sense.value, unit.last
        text = self._texts[at]
        if 0 < len(text) <= 2 and at >= 0 and self._tokens.kinds[at] == "number" and text.isdigit():
            day = int(text)
            after = at + 1
            if self._texts[after] in ("st", "nd", "rd", "th") and self._tokens.begins[after] == self._tokens.end(at):
                after += 1
            return (day, after) if 1 <= day <= 31 else None
        return None

    def _day_month(self, at: int) -> DateMention | None:
        found = self._day(at)
        if found is None:
            return None
        day, after = found
        until = day
        if (
            self._texts[after] in ("-", "و", "to", "and", "الي")
            and (second := self._day(after + 1))
            and second[0] > day
        ):
            until, after = second
        if self._texts[after] in ("من", "of"):
            after += 1
        if self._texts[after] == "منه" and self._month is not None:
            known = day_of(*self._month, day, published_on=None)
            return DateMention(at, after + 1, "day", known, known, "month:same", explicit=True) if known else None
        unit = self._units[after]
        if unit is None:
            return None
        if unit.kind == "month_word" and self.kind(unit.last) in ("this", "past"):
            return self._day_this_month(at, day, unit)
        if unit.kind == "month_word" and (named := self._units[unit.last]) is not None:
            unit = named  # «28 شهر نيسان»
        if unit.kind not in ("month", "hijri"):
            return None
        year, last = self._year_after(self._aliases(unit.last, unit))
        return self._days(at, last, year, unit, day, until)

    def _days(self, first: int, last: int, year: int | None, unit: Unit, day: int, until: int) -> DateMention | None:
        month = unit.sense.value or 0
        resolve = hijri_day_of if unit.kind == "hijri" else day_of
        if year is None and unit.kind != "hijri" and self._year_from is None and not is_day_of_some_year(month, day):
            return None
        start = resolve(year, month, day, published_on=self._year_from)
        end = resolve(year, month, until, published_on=self._year_from) if until != day else start
        if year is not None and start is None:
            return None
        if start is not None and end is not None and end < start:
            end = start
        if start is not None and unit.kind != "hijri":
            self._month = (start.year, start.month)
        rule = "hijri" if unit.kind == "hijri" else "calendar"
        kind = "day" if until == day else "range"
        return DateMention(first, last, kind, start, end, rule, key=f"{unit.kind}{month}-{day}", explicit=True)

    def _day_this_month(self, first: int, day: int, unit: Unit) -> DateMention:
        last = unit.last + 1
        key = f"thismonth-{day}"
        if self._published_on is None:
            return DateMention(first, last, "day", None, None, "month:this", key=key, explicit=True)
        month, year = self._published_on.month, self._published_on.year
        if self.kind(unit.last) == "past":
            year, month = (year, month - 1) if month > 1 else (year - 1, 12)
        known = day_of(year, month, day, published_on=None)
        return DateMention(first, last, "day", known, known, "month:this", key=key, explicit=True)

    def _month_first(self, at: int, unit: Unit) -> DateMention | None:
        """A month that no day stands before: "May 15, 2023", "Oct. 1", or the month alone."""
        after = self._aliases(unit.last, unit)
        dotted = after + (self._texts[after] == ".")
        if self._texts[at][:1].isascii() and (found := self._day(dotted)):
            day, last = found
            until = day
            if self._texts[last] in ("-", "to", "and") and (second := self._day(last + 1)) and second[0] > day:
                until, last = second
            year, last = self._year_after(last)
            return self._days(at, last, year, unit, day, until)
        return self._month_alone(at, after, unit)

    def _month_alone(self, at: int, after: int, unit: Unit) -> DateMention | None:
        past = self.kind(after) in ("past", "this")
        year, last = self._year_after(after)
        before = self._units[at - 1]
        before_kind = before.kind if before and before.last == at else self.kind(at - 1)
        told = before_kind in ("month_word", "since", "during", "start_of", "end_of", "middle_of", "past", "until")
        part = at - 2 if self._texts[at - 1] == "-" else at - 1
        told = told or self._texts[part] in ("late", "early", "mid") and self._texts[part - 1] == "since"
        told = told or self._texts[at - 1] in ("كان", "وكان", "شهد", "وشهد") and self._texts[after] not in ("،",)
        told = (
            told or self._texts[after] in ("was", "saw", "has", "had", "witnessed", "alone") and self._tokens.upper(at)
        )
        told = (
            told
            or self._texts[at - 1]
            in ("في", "in", "of", "this", "and", "شهر", "since", "during", "than", "between", "until")
            or "شهر" in self._texts[at - 1]
        )
        if year is None and not past and not told:
            return None
        if unit.kind == "hijri":
            return (
                None
                if year is None
                else DateMention(at, last, "month", None, None, "hijri month", key=f"hijri{unit.sense.value}")
            )
        known = month_of(year, unit.sense.value or 0, published_on=self._year_from)
        start, end = known if known else (None, None)
        first = at - 1 if self.kind(at - 1) == "month_word" else at
        return DateMention(first, max(last, after + past), "month", start, end, "month", key=f"month{unit.sense.value}")

    def _weekday(self, at: int, unit: Unit) -> DateMention | None:
        weekday = unit.sense.value or 0
        last = unit.last
        after = self._units[last]
        before = self._units[unit.first - 1]
        if after is not None and after.kind == "coming" or before is not None and before.kind == "coming":
            return None
        past = (after is not None and after.kind == "past") or (
            before is not None and before.kind == "past" and before.last == unit.first
        )
        if after is not None and after.kind == "past":
            last = after.last
        known = weekday_before(weekday, self._published_on, strictly=past) if self._published_on else None
        second = self._second_weekday(last, night=self.kind(unit.first - 1) == "part")
        if second is not None:
            unit2, weekday2 = second
            until = known + timedelta(days=(weekday2 - weekday) % 7) if known else None
            if until and self._published_on and until > self._published_on and known:
                known, until = known - timedelta(days=7), until - timedelta(days=7)
            return DateMention(
                unit.first,
                unit2.last,
                "range",
                known,
                until,
                "weekday range",
                key=f"weekday{weekday}",
                weekday=weekday,
                night=True,
            )
        return DateMention(unit.first, last, "day", known, known, "weekday", key=f"weekday{weekday}", weekday=weekday)

    def _second_weekday(self, at: int, night: bool = False) -> tuple[Unit, int] | None:
        """The end of "Thursday - Friday", "from Thursday to Friday", «ليل الخميس الجمعة»."""
        if night and (direct := self._units[at]) is not None and direct.kind == "weekday":
            return direct, direct.sense.value or 0
        joined = self._units[at]
        if joined is not None and joined.kind == "weekday" and joined.prefix == "و":
            return joined, joined.sense.value or 0
        if self._texts[at] not in ("-", "–", "—", "/", "الي", "to", "and"):
            return None
        unit = self._units[at + 1]
        return (unit, unit.sense.value or 0) if unit is not None and unit.kind == "weekday" else None

    def _offset(self, at: int, unit: Unit) -> DateMention | None:
        if self.kind(unit.last) in ("ordinal", "same_day") or self._texts[unit.last] in ("التالي", "ذاته", "نفسه"):
            return None
        if unit.sense.form == "ago":
            return DateMention(unit.first, unit.last, "day", None, None, "ago", key=f"ago{unit.first}")
        offset = unit.sense.value or 0
        known = self._published_on + timedelta(days=offset) if self._published_on else None
        return DateMention(unit.first, unit.last, "day", known, known, "relative", key=f"offset{offset}")


def is_day_of_some_year(month: int, day: int) -> bool:
    return day_of(2024, month, day, published_on=None) is not None
