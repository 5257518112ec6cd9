"""How one summary writes: its digits, and figures set apart so that a range reads the right way round in Arabic."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import get_language_bidi

from incidents import wording

ISOLATE, END = "\u2068", "\u2069"


@dataclass(frozen=True, slots=True)
class Pen:
    """Writes figures, days and months in the active language, with ``latn`` or ``arab`` digits."""

    digits: str = "latn"

    def figure(self, value: object) -> str:
        """``11–14``, ``at least 270``, ``—``; as one run of its own in a right-to-left text."""
        return apart(wording.figure(value, digits=self.digits))

    def number(self, value: int) -> str:
        """A whole number, thousands grouped."""
        return apart(wording.number(value, digits=self.digits))

    def day(self, value: date) -> str:
        """A day in full."""
        return wording.day(value, digits=self.digits)

    def month(self, value: date) -> str:
        """A month in full."""
        return wording.month(value, digits=self.digits)

    def period(self, start: date | None, end: date | None) -> str:
        """A period of whole days."""
        return wording.period(start, end, digits=self.digits)

    def days(self, start: date | None, end: date | None, precision: str) -> str:
        """When an incident was, as exactly as it is known."""
        return wording.days(start, end, precision, digits=self.digits)

    def moment(self, value: datetime) -> str:
        """A moment in the site's time zone: day in full, hour and minute."""
        local = timezone.localtime(value)
        return f"{self.day(local.date())}، {self._clock(local)}" if get_language_bidi() else self._left(local)

    def _left(self, local: datetime) -> str:
        return f"{self.day(local.date())}, {self._clock(local)}"

    def _clock(self, local: datetime) -> str:
        return apart(wording.in_digits(f"{local:%H:%M}", digits=self.digits))


def apart(text: str) -> str:
    """The text as a run of its own (first strong isolate) where the language runs from right to left."""
    return f"{ISOLATE}{text}{END}" if get_language_bidi() else text
