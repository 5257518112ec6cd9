"""Access to the date words of one text by token, and what days and periods both ask of them: the year that follows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import compress

from incidents.parsing.calendars import EARLIEST_YEAR, LATEST_YEAR
from incidents.parsing.lexicon import Unit
from incidents.parsing.numbers import NumberReader
from incidents.parsing.tokens import Tokens

_BEYOND = (None,) * 32  # more than any reader looks before or behind a word


class DateWordsAt:
    """The date words of one text, as the readers of days and of periods look at them."""

    def __init__(
        self,
        units: Sequence[Unit | None],
        numbers: NumberReader,
        tokens: Tokens,
        published_on: date | None,
        year_from: date | None,
    ) -> None:
        self._units = [*units, *_BEYOND]  # the date word at each token, also asked for a little behind the text
        self._places = list(compress(range(len(units)), units))  # where date words stand
        self._texts = tokens.texts + [""] * len(_BEYOND)
        self._numbers = numbers
        self._tokens = tokens
        self._published_on = published_on
        self._year_from = year_from  # the day by which a date without a year must lie
        self._month: tuple[int, int] | None = None  # the month told last, for «وفي 24 منه»
        self._kinds = {units[at].kind for at in self._places}  # type: ignore[union-attr]

    def unit(self, at: int) -> Unit | None:
        """The date word at a token."""
        return self._units[at]

    def kind(self, at: int) -> str:
        """The kind of the date word at a token, empty where there is none."""
        unit = self._units[at]
        return unit.kind if unit is not None else ""

    def tells(self, *kinds: str) -> bool:
        """Whether the text has any date word of these kinds at all."""
        return not self._kinds.isdisjoint(kinds)

    def text(self, at: int) -> str:
        """The word at a token, empty outside the text."""
        return self._texts[at]

    def _aliases(self, at: int, month: Unit) -> int:
        """Past the second name of the same month: "23 يوليو/تموز", "12 يونيو (حزيران)", "حزيران - يونيو"."""
        for opener, closer in (("/", ""), ("(", ")"), ("-", "")):
            if self._texts[at] == opener:
                unit = self._units[at + 1]
                if unit is not None and unit.kind == "month" and unit.sense.value == month.sense.value:
                    if not closer:
                        return unit.last
                    if self._texts[unit.last] == closer:
                        return unit.last + 1
        return at

    def _year_after(self, at: int) -> tuple[int | None, int]:
        """The year after a month as (year, next token); "الماضي" and "last" after it are passed over."""
        if self.kind(at) in ("past", "this"):
            at += 1
        here = at
        if self._texts[here] in (",", "،", "من"):
            here += 1
        if self.kind(here) == "year_word":
            here += 1
        text = self._texts[here]
        if (
            len(text) == 4
            and text.isdigit()
            and (EARLIEST_YEAR <= int(text) <= LATEST_YEAR or 1400 <= int(text) < 1500)
        ):
            return int(text), here + 1
        return None, at

    def _year_at(self, at: int) -> int | None:
        text = self._texts[at]
        return int(text) if len(text) == 4 and text.isdigit() and EARLIEST_YEAR <= int(text) <= LATEST_YEAR else None
