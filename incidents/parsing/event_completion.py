"""Fills what an event's own words leave open: place, day, period, weapons and actors told around it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from incidents.parsing.date_mentions import DateMention
from incidents.parsing.event_grouping import EventGrouping
from incidents.parsing.events import Event, Passage, is_scene, is_wide, lies_in
from incidents.parsing.places import settle
from incidents.parsing.results import PlaceReading
from incidents.parsing.timing import best_day, is_day, is_recent, period_of

_DAY_EARLIER = frozenset((("a", "day", "earlier"), ("the", "previous", "day"), ("the", "day", "before")))
_DEALS = frozenset("agreement deal truce ceasefire talks negotiations settlement".split())
_OFTEN = frozenset(
    "متكرر متكرره باستمرار مستمر عاده دوري تزال زالت يزال زال الحين الفينه يوميا المعتاد مرارا المتكرره اليوميه".split()
)
_ARRIVING = frozenset("وصلت هرعت هرع طوقت طوق حضرت توجهت فرضت وصل سارعت ضربت".split())
_PLACE_OF_IT = frozenset("المكان الموقع للمكان للموقع طوقا مكان موقع".split())
_REPORTS = frozenset("احصاييه الاحصاييه احصاييات احصاء تقرير تقريرا تقريره تقريرها التقرير".split())
_LOOKAROUND = 60  # passages
_HEADING = 8  # tokens
_DAMASCUS, _RURAL_DAMASCUS = "SY01", "SY03"
_DATED = 5  # events back to one with a day, over totals of a period


def _is_city(place: PlaceReading) -> bool:
    """Whether a quarter may lie in a place: a settlement, or a governorate that bears its capital's name."""
    role = place.rule.split(":")[0]
    if place.precision == "governorate":
        return role == "at" and place.governorate != _RURAL_DAMASCUS
    if place.rule == "abroad:village":
        return False  # «منطقة الربيعي»: no quarter lies in a village
    return place.precision == "community" and role in ("at", "within", "abroad", "near")


class EventCompletion(EventGrouping):
    """The part of :class:`incidents.parsing.event_reader.EventReader` that looks around an event."""

    _dateline = 0  # the token after a dateline

    def _complete(self, made: list[Event], passage: Passage, lead: list[Passage], events: list[Event]) -> None:
        """Fills what an event's own words leave open from its sentence, the sentences before it, and the event
        before.
        """
        self._share_day(made, passage)
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
                if event.place is not None and not event.own_place:
                    event.own_place = any(is_scene(p) for q in near if self._heads(q) for _, p in q.places)
                if event.place is None and before is not None:
                    event.place = before.place
                if event.place is None:
                    event.place = settle(event.places)
            earlier = event.own_date and event.date is not None and self._day_earlier(event.date)
            if (not event.own_date or earlier) and (follows := self._following_day(passage, before)) is not None:
                event.date, event.own_date = follows, True
            elif not event.own_date and not self._arabic and near:
                follows = next((d for p in near if (d := self._following_day(p, before)) is not None), None)
                if follows is not None:  # "The next day a boy found a bomblet. It exploded, injuring him"
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
                dated = before
                if before.period is not None and event.own_place:
                    dated = next((e for e in reversed(events[-_DATED:]) if e.period is None), before)
                if dated.passage != event.passage and _aside(dated):
                    dated = next((e for e in reversed(events[-_DATED:]) if not _aside(e)), before)
                event.date = dated.date
            for name in ("weapons", "actors"):
                if not getattr(event, name):
                    if index and made[0].sentences == event.sentences and not event.own_place:
                        setattr(event, name, list(getattr(made[0], name)))
                    if not getattr(event, name):
                        setattr(event, name, [m for p in near for _, m in getattr(p, name)])
                    if not getattr(event, name) and index:
                        shared = [m for at, m in getattr(passage, name) if at < made[0].last]
                        setattr(event, name, shared)

    def _heads(self, passage: Passage) -> bool:
        """Whether a line only names the place of what follows: "Damascus Province:"."""
        sentence = passage.sentence
        return sentence.alone and self._texts[sentence.last - 1] == ":" and sentence.last - sentence.first <= _HEADING

    def _own_line(self, passage: Passage, before: Event | None) -> bool:
        """Whether a paragraph or list item tells no event before this one: what it names first is this event's own."""
        return before is None or before.sentences[-1].line != passage.sentence.line

    def _over_heading(self, before: Event, event: Event) -> bool:
        """Whether «من جهة أخرى» and its like stand between two events: a day does not carry on over them."""
        between = self._passages[before.passage + 1 : event.passage + 1]
        return event.own_place and any(u.kind == "elsewhere" for passage in between for u in passage.units)

    def _following_day(self, passage: Passage, before: Event | None) -> DateMention | None:
        """ "On the same day", «وفي اليوم التالي»: the day of the event before, or the one after it."""
        word = next((d for d in passage.dates if d.rule in ("same_day", "next_day") or self._day_earlier(d)), None)
        if (
            word is None
            or before is None
            or before.date is None
            or before.date.start is None
            or before.date.end is None
        ):
            return None
        if before.date.rule == word.rule and before.date.first == word.first:
            return before.date
        step = timedelta(days=1 if word.rule == "next_day" else -1 if self._day_earlier(word) else 0)
        return replace(word, start=before.date.end + step, end=before.date.end + step, kind="day")

    def _share_day(self, made: list[Event], passage: Passage) -> None:
        """ "Killed four in Hama and two in Homs on Wednesday": the only day of a sentence is that of all it tells."""
        days = [day for day in self._days(passage) if is_day(day)] if len(made) > 1 and not self._arabic else []
        if len(days) != 1:
            return
        for event in made:
            if event.date is None and event.period is None and not event.undated:
                event.date, event.own_date = days[0], True

    def _day_earlier(self, date: DateMention) -> bool:
        """ "A day earlier", «وذلك بعد يوم من»: counted from the attack told before, not from publication."""
        if self._arabic:
            return date.rule == "day_before"
        return tuple(self._texts[date.first : date.last]) in _DAY_EARLIER

    def _carried_period(self, near: Sequence[Passage], before: Event | None, event: Event) -> DateMention | None:
        """The period of the sentences before, where figures without a day or a place of their own follow them."""
        for passage in reversed(near):
            dates = self._days(passage)
            if best_day(dates) is not None and not (self._arabic and self._reports_figures(passage)):
                return None
            period = period_of(dates, None, (), False)
            heading = passage.sentence.alone and passage.sentence.line == 0
            large = (event.low("killed") or event.low("injured") or 0) >= 20
            if period is not None and not is_recent(period) and period.rule != "period:hour" and (heading or large):
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
            roles = ("at:", "near:") if self._arabic and number < 2 else ("at:",)
            if number < 2 and event.place is None:
                roles = (*roles, "abroad:village", "abroad:town", "abroad:city")
            scenes = [p for _, p in passage.places if is_scene(p) and p.rule.startswith(roles)]
            better = settle(scenes)
            if better is not None and (
                event.place is None
                or (is_wide(event.place) or self._around(event.place))
                and not is_wide(better)
                and (lies_in(better, event.place) or self._beside_capital(better, event.place))
            ):
                event.place = better
            if self._another_time(event, passage):
                continue
            if self._arabic and self._happens_often(passage):
                continue
            if not event.actors and passage.actors and not self._negotiates(passage) and not self._arrives(passage):
                event.actors = [m for _, m in passage.actors]
            if not event.weapons:
                event.weapons = [m for _, m in passage.weapons]

    def _beside_capital(self, better: PlaceReading, place: PlaceReading) -> bool:
        """Whether a town of the country round Damascus is meant: "areas east of the capital", then "mainly Douma"."""
        near = place.rule.startswith("near:")
        return near and place.governorate == _DAMASCUS and better.governorate == _RURAL_DAMASCUS

    def _around(self, place: PlaceReading) -> bool:
        """Whether a town is named only for the country around it: "the Azaz region"."""
        return not self._arabic and place.rule.startswith(("within:", "near:"))

    def _another_time(self, event: Event, passage: Passage) -> bool:
        """Whether a sentence tells of a month or a year long before: "in March 2018 the army took the town"."""
        if self._arabic or event.date is None and not passage.dates:
            return False
        return any(d.kind in ("month", "year") and d.rule != "since" for d in passage.dates)

    def _arrives(self, passage: Passage) -> bool:
        """«وصلت فرق هندسة من الجيش إلى المكان»: who comes after an attack did not do it."""
        words = self._texts[passage.sentence.first : passage.sentence.last]
        return self._arabic and not _ARRIVING.isdisjoint(words) and not _PLACE_OF_IT.isdisjoint(words)

    def _reports_figures(self, passage: Passage) -> bool:
        """«أصدر المركز، اليوم السبت، إحصائية عن شهر تموز»: a day of the report, a month of the figures."""
        return not _REPORTS.isdisjoint(self._texts[passage.sentence.first : passage.sentence.last])

    def _happens_often(self, passage: Passage) -> bool:
        """«تشهد المحافظة بشكل متكرر حوادث مماثلة»: what goes on happening names nobody who did this."""
        words = self._texts[passage.sentence.first : passage.sentence.last]
        return not _OFTEN.isdisjoint(words)

    def _negotiates(self, passage: Passage) -> bool:
        """Whether a sentence tells of a deal: its parties are named for that, not for an attack."""
        return not _DEALS.isdisjoint(self._texts[passage.sentence.first : passage.sentence.last])

    def _city_of(self, event: Event) -> PlaceReading | None:
        """A quarter's city, where the text names it: nearest before the event, else anywhere."""
        place = event.place
        if place is None or place.precision != "neighbourhood":
            return place
        near = self._passages[max(event.passage - _LOOKAROUND, 0) : event.passage + _LOOKAROUND]
        named = [p for passage in near for _, p in passage.places if _is_city(p)]
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


def _aside(event: Event) -> bool:
    """Whether an attack was told between others, as that of the day before: «وذلك بعد يوم من»."""
    return event.date is not None and event.date.rule == "day_before"
