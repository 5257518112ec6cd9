"""How one summary writes: its digits, and figures set apart so that a range reads the right way round in Arabic."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache, lru_cache

from django.utils import timezone
from django.utils.translation import get_language, get_language_bidi, override, pgettext
from django.utils.translation import gettext as _

from incidents import wording
from incidents.statistics.reconciliation import Gap

ISOLATE, FROM_LEFT, END = "\u2068", "\u2066", "\u2069"
_RANGE = re.compile(r"\d+–\d+")
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufefc]")


@dataclass(frozen=True, slots=True)
class Pen:
    """Writes figures, days and months in the active language, with ``latn`` or ``arab`` digits."""

    digits: str = "latn"
    #: The active language and its direction, looked up once: a table asks for them thousands of times.
    language: str = field(default_factory=lambda: get_language() or "")
    rtl: bool = field(default_factory=get_language_bidi)

    def figure(self, value: object) -> str:
        """``11–14``, ``at least 270``, ``—``; as one run of its own in a right-to-left text."""
        return self.apart(wording.figure(value, digits=self.digits))

    def gap(self, value: Gap | None) -> str:
        """Claimed minus documented; below zero as the site's pages say it: ``−39,646 … −8,438``, ``at least −5``."""
        if value is None or value.low >= 0:
            return self.figure(value)
        low, high = (None if end is None else self._signed(end) for end in (value.low, value.high))
        if high is None:
            return self.apart(_("at least %(number)s") % {"number": low})
        return f"{FROM_LEFT}{low}{END}" if low == high else f"{FROM_LEFT}{low} … {high}{END}"

    def _signed(self, value: int) -> str:
        """With its minus before it, whichever way the text around it runs."""
        return FROM_LEFT + wording.number(value, digits=self.digits).replace("-", wording.MINUS) + END

    def number(self, value: int) -> str:
        """A whole number, thousands grouped."""
        return self.apart(wording.number(value, digits=self.digits))

    def apart(self, text: str) -> str:
        """As ``apart`` below."""
        return f"{ISOLATE}{text}{END}" if text and (self.rtl or _RIGHT_TO_LEFT.search(text)) else text

    def day(self, value: date) -> str:
        """A day in full."""
        return _day(value, self.digits, self.language)

    def month(self, value: date) -> str:
        """A month in full."""
        return wording.month(value, digits=self.digits)

    def period(self, start: date | None, end: date | None) -> str:
        """A period of whole days."""
        return _ranges_apart(wording.period(start, end, digits=self.digits))

    def days(self, start: date | None, end: date | None, precision: str) -> str:
        """When an incident was, as exactly as it is known."""
        return _ranges_apart(wording.days(start, end, precision, digits=self.digits))

    def moment(self, value: datetime) -> str:
        """A moment in the site's time zone: day in full, hour and minute."""
        local = timezone.localtime(value)
        clock = apart(wording.in_digits(f"{local:%H:%M}", digits=self.digits))
        return listed([self.day(local.date()), clock])


@lru_cache(maxsize=1024)
def _day(value: date, digits: str, language: str) -> str:
    with override(language):
        return wording.day(value, digits=digits)


def _ranges_apart(text: str) -> str:
    """``1–3 July`` with its range of days as a run of its own."""
    return _RANGE.sub(lambda found: apart(found[0]), text)


def listed(words: Iterable[str]) -> str:
    """The words with the active language's comma between them."""
    return _comma(get_language() or "").join(words)


@cache
def _comma(language: str) -> str:
    with override(language):
        return pgettext("list in a sentence", ", ")


def apart(text: str) -> str:
    """The text as a run of its own (first strong isolate) where its surroundings run the other way, or might."""
    return Pen().apart(text)
