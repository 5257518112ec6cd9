"""Joins counted people into clusters: what "and" adds up, and what "including" or a bracket only splits."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace

from incidents.parsing.arabic_names import NameReader
from incidents.parsing.arabic_nationals import NATIONALS, national_behind
from incidents.parsing.cluster_shapes import Clause
from incidents.parsing.cluster_state import ClusterState
from incidents.parsing.distributions import Share, ShareReader
from incidents.parsing.lexicon import Sense, Unit
from incidents.parsing.numbers import Number
from incidents.parsing.parts_of_them import PartsOfThem
from incidents.parsing.people import PeopleReader
from incidents.parsing.people_mentions import PeopleMention
from incidents.parsing.restatements import fold_apposition, fold_restatements, place_postposed
from incidents.parsing.scan import Item, Items
from incidents.parsing.tokens import Sentence, Tokens


class ClusterBuilder(PartsOfThem):
    """Reads one sentence from left to right."""

    def __init__(
        self,
        reader: PeopleReader,
        tokens: Tokens,
        items: Items,
        arabic: bool,
        scenes: frozenset[int],
        shares: ShareReader,
    ) -> None:
        self._reader = reader
        self._tokens = tokens
        self._items = items
        self._arabic = arabic
        self._scenes = scenes
        self._shares = shares
        said = {at for at in tokens.marks if tokens.texts[at] in _HEARD}
        if not (arabic or _TOLL_NOUNS.isdisjoint(tokens.texts)):
            said.update(at for at, text in enumerate(tokens.texts) if text in _TOLL_NOUNS)
        if arabic and not NATIONALS.keys().isdisjoint(tokens.texts):
            said.update(at for at, text in enumerate(tokens.texts) if text in NATIONALS)
        self._stops = sorted(said.union(items.places))  # the tokens that tell anything
        self._names = NameReader(reader, tokens, items, scenes) if arabic else None

    def _unknown_one(self, at: int, state: ClusterState) -> PeopleMention | None:
        """ "Killing a cleaner": one person by a noun that no table has, right behind the verb."""
        before = state.units[-1] if state.units else None
        if (
            self._arabic
            or before is None
            or before.kind != "outcome"
            or before.last != at
            or self._tokens.texts[at] not in ("a", "an")
        ):
            return None
        last = at + 1
        while (
            last < len(self._tokens)
            and last - at < 5
            and self._tokens.kinds[last] == "word"
            and self._items[last] is None
        ):
            last += 1
        nothing = (
            last == at + 1 or isinstance(item := self._items[last], Unit) and item.kind in ("thing", "family")
            if last < len(self._items)
            else True
        )
        return None if nothing else PeopleMention(at, last, 1, 1, "exact", "person", "person", "singular:unknown")

    def build(self, sentence: Sentence) -> Clause:
        """The clusters and units of a sentence. Mentions under a negation are left out."""
        if not self._may_tell(sentence):
            heard = self._items.units(sentence.first, sentence.last)
            return Clause(sentence, [], [unit for unit in heard if unit.kind in _GOVERNING])
        state = ClusterState(self._tokens, self._items, self._scenes)
        shares = self._shares.read(sentence)
        stops = self._stops[bisect_left(self._stops, sentence.first) : bisect_left(self._stops, sentence.last)]
        after = sentence.first
        for at in sorted({*stops, *shares}) if shares else stops:
            if at < after:
                continue
            if at in shares and (dealt := self._dealt(shares[at])) is not None:
                state.share(dealt, shares[at])
                after = dealt.last
            elif (item := self._items[at]) is not None:
                after = self._hear(at, item, sentence, state)
            elif self._tokens.texts[at] in _HEARD:
                after = self._plain(at, sentence.last, state)
            elif (national := national_behind(state.units, at, self._tokens.texts[at])) is not None:
                state.mention(national)
                after = national.last
        for cluster in state.clusters:
            fold_apposition(cluster)
        place_postposed(state)
        fold_restatements(state)
        return Clause(sentence, [c for c in state.clusters if c.tops], state.units)

    def _hear(self, at: int, item: Item, sentence: Sentence, state: ClusterState) -> int:
        """Hears the unit or number that begins at a token; answers with the token to go on at."""
        if isinstance(item, Unit):
            kind = item.kind
            if kind in _TURNING and (after := self._turn(at, item, sentence, state)) is not None:
                return after
            if kind == "group_split" and (two := self._two_fates(item)) is not None:
                for fate in two:
                    state.unit(fate)
                return item.last
            if kind in _GOVERNING and not (kind == "captive" and state.in_parts):
                state.unit(item)
                return self._named(item, sentence, state) if kind == "outcome" else item.last
            if kind == "people" and self._is_agent(at, item):
                return item.last
            if kind not in _COUNTING:
                return item.last
        elif (whose := self._number_told(item)) is not None:
            state.mention(whose)
            return whose.last
        mention = self._reader.read(at) or self._unknown_one(at, state)
        if mention is None:
            return item.last
        if self._dealt_to_place(mention, state):
            mention.other = True
        if self._acceptable(mention, state):
            if not self._speaks(mention, state) and not (mention.rule == "singular" and mention.noun in self._scenes):
                state.mention(mention)
            return mention.last
        return item.last if mention.noun is not None else max(at + 1, mention.last)

    def _named(self, verb: Unit, sentence: Sentence, state: ClusterState) -> int:
        """Hears the people whom a verb of harm has by name; answers with the token to go on at."""
        after = verb.last
        for person in self._names.read(verb, sentence.last) if self._names and verb.sense.form != "after" else ():
            state.mention(person)
            after = person.last
        return after

    def _turn(self, at: int, unit: Unit, sentence: Sentence, state: ClusterState) -> int | None:
        """Hears a word that may stand for a toll or for people beside what it is; None where it does not."""
        if unit.kind in ("between", "most"):
            return self._toll_of(unit, state)
        if unit.kind == "subset":
            those = self._those_harmed(unit, state) or self._those_told(unit, state)
            if those is not None:
                state.mention(those)
            return unit.last if those is not None else None
        named = self._number_of(at + 1, sentence.last) if unit.sense.outcome is None else None
        if named is not None:
            state.unit(named)
        return named.last if named is not None else None

    def _dealt(self, share: Share) -> PeopleMention | None:
        """The people of a share; "as many" are those of the share before, told here."""
        if share.as_many is None:
            return self._reader.read(share.number)
        told = self._reader.read(share.as_many)
        return None if told is None else replace(told, first=share.number, last=share.number + 1, noun=None)

    def _number_told(self, number: Number) -> PeopleMention | None:
        """«ارتفع إلى 44 عدد المدنيين الذين قضوا»: a number before the words that say whom it counts."""
        at = number.last
        if not self._arabic or at + 1 >= len(self._tokens) or self._tokens.texts[at] != "عدد":
            return None
        told = self._reader.read(at + 1)
        if told is None or told.counted or not told.definite or told.role == "fighter":
            return None
        for position in range(told.last, min(told.last + _TOLD_REACH, len(self._items))):
            item = self._items[position]
            if isinstance(item, Unit) and item.sense.outcome in ("killed", "injured"):
                return replace(
                    told, first=number.first, low=number.value, high=number.value, quantifier="exact", counted=True,
                    definite=False, rule="number:told", outcome=item.sense.outcome,
                )  # fmt: skip
        return None

    def _is_agent(self, at: int, item: Unit) -> bool:
        """«برصاص قناصة», «على يد مسلحين»: people behind such words did it and are no victims."""
        if item.sense.count == "one" and not item.definite and item.sense.role != "fighter":
            return False
        return self._arabic and at > 0 and self._tokens.texts[at - 1].lstrip("وب") in _AGENCY

    def _plain(self, at: int, limit: int, state: ClusterState) -> int:
        """Hears a token that no table has; answers with the token to go on at."""
        text = self._tokens.texts[at]
        if text in ("number", "total") and (toll := self._number_of(at, limit)) is not None:
            state.unit(toll)
            return toll.last
        state.mark(text, at)
        return at + 1

    def _number_of(self, at: int, limit: int) -> Unit | None:
        """ "The number of truffle hunters killed": a toll whose number stands before or behind these words."""
        if (
            self._arabic
            or at + 1 >= limit
            or self._tokens.texts[at + 1] != "of"
            or self._tokens.texts[at - 1] not in ("the", "total")
            or not at
        ):
            return None
        fighters = False  # whose number is not counted
        for position in range(at + 2, min(at + 8, limit)):
            item = self._items[position]
            if isinstance(item, Unit) and item.kind == "people" and item.sense.role == "fighter":
                fighters = True
            if isinstance(item, Unit) and item.sense.outcome in ("killed", "injured") and item.sense.form != "object":
                return Unit(Sense("toll", outcome=None if fighters else item.sense.outcome), at, item.last)
            passed = isinstance(item, Unit) and item.kind in ("people", "others", "be", "have", "poss", "saying")
            if item is not None and not passed and self._tokens.texts[position] not in ("who", "that"):
                return None
        return None

    def _may_tell(self, sentence: Sentence) -> bool:
        """Whether any word of a sentence can give people an outcome; most sentences have none and are passed over."""
        if self._tokens.texts[sentence.first] in _BULLETS or self._tokens.kinds[sentence.first] == "number":
            return True
        if not _TELLING.isdisjoint(self._items.kinds[sentence.first : sentence.last]):
            return True
        for unit in self._items.units(sentence.first, sentence.last):
            if unit.sense.outcome is not None:
                return True
            if not self._arabic and unit.kind == "be" and self._is_people(unit.last):
                return True  # "five of the eight were children"
            if not self._arabic and unit.kind in _REFERRING and self._refers(unit, sentence):
                return True  # "among them were two children", "they included a nurse"
        return False

    def _refers(self, unit: Unit, sentence: Sentence) -> bool:
        """Whether "among them", "two of them", "they included" open a sentence: it goes on about people told before."""
        texts = self._tokens.texts
        near = unit.first - sentence.first <= _OPENING
        return near and (texts[unit.last - 1] == "them" or texts[unit.first - 1] in _THEY)

    def _is_people(self, at: int) -> bool:
        item = self._items[at] if at < len(self._items) else None
        return isinstance(item, Unit) and item.kind == "people"

    def _half(self, unit: Unit) -> bool:
        return unit.kind == "most" and unit.sense.form == "half"

    def _toll_of(self, unit: Unit, state: ClusterState) -> int | None:
        """«بين القتلى السبعة», «من بين الضحايا»: the people named next are part of that toll, not more of it."""
        mention = self._reader.read(unit.last)
        if mention is None or mention.outcome is None or not self._arabic:
            return None
        following = self._tokens.texts[mention.last] if mention.last < len(self._tokens) else ""
        owned = mention.rule == "plural" and following.startswith("ال")  # «بين قتلى اليوم»
        if not (mention.definite or owned):
            return None
        state.toll(mention, half=self._half(unit))
        return mention.last

    def _acceptable(self, mention: PeopleMention, state: ClusterState) -> bool:
        """A number without a noun counts people only where a verb of harm or a toll governs it directly."""
        if mention.rule != "number:alone" or mention.other:
            return True
        if self._is_age(mention) or mention.low == 1 and self._counts_thing(mention.first - 1):
            return False
        if not self._arabic and "captive" in self._items.kinds[mention.last : mention.last + 2]:
            return False  # "and 120,000 newly displaced"
        if (
            not self._arabic
            and self._tokens.texts[mention.first - 1] in ("to", "at")
            and any(u.kind == "toll" for u in state.units[-3:])
        ):
            return True
        if mention.quantifier in ("more_than", "at_least") and any(u.kind == "toll" for u in state.units[-2:]):
            return True  # «عدد الشهداء منذ بدء العدوان تجاوز 1800»
        following = self._items[mention.last] if mention.last < len(self._items) else None
        if mention.joined and following is None and state.near(mention.first, 2) and self._plain_word(mention.last):
            return True
        if mention.quantifier == "vague":
            return mention.joined and state.near(mention.first, 2) or self._vague_stands(mention, following, state)
        if (
            not self._arabic
            and mention.quantifier != "exact"
            and isinstance(following, Unit)
            and following.kind in ("be", "have")
        ):
            return True
        if (
            not self._arabic
            and isinstance(following, Unit)
            and following.kind in ("be", "have")
            and self._harmed_after(following.last)
        ):
            return True
        if not self._arabic and mention.quantifier == "at_least" and mention.joined and self._comma(mention.last):
            return True
        if isinstance(following, Unit) and following.kind == "outcome" and following.sense.form == "after":
            return True
        if isinstance(following, Unit) and following.kind == "group_split" and self._two_fates(following):
            return True  # "left six dead and wounded eleven"
        if not self._arabic and self._comma(mention.last) and self._splits(mention.last + 1):
            return True  # "three, among them a child, died"
        if state.subject(mention.first) and (
            mention.quantifier != "exact" or mention.rule == "number:alone" and state.rising(mention.first)
        ):
            return True
        before = state.units[-1] if state.units else None
        if before is None:
            return False
        if not self._arabic and [u.kind for u in state.units[-2:]] == ["toll", "be"] and before.last == mention.first:
            return True  # "the death toll was 20"
        to = mention.first > 0 and self._tokens.texts[mention.first - 1] in ("to", "at", "الي")
        if to and any(u.kind == "toll" for u in state.units):
            return True
        gap = mention.first - before.last
        if before.kind == "outcome":
            return 0 <= gap <= 1
        if before.kind in ("rises", "toll"):
            return 0 <= gap <= 3
        return False

    def _counts_thing(self, at: int) -> bool:
        """«عائلة واحدة»: the number belongs to the family before it."""
        item = self._items[at] if at >= 0 else None
        return isinstance(item, Unit) and item.kind in ("family", "thing", "families")

    def _dealt_to_place(self, mention: PeopleMention, state: ClusterState) -> bool:
        """ "Three people were killed in Sarmin and two in Binnish": a number that only a place follows."""
        if self._arabic or mention.rule != "number:alone" or not mention.joined or not state.clusters:
            return False
        if self._tokens.texts[mention.last] not in ("in", "near") if mention.last < len(self._tokens) else True:
            return False
        placed = not self._scenes.isdisjoint(range(mention.last + 1, mention.last + 4))
        return placed and any(unit.kind == "outcome" for unit in state.units)

    def _speaks(self, mention: PeopleMention, state: ClusterState) -> bool:
        """Whether the people of a mention are those who tell: "a doctor said", «وقال ناشطون»."""
        if mention.counted and mention.low > 1:
            return False
        if self._arabic:
            return (
                bool(state.units)
                and state.units[-1].kind == "saying"
                and mention.first - state.units[-1].last <= 1
                and self._tokens.texts[mention.first - 1] not in _THAT
                and mention.outcome is None
            )
        if self._comma(mention.last) and not mention.definite or mention.outcome is not None:
            return False  # "and wounded several others, according to the ministry"
        return "saying" in self._items.kinds[mention.last : mention.last + 3]

    def _splits(self, at: int) -> bool:
        item = self._items[at] if at < len(self._items) else None
        return isinstance(item, Unit) and item.kind == "subset"

    def _comma(self, at: int) -> bool:
        return at < len(self._tokens) and self._tokens.texts[at] == ","

    def _plain_word(self, at: int) -> bool:
        """Whether a word stands there that no table knows: likely the noun of a number before it."""
        return (
            at < len(self._tokens)
            and self._tokens.kinds[at] == "word"
            and self._items[at] is None
            and at not in self._scenes
        )

    def _vague_stands(self, mention: PeopleMention, following: Item | None, state: ClusterState) -> bool:
        """ "Injured hundreds", "dozens were wounded": a vague word alone beside its verb counts people."""
        if self._tokens.texts[mention.first] == "some":
            return False
        before = state.units[-1] if state.units else None
        if self._arabic:
            tens = self._tokens.texts[mention.first].endswith(("عشرات", "ميات", "الاف"))
            return tens and before is not None and before.kind == "outcome" and mention.first == before.last
        if before is not None and before.kind == "outcome" and mention.first - before.last <= 1:
            return True
        return isinstance(following, Unit) and following.kind in ("be", "have", "outcome", "others")

    def _is_age(self, mention: PeopleMention) -> bool:
        item = self._items[mention.last] if mention.last < len(self._items) else None
        return isinstance(item, Unit) and item.kind in ("age_unit", "month_age_unit", "thing", "percent")


_THAT = frozenset(("ان", "بان"))  # «أضاف إن الطفل ...» tells of the child
_TOLD_REACH = 12  # tokens between the people and the verb that says what befell them
_AGENCY = frozenset("رصاص نيران سلاح اسلحه قذايف قبل يد ايدي ايادي قبضه رشاشات سكاكين رصاصات قناصات".split())
_TOLL_NOUNS = frozenset(("number", "total"))
_HEARD = frozenset((*_TOLL_NOUNS, *"()[]:,،؛;"))  # all that a token says to which no table gives a meaning
_BULLETS = frozenset("-•*–—▪●►◾🔻🔸🔹")
_REFERRING = frozenset(("subset", "include_verb"))
_THEY = frozenset(("they", "victims", "casualties", "fatalities"))
_OPENING = 8  # tokens of a sentence in which it says that it goes on about people told before
_TURNING = frozenset(("between", "most", "subset", "toll"))  # may be more than what they govern
_TELLING = frozenset(("outcome", "toll", "toll_part", "carried", "group_split"))
_COUNTING = frozenset(
    ("people", "age_word", "stop", "quantifier", "vague", "one_of", "one", "det", "poss", "others", "between")
)
_GOVERNING = frozenset(
    "outcome subset partition negation denial saying captive group_split toll rises first_toll left later_death "
    "carried hospital aggregate weak_negation elsewhere relative toll_part handover include_verb accident future "
    "addition be have under_six minor wounded_source illustration".split()
)
