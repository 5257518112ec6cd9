"""Finds numbers that a text deals out to places: «15 في حمص و12 في درعا», "Homs 15, Hama 12", «وفي إدلب ثمانية»."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from incidents.parsing.lexicon import Unit
from incidents.parsing.numbers import Number
from incidents.parsing.people import PeopleReader
from incidents.parsing.scan import Items
from incidents.parsing.tokens import Sentence, Tokens

_IN = frozenset(("في", "فى", "ب", "in", "at", "from", "across", "around"))
_LINKS = frozenset((":", "-", "–", "—", "(", "=", "_"))
_LARGEST = 20_000
_SPLIT = 2  # tokens behind "among them" in which a number splits the one before it
_LONGEST_STEP = 4  # tokens between the number and its place: "in the eastern province of"
_ENDING = frozenset(("outcome", "negation", "denial", "rises", "carried", "captive"))
_TOLD_BY = _ENDING | {"number", "people", "subset"}
_ALONE = frozenset(("وحدها", "وحده", "لوحدها", "لوحده"))
_BY_ATTACK = frozenset(
    "بغارات بغاره بقصف بالقصف بقذايف بصواريخ ببراميل بهجوم بضربات بضربه برصاص بتفجير بانفجار".split()
)
_KINDS = frozenset("children girls boys women men female couple".split())
_AS_MANY = frozenset(("مثلهم", "ومثلهم", "مثلها", "ومثلها"))


@dataclass(frozen=True, slots=True)
class Share:
    """The number at token ``number`` belongs to the place at token ``place``; its telling begins at ``start``."""

    number: int
    place: int
    start: int
    last: int
    as_many: int | None = None  # the number of an earlier share that this one repeats
    opened: bool = False  # whether "among them" opens it


class ShareReader:
    """Reads the shares of one text; ``places`` gives the token after each place that a token begins."""

    def __init__(
        self,
        people: PeopleReader,
        tokens: Tokens,
        items: Items,
        places: Mapping[int, int],
    ) -> None:
        self._people = people
        self._tokens = tokens
        self._items = items
        self._places = places
        self._starts = sorted(places)
        self._latin = not people.arabic
        self._ends = {last: first for first, last in places.items()}

    def read(self, sentence: Sentence) -> dict[int, Share]:
        """The shares of a sentence by the token of their number; none where fewer than two follow one another."""
        named = bisect_left(self._starts, sentence.last) - bisect_left(self._starts, sentence.first)
        found: dict[int, Share] = {}
        if not named or "number" not in self._items.kinds[sentence.first : sentence.last]:
            return found
        run: list[Share] = []
        split, told = -_SPLIT, sentence.first
        alone = named == 1 and not _ALONE.isdisjoint(self._tokens.texts[sentence.first : sentence.last])
        some = self._latin and "subset" in self._items.kinds[sentence.first : sentence.last]
        for at in self._told_at(sentence) if named > 1 or alone or some else ():
            item = self._items[at]
            if item is None and not (run and self._tokens.texts[at] in _AS_MANY):
                continue
            aside = bool(run) and split > run[-1].number  # «بينهم خمسون تم إعدامهم»
            if isinstance(item, Unit) and item.kind in _ENDING and not aside:
                _keep(run, found)
                run = []
            if isinstance(item, Unit) and item.kind == "subset":
                split = at
                if self._latin:
                    _keep(run, found)
                    run = []  # "18 in the province, including ten in Ariha": of those 18
            dealt, opens = isinstance(item, Number) and not self._follows_dual(at), at - split <= _SPLIT
            if not isinstance(item, Number):
                dealt = bool(run) and isinstance(item, Unit) and item.kind == "people" and item.joined
                dealt = dealt and split < run[-1].number and item is not None and item.sense.count in ("one", "two")
            by_attack = opens or bool(run) and run[0].opened
            share = self._share(at, told, by_attack) if dealt else self._as_many(at, run) if run else None
            if share is not None and opens and not self._of_no_kind(share):
                share = None  # «بينهم خمسون تم إعدامهم», «بينهم طفلان في حلب»
            if share is not None and opens:
                share = replace(share, opened=True)
            told = at if isinstance(item, Number) else told
            if share is not None and not (run and share.place == run[-1].place):
                run.append(share)
            if share is not None and opens and share.last < len(self._tokens) and self._alone(share):
                found[share.number] = share
            if some and isinstance(item, Number) and (single := self._part_at(at, opens)) is not None:
                found[single.number] = single
            if share is not None and share.opened and self._follows_a_place(share, sentence):
                found[share.number] = share
        _keep(run, found)
        return found

    def _told_at(self, sentence: Sentence) -> Sequence[int]:
        """The tokens of a sentence that may tell of a share."""
        if _AS_MANY.isdisjoint(self._tokens.texts[sentence.first : sentence.last]):
            kinds = self._items.kinds
            return [at for at in self._items.places_between(sentence.first, sentence.last) if kinds[at] in _TOLD_BY]
        return range(sentence.first, sentence.last)

    def _of_no_kind(self, share: Share) -> bool:
        """Whether a number behind "among them" is dealt out to the place behind it: «بينهم 29 في إدلب»."""
        mention = self._people.read(share.number)
        plain = mention is not None and mention.group == "person" and not mention.part
        return plain and share.place > share.number and share.as_many is None

    def _part_at(self, at: int, opens: bool) -> Share | None:
        """ "18 in the province, ten of them in Ariha", "including ten in Ariha": one town's part of a toll."""
        mention = self._people.read(at)
        if mention is None or mention.role == "fighter" or not (mention.part or opens):
            return None
        if mention.group in _KINDS or mention.group != "person" and mention.low == 1:
            return None  # "including two children in Ariha" splits a toll by kind
        place = self._place_behind(mention.last)
        return Share(at, place, at, max(mention.last, self._places[place])) if place is not None else None

    def _follows_dual(self, at: int) -> bool:
        """«مواطنتان اثنتان»: the number only says the dual again."""
        before = self._items[at - 1] if at else None
        return isinstance(before, Unit) and before.kind == "people" and before.sense.count == "two"

    def _follows_a_place(self, share: Share, sentence: Sentence) -> bool:
        """Whether the total before «بينهم عشرة في X» has a place of its own: «15 في قطاع غزة بينهم عشرة في X»."""
        told = bisect_left(self._starts, share.number) - bisect_left(self._starts, sentence.first)
        return told > 0 and share.place > share.number

    def _alone(self, share: Share) -> bool:
        """Whether "in Idlib alone" gives a place its share where no other place gets one."""
        return self._tokens.texts[share.last] in _ALONE

    def _share(self, at: int, told: int, by_attack: bool) -> Share | None:
        mention = self._people.read(at)
        if mention is None or mention.low > _LARGEST or mention.role == "fighter":
            return None
        if mention.part and bisect_left(self._starts, at) > bisect_left(self._starts, told):
            return None  # «عشرة في ريف دمشق ثمانية منهم في دوما»: of those at that place
        behind = self._place_behind(mention.last)
        if behind is None and by_attack:
            behind = self._place_of_attack(mention.last)
        if behind is not None:
            return Share(at, behind, at, max(mention.last, self._places[behind]))
        before = at - 1 if self._tokens.texts[at - 1] in _LINKS else at
        place = self._ends.get(before)
        if place is None:
            return None
        opened = self._tokens.texts[place - 1].lstrip("و") in _IN
        return Share(at, place, place - 1 if opened else place, mention.last)

    def _as_many(self, at: int, run: Sequence[Share]) -> Share | None:
        """«ومثلهم في دمشق»: as many people as at the place before."""
        if not run or self._tokens.texts[at] not in _AS_MANY:
            return None
        place = self._place_behind(at + 1)
        return Share(at, place, at, self._places[place], run[-1].number) if place is not None else None

    def _place_of_attack(self, at: int) -> int | None:
        """The place of «بغارات في تلمنس», «بقصف بلدة بداما», where an attack stands before it."""
        if at >= len(self._tokens) or self._tokens.texts[at] not in _BY_ATTACK:
            return None
        for position in range(at + 1, min(at + 1 + _LONGEST_STEP, len(self._tokens))):
            if position in self._places:
                return position
            if self._tokens.kinds[position] != "word" or isinstance(self._items[position], Number):
                return None
        return None

    def _place_behind(self, at: int) -> int | None:
        """The place of "12 in the eastern province of Homs", «ثمانية بإدلب»."""
        if at in self._places and self._tokens.texts[at][:1] == "ب":
            return at
        if at >= len(self._tokens) or self._tokens.texts[at] not in _IN:
            return None
        for position in range(at + 1, min(at + 1 + _LONGEST_STEP, len(self._tokens))):
            if position in self._places:
                return position
            item = self._items[position]
            plain = not isinstance(item, Unit) or item.kind in ("thing", "det", "poss", "of", "vague")
            if self._tokens.kinds[position] != "word" or isinstance(item, Number) or not plain:
                return None
        return None


def _keep(run: Sequence[Share], found: dict[int, Share]) -> None:
    if len(run) > 1:
        found.update((share.number, share) for share in run)
