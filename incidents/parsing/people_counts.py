"""Reads how many people a phrase counts: the number, the vague word, and the quantifier around it."""

from __future__ import annotations

from typing import cast

from incidents.parsing.lexicon import Unit
from incidents.parsing.numbers import Number
from incidents.parsing.people_affiliation import Affiliation
from incidents.parsing.people_mentions import PeopleMention
from incidents.parsing.results import Quantifier


class PeopleCounts(Affiliation):
    """The part of :class:`incidents.parsing.people.PeopleReader` that reads numbers and what stands around them."""

    def _quantifier(self, at: int) -> tuple[Quantifier | None, int]:
        """The quantifiers that open a phrase, e.g. "at least some": the strictest counts."""
        found, position = None, at
        while (unit := self._unit(position, "quantifier")) is not None and unit.sense.form != "at_least_after":
            if found in (None, "about"):
                found = cast("Quantifier", unit.sense.form)
            position = unit.last
            while self._texts[position] in ("(", '"'):
                position += 1
        return found, position

    def _between(self, at: int) -> tuple[int, int, int] | None:
        """ "between 5 and 8", «بين 5 و8», "5 to 8", "5-8" as (low, high, next token)."""
        unit = self._unit(at, "between")
        one = self._around[unit.last if unit else at]
        if not isinstance(one, Number):
            return None
        link = one.last
        glue = self._texts[link]
        if glue in ("and", "و", "الي", "to", "-", "او", "or") and isinstance(two := self._around[link + 1], Number):
            other: Number | None = two
        elif isinstance(two := self._around[link], Number) and two.joined and unit:
            other = two
        else:
            other = None
        if other is None or (glue in ("and", "و") and not unit) or other.value <= one.value:
            return None
        if glue == "-" and self._texts[other.last] == "-":
            return None
        return one.value, other.value, other.last

    def _count(self, at: int) -> tuple[int, int | None, Quantifier, int, bool] | None:
        """A number or vague amount at a token as (low, high, quantifier, next token, definite)."""
        item = self._around[at]
        if isinstance(item, Number):
            if (unit := self._unit(item.last, "dozen")) is not None:
                return item.value * 12, item.value * 12, "exact", unit.last, False
            return item.value, item.value, "exact", item.last, item.definite
        if not isinstance(item, Unit):
            return None
        if item.kind == "vague" and self._counts_nouns(item):
            return None
        if item.kind == "vague":
            number = self._around[item.last]
            if isinstance(number, Number) and (item.sense.value or 0) <= 1:
                return number.value, number.value, "about", number.last, False
            return item.sense.value or 1, None, "vague", item.last, False
        if item.kind == "one_of":
            return 1, 1, "exact", item.last, False
        if item.kind == "one":
            return 1, 1, "exact", item.last, False
        if item.kind == "det" and (pair := self._unit(item.last, "pair")) is not None:
            return 2, 2, "exact", pair.last, False
        if item.kind == "det" and (dozen := self._unit(item.last, "dozen")) is not None:
            return 12, 12, "exact", dozen.last, False
        return None

    def _counts_nouns(self, unit: Unit) -> bool:
        """«عدد المدنيين» is the number of the civilians, a toll that a figure follows, and no "number of"."""
        noun = self._unit(unit.last, "people")
        return (
            self._arabic
            and unit.sense.value == 1
            and noun is not None
            and noun.definite
            and unit.last == unit.first + 1
        )

    def _quantify(self, mention: PeopleMention, quantifier: Quantifier | None) -> None:
        """Puts the quantifier before or after a mention into it."""
        after = self._unit(mention.last, "quantifier")
        behind = not self._arabic and after is not None and after.sense.form == "at_least"
        if after is not None and behind and mention.quantifier == "exact" and self._texts[after.last] in (",", "."):
            mention.high, mention.quantifier, mention.last = None, "at_least", after.last  # "24 at least, ..."
        if after is None and self._arabic and self._texts[mention.last] in ("،", ","):
            after = self._unit(mention.last + 1, "quantifier")  # «34 شخصا، على الأقل»
        if after is not None and after.sense.form == "at_least_after":
            if self._arabic and self._of_force(after.last):
                mention.role = "fighter"
            quantifier, mention.last = quantifier or "at_least", after.last
        if quantifier in ("at_least", "more_than"):
            mention.high, mention.quantifier = None, quantifier
            return
        upward = self._texts[mention.first] != "as"  # "as many as 30" is thirty, "up to 30" is at most thirty
        if quantifier == "at_most" and mention.quantifier == "exact" and mention.low > 1 and upward:
            mention.low, mention.quantifier = 1, quantifier
        elif quantifier in ("about", "at_most", "less_than") and mention.quantifier == "exact":
            mention.quantifier = quantifier
