"""Which stretches of a report become public: the sentences that hold evidence, and nothing beyond them.

Plain functions over spans; the text is never changed, only cut.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

Bounds = tuple[int, int]

#: A sentence ends at a line break, or at a full stop, question or exclamation mark with space behind it.
_END = re.compile(r"\n|[.!?؟۔…]+[»”\"')\]]*(?=\s|$)")
#: A sentence longer than this is cut to the words around its evidence.
LONGEST = 420
#: Characters of context that are kept on each side of evidence in such a sentence.
CONTEXT = 60


def sentence_around(text: str, start: int, end: int) -> Bounds:
    """The sentence, or run of sentences, in which ``text[start:end]`` lies, without the white space at its ends."""
    first = 0
    last = len(text)
    for mark in _END.finditer(text):
        if mark.end() <= start:
            first = mark.end()
        elif mark.end() >= end:
            last = mark.start() if mark.group() == "\n" else mark.end()
            break
    first, last = _trimmed(text, first, last)
    return min(first, start), max(last, end)


def public_passages(text: str, evidence: Sequence[Bounds]) -> list[Bounds]:
    """The merged stretches of the text that show all the evidence and as little else as its sentences allow.

    A text that would become public as a whole is cut down to the words from the first to the last evidence.
    """
    if not evidence:
        return []
    shown = merged(text, (_shown(text, start, end) for start, end in evidence))
    if len(shown) == 1 and shown[0] == _trimmed(text, 0, len(text)):
        shown = [(min(start for start, _ in evidence), max(end for _, end in evidence))]
    return shown


def merged(text: str, stretches: Iterable[Bounds]) -> list[Bounds]:
    """Stretches in order, joined where they overlap or have only white space between them on one line."""
    joined: list[Bounds] = []
    for start, end in sorted(stretches):
        if joined and _joins(text, joined[-1][1], start):
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return joined


def _joins(text: str, end: int, start: int) -> bool:
    return start <= end or (text[end:start].isspace() and "\n" not in text[end:start])


def _shown(text: str, start: int, end: int) -> Bounds:
    first, last = sentence_around(text, start, end)
    if last - first <= LONGEST:
        return first, last
    return _at_words(text, max(first, start - CONTEXT), min(last, end + CONTEXT), keep=(start, end))


def _at_words(text: str, first: int, last: int, keep: Bounds) -> Bounds:
    """The stretch without the words that it cuts through at its ends."""
    while first and first < keep[0] and not text[first - 1].isspace():
        first += 1
    while last < len(text) and last > keep[1] and not text[last].isspace():
        last -= 1
    first, last = _trimmed(text, first, last)
    return min(first, keep[0]), max(last, keep[1])


def _trimmed(text: str, start: int, end: int) -> Bounds:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
