"""Finds the phrases of word tables in a folded text in one pass, whatever Arabic clitics are written onto them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from typing import Generic, TypeVar

import ahocorasick

from incidents.parsing.normalise import fold

Meaning = TypeVar("Meaning")

_NOT_LETTER = re.compile(r"[^ء-يa-z0-9 ]")
_PREFIXES = frozenset(
    (
        "",
        "و",
        "ف",
        "ب",
        "ل",
        "ك",
        "وب",
        "ول",
        "فب",
        "فل",
        "ال",
        "وال",
        "بال",
        "فال",
        "كال",
        "لل",
        "وبال",
        "ولل",
        "فبال",
        "فلل",
    )
)
_SUFFIXES = frozenset(("", "ها", "هم", "هما", "ه", "ا", "نا"))
LONGEST_PHRASE = 64  # characters; no table holds a longer one
_BLANKS = re.compile(r" {2,}")


@dataclass(slots=True)
class Found(Generic[Meaning]):
    """A phrase of a table at ``[start, end)`` of the folded text, without the clitics before it."""

    start: int
    end: int
    meaning: Meaning
    phrase: str


@lru_cache(maxsize=4)  # every finder asks for the same text in turn
def flatten(folded_text: str) -> str:
    """The folded text with one blank for every character that is no letter or digit: same length, same offsets."""
    return _NOT_LETTER.sub(" ", folded_text)


def beginning(found: Sequence[Found[Meaning]], start: int, end: int) -> Sequence[Found[Meaning]]:
    """Those of the phrases, which stand in order, that begin in ``[start, end)``."""
    first = bisect_left(found, start, key=lambda hit: hit.start)
    return found[first : bisect_left(found, end, lo=first, key=lambda hit: hit.start)]


class PhraseTable(Generic[Meaning]):
    """Phrases with their meanings. Arabic phrases also match with the article on any of their words."""

    def __init__(self, entries: Iterable[tuple[str, Meaning]]) -> None:
        meanings: dict[str, Meaning] = {}
        for phrase, meaning in entries:
            for form in _forms(phrase):
                meanings.setdefault(form, meaning)
        self._automaton = ahocorasick.Automaton()
        for form in meanings:
            self._automaton.add_word(form, form)
        if meanings:
            self._automaton.make_automaton()
        self._meanings = meanings

    def find(self, flat: str) -> list[Found[Meaning]]:
        """The phrases of a flattened text in order; of those that overlap the earliest, then the longest."""
        if not self._meanings:
            return []
        kept: list[Found[Meaning]] = []
        after = 0
        for start, back, form in sorted(self._hits(flat)):
            if start >= after:
                after = -back
                kept.append(Found(start, after, self._meanings[form], form))
        return kept

    def _hits(self, flat: str) -> Iterable[tuple[int, int, str]]:
        """The phrases that stand as whole words, as (start, -end, phrase): sorted, the longest comes first."""
        size = len(flat)
        for last, form in self._automaton.iter(flat):
            start, end = last + 1 - len(form), last + 1
            arabic = form[0] > "\u0600"
            written_on = start > 0 and flat[start - 1] != " "
            if written_on and not (arabic and flat[flat.rfind(" ", 0, start) + 1 : start] in _PREFIXES):
                continue
            if end < size and flat[end] != " ":
                stop = flat.find(" ", end)
                if not arabic or flat[end : stop if stop >= 0 else size] not in _SUFFIXES:
                    continue
            yield start, -end, form


def _forms(phrase: str) -> list[str]:
    words = _BLANKS.sub(" ", flatten(fold(phrase).text)).strip().split(" ")
    if not words or not words[0] or words[0][0] < "\u0600" or len(words) > 4:
        return [" ".join(words)]
    first = words[0]
    choices: Sequence[tuple[str, ...]] = [
        (first, "لل" + first[2:]) if first.startswith("ال") and len(first) > 4 else (first,),
        *((word, "ال" + word) if not _has_article(word) else (word,) for word in words[1:]),
    ]
    return [" ".join(form) for form in product(*choices)]


def _has_article(word: str) -> bool:
    return word.startswith(("ال", "لل", "بال", "وال")) or len(word) < 3
