"""Reads the phrases that count people: "at least 11 civilians", «أكثر من ٢٧٠ آخرين», «طفلان», "a man"."""

from __future__ import annotations

from dataclasses import replace

from incidents.parsing.arabic_people_phrases import ArabicPhrases
from incidents.parsing.english_people_phrases import EnglishPhrases
from incidents.parsing.lexicon import Sense, Unit
from incidents.parsing.numbers import Number
from incidents.parsing.people_counts import PeopleCounts
from incidents.parsing.people_mentions import PeopleMention
from incidents.parsing.results import Quantifier

_YOUNG = frozenset(
    (
        "teenage",
        "teen",
        "underage",
        "toddler",
        "newborn",
        "young",
        "little",
        "small",
        "infant",
        "baby",
        "صغير",
        "صغيره",
        "صغار",
    )
)
_UNCOUNTED = frozenset(("people", "others", "stop"))  # what stands for people without a number before it
_COUNTS = frozenset(("number", "quantifier", "between", "vague", "one_of", "one", "det"))  # what may open a number
_FEW = frozenset(("pair", "dozen"))  # what an article counts: "a couple of"
_PRONOUNS = {"he": "men", "she": "women"}
_BEFORE_FAMILY = frozenset(("det", "poss", "family"))
_SEXES = {"female": "women", "male": "men", "elderly": "person"}
_MEMBERS = frozenset(("member", "members", "element", "elements", "recruits", "recruit", "affiliates"))


class PeopleReader(ArabicPhrases, EnglishPhrases, PeopleCounts):
    """Reads the people mentioned in one text; ``items`` are the units and numbers by first token."""

    def read(self, at: int) -> PeopleMention | None:
        """The mention that begins at a token, its quantifier included, or None. Things, dates, ages are no people."""
        kind_at = self._kinds[at]
        if kind_at in _UNCOUNTED:
            return self._by_noun(at) if self._arabic else self._pronoun(at) or self._by_noun(at)
        if kind_at not in _COUNTS or kind_at == "det" and self._kinds[self._around[at].last] not in _FEW:  # type: ignore[union-attr]
            return self._without_number(at)
        quantifier, start = self._quantifier(at)
        between = self._between(at) if quantifier is None else None
        low: int | None = None
        high: int | None = None
        kind: Quantifier | None = None
        after = start
        definite = False
        if between is not None:
            low, high, after = between
            kind = "between"
        elif (counted := self._count(start)) is not None:
            low, high, kind, after, definite = counted
        elif quantifier is not None:
            return None
        if low is None:
            return self._without_number(at)
        if low == 0:
            return None  # "0 killed" is nobody
        if not self._arabic and (named := self._named_with_age(at) or self._of_age(at, after, low)) is not None:
            return named
        mention = self._counted(at, after, low, high, kind or "exact", definite)
        if mention is None:
            return None
        self._quantify(mention, quantifier)
        mention.joined = self._joined(at)
        return mention

    def _without_number(self, at: int) -> PeopleMention | None:
        """The mention at a token that no number opens."""
        if self._arabic:
            return self._by_noun(at)
        named = self._named_aged(at) if self._kinds[at] == "age_word" else None
        return named or self._pronoun(at) or self._family_of(at) or self._by_noun(at)

    def _named_aged(self, at: int) -> PeopleMention | None:
        """ "Rahaf al-Mutlaq, aged nine": a person by name whose age is told in words of age."""
        unit = self._unit(at, "age_word")
        if unit is None or self._texts[at - 1] != "," or unit.sense.value is None:
            return None
        first = at - 1
        while (
            first > 0
            and at - first < 6
            and self._items[first - 1] is None
            and (self._tokens.upper(first - 1) or self._texts[first - 1] in ("al", "el", "-"))
        ):
            first -= 1
        if at - 1 - first < 2:
            return None
        last = unit.last
        while last < self._size and self._tokens.kinds[last] in ("word", "number") and last - unit.last < 2:
            last += 1
        return PeopleMention(
            at,
            last,
            1,
            1,
            "exact",
            "person",
            "person",
            "named:age",
            age=unit.sense.value,
            joined=self._texts[first - 1] in ("and", ","),
        )

    def _pronoun(self, at: int) -> PeopleMention | None:
        """ "He and his wife were killed": the one who is told of by a pronoun, beside relatives."""
        before = self._around[at - 1] if self._texts[at] == "him" else None
        if isinstance(before, Unit) and before.kind == "outcome" and self._texts[at + 1] == "and":
            return PeopleMention(at, at + 1, 1, 1, "exact", "person", "person", "pronoun")  # "injuring him and a girl"
        group = _PRONOUNS.get(self._texts[at])
        if (
            group is None
            or self._texts[at + 1] != "and"
            or not self._unit(at + 2, "poss")
            or not self._unit(at + 3, "people")
        ):
            return None
        return PeopleMention(at, at + 1, 1, 1, "exact", group, "person", "pronoun")

    # -- the noun ---------------------------------------------------------------------------------------------------
    def _counted(
        self, first: int, after: int, low: int, high: int | None, kind: Quantifier, definite: bool
    ) -> PeopleMention | None:
        """The mention of a number with the noun that it counts; None where it counts things."""
        self._of_those = False
        if not self._arabic and (told := self._predicate(after)) is not None:
            predicate = self._make(first, told[2], low, high, kind, told[0], "number:predicate", told[1])
            predicate.part = True
            return predicate
        noun = self._noun_after(after)
        of_those = self._of_those
        if noun is None:
            return None
        sense, position, last, other = noun
        if (
            not self._arabic
            and sense is not None
            and sense.outcome is None
            and (fate := self._fate_after(last)) is not None
        ):
            sense, last = replace(sense, outcome=fate.sense.outcome), fate.last
        if sense is None and self._arabic and self._of_force(last):
            sense = Sense("people", group="person", role="fighter")
        if sense is None:
            return PeopleMention(
                first, last, low, high, kind, "person", "person", "number:alone", definite=definite, other=other
            )
        rule = "number:noun" if kind != "vague" else "vague:noun"
        mention = self._make(first, last, low, high, kind, sense, rule, position)
        mention.part = self._unit(after, "subset") is not None
        mention.definite, mention.other, mention.of_those = definite, other, of_those
        return self._trailing(mention)

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
    ) -> PeopleMention:
        group, outcome = sense.group or "person", sense.outcome
        if (
            sense.form == "kin"
            and group in ("person", "female")
            and not _YOUNG.isdisjoint(self._texts[first : last + 1])
        ):
            group = "children"
        if group == "person" and not self._arabic and noun is not None and noun > first:
            group = next((_SEXES[text] for text in self._texts[first:noun] if text in _SEXES), group)
        return PeopleMention(
            first,
            last,
            low,
            high,
            kind,
            group,
            sense.role,
            rule,
            outcome=outcome,
            also=sense.word,
            kin=sense.form == "kin",
            noun=noun,
            civilian_word=self._texts[noun or 0].startswith(("مدني", "civilian")) if noun is not None else False,
        )

    def _noun_after(self, at: int) -> tuple[Sense | None, int | None, int, bool] | None:
        """What a number counts, as (sense, noun token, next token, "others"); a sense of None for a bare number."""
        return self._arabic_noun(at) if self._arabic else self._english_noun(at)

    def _by_noun(self, at: int) -> PeopleMention | None:
        """A mention without a number: a dual, a singular, or a bare plural (then ``counted`` is False)."""
        unit = self._unit(at, "people")
        if unit is None:
            return self._english_singular(at) if not self._arabic else self._other_one(at)
        if self._arabic and unit.sense.count == "one" and self._follows_thing(at):
            return None
        if not self._arabic and self._glued(unit.last):
            return None  # "the rebel-held areas"
        if self._arabic and (bodies := self._bodies_of(unit)) is not None:
            return bodies
        sense, position, last, other = self._compound(unit) if self._arabic else self._english_compound(unit, False)
        count = unit.sense.count
        first_count = sense.count if not self._arabic else count
        if not self._arabic and first_count == "one":
            if not self._bare_singular(at, unit):
                return None
            made = self._make(at, last, 1, 1, "exact", sense, "singular", position)
            made.joined = self._joined(at)
            return made
        number = self._around[last]
        if self._arabic and count == "many" and self._dual(position, last):
            first_count = "two"
        if (
            self._arabic
            and count == "many"
            and isinstance(number, Number)
            and not number.joined
            and (number.definite or number.value == 2 and not self._unit(number.last, "people"))
            and not self._unit(number.last, "thing", "age_unit", "percent")
        ):
            made = self._make(at, number.last, number.value, number.value, "exact", sense, "noun:number", position)
            self._quantify(made, None)  # «مدنيين اثنين على الأقل»
        elif first_count == "two":
            made = self._make(at, last, 2, 2, "exact", sense, "dual", position)
            if self._arabic:
                self._quantify(made, None)  # «مدنيان على الأقل»
        elif first_count == "one":
            made = self._make(at, last, 1, 1, "exact", sense, "singular", position)
            if self._arabic and isinstance(number, Number) and number.value == 1 and not number.joined:
                made.last = number.last  # «قتيل واحد»
        else:
            made = self._make(at, last, 1, None, "vague", sense, "plural", position)
            made.counted = False
        made.joined, made.definite, made.other = unit.joined, unit.definite, other
        return self._trailing(made)

    def _family_of(self, at: int) -> PeopleMention | None:
        """ "A family of five", "an entire Syrian family of seven": as many people as it counts."""
        if self._kinds[at] not in _BEFORE_FAMILY or "family" not in self._kinds[at : at + 5]:
            return None
        for position in range(at, min(at + 5, self._size)):
            unit = self._unit(position, "family")
            if unit is not None:
                number = self._around[unit.last + 1] if self._texts[unit.last] == "of" else None
                if not isinstance(number, Number):
                    return None
                return PeopleMention(
                    at,
                    number.last,
                    number.value,
                    number.value,
                    "exact",
                    "person",
                    "person",
                    "family:of",
                    joined=self._joined(at),
                )
            if position > at and self._around[position] is not None or self._tokens.kinds[position] != "word":
                return None
        return None

    def _predicate(self, at: int) -> tuple[Sense, int, int] | None:
        """What "nine were women", "five of the eight were children" say of a number: (sense, noun token, next
        token).
        """
        position = at
        if self._texts[position] == "of":
            position += 1
            for _ in range(6):
                item = self._around[position]
                if (
                    self._texts[position] in ("the", "them", "those", "whom", "these")
                    or isinstance(item, Number)
                    or self._unit(position, "people", "outcome")
                ):
                    position = item.last if item is not None else position + 1
                else:
                    break
        elif (some := self._unit(position, "subset")) is not None and self._texts[position] == "of":
            position = some.last
        verb = self._unit(position, "be")
        noun = self._unit(verb.last, "people") if verb is not None else None
        if (
            noun is None
            or noun.sense.outcome is not None
            or noun.sense.group == "person"
            and noun.sense.role == "person"
        ):
            return None
        return noun.sense, noun.first, noun.last

    # -- what follows the noun ---------------------------------------------------------------------------------------
    def _trailing(self, mention: PeopleMention) -> PeopleMention:
        """The mention, made just now, with the ages and the armed side that follow it: «ثلاثة قتلى من جنود»."""
        if (end := self._of_rescuers(mention)) is not None:
            mention.role, mention.group, mention.last = "civilian", "rescue_workers", end
            return mention
        if self._of_force(mention.last):
            member = mention.noun is not None and self._texts[mention.noun] in _MEMBERS
            mention.role = "fighter" if mention.role == "person" or member else mention.role
        if (
            mention.low == mention.high
            and mention.low <= 12
            and mention.age is None
            and (mention.low == 1 or mention.kin)
        ):
            mention.age = self.age_after(mention.last)
        return mention
