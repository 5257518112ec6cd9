"""What a date in a text is to the parser before it becomes a result: where it stands, and what it leaves open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from incidents.parsing.normalise import Folded
from incidents.parsing.results import DatePrecision, DateReading
from incidents.parsing.tokens import Tokens


@dataclass(slots=True)
class DateMention:
    """A date or period at the tokens ``[first, last)``.

    ``kind`` is day, range, month, year, since or period. ``start`` and ``end`` are None where the text alone (and no
    publication date) leaves the day open; ``key`` then still tells Thursday from Friday. ``contradicts`` holds the
    weekday (Monday is 0) that the text names beside a full date that falls on another day.
    """

    first: int
    last: int
    kind: str
    start: date | None
    end: date | None
    rule: str
    key: str = ""
    weekday: int | None = None
    contradicts: int | None = None
    night: bool = False
    explicit: bool = False

    def reading(self, folded: Folded, tokens: Tokens) -> DateReading | None:
        """The mention as a result with its span, or None where its day is not known."""
        if self.start is None or self.end is None:
            return None
        span = folded.span(tokens.begins[self.first], tokens.end(self.last - 1))
        return DateReading(self.start, self.end, self._precision(), span, span.of(folded.source), self.rule)

    def _precision(self) -> DatePrecision:
        if self.kind in ("month", "year"):
            return "month" if self.kind == "month" else "year"
        return "day" if self.start == self.end else "range"
