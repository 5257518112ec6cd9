"""Finds, in one pass over a text, where the words stand with which an entry of any table may begin.

A text asks some fifteen tables of phrases and the gazetteer for what it names. Each has told :func:`ask_for` its first
words once, so that a text is gone through once and most of its words, which begin nothing, cost a single look.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import pairwise

# What Arabic writes onto a word; a table says which of these it allows.
PREFIXES = frozenset(
    (
        "", "و", "ف", "ب", "ل", "ك", "وب", "ول", "وك", "فب", "فل", "فك",
        "ال", "وال", "بال", "فال", "كال", "عال", "لل", "وبال", "ولل", "فبال", "فلل",
    )
)  # fmt: skip
SUFFIXES = frozenset(("ها", "هم", "هما", "ه", "ا", "نا"))
_LONGEST_PREFIX = max(map(len, PREFIXES))
_LONGEST_SUFFIX = max(map(len, SUFFIXES))
_LONGEST_WORD = 64  # letters; no table has a longer one
_REMEMBERED = 50_000  # words; a bound, so that hostile texts cannot fill a worker's memory
_LAST_LETTERS = re.compile("[ء-ي]+$")

Way = tuple[str, str, int]  # a stem, the clitics before it, and how many letters are written onto its end
Standing = tuple[int, str, int, str]  # where a stem stands, its clitics included; those; letters on its end; next word

_wanted: set[str] = set()
_ways: dict[str, tuple[Way, ...]] = {}  # what a word seen before may be; nothing for most


def ask_for(stems: Iterable[str]) -> None:
    """Has texts searched for these words from now on."""
    global _ways
    before = len(_wanted)
    _wanted.update(stems)
    if len(_wanted) > before:
        _ways = {}


def stems_in(flat: str) -> dict[str, list[Standing]]:
    """The words asked for that a flattened text may hold, clitics taken off or not, with all places where they stand.

    ``stems_in("وبالقصف الجوي")["قصف"]`` is ``[(0, "وبال", 0, "الجوي")]``; the next word is empty where two blanks or
    the end of the text follow. A stem may stand in one word in several ways.
    """
    return _stems_in(flat, len(_wanted))


@lru_cache(maxsize=4)  # every finder asks for the same text in turn
def _stems_in(flat: str, _: int) -> dict[str, list[Standing]]:
    found: dict[str, list[Standing]] = {}
    ways = _ways
    at = 0
    words = flat.split(" ")
    words.append("")
    for word, following in pairwise(words):
        if word:
            known = ways.get(word)
            if known is None:
                known = _learn(word, ways)
            for stem, prefix, tail in known:
                if stem in found:
                    found[stem].append((at, prefix, tail, following))
                else:
                    found[stem] = [(at, prefix, tail, following)]
        at += len(word) + 1
    return found


def _learn(word: str, ways: dict[str, tuple[Way, ...]]) -> tuple[Way, ...]:
    """The wanted stems that a word may stand for; kept for when it comes again."""
    known = tuple(way for way in _taken_apart(word) if way[0] in _wanted)
    if len(word) <= _LONGEST_WORD:
        if len(ways) >= _REMEMBERED:
            ways.clear()
        ways[word] = known
    return known


def _taken_apart(word: str) -> Iterator[Way]:
    skipped = max(len(word) - _LONGEST_WORD, 0)
    letters = _LAST_LETTERS.search(word, skipped)
    begins = {letters.start()} if letters is not None and (letters.start() > skipped or not skipped) else set()
    if not skipped:
        yield word, "", 0
        if word[0] > "\u0600":
            begins.add(0)
    for begin in begins:  # in «3قرى» the noun begins behind the digit
        for size in range(min(_LONGEST_PREFIX, len(word) - begin - 1) + 1):
            if word[begin : begin + size] in PREFIXES:
                yield from _endings(word[begin + size :], word[: begin + size])


def _endings(body: str, prefix: str) -> Iterator[Way]:
    if prefix:
        yield body, prefix, 0
    for tail in range(1, min(_LONGEST_SUFFIX, len(body) - 1) + 1):
        if body[-tail:] in SUFFIXES:
            yield body[:-tail], prefix, tail


class Branches:
    """Entries of one table by their first word: the word ``alone``, and longer entries by the word that follows."""

    __slots__ = ("alone", "longer")

    def __init__(self) -> None:
        self.alone = False
        self.longer: dict[str, list[str]] = {}


def branch(entries: Iterable[str]) -> dict[str, Branches]:
    """The entries of a table, words parted by single blanks, under their first word; texts are searched for these."""
    found: dict[str, Branches] = {}
    for entry in entries:
        first, _, rest = entry.partition(" ")
        branches = found.setdefault(first, Branches())
        if rest:
            branches.longer.setdefault(rest.partition(" ")[0], []).append(entry)
        else:
            branches.alone = True
    ask_for(found)
    return found


def word_at(flat: str, start: int) -> str:
    """The word of a flattened text that begins at ``start``; empty where none does."""
    stop = flat.find(" ", start)
    return flat[start:stop] if stop >= 0 else flat[start:]
