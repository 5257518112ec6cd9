"""What the auditor looks up in a text: its numbers, and the words that say what a number is not."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Literal

from incidents.parsing.findings import Findings
from incidents.parsing.languages import arabic_audit, english_audit
from incidents.parsing.phrases import LONGEST_PHRASE, Found, PhraseTable, beginning, flatten
from incidents.parsing.results import Span

Word = Literal["per_day", "present", "excluding", "women", "children", "victims", "injured", "fighters"]

# Each expression begins with its digit and only then looks behind it: so the search skips to the digits of a text.
_NUMBER = re.compile(r"\d(?:(?<![\d.,:/-]\d)\d{0,2}(?:[.,]\d{3})+(?![\d/:])|(?<![\d.,:/]\d)\d{0,6}(?![\d/:]|[.,]\d))")
_PERCENT = re.compile(
    r"\d(?<![\d.,]\d)\d{0,2}(?:[.,]\d{1,2})?(?P<sign> ?(?:%|percent|per cent|(?:في|ب)? ?(?:ال)?(?:ميه|مايه|مييه)))"
)
_PERCENT_SIGNS = ("%", "percent", "per cent", "ميه", "مايه", "مييه")  # one of them stands in every percentage
_STOP = re.compile(r"[.!?؟\n](?!\d)")


@dataclass(frozen=True, slots=True)
class StatedNumber:
    """A number in digits at ``[start, end)`` of the folded text that is no date and no percentage."""

    value: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class StatedShare:
    """A percentage at ``[start, end)`` of the folded text."""

    value: float
    start: int
    end: int


@cache
def _words(language: str) -> PhraseTable[Word]:
    table = english_audit if language == "en" else arabic_audit
    kinds: tuple[tuple[Word, tuple[str, ...]], ...] = (
        ("per_day", table.PER_DAY), ("present", table.PRESENT), ("excluding", table.EXCLUDING), ("women", table.WOMEN),
        ("children", table.CHILDREN), ("victims", table.VICTIMS), ("injured", table.INJURED),
        ("fighters", table.FIGHTERS),
    )  # fmt: skip
    return PhraseTable((phrase, kind) for kind, phrases in kinds for phrase in phrases)


class AuditText:
    """One text as the auditor sees it."""

    def __init__(self, findings: Findings) -> None:
        self.findings = findings
        self.folded = findings.folded
        self.text = findings.folded.text
        self.language = "ar" if findings.grammar.arabic else "en"
        self.words: dict[Word, list[Found[Word]]] = {}  # by kind: most checks end where there is none
        for word in _words(self.language).find(flatten(self.text)):
            self.words.setdefault(word.meaning, []).append(word)
        self._by_value: dict[int, list[StatedNumber]] | None = None

    @cached_property
    def shares(self) -> list[StatedShare]:
        """The percentages, in order."""
        return [
            StatedShare(float(self.text[m.start() : m.start("sign")].replace(",", ".")), m.start(), m.end())
            for m in (self._digits(_PERCENT) if any(sign in self.text for sign in _PERCENT_SIGNS) else ())
        ]

    @cached_property
    def numbers(self) -> list[StatedNumber]:
        """The numbers in digits that are no dates and no percentages, in order."""
        return list(self._numbers())

    def _numbers(self) -> Iterable[StatedNumber]:
        taken = sorted([(share.start, share.end) for share in self.shares] + list(self._dates()))
        for match in self._digits(_NUMBER):
            at = bisect_left(taken, (match.end(), 0))
            if not any(end > match.start() for _, end in taken[max(0, at - 2) : at]):
                yield StatedNumber(int(match.group().replace(",", "").replace(".", "")), match.start(), match.end())

    def _digits(self, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
        """What ``finditer`` gives for a pattern that begins with the first digit of a number: no others are tried."""
        tokens = self.findings.tokens
        for at in tokens.numbers:
            match = pattern.match(self.text, tokens.begins[at])
            if match is not None:
                yield match

    def _dates(self) -> Iterable[tuple[int, int]]:
        tokens = self.findings.tokens
        for passage in self.findings.passages:
            for found in passage.dates:
                yield tokens.begins[found.first], tokens.end(found.last - 1)

    def numbers_from(self, start: int, end: int) -> list[StatedNumber]:
        """The numbers that begin in ``[start, end)``."""
        first = bisect_left(self.numbers, start, key=lambda number: number.start)
        return self.numbers[first : bisect_left(self.numbers, end, lo=first, key=lambda number: number.start)]

    def span(self, start: int, end: int) -> Span:
        """The span in the text as received of ``[start, end)`` of the folded text."""
        return self.folded.span(start, end)

    def near(self, start: int, end: int, kind: Word, reach: int) -> Found[Word] | None:
        """The nearest word of a kind within ``reach`` characters of ``[start, end)`` in the same sentence, or None."""
        best: Found[Word] | None = None
        for word in beginning(self.words.get(kind, ()), start - reach - LONGEST_PHRASE, end + reach + 1):
            gap = word.start - end if word.start >= end else start - word.end
            if gap > reach or gap < 0:
                continue
            if _STOP.search(self.text, min(end, word.end), max(start, word.start)):
                continue
            if best is None or gap < min(abs(best.start - end), abs(start - best.end)):
                best = word
        return best

    def where(self, value: int) -> list[StatedNumber]:
        """The places of the text that state a number."""
        if self._by_value is None:
            self._by_value = {}
            for number in self.numbers:
                self._by_value.setdefault(number.value, []).append(number)
        return self._by_value.get(value, [])
