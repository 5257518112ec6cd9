"""Access to the units of a text for the readers of phrases that count people."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence

from incidents.parsing.lexicon import Sense, Unit
from incidents.parsing.numbers import Number
from incidents.parsing.people_mentions import PeopleMention
from incidents.parsing.results import Quantifier
from incidents.parsing.scan import Grammar, Item
from incidents.parsing.tokens import Token


class PeopleItems:
    """The units and numbers of one text by their first token, and the parts of a phrase that both languages share."""

    def __init__(self, grammar: Grammar, tokens: Sequence[Token], items: Sequence[Item | None]) -> None:
        self._arabic = grammar.arabic
        self._tokens = tokens
        self._items = items
        self._size = len(tokens)
        self._of_those = False

    def _item(self, at: int) -> Item | None:
        return self._items[at] if 0 <= at < self._size else None

    def _unit(self, at: int, *kinds: str) -> Unit | None:
        if not 0 <= at < self._size:
            return None
        item = self._items[at]
        return item if isinstance(item, Unit) and item.kind in kinds else None

    def _text(self, at: int) -> str:
        return self._tokens[at].text if 0 <= at < self._size else ""

    def _joined(self, at: int) -> bool:
        item = self._item(at)
        if isinstance(item, Unit) and (item.joined or self._arabic):
            return item.joined
        return isinstance(item, Number) and item.joined or self._text(at - 1) in ("و", "and", "&", "+")

    @abstractmethod
    def read(self, at: int) -> PeopleMention | None:
        """The mention that begins at a token."""

    @abstractmethod
    def _make(
        self,
        first: int,
        last: int,
        low: int,
        high: int | None,
        kind: Quantifier,
        sense: Sense,
        rule: str,
        noun: int | None,
    ) -> PeopleMention: ...

    @abstractmethod
    def _trailing(self, mention: PeopleMention) -> PeopleMention: ...
