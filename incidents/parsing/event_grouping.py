"""Which statements of a sentence tell of one attack, and which words of the sentence tell of it."""

from __future__ import annotations

from collections.abc import Sequence

from incidents.parsing.date_mentions import DateMention
from incidents.parsing.events import Passage, is_scene
from incidents.parsing.lexicon import Unit
from incidents.parsing.places import settle
from incidents.parsing.statements import Statement
from incidents.parsing.timing import is_day, is_period, is_recent, only_reported

_MEANWHILE = frozenset(("while", "whereas", "بينما", "فيما"))
_BEHIND_IN = frozenset(("حين", "ما", "وقت"))  # «في حين», «في ما», «في وقت»
_WHILE = _MEANWHILE | _BEHIND_IN
# Words that mark another event but open no clause of their own.
_TRAILING = frozenset(
    ("ايضا", "اخر", "اخري", "كذلك", "ثانيه", "another", "also", "other", "second", "further", "later")
)
_SPANS = ["day"], ["days"], ["hours"], ["week"], ["weeks"], ["month"], ["months"]
_AND_HIT = frozenset(
    "واستهدفت واستهدف وقصفت وقصف وشنت وشن واغارت وتعرضت وتعرض وانفجرت وانفجر والقت والقي وسقطت وسقط".split()
)  # «..., واستهدفت الطائرات مدينة سراقب» opens another attack
_OF_ALL = frozenset(("كما", "بينهم", "ومنهم"))  # behind shares: what follows is said of the total
_FAR_LARGER = 4  # times the dead of one attack
_PASSIVE = 4  # tokens between victims and the verb behind them: "seven people had been killed"
PARTED = frozenset((";", "while", "but", "whereas", "though", "although"))


class EventGrouping:
    """The part of :class:`incidents.parsing.event_reader.EventReader` that parts a sentence."""

    def __init__(
        self, passages: Sequence[Passage], another: frozenset[str], texts: Sequence[str], arabic: bool
    ) -> None:
        self._arabic = arabic
        self._passages = passages
        self._another = another
        self._texts = texts

    def _groups(self, passage: Passage) -> list[list[Statement]]:
        groups: list[list[Statement]] = []
        for statement in passage.statements:
            if (
                statement.pointer
                or statement.parts_only
                or statement.tally.total is None
                and not statement.tally.groups
            ):
                continue
            if groups and not self._parts_from(passage, groups[-1], statement):
                groups[-1].append(statement)
            else:
                groups.append([statement])
        return groups

    def _parts_from(self, passage: Passage, group: list[Statement], statement: Statement) -> bool:
        """Whether a statement begins another event: an outcome told again, with a place or a day of its own between."""
        if statement.share is not None:
            return group[-1].share is None or group[-1].share.place != statement.share.place
        told = {s.outcome for s in group}
        if (
            any(group[-1].last <= d.first < statement.last and is_period(d) and not is_recent(d) for d in passage.dates)
            and not statement.earlier
        ) and (
            group[-1].outcome == statement.outcome
            and statement.revises
            and not any(is_period(d) for d in passage.dates if d.first < group[-1].last)
        ):
            return True  # "..., bringing the number of those killed since January to 52"
        if self._of_the_day(passage, group, statement) or self._days_after(group[-1], statement):
            return True
        if self._arabic and self._far_larger(passage, group, statement):
            return True
        if statement.earlier or statement.revises and not group[-1].revises:
            return False
        if any(s.outcome == statement.outcome and self._explains(s, statement) for s in group):
            return False
        end = statement.last
        if statement.outcome not in told:
            return bool(
                len(told) == 1
                and (self._own_scene(passage, group, statement) or self._place_leads(passage, group, statement))
            )
        same = next(s for s in group if s.outcome == statement.outcome)
        if (
            not statement.other
            and self._other_source(passage, same.last, statement.first)
            and not self._placed_before(passage, same)
        ):
            return False
        counted = statement.tally.total
        if counted is not None and counted.quantifier == "vague" and counted.low == 1 and statement.other:
            return False
        figure = statement.first if self._arabic else end  # the words of a figure may reach over its place
        if self._scene_between(passage, same.last, statement.first) or self._scene_between(
            passage, figure, self._reach(passage, statement)
        ):
            return True
        verbs = any(u.kind == "outcome" and same.last <= u.first < statement.first for u in passage.units)
        words = {self._texts[at] for at in range(same.last, statement.first)}
        announced = bool(words & self._another) or bool(words & _MEANWHILE)
        apart = not statement.other or not self._arabic and bool(words & _MEANWHILE) and counted is not None
        return verbs and announced and apart

    def _far_larger(self, passage: Passage, group: list[Statement], statement: Statement) -> bool:
        """«قتل 6 في X، في وقت ارتفعت حصيلة القتلى إلى 558»: the toll of more than this attack."""
        more = statement.tally.total
        known = next((s.tally.total for s in group if s.outcome == statement.outcome), None)
        if not statement.revises or more is None or known is None or more.low < _FAR_LARGER * max(known.low, 4):
            return False
        return any(self._is_while(at) for at in range(group[-1].last, statement.first))

    def _days_after(self, one: Statement, other: Statement) -> bool:
        """ "28 were wounded, a day after a strike in which 52 were killed": an older attack is recalled."""
        words = self._texts[one.last : other.first]
        if self._arabic or "after" not in words or one.outcome == other.outcome and other.revises:
            return False
        return words[words.index("after") - 1 : words.index("after")] in _SPANS

    def _of_the_day(self, passage: Passage, group: list[Statement], statement: Statement) -> bool:
        """«... ليرتفع إلى 37 عدد من قضوا خلال 24 ساعة»: the day's toll told behind one attack's."""
        more, known = statement.tally.total, group[-1].tally.total
        if not statement.revises or group[-1].outcome != statement.outcome or more is None or known is None:
            return False
        hours = any(
            (d.rule == "period:hour" or not self._arabic and d.kind == "since") and d.first >= statement.last
            for d in passage.dates
        )
        between = not self._arabic and any(
            group[-1].last <= at < statement.first and is_scene(p) for at, p in passage.places
        )
        return hours and more.low > known.low and (between or self._placed_before(passage, group[-1]))

    def _other_source(self, passage: Passage, start: int, end: int) -> bool:
        """ "... at 15, while state television said nine had been killed": another source's toll of the same attack."""
        stop = next((at for at in range(start, end) if self._texts[at] in PARTED), None)
        if stop is None or any(stop < d.first < end for d in passage.dates):
            return False
        return any(u.kind == "saying" and stop < u.first < end for u in passage.units)

    def _placed_before(self, passage: Passage, statement: Statement) -> bool:
        return any(passage.sentence.first <= at < statement.last + 8 and is_scene(p) for at, p in passage.places)

    def _is_while(self, at: int) -> bool:
        return self._texts[at] in _MEANWHILE or self._texts[at] in _BEHIND_IN and self._texts[at - 1] == "في"

    def _place_leads(self, passage: Passage, group: list[Statement], statement: Statement) -> bool:
        """ "In X, ...; in Y, two men were wounded": a place opens the clause behind the semicolon."""
        between = range(group[-1].last, statement.first)
        stop = next(
            (
                at
                for at in between
                if self._texts[at] in (";", "؛") or self._is_while(at) or self._texts[at] in _AND_HIT
            ),
            None,
        )
        if stop is None:
            return False
        reach = statement.first if self._is_while(stop) or self._texts[stop] in _AND_HIT else stop + 4
        before = {p.name for at, p in passage.places if at < stop and is_scene(p)}
        named = any(stop < at <= reach and is_scene(p) and p.name not in before for at, p in passage.places)
        return named and bool(before)

    def _own_scene(self, passage: Passage, group: list[Statement], statement: Statement) -> bool:
        """«قتل 3 في X، وأصيب 5 في Y»: each outcome has its place right behind it."""
        told_from = group[0].first
        if any(self._texts[at] in _MEANWHILE for at in range(group[-1].last, statement.first)):
            told_from = passage.sentence.first  # "shells hit X, leaving three injured, while five were killed in Y"
        before = [p for at, p in passage.places if told_from <= at < statement.first and is_scene(p)]
        reach = self._reach(passage, statement)
        after = [p for at, p in passage.places if statement.last <= at < reach and is_scene(p)]
        if not after and told_from < group[0].first:
            other = next((s for s in passage.statements if s.first == reach and s.outcome != statement.outcome), None)
            reach = self._reach(passage, other) if other is not None else reach
            after = [p for at, p in passage.places if statement.last <= at < reach and is_scene(p)]
        if not before or not after or after[0].key is not None and any(after[0].key == p.key for p in before):
            return False
        return (
            settle(after) is not None
            and after[0].name != before[0].name
            and after[0].precision in ("community", "neighbourhood")
        )

    def _reach(self, passage: Passage, statement: Statement) -> int:
        later = (s.first for s in passage.statements if s.first > statement.last)
        return next(later, passage.sentence.last)

    def _scene_between(self, passage: Passage, start: int, end: int) -> bool:
        return any(start <= at < end and is_scene(p) for at, p in passage.places) or any(
            start <= d.first < end and (is_day(d) or is_period(d)) for d in passage.dates
        )

    def _segment(self, passage: Passage, groups: list[list[Statement]], index: int) -> tuple[int, int]:
        """The tokens of a sentence that tell of one of its groups."""
        start = passage.sentence.first if index == 0 else self._boundary(passage, groups[index - 1], groups[index])
        if index == 0 and self._arabic and "group_split" in passage.kinds:
            start = self._behind_mixed(passage, groups[0][0])
        end = (
            self._clause_end(passage, groups[index])
            if index + 1 == len(groups)
            else self._boundary(passage, groups[index], groups[index + 1])
        )
        return start, end

    def _behind_mixed(self, passage: Passage, statement: Statement) -> int:
        """«... لمقتل وجرح 10، بعد هجمات على X أدت لإصابة 15»: the first place is that of dead and injured in one."""
        split = next((u for u in passage.units if u.kind == "group_split" and u.last < statement.first), None)
        if split is None:
            return passage.sentence.first
        scenes = [at for at, p in passage.places if is_scene(p) and at < statement.first]
        apart = any(at < split.first for at in scenes) and any(at > split.last for at in scenes)
        return split.last if apart else passage.sentence.first

    def _follows(self, statement: Statement, verb: Unit) -> bool:
        """Whether a verb stands right behind its victims: what comes after it is still told of them."""
        return verb.sense.form in ("part", "after") and verb.first - statement.last <= _PASSIVE

    def _clause_end(self, passage: Passage, group: list[Statement]) -> int:
        """The end of the sentence, or the "while" behind the last figure that opens what others did."""
        end = passage.sentence.last
        if group[0].share is not None:
            words = self._texts[group[-1].last : end]
            end = next((group[-1].last + n for n, word in enumerate(words) if word in _OF_ALL), end)
        if _WHILE.isdisjoint(self._texts[group[-1].last : end]):
            return end
        stop = next((at for at in range(group[-1].last, end) if self._is_while(at)), None)
        if stop is None:
            return end
        return stop if any(at < stop and is_scene(p) for at, p in passage.places) else end

    def _boundary(self, passage: Passage, one: list[Statement], other: list[Statement]) -> int:
        """Where the telling of one group ends and the next begins: at the verb, or at the comma before its place."""
        start = other[0].first
        if other[0].share is not None:
            return max(other[0].share.start, one[-1].last)
        stop = next((at for at in range(start, one[-1].last, -1) if self._texts[at] in _MEANWHILE), None)
        if stop is not None and any(one[-1].last <= at < stop and is_scene(p) for at, p in passage.places):
            return stop  # "... in X, also in Y province, while two were killed in Z"
        verbs = [
            u.first
            for u in passage.units
            if u.kind == "outcome" and one[-1].last <= u.first <= start and not self._follows(one[-1], u)
        ]
        edge = verbs[-1] if verbs else start
        commas = [
            at
            for at in range(one[-1].last, edge)
            if self._texts[at] in (",", "،", ";", "؛", "while", "and", "whereas", "but")
            or self._texts[at] in self._another - _TRAILING
        ]
        own = any(at < one[-1].last and is_scene(p) for at, p in passage.places)
        for comma in reversed(commas) if self._arabic else commas:
            before = (
                own
                or self._texts[comma] in self._another - _TRAILING
                or any(one[-1].last <= at < comma and is_scene(p) for at, p in passage.places)
            )
            between = any(comma <= at < edge and is_scene(p) for at, p in passage.places)
            if before and between:
                return comma
        return edge

    def _explains(self, toll: Statement, statement: Statement) -> bool:
        """Whether people are told only to say why a toll rose: "to 33, as six more bodies were found"."""
        if not toll.revises or statement.revises or toll.outcome != statement.outcome or toll.last > statement.first:
            return False
        if statement.later_death:
            return True
        total, more = toll.tally.total, statement.tally.total
        words = self._texts[toll.last : statement.first]
        return (
            total is not None
            and more is not None
            and more.low < total.low
            and any(w in ("as", "after", "when") for w in words)
        )

    def _reported(self, passage: Passage, date: DateMention) -> bool:
        return only_reported(date, passage.units, self._texts, self._arabic)

    def _recalls(self, passage: Passage) -> bool:
        """ "Earlier, the committees reported one dead": a first toll of what was told before, no other attack."""
        at = passage.sentence.first
        if self._arabic or self._texts[at] != "earlier" or not passage.statements:
            return False
        told = passage.statements[0].first
        said = any(u.kind == "saying" and at < u.first < told for u in passage.units)
        return said and not passage.weapons and not any(p for where, p in passage.places if where < told)

    def _days(self, passage: Passage) -> list[DateMention]:
        return [d for d in passage.dates if not self._reported(passage, d)]
