"""Access to the units of a text for the readers of phrases that count people."""

from __future__ import annotations

from abc import abstractmethod

from incidents.parsing.lexicon import Sense, Unit
from incidents.parsing.people_mentions import PeopleMention
from incidents.parsing.results import Quantifier
from incidents.parsing.scan import Grammar, Item, Items
from incidents.parsing.tokens import Tokens

_BEYOND = [""] * 64  # tokens; more than any reader looks before or behind a text
_NOTHING = (None,) * 64


class PeopleItems:
    """The units and numbers of one text by their first token, and the parts of a phrase that both languages share."""

    def __init__(self, grammar: Grammar, tokens: Tokens, items: Items) -> None:
        self._arabic = self.arabic = grammar.arabic
        self._tokens = tokens
        self._items = items
        self._around: list[Item | None] = [*items, *_NOTHING]  # also asked for a little before and behind the text
        self._kinds = items.kinds + _BEYOND
        self._texts = tokens.texts + _BEYOND
        self._size = len(tokens)
        self._of_those = False

    def _unit(self, at: int, *kinds: str) -> Unit | None:
        return self._items[at] if self._kinds[at] in kinds else None  # type: ignore[return-value]

    def _joined(self, at: int) -> bool:
        item = self._items[at]
        if item is not None and item.joined:
            return True
        return not (self._arabic and isinstance(item, Unit)) and self._texts[at - 1] in ("و", "and", "&", "+")

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
