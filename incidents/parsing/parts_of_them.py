"""Hears "two of them were wounded", "one of them was a child": people who are some of those told before (English)."""

from __future__ import annotations

from dataclasses import replace

from incidents.parsing.cluster_state import ClusterState
from incidents.parsing.lexicon import Sense, Unit
from incidents.parsing.numbers import Number
from incidents.parsing.people import PeopleReader
from incidents.parsing.people_mentions import PeopleMention
from incidents.parsing.scan import Items
from incidents.parsing.tokens import Tokens


class PartsOfThem:
    """The part of :class:`incidents.parsing.clusters.ClusterBuilder` that hears whom "of them" means."""

    _reader: PeopleReader
    _tokens: Tokens
    _items: Items
    _arabic: bool

    def _those_harmed(self, item: Unit, state: ClusterState) -> PeopleMention | None:
        """ "Two of them were wounded" in a sentence that counts nobody before: as many people."""
        count = {"one": 1, "two": 2, "both": 2}.get(self._tokens.texts[item.first])
        verb = self._items[item.last] if item.last < len(self._items) else None
        if (
            self._arabic
            or count is None
            or state.clusters
            or not isinstance(verb, Unit)
            or verb.kind not in ("be", "have")
        ):
            return None
        if not self._harmed_after(verb.last):
            return None
        return PeopleMention(item.first, item.last, count, count, "exact", "person", "person", "of them")

    def _those_told(self, item: Unit, state: ClusterState) -> PeopleMention | None:
        """ "Two of them were children" in a sentence that counts nobody before: a part of the toll told before."""
        count = {"one": 1, "two": 2, "both": 2}.get(self._tokens.texts[item.first])
        verb = self._items[item.last] if item.last < len(self._items) else None
        if self._arabic or count is None or state.clusters or not isinstance(verb, Unit) or verb.kind != "be":
            return None
        told = self._reader.read(verb.last)
        if told is None or told.outcome is not None or told.rule not in ("singular", "plural"):
            return None
        return replace(told, first=item.first, low=count, high=count, quantifier="exact", counted=True,
                       rule="number:predicate", part=True)  # fmt: skip

    def _two_fates(self, unit: Unit) -> tuple[Unit, Unit] | None:
        """ "13 people dead and wounded more than 30": the dead stand before these words, the wounded behind them."""
        behind = self._items[unit.last] if unit.last < len(self._items) else None
        number = isinstance(behind, Number) or isinstance(behind, Unit) and behind.kind in ("quantifier", "vague")
        if self._arabic or self._tokens.texts[unit.first] != "dead" or not number:
            return None
        told = self._items.kinds[unit.first - 1] == "people" or isinstance(self._items[unit.first - 1], Number)
        if unit.last - unit.first < 3 or not told:
            return None
        dead = Unit(Sense("outcome", outcome="killed", form="after"), unit.first, unit.first + 1)
        return dead, Unit(Sense("outcome", outcome="injured", form="object"), unit.last - 1, unit.last)

    def _harmed_after(self, at: int) -> bool:
        """Whether a verb of harm follows the auxiliary of "21 have been hurt", "four were also wounded"."""
        for position in range(at, min(at + 3, len(self._items))):
            item = self._items[position]
            if isinstance(item, Unit):
                if item.kind == "outcome":
                    return True
                if item.kind not in ("be", "have"):
                    return False
        return False
