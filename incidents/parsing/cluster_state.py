"""Where the reading of a sentence stands: which list is open, what it splits, and what was negated."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from incidents.parsing.cluster_links import ClusterLinks
from incidents.parsing.cluster_shapes import KIND, Cluster, Node
from incidents.parsing.distributions import Share
from incidents.parsing.lexicon import Sense, Unit
from incidents.parsing.people_mentions import PeopleMention
from incidents.parsing.scan import Item
from incidents.parsing.tokens import Tokens

_LONGEST_LINK = 7  # tokens between two members of one list: «4 نساء من عائلة واحدة و...»
_LONGEST_SUBSET = 9
_BESIDE = 4  # tokens between "all of them" and what they were
_ALL = frozenset(("جميعهم", "كلهم", "وجميعهم", "وكلهم", "all"))


class ClusterState(ClusterLinks):
    """Where the reading of a sentence stands."""

    def __init__(self, tokens: Tokens, items: Sequence[Item | None], scenes: frozenset[int]) -> None:
        super().__init__(tokens, items, scenes)
        self._brackets: list[int] = []  # depth of ``_levels`` at each open bracket
        self._negated = -1
        self._doubted = -1
        self.used: set[int] = set()  # first tokens of the subset words that people followed
        self._halved = 0
        self._twos = False  # whether "two of them" waits for what they are
        self._all = False
        self._reversed: Cluster | None = None  # people who were "among" the toll that comes next

    def near(self, at: int, gap: int) -> bool:
        """Whether the last mention ended at most ``gap`` tokens before."""
        return self._last is not None and self._open is not None and 0 <= at - self._last.mention.last <= gap

    def explains(self, first: int, last: int) -> bool:
        """Whether «، حيث» or «، إذ» opens what stands before ``last``: «وقوع ضحايا، حيث قُتل طفل»."""
        near = range(first, min(first + 6, last - 1))
        return any(self._tokens.texts[at] in (",", "،") and self._tokens.texts[at + 1] in ("حيث", "اذ") for at in near)

    def subject(self, at: int) -> bool:
        """Whether "the dead", «القتلى» stand before as the subject of the number that follows."""
        top = self.clusters[-1].tops[0].mention if self.clusters and self.clusters[-1].tops else None
        return top is not None and top.definite and not top.counted and top.outcome is not None and at - top.last <= 14

    def rising(self, at: int) -> bool:
        """Whether a verb like "reached" stands right before."""
        return bool(self.units) and self.units[-1].kind == "rises" and at - self.units[-1].last <= 3

    @property
    def in_parts(self) -> bool:
        return bool(self._levels)

    # -- what is heard --------------------------------------------------------------------------------------------
    def unit(self, unit: Unit) -> None:
        if unit.kind in ("under_six", "minor"):
            self._flag(unit)
            return
        if unit.kind in ("subset", "include_verb") and (outcome := self._toll_included(unit)) is not None:
            unit = Unit(Sense("toll_part", outcome=outcome), unit.first, unit.last)
        if unit.kind == "include_verb":
            return
        if unit.kind in ("subset", "partition"):
            self.units.append(unit)
            self._subset(unit)
            return
        if unit.kind == "addition":
            return
        if unit.kind == "toll_part":
            self.units.append(unit)
            self._open_toll(unit)
            return
        if unit.kind == "negation":
            self._negated = unit.last
        if unit.kind == "weak_negation":
            self._doubted = unit.last
            return
        if unit.kind == "group_split":
            self._split(unit)
        self.units.append(unit)
        if unit.kind in ("outcome", "saying", "captive", "rises", "toll", "later_death", "left"):
            self._close()
        if unit.kind in ("outcome", "saying") and unit.first - self._negated > 4:
            self._negated = -1
        if unit.kind == "outcome" and unit.first - self._doubted > 3:
            self._doubted = -1

    def among_others(self) -> Cluster | None:
        """The only people of a sentence, where they were "among them" and nobody follows whose part they could be."""
        waiting = self._reversed
        alone = waiting is not None and len(self.clusters) == 1 and waiting.counted
        return waiting if alone and waiting is not None and waiting.outcome is None else None

    def share(self, mention: PeopleMention, share: Share) -> None:
        """People whom the text gives to one place of several: a cluster of their own, whatever stands before."""
        self._start(Node(replace(mention, joined=True, part=False)))
        self.clusters[-1].share = share
        self._last = self.clusters[-1].tops[0]
        self._marker = -1

    def mention(self, mention: PeopleMention) -> None:
        if self._negated >= 0 and mention.first - self._negated < 12:
            return
        if self._doubted >= 0 and not mention.counted and mention.first - self._doubted < 8:
            return
        if self._halved and self._marker >= 0 and not mention.counted:
            half = self._halved // 2
            mention = replace(mention, low=half, high=half, quantifier="exact", counted=True, rule="half")
        elif (
            self._all
            and self._marker >= 0
            and not mention.counted
            and mention.group in KIND
            and self._levels
            and not self._goes_on_grouping(mention)
            and mention.first - self._marker <= 2
        ):
            whole = self._levels[-1].mention.low
            mention = replace(mention, low=whole, high=whole, quantifier="exact", counted=True, rule="all")
        self._halved = 0
        if self._made_up_of(mention):
            self._levels, self._marker = [self._last] if self._last else [], mention.first
            self._all = not self._goes_on_grouping(mention)
        if self._all and self._marker >= 0 and mention.first - self._marker <= _BESIDE and mention.role == "fighter":
            self._all_fight()
        if self._describes(mention) or self._same_noun(mention):
            return
        if (
            self._twos
            and self._marker >= 0
            and not mention.counted
            and mention.high is None
            and mention.first - self._marker <= 4
        ):
            mention = replace(mention, low=2, high=2, quantifier="exact", counted=True, rule="of them")
        self._twos = False
        node = Node(mention)
        if mention.rule == "other" and self._marker < 0 and self._after_attackers():
            self._start(node)  # "a bullet of the militia, and another": no further militia
            self._last = node
            return
        if mention.rule == "number:predicate" and not (self.clusters and self.clusters[-1].tops):
            self.clusters.append(Cluster([node], mention.first, mention.last, part_of="victim"))
            return
        if mention.rule == "number:predicate" and self.clusters[-1].part_of:
            self._share(node)
            return
        verb = self.units[-1] if self.units else None
        if (
            mention.part
            and verb is not None
            and verb.kind == "outcome"
            and 0 <= mention.first - verb.last <= 1
            and self.clusters
            and self.clusters[-1].tops
            and self.clusters[-1].last <= verb.first
            and self.clusters[-1].outcome is None
            and not self.clusters[-1].counted
        ):
            self._start(Node(replace(mention, part=False)))  # "fired at farmers and wounded two of them"
            self._last = self.clusters[-1].tops[0]
            return
        if mention.part and self.clusters and self.clusters[-1].tops:
            self.clusters[-1].tops[-1].parts.append(node)
            self._levels = [self.clusters[-1].tops[-1]]
            self._open = self.clusters[-1]
            self._last = node
            return
        self._leave_group(mention)
        if self._marker >= 0 and self.units:
            self.used.add(self.units[-1].first)
        if (
            self._marker >= 0
            and self._open is not None
            and self._open.part_of
            and not self._levels
            and mention.first - self._marker <= 6
        ):
            self._open.tops.append(node)
            self._extend(node)
        elif self._marker >= 0 and mention.first - self._marker <= 6 and self._levels:
            self._levels[-1].parts.append(node)
            self._extend(node)
        elif mention.of_those and (self._levels or self._told_before(mention)):
            return  # "one of the women": one of those told before, nobody more
        elif self._levels and self._begins_anew(mention):
            self._start(node)
        elif self._levels and self._linked(mention, _LONGEST_SUBSET):
            parent = self._levels[-1]
            counted = sum(part.mention.low for part in parent.parts) + mention.low
            fills = len(parent.parts) > 1 and counted == parent.mention.low and mention.outcome == "killed"
            if mention.outcome in ("killed", "injured") and self._open is not None and mention.counted and not fills:
                self._start(node)
            else:
                parent.parts.append(node)
                self._extend(node)
        elif mention.joined and self._has_own_verb(mention):
            self._start(node)  # "the raid killed a man, and two others were wounded"
        elif (
            self._open is not None
            and not self._levels
            and self._linked(mention, _LONGEST_LINK)
            and self._same_kind(mention)
        ):
            self._open.tops.append(node)
            self._extend(node)
        else:
            self._start(node)
        self._marker = -1
        self._last = node

    def _made_up_of(self, mention: PeopleMention) -> bool:
        """«6 شهداء من الأطفال والنساء»: the groups behind "of" only split the people counted right before."""
        told = self._last.mention if self._last is not None else None
        if told is None or self._marker >= 0 or mention.counted or not mention.definite or mention.group not in KIND:
            return False
        beside = mention.first - told.last == 1 and self._tokens.texts[told.last] == "من"
        return beside and told.counted and told.group == "person" and told.low > 1

    def _goes_on_grouping(self, mention: PeopleMention) -> bool:
        """Whether another group follows: «من الأطفال والنساء»; the only group has all of them."""
        following = self._items[mention.last] if mention.last < len(self._items) else None
        return isinstance(following, Unit) and following.kind == "people" and following.joined

    def _after_attackers(self) -> bool:
        last = self._last.mention if self._last is not None else None
        return last is not None and last.role == "fighter" and not last.counted

    def _share(self, node: Node) -> None:
        """A group of a toll told elsewhere; told again with another number ("up to 13 were children") it is a range."""
        tops = self.clusters[-1].tops
        twin = next((top for top in tops if top.mention.group == node.mention.group), None)
        if twin is None:
            tops.append(node)
            return
        both = (twin.mention, node.mention)
        low = min((m.low for m in both if m.quantifier != "at_most"), default=1)
        high = max(m.high or m.low for m in both)
        twin.mention = replace(twin.mention, low=low, high=high, quantifier="between" if low != high else "exact")

    def _leave_group(self, mention: PeopleMention) -> None:
        """Women are no part of "7 children": they split the toll around them."""
        part = self._open is not None and self._open.part_of is not None
        while (len(self._levels) > 1 or part and self._levels) and self._marker < 0:
            group = KIND.get(self._levels[-1].mention.group)
            if group is None or self._levels[-1].partition or KIND.get(mention.group) in (None, group):
                return
            self._levels.pop()

    def _all_fight(self) -> None:
        """«جميعهم عسكريون»: whoever was counted before in this sentence was a fighter."""
        for cluster in self.clusters:
            for top in cluster.tops:
                top.mention = replace(top.mention, role="fighter")

    def _open_toll(self, unit: Unit) -> None:
        """ "Among the dead were ...": the people named next split the toll of the dead, told here or elsewhere."""
        were = self._items[unit.first - 1] if unit.first else None
        told = self._last is not None and unit.first - self._last.mention.last <= 3
        self._close()
        if told and isinstance(were, Unit) and were.kind == "be" and self.clusters and self.clusters[-1].tops:
            self._open = self.clusters[-1]  # "two children were among the dead, as were two men"
            self._open.part_of = unit.sense.outcome
            self._marker = unit.last
            return
        cluster = next((c for c in reversed(self.clusters) if c.outcome in (None, unit.sense.outcome)), None)
        if cluster is None or not cluster.tops:
            cluster = Cluster([], unit.first, unit.last, part_of=unit.sense.outcome)
            self.clusters.append(cluster)
        self._open = cluster
        self._levels = [cluster.tops[-1]] if cluster.tops else []
        self._marker = unit.last

    def toll(self, mention: PeopleMention, *, half: bool = False) -> None:
        """Opens the toll of a definite noun whose parts follow."""
        self._halved = mention.low if half and mention.counted else 0
        node = Node(mention)
        if not mention.counted:
            cluster = Cluster([], mention.first, mention.last, part_of=mention.outcome)
            cluster.tops.append(node)
            self.clusters.append(cluster)
            self._open = cluster
        else:
            self._start(node)
        self._levels = [node]
        self._marker = mention.last
        self._last = node

    def mark(self, text: str, at: int) -> None:
        """Punctuation: brackets and colons split the mention before them; a full list ends at a dash or a stop."""
        if text in ("(", "["):
            self._brackets.append(len(self._levels))
            if self._last is not None and self._open is not None and at - self._last.mention.last <= 3:
                self._levels.append(self._last)
                self._marker = at + 1
        elif text in (")", "]") and self._brackets:
            depth = self._brackets.pop()
            if len(self._levels) > depth:
                self._levels = self._levels[:depth]
            self._marker = -1
        elif text == ":" or text in ("؛", ";") and self._levels and self._last is not None and self._last.mention.kin:
            if self._last is not None and self._open is not None and at - self._last.mention.last <= 2:
                if text == ":" and self._last.mention.low < 2:
                    return
                self._levels.append(self._last)
                self._last.partition = True
                self._marker = at + 1
        elif text in (",", "،", "؛", ";") and self._negated >= 0 and at - self._negated > 1:
            self._negated = -1

    # -- what it does ---------------------------------------------------------------------------------------------
    def _start(self, node: Node) -> None:
        mention = node.mention
        if self._reversed is not None:
            node.parts += self._reversed.tops
            self._reversed.tops = []
            self._reversed = None
        self._open = Cluster([node], mention.first, mention.last, outcome=mention.outcome)
        self.clusters.append(self._open)
        self._levels = []

    def _extend(self, node: Node) -> None:
        if self._open is not None:
            self._open.last = max(self._open.last, node.mention.last)

    def _close(self) -> None:
        self._open = None
        self._levels = []
        self._brackets = []
        self._marker = -1

    def _subset(self, unit: Unit) -> None:
        """«بينهم», "including": the next mentions split the last cluster, even across the verb that governs it."""
        if not self.clusters or not self.clusters[-1].tops:
            return
        if self.clusters[-1].share is not None and (whole := self._dealt_out(unit)) is not None:
            self._open, self._last = whole, whole.tops[-1]
            self._levels, self._marker = [whole.tops[-1]], unit.last
            return
        self._all = self._tokens.texts[unit.first] in _ALL
        self._twos = self._tokens.texts[unit.first] in ("two", "both")
        also = int(self._tokens.texts[unit.first - 1] == "also")  # "a child was also among eight people killed"
        reverse = (
            self._tokens.texts[unit.first] == "among"
            and self.units[-2:-1]
            and self.units[-2].kind == "be"
            and self.units[-2].last == unit.first - also
        )
        if reverse and self._last is not None and unit.first - self._last.mention.last <= 2 + also:
            self._reversed = self.clusters[-1]
            return
        if (
            self._open is None
            or self._open.tops
            and self._open.tops[-1].mention.low == 1
            and self._open.tops[-1].mention.high == 1
            and self._open.tops[-1].mention.counted
            and not self._levels
        ):
            several = (
                c
                for c in reversed(self.clusters)
                if c.tops and (c.tops[-1].mention.low > 1 or not c.tops[-1].mention.counted)
            )
            self._open = next(several, self.clusters[-1])
            self._levels = []
        low = 1 if unit.sense.form == "one" else 2
        if unit.kind == "partition" and (
            self._last is None or unit.first - self._last.mention.last > 4 or self._last.mention.low < low
        ):
            return
        depth = self._brackets[-1] + 1 if self._brackets else 0
        inside = self._brackets and self._last is not None
        anchor = self._last if inside and self._last is not None else self._open.tops[-1]
        close = self._last is not None and self._last.mention.low > 1 and unit.first - self._last.mention.last <= 3
        if not inside and close and self._last is not None and self._last is not anchor:
            self._levels = [*self._levels, self._last]
        else:
            self._levels = [*self._levels[:depth], anchor] if inside else [anchor]
        self._marker = unit.last
        if self._tokens.texts[unit.first] in ("half", "نصفهم"):
            self._halved = self._levels[-1].mention.low if self._levels[-1].mention.counted else 0

    def _dealt_out(self, unit: Unit) -> Cluster | None:
        """The total whose shares a bracket has just told, «45 مدنياً (حمص 15، درعا 12)، بينهم طفلان»."""
        last = self.clusters[-1].last
        closed = any(self._tokens.texts[at] == ")" for at in range(last, unit.first))
        whole = next((c for c in reversed(self.clusters) if c.share is None and c.counted), None)
        return whole if closed and unit.first - last <= 4 else None

    def _split(self, unit: Unit) -> None:
        """«31 مدنياً بين قتيل وجريح»: dead and injured in one number, which no single outcome can have."""
        if self._open is not None and unit.first - self._open.last <= 1:
            self._open.mixed = True
        self._close()

    def _flag(self, unit: Unit) -> None:
        if unit.kind == "under_six" and self._last is not None and unit.first - self._last.mention.last <= 3:
            self._last.mention = replace(self._last.mention, also="under_six")
