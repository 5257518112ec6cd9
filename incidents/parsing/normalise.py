"""Folds a text to the form in which words are compared, and leads every match back to the text as received.

Finders match in ``Folded.text`` and answer with ``Folded.span(start, end)``, so spelling variants (hamza, diacritics,
Arabic-Indic digits, presentation forms, bidi marks) are settled here once and nowhere else.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
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
        folded = self[code] = _fold_char(chr(code))
        if len(folded) != 1:
            self.uneven.add(chr(code))
        return folded

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
_MOST_REPLACED = 80  # characters; more are quicker folded in one pass
_TABLE = _FoldTable(_PLAIN)
_STEADY = "abcdefghijklmnopqrstuvwxyz0123456789 \n.,:;!?()/\"'-—%اءبتثجحخدذرزسشصضطظعغفقكلمنهوي،؛؟"
_UNSTEADY = re.compile(f"[^{re.escape(''.join(c for c in _STEADY if _TABLE[ord(c)] == c))}]")


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text with its way back: ``text`` to match in, ``source`` as received, ``starts`` one offset a
    character.
    """

    source: str
    text: str
    starts: Sequence[int] = field(repr=False)  # a range where every character folded to one

    def span(self, start: int, end: int) -> Span:
        """The span in the source of ``text[start:end]``; marks on its last letter belong to it, bidi marks do not.

        ``fold("طفلاً").span(0, 4)`` is ``Span(0, 5)``. An empty range gives an empty span.
        """
        if start >= end:
            at = self.starts[start] if start < len(self.starts) else len(self.source)
            return Span(at, at)
        if isinstance(self.starts, range):
            return Span(start, end)  # a text in which nothing is dropped has no marks
        starts = self.starts
        last = starts[end - 1] + 1
        if end == len(starts) or starts[end] != last:  # else the next letter that is kept stands there
            while last < len(self.source) and _is_mark(self.source[last]):
                last += 1
        return Span(starts[start], last)

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
    changed = [char for char in set(_UNSTEADY.findall(text)) if _TABLE[ord(char)] != char]
    folded = _replaced(text, changed)
    even = _TABLE.uneven.isdisjoint(changed)
    return Folded(text, folded, range(len(text)) if even else _starts(text))


def _replaced(text: str, changed: Sequence[str]) -> str:
    """The text with each of these characters folded, one after the other: a report has a dozen or two of them."""
    if len(changed) > _MOST_REPLACED or not all(map(_folds_for_good, changed)):
        return text.translate(_TABLE)
    capitals = [char for char in changed if "A" <= char <= "Z"]
    for char in changed:
        if not "A" <= char <= "Z":
            text = text.replace(char, _TABLE[ord(char)])
    if capitals and text.isascii():
        return text.lower()
    for char in capitals:
        text = text.replace(char, char.lower())
    return text


@lru_cache(maxsize=5_000)
def _folds_for_good(char: str) -> bool:
    """Whether what a character folds to folds to itself, so that the order of replacements tells nothing."""
    return all(_TABLE[ord(folded)] == folded for folded in _TABLE[ord(char)])


def _starts(text: str) -> list[int]:
    """Where each character of the folded text stood."""
    starts: list[int] = []
    after = 0
    for match in _any_of(frozenset(_TABLE.uneven)).finditer(text):
        starts.extend(range(after, match.start()))
        starts.extend([match.start()] * len(_TABLE[ord(match.group())]))
        after = match.end()
    starts.extend(range(after, len(text)))
    return starts
