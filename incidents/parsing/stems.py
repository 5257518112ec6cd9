"""Finds, in one pass over a text, where the words stand with which an entry of any table may begin.

A text asks some fifteen tables of phrases and the gazetteer for what it names. Each has its first words here, so that
a text is gone through once for all of them: a word seen before is known with the tables that it may begin an entry of
(``tokens.Vocabulary`` keeps it), and most words begin none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Set
from functools import lru_cache
from typing import Any
from weakref import ref

# What Arabic writes onto a word; a table says which of these it allows.
PREFIXES = frozenset(
    (
        "", "و", "ف", "ب", "ل", "ك", "وب", "ول", "وك", "فب", "فل", "فك",
        "ال", "وال", "بال", "فال", "كال", "عال", "لل", "وبال", "ولل", "فبال", "فلل",
    )
)  # fmt: skip
SUFFIXES = frozenset(("ها", "هم", "هما", "ه", "ا", "نا"))
LAST_OF_SUFFIXES = frozenset(suffix[-1] for suffix in SUFFIXES)
_FIRST_OF_PREFIXES = frozenset(prefix[0] for prefix in PREFIXES if prefix)
_LONGEST_PREFIX = max(map(len, PREFIXES))
_LONGEST_SUFFIX = max(map(len, SUFFIXES))
_LONGEST_WORD = 64  # letters; no table has a longer one
_REMEMBERED = 50_000  # words; a bound, so that hostile texts cannot fill a worker's memory
_LAST_LETTERS = re.compile("[ء-ي]+$")
_NOT_LETTER = re.compile(r"[^ء-يa-z0-9 ]")
_WORD = re.compile("[ء-يa-z0-9]+")
_RECENT = 4  # texts; every finder asks for the same one in turn


class Branches:
    """The entries of one table that begin with the word ``stem``: it ``alone``, and longer ones by what follows it."""

    __slots__ = ("alone", "longer", "stem")

    def __init__(self, stem: str) -> None:
        self.stem = stem
        self.alone = False
        self.longer: dict[str, list[str]] = {}


class Entries:
    """The entries of one table, words parted by single blanks, under their first word; texts are searched for these.

    ``prefixes`` are the clitics that may stand before the first word, None for any; ``tails`` says whether an entry
    of one word may go on with a pronoun.
    """

    __slots__ = ("__weakref__", "_firsts", "_prefixes", "_tails")

    def __init__(self, entries: Iterable[str], prefixes: Set[str] | None = None, *, tails: bool = False) -> None:
        self._prefixes = prefixes
        self._tails = tails
        self._firsts: dict[str, Branches] = {}
        for entry in entries:
            first, _, rest = entry.partition(" ")
            branches = self._firsts.setdefault(first, Branches(first))
            if rest:
                branches.longer.setdefault(rest.partition(" ")[0], []).append(entry)
            else:
                branches.alone = True
        own = ref(self)
        for stem in self._firsts:
            _wanted.setdefault(stem, []).append(own)
        for remembered in forgotten_with_tables:
            remembered.clear()

    def standing(self, flat: str) -> list[Standing]:
        """Where the first words stand in a flattened text, word by word; a word may hold one in several ways.

        ``Entries(["قصف جوي"]).standing("وبالقصف الجوي")`` is ``[(0, "الجوي", "وبال", 0, <those of قصف>)]``; the next
        word is empty where two blanks or the end of the text follow.
        """
        return _standing(flat).get(self, [])

    def way(self, stem: str, prefix: str, tail: int) -> Way | None:
        """What the table makes of a word taken apart, None where it has no use for it; only Arabic has clitics."""
        branches = self._firsts.get(stem)
        if branches is None or (tail and not self._tails) or ((prefix or tail) and stem[0] <= "\u0600"):
            return None
        return (prefix, tail, branches) if self._prefixes is None or prefix in self._prefixes else None


Way = tuple[str, int, Branches]  # the clitics before a stem, how many letters are written onto its end, its entries
_Ways = tuple[tuple[Entries, Way], ...]
_Known = tuple[_Ways, dict[str, _Ways]]  # the ways that need no word to follow, and the others by the one that must
Begun = tuple[int, str, _Known]  # where a word stands with which an entry may begin, and what it may be
Standing = tuple[int, str, Way]  # where a word stands, its clitics included; the word that follows; what it is

_wanted: dict[str, list[ref[Entries]]] = {}  # the tables by the first words of their entries, while anybody holds them
_ways: dict[str, _Known | None] = {}  # what a word seen before may be; nothing for most


_recent: dict[str, dict[Entries, list[Standing]]] = {}  # what stands in the flattened texts asked for last
forgotten_with_tables: list[dict[str, Any]] = [_ways, _recent]  # what is remembered of words, until a table is added


def flattened(folded_text: str) -> str:
    """The folded text with one blank for every character that is no letter or digit: same length, same offsets."""
    return _NOT_LETTER.sub(" ", folded_text)


def words_that_begin(folded_text: str) -> list[Begun]:
    """The words of a text with which an entry of any table may begin, with where they stand."""
    words = _WORD.finditer(folded_text)
    return [(match.start(), match.group(), ways) for match in words if (ways := ways_of(match.group()))]


def note_standing(flat: str, begun: Iterable[Begun]) -> dict[Entries, list[Standing]]:
    """Makes ready what :meth:`Entries.standing` answers for a flattened text, of which these words are known."""
    found: dict[Entries, list[Standing]] = {}
    closed = flat + " "
    for at, word, (alone, longer) in begun:
        second = at + len(word) + 1
        following = closed[second : closed.find(" ", second)]
        ways = alone
        if longer:
            ways += longer.get(following, ())
            if following[-1:] in LAST_OF_SUFFIXES:
                for bare in without_pronoun(following):
                    ways += longer.get(bare, ())
        for table, way in ways:
            if table in found:
                found[table].append((at, following, way))
            else:
                found[table] = [(at, following, way)]
    if len(_recent) >= _RECENT:
        _recent.clear()
    _recent[flat] = found
    return found


def _standing(flat: str) -> dict[Entries, list[Standing]]:
    found = _recent.get(flat)
    return note_standing(flat, words_that_begin(flat)) if found is None else found


def ways_of(word: str) -> _Known | None:
    """What the tables make of a word, None where no entry begins with it; kept for when it comes again."""
    ways = _ways
    if word in ways:
        return ways[word]
    found = [
        (table, way)
        for part in _taken_apart(word)
        for kept in _wanted.get(part[0], ())
        if (table := kept()) is not None and (way := table.way(*part)) is not None
    ]
    known = _by_what_follows(found) if found else None
    if len(word) <= _LONGEST_WORD:
        if len(ways) >= _REMEMBERED:
            ways.clear()
        ways[word] = known
    return known


def _by_what_follows(ways: Iterable[tuple[Entries, Way]]) -> _Known:
    alone: list[tuple[Entries, Way]] = []
    longer: dict[str, _Ways] = {}
    for table, way in ways:
        if way[2].alone:
            alone.append((table, way))
            continue
        this: _Ways = ((table, way),)
        known = longer.keys() & way[2].longer.keys() if longer else ()
        both = [(following, longer[following] + this) for following in known]
        longer.update(dict.fromkeys(way[2].longer, this))
        longer.update(both)
    return tuple(alone), longer


@lru_cache(maxsize=20_000)
def without_pronoun(word: str) -> tuple[str, ...]:
    """What an Arabic word may be without the pronoun, or the accusative's alef, written onto its end."""
    return tuple(word[:-tail] for tail in range(1, 4) if word[-tail:] in SUFFIXES)


def _taken_apart(word: str) -> Iterator[tuple[str, str, int]]:
    """The stems that a word may stand for, as (stem, clitics before it, letters written onto its end)."""
    skipped = max(len(word) - _LONGEST_WORD, 0)
    letters = _LAST_LETTERS.search(word, skipped)
    begins = {letters.start()} if letters is not None and (letters.start() > skipped or not skipped) else set()
    if not skipped:
        yield word, "", 0
        if word[0] > "\u0600":
            begins.add(0)
    for begin in begins:  # in «3قرى» the noun begins behind the digit
        longest = _LONGEST_PREFIX if word[begin] in _FIRST_OF_PREFIXES else 0
        for size in range(min(longest, len(word) - begin - 1) + 1):
            if word[begin : begin + size] in PREFIXES:
                yield from _endings(word[begin + size :], word[: begin + size])


def _endings(body: str, prefix: str) -> Iterator[tuple[str, str, int]]:
    if prefix:
        yield body, prefix, 0
    if body[-1] not in LAST_OF_SUFFIXES:
        return
    for tail in range(1, min(_LONGEST_SUFFIX, len(body) - 1) + 1):
        if body[-tail:] in SUFFIXES:
            yield body[:-tail], prefix, tail


def word_at(flat: str, start: int) -> str:
    """The word of a flattened text that begins at ``start``; empty where none does."""
    stop = flat.find(" ", start)
    return flat[start:stop] if stop >= 0 else flat[start:]
