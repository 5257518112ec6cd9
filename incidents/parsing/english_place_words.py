"""The words of an English text by which names of places are looked up: no hyphens, no marks, capitals noted."""

from __future__ import annotations

import re

from incidents.parsing.normalise import Folded
from incidents.parsing.tokens import Tokens

_WORD = re.compile(r"[a-z0-9]++(?:'[a-z]++)*+")


class Words:
    """The words of a text in order, in columns: their ``texts``, where they begin in the folded text (``begins``) and
    whether each began with a capital as received.
    """

    __slots__ = ("begins", "capitals", "texts")

    def __init__(self, folded: Folded, tokens: Tokens) -> None:
        source, starts = folded.source, folded.starts
        rows = zip(tokens.begins, tokens.names, strict=True)
        words = [(begin + at, word) for begin, found in rows for at, word in found]
        self.begins = [begin for begin, _ in words]
        self.texts = [word for _, word in words]
        received = self.begins if isinstance(starts, range) else [starts[begin] for begin in self.begins]
        self.capitals = [source[at].isupper() for at in received]

    def __len__(self) -> int:
        return len(self.texts)

    def end(self, at: int) -> int:
        """Where a word ends in the folded text."""
        return self.begins[at] + len(self.texts[at])


def place_words(stretch: str) -> list[tuple[int, str]]:
    """The words in what stands between two blanks of a folded text, with where each begins."""
    return [(match.start(), match.group()) for match in _WORD.finditer(stretch)]
