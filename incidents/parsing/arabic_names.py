"""Reads people whom Arabic texts count by name: «كل من خالد العلي (13 عاماً) وشقيقه», «محمد الأحمد وزوجته»."""

from __future__ import annotations

from collections.abc import Sequence

from incidents.parsing.languages import arabic_names as words
from incidents.parsing.lexicon import Unit
from incidents.parsing.normalise import fold
from incidents.parsing.people import PeopleReader
from incidents.parsing.people_mentions import PeopleMention
from incidents.parsing.scan import Item
from incidents.parsing.tokens import Tokens

_GIVEN = frozenset(fold(name).text for name in words.GIVEN_NAMES)
_OPENING = frozenset(fold(name).text for name in words.OPENING)
_TITLES = frozenset(fold(name).text for name in words.TITLES)
_ENDING = frozenset(fold(name).text for name in words.ENDING)
_WITH = frozenset(("مع", "برفقه", "رفقه", "وبرفقته"))
_LONGEST_NAME = 6  # tokens
_LONGEST_LIST = 60  # tokens of «كل من ...»
_MARKS = frozenset((",", "،", ":", '"', "-", "(", ")", "و"))


def is_title(text: str) -> bool:
    """Whether a folded word stands before a name without being part of it: «المدعو»."""
    return text in _TITLES


def is_given_name(text: str) -> bool:
    """Whether a folded word opens a person's name."""
    return text in _GIVEN or text in _OPENING


class NameReader:
    """Finds the names that follow a verb of harm in one text; ``scenes`` are the tokens at which places are named."""

    def __init__(
        self,
        people: PeopleReader,
        tokens: Tokens,
        items: Sequence[Item | None],
        scenes: frozenset[int],
    ) -> None:
        self._people = people
        self._tokens = tokens
        self._items = items
        self._scenes = scenes

    def read(self, verb: Unit, limit: int) -> list[PeopleMention]:
        """The people whom a verb's object names: those of «كل من», or the one told before "and his wife"."""
        at = verb.last
        if at + 1 < limit and self._tokens.texts[at] == "كل" and self._tokens.texts[at + 1] == "من":
            return self._listed(at + 2, min(limit, at + _LONGEST_LIST))
        if at < limit and self._tokens.texts[at] in _TITLES:
            at += 1
        if at >= limit or not is_given_name(self._tokens.texts[at]):
            return []
        end = self.end_of_name(at, limit)
        return [self._person(at, end)] if end - at > 1 and self._with_kin(end, limit) else []

    def end_of_name(self, at: int, limit: int) -> int:
        """The token after a name that begins at ``at``; ``at`` itself where none does."""
        end = at
        while end < min(limit, at + _LONGEST_NAME) and self._may_be_name(end) and (end == at or not self._joins(end)):
            end += 1
        return end

    def _joins(self, at: int) -> bool:
        """Whether a word with "and" written onto it opens the next name: «وخالد», «وشقيقه»."""
        text = self._tokens.texts[at]
        return text.startswith("و") and (is_given_name(text[1:]) or self._kin(at) is not None)

    def _may_be_name(self, at: int) -> bool:
        text = self._tokens.texts[at]
        if self._tokens.kinds[at] != "word" or at in self._scenes:
            return False
        if text in _ENDING:  # the name علي folds like the preposition: it is one behind a given name
            return text == "علي" and at > 0 and is_given_name(self._tokens.texts[at - 1].removeprefix("و"))
        return self._items[at] is None or is_given_name(text)

    def _with_kin(self, at: int, limit: int) -> bool:
        """Whether "and his wife", "with her two children" stand at a token."""
        if at + 1 < limit and self._tokens.texts[at] in _WITH:
            return self._kin(at + 1) is not None
        kin = self._kin(at) if at < limit else None
        return kin is not None and kin.joined

    def _kin(self, at: int) -> Unit | None:
        item = self._items[at] if at < len(self._items) else None
        return item if isinstance(item, Unit) and item.kind == "people" and bool(item.suffix) else None

    def _person(self, at: int, end: int) -> PeopleMention:
        age = self._people.age_after(end)
        return PeopleMention(at, end, 1, 1, "exact", "person", "person", "named", age=age)

    def _listed(self, at: int, limit: int) -> list[PeopleMention]:
        """Each person of a list of names, kin among them, up to the first word that is no name."""
        found: list[PeopleMention] = []
        while at < limit:
            text, item = self._tokens.texts[at], self._items[at]
            if text in _MARKS or text in _TITLES:
                at += 1
                continue
            mention = self._people.read(at) if isinstance(item, Unit) and item.kind == "people" else None
            if mention is not None and mention.low == 1 and mention.high == 1:
                mention.joined = bool(found)
                at = self._behind(max(self.end_of_name(mention.last, limit), mention.last), limit)
                found.append(mention)
                continue
            end = self.end_of_name(at, limit)
            if end - at < 2:
                break
            person = self._person(at, end)
            person.joined = bool(found)
            found.append(person)
            at = self._behind(end, limit)
        return found if len(found) > 1 else []

    def _behind(self, at: int, limit: int) -> int:
        """The token after the age in brackets that a name may have."""
        if at >= limit or self._tokens.texts[at] != "(":
            return at
        closes = next((i for i in range(at, min(at + 6, limit)) if self._tokens.texts[i] == ")"), None)
        return at if closes is None else closes + 1
