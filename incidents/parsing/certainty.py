"""What the words before a weapon or a party say of it: stated plainly, only suspected, or disputed."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Literal

from incidents.parsing.languages import arabic_weapons, english_weapons
from incidents.parsing.phrases import LONGEST_PHRASE, Found, PhraseTable, beginning

Certainty = Literal["stated", "suspected", "disputed"]

_STOP = re.compile(r"[.\n!?؟؛;]")
_REACH_SUSPECTED = 45
_REACH_DISPUTED = 90


@cache
def _doubts(language: str) -> PhraseTable[Certainty]:
    words = english_weapons if language == "en" else arabic_weapons
    entries: list[tuple[str, Certainty]] = [(phrase, "disputed") for phrase in words.DISPUTED]
    entries += [(phrase, "suspected") for phrase in words.SUSPECTED]
    return PhraseTable(entries)


@lru_cache(maxsize=4)  # weapons and parties ask for the same text in turn
def _found(flat: str, language: str) -> list[Found[Certainty]]:
    return _doubts(language).find(flat)


class Doubts:
    """The words of doubt of one text, found once."""

    def __init__(self, text: str, flat: str, language: str) -> None:
        self._text = text
        self._found = _found(flat, language)

    def certainty(self, start: int) -> Certainty:
        """How surely the text says what begins at ``start``."""
        for doubt in beginning(self._found, start - _REACH_DISPUTED - LONGEST_PHRASE, start):
            reach = _REACH_DISPUTED if doubt.meaning == "disputed" else _REACH_SUSPECTED
            ahead = doubt.end <= start and start - doubt.end <= reach
            if ahead and not _STOP.search(self._text, doubt.end, start):
                return doubt.meaning
        return "stated"
