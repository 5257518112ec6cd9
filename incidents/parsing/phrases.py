"""Finds the phrases of word tables in a folded text in one pass, whatever Arabic clitics are written onto them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from typing import Generic, TypeVar

from incidents.parsing.normalise import fold
from incidents.parsing.stems import (
    LAST_OF_SUFFIXES,
    PREFIXES,
    SUFFIXES,
    Entries,
    Standing,
    flattened,
    without_pronoun,
    word_at,
)

Meaning = TypeVar("Meaning")

_PREFIXES = PREFIXES - {"عال", "وك", "فك"}
_SHORT = 60  # characters; what stands between two phrases is quicker done again than remembered
LONGEST_PHRASE = 64  # characters; no table holds a longer one
_BLANKS = re.compile(r" {2,}")


@dataclass(slots=True)
class Found(Generic[Meaning]):
    """A phrase of a table at ``[start, end)`` of the folded text, without the clitics before it."""

    start: int
    end: int
    meaning: Meaning
    phrase: str


def flatten(folded_text: str) -> str:
    """The folded text with one blank for every character that is no letter or digit: same length, same offsets."""
    return _flatten(folded_text) if len(folded_text) > _SHORT else flattened(folded_text)


@lru_cache(maxsize=4)  # every finder asks for the same text in turn
def _flatten(folded_text: str) -> str:
    return flattened(folded_text)


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
        self._meanings = meanings
        self._entries = Entries(meanings, _PREFIXES, tails=True)

    def find(self, flat: str) -> list[Found[Meaning]]:
        """The phrases of a flattened text in order; of those that overlap the earliest, then the longest."""
        standing = self._entries.standing(flat)
        if not standing:
            return []
        kept: list[Found[Meaning]] = []
        after = 0
        for start, back, form in sorted(self._hits(flat, standing)):
            if start >= after:
                after = -back
                kept.append(Found(start, after, self._meanings[form], form))
        return kept

    def _hits(self, flat: str, standing: Iterable[Standing]) -> list[tuple[int, int, str]]:
        """The phrases that stand as whole words, as (start, -end, phrase): sorted, the longest comes first."""
        hits: list[tuple[int, int, str]] = []
        for at, following, (prefix, tail, branches) in standing:
            stem, longer = branches.stem, branches.longer
            start = at + len(prefix)
            if branches.alone:
                hits.append((start, -start - len(stem), stem))
            if not longer or tail or not following:
                continue
            arabic = stem[0] > "\u0600"
            if following in longer or (arabic and following[-1] in LAST_OF_SUFFIXES):
                second = start + len(stem) + 1
                for form in _longer(flat, start, second, following, longer, arabic):
                    hits.append((start, -start - len(form), form))
        return hits


def _longer(flat: str, start: int, second: int, word: str, longer: dict[str, list[str]], arabic: bool) -> list[str]:
    """The phrases of several words that begin at ``start`` and go on with ``word``, which stands at ``second``."""
    found = [
        form
        for form in longer.get(word, ())
        if flat.startswith(form, start) and _ends_word(flat, start + len(form), arabic)
    ]
    for bare in without_pronoun(word) if arabic else ():
        found += [form for form in longer.get(bare, ()) if start + len(form) == second + len(bare)]
    return found


def _ends_word(flat: str, end: int, arabic: bool) -> bool:
    """Whether a word ends at ``end``, or an Arabic one goes on with a pronoun alone."""
    if end == len(flat) or flat[end] == " ":
        return True
    return arabic and word_at(flat, end) in SUFFIXES


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
