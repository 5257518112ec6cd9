"""Cuts English text into the words by which names of places are looked up: no hyphens, no marks, capitals noted."""

from __future__ import annotations

import re
from dataclasses import dataclass

from incidents.parsing.normalise import Folded

_WORD = re.compile(r"[a-z0-9]+(?:'[a-z]+)*")
_REMEMBERED = 50_000  # stretches; a bound, so that hostile texts cannot fill a worker's memory
_LONGEST_REMEMBERED = 40  # characters


@dataclass(slots=True)
class Word:
    """A word at ``[start, end)`` of the folded text, and whether it began with a capital as received."""

    text: str
    start: int
    end: int
    capital: bool


def words_of(folded: Folded) -> list[Word]:
    """The words of a text, in order."""
    source, starts = folded.source, folded.starts
    even = isinstance(starts, range)  # a letter stands where its folded form does
    found: list[Word] = []
    begin = 0
    for stretch in folded.text.split(" "):
        pieces = _pieces.get(stretch)
        for text, start, end in pieces if pieces is not None else _cut(stretch):
            at = begin + start
            found.append(Word(text, at, begin + end, (source[at] if even else source[starts[at]]).isupper()))
        begin += len(stretch) + 1
    return found


_pieces: dict[str, tuple[tuple[str, int, int], ...]] = {}  # the words in the stretches between blanks seen before


def _cut(stretch: str) -> tuple[tuple[str, int, int], ...]:
    """The words in what stands between two blanks; kept for when it comes again."""
    pieces = tuple((match.group(), match.start(), match.end()) for match in _WORD.finditer(stretch))
    if len(stretch) <= _LONGEST_REMEMBERED:
        if len(_pieces) >= _REMEMBERED:
            _pieces.clear()
        _pieces[stretch] = pieces
    return pieces
