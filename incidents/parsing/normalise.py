"""Folds a text to the form in which words are compared, and leads every match back to the text as received.

Finders match in ``Folded.text`` and answer with ``Folded.span(start, end)``, so spelling variants (hamza, diacritics,
Arabic-Indic digits, presentation forms, bidi marks) are settled here once and nowhere else.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from functools import lru_cache

from incidents.parsing.results import Span

# Each line keeps length: one letter for one letter.
_ALEF = dict.fromkeys("أإآٱٲٳ", "ا")
_YEH = {"ى": "ي", "ی": "ي", "ې": "ي", "ے": "ي", "ئ": "ي"}
_OTHER_ARABIC = {"ة": "ه", "ۀ": "ه", "ہ": "ه", "ە": "ه", "ھ": "ه", "ؤ": "و", "ک": "ك", "ڪ": "ك"}
_DIGITS = {chr(base + n): str(n) for base in (0x0660, 0x06F0) for n in range(10)}
_PUNCTUATION = {
    **dict.fromkeys("’‘ʼʻ`´ʿʾ′", "'"),
    **dict.fromkeys("“”„«»″", '"'),
    **dict.fromkeys("‐‑‒–−", "-"),
    "―": "—",
    "٫": ".",
    "٬": ",",
    "٪": "%",
    "ı": "i",
}
_KEPT_SPACES = {"\n": "\n", "\r": "\n", "\u2028": "\n", "\u2029": "\n", "\x0b": "\n", "\x0c": "\n"}
_TATWEEL = "\u0640"


def _is_mark(char: str) -> bool:
    """Whether the character only decorates the letter before it: a combining mark or a tatweel."""
    return char == _TATWEEL or unicodedata.category(char) in ("Mn", "Me")


@lru_cache(maxsize=4)
def _any_of(chars: frozenset[str]) -> re.Pattern[str]:
    return re.compile("[" + re.escape("".join(sorted(chars))) + "]")


class _FoldTable(dict[int, str]):
    """What each code point folds to: nothing, one character, or several; filled as characters turn up."""

    def __init__(self, known: dict[str, str]) -> None:
        super().__init__({ord(char): folded for char, folded in known.items()})
        self.uneven: set[str] = set()  # characters that do not fold to just one

    def __missing__(self, code: int) -> str:
        folded = _fold_char(chr(code))
        self[code] = folded
        if len(folded) != 1:
            self.uneven.add(chr(code))
        return folded

    def uneven_in(self, text: str) -> list[int]:
        """Where characters stand that do not fold to just one, in a text that has been folded."""
        return [match.start() for match in _any_of(frozenset(self.uneven)).finditer(text)] if self.uneven else []

    def forget(self) -> None:
        """Leaves only what has always been known, so that hostile texts cannot fill the memory of a worker."""
        for code in [code for code in self if chr(code) not in _PLAIN]:
            del self[code]
        self.uneven.clear()


def _fold_char(char: str) -> str:
    """One character's folded form: "" for marks, bidi and zero-width characters, several for ligatures."""
    if unicodedata.category(char) in ("Cf", "Mn", "Me") or char == _TATWEEL:
        return ""
    if char.isspace():
        return _KEPT_SPACES.get(char, " ")
    if len(decomposed := unicodedata.normalize("NFKD", char)) == 1 and decomposed == char:
        return char.lower()
    kept = (c for c in decomposed if not _is_mark(c))
    return "".join(_TABLE.get(ord(c), c.lower()) for c in kept)


_PLAIN = {**_ALEF, **_YEH, **_OTHER_ARABIC, **_DIGITS, **_PUNCTUATION}
_REMEMBERED = 20_000
_TABLE = _FoldTable(_PLAIN)


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text with its way back: ``text`` to match in, ``source`` as received, ``starts`` one offset a
    character.
    """

    source: str
    text: str
    starts: list[int] = field(repr=False)

    def span(self, start: int, end: int) -> Span:
        """The span in the source of ``text[start:end]``; marks on its last letter belong to it, bidi marks do not.

        ``fold("طفلاً").span(0, 4)`` is ``Span(0, 5)``. An empty range gives an empty span.
        """
        if start >= end:
            at = self.starts[start] if start < len(self.starts) else len(self.source)
            return Span(at, at)
        last = self.starts[end - 1] + 1
        while last < len(self.source) and _is_mark(self.source[last]):
            last += 1
        return Span(self.starts[start], last)

    def words(self, start: int, end: int) -> str:
        """The words of the source behind ``text[start:end]``, exactly as received."""
        return self.span(start, end).of(self.source)


def fold(text: str) -> Folded:
    """The folded form of a text: lower case, one spelling for letters and digits that are written in several ways.

    Alef, hamza on a carrier, final yeh, teh marbuta and Farsi letters fold to their plain letter, Arabic-Indic digits
    to ASCII, quotes and dashes to one of each; diacritics, accents, tatweel, bidi and zero-width marks are dropped.
    Every other character, line breaks among them, stays. Never raises, whatever the text.
    """
    if len(_TABLE) > _REMEMBERED:
        _TABLE.forget()
    folded = text.translate(_TABLE)
    starts: list[int] = []
    after = 0
    for position in _TABLE.uneven_in(text):
        starts.extend(range(after, position))
        starts.extend([position] * len(_TABLE[ord(text[position])]))
        after = position + 1
    starts.extend(range(after, len(text)))
    return Folded(text, folded, starts)
