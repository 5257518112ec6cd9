"""Whether people named next belong to a list that is open: as one more member, as a part, or not at all."""

from __future__ import annotations

from collections.abc import Sequence

from incidents.parsing.cluster_shapes import KIND, Cluster, Node
from incidents.parsing.lexicon import Unit
from incidents.parsing.people_mentions import PeopleMention
from incidents.parsing.scan import Item
from incidents.parsing.tokens import Tokens

_COMMAS = frozenset((",", "،", "؛", ";", "-", "—", '"'))
_CONJUNCTIONS = frozenset(("and", "&", "+", "و", "plus"))
_THEIRS = frozenset(("his", "her", "their"))
_FATES = frozenset(("dead", "killed", "wounded", "injured"))


_INCLUDING = frozenset(("include", "included", "includes"))
_SOME = frozenset("among many most all half both some".split())
_THOSE = {"they": "victim", "victims": "victim", "fatalities": "killed", "casualties": "victim"}


class ClusterLinks:
    """The part of :class:`incidents.parsing.cluster_state.ClusterState` that judges without changing anything."""

    def __init__(self, tokens: Tokens, items: Sequence[Item | None], scenes: frozenset[int]) -> None:
        self._scenes = scenes  # tokens at which a place is named
        self._tokens = tokens
        self._items = items
        self.clusters: list[Cluster] = []
        self.units: list[Unit] = []
        self._open: Cluster | None = None
        self._levels: list[Node] = []  # whom the next mention splits, innermost last
        self._marker = -1  # token after the last subset word or bracket, -1 where none waits
        self._last: Node | None = None

    def _told_before(self, mention: PeopleMention) -> bool:
        """Whether people of the same group were counted before in this sentence: "four women; one of the women ..."."""
        tops = [top for cluster in self.clusters for top in cluster.tops]
        return mention.group in KIND and any(
            top.mention.group == mention.group and top.mention.low >= mention.low for top in tops
        )

    def _begins_anew(self, mention: PeopleMention) -> bool:
        """ "..., one of them a child, and six people were injured": more than the whole, or people of no kind
        after kinds.
        """
        if mention.other and mention.joined and mention.counted and self._verb_at(mention.last):
            return True
        whole = self._levels[-1].mention
        if whole.high is not None and mention.counted and mention.joined and mention.low > whole.high:
            return True
        generic = mention.group == "person" and mention.role == "person" and not mention.kin and mention.counted
        stopped = self._last is not None and any(
            self._tokens.texts[at] == ";" for at in range(self._last.mention.last, mention.first)
        )
        if generic and stopped:
            return True
        generic = generic and mention.joined
        if not generic or not any(part.mention.group in KIND for part in self._levels[-1].parts):
            return False
        if mention.last < len(self._tokens) and self._tokens.texts[mention.last] in ("who", "that", "whom"):
            return False  # "and two people who died under torture": some of the whole
        following = (self._items[at] for at in range(mention.last, min(mention.last + 4, len(self._items))))
        return any(isinstance(item, Unit) and item.kind in ("be", "have", "outcome") for item in following)

    def _has_own_verb(self, mention: PeopleMention) -> bool:
        """Whether people are no more victims of the verb before, but the subject of the one behind them."""
        verb = self.units[-1] if self.units else None
        if verb is None or verb.kind != "outcome" or self._open is None or not self._verb_at(mention.last):
            return False
        following = (self._items[at] for at in range(mention.last + 1, min(mention.last + 4, len(self._items))))
        harmed = any(isinstance(item, Unit) and item.kind == "outcome" for item in following)
        return harmed and 0 <= self._open.first - verb.last <= 1

    def _verb_at(self, at: int) -> bool:
        """Whether people are the subject of a clause of their own: "..., and another child was wounded"."""
        item = self._items[at] if at < len(self._items) else None
        return isinstance(item, Unit) and item.kind in ("be", "have")

    def _describes(self, mention: PeopleMention) -> bool:
        """«أربعة من عناصر الدفاع المحلي المسلحين»: a definite plural that only describes the people before it."""
        following = self._tokens.texts[mention.last] if mention.last < len(self._tokens) else ""
        if mention.kin and mention.low == 1 and mention.joined and following == "of" and not mention.definite:
            return self._last is not None and mention.first - self._last.mention.last == 1  # "a child and brother of X"
        if (
            mention.counted
            or mention.joined
            or self._marker >= 0
            or self._open is None
            or self._last is None
            or mention.outcome
        ):
            return False
        gap = range(self._last.mention.last, mention.first)
        if self._last.mention.outcome and not gap and self._tokens.texts[mention.first].startswith("ل"):
            return True
        texts = self._tokens.texts
        if gap and texts[gap[0]] in ("of", "with") and all(texts[at] in ("of", "with", "the") for at in gap):
            return True  # "several members of the White Helmets"
        return mention.definite and len(gap) <= 3 and all(self._tokens.kinds[at] == "word" for at in gap)

    def _same_noun(self, mention: PeopleMention) -> bool:
        """«19 رجلاً وشاباً»: two nouns of one group behind one number are counted by it together."""
        last = self._last.mention if self._last is not None else None
        if last is None or last.last != mention.first or last.rule != "number:noun" or mention.rule != "singular":
            return False
        men = mention.joined and last.group == mention.group == "men" and last.low > 10
        return men and self._tokens.texts[mention.first].endswith("ا")

    def _same_kind(self, mention: PeopleMention) -> bool:
        """Whether a mention may join the open cluster: another outcome begins a cluster of its own."""
        assert self._open is not None
        verb = self.units[-1] if self.units else None
        governed = verb is not None and verb.kind == "outcome" and 0 <= self._open.first - verb.last <= 1
        if governed and mention.outcome is not None and mention.other:
            return False  # "martyred eight people, and 32 others injured"
        if self._open.outcome is None and mention.joined and self._tokens.texts[mention.last - 1] in _FATES:
            self._open.outcome = mention.outcome  # "a teacher and two pupils dead"
            return True
        if mention.outcome is None or self._open.outcome is None:
            return mention.outcome is None or self._open.outcome == mention.outcome
        return mention.outcome == self._open.outcome

    def _unbracketed(self, gap: Sequence[int]) -> Sequence[int]:
        """The tokens of a gap without a remark in brackets: "a teacher (she was passing) and a boy"."""
        if not gap or self._tokens.texts[gap[0]] != "(":
            return gap
        closes = next((n for n, at in enumerate(gap) if self._tokens.texts[at] == ")"), None)
        return gap if closes is None else gap[closes + 1 :]

    def _linked(self, mention: PeopleMention, longest: int) -> bool:
        """Whether only "and", commas and a few words of description stand between the last mention and this one."""
        if self._last is None:
            return False
        gap = self._unbracketed(range(self._last.mention.last, mention.first))
        if len(gap) > 1 and self._tokens.texts[gap[-1]] in _THEIRS and self._last.mention.low == 1:
            gap = gap[:-1]  # "a mother, her two sons and a neighbour"
        if len(gap) > longest:
            return False
        joined = mention.joined or any(self._tokens.texts[at] in _CONJUNCTIONS for at in gap[-2:])
        for at in gap:
            item = self._items[at]
            if at in self._scenes and (mention.counted and mention.group not in KIND or not self._levels):
                return False
            if (
                isinstance(item, Unit)
                and item.kind in ("outcome", "saying", "captive", "negation", "be", "stop")
                and self._tokens.texts[at] not in ("with", "of", "from", "also")
            ):
                return False
            if isinstance(item, Unit) and item.kind == "addition":
                joined = True
        if not joined and len(gap) <= 1 and (mention.counted or self._levels):
            joined = all(self._tokens.texts[at] in _COMMAS for at in gap) and len(gap) == 1
        if not joined and self._levels and gap:
            joined = self._tokens.texts[gap[-1]] in _COMMAS
        return joined

    def _toll_included(self, unit: Unit) -> str | None:
        """The outcome of "those killed in Ariha included", "the wounded include" where no people were counted
        before.
        """
        words = [self._tokens.texts[at] for at in range(max(unit.first - 1, 0), unit.last)]
        if any(c.counted for c in self.clusters):
            return None
        if words[-1] == "them" and self._tokens.texts[unit.first] in _SOME and not self.clusters:
            return "victim"  # "among them were two children": part of the toll told before
        if not _INCLUDING.issuperset(words[-1:]):
            return None
        if words[0] in _THOSE and not self.clusters[1:]:
            return _THOSE[words[0]]
        if any(unit.kind == "toll" and unit.sense.outcome for unit in self.units):
            return "killed"  # "the toll from the strike included two children"
        told = [
            u
            for u in self.units
            if u.kind == "outcome" and u.first and self._tokens.texts[u.first - 1] in ("those", "the", "people")
        ]
        return told[-1].sense.outcome if told else None
