"""How English counts people: words between number and noun, articles, "another", names with ages."""

from __future__ import annotations

from dataclasses import replace

from incidents.parsing.lexicon import Sense, Unit
from incidents.parsing.numbers import Number
from incidents.parsing.people_items import PeopleItems
from incidents.parsing.people_mentions import PeopleMention, fused

_MEMBERS = frozenset("member members element elements personnel affiliates recruits staff officials men".split())
_PLACED = frozenset(("in", "at", "were", "died", "near", "when", "elsewhere"))  # what may follow "another seven"
_AGE_MARKS = frozenset(((",", ","), (",", "."), ("(", ")")))  # round the age behind a name
_OLDEST = 110
_DEATHS = frozenset("deaths fatalities injuries".split())  # "1,109 civilian deaths"
_HEADLINE_VERBS = frozenset("kills injures wounds".split())
_LANDED = frozenset("hit hits landed struck fell targeted exploded detonated slammed".split())
_FATES = frozenset(("dead", "killed", "wounded", "injured", "hurt", "slain", "martyred", "missing"))


class EnglishPhrases(PeopleItems):
    """The English part of :class:`incidents.parsing.people.PeopleReader`."""

    def _named_with_age(self, at: int) -> PeopleMention | None:
        """ "Rahaf al-Mutlaq, aged nine,": a person by name with an age between commas, told at the age."""
        number = self._around[at]
        if (
            not isinstance(number, Number)
            or not 0 < number.value < 100
            or (self._texts[at - 1], self._texts[number.last]) not in _AGE_MARKS
        ):
            return None
        first = at - 1
        while (
            first > 0
            and at - first < 6
            and self._tokens.kinds[first - 1] == "word"
            and self._items[first - 1] is None
            and (self._tokens.upper(first - 1) or self._texts[first - 1] in ("al", "el"))
            or self._texts[first - 1] == "-"
            and self._texts[first - 2] in ("al", "el")
        ):
            first -= 1
        if at - 1 - first < 2:
            return None
        return PeopleMention(
            first,
            number.last,
            1,
            1,
            "exact",
            "person",
            "person",
            "named:age",
            age=number.value,
            joined=self._texts[first - 1] == "and",
        )

    def _of_age(self, at: int, after: int, age: int) -> PeopleMention | None:
        """ "18-year-old Ahmad Khalid", "an under-18-year-old child": one person of that age, not so many people."""
        unit = self._unit(after + (self._texts[after] == "-"), "age_unit", "month_age_unit")
        if unit is None or age >= _OLDEST:
            return None
        noun = self._unit(unit.last, "people")
        article = self._unit(at, "det")
        named = unit.last < self._size and self._tokens.upper(unit.last)
        if noun is None and not named and not (article and self._unit(unit.last, "be", "have", "outcome")):
            return None
        sense = noun.sense if noun is not None else Sense("people", group="person")
        if sense.count == "many":
            return None
        last = noun.last if noun is not None else unit.last
        made = self._make(at, last, 1, 1, "exact", sense, "named:age", noun.first if noun is not None else None)
        below = "under" in (self._texts[at], self._texts[at - 1], self._texts[at - 2])
        made.age = 0 if unit.kind == "month_age_unit" else age - below
        return made

    def _fate_after(self, at: int) -> Unit | None:
        """The participle right behind people: "over 50 others injured", unless it acts ("a man killed three")."""
        fate = self._unit(at, "outcome")
        if fate is None or self._texts[at] not in _FATES:
            return None
        following = self._around[fate.last]
        acts = (
            isinstance(following, Number)
            or isinstance(following, Unit)
            and following.kind in ("det", "people", "quantifier", "vague", "poss")
        )
        return None if acts else fate

    def _english_noun(self, at: int) -> tuple[Sense | None, int | None, int, bool] | None:
        """English puts words between number and noun: "15 Iraqi civilians", "five other people", "two of its
        fighters".
        """
        kinds, texts = self._kinds, self._texts
        position, other, steps, force = at, False, 0, False
        if texts[at] in ("%", ":", "/") or kinds[at] == "percent":
            return None
        if texts[at] == "more":
            position += 1
            other = kinds[position] == "people" or texts[position] in ("in", "near")
        if kinds[at] == "others" and texts[at + 1] in _LANDED:
            return None  # "three others hit the embassy": shells
        if texts[position] == "deaths" and texts[position + 1] == "of":
            of = self._unit(position + 2, "people")
            sense = of.sense if of is not None else Sense("people", group="person")
            return replace(sense, outcome="killed"), position, of.last if of is not None else position + 2, False
        if texts[position] in _FATES and (fate := self._unit(position, "outcome")) is not None:
            return Sense("people", group="person", outcome=fate.sense.outcome, count="many"), position, fate.last, False
        if texts[position] == "of" and (some := self._unit(position, "subset")) is not None:
            position = some.last
            while kinds[position] in ("of", "be"):
                position += 1
            if kinds[position] != "people":
                return Sense("people", group="person"), None, position, False
        if kinds[position] == "of":
            position += 1
            while kinds[position] in ("poss", "det"):
                self._of_those = self._of_those or texts[position] in ("the", "those", "these")
                position += 1
        while steps < 5 and position < self._size:
            item = self._items[position]
            if isinstance(item, Unit):
                if item.kind == "people":
                    if self._glued(item.last):
                        return None  # "another activist-run group"
                    made = self._english_compound(item, other)
                    if item.sense.group == "rescue_workers" and kinds[made[2]] == "thing":
                        return None  # "two White Helmets centres"
                    own = force or texts[item.first - 1] in ("its", "their") and self._told_force(at)
                    belongs = own and texts[item.first] in _MEMBERS
                    return (replace(made[0], role="fighter"), *made[1:]) if belongs else made
                if item.kind == "others":
                    other, position = True, item.last
                    continue
                if item.kind in ("age_unit", "month_age_unit"):
                    position = item.last
                    continue
                if item.kind == "captive" and kinds[item.last] == "people":
                    position = item.last
                    continue
                if item.kind == "thing" or item.kind == "percent":
                    return None
                if item.kind == "force":
                    position, steps, force = item.last, steps + 1, True
                    continue
                break
            if isinstance(item, Number):
                if texts[item.last] != "-" or kinds[item.last + 1] not in ("age_unit", "month_age_unit"):
                    break
                position = item.last + 1
                continue
            kind = self._tokens.kinds[position]
            if kind == "break" or kind == "mark" and texts[position] not in ('"', "'", "-"):
                break
            position += 1
            steps += 1
        if other:
            return Sense("people", group="person"), None, at + 1, True
        return None, None, at + (texts[at] == "more"), False

    def _told_force(self, at: int) -> bool:
        """Whether an armed side stands a few words before: "the SDF announced that three of its members"."""
        return any(self._unit(position, "force") for position in range(max(at - 8, 0), at))

    def _glued(self, at: int) -> bool:
        """Whether a hyphen makes a noun before it the first half of another word."""
        return (
            self._texts[at] == "-"
            and at + 1 < self._size
            and self._tokens.end(at - 1) == self._tokens.begins[at]
            and self._tokens.end(at) == self._tokens.begins[at + 1]
            and not self._unit(at + 1, "people")
        )

    def _english_compound(self, unit: Unit, other: bool) -> tuple[Sense, int, int, bool]:
        """The last noun of a row is the head: "civil defence workers", "family members", "Islamist fighters"."""
        sense, position, last = unit.sense, unit.first, unit.last
        counted = isinstance(self._around[unit.first - 1], Number)
        for _ in range(4):
            nxt = self._around[last]
            if (
                isinstance(nxt, Unit)
                and nxt.kind == "people"
                and nxt.sense.count is not None
                and (nxt.sense.outcome is None or counted and self._texts[nxt.first] in _DEATHS)
            ):
                sense, position, last = fused(nxt.sense, sense), nxt.first, nxt.last
            else:
                break
        return sense, position, last, other

    def _bare_singular(self, at: int, unit: Unit) -> bool:
        """Whether an English singular without an article still counts one: after a possessive, "wife and child"."""
        return unit.sense.form == "kin" or self._unit(at - 1, "poss") is not None or self._headlined(at, unit)

    def _headlined(self, at: int, unit: Unit) -> bool:
        """ "Child killed by shelling", "Shelling kills woman, two children": a headline leaves the article out."""
        before = self._around[at - 1]
        if isinstance(before, Unit) and before.kind == "subset" and unit.sense.group in ("women", "children", "men"):
            return self._texts[unit.last] in ("and", ",")  # "8 civilians, including woman and a child"
        if isinstance(before, Unit) and before.kind == "outcome" and before.sense.form == "object":
            return self._texts[at - 1] in _HEADLINE_VERBS
        opens = at == 0 or self._tokens.kinds[at - 1] == "break" or self._texts[at - 1] in ("|", ":")
        return opens and self._texts[unit.last] in _FATES and self._unit(unit.last, "outcome") is not None

    def _english_singular(self, at: int) -> PeopleMention | None:
        """ "a 28-year-old man", "an elderly woman", "another civilian", "others"."""
        det = self._unit(at, "det", "poss")
        if det is None:
            return self._english_others(at)
        noun = self._english_noun(det.last)
        if noun is not None and noun[0] is None and isinstance(years := self._around[det.last], Number):
            return self._of_age(at, years.last, years.value)
        if noun is None or noun[0] is None or noun[0].count == "many" and det.kind == "det":
            return None
        sense, position, last, other = noun
        if self._unit(last, "thing", "family"):
            return None
        if det.kind == "poss" and (sense is None or sense.count != "one" or self._texts[at] in ("these", "those")):
            return None
        if det.kind == "poss" and self._texts[position or 0] == "death":
            return None  # "after his death"
        if sense is None:
            return None
        age = self._age_before(det.last, last)
        made = self._make(at, last, 1, 1, "exact", sense, "singular", position)
        made.definite, made.joined, made.age, made.other = det.kind == "poss", self._joined(at), age, other
        return self._trailing(made)

    def _english_others(self, at: int) -> PeopleMention | None:
        unit = self._unit(at, "others")
        if unit is None or self._texts[at] == "other":
            return None
        if self._texts[at] == "a":
            return PeopleMention(
                at, unit.last, 1, 1, "exact", "person", "person", "other", other=True, joined=self._joined(at)
            )
        if self._texts[at] == "another":
            noun = self._english_noun(unit.last)
            if noun is None:
                return None
            sense, position, last, _ = noun
            sense = sense or Sense("people", group="person")
            number = self._around[unit.last]
            if isinstance(number, Number):
                return self._another_few(at, number)
            one = self._make(at, last if noun[0] else unit.last, 1, 1, "exact", sense, "other", position)
            one.other, one.joined = True, self._joined(at)
            return one
        return PeopleMention(
            at,
            unit.last,
            1,
            None,
            "vague",
            "person",
            "person",
            "other",
            counted=False,
            other=True,
            joined=self._joined(at),
        )

    def _another_few(self, at: int, number: Number) -> PeopleMention | None:
        """ "Another seven", "another two children"."""
        alone = self._texts[number.last] in _PLACED
        noun = (None, None, number.last, False) if alone else self._english_noun(number.last)
        if noun is None:
            return None
        sense, position, last, _ = noun
        if sense is None and not alone:
            return None
        sense = sense or Sense("people", group="person")
        end = last if noun[0] is not None else number.last
        made = self._make(at, end, number.value, number.value, "exact", sense, "other:number", position)
        made.other, made.joined = True, self._joined(at)
        return made

    def _age_before(self, first: int, last: int) -> int | None:
        for at in range(first, last):
            item = self._around[at]
            if isinstance(item, Number):
                return item.value
        return None
