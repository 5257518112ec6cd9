"""Joins the lines of a text broken at a fixed width, as agencies send them: sentences run over several lines."""

from __future__ import annotations

import re
from dataclasses import replace

from incidents.parsing.normalise import Folded

_WIDEST = 100  # characters; paragraphs of the web stand in longer lines
_OPENING = 60  # characters in which a dateline stands
_FEWEST = 5  # lines; fewer may have that shape by chance
_FULL = 0.82  # of the width that a line and the next word reach, if the line was broken there
_MOSTLY = 0.8  # of the breaks inside sentences
_ENDS = (".", "!", "?", "؟", ":", "؛", "»", '"')
_CLAUSES = ("من بينهم ", "بينهم ", "ومن بينهم ", "بمن فيهم ", "من ضمنهم ", "مما ادي", "ما ادي", "ما اسفر")
_OPENS_WORD = re.compile(r"[\w(\"«“]")
_ITEM = re.compile(r"\d+\s?[-.):]|[-•*–—#]")


def unwrapped(folded: Folded) -> Folded:
    """The folded text with a blank for each line break inside a sentence, where its lines are of one width.

    Every character keeps its place, so spans stay true. Lists, headings and paragraphs keep their breaks.
    """
    text = folded.text
    if ")_" in text[:_OPENING]:  # "DAMASCUS,(ST)_A woman was killed"
        folded = replace(folded, text=text[:_OPENING].replace(")_", ") ") + text[_OPENING:])
        text = folded.text
    if "\n" not in text:
        return folded
    lines = text.split("\n")
    width = max(map(len, lines))
    if width > _WIDEST or len(lines) < _FEWEST:
        return _with_clauses_joined(folded, lines)
    joins = [at for at in range(len(lines) - 1) if _runs_on(lines[at], lines[at + 1])]
    broken = [at for at in joins if len(lines[at]) + 1 + len(lines[at + 1].split(None, 1)[0]) >= _FULL * width]
    if len(broken) < _FEWEST - 1 or len(broken) < _MOSTLY * len(joins):
        return folded
    soft = set(broken)
    parts = [line + (" " if at in soft else "\n") for at, line in enumerate(lines[:-1])]
    return replace(folded, text="".join(parts) + lines[-1])


def _with_clauses_joined(folded: Folded, lines: list[str]) -> Folded:
    """The text with a blank before each line that opens with «من بينهم» or its like: no sentence begins so."""
    soft = {
        at for at in range(len(lines) - 1) if lines[at + 1].startswith(_CLAUSES) and _runs_on(lines[at], lines[at + 1])
    }
    if not soft:
        return folded
    parts = [line + (" " if at in soft else "\n") for at, line in enumerate(lines[:-1])]
    return replace(folded, text="".join(parts) + lines[-1])


def _runs_on(line: str, following: str) -> bool:
    """Whether a sentence may go on in the next line: no mark ends the one, no bullet or number opens the other."""
    if not line.strip() or not following.strip() or line.rstrip().endswith(_ENDS):
        return False
    return bool(_OPENS_WORD.match(following)) and not _ITEM.match(following)
