"""Cuts a folded text into tokens and sentences in one pass, so that every finder sees the same words."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain, compress, repeat
from sys import intern
from typing import Any, Literal, NamedTuple

from incidents.parsing.normalise import Folded
from incidents.parsing.stems import Begun, forgotten_with_tables, ways_of, words_that_begin

TokenKind = Literal["word", "number", "mark", "break"]

# Possessive quantifiers: one token can never be read in two ways, so the scan is linear whatever the text.
_STRETCH = re.compile(r"[^ ]++ *+")  # what stands between blanks, with the blanks behind it
_TOKEN = re.compile(r"[^\W\d]++(?:'[^\W\d]++)*+|\d++(?:[.,]\d++)*+|\n++|[^\s\w]")
_PLAIN_WORD = re.compile("[ء-ي]++|[a-z]++")
LONGEST_SENTENCE = 300  # tokens; what goes on longer is cut, so that work stays linear in the length of a text
_REMEMBERED = 50_000  # stretches between blanks; a bound, so that hostile texts cannot fill a worker's memory
_LONGEST_REMEMBERED = 40  # characters
_FATHA = "\u064e"
_ENDS = frozenset(".!?؟…")
_DUAL = "ين"
_CLOSERS = frozenset("\"')]")
_MAY_END = _ENDS | _CLOSERS
_ABBREVIATIONS = frozenset(
    "mr mrs ms dr st gen col lt capt maj sgt gov sen rep jan feb mar apr jun jul aug sept sep oct nov dec "
    "vs etc no د".split()
)


class Token(NamedTuple):
    """One word, number, punctuation mark or line break, at ``[start, end)`` of the folded text."""

    text: str
    start: int
    end: int
    kind: TokenKind


class Tokens:
    """The tokens of one text in order, in columns: readers look at single columns, and no object is made for a word.

    ``texts``, ``kinds``, and where each begins in the folded text (``begins``) and in the text as received
    (``starts``). ``marks`` are the places of marks and line breaks among them, ``numbers`` those of numbers in digits,
    ``duals`` those of words whose written vowels make an Arabic -ayn of their ending -ين. ``units``, ``dates``,
    ``phrases`` and ``names`` are what the vocabulary knows of each.
    """

    __slots__ = (
        "_source", "begins", "dates", "duals", "kinds", "marks", "names", "numbers", "phrases", "starts", "texts",
        "units",
    )  # fmt: skip

    def __init__(self, rows: Sequence[Row], first: int, folded: Folded) -> None:
        self._source, starts = folded.source, folded.starts
        texts, widths, kinds, units, dates, phrases, names = zip(*rows, strict=True) if rows else repeat((), 7)
        self.texts: list[str] = list(texts)
        self.kinds: tuple[TokenKind, ...] = kinds
        self.units: tuple[Any, ...] = units
        self.dates: tuple[Any, ...] = dates
        self.phrases: tuple[tuple[Begun, ...], ...] = phrases
        self.names: tuple[tuple[tuple[int, str], ...], ...] = names
        self.begins: list[int] = list(accumulate(widths, initial=first))
        del self.begins[-1]
        self.starts = self.begins if isinstance(starts, range) else list(map(starts.__getitem__, self.begins))
        others = list(compress(range(len(texts)), map("word".__ne__, kinds)))
        self.numbers = [at for at in others if kinds[at] == "number"]
        self.marks = [at for at in others if kinds[at] != "number"] if self.numbers else others
        self.duals = frozenset(self._with_dual_vowels(starts) if _FATHA in self._source else ())

    def __len__(self) -> int:
        return len(self.texts)

    def __getitem__(self, at: int) -> Token:
        return Token(self.texts[at], self.begins[at], self.end(at), self.kinds[at])

    def end(self, at: int) -> int:
        """Where a token ends in the folded text."""
        return self.begins[at] + len(self.texts[at])

    def upper(self, at: int) -> bool:
        """Whether the text as received begins a token with a capital letter."""
        return self._source[self.starts[at]].isupper()

    def shouted(self, at: int) -> bool:
        """Whether the text as received has a token of Latin letters all in capitals."""
        return self._source[self.starts[at] : self.starts[at] + len(self.texts[at])].isupper()

    def begun(self) -> list[Begun]:
        """The words with which a phrase of any table may begin, with where they stand in the folded text."""
        return [
            (self.begins[at] + offset, word, known)
            for at in compress(range(len(self.texts)), self.phrases)
            for offset, word, known in self.phrases[at]
        ]

    def _with_dual_vowels(self, starts: Sequence[int]) -> Iterator[int]:
        for at, text in enumerate(self.texts):
            if text.endswith(_DUAL) and len(text) > 3:
                end = self.end(at)
                if _FATHA in self._source[starts[end - 3] : starts[end - 2]]:
                    yield at


@dataclass(slots=True, eq=False)
class Sentence:
    """The tokens ``[first, last)`` of one sentence; ``line`` counts the line of the text that it stands in.

    ``opens_line`` says that nothing stands before it in its line, ``alone`` that it has the line for itself.
    Each is made once and equal to itself alone, so that looking one up among thousands is quick.
    """

    first: int
    last: int
    line: int
    opens_line: bool
    alone: bool


# One token: its text, how far from it the next one begins, its kind; what it may mean to the grammar and of dates; the
# phrases of tables that may begin in it; the words of names of places that begin in it, with where.
Row = tuple[str, int, TokenKind, Any, Any, tuple[Begun, ...], tuple[tuple[int, str], ...]]


class Vocabulary(dict[str, tuple[Row, ...]]):
    """The tokens of each stretch between blanks, the blanks behind it included, with all that one language's tables
    make of them: a stretch seen before, as most are, costs one look for all readers together.

    ``units`` and ``dates`` answer for a token's text, ``names`` for a stretch. What is remembered has a bound, and is
    the same whatever was read before.
    """

    def __init__(
        self,
        units: Callable[[str], Any] | None = None,
        dates: Callable[[str], Any] | None = None,
        names: Callable[[str], Iterable[tuple[int, str]]] | None = None,
    ) -> None:
        self._units = units or _nothing
        self._dates = dates or _nothing
        self._names = names
        forgotten_with_tables.append(self)

    def __missing__(self, stretch: str) -> tuple[Row, ...]:
        word = stretch.rstrip(" ")
        known = (self._word(word, len(stretch)),) if _PLAIN_WORD.fullmatch(word) else tuple(self._rows(stretch))
        if len(stretch) <= _LONGEST_REMEMBERED:
            if len(self) >= _REMEMBERED:
                self.clear()
            self[stretch] = known
        return known

    def _word(self, word: str, width: int) -> Row:
        """The one token of a stretch that is just a word."""
        word, known = intern(word), ways_of(word)
        names = () if self._names is None else tuple(self._names(word))
        return word, width, "word", self._units(word), self._dates(word), ((0, word, known),) if known else (), names

    def _rows(self, stretch: str) -> Iterator[Row]:
        found = list(_TOKEN.finditer(stretch))
        begins = [match.start() for match in found]
        phrases: dict[int, list[Begun]] = {}  # by the token that they begin in
        for begin, word, known in words_that_begin(stretch):
            at = bisect_right(begins, begin) - 1
            phrases.setdefault(at, []).append((begin - begins[at], word, known))
        names: dict[int, list[tuple[int, str]]] = {}
        for begin, word in self._names(stretch) if self._names is not None else ():
            at = bisect_right(begins, begin) - 1
            names.setdefault(at, []).append((begin - begins[at], word))
        for at, (match, begin, end) in enumerate(zip(found, begins, [*begins[1:], len(stretch)], strict=True)):
            text = intern(match.group())
            kind = _kind(text[0])
            dates = self._dates(text) if kind == "word" else None
            begun, named = tuple(phrases.get(at, ())), tuple(names.get(at, ()))
            yield text, end - begin, kind, self._units(text), dates, begun, named


def _nothing(text: str) -> None:
    return None


_plain = Vocabulary()


def tokenise(folded: Folded, vocabulary: Vocabulary = _plain) -> Tokens:
    """The tokens of a folded text in order, with what a language's vocabulary knows of them; blanks between them are
    left out.
    """
    text = folded.text
    rows = list(chain.from_iterable(map(vocabulary.__getitem__, _STRETCH.findall(text))))
    return Tokens(rows, len(text) - len(text.lstrip(" ")), folded)


def _kind(first: str) -> TokenKind:
    """The kind of a token by its first character."""
    if first.isdecimal():
        return "number"
    if first.isalnum() or first == "_":
        return "word"
    return "break" if first == "\n" else "mark"


def split_sentences(tokens: Tokens) -> list[Sentence]:
    """The sentences of a text. They end at ``. ! ?`` and at every line break, never inside a number or an initial."""
    found: list[Sentence] = []
    line = first = 0
    opens = True
    for position in [at for at in tokens.marks if tokens.texts[at] in _MAY_END or tokens.kinds[at] == "break"]:
        for cut in range(first + LONGEST_SENTENCE, position, LONGEST_SENTENCE + 1):
            found.append(Sentence(first, cut + 1, line, opens, False))
            opens, first = False, cut + 1
        broken = tokens.kinds[position] == "break"
        if not broken and position - first < LONGEST_SENTENCE and not _ends_sentence(tokens, position):
            continue
        last = position if broken else position + 1
        if last > first:
            found.append(Sentence(first, last, line, opens, opens and broken))
            opens = False
        if broken:
            line += 1
            opens = True
        first = position + 1
    for cut in range(first + LONGEST_SENTENCE, len(tokens), LONGEST_SENTENCE + 1):
        found.append(Sentence(first, cut + 1, line, opens, False))
        opens, first = False, cut + 1
    if first < len(tokens):
        found.append(Sentence(first, len(tokens), line, opens, opens))
    return found


def _ends_sentence(tokens: Tokens, position: int) -> bool:
    """Whether the mark at ``position`` ends a sentence; a closing quote after the stop still belongs to it."""
    texts, begins = tokens.texts, tokens.begins
    text = texts[position]
    if text in _CLOSERS:
        return position > 0 and texts[position - 1] in _ENDS and tokens.end(position - 1) == begins[position]
    if text not in _ENDS:
        return False
    after = position + 1
    if after == len(texts):
        return True
    if begins[after] == tokens.end(position):
        kind, following = tokens.kinds[after], texts[after]
        if following in _CLOSERS or kind in ("word", "number"):
            return kind == "word" and len(following) > 3 and text == "." and _is_arabic(following)
    return text != "." or not _is_abbreviation(tokens, position)


def _is_abbreviation(tokens: Tokens, position: int) -> bool:
    before = position - 1
    if before < 0 or tokens.kinds[before] != "word" or tokens.end(before) != tokens.begins[position]:
        return False
    text = tokens.texts[before]
    return text in _ABBREVIATIONS or (len(text) == 1 and not _is_arabic(text))


def _is_arabic(text: str) -> bool:
    return "\u0600" <= text[0] <= "\u06ff"
