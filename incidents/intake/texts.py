"""Words as they come in: made fit for storing without changing what they say."""

from __future__ import annotations

import re

# PostgreSQL cannot hold NUL, and no text needs the other control characters but tab and line feed. Direction marks
# and joiners (U+200B-U+200F, U+202A-U+202E, U+2066-U+2069) are part of Arabic texts as published: they stay.
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufeff]")
_LINE_ENDS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_LETTERS = re.compile(r"[^\W\d_]")
_WORD = re.compile(r"[^\W_]+")

FEWEST_WORDS = 3
FEWEST_LETTERS = 12


def as_stored(text: str) -> str:
    """The text with one kind of line end, no control characters and no blanks around it; nothing else is changed.

    ``as_stored("a\\r\\nb\\x00 ")`` is ``"a\\nb"``. Doing it twice changes nothing, and spans count in its result.
    """
    return _CONTROLS.sub("", _LINE_ENDS.sub("\n", text)).strip()


def as_one_line(text: str) -> str:
    """As ``as_stored``, with every run of blanks made one: for names and places."""
    return " ".join(as_stored(text).split())


def says_something(text: str) -> bool:
    """Whether there are at least a few words; scripts without blanks between words are judged by their letters."""
    if not _LETTERS.search(text):
        return False
    return len(_WORD.findall(text)) >= FEWEST_WORDS or len(_LETTERS.findall(text)) >= FEWEST_LETTERS
