"""Joins counted people into clusters: what "and" adds up, and what "including" or a bracket only splits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from incidents.parsing.lexicon import Sense, Unit
from incidents.parsing.numbers import Number
from incidents.parsing.people import PeopleMention, PeopleReader
from incidents.parsing.scan import Item
from incidents.parsing.tokens import Sentence, Token

_LONGEST_LINK = 7  # tokens between two members of one list: «4 نساء من عائلة واحدة و...»
_LONGEST_SUBSET = 9
_COMMAS = frozenset((",", "،", "؛", ";", "-", "—", '"'))
_ALL = frozenset(("جميعهم", "كلهم", "وجميعهم", "وكلهم", "all"))
_KIND = {"children": "child", "girls": "child", "boys": "child", "women": "adult", "men": "adult"}
_FATES = frozenset(("dead", "killed", "wounded", "injured"))
_CONJUNCTIONS = frozenset(("and", "&", "+", "و", "plus"))


@dataclass(slots=True)
class Node:
    """One mention with the mentions that split it."""

    mention: PeopleMention
    parts: list[Node] = field(default_factory=list)
    partition: bool = False


@dataclass(slots=True)
class Cluster:
    """Mentions that the text adds up, at the tokens ``[first, last)``. ``outcome`` comes from a noun (قتلى) or later."""

    tops: list[Node]
    first: int
    last: int
    outcome: str | None = None
    mixed: bool = False
    part_of: str | None = None  # the outcome whose toll these people are part of ("among the dead were ...")

    def end_of_tops(self) -> int:
        return self.tops[-1].mention.last

    @property
    def counted(self) -> bool:
        return any(node.mention.counted for node in self.tops)


@dataclass(slots=True)
class Clause:
    """The elements of one sentence in order: its clusters, and the units that govern or bound them."""

    sentence: Sentence
    clusters: list[Cluster]
    units: list[Unit]


class ClusterBuilder:
    """Reads one sentence from left to right."""

    def __init__(self, reader: PeopleReader, tokens: Sequence[Token], items: Sequence[Item | None], arabic: bool, scenes: frozenset[int]) -> None:
        self._reader = reader
        self._tokens = tokens
        self._items = items
        self._arabic = arabic
        self._scenes = scenes

    def _unknown_one(self, at: int, state: _State) -> PeopleMention | None:
        """"Killing a cleaner": one person by a noun that no table has, right behind the verb."""
        before = state.units[-1] if state.units else None
        if self._arabic or before is None or before.kind != "outcome" or before.last != at or self._tokens[at].text not in ("a", "an"):
            return None
        last = at + 1
        while last < len(self._tokens) and last - at < 5 and self._tokens[last].kind == "word" and self._items[last] is None:
            last += 1
        nothing = last == at + 1 or isinstance(item := self._items[last], Unit) and item.kind in ("thing", "family") if last < len(self._items) else True
        return None if nothing else PeopleMention(at, last, 1, 1, "exact", "person", "person", "singular:unknown")

    def build(self, sentence: Sentence) -> Clause:
        """The clusters and units of a sentence. Mentions under a negation are left out."""
        if not self._may_tell(sentence):
            units = [i for i in self._items[sentence.first : sentence.last] if isinstance(i, Unit) and i.sense.kind in _GOVERNING]
            return Clause(sentence, [], units)
        state = _State(self._tokens, self._items, self._scenes)
        at = sentence.first
        while at < sentence.last:
            item = self._items[at]
            text = self._tokens[at].text
            if isinstance(item, Unit) and item.kind in ("between", "most") and (end := self._toll_of(item, state)):
                at = end
                continue
            if isinstance(item, Unit) and item.kind in _GOVERNING and not (item.kind == "captive" and state.in_parts):
                state.unit(item)
                at = item.last
                continue
            mention = None
            if item is not None and (isinstance(item, Number) or item.sense.kind in _COUNTING):
                mention = self._reader.read(at) or self._unknown_one(at, state)
            if mention is not None and self._acceptable(mention, state):
                if not self._speaks(mention, state) and not (mention.rule == "singular" and mention.noun in self._scenes):
                    state.mention(mention)
                at = mention.last
                continue
            if mention is not None and mention.noun is None:
                at = max(at + 1, mention.last)
                continue
            if item is None and text in ("number", "total") and (toll := self._number_of(at, sentence.last)) is not None:
                state.unit(toll)
                at = toll.last
                continue
            if item is None:
                state.mark(text, at)
            at = item.last if item is not None else at + 1
        for cluster in state.clusters:
            _fold_apposition(cluster)
        _place_postposed(state)
        _fold_restatements(state)
        return Clause(sentence, [c for c in state.clusters if c.tops], state.units)

    def _number_of(self, at: int, limit: int) -> Unit | None:
        """"The number of truffle hunters killed": a toll whose number stands before or behind these words."""
        if self._arabic or at + 1 >= limit or self._tokens[at + 1].text != "of" or self._tokens[at - 1].text not in ("the", "total") or not at:
            return None
        for position in range(at + 2, min(at + 8, limit)):
            item = self._items[position]
            if isinstance(item, Unit) and item.sense.outcome in ("killed", "injured") and item.sense.form != "object":
                return Unit(Sense("toll", outcome=item.sense.outcome), at, item.last)
            if isinstance(item, Number) or isinstance(item, Unit) and item.kind not in ("people", "others"):
                return None
        return None

    def _may_tell(self, sentence: Sentence) -> bool:
        """Whether any word of a sentence can give people an outcome; most sentences have none and are passed over."""
        if self._tokens[sentence.first].text in _BULLETS or self._tokens[sentence.first].kind == "number":
            return True
        for item in self._items[sentence.first : sentence.last]:
            if isinstance(item, Unit) and (item.sense.kind in _TELLING or item.sense.outcome is not None or item.sense.kind == "people" and item.sense.outcome):
                return True
            if not self._arabic and isinstance(item, Unit) and item.sense.kind == "be" and self._is_people(item.last):
                return True  # "five of the eight were children"
        return False

    def _is_people(self, at: int) -> bool:
        item = self._items[at] if at < len(self._items) else None
        return isinstance(item, Unit) and item.kind == "people"

    def _half(self, unit: Unit) -> bool:
        return unit.kind == "most" and unit.sense.form == "half"

    def _toll_of(self, unit: Unit, state: _State) -> int | None:
        """«بين القتلى السبعة», «من بين الضحايا»: the people named next are part of that toll, not more of it."""
        mention = self._reader.read(unit.last)
        if mention is None or mention.outcome is None or not (mention.definite or not self._arabic) or not self._arabic:
            return None
        state.toll(mention, half=self._half(unit))
        return mention.last

    def _acceptable(self, mention: PeopleMention, state: _State) -> bool:
        """A number without a noun counts people only where a verb of harm or a toll governs it directly."""
        if mention.rule != "number:alone" or mention.other:
            return True
        if self._is_age(mention):
            return False
        if not self._arabic and self._tokens[mention.first - 1].text in ("to", "at") and any(u.kind == "toll" for u in state.units[-3:]):
            return True
        following = self._items[mention.last] if mention.last < len(self._items) else None
        if mention.joined and following is None and state.near(mention.first, 2) and self._plain_word(mention.last):
            return True
        if mention.quantifier == "vague":
            return mention.joined and state.near(mention.first, 2) or self._vague_stands(mention, following, state)
        if not self._arabic and mention.quantifier != "exact" and isinstance(following, Unit) and following.kind in ("be", "have"):
            return True
        if not self._arabic and isinstance(following, Unit) and following.kind in ("be", "have") and self._harmed_after(following.last):
            return True
        if not self._arabic and mention.quantifier == "at_least" and mention.joined and self._comma(mention.last):
            return True
        _ = self._items[mention.last] if mention.last < len(self._items) else None
        if isinstance(following, Unit) and following.kind == "outcome" and following.sense.form == "after":
            return True
        if state.subject(mention.first) and (mention.quantifier != "exact" or mention.rule == "number:alone" and state.rising(mention.first)):
            return True
        before = state.units[-1] if state.units else None
        if before is None:
            return False
        to = mention.first > 0 and self._tokens[mention.first - 1].text in ("to", "at", "الي")
        if to and any(u.kind == "toll" for u in state.units):
            return True
        gap = mention.first - before.last
        if before.kind == "outcome":
            return 0 <= gap <= 1
        if before.kind in ("rises", "toll"):
            return 0 <= gap <= 3
        return False

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

    def _speaks(self, mention: PeopleMention, state: _State) -> bool:
        """Whether the people of a mention are those who tell: "a doctor said", «وقال ناشطون»."""
        if mention.counted and mention.low > 1:
            return False
        if self._arabic:
            return bool(state.units) and state.units[-1].kind == "saying" and mention.first - state.units[-1].last <= 1 and mention.outcome is None
        following = (self._items[at] for at in range(mention.last, min(mention.last + 3, len(self._items))))
        return any(isinstance(item, Unit) and item.kind == "saying" for item in following) and mention.outcome is None

    def _comma(self, at: int) -> bool:
        return at < len(self._tokens) and self._tokens[at].text == ","

    def _plain_word(self, at: int) -> bool:
        """Whether a word stands there that no table knows: likely the noun of a number before it."""
        return at < len(self._tokens) and self._tokens[at].kind == "word" and self._items[at] is None and at not in self._scenes

    def _vague_stands(self, mention: PeopleMention, following: Item | None, state: _State) -> bool:
        """"Injured hundreds", "dozens were wounded": a vague word alone beside its verb counts people."""
        if self._tokens[mention.first].text == "some":
            return False
        before = state.units[-1] if state.units else None
        if self._arabic:
            tens = self._tokens[mention.first].text.endswith(("عشرات", "ميات"))
            return tens and before is not None and before.kind == "outcome" and mention.first == before.last
        if before is not None and before.kind == "outcome" and mention.first - before.last <= 1:
            return True
        return isinstance(following, Unit) and following.kind in ("be", "have", "outcome", "others")

    def _is_age(self, mention: PeopleMention) -> bool:
        item = self._items[mention.last] if mention.last < len(self._items) else None
        return isinstance(item, Unit) and item.kind in ("age_unit", "month_age_unit", "thing", "percent")


_BULLETS = frozenset("-•*–—▪●►◾🔻🔸🔹")
_TELLING = frozenset(("outcome", "toll", "toll_part", "carried", "group_split"))
_COUNTING = frozenset(("people", "age_word", "stop", "quantifier", "vague", "one_of", "one", "det", "poss", "others", "between"))
_GOVERNING = frozenset(
    ("outcome", "subset", "partition", "negation", "denial", "saying", "captive", "group_split", "toll", "rises", "first_toll", "left",
     "later_death", "carried", "hospital", "aggregate", "weak_negation", "elsewhere", "relative", "toll_part", "handover", "include_verb", "accident", "future", "addition", "be", "have", "under_six", "minor", "wounded_source")
)  # fmt: skip


class _State:
    """Where the reading of a sentence stands."""

    def __init__(self, tokens: Sequence[Token], items: Sequence[Item | None], scenes: frozenset[int]) -> None:
        self._scenes = scenes  # tokens at which a place is named
        self._tokens = tokens
        self._items = items
        self.clusters: list[Cluster] = []
        self.units: list[Unit] = []
        self._open: Cluster | None = None
        self._levels: list[Node] = []  # whom the next mention splits, innermost last
        self._brackets: list[int] = []  # depth of ``_levels`` at each open bracket
        self._marker = -1  # token after the last subset word or bracket, -1 where none waits
        self._negated = -1
        self._doubted = -1
        self._last: Node | None = None
        self.used: set[int] = set()  # first tokens of the subset words that people followed
        self._halved = 0
        self._twos = False  # whether "two of them" waits for what they are
        self._all = False
        self._reversed: Cluster | None = None  # people who were "among" the toll that comes next

    def near(self, at: int, gap: int) -> bool:
        """Whether the last mention ended at most ``gap`` tokens before."""
        return self._last is not None and self._open is not None and 0 <= at - self._last.mention.last <= gap

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

    def _toll_included(self, unit: Unit) -> str | None:
        """The outcome of "those killed in Ariha included", "the wounded include" where no people were counted before."""
        if self._tokens[unit.first].text not in ("include", "included", "includes") or any(c.counted for c in self.clusters):
            return None
        told = [u for u in self.units if u.kind == "outcome" and u.first and self._tokens[u.first - 1].text in ("those", "the", "people")]
        return told[-1].sense.outcome if told else None

    def mention(self, mention: PeopleMention) -> None:
        if self._negated >= 0 and mention.first - self._negated < 12:
            return
        if self._doubted >= 0 and not mention.counted and mention.first - self._doubted < 8:
            return
        if self._halved and self._marker >= 0 and not mention.counted:
            half = self._halved // 2
            mention = replace(mention, low=half, high=half, quantifier="exact", counted=True, rule="half")
        elif self._all and self._marker >= 0 and not mention.counted and mention.group in _KIND and self._levels:
            whole = self._levels[-1].mention.low
            mention = replace(mention, low=whole, high=whole, quantifier="exact", counted=True, rule="all")
        self._halved = 0
        if self._all and self._marker >= 0 and mention.role == "fighter":
            self._all_fight()
        if self._describes(mention):
            return
        if self._twos and self._marker >= 0 and not mention.counted and mention.high is None and mention.first - self._marker <= 4:
            mention = replace(mention, low=2, high=2, quantifier="exact", counted=True, rule="of them")
        self._twos = False
        node = Node(mention)
        if mention.rule == "number:predicate" and not (self.clusters and self.clusters[-1].tops):
            self.clusters.append(Cluster([node], mention.first, mention.last, part_of="victim"))
            return
        if mention.rule == "number:predicate" and self.clusters[-1].part_of and not self._levels:
            self.clusters[-1].tops.append(node)
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
        if self._marker >= 0 and self._open is not None and self._open.part_of and not self._levels and mention.first - self._marker <= 6:
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
            if mention.outcome in ("killed", "injured") and self._open is not None and mention.counted:
                self._start(node)
            else:
                parent.parts.append(node)
                self._extend(node)
        elif self._open is not None and not self._levels and self._linked(mention, _LONGEST_LINK) and self._same_kind(mention):
            self._open.tops.append(node)
            self._extend(node)
        else:
            self._start(node)
        self._marker = -1
        self._last = node

    def _told_before(self, mention: PeopleMention) -> bool:
        """Whether people of the same group were counted before in this sentence: "four women; one of the women ..."."""
        tops = [top for cluster in self.clusters for top in cluster.tops]
        return mention.group in _KIND and any(top.mention.group == mention.group and top.mention.low >= mention.low for top in tops)

    def _begins_anew(self, mention: PeopleMention) -> bool:
        """"..., one of them a child, and six people were injured": more than the whole, or people of no kind after kinds."""
        whole = self._levels[-1].mention
        if whole.high is not None and mention.counted and mention.joined and mention.low > whole.high:
            return True
        generic = mention.group == "person" and mention.role == "person" and not mention.kin and mention.counted
        stopped = self._last is not None and any(self._tokens[at].text == ";" for at in range(self._last.mention.last, mention.first))
        if generic and stopped:
            return True
        generic = generic and mention.joined
        if not generic or not any(part.mention.group in _KIND for part in self._levels[-1].parts):
            return False
        following = (self._items[at] for at in range(mention.last, min(mention.last + 4, len(self._items))))
        return any(isinstance(item, Unit) and item.kind in ("be", "have", "outcome") for item in following)

    def _describes(self, mention: PeopleMention) -> bool:
        """«أربعة من عناصر الدفاع المحلي المسلحين»: a definite plural that only describes the people before it."""
        if mention.counted or mention.joined or self._marker >= 0 or self._open is None or self._last is None or mention.outcome:
            return False
        gap = self._tokens[self._last.mention.last : mention.first]
        if self._last.mention.outcome and not gap and self._tokens[mention.first].text.startswith("ل"):
            return True
        return mention.definite and len(gap) <= 3 and all(token.kind == "word" for token in gap)

    def _leave_group(self, mention: PeopleMention) -> None:
        """Women are no part of "7 children": they split the toll around them."""
        part = self._open is not None and self._open.part_of is not None
        while (len(self._levels) > 1 or part and self._levels) and self._marker < 0:
            group = _KIND.get(self._levels[-1].mention.group)
            if group is None or self._levels[-1].partition or _KIND.get(mention.group) in (None, group):
                return
            self._levels.pop()

    def _all_fight(self) -> None:
        """«جميعهم عسكريون»: whoever was counted before in this sentence was a fighter."""
        for cluster in self.clusters:
            for top in cluster.tops:
                top.mention = replace(top.mention, role="fighter")

    def _open_toll(self, unit: Unit) -> None:
        """"Among the dead were ...": the people named next split the toll of the dead, told here or elsewhere."""
        self._close()
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
        if text in ("(", "[") :
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
        self._all = self._tokens[unit.first].text in _ALL
        self._twos = self._tokens[unit.first].text in ("two", "both")
        reverse = self._tokens[unit.first].text == "among" and self.units[-2:-1] and self.units[-2].kind == "be" and self.units[-2].last == unit.first
        if reverse and self._last is not None and unit.first - self._last.mention.last <= 2:
            self._reversed = self.clusters[-1]
            return
        if self._open is None or self._open.tops and self._open.tops[-1].mention.low == 1 and self._open.tops[-1].mention.counted and not self._levels:
            several = (c for c in reversed(self.clusters) if c.tops and (c.tops[-1].mention.low > 1 or not c.tops[-1].mention.counted))
            self._open = next(several, self.clusters[-1])
            self._levels = []
        low = 1 if unit.sense.form == "one" else 2
        if unit.kind == "partition" and (self._last is None or unit.first - self._last.mention.last > 4 or self._last.mention.low < low):
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
        if self._tokens[unit.first].text in ("half", "نصفهم"):
            self._halved = self._levels[-1].mention.low if self._levels[-1].mention.counted else 0

    def _split(self, unit: Unit) -> None:
        """«31 مدنياً بين قتيل وجريح»: dead and injured in one number, which no single outcome can have."""
        if self._open is not None and unit.first - self._open.last <= 1:
            self._open.mixed = True
        self._close()

    def _flag(self, unit: Unit) -> None:
        if unit.kind == "under_six" and self._last is not None and unit.first - self._last.mention.last <= 3:
            self._last.mention = replace(self._last.mention, also="under_six")

    def _same_kind(self, mention: PeopleMention) -> bool:
        """Whether a mention may join the open cluster: another outcome begins a cluster of its own."""
        assert self._open is not None
        if self._open.outcome is None and mention.joined and self._tokens[mention.last - 1].text in _FATES:
            self._open.outcome = mention.outcome  # "a teacher and two pupils dead"
            return True
        if mention.outcome is None or self._open.outcome is None:
            return mention.outcome is None or self._open.outcome == mention.outcome
        return mention.outcome == self._open.outcome

    def _unbracketed(self, gap: Sequence[int]) -> Sequence[int]:
        """The tokens of a gap without a remark in brackets: "a teacher (she was passing) and a boy"."""
        if not gap or self._tokens[gap[0]].text != "(":
            return gap
        closes = next((n for n, at in enumerate(gap) if self._tokens[at].text == ")"), None)
        return gap if closes is None else gap[closes + 1 :]

    def _linked(self, mention: PeopleMention, longest: int) -> bool:
        """Whether only "and", commas and a few words of description stand between the last mention and this one."""
        if self._last is None:
            return False
        gap = self._unbracketed(range(self._last.mention.last, mention.first))
        if len(gap) > longest:
            return False
        joined = mention.joined or any(self._tokens[at].text in _CONJUNCTIONS for at in gap[-2:])
        for at in gap:
            item = self._items[at]
            if at in self._scenes and (mention.counted and mention.group not in _KIND or not self._levels):
                return False
            if isinstance(item, Unit) and item.kind in ("outcome", "saying", "captive", "negation", "be", "stop") and self._tokens[at].text not in ("with", "of", "from", "also"):
                return False
            if isinstance(item, Unit) and item.kind == "addition":
                joined = True
        if not joined and len(gap) <= 1 and (mention.counted or self._levels):
            joined = all(self._tokens[at].text in _COMMAS for at in gap) and len(gap) == 1
        if not joined and self._levels and gap:
            joined = self._tokens[gap[-1]].text in _COMMAS
        return joined


def _fold_apposition(cluster: Cluster) -> None:
    """«خمسة أشخاص، عسكري وأربعة مدنيين»: a list after a comma that adds up to the number before it only splits it."""
    if not cluster.tops:
        return
    if len(cluster.tops) == 2:
        _fold_description(cluster)
    head, *rest = cluster.tops
    if not rest or rest[0].mention.joined:
        return
    if not head.mention.counted and len(rest) > 1 and all(node.mention.counted for node in rest) and head.mention.first + 4 > rest[0].mention.first:
        count = sum(node.mention.low for node in rest)
        head.mention = replace(head.mention, low=count, high=count, quantifier="exact", counted=True, rule="sum:apposition")
        head.parts += rest
        cluster.tops = [head]
        return
    if head.mention.low < 2 or not head.mention.counted:
        return
    if all(node.mention.counted for node in rest) and sum(node.mention.low for node in rest) == head.mention.low:
        head.parts += rest
        cluster.tops = [head]


def _fold_description(cluster: Cluster) -> None:
    """"His nephew, a boy of 12, died": two nouns for one person."""
    one, other = cluster.tops
    if one.mention.low == other.mention.low == 1 and not other.mention.joined and one.mention.definite and not other.mention.definite:
        one.parts.append(other)
        cluster.tops = [one]


def _fold_restatements(state: _State) -> None:
    """"Nine people were killed, four adults and five children": a later list with the same sum splits the toll."""
    for one, other in zip(state.clusters, state.clusters[1:], strict=False):
        if len(one.tops) != 1 or not other.tops or one.tops[0].parts or other.outcome not in (None, one.outcome):
            continue
        total = one.tops[0].mention
        same = all(node.mention.counted for node in other.tops) and sum(node.mention.low for node in other.tops) == total.low
        told = any(u.kind == "outcome" and (one.last <= u.first < other.first - 2 or 0 <= u.first - other.last <= 2) for u in state.units)
        grouped = any(node.mention.group in _KIND for node in other.tops)
        if total.low > 1 and same and grouped and not told and not other.tops[0].mention.joined and other.first - one.last <= 8:
            one.tops[0].parts += other.tops
            other.tops = []


def _place_postposed(state: _State) -> None:
    """"Women and children were among the dead", "women and children among them": the parts stand before their words."""
    for unit in state.units:
        if unit.kind not in ("toll_part", "subset"):
            continue
        if unit.first in state.used or any(c.first >= unit.last and c.first - unit.last <= 2 for c in state.clusters if c.tops):
            continue
        index = next((i for i in range(len(state.clusters) - 1, -1, -1) if state.clusters[i].tops and state.clusters[i].last <= unit.first), None)
        if index is None or unit.first - state.clusters[index].last > 3:
            continue
        cluster = state.clusters[index]
        if unit.kind == "toll_part":
            cluster.part_of = unit.sense.outcome
        elif unit.sense.form == "post" and index and cluster.outcome is None:
            state.clusters[index - 1].tops[-1].parts += cluster.tops
            cluster.tops = []
