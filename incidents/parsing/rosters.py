"""Reads lists of the dead by name, one a line: «1) نجوى العمر، 34 عاماً», as rescue services and local media post
them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from incidents.parsing.cluster_shapes import Node
from incidents.parsing.lexicon import Unit
from incidents.parsing.people import PeopleReader
from incidents.parsing.people_mentions import PeopleMention
from incidents.parsing.scan import Item
from incidents.parsing.statements import Statement
from incidents.parsing.tally import tally
from incidents.parsing.tokens import Sentence, Tokens

_SHORTEST = 3  # names; two numbered lines are no list of the dead
_LEAD = 3  # lines before the first name in which the list must be announced
_CLOSERS = frozenset((")", "-", ".", "/", ":"))


@dataclass(slots=True)
class _Line:
    """The tokens ``[first, last)`` of one line, with the sentence that opens it."""

    first: int
    last: int
    sentence: Sentence


class RosterReader:
    """Finds the rosters of one text."""

    def __init__(self, people: PeopleReader, tokens: Tokens, items: Sequence[Item | None]) -> None:
        self._people = people
        self._tokens = tokens
        self._items = items

    def read(self, sentences: Sequence[Sentence]) -> dict[int, Statement]:
        """The statements that rosters make, by the number of the sentence in which they begin."""
        lines = _lines(sentences)
        found: dict[int, Statement] = {}
        at = 0
        while at < len(lines):
            end = at
            while end < len(lines) and self._numbered(lines[end]):
                end += 1
            if end - at >= _SHORTEST and self._announced(lines[max(at - _LEAD, 0) : at]):
                run = lines[at:end]
                found[sentences.index(run[0].sentence)] = self._statement(run)
            at = max(end, at + 1)
        return found

    def _numbered(self, line: _Line) -> bool:
        """Whether a line begins with a number of its own: "1)", "2-", "3."."""
        if line.last - line.first < 3 or self._tokens.kinds[line.first] != "number":
            return False
        following = self._tokens.texts[line.first + 1]
        return following in _CLOSERS and self._tokens.kinds[line.first + 2] == "word"

    def _announced(self, lines: Sequence[_Line]) -> bool:
        """Whether the lines before tell of the dead."""
        items = (self._items[at] for line in lines for at in range(line.first, line.last))
        return any(
            isinstance(item, Unit)
            and (item.sense.outcome in ("killed", "victim") or self._tokens.texts[item.first] == "lost")
            for item in items
        )

    def _statement(self, run: Sequence[_Line]) -> Statement:
        nodes = [Node(self._person(line)) for line in run]
        return Statement("killed", tally(nodes), run[0].first, run[-1].last, run[0].sentence)

    def _person(self, line: _Line) -> PeopleMention:
        """The one person of a line: of the group that a noun or an age gives, else of none."""
        start = line.first + 2
        for at in range(start, line.last):
            mention = self._people.read(at) if isinstance(self._items[at], Unit) else None
            if mention is not None and mention.low == 1 and mention.noun is not None and mention.role != "fighter":
                age = self._people.age_after(mention.last) if mention.age is None else mention.age
                return PeopleMention(
                    at, mention.last, 1, 1, "exact", mention.group, "person", "roster", also=mention.also, age=age
                )
        return PeopleMention(
            start, line.last, 1, 1, "exact", "person", "person", "roster", age=self._people.age_after(start + 1)
        )


def _lines(sentences: Sequence[Sentence]) -> list[_Line]:
    found: list[_Line] = []
    for sentence in sentences:
        if found and found[-1].sentence.line == sentence.line:
            found[-1].last = sentence.last
        else:
            found.append(_Line(sentence.first, sentence.last, sentence))
    return found
