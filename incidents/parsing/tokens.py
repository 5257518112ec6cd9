"""Cuts a folded text into tokens and sentences in one pass, so that every finder sees the same words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from incidents.parsing.normalise import Folded

TokenKind = Literal["word", "number", "mark", "break"]

# Possessive quantifiers: one token can never be read in two ways, so the scan is linear whatever the text.
_TOKEN = re.compile(r"[^\W\d]++(?:'[^\W\d]++)*+|\d++(?:[.,]\d++)*+|\n++|[^\s\w]")
LONGEST_SENTENCE = 300  # tokens; what goes on longer is cut, so that work stays linear in the length of a text
_NO_CAPITALS = re.compile("[\x00-@[-\xbf\u0600-\u06ff\u2000-\u206f]*+")  # signs and Arabic, passed over at once
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


@dataclass(slots=True)
class Token:
    """One word, number, punctuation mark or line break, at ``[start, end)`` of the folded text."""

    text: str
    start: int
    end: int
    kind: TokenKind
    upper: bool = False  # whether the text as received begins it with a capital letter
    dual: bool = False  # whether its written vowels make an Arabic -ayn of its ending -ين


class Tokens(list[Token]):
    """The tokens of one text in order; their ``texts`` and where each begins in the text as received stand beside.

    ``marks`` are the places of marks and line breaks among them, ``numbers`` those of numbers in digits.
    """

    __slots__ = ("marks", "numbers", "starts", "texts")

    def __init__(self, tokens: Iterable[Token], starts: Sequence[int]) -> None:
        super().__init__(tokens)
        self.texts = [token.text for token in self]
        begins = [token.start for token in self]
        self.starts = begins if isinstance(starts, range) else [starts[begin] for begin in begins]
        self.marks: list[int] = []
        self.numbers: list[int] = []


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


def tokenise(folded: Folded) -> Tokens:
    """The tokens of a folded text in order; blanks between them are left out."""
    source, starts = folded.source, folded.starts
    found: list[Token] = []
    marks: list[int] = []
    numbers: list[int] = []
    begin = 0
    for stretch in folded.text.split(" "):
        after = begin + len(stretch)
        word = _words.get(stretch)
        if word is not None:
            found.append(Token(word, begin, after, "word"))
        elif stretch:
            for text, start, end, kind in _pieces.get(stretch) or _cut(stretch):
                if kind != "word":
                    (numbers if kind == "number" else marks).append(len(found))
                found.append(Token(text, begin + start, begin + end, kind))
        begin = after + 1
    tokens = Tokens(found, starts)
    tokens.marks, tokens.numbers = marks, numbers
    if _NO_CAPITALS.match(source).end() < len(source):  # type: ignore[union-attr]
        for token, at in zip(found, tokens.starts, strict=True):
            token.upper = source[at].isupper()
    if _FATHA in source:
        for token in found:
            if token.text.endswith(_DUAL) and token.end - token.start > 3:
                token.dual = _FATHA in source[starts[token.end - 3] : starts[token.end - 2]]
    return tokens


_Piece = tuple[str, int, int, TokenKind]  # a token's text, where it begins and ends in its stretch, its kind
_pieces: dict[str, tuple[_Piece, ...]] = {}  # of the stretches between blanks that were seen before
# Those of them that are just one word, as most are: each word is one string, so that looking it up elsewhere is quick.
_words: dict[str, str] = {}


def _cut(stretch: str) -> tuple[_Piece, ...]:
    """The tokens of what stands between two blanks; kept for when it comes again, most do."""
    pieces = tuple(
        (_words.get(m.group(), m.group()), m.start(), m.end(), _kind(m.group()[0])) for m in _TOKEN.finditer(stretch)
    )
    if len(stretch) <= _LONGEST_REMEMBERED:
        if len(_pieces) >= _REMEMBERED:
            _pieces.clear()
            _words.clear()
        _pieces[stretch] = pieces
        for text, _, _, kind in pieces:
            if kind == "word":
                _words.setdefault(text, text)
    return pieces


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
    for position in [at for at in tokens.marks if tokens[at].kind == "break" or tokens.texts[at] in _MAY_END]:
        for cut in range(first + LONGEST_SENTENCE, position, LONGEST_SENTENCE + 1):
            found.append(Sentence(first, cut + 1, line, opens, False))
            opens, first = False, cut + 1
        broken = tokens[position].kind == "break"
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


def _ends_sentence(tokens: list[Token], position: int) -> bool:
    """Whether the mark at ``position`` ends a sentence; a closing quote after the stop still belongs to it."""
    token = tokens[position]
    if token.text in _CLOSERS:
        before = tokens[position - 1] if position else None
        return before is not None and before.text in _ENDS and before.end == token.start
    if token.text not in _ENDS:
        return False
    following = tokens[position + 1] if position + 1 < len(tokens) else None
    if following is None:
        return True
    if following.start == token.end and (following.text in _CLOSERS or following.kind in ("word", "number")):
        return following.kind == "word" and len(following.text) > 3 and token.text == "." and _is_arabic(following.text)
    return token.text != "." or not _is_abbreviation(tokens, position)


def _is_abbreviation(tokens: list[Token], position: int) -> bool:
    before = tokens[position - 1] if position else None
    if before is None or before.kind != "word" or before.end != tokens[position].start:
        return False
    return before.text in _ABBREVIATIONS or (len(before.text) == 1 and not _is_arabic(before.text))


def _is_arabic(text: str) -> bool:
    return "\u0600" <= text[0] <= "\u06ff"
