"""Reads periods: "the last ten days", «منذ ثلاثة أشهر», "the first quarter of 2023", the edge of a month or year."""

from __future__ import annotations

from datetime import date, timedelta

from incidents.parsing.calendars import EARLIEST_YEAR, LATEST_YEAR, month_of
from incidents.parsing.date_mentions import DateMention
from incidents.parsing.date_words_at import DateWordsAt
from incidents.parsing.lexicon import Unit

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
_PAIRS = frozenset(("يومين", "اسبوعين", "شهرين", "عامين", "سنتين"))
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


class Periods(DateWordsAt):
    """The part of :class:`incidents.parsing.date_scan.DateScan` that reads periods."""

    def _fraction(self, at: int, unit: Unit) -> DateMention | None:
        """ "The first quarter of 2023", «النصف الأول من العام الجاري»: those months, up to publication at most."""
        size = unit.sense.value or 6
        before, after = _ORDINALS.get(self._texts[at - 1]), _ORDINALS.get(self._texts[at + 1])
        number = before if self._texts[at].isascii() else after
        if number is None or number > 12 // size:
            return None
        position = at + 1 if self._texts[at].isascii() else at + 2
        year, position = self._year_of_part(position)
        first = at if before is None or after is not None and not self._texts[at].isascii() else at - 1
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
            if self._texts[position] in ("of", "من", "the") or self.kind(position) in ("year_word", "this", "past"):
                past = past or self.kind(position) == "past"
                position += 1
            else:
                break
        today = self._published_on
        return (today.year - past if today else None), position

    def _since_event_alone(self, at: int, unit: Unit) -> DateMention | None:
        """ "Since the campaign began", "since the fall of the government": open at its start where no date is near."""
        position = unit.last + (self._texts[unit.last] in ("the", "its", "this", "that"))
        words = [self._texts[n] for n in range(position, position + 4)]
        event = next((n for n, word in enumerate(words) if word in _EVENTS), None)
        if (
            event is None
            or any(word in (",", ".", ";", "") for word in words[:event])
            or self._date_soon(unit.last - 1)
        ):
            return None
        last = position + event + 1
        if self._texts[last] in ("began", "started", "erupted", "broke", "resumed", "ended"):
            last += 1 + (self._texts[last + 1] == "out")
        return DateMention(at, last, "since", None, self._published_on, "since event", key=f"since {words[event]}")

    def _since_length(self, at: int, unit: Unit) -> DateMention | None:
        """«منذ ثلاثة أشهر», "since three months": from so long before publication."""
        number = (
            self._numbers.read(self._tokens, unit.last, len(self._tokens)) if unit.last < len(self._tokens) else None
        )
        length = self._units[number.last] if number is not None else None
        spell = self._units[unit.last]
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
        words = [self._texts[n].removeprefix("ال") for n in range(unit.last + 1, unit.last + 6)]
        ends = next((n for n, word in enumerate(words) if word in (",", "،", ".", "")), len(words))
        if self._texts[unit.last] not in ("of", "من") or not any(word.startswith(_VIOLENCE) for word in words[:ends]):
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

    def _last_week(self, at: int, unit: Unit) -> DateMention | None:
        month = self._units[unit.last]
        if month is not None and month.kind == "month_word":
            month = self._units[month.last]
        if month is None or month.kind != "month":
            return None
        year, last = self._year_after(self._aliases(month.last, month))
        known = month_of(year, month.sense.value or 0, published_on=self._year_from)
        start, end = (known[1] - timedelta(days=6), known[1]) if known else (None, None)
        return DateMention(
            unit.first, last, "range", start, end, "last week of", key=f"lastweek{month.sense.value}", explicit=True
        )

    def _edge(self, at: int, unit: Unit) -> DateMention | None:
        """ "مطلع حزيران", "the beginning of the year": kept as the day on which that month or year begins."""
        at = unit.last
        target = self._units[at]
        if target is not None and target.kind in ("month_word", "year_word", "this"):
            following = self._units[target.last]
            if target.kind == "month_word" and following is not None and following.kind == "month":
                target = following
            else:
                return self._edge_of_year(unit, target)
        if target is None or target.kind != "month":
            text = self._texts[at]
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
        text = self._texts[at]
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
        if unit.kind == "period" and self._texts[at] in _PAIRS and self._texts[at - 1] == "في":
            start, end = self._back(unit.sense.form, 2, True)  # «مقتل 14 مسعفاً في يومين»
            return DateMention(at, unit.last, "period", start, end, f"period:{unit.sense.form}", key="pair")
        position = unit.last if opened else at
        if opened and (year := self._year_at(position)):
            return DateMention(
                position, position + 1, "year", date(year, 1, 1), date(year, 12, 31), "year", key=str(year)
            )
        past = False
        amount = 1
        for _ in range(6):
            known = self._units[position]
            if known is not None and known.kind in ("past", "this"):
                past, position = True, known.last
            elif known is not None and known.kind in ("period", "month_word", "year_word", "week_word"):
                of = self._texts[known.last] == "of"
                if self.kind(known.last + of) == "month":
                    return None
                here, position = known, known.last
                amount = 2 if self._texts[position - 1].removeprefix("ال") in _PAIRS else amount
            elif past and here is not unit:
                break  # "in the last 24 hours 45 ...": what follows counts something else
            elif position < len(self._tokens) and (
                number := self._numbers.read(self._tokens, position, len(self._tokens))
            ):
                amount, position = number.value, number.last
            elif self._texts[position] in ("ال", "the", "first"):
                position += 1
            else:
                break
        length = here.sense.form or here.kind.removesuffix("_word")
        if here.kind not in ("period", "month_word", "year_word", "week_word") or not (past or opened):
            return None
        if position <= at:
            return None
        if length in ("year", "month") and self._says_this(at, position):
            return self._this_period(at, position, length)
        start, end = self._back(length, amount, past)
        return DateMention(at, position, "period", start, end, f"period:{length}", key=f"{length}{amount}")

    def _last_of(self, at: int) -> int:
        unit = self._units[at]
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
