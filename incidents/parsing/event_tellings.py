"""How an Arabic text tells of an event: fresh or recalled, of one person by name, as the toll of battles that go on."""

from __future__ import annotations

from collections.abc import Sequence

from incidents.parsing.arabic_names import is_given_name
from incidents.parsing.date_mentions import DateMention
from incidents.parsing.event_grouping import EventGrouping
from incidents.parsing.events import Event, Passage
from incidents.parsing.statements import Statement
from incidents.parsing.timing import is_day

_THAT = frozenset(("ان", "بان", "انه", "انها", "ان:"))
_REPEATED = frozenset("متكرر متكرره المتكرره متتال متتالي متتاليه الحين الفينه حين_واخر".split())
_FIGHTING = frozenset(("المعارك", "الاشتباكات", "القتال", "المواجهات"))
_FOUGHT_REACH = 14
_CAUSED_BY = frozenset(("نتيجه", "جراء", "بسبب", "اثر"))
_BRINGING = frozenset("اسفر اسفرت ادي ادت اوقع اوقعت تسبب تسببت خلف خلفت اسفرا ادي_ذلك".split())
_SAYING_REACH = 6  # tokens between a verb of saying and its day


class EventTellings(EventGrouping):
    """The part of :class:`incidents.parsing.event_reader.EventReader` that hears the manner of telling."""

    def _date_by_report(self, events: Sequence[Event]) -> None:
        """«وذكر مصدر اليوم الاثنين أن انتحارياً ...»: where a text has no other day, what is told today is fresh."""
        days = [d for passage in self._passages for d in passage.dates if is_day(d)]
        today = [d for d in days if d.key == "offset0" or self._texts[d.first] == "اليوم"]
        if len(days) == 1 and today and events:
            events[0].date = today[0]

    def _recalled(self, passage: Passage, start: int, end: int) -> bool:
        """«وكان فلان قد قُتل الجمعة»: an older attack, told behind a fresh one."""
        if self._texts[start] not in ("وكان", "وكانت", "كان", "كانت"):
            return False
        return any(
            u.kind == "outcome" and start < u.first < end and self._texts[u.first - 1] == "قد" for u in passage.units
        )

    def _named_one(self, statement: Statement) -> tuple[str, ...]:
        """The first two words of the name behind «قُتل الشاب خالد المداحلة», none where no name follows."""
        total = statement.tally.total
        if total is None or (total.low, total.high) != (1, 1):
            return ()
        at = statement.first if total.rule.startswith("named") else statement.last
        at += self._texts[at : at + 1] == ['"']
        name = self._texts[at : at + 2]
        return tuple(name) if name and is_given_name(name[0]) else ()

    def _fought(self, event: Event, start: int, end: int) -> bool:
        """«المعارك أوقعت 40 قتيلاً», «26 قتيلاً نتيجة الاشتباكات الدائرة»: what battles that go on have brought."""
        said = self._texts[start:end]
        if _FIGHTING.isdisjoint(said) or "منذ" not in said and event.own_date:
            return False
        before = self._texts[max(start, event.figure - _FOUGHT_REACH) : event.figure]
        behind = self._texts[event.figure : min(event.figure + _FOUGHT_REACH, end)]
        if not _FIGHTING.isdisjoint(before) and any(word.lstrip("و") in _BRINGING for word in before):
            return True
        return any(one in _CAUSED_BY and other in _FIGHTING for one, other in zip(behind, behind[1:], strict=False))

    def _goes_on(self, passage: Passage, groups: list[list[Statement]]) -> bool:
        """«تعاني المنطقة من تفجيرات متكررة راح ضحيتها العشرات»: no attack, and no number either."""
        if _REPEATED.isdisjoint(self._texts[passage.sentence.first : passage.sentence.last]):
            return False
        totals = [s.tally.total for group in groups for s in group]
        return all(total is not None and total.quantifier == "vague" for total in totals)

    def _causes_also(self, start: int, figure: int) -> bool:
        """«وأسفر أيضاً عن إصابة ثلاثة»: the attack told before brought this too."""
        also = [at for at in range(start + 1, figure) if self._texts[at] == "ايضا"]
        return bool(also) and all(self._texts[at - 1].lstrip("وف") in _BRINGING for at in also)

    def _beside_saying(self, passage: Passage, day: DateMention, group: Sequence[Statement]) -> bool:
        """«أعلن مصدران، اليوم الأربعاء، سقوط 15 قتيلاً»: the day may be that of the report alone."""
        if not self._arabic or day.last > group[0].first:
            return False
        return any(
            u.kind == "saying"
            and 0 <= day.first - u.last <= _SAYING_REACH
            and _THAT.isdisjoint(self._texts[u.last : day.first])
            for u in passage.units
        )
