"""Cuts English text into the words by which names of places are looked up: no hyphens, no marks, capitals noted."""

from __future__ import annotations

import re
from itertools import accumulate

from incidents.parsing.normalise import Folded

_FIRST = re.compile(r"[a-z0-9]")
_WORD = re.compile(r"[a-z0-9]++(?:'[a-z]++)*+")
_WITH_REST = re.compile(_WORD.pattern + "[^a-z0-9]*+")  # a word with all that stands before the next one
_REMEMBERED = 50_000  # words; a bound, so that hostile texts cannot fill a worker's memory
_LONGEST_REMEMBERED = 40  # characters


class Words:
    """The words of a text in order, in columns: their ``texts``, where they begin in the folded text (``begins``) and
    whether each began with a capital as received.
    """

    __slots__ = ("begins", "capitals", "texts")

    def __init__(self, texts: list[str], begins: list[int], capitals: list[bool]) -> None:
        self.texts = texts
        self.begins = begins
        self.capitals = capitals

    def __len__(self) -> int:
        return len(self.texts)

    def end(self, at: int) -> int:
        """Where a word ends in the folded text."""
        return self.begins[at] + len(self.texts[at])


def words_of(folded: Folded) -> Words:
    """The words of a text, in order."""
    source, starts = folded.source, folded.starts
    first = _FIRST.search(folded.text)
    if first is None:
        return Words([], [], [])
    found = _WITH_REST.findall(folded.text)
    begins = list(accumulate(map(len, found), initial=first.start()))
    del begins[-1]
    received = begins if isinstance(starts, range) else map(starts.__getitem__, begins)
    capitals = list(map(str.isupper, map(source.__getitem__, received)))
    return Words(list(map(_pieces.__getitem__, found)), begins, capitals)


class _Pieces(dict[str, str]):
    """The words seen before by themselves with what stood behind them."""

    def __missing__(self, piece: str) -> str:
        word = _WORD.match(piece).group()  # type: ignore[union-attr]
        if len(piece) <= _LONGEST_REMEMBERED:
            if len(self) >= _REMEMBERED:
                self.clear()
            self[piece] = word
        return word


_pieces = _Pieces()
