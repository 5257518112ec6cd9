"""Victims whom a text knows by name alone: «استشهد محمد العلي», "Yasser Hajo was injured"."""

from __future__ import annotations

from incidents.parsing.arabic_names import is_given_name, is_title
from incidents.parsing.cluster_shapes import Clause
from incidents.parsing.lexicon import Role, Unit
from incidents.parsing.numbers import Number
from incidents.parsing.people_mentions import PeopleMention
from incidents.parsing.verb_claims import VerbClaims

_TITLE_REACH = 4  # tokens behind a name
_NOT = frozenset(("لم", "ولم", "لا", "ولا"))
_NO_NAME = frozenset("في من على إلى الى عن علي جراء اثر برصاص خلال بعد قبل و نتيجه بسبب به بها فيه فيها ان".split())

_LONGEST_QUOTED = 5  # tokens of a name in quotation marks
_AGED_REACH = 8  # tokens between a name and its verb: «، 55 عام، قد»
_BEFORE_VERB = frozenset(("قد", "،", ",", "(", ")"))
_APPOSITION = 18  # tokens
_VERBS = frozenset(("was", "has", "had", "lost", "died", "succumbed", "perished"))
_ARTICLES = frozenset(("al", "el"))


class NamedVictims(VerbClaims):
    """The part of :class:`incidents.parsing.casualties.StatementReader` that reads names beside a verb."""

    def _name_after(self, clause: Clause, verb: Unit) -> PeopleMention | None:
        first = verb.last + is_title(self._text(verb.last))
        if (quoted := self._quoted(first, verb)) is not None:
            return quoted
        given = is_given_name(self._text(first))
        known = given and verb.sense.form == "object" and verb.sense.outcome == "killed"
        if verb.sense.form != "verb" and not known or self._text(verb.first - 1) in _NOT:
            return None
        last = first
        while (
            last < clause.sentence.last
            and last - first < 4
            and self._tokens.kinds[last] == "word"
            and (self._items[last] is None or is_given_name(self._text(last)))
        ):
            last += 1
        if last - first < 2 or self._tokens.texts[first] in _NO_NAME:
            return None
        rule, age = "named:given" if given else "named", self._reader.age_after(last)
        return PeopleMention(first, last, 1, 1, "exact", "person", self._role_behind(last), rule, age=age)

    def _quoted(self, at: int, verb: Unit) -> PeopleMention | None:
        """The one person of «مقتل "حمد سيف الرمضان"», or of «"خالد النوير"، 55 عام، قد قتل»."""
        if verb.sense.outcome != "killed" or verb.sense.form == "after":
            return None
        behind = self._text(at) == '"'
        first = at + 1 if behind else self._quote_before(verb.first)
        last = first
        while last < len(self._tokens) and last - first <= _LONGEST_QUOTED and self._text(last) != '"':
            if (
                self._tokens.kinds[last] != "word"
                or self._items[last] is not None
                and not is_given_name(self._text(last))
            ):
                return None
            last += 1
        if not 2 <= last - first <= _LONGEST_QUOTED or self._text(last) != '"' or not first:
            return None
        age = self._reader.age_after(last + 1)
        told = self._items[first - 2] if first > 1 else None
        known = isinstance(told, Unit) and told.kind == "people" and told.sense.count == "one"
        group = told.sense.group or "person" if known and isinstance(told, Unit) else "person"  # «الشاب "أحمد الصالح"»
        return PeopleMention(first, last, 1, 1, "exact", group, self._role_behind(last + 1), "named:given", age=age)

    def _quote_before(self, verb: int) -> int:
        """The token after the mark that opens a quotation right before a verb, an age between them or not; else 0."""
        closes = next((at for at in range(verb - 1, max(verb - _AGED_REACH, 0), -1) if self._text(at) == '"'), 0)
        between = range(closes + 1, verb)
        if not closes or any(self._text(at) not in _BEFORE_VERB and not self._of_age(at) for at in between):
            return 0
        opens = next((at for at in range(closes - 1, max(closes - 6, -1), -1) if self._text(at) == '"'), None)
        return 0 if opens is None else opens + 1

    def _of_age(self, at: int) -> bool:
        item = self._items[at]
        return isinstance(item, Number) or isinstance(item, Unit) and item.kind in ("age_unit", "age_word")

    def _role_behind(self, at: int) -> Role:
        """What a title behind a name makes of him: «خالد الأحمد، القيادي في الفصيل»."""
        for position in range(at, min(at + _TITLE_REACH, len(self._items))):
            item = self._items[position]
            if isinstance(item, Unit) and item.kind == "people":
                return item.sense.role if item.sense.role == "fighter" else "person"
            if item is not None:
                break
        return "person"

    def _name_before(self, clause: Clause, verb: Unit) -> PeopleMention | None:
        last = verb.first
        while last > clause.sentence.first and (
            isinstance(item := self._items[last - 1], Unit)
            and item.kind in ("be", "have")
            or self._tokens.texts[last - 1] in ("also", "later")
        ):
            last -= 1
        verb_at = last
        if self._tokens.texts[last - 1] == "," and last - 1 > clause.sentence.first:
            last = self._before_apposition(clause, last - 1)
        first = last
        while (
            first > clause.sentence.first
            and last - first < 7
            and (self._tokens.upper(first - 1) and self._items[first - 1] is None or self._in_name(first - 1))
        ):
            first -= 1
        words = sum(not self._in_name(at) for at in range(first, last))
        if (
            verb_at == verb.first
            and self._tokens.texts[verb_at] not in _VERBS
            or words < 2
            or self._tokens.texts[verb_at] not in _VERBS
        ):
            return None
        return PeopleMention(first, last, 1, 1, "exact", "person", "person", "named", age=self._reader.age_after(last))

    def _before_apposition(self, clause: Clause, comma: int) -> int:
        """The comma that opens ", secretary of a party branch," behind a name; the one that ends it if none does."""
        for at in range(comma - 1, max(comma - _APPOSITION, clause.sentence.first), -1):
            if self._tokens.texts[at] == ",":
                return at
        return comma

    def _in_name(self, at: int) -> bool:
        """Whether a token is the article or the hyphen of "al-Ibrahim"."""
        text = self._tokens.texts[at]
        if text == "-":
            return at > 0 and self._tokens.texts[at - 1] in _ARTICLES
        return text in _ARTICLES and at + 1 < len(self._tokens) and self._tokens.texts[at + 1] == "-"
