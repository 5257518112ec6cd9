"""Cuts a folded text into tokens and sentences in one pass, so that every finder sees the same words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from incidents.parsing.normalise import Folded

TokenKind = Literal["word", "number", "mark", "break"]

# Possessive quantifiers: one token can never be read in two ways, so the scan is linear whatever the text. The blanks
# before a token are taken with it, which is quicker than looking for tokens in them.
_TOKEN = re.compile(r" *+([^\W\d]++(?:'[^\W\d]++)*+|\d++(?:[.,]\d++)*+|\n++|[^\s\w])")
LONGEST_SENTENCE = 300  # tokens; what goes on longer is cut, so that work stays linear in the length of a text
_MAY_BE_CAPITAL = re.compile("[^\x00-@[-\xbf\u0600-\u06ff\u2000-\u206f]")  # all but signs and Arabic, for speed
_FATHA = "\u064e"
_ENDS = frozenset(".!?؟…")
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


@dataclass(frozen=True, slots=True, eq=False)
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


def tokenise(folded: Folded) -> list[Token]:
    """The tokens of a folded text in order; blanks between them are left out."""
    source, starts = folded.source, folded.starts
    voweled = _FATHA in source
    find = folded.text.find
    cased = _MAY_BE_CAPITAL.search(source) is not None
    kinds = _KINDS
    found: list[Token] = []
    end = 0
    for text in _TOKEN.findall(folded.text):
        start = find(text, end)
        end = start + len(text)
        upper = cased and source[starts[start]].isupper()
        dual = (
            voweled and end - start > 3 and text.endswith("ين") and _FATHA in source[starts[end - 3] : starts[end - 2]]
        )
        found.append(Token(text, start, end, kinds.get(text[0]) or _kind(text[0]), upper, dual))
    return found


def _kind(first: str) -> TokenKind:
    """The kind of a token by its first character."""
    if first.isdecimal():
        return "number"
    if first.isalnum() or first == "_":
        return "word"
    return "break" if first == "\n" else "mark"


_KINDS: dict[str, TokenKind] = {char: _kind(char) for char in map(chr, (10, *range(33, 127), *range(0x0621, 0x064B)))}


def split_sentences(tokens: list[Token]) -> list[Sentence]:
    """The sentences of a text. They end at ``. ! ?`` and at every line break, never inside a number or an initial."""
    found: list[Sentence] = []
    line = first = 0
    opens = True
    for position in [at for at, token in enumerate(tokens) if token.text in _MAY_END or token.kind == "break"]:
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
