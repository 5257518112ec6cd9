"""Reads the smallest date expressions of a text, token by token: a day, a weekday, "yesterday", "last month"."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from incidents.parsing.calendars import EARLIEST_YEAR, LATEST_YEAR, day_of, hijri_day_of, month_of, weekday_before
from incidents.parsing.date_mentions import DateMention
from incidents.parsing.lexicon import Unit
from incidents.parsing.numbers import NumberReader
from incidents.parsing.tokens import Token

_LENGTHS = frozenset(("period", "week_word", "month_word", "year_word"))
_ORDINALS = {
    "first": 1,
    "second": 2,
    "third": 3,
    "fourth": 4,
    "last": -1,
    "الاول": 1,
    "الثاني": 2,
    "الثالث": 3,
    "الرابع": 4,
    "الاخير": -1,
}
_EVENTS = frozenset(
    "war conflict uprising revolution offensive campaign escalation ceasefire truce invasion crackdown operation "
    "intervention fall collapse ouster liberation overthrow siege fighting hostilities bombardment protests "
    "assault".split()
)
_VIOLENCE = (
    "air",
    "strike",
    "raid",
    "bomb",
    "shell",
    "fight",
    "clash",
    "violence",
    "attack",
    "war",
    "conflict",
    "protest",
    "siege",
    "fire",
    "rocket",
    "قصف",
    "غارات",
    "معارك",
    "اشتباك",
    "حرب",
    "هجمات",
    "حصار",
)


class DateScan:
    """One pass over the tokens of one text."""

    def __init__(
        self,
        units: Sequence[Unit | None],
        numbers: NumberReader,
        tokens: Sequence[Token],
        published_on: date | None,
        year_from: date | None,
    ) -> None:
        self._units = units  # the date word at each token
        self._texts = [token.text for token in tokens]
        self._size = len(tokens)
        self._numbers = numbers
        self._tokens = tokens
        self._published_on = published_on
        self._year_from = year_from  # the day by which a date without a year must lie
        self._month: tuple[int, int] | None = None  # the month told last, for «وفي 24 منه»

    def unit(self, at: int) -> Unit | None:
        """The date word at a token."""
        return self._units[at] if 0 <= at < self._size else None

    def kind(self, at: int) -> str:
        unit = self._units[at] if 0 <= at < self._size else None
        return unit.kind if unit is not None else ""

    def beginnings(self) -> list[int]:
        """The tokens at which a date may begin."""
        units = self._units
        return [at for at, token in enumerate(self._tokens) if units[at] is not None or token.kind == "number"]

    def text(self, at: int) -> str:
        return self._texts[at] if 0 <= at < self._size else ""

    def since_event(self, first: int) -> Unit | None:
        """The "since" of "since the war began in March 2011", «منذ سقوط النظام في 8 كانون الأول»."""
        for back in range(2, 8):
            text = self.text(first - back + 1)
            if text in (",", "،", ".", ";", "؛", "") or self.kind(first - back + 1) in ("month", "weekday"):
                return None
            unit = self.unit(first - back)
            if unit is not None and unit.kind == "since":
                return unit
        return None

    def atom(self, at: int) -> DateMention | None:
        """The smallest date expression that begins at a token."""
        token = self._tokens[at]
        if token.kind == "number":
            return self._day_month(at)
        unit = self.unit(at)
        if unit is None:
            return None
        if unit.kind == "fraction":
            return self._fraction(at)
        if unit.kind in ("month", "hijri"):
            return self._month_first(at, unit)
        if unit.kind == "weekday":
            return self._weekday(unit)
        if unit.kind == "offset":
            return self._offset(unit)
        if unit.kind == "ordinal":
            return self._day_month(at)
        if unit.kind == "last_week_of":
            return self._last_week(unit)
        if unit.kind in ("start_of", "end_of", "middle_of"):
            return self._edge(unit)
        if unit.kind == "part" and self._year_at(unit.last) and self.text(at) in ("early", "late", "mid"):
            return self._edge(unit)
        if unit.kind == "since" and self.kind(unit.last) in ("outbreak", "start_of") and not self._date_soon(unit.last):
            return DateMention(
                at, self._last_of(unit.last), "since", None, self._published_on, "since outbreak", key="outbreak"
            )
        if unit.kind == "since" and (year := self._year_at(unit.last)):
            return DateMention(
                unit.last, unit.last + 1, "year", date(year, 1, 1), date(year, 12, 31), "year", key=str(year)
            )
        if unit.kind == "since" and (told := self._since_event_alone(at, unit) or self._since_length(at, unit)):
            return told
        if unit.kind in _LENGTHS and (spell := self._spell_of(at, unit)):
            return spell
        if unit.kind in ("during", "past", "this", "period", "month_word", "year_word", "week_word"):
            return self._period(at, unit)
        if unit.kind in ("same_day", "next_day"):
            return DateMention(at, unit.last, "day", None, None, unit.kind, key=unit.kind)
        return None

    # -- calendar days -------------------------------------------------------------------------------------------
    def _day(self, at: int) -> tuple[int, int] | None:
        """A day of the month at a token as (day, next token): 7, 7th, السابع."""
        unit = self.unit(at)
        if unit is not None and unit.kind == "ordinal" and unit.sense.value:
            return unit.sense.value, unit.last
        if (
            0 <= at < len(self._tokens)
            and self._tokens[at].kind == "number"
            and self.text(at).isdigit()
            and len(self.text(at)) <= 2
        ):
            day = int(self.text(at))
            after = at + 1
            if self.text(after) in ("st", "nd", "rd", "th") and self._tokens[after].start == self._tokens[at].end:
                after += 1
            return (day, after) if 1 <= day <= 31 else None
        return None

    def _day_month(self, at: int) -> DateMention | None:
        found = self._day(at)
        if found is None:
            return None
        day, after = found
        until = day
        if self.text(after) in ("-", "و", "to", "and", "الي") and (second := self._day(after + 1)) and second[0] > day:
            until, after = second
        if self.text(after) in ("من", "of"):
            after += 1
        if self.text(after) == "منه" and self._month is not None:
            known = day_of(*self._month, day, published_on=None)
            return DateMention(at, after + 1, "day", known, known, "month:same", explicit=True) if known else None
        unit = self.unit(after)
        if unit is None:
            return None
        if unit.kind == "month_word" and self.kind(unit.last) in ("this", "past"):
            return self._day_this_month(at, day, unit)
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

    def _aliases(self, at: int, month: Unit) -> int:
        """Past the second name of the same month: "23 يوليو/تموز", "12 يونيو (حزيران)", "حزيران - يونيو"."""
        for opener, closer in (("/", ""), ("(", ")"), ("-", "")):
            if self.text(at) == opener:
                unit = self.unit(at + 1)
                if unit is not None and unit.kind == "month" and unit.sense.value == month.sense.value:
                    if not closer:
                        return unit.last
                    if self.text(unit.last) == closer:
                        return unit.last + 1
        return at

    def _year_after(self, at: int) -> tuple[int | None, int]:
        """The year after a month as (year, next token); "الماضي" and "last" after it are passed over."""
        if self.kind(at) in ("past", "this"):
            at += 1
        here = at
        if self.text(here) in (",", "،", "من"):
            here += 1
        if self.kind(here) == "year_word":
            here += 1
        text = self.text(here)
        if (
            len(text) == 4
            and text.isdigit()
            and (EARLIEST_YEAR <= int(text) <= LATEST_YEAR or 1400 <= int(text) < 1500)
        ):
            return int(text), here + 1
        return None, at

    def _month_first(self, at: int, unit: Unit) -> DateMention | None:
        """A month that no day stands before: "May 15, 2023", "Oct. 1", or the month alone."""
        after = self._aliases(unit.last, unit)
        dotted = after + (self.text(after) == ".")
        if self.text(at)[:1].isascii() and (found := self._day(dotted)):
            day, last = found
            until = day
            if self.text(last) in ("-", "to", "and") and (second := self._day(last + 1)) and second[0] > day:
                until, last = second
            year, last = self._year_after(last)
            return self._days(at, last, year, unit, day, until)
        return self._month_alone(at, after, unit)

    def _month_alone(self, at: int, after: int, unit: Unit) -> DateMention | None:
        past = self.kind(after) in ("past", "this")
        year, last = self._year_after(after)
        before = self.unit(at - 1)
        before_kind = before.kind if before and before.last == at else self.kind(at - 1)
        told = before_kind in ("month_word", "since", "during", "start_of", "end_of", "middle_of", "past", "until")
        told = told or self.text(at - 1) in ("كان", "وكان", "شهد", "وشهد") and self.text(after) not in ("،",)
        told = told or self.text(after) in ("was", "saw", "has", "had", "witnessed", "alone") and self._tokens[at].upper
        told = (
            told
            or self.text(at - 1)
            in ("في", "in", "of", "this", "and", "شهر", "since", "during", "than", "between", "until")
            or "شهر" in self.text(at - 1)
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

    # -- days told from the day of publication -----------------------------------------------------------------------
    def _weekday(self, unit: Unit) -> DateMention | None:
        weekday = unit.sense.value or 0
        last = unit.last
        after = self.unit(last)
        before = self.unit(unit.first - 1)
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
        return DateMention(
            unit.first, last, "day", known, known, "weekday", key=f"weekday{weekday}", weekday=weekday, weekdays_seen=1
        )

    def _second_weekday(self, at: int, night: bool = False) -> tuple[Unit, int] | None:
        """The end of "Thursday - Friday", "from Thursday to Friday", «ليل الخميس الجمعة»."""
        if night and (direct := self.unit(at)) is not None and direct.kind == "weekday":
            return direct, direct.sense.value or 0
        joined = self.unit(at)
        if joined is not None and joined.kind == "weekday" and joined.prefix == "و":
            return joined, joined.sense.value or 0
        if self.text(at) not in ("-", "–", "—", "/", "الي", "to", "and"):
            return None
        unit = self.unit(at + 1)
        return (unit, unit.sense.value or 0) if unit is not None and unit.kind == "weekday" else None

    def _offset(self, unit: Unit) -> DateMention | None:
        if self.kind(unit.last) in ("ordinal", "same_day") or self.text(unit.last) in ("التالي", "ذاته", "نفسه"):
            return None
        offset = unit.sense.value or 0
        known = self._published_on + timedelta(days=offset) if self._published_on else None
        return DateMention(unit.first, unit.last, "day", known, known, "relative", key=f"offset{offset}")

    # -- periods -------------------------------------------------------------------------------------------------
    def _fraction(self, at: int) -> DateMention | None:
        """ "The first quarter of 2023", «النصف الأول من العام الجاري»: those months, up to publication at most."""
        size = unit.sense.value or 6 if (unit := self.unit(at)) is not None else 6
        before, after = _ORDINALS.get(self.text(at - 1)), _ORDINALS.get(self.text(at + 1))
        number = before if self.text(at).isascii() else after
        if number is None or number > 12 // size:
            return None
        position = at + 1 if self.text(at).isascii() else at + 2
        year, position = self._year_of_part(position)
        first = at if before is None or after is not None and not self.text(at).isascii() else at - 1
        if year is None:
            return DateMention(first, position, "period", None, None, "part of year", key=f"part{size}-{number}")
        number = number if number > 0 else 12 // size
        start = date(year, (number - 1) * size + 1, 1)
        last = month_of(year, number * size, published_on=None)
        return DateMention(
            first,
            position,
            "period",
            start,
            last[1] if last else None,
            "part of year",
            key=f"part{size}-{number}-{year}",
        )

    def _year_of_part(self, at: int) -> tuple[int | None, int]:
        """The year in "of 2023", "of this year", «من العام الماضي» as (year, next token); None where it cannot be
        known.
        """
        position, past = at, False
        for _ in range(5):
            year = self._year_at(position)
            if year is not None:
                return year, position + 1
            if self.text(position) in ("of", "من", "the") or self.kind(position) in ("year_word", "this", "past"):
                past = past or self.kind(position) == "past"
                position += 1
            else:
                break
        today = self._published_on
        return (today.year - past if today else None), position

    def _since_event_alone(self, at: int, unit: Unit) -> DateMention | None:
        """ "Since the campaign began", "since the fall of the government": open at its start where no date is near."""
        position = unit.last + (self.text(unit.last) in ("the", "its", "this", "that"))
        words = [self.text(n) for n in range(position, position + 4)]
        event = next((n for n, word in enumerate(words) if word in _EVENTS), None)
        if (
            event is None
            or any(word in (",", ".", ";", "") for word in words[:event])
            or self._date_soon(unit.last - 1)
        ):
            return None
        last = position + event + 1
        if self.text(last) in ("began", "started", "erupted", "broke", "resumed", "ended"):
            last += 1 + (self.text(last + 1) == "out")
        return DateMention(at, last, "since", None, self._published_on, "since event", key=f"since {words[event]}")

    def _since_length(self, at: int, unit: Unit) -> DateMention | None:
        """«منذ ثلاثة أشهر», "since three months": from so long before publication."""
        number = (
            self._numbers.read(self._tokens, unit.last, len(self._tokens)) if unit.last < len(self._tokens) else None
        )
        length = self.unit(number.last) if number is not None else None
        spell = self.unit(unit.last)
        if number is None and spell is not None and spell.kind == "period" and spell.sense.form != "hour":
            return DateMention(at, spell.last, "since", None, self._published_on, "since spell", key="since spell")
        if (
            number is None
            or length is None
            or length.kind != "period"
            or length.sense.form not in ("week", "month", "year")
        ):
            return None
        start, end = self._back(length.sense.form, number.value, True)
        return DateMention(
            at,
            length.last,
            "since",
            start,
            end,
            f"since {length.sense.form}s",
            key=f"since {length.sense.form}{number.value}",
        )

    def _spell_of(self, at: int, unit: Unit) -> DateMention | None:
        """ "Ten days of air strikes", "a week of bombardment": the days, weeks or months up to publication."""
        words = [self.text(n).removeprefix("ال") for n in range(unit.last + 1, unit.last + 6)]
        ends = next((n for n, word in enumerate(words) if word in (",", "،", ".", "")), len(words))
        if self.text(unit.last) not in ("of", "من") or not any(word.startswith(_VIOLENCE) for word in words[:ends]):
            return None
        number = self._numbers.read(self._tokens, at - 1, at) if at else None
        amount = number.value if number is not None else 1
        length = unit.sense.form or unit.kind.removesuffix("_word")
        if length == "hour" or length == "day" and amount < 7:
            return None
        days = {"day": 1, "week": 7, "month": 30, "year": 365}[length] * amount
        end = self._published_on
        start = end - timedelta(days=days) if end is not None and days < 10_000 else None
        return DateMention(
            at - (number is not None), unit.last, "period", start, end, f"period:{length}", key=f"{length}{amount}"
        )

    def _last_week(self, unit: Unit) -> DateMention | None:
        month = self.unit(unit.last)
        if month is not None and month.kind == "month_word":
            month = self.unit(month.last)
        if month is None or month.kind != "month":
            return None
        year, last = self._year_after(self._aliases(month.last, month))
        known = month_of(year, month.sense.value or 0, published_on=self._year_from)
        start, end = (known[1] - timedelta(days=6), known[1]) if known else (None, None)
        return DateMention(
            unit.first, last, "range", start, end, "last week of", key=f"lastweek{month.sense.value}", explicit=True
        )

    def _edge(self, unit: Unit) -> DateMention | None:
        """ "مطلع حزيران", "the beginning of the year": kept as the day on which that month or year begins."""
        at = unit.last
        target = self.unit(at)
        if target is not None and target.kind in ("month_word", "year_word", "this"):
            following = self.unit(target.last)
            if target.kind == "month_word" and following is not None and following.kind == "month":
                target = following
            else:
                return self._edge_of_year(unit, target)
        if target is None or target.kind != "month":
            text = self.text(at)
            if len(text) == 4 and text.isdigit() and EARLIEST_YEAR <= int(text) <= LATEST_YEAR:
                return DateMention(
                    unit.first, at + 1, "year", date(int(text), 1, 1), date(int(text), 12, 31), "year", key=text
                )
            return None
        year, last = self._year_after(self._aliases(target.last, target))
        known = month_of(year, target.sense.value or 0, published_on=self._year_from)
        start, end = known if known else (None, None)
        return DateMention(unit.first, last, "month", start, end, "month edge", key=f"month{target.sense.value}")

    def _edge_of_year(self, unit: Unit, target: Unit) -> DateMention:
        at = target.last
        if self.kind(at) in ("this", "past", "year_word"):
            at += 1
        text = self.text(at)
        year = int(text) if len(text) == 4 and text.isdigit() else None
        last = at + 1 if year else at
        if target.kind == "month_word":
            today = self._published_on
            start = today.replace(day=1) if today else None
            return DateMention(unit.first, last, "month", start, today, "this month", key="thismonth")
        if year is None and self._published_on is not None:
            year = self._published_on.year
        if year is None or not EARLIEST_YEAR <= year <= LATEST_YEAR:
            return DateMention(unit.first, last, "year", None, None, "this year", key="thisyear")
        return DateMention(unit.first, last, "year", date(year, 1, 1), date(year, 12, 31), "year", key=str(year))

    def _period(self, at: int, unit: Unit) -> DateMention | None:
        """Periods told by length or as "this month": "خلال الأشهر التسعة الفائتة", "in the last 24 hours", "last
        month".
        """
        if unit.kind == "year_word" and (year := self._year_at(unit.last)):
            return DateMention(at, unit.last + 1, "year", date(year, 1, 1), date(year, 12, 31), "year", key=str(year))
        here, opened = unit, unit.kind == "during"
        position = unit.last if opened else at
        if opened and (year := self._year_at(position)):
            return DateMention(
                position, position + 1, "year", date(year, 1, 1), date(year, 12, 31), "year", key=str(year)
            )
        past = False
        amount = 1
        for _ in range(6):
            known = self.unit(position)
            if known is not None and known.kind in ("past", "this"):
                past, position = True, known.last
            elif known is not None and known.kind in ("period", "month_word", "year_word", "week_word"):
                of = self.text(known.last) == "of"
                if self.kind(known.last + of) == "month":
                    return None
                here, position = known, known.last
            elif past and here is not unit:
                break  # "in the last 24 hours 45 ...": what follows counts something else
            elif position < len(self._tokens) and (
                number := self._numbers.read(self._tokens, position, len(self._tokens))
            ):
                amount, position = number.value, number.last
            elif self.text(position) in ("ال", "the", "first"):
                position += 1
            else:
                break
        length = here.sense.form or here.kind.removesuffix("_word")
        if here.kind not in ("period", "month_word", "year_word", "week_word") or not (past or opened):
            return None
        if not past and not opened or position <= at:
            return None
        if length in ("year", "month") and self._says_this(at, position):
            return self._this_period(at, position, length)
        start, end = self._back(length, amount, past)
        return DateMention(at, position, "period", start, end, f"period:{length}", key=f"{length}{amount}")

    def _last_of(self, at: int) -> int:
        unit = self.unit(at)
        return unit.last if unit is not None else at + 1

    def _date_soon(self, at: int) -> bool:
        """Whether a date follows within a few words: "since the start of the offensive on April 26"."""
        return any(
            self.kind(n) in ("month", "weekday", "year_word", "hijri", "month_word") or self._year_at(n)
            for n in range(at + 1, min(at + 9, len(self._tokens)))
        )

    def _says_this(self, first: int, last: int) -> bool:
        return any(self.kind(at) == "this" for at in range(first, last))

    def _this_period(self, first: int, last: int, length: str) -> DateMention:
        """ "This year", "the current month": from its first day to publication."""
        today = self._published_on
        start = None if today is None else today.replace(day=1) if length == "month" else today.replace(month=1, day=1)
        return DateMention(first, last, "period", start, today, f"this {length}", key=f"this{length}")

    def _year_at(self, at: int) -> int | None:
        text = self.text(at)
        return int(text) if len(text) == 4 and text.isdigit() and EARLIEST_YEAR <= int(text) <= LATEST_YEAR else None

    def _back(self, length: str, amount: int, past: bool) -> tuple[date | None, date | None]:
        """The span of ``amount`` hours, days, weeks, months or years that ends at publication; months are whole
        ones.
        """
        today = self._published_on
        if today is None or not past or amount > 1000:
            return None, None
        try:
            if length == "month" and amount == 1:
                last = today.replace(day=1) - timedelta(days=1)
                return last.replace(day=1), last
            days = {"hour": 1 / 24, "day": 1, "week": 7, "month": 30.44, "year": 365.25}.get(length)
            return (today - timedelta(days=round(days * amount)), today) if days else (None, None)
        except OverflowError:
            return None, None


def is_day_of_some_year(month: int, day: int) -> bool:
    return day_of(2024, month, day, published_on=None) is not None
