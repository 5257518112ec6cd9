"""Reads what follows people who were counted: their age, and the armed side that they belong to."""

from __future__ import annotations

from incidents.parsing.lexicon import Unit
from incidents.parsing.numbers import Number
from incidents.parsing.people_items import PeopleItems
from incidents.parsing.people_mentions import PeopleMention

_MEMBERS = frozenset(("عنصر", "عنصرا", "عنصران", "عنصرين", "عناصر", "فراد", "فرد"))


class Affiliation(PeopleItems):
    """The part of :class:`incidents.parsing.people.PeopleReader` that reads ages and armed sides."""

    def _of_force(self, at: int) -> bool:
        """Whether "from/of/in the ranks of" and an armed side or fighters follow."""
        text = self._texts[at]
        if not self._arabic:
            return text in ("of", "from") and self._names_force(at + 1)
        if text == "بين" and isinstance(among := self._around[at + 1], Unit) and among.kind == "people":
            return among.sense.role == "fighter" and among.definite  # «سقوط قتلى بين المتمردين»
        if text in ("من", "في", "بصفوف", "لقوات", "ل", "of", "from", "in"):
            for step in (1, 2):
                unit = self._around[at + step]
                if isinstance(unit, Unit) and unit.kind == "people":
                    return unit.sense.role == "fighter"
                if isinstance(unit, Unit) and unit.kind == "force":
                    return (
                        text != "في"
                        and text != "in"
                        or self._texts[at + step] == "صفوف"
                        and not self._civil_ranks(at + step + 1)
                    )
                if unit is not None:
                    return False
        return False

    def _of_rescuers(self, mention: PeopleMention) -> int | None:
        """The token after «سبعة عناصر من منظمة الدفاع المدني», members of a service that carries no arms; else None."""
        if not self._arabic or mention.noun is None or self._texts[mention.noun].lstrip("وال") not in _MEMBERS:
            return None
        if self._texts[mention.last] not in ("من", "في", "ب", "لدي"):
            return None
        for step in (1, 2, 3):
            unit = self._around[mention.last + step]
            if isinstance(unit, Unit) and unit.kind in ("organisation", "people"):
                rescue = unit.kind == "organisation" or unit.sense.group in ("rescue_workers", "medical_workers")
                return unit.last if rescue else None
            if unit is not None and not self._unit(mention.last + step, "thing"):
                return None
        return None

    def _names_force(self, at: int) -> bool:
        """Whether "the Kurdish internal security forces", "an Iranian-backed militia" stand at a token."""
        for position in range(at, min(at + 6, self._size)):
            unit = self._around[position]
            if self._unit(position, "force") or self._texts[position] == "is" and self._tokens.upper(position):
                return True
            if isinstance(unit, Unit) and unit.kind == "people":
                return unit.sense.role == "fighter"
            if (
                unit is not None
                and not self._unit(position, "poss", "det", "conj")
                or self._tokens.kinds[position] == "break"
                or self._texts[position] in (",", ".", ";", "(")
            ):
                return False
        return False

    def _civil_ranks(self, at: int) -> bool:
        """«في صفوف المدنيين», «في صفوف المحتجين» are no ranks of an army."""
        unit = self._unit(at, "people", "force")
        return unit is None or unit.kind == "people" and unit.sense.role != "fighter"

    def age_after(self, at: int) -> int | None:
        """The age in "(17 عاماً)", "، 34 عاماً", ", 12,", "aged 9" within a few words after a person."""
        for position in range(at, min(at + 7, self._size)):
            item = self._around[position]
            if isinstance(item, Unit) and item.kind == "age_word":
                return item.sense.value
            if isinstance(item, Number):
                if self._unit(item.last, "age_unit"):
                    return item.value
                if self._unit(item.last, "month_age_unit"):
                    return 0
                if (
                    self._texts[position - 1] == "of"
                    and position - 1 == at
                    and not self._unit(item.last, "people", "thing")
                ):
                    return item.value
                if (
                    self._texts[position - 1] in ("aged", "age")
                    or self._texts[position - 1] == ","
                    and self._texts[item.last] == ","
                ):
                    return item.value if item.value < 110 else None
                if self._texts[item.last] == "-" and self._unit(item.last + 1, "age_unit"):
                    return item.value
                return None
            if not self._arabic and self._texts[position] in ("and", "with", "&"):
                return None  # "a woman and her 10-year-old son": the age is another's
            if (
                self._tokens.kinds[position] == "break"
                or isinstance(item, Unit)
                and item.kind in ("people", "outcome", "subset", "saying")
            ):
                return None
        return None
