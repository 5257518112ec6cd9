"""Reads numbers, in digits of any script or in words, as they stand in the tokens of a text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import ClassVar

from incidents.parsing.languages.tables import Language
from incidents.parsing.normalise import fold
from incidents.parsing.tokens import Tokens

_LARGEST = 10_000_000  # no report counts more people; longer digits are identifiers or telephone numbers
_REMEMBERED = 50_000  # words kept with what they count; a bound for hostile texts
_HALVES = frozenset(("half", "نصف"))
_GROUPED = re.compile(r"\d{1,3}(?:[.,]\d{3})+")


@dataclass(slots=True)
class Number:
    """A whole number at the tokens ``[first, last)``; ``joined`` and ``definite`` tell of Arabic و and ال on it."""

    kind: ClassVar[str] = "number"  # beside the kinds of the lexicon's units
    value: int
    first: int
    last: int
    joined: bool = False
    definite: bool = False
    words: bool = False


@dataclass(frozen=True, slots=True)
class _Word:
    """One number word: its value and its rank (unit, teen, ten, hundred, scale)."""

    value: int
    rank: str
    joined: bool = False
    definite: bool = False


class NumberReader:
    """Reads the numbers of one language; make it once, it keeps the words that it has seen."""

    def __init__(self, language: Language) -> None:
        self._arabic = language.clitics
        self._words: dict[str, _Word] = {}
        self._seen: dict[str, _Word | None] = {}
        self.countless: set[str] = set()  # the words seen that begin no number
        for rank in ("units", "tens", "hundreds", "scales"):
            for word, value in getattr(language, rank).items():
                self._words.setdefault(fold(word).text, _Word(value, rank))
        self._teens = {fold(word).text for word in language.teens}

    def read(self, tokens: Tokens, at: int, limit: int) -> Number | None:
        """The number that begins at token ``at``, the longest one, or None. ``٢٧٠``, ``1,300``, ``خمسة وعشرون``."""
        text, kind = tokens.texts[at], tokens.kinds[at]
        if text in self.countless:
            return None
        if text in _HALVES and (half := self._half_of(tokens, at, limit)) is not None:
            return half
        if kind == "number":
            return self._read_digits(tokens, at, limit)
        if kind != "word" or not self.knows(text):
            return None
        return self._read_arabic(tokens, at, limit) if self._arabic else self._read_english(tokens, at, limit)

    def knows(self, word: str) -> bool:
        """Whether a number may begin with a word."""
        known = word in _HALVES or (self._word(word) is not None if self._arabic else word in self._words)
        if not known and len(self.countless) < _REMEMBERED:
            self.countless.add(word)
        return known

    def _half_of(self, tokens: Tokens, at: int, limit: int) -> Number | None:
        """ "Half a million", «نصف مليون»."""
        scale = at + 1 + (at + 1 < limit and tokens.texts[at + 1] == "a")
        word = self._scale(tokens, scale, limit)
        return None if word is None or word.value < 1000 else Number(word.value // 2, at, scale + 1, words=True)

    def _read_digits(self, tokens: Tokens, at: int, limit: int) -> Number | None:
        text = tokens.texts[at]
        joined = at > 0 and tokens.end(at - 1) == tokens.begins[at] and tokens.texts[at - 1] in ("و", "ف")
        decimal = None
        if _GROUPED.fullmatch(text):
            text = text.replace(",", "").replace(".", "")
        elif not text.isdigit():
            decimal = re.fullmatch(r"(\d{1,9})[.,](\d{1,3})", text)
            if decimal is None:
                return None
        if len(text) > 9:
            return None
        scale = self._scale(tokens, at + 1, limit)
        if decimal is not None:
            if scale is None or scale.value < 1000:
                return None
            value = round(float(f"{decimal[1]}.{decimal[2]}") * scale.value)
        else:
            value = int(text) * (scale.value if scale else 1)
        last = at + (2 if scale else 1)
        if scale is not None and self._arabic and last < limit and tokens.texts[last] != "و":
            rest = self._word(tokens.texts[last])  # «83 ألف وستمائة»
            more = self._read_arabic(tokens, last, limit) if rest is not None and rest.joined else None
            plain = tokens.texts[last]  # «30 ألفا 631»
            if more is not None and more.value < scale.value:
                value, last = value + more.value, more.last
            elif scale.value == 1000 and 1 < len(plain) < 4 and plain.isascii() and plain.isdigit():
                value, last = value + int(plain), last + 1
        elif scale is not None and self._arabic and last + 1 < limit and tokens.texts[last] == "و":
            rest_digits = tokens.texts[last + 1]  # «15 ألفاً و359»
            if tokens.kinds[last + 1] == "number" and rest_digits.isdigit() and int(rest_digits) < scale.value:
                value, last = value + int(rest_digits), last + 2
        if value > _LARGEST:
            return None
        return Number(value, at, last, joined)

    def _scale(self, tokens: Tokens, at: int, limit: int) -> _Word | None:
        if at >= limit:
            return None
        word = self._words.get(tokens.texts[at])
        return word if word is not None and word.rank == "scales" else None

    def _word(self, text: str) -> _Word | None:
        """The number word with its clitics off: وعشرين is 20 joined, الأربعة is 4 definite."""
        if text in self._seen:
            return self._seen[text]
        word = self._without_clitics(text)
        if len(self._seen) < _REMEMBERED:
            self._seen[text] = word
        return word

    def _without_clitics(self, text: str) -> _Word | None:
        if (known := self._words.get(text)) is not None:
            return known
        joined = text[:1] in "وف"
        stem = text[1:] if joined else text
        if (known := self._words.get(stem)) is not None and joined:
            return _Word(known.value, known.rank, True)
        for article in ("ال", "بال", "لل", "ب", "ل"):
            if stem.startswith(article) and (known := self._words.get(stem[len(article) :])) is not None:
                return _Word(known.value, known.rank, joined, article not in "بل")
        return None

    def _read_arabic(self, tokens: Tokens, at: int, limit: int) -> Number | None:
        """Numerals in Arabic order: unit, teen (خمسة عشر), و + ten, hundreds and thousands before them."""
        head = self._word(tokens.texts[at])
        if head is None:
            return None
        total, part, position, ceiling = 0, head.value, at + 1, self._ceiling(head)
        while position < limit:
            text = tokens.texts[position]
            nxt = self._word(text)
            if nxt is None:
                break
            if not nxt.joined and nxt.rank == "units" and text in self._teens and part < 10:
                part += 10
                ceiling = 0
            elif not nxt.joined and nxt.rank == "scales" and nxt.value in (1000, 1_000_000) and part < nxt.value:
                total, part, ceiling = total + part * nxt.value, 0, nxt.value
            elif not nxt.joined and text in ("ميه", "مايه") and part < 10:
                part *= 100
                ceiling = 100
            elif nxt.joined and self._adds(part, ceiling, nxt):
                part += nxt.value
                ceiling = self._ceiling(nxt)
            else:
                break
            position += 1
        value = total + part
        return Number(value, at, position, head.joined, head.definite, True) if value <= _LARGEST else None

    def _ceiling(self, word: _Word) -> int:
        """Below which value a further و + number may add to this one; units wait for a ten."""
        return {"units": 90 if word.value < 10 else 0, "tens": 0, "hundreds": 100, "scales": 1000}[word.rank]

    def _adds(self, part: int, ceiling: int, word: _Word) -> bool:
        if 0 < part % 100 < 10:
            return word.rank == "tens"
        return 0 < word.value < ceiling and word.rank in ("units", "tens", "hundreds")

    def _read_english(self, tokens: Tokens, at: int, limit: int) -> Number | None:
        """Numerals in English order: "one hundred and five", "twenty-five", "two thousand three hundred"."""
        head = self._words.get(tokens.texts[at])
        if head is None or head.rank == "scales":
            return None
        total, part, position = 0, head.value, at + 1
        last = head
        while position < limit:
            text = tokens.texts[position]
            skip = 1 if text in ("-", "and") and position + 1 < limit else 0
            word = self._words.get(tokens.texts[position + skip])
            if word is None:
                break
            if text == "and" and not (last.rank == "scales" and word.rank in ("units", "tens")):
                break
            if word.rank == "units" and last.rank == "tens" and word.value < 10 and text != "and":
                part += word.value
            elif word.rank == "scales" and text != "and":
                if word.value == 100:
                    part *= 100
                else:
                    total, part = total + part * word.value, 0
            elif last.rank == "scales" and word.rank in ("units", "tens"):
                part += word.value
            else:
                break
            last = word
            position += 1 + skip
        value = total + part
        return Number(value, at, position, words=True) if value <= _LARGEST else None
