"""How Arabic counts people: the noun after the number, duals, «آخر», «جثامين خمسة مدنيين»."""

from __future__ import annotations

from dataclasses import replace

from incidents.parsing.lexicon import Sense, Unit
from incidents.parsing.normalise import fold
from incidents.parsing.numbers import Number
from incidents.parsing.people_items import PeopleItems
from incidents.parsing.people_mentions import PeopleMention, fused
from incidents.parsing.results import Quantifier

_ADJECTIVES = frozenset(
    ("مدني", "مدنيه", "عسكري", "عسكريه", "مسلح", "مسلحه", "ارهابي", "ارهابيه", "انتحاري", "انتحاريه")
)  # of things too
_FEMININE = frozenset(("ضحيه", "الضحيه", "جثه", "نسمه"))  # what «مدنية» agrees with when it is no woman
_OF_ATTACKS = frozenset(
    "جوي جويه مدفعي مدفعيه صاروخي صاروخيه بري بريه بحري بحريه مروحي مماثل مماثله مشابه مزدوج عنيف ناسفه "
    "مفخخه مسيره".split()
)
_SERVING = frozenset(("عنصر", "عناصر", "العنصر", "العناصر"))
_NATIONALS = frozenset(
    fold(word).text
    for word in "سوريا سورية فلسطينيا لبنانيا عراقيا يمنيا مصريا أردنيا سودانيا أفغانيا إيزيديا كرديا".split()
)
_DUAL_VERBS = frozenset(  # «أن مدنيين قتلا» speaks of two
    "قتلا قتلتا استشهدا استشهدتا اصيبا اصيبتا جرحا جرحتا توفيا توفيتا قضيا ارتقيا لقيا لقيتا فارقا كانا كانتا".split()
)
_CASES = frozenset(("اصابه", "وفاه"))  # «17 إصابة» counts the injured


class ArabicPhrases(PeopleItems):
    """The Arabic part of :class:`incidents.parsing.people.PeopleReader`."""

    def _arabic_noun(self, at: int) -> tuple[Sense | None, int | None, int, bool] | None:
        if self._unit(at, "thing", "percent", "age_unit", "month_age_unit", "families") or self._texts[at] in (
            "%",
            "/",
        ):
            return None
        if self._texts[at] == ":" and isinstance(self._around[at + 1], Number):
            return None
        if (case := self._unit(at, "outcome")) is not None and self._texts[at] in _CASES:
            return Sense("people", group="person", outcome=case.sense.outcome, count="many"), at, case.last, False
        unit = self._unit(at, "people")
        if unit is not None and not unit.joined:
            return self._compound(unit)
        if self._texts[at] in _NATIONALS:
            return Sense("people", group="person"), at, at + 1, False  # «خمسين سورياً»
        if (others := self._unit(at, "others")) is not None and not others.joined:
            following = self._unit(others.last, "people")
            if self._texts[others.last] == "من" and (of := self._unit(others.last + 1, "people")):
                return of.sense, others.last + 1, of.last, True
            if following is not None and not following.joined and following.definite is False:
                return following.sense, others.last, following.last, True
            sense = Sense("people", group="women" if self._texts[at] in ("اخريات", "اخريان", "اخريين") else "person")
            return sense, None, others.last, True
        if (some := self._unit(at, "subset")) is not None and self._texts[at] in ("منهم", "منهن", "منها", "منهما"):
            of = self._unit(some.last, "people")
            if of is None:
                return None if self._texts[at] == "منها" else (Sense("people", group="person"), None, some.last, False)
            return of.sense, some.last, of.last, False
        if self._texts[at] == "من":
            for step in (1, 2):
                of = self._unit(at + step, "people")
                if of is not None and not self._unit(at + step, "subset"):
                    return of.sense, at + step, of.last, False
                if self._unit(at + step, "force"):
                    return Sense("people", group="person", role="fighter"), None, at + step + 1, False
                if self._around[at + step] is not None:
                    break
        return None, None, at, False

    def _compound(self, unit: Unit) -> tuple[Sense, int, int, bool]:
        """Nouns that stand in a row speak of the same people: «20 قتيلاً مدنياً», «طفلة رضيعة»."""
        sense, position, last = unit.sense, unit.first, unit.last
        other = False
        for _ in range(4):
            nxt = self._around[last]
            if isinstance(nxt, Unit) and nxt.kind == "others" and not nxt.joined:
                other, last = True, nxt.last
                continue
            if (
                not isinstance(nxt, Unit)
                or nxt.kind != "people"
                or nxt.joined
                or nxt.prefix[:1] in ("ل", "ب")
                and nxt.prefix
            ):
                break
            if nxt.sense.count == "two" and sense.count != "two":
                break
            if nxt.sense.form == "kin" and nxt.suffix:
                break
            if nxt.sense.count == "many" and sense.count == "one" and self._texts[nxt.first].startswith("ال"):
                break
            adjective = self._texts[nxt.first] == "مدنيه" and self._texts[unit.first].lstrip("و") in _FEMININE
            serves = nxt.sense.group == "rescue_workers" and self._texts[unit.first].lstrip("و") in _SERVING
            sense = nxt.sense if serves else sense if adjective else fused(sense, nxt.sense)
            if self._texts[nxt.first].startswith("مدني"):
                position = nxt.first
            last = nxt.last
        return sense, position, last, other

    def _follows_thing(self, at: int) -> bool:
        """«سيارة مدنية»: an adjective of a thing, or its owner, is no victim."""
        before = next((item for back in (1, 2) if (item := self._around[at - back]) is not None), None)
        adjective = self._texts[at].removeprefix("ال") in _ADJECTIVES
        return adjective and isinstance(before, Unit) and before.kind == "thing" and before.last == at

    def _bodies_of(self, unit: Unit) -> PeopleMention | None:
        """«جثامين خمسة مدنيين», «جثتين لشابين»: the people whose bodies they are, counted once."""
        if not self._texts[unit.first].lstrip("و").startswith(("جث", "الجث")):
            return None
        following = self._around[unit.last]
        if following is None or isinstance(following, Unit) and following.kind not in ("people", "quantifier", "vague"):
            return None
        if isinstance(following, Unit) and following.kind == "people" and following.definite:
            return None
        of = self.read(unit.last)
        if of is None or of.joined or of.outcome is not None:
            return None
        count = 2 if unit.sense.count == "two" else of.low
        high = 2 if unit.sense.count == "two" else of.high
        return replace(of, first=unit.first, low=count, high=high, outcome="killed", joined=unit.joined, definite=False)

    def _dual(self, first: int, last: int) -> bool:
        """Whether a form in -ين that may be dual or plural is dual: by its vowels (مدنيَّين) or an adjective
        (عاملين شابين).
        """
        item = self._around[last]
        nearest = last - 1
        if first in self._tokens.duals or nearest in self._tokens.duals:
            return True
        adjective = isinstance(item, Unit) and item.kind == "people" and item.sense.count == "two" and not item.joined
        return self._tokens.texts[first].endswith("ين") and (
            adjective or self._texts[last] in ("اثنين", "اثنتين", "اتنين") or self._texts[last] in _DUAL_VERBS
        )

    def _other_one(self, at: int) -> PeopleMention | None:
        """«آخر», «آخران», «أخرى» alone: one or two more people of the kind told before."""
        unit = self._unit(at, "others")
        if unit is None or unit.definite or self._texts[unit.last] in _OF_ATTACKS:
            return None  # «قصف مدفعي وآخر جوي»: another attack
        if not unit.joined and self._unit(at - 1, "thing"):
            return None  # «مناطق أخرى»
        text = self._texts[at].lstrip("و")
        two = text in ("اخران", "اخريان", "اخريين")
        many = text in ("عدد", "عددا", "اخرون", "اخرين", "اخريات", "غيرهم", "سواهم")
        low, high = (2, 2) if two else (1, None if many else 1)
        group = "women" if text in ("اخريات", "اخريان", "اخريين") else "person"
        quantifier: Quantifier = "vague" if many else "exact"
        return PeopleMention(
            at,
            unit.last,
            low,
            high,
            quantifier,
            group,
            "person",
            "other",
            joined=unit.joined,
            other=True,
            counted=not many,
        )
