"""Groups the statements of a text into events, each with the place, day, weapons and actors told beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from incidents.parsing.date_mentions import DateMention
from incidents.parsing.events import Event, Passage, is_scene, is_wide, lies_in
from incidents.parsing.places import settle
from incidents.parsing.results import PlaceReading
from incidents.parsing.statements import Statement
from incidents.parsing.tally import Tally
from incidents.parsing.timing import best_day, earliest_day, is_day, is_period, only_reported, period_of

_MEANWHILE = frozenset(("while", "whereas", "بينما", "فيما"))
_LOOKBACK = 20  # events; bounds that keep the work linear in the length of a text
_LOOKAROUND = 60  # passages
_DATELINE = 9  # tokens in which a dateline ("AIN ISSA, Syria (North Press) –") must end


_BULLETS = frozenset("-•*–—▪●►◾🔻🔸🔹")
_RECORDED = frozenset(
    "documented recorded counted verified tallied registered احصي احصت وثق وثقت سجل سجلت توثيق تسجيل احصاء".split()
)
_CAMPAIGNS = frozenset(
    "war offensive campaign conflict siege assault escalation uprising crackdown invasion battle fighting hostilities "
    "الحرب حرب النزاع الحمله حمله الهجوم التصعيد الحصار الثوره العمليه المعارك الاقتتال الصراع".split()
)
_PARTED = frozenset((";", "while", "but", "whereas", "though", "although"))


class EventReader:
    """Goes through the passages of one text in order and keeps what carries over from one to the next."""

    def __init__(
        self, passages: Sequence[Passage], another: frozenset[str], texts: Sequence[str], arabic: bool
    ) -> None:
        self._arabic = arabic
        self._natural = False
        self._dateline = _dateline_end(texts)
        self._passages = passages
        self._another = another
        self._texts = texts

    def read(self) -> list[Event]:
        """The events of a text in the order in which it tells them; a retelling is an event of its own here."""
        events: list[Event] = []
        lead: list[Passage] = []
        waiting: list[Statement] = []  # parts of a toll that is told only after them
        for number, passage in enumerate(self._passages):
            pointers = [s for s in passage.statements if s.pointer]
            groups = self._groups(passage)
            self._recognise_fighters(passage, events)
            self._hear_accident(passage)
            parts = [s for s in passage.statements if s.parts_only]
            if parts and not groups and events:
                self._add_parts(events, parts)
            elif parts and not groups:
                waiting += parts
            if not groups and pointers and events and events[-1].period is None:
                self._point(events[-1], pointers, passage)
            if not groups:
                if lead and lead[-1].sentence.line != passage.sentence.line and _is_heading(lead[-1]):
                    lead = []
                lead.append(passage)
                if events:
                    events[-1].trail.append(passage)
                continue
            made = [self._event(passage, groups, index) for index in range(len(groups))]
            for event in made:
                event.passage = number
            self._complete(made, passage, lead, events)
            events += made
            for part in waiting + parts:
                self._add_parts([e for e in events[-_LOOKBACK:] if e.figure < part.first] or made, [part])
            waiting = []
            if pointers and made[-1].period is None:
                self._point(made[-1], pointers, passage)
            lead = []
        for event in events:
            self._follow(event)
            event.place = self._city_of(event)
        return events

    def _add_parts(self, events: Sequence[Event], parts: Sequence[Statement]) -> None:
        """Gives "among the dead were two children" to the last event that tells such a toll."""
        for part in parts:
            event = next(
                (e for e in reversed(events[-_LOOKBACK:]) if part.outcome in e.tallies), events[-1] if events else None
            )
            if event is not None:
                event.parts.setdefault(part.outcome, part.tally)
                if part.sentence not in event.sentences:
                    event.sentences.append(part.sentence)

    def _hear_accident(self, passage: Passage) -> None:
        """An earthquake or a disease goes on being what a text tells of until a weapon is named."""
        if passage.weapons:
            self._natural = False
        elif any(u.kind == "accident" for u in passage.units):
            self._natural = True

    def _recognise_fighters(self, passage: Passage, events: Sequence[Event]) -> None:
        """A toll of "11 people" whose 11 dead a later sentence counts as fighters of both sides was one of fighters."""
        fighters = sum(s.tally.fighters for s in passage.statements if s.outcome == "killed" and s.tally.total is None)
        if fighters <= 2:
            return
        for event in events[-_LOOKBACK:]:
            if event.low("killed") == fighters and not event.tallies["killed"].groups:
                event.fighters = True

    def _point(self, event: Event, pointers: Sequence[Statement], passage: Passage) -> None:
        """ "The wounded were taken to hospital": people were injured, as many as the text says elsewhere or at
        least one.
        """
        event.tallies.setdefault("injured", pointers[0].tally)
        if passage.sentence not in event.sentences:
            event.sentences.append(passage.sentence)

    # -- which statements belong together ---
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
        told = {s.outcome for s in group}
        if (
            any(
                group[-1].last <= d.first < statement.last and is_period(d) and not _is_recent(d) for d in passage.dates
            )
            and not statement.earlier
        ) and (
            group[-1].outcome == statement.outcome
            and statement.revises
            and not any(is_period(d) for d in passage.dates if d.first < group[-1].last)
        ):
            return True  # "..., bringing the number of those killed since January to 52"
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
        if self._scene_between(passage, same.last, statement.first) or self._scene_between(
            passage, end, self._reach(passage, statement)
        ):
            return True
        verbs = any(u.kind == "outcome" and same.last <= u.first < statement.first for u in passage.units)
        words = {self._texts[at] for at in range(same.last, statement.first)}
        announced = bool(words & self._another) or bool(words & _MEANWHILE)
        return verbs and announced and not statement.other

    def _other_source(self, passage: Passage, start: int, end: int) -> bool:
        """ "... at 15, while state television said nine had been killed": another source's toll of the same attack."""
        stop = next((at for at in range(start, end) if self._texts[at] in _PARTED), None)
        if stop is None or any(stop < d.first < end for d in passage.dates):
            return False
        return any(u.kind == "saying" and stop < u.first < end for u in passage.units)

    def _placed_before(self, passage: Passage, statement: Statement) -> bool:
        return any(passage.sentence.first <= at < statement.last + 8 and is_scene(p) for at, p in passage.places)

    def _place_leads(self, passage: Passage, group: list[Statement], statement: Statement) -> bool:
        """ "In X, ...; in Y, two men were wounded": a place opens the clause behind the semicolon."""
        stop = next((at for at in range(group[-1].last, statement.first) if self._texts[at] in (";", "؛")), None)
        if stop is None:
            return False
        before = {p.name for at, p in passage.places if at < stop and is_scene(p)}
        return any(stop < at <= stop + 4 and is_scene(p) and p.name not in before for at, p in passage.places) and bool(
            before
        )

    def _own_scene(self, passage: Passage, group: list[Statement], statement: Statement) -> bool:
        """«قتل 3 في X، وأصيب 5 في Y»: each outcome has its place right behind it."""
        before = [p for at, p in passage.places if group[0].first <= at < statement.first and is_scene(p)]
        after = [
            p for at, p in passage.places if statement.last <= at < self._reach(passage, statement) and is_scene(p)
        ]
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

    # -- one event ---
    def _event(self, passage: Passage, groups: list[list[Statement]], index: int) -> Event:
        group = groups[index]
        start, end = self._segment(passage, groups, index)
        event = Event(start, end, [passage.sentence], units=passage.units, figure=group[0].first)
        for statement in group:
            self._add(event, statement)
        event.places = [p for at, p in passage.places if start <= at < end and at >= self._dateline]
        event.place = settle([p for p in event.places if is_scene(p)])
        event.own_place = event.place is not None
        dates = [d for d in passage.dates if start <= d.first < end and not self._reported(passage, d)]
        event.date = best_day(dates, group) if not event.later_death else earliest_day(dates)
        event.own_date = event.date is not None
        event.accident |= self._natural
        event.period = period_of(dates, event.date, group, event.own_place and not is_wide(event.place))
        if event.period is None and index and not event.own_date and not event.own_place:
            event.period = period_of(passage.dates, None, group, False)
        event.undated = event.date is None and any(
            d.kind in ("month", "period") and d.rule != "period:hour" for d in dates
        )
        event.weapons = [m for at, m in passage.weapons if start <= at < end]
        event.actors = [m for at, m in passage.actors if start <= at < end]
        event.sources = [m for at, m in passage.sources if start <= at < end]
        words = set(self._texts[start : min(group[0].first + 3, end)])
        event.another = bool(words & self._another) or index > 0
        event.headline = passage.sentence.line == 0 and passage.sentence.alone
        event.regions = list(passage.regions)
        event.listed = passage.sentence.opens_line and self._texts[passage.sentence.first] in _BULLETS
        event.recorded = not _RECORDED.isdisjoint(self._texts[start:end])
        event.campaign = not _CAMPAIGNS.isdisjoint(self._texts[start:end])
        event.aggregate = any(u.kind == "aggregate" for u in passage.units)
        event.starts_line = passage.sentence.opens_line
        return event

    def _add(self, event: Event, statement: Statement) -> None:
        vague = statement.tally.total is not None and statement.tally.total.quantifier == "vague"
        if vague and statement.outcome in event.told and statement.first - event.told[statement.outcome] > 8:
            return
        if statement.outcome in event.revised and any(self._explains(s, statement) for s in event.heard):
            return  # "rose to 12 after three succumbed": the toll counts them already
        event.heard.append(statement)
        event.revises |= statement.revises
        if statement.revises:
            event.revised.add(statement.outcome)
        event.later_death |= statement.later_death
        event.accident |= statement.accident
        event.definite |= statement.definite
        known = event.tallies.get(statement.outcome)
        if statement.earlier:
            event.earlier = known is None
            event.tallies.setdefault(statement.outcome, statement.tally)
        elif (
            known is not None
            and self._said_between(statement, event)
            and not statement.other
            and not self._rises_between(statement, event)
        ):
            _span(known, statement.tally)
        elif known is None or event.earlier or statement.revises:
            event.tallies[statement.outcome] = statement.tally
            event.told[statement.outcome] = statement.last
            event.earlier = False
        elif statement.later_death and event.revises:
            for group, amount in statement.tally.groups.items():
                known.groups.setdefault(group, amount)
        elif self._one_verb(statement, event) or self._more(statement):
            _sum_up(known, statement.tally)

    def _one_verb(self, statement: Statement, event: Event) -> bool:
        """Whether no further verb of harm stands before a statement: then it adds to the one before it."""
        told = event.told.get(statement.outcome, statement.first)
        return not any(u.kind == "outcome" and told <= u.first < statement.first for u in event.units)

    def _said_between(self, statement: Statement, event: Event) -> bool:
        """ "Seven were wounded; the council spoke of nine": another source tells the same outcome in the same
        sentence.
        """
        told = event.told.get(statement.outcome, statement.first)
        stop = next((at for at in range(told, statement.first) if self._texts[at] in _PARTED), None)
        return stop is not None and any(u.kind == "saying" and stop < u.first < statement.first for u in event.units)

    def _rises_between(self, statement: Statement, event: Event) -> bool:
        told = event.told.get(statement.outcome, statement.first)
        return any(u.kind == "rises" and told <= u.first < statement.first for u in event.units)

    def _more(self, statement: Statement) -> bool:
        """Whether the words say that these are other people than those told before."""
        return statement.other

    def _segment(self, passage: Passage, groups: list[list[Statement]], index: int) -> tuple[int, int]:
        """The tokens of a sentence that tell of one of its groups."""
        start = passage.sentence.first if index == 0 else self._boundary(passage, groups[index - 1], groups[index])
        end = (
            passage.sentence.last
            if index + 1 == len(groups)
            else self._boundary(passage, groups[index], groups[index + 1])
        )
        return start, end

    def _boundary(self, passage: Passage, one: list[Statement], other: list[Statement]) -> int:
        """Where the telling of one group ends and the next begins: at the verb, or at the comma before its place."""
        start = other[0].first
        verbs = [u.first for u in passage.units if u.kind == "outcome" and one[-1].last <= u.first <= start]
        edge = verbs[-1] if verbs else start
        commas = [
            at
            for at in range(one[-1].last, edge)
            if self._texts[at] in (",", "،", ";", "؛", "while", "and", "whereas", "but")
            or self._texts[at] in self._another
        ]
        own = any(at < one[-1].last and is_scene(p) for at, p in passage.places)
        for comma in commas:
            before = (
                own
                or self._texts[comma] in self._another
                or any(one[-1].last <= at < comma and is_scene(p) for at, p in passage.places)
            )
            between = any(comma <= at < edge and is_scene(p) for at, p in passage.places)
            if before and between:
                return comma
        return edge

    def _reported(self, passage: Passage, date: DateMention) -> bool:
        return only_reported(date, passage.units, self._texts, self._arabic)

    def _days(self, passage: Passage) -> list[DateMention]:
        return [d for d in passage.dates if not self._reported(passage, d)]

    # -- what carries over ---

    def _complete(self, made: list[Event], passage: Passage, lead: list[Passage], events: list[Event]) -> None:
        """Fills what an event's own words leave open from its sentence, the sentences before it, and the event
        before.
        """
        for index, event in enumerate(made):
            before = made[index - 1] if index else (events[-1] if events else None)
            near = [p for p in lead if p.sentence.line >= passage.sentence.line - 4]
            if event.place is None:
                told = [p for passage_ in near for at, p in passage_.places if is_scene(p) and at >= self._dateline]
                event.place = settle(told) if told else None
                if event.place is not None and self._own_line(passage, before):
                    event.own_place = any(
                        is_scene(p) for q in near if q.sentence.line == passage.sentence.line for _, p in q.places
                    )
                if event.place is None and before is not None:
                    event.place = before.place
                if event.place is None:
                    event.place = settle(event.places)
            if not event.own_date and (follows := self._following_day(passage, before)) is not None:
                event.date, event.own_date = follows, True
            if event.date is None and not event.undated:
                event.date = next((d for p in reversed(near) if (d := best_day(self._days(p)))), None)
                event.own_date = (
                    event.date is not None
                    and self._own_line(passage, before)
                    and any(event.date in p.dates for p in near if p.sentence.line == passage.sentence.line)
                )
            if event.period is None and not event.own_date and (not event.own_place or is_wide(event.place)):
                event.period = self._carried_period(near, before, event)
                event.period_carried = event.period is not None
            if (
                event.date is None
                and before is not None
                and event.period is None
                and not event.undated
                and not self._over_heading(before, event)
            ):
                event.date = before.date
            for name in ("weapons", "actors"):
                if not getattr(event, name):
                    if index and made[0].sentences == event.sentences and not event.own_place:
                        setattr(event, name, list(getattr(made[0], name)))
                    if not getattr(event, name):
                        setattr(event, name, [m for p in near for _, m in getattr(p, name)])
                    if not getattr(event, name) and index:
                        shared = [m for at, m in getattr(passage, name) if at < made[0].last]
                        setattr(event, name, shared)

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

    def _own_line(self, passage: Passage, before: Event | None) -> bool:
        """Whether a paragraph or list item tells no event before this one: what it names first is this event's own."""
        return before is None or before.sentences[-1].line != passage.sentence.line

    def _over_heading(self, before: Event, event: Event) -> bool:
        """Whether «من جهة أخرى» and its like stand between two events: a day does not carry on over them."""
        between = self._passages[before.passage + 1 : event.passage + 1]
        return event.own_place and any(u.kind == "elsewhere" for passage in between for u in passage.units)

    def _following_day(self, passage: Passage, before: Event | None) -> DateMention | None:
        """ "On the same day", «وفي اليوم التالي»: the day of the event before, or the one after it."""
        word = next((d for d in passage.dates if d.rule in ("same_day", "next_day")), None)
        if (
            word is None
            or before is None
            or before.date is None
            or before.date.start is None
            or before.date.end is None
        ):
            return None
        step = timedelta(days=1 if word.rule == "next_day" else 0)
        return replace(word, start=before.date.end + step, end=before.date.end + step, kind="day")

    def _carried_period(self, near: Sequence[Passage], before: Event | None, event: Event) -> DateMention | None:
        """The period of the sentences before, where figures without a day or a place of their own follow them."""
        for passage in reversed(near):
            dates = self._days(passage)
            if best_day(dates) is not None:
                return None
            period = period_of(dates, None, (), False)
            heading = passage.sentence.alone and passage.sentence.line == 0
            large = (event.low("killed") or event.low("injured") or 0) >= 20
            if period is not None and not _is_recent(period) and period.rule != "period:hour" and (heading or large):
                return period
        if (
            before is not None
            and before.period is not None
            and event.sentences[0].first - before.sentences[-1].last <= 1
            and not event.own_place
        ):
            return before.period
        return None

    def _follow(self, event: Event) -> None:
        """What only the sentences after an event say of it."""
        for number, passage in enumerate(event.trail[:4]):
            if event.date is None and number < 2:
                event.date = best_day(self._days(passage))
            scenes = [p for _, p in passage.places if is_scene(p) and p.rule.startswith("at:")]
            better = settle(scenes)
            if better is not None and (
                event.place is None or is_wide(event.place) and not is_wide(better) and lies_in(better, event.place)
            ):
                event.place = better
            if not event.actors:
                event.actors = [m for _, m in passage.actors]
            if not event.weapons:
                event.weapons = [m for _, m in passage.weapons]

    def _city_of(self, event: Event) -> PlaceReading | None:
        """A quarter's city, where the text names it: nearest before the event, else anywhere."""
        place = event.place
        if place is None or place.precision != "neighbourhood":
            return place
        near = self._passages[max(event.passage - _LOOKAROUND, 0) : event.passage + _LOOKAROUND]
        named = [
            p
            for passage in near
            for _, p in passage.places
            if p.precision == "community" and p.rule.split(":")[0] in ("at", "within", "abroad", "near")
        ]
        if place.governorate is not None:
            named = [
                p
                for p in named
                if p.governorate == place.governorate and p.rule.endswith((":city", ":cue", ":bare", ":listed"))
            ]
        before = [p for p in named if p.span.start < place.span.end + 120]
        if before:
            return min(before, key=lambda p: abs(p.span.start - place.span.start))
        return named[0] if named and place.governorate is not None else place


def _is_heading(passage: Passage) -> bool:
    return passage.sentence.alone and passage.sentence.last - passage.sentence.first <= 10


def _is_recent(period: DateMention) -> bool:
    """Whether a "since" reaches back only a week: "they have not slept since Tuesday" opens no claim."""
    if period.kind != "since" or period.start is None or period.end is None:
        return period.kind == "since" and period.rule.endswith(("weekday", "relative"))
    return (period.end - period.start).days <= 7


def _dateline_end(texts: Sequence[str]) -> int:
    """The token after a dateline, 0 where the text opens without one."""
    for at, text in enumerate(texts[:_DATELINE]):
        if text in ("—", "-", "–") and at and texts[at - 1] not in ("al", "el"):
            after = texts[at + 1] if at + 1 < len(texts) else ""
            if after not in ("",) and not after.isdigit() and texts[0].isalpha() and texts[0] not in ("on", "في"):
                return at + 1
        if text in (".", "\n", ":"):
            return 0
    return 0


def _sum_up(known: Tally, more: Tally) -> None:
    """Adds people told in one breath for the same outcome at the same place."""
    if more.total is not None:
        known.add_total(more.total)
    for group, amount in more.groups.items():
        known.add_group(group, amount)
    known.fighters += more.fighters


def _span(known: Tally, other: Tally) -> None:
    """Two tolls of one attack by two sources as one range."""
    if known.total is None or other.total is None or known.total.low == other.total.low:
        return
    highs = (known.total.high or known.total.low, other.total.high or other.total.low)
    low = min(known.total.low, other.total.low)
    known.total = replace(
        known.total, low=low, high=max(highs), quantifier="between", last=other.total.last, rule="sources:differ"
    )
