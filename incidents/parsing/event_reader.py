"""Groups the statements of a text into events, each with the place, day, weapons and actors told beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from incidents.parsing.date_mentions import DateMention
from incidents.parsing.datelines import dateline_end
from incidents.parsing.event_completion import EventCompletion
from incidents.parsing.event_figures import EventFigures
from incidents.parsing.event_parts import LOOKBACK, EventParts
from incidents.parsing.event_tellings import EventTellings
from incidents.parsing.events import Event, Passage, is_scene, is_wide
from incidents.parsing.extents import read_extent, spread
from incidents.parsing.places import settle
from incidents.parsing.results import PlaceReading
from incidents.parsing.statements import Statement
from incidents.parsing.tally import with_total
from incidents.parsing.timing import best_day, earliest_day, is_period, period_of
from incidents.parsing.tokens import Tokens

_BULLETS = frozenset("-•*–—▪●►◾🔻🔸🔹")
_RECORDED = frozenset(
    "documented recorded counted verified tallied registered احصي احصت وثق وثقت سجل سجلت توثيق تسجيل احصاء".split()
)
_CAMPAIGNS = frozenset(
    "war offensive campaign conflict siege assault escalation uprising crackdown invasion battle fighting hostilities "
    "attacks حملتها حملته حمله الهجمات هجمات هجماتها هجماته الانتهاكات الحرب حرب النزاع الحمله الهجوم التصعيد الحصار "
    "الثوره العمليه المعارك الاقتتال الصراع العدوان".split()
)


_ATTACKS_ONE = frozenset(
    "انفجرت انفجار بانفجار وانفجرت التفجير تفجير بتفجير التفجيرالذي غاره الغاره بغاره المجزره مجزره الهجوم".split()
)
_THAT = frozenset(("ان", "بان", "انه", "انها", "ان:"))
_SMALL_REGIONS = frozenset(
    (
        "Eastern Ghouta", "Western Ghouta", "Jabal al-Zawiya", "Ghab Plain", "Qalamoun", "Wadi Barada",
        "Jabal al-Akrad", "Jabal al-Turkman", "Lajat", "Yarmouk Basin", "Golan",
    )
)  # fmt: skip
_SHOTS = frozenset("shell rocket mortar missile strike airstrike raid attack blast explosion bomb drone mine".split())
_ATTACK = frozenset(
    "airstrike strike attack bombing blast explosion raid shelling bomb ambush mine landmine shell rocket missile "
    "massacre".split()
)
_ATTACKS = frozenset(
    "airstrikes strikes attacks bombings blasts explosions raids bombs offensive campaign war conflict".split()
)
_SPELLS = ("month", "period:month", "period:week", "this month", "this year")
_ONE = frozenset("a an the this that".split())
_SO_FAR = frozenset(("اللحظه", "الان", "حتي_الان", "far"))  # «حتى اللحظة», "so far"
_FOREMOST_REACH = 11  # tokens between "the first" and "since"
_FOREMOST = frozenset(
    "اول الاولي لاول الاعنف الاسوا الاكثر الاكبر اكبر اعنف اسوا اقسي الاقسي الادمي ادمي "
    "first worst deadliest heaviest biggest largest bloodiest fiercest highest".split()
)


class EventReader(EventTellings, EventFigures, EventParts, EventCompletion):
    """Goes through the passages of one text in order and keeps what carries over from one to the next."""

    def __init__(self, passages: Sequence[Passage], another: frozenset[str], tokens: Tokens, arabic: bool) -> None:
        super().__init__(passages, another, tokens.texts, arabic)
        self._natural = False
        self._dateline = dateline_end(tokens)

    def read(self) -> list[Event]:
        """The events of a text in the order in which it tells them; a retelling is an event of its own here."""
        events: list[Event] = []
        lead: list[Passage] = []
        waiting: list[Statement] = []  # parts of a toll that is told only after them
        for number, passage in enumerate(self._passages):
            pointers = [s for s in passage.statements if s.pointer]
            groups = self._groups(passage)
            if self._arabic and groups and self._goes_on(passage, groups):
                groups, pointers = [], []
            if pointers and not groups and events and self._tells_elsewhere(passage, events[-1]):
                groups, pointers = [[replace(pointers[0], pointer=False)]], []
            self._recognise_fighters(passage, events)
            self._hear_accident(passage)
            parts = self._parts_told(passage, events, number)
            if parts and not groups and events and self._placed_apart(passage, events[-1]):
                groups = [[replace(part, parts_only=False, tally=with_total(part.tally)) for part in parts[:1]]]
                parts = []
            if parts and not groups and events:
                self._add_parts(events, parts)
            elif parts and not groups:
                waiting += parts
            if not groups and pointers and events and events[-1].period is None and not events[-1].share:
                self._point(events[-1], pointers, passage)
            if not groups:
                labels = _is_heading(passage) and self._labels(passage)
                if lead and lead[-1].sentence.line != passage.sentence.line and _is_heading(lead[-1]) and not labels:
                    lead = []
                lead.append(passage)
                if events:
                    self._trail(events, passage)
                continue
            told = [self._event(passage, groups, index) for index in range(len(groups))]
            made = [event for one in told for event in spread(one, passage, self._texts)]
            for event in made:
                event.passage = number
            self._complete(made, passage, lead, events)
            events += made
            for part in waiting + parts:
                self._add_parts([e for e in events[-LOOKBACK:] if e.figure < part.first] or made, [part])
            waiting = []
            if pointers and made[-1].period is None and not made[-1].share:
                self._point(made[-1], pointers, passage)
            lead = []
        if self._arabic and all(event.date is None and event.period is None for event in events):
            self._date_by_report(events)
        for event in events:
            self._follow(event)
            if self._arabic and not event.actors and any(m.code == "barrel_bomb" for m in event.weapons):
                event.actors = next((list(e.actors) for e in events if _drops_barrels(e)), [])
            event.scene = event.place.name if event.place is not None else None
            event.place = self._city_of(event) or _region_of(event)
        return events

    def _another_shell(self, start: int, end: int) -> bool:
        """ "Two more were hurt as another shell landed on a street": an attack besides the one told before."""
        if self._arabic or "another" not in self._texts[start:end]:
            return False
        return any(
            self._texts[at] == "another" and self._texts[at + 1] in _SHOTS
            for at in range(start, min(end, len(self._texts) - 1))
        )

    def _names_one_attack(self, start: int, end: int) -> bool:
        """Whether the words name an attack, not attacks: such a toll is no claim, however large it is."""
        words = self._texts[start:end]
        if not _ATTACKS.isdisjoint(words) or _ATTACK.isdisjoint(words):
            return False
        return any(words[at] in _ATTACK and not _ONE.isdisjoint(words[max(at - 4, 0) : at]) for at in range(len(words)))

    def _refers_back(self, start: int, figure: int) -> bool:
        """ "The explosion also wounded 15": the attack told before is the subject, right before its verb."""
        words = self._texts[start:figure]
        return any(one == "the" and other in _ATTACK for one, other in zip(words, words[1:4], strict=False)) or any(
            one == "the" and other in _ATTACK for one, other in zip(words[-6:], words[-5:], strict=False)
        )

    def _labels(self, passage: Passage) -> bool:
        """Whether a line is "Location: ...", one of several that say where and when the text below happened."""
        return ":" in self._texts[passage.sentence.first : passage.sentence.first + 4]

    def _trail(self, events: Sequence[Event], passage: Passage) -> None:
        """Notes a sentence without figures after the event before it: "ISIS claimed the attacks" after them all."""
        events[-1].trail.append(passage)
        words = self._texts[passage.sentence.first : passage.sentence.last]
        if self._arabic or _ATTACKS.isdisjoint(words) or not passage.actors:
            return
        for event in reversed(events[-LOOKBACK:-1]):
            if event.passage != events[-1].passage:
                return
            event.trail.append(passage)

    def _announced(
        self, passage: Passage, day: DateMention, dates: Sequence[DateMention], group: Sequence[Statement]
    ) -> bool:
        """«وثقت الشبكة، الأحد، مقتل 13 طفلاً ... خلال ثلاثة أيام»: the day before the figure is that of the report."""
        later = any(is_period(d) and d.first >= group[0].last for d in dates)
        said = any(u.kind == "saying" and u.last <= day.first for u in passage.units)
        return later and said and day.last <= group[0].first

    def _said(self, passage: Passage, start: int, end: int) -> int:
        """The token after "the rescue chief in X told Y that", where the places of what is told begin.

        0 where no place is told behind such words: then the place before them is all there is.
        """
        if not self._arabic or "saying" not in passage.kinds:
            return 0
        saying = next((u for u in passage.units if u.kind == "saying" and start <= u.first < end), None)
        if saying is None:
            return 0
        that = next((at for at in range(saying.last, end) if self._texts[at] in _THAT), None)
        if that is None or any(u.kind == "outcome" and u.first < that for u in passage.units if u.first >= start):
            return 0
        return that if any(that < at < end and is_scene(p) for at, p in passage.places) else 0

    def _one_attack(self, event: Event, start: int, end: int) -> bool:
        """«انفجرت سيارة مفخخة في أواخر أيلول»: one attack at a town, of which only the month is told."""
        period = event.period
        monthly = period is not None and period.rule in ("month", "month edge", "this month") and period.kind != "since"
        if not monthly or is_wide(event.place):
            return False
        return not _ATTACKS_ONE.isdisjoint(self._texts[start:end])

    def _compares(self, date: DateMention) -> bool:
        """ "The deadliest attack since 2013", «للمرة الأولى منذ بدء الثورة»: a period that nobody is counted for."""
        if date.kind != "since" and not (date.rule.startswith("period:") and not self._arabic):
            return False
        before = self._texts[max(date.first - _FOREMOST_REACH, 0) : date.first]
        return any(text in _FOREMOST or text.lstrip("وفبل") in _FOREMOST for text in before)

    def _tells_elsewhere(self, passage: Passage, event: Event) -> bool:
        """Whether an attack at a town of its own brought the injured: «قصف بلدات X وY، وبعض الإصابات»."""
        if not passage.weapons or any(u.kind in ("hospital", "carried") for u in passage.units):
            return False
        towns = [p for _, p in passage.places if is_scene(p) and not is_wide(p) and p.rule.startswith("at:")]
        return bool(towns) and event.place is not None and event.place.name not in {p.name for p in towns}

    def _hear_accident(self, passage: Passage) -> None:
        """An earthquake or a disease goes on being what a text tells of until a weapon is named."""
        if passage.weapons:
            self._natural = False
        elif "accident" in passage.kinds:
            self._natural = True

    def _event(self, passage: Passage, groups: list[list[Statement]], index: int) -> Event:
        group = groups[index]
        start, end = self._segment(passage, groups, index)
        event = Event(start, end, [passage.sentence], units=passage.units, figure=group[0].first)
        for statement in group:
            self._add(event, statement)
        told_from = max(start, self._said(passage, start, end), self._dateline) if passage.places else start
        event.places = [p for at, p in passage.places if told_from <= at < end]
        event.place = settle([p for p in event.places if is_scene(p)])
        read_extent(event, passage, start, end, self._texts)
        if index and self._of_the_day(passage, groups[index - 1], group[0]):
            event.everywhere = event.nationwide = True
        event.own_place = event.place is not None
        until = passage.sentence.last if index + 1 == len(groups) else end  # a day holds for the whole sentence
        dates = [
            d
            for d in passage.dates
            if start <= d.first < until
            and not self._reported(passage, d)
            and not self._compares(d)
            and not (d.first >= group[-1].last and self._texts[d.first] == "ومنذ")  # opens what is told next
        ]
        event.date = best_day(dates, group) if not event.later_death else earliest_day(dates)
        if event.date is not None and self._announced(passage, event.date, dates, group):
            event.date = None
        event.own_date = event.date is not None
        event.dated_by_report = event.date is not None and self._beside_saying(passage, event.date, group)
        event.accident |= self._natural
        event.period = period_of(dates, event.date, group, event.own_place and not is_wide(event.place))
        if event.period is None and index and not event.own_date and not event.own_place:
            event.period = period_of(passage.dates, None, group, False)
        if event.period is not None and event.own_place and self._one_attack(event, start, end):
            event.period = None
        event.undated = event.date is None and any(
            d.kind in ("month", "period") and d.rule != "period:hour" for d in dates
        )
        event.spell = next((d.key for d in dates if d.kind in ("month", "period")), "") if event.date is None else ""
        event.weapons = [m for at, m in passage.weapons if start <= at < end]
        if not event.weapons and self._arabic and index + 1 == len(groups):
            event.weapons = [m for at, m in passage.weapons if end <= at < passage.sentence.last]
        event.actors = [m for at, m in passage.actors if start <= at < end]
        event.sources = [m for at, m in passage.sources if start <= at < end]
        words = set(self._texts[start : min(group[0].first + 3, end)])
        if self._arabic and "ايضا" in words and self._causes_also(start, group[0].first):
            words.discard("ايضا")
        if "later" in words and any(u.kind == "saying" and self._texts[u.first - 1] == "later" for u in passage.units):
            words.discard("later")  # "officials later said that ...": the same attack
        event.another = bool(words & self._another) or index > 0 or self._another_shell(start, end)
        if self._recalls(passage):
            event.earlier, event.another = True, index > 0
        event.headline = passage.sentence.line == 0 and passage.sentence.alone
        event.regions = list(passage.regions)
        event.listed = passage.sentence.opens_line and self._texts[passage.sentence.first] in _BULLETS
        said = self._texts[start:end]
        event.recorded = not _RECORDED.isdisjoint(said)
        event.campaign = not _CAMPAIGNS.isdisjoint(said)
        event.fighting = self._arabic and self._fought(event, start, end)
        event.single = not self._arabic and self._names_one_attack(start, end)
        event.refers = not self._arabic and self._refers_back(start, event.figure)
        if event.single and not event.mostly:
            event.everywhere = event.nationwide = False
        if event.single and event.period is not None and event.period.rule in _SPELLS and event.period.kind != "since":
            event.period, event.undated = None, True  # "in October 2016 an air strike on a funeral killed 140"
        event.aggregate = "aggregate" in passage.kinds
        event.share = group[0].share is not None
        event.recalled = self._arabic and self._recalled(passage, start, end)
        event.victim = self._named_one(group[0]) if self._arabic else ()
        event.of_them = group[0].of_them
        if event.share and event.period is not None and event.period.rule == "period:hour":
            event.period = None  # "within 24 hours: three in X and two in Y"
        told = self._texts[group[0].first : group[0].last + 1]
        event.civil = any(text.startswith(("مدني", "civilian", "المدني")) for text in told)
        event.ongoing = not _SO_FAR.isdisjoint(said)
        return event


def _drops_barrels(event: Event) -> bool:
    """Whether an attack with barrel bombs is told to be the government's: then so are the others of the text."""
    parties = {mention.code for mention in event.actors}
    return parties == {"syrian_government"} and any(mention.code == "barrel_bomb" for mention in event.weapons)


def _region_of(event: Event) -> PlaceReading | None:
    """The small region that an event's sentence names, where it names no place: "villages of Jabal al-Zawiya"."""
    region = next((r for r in event.regions if r.name in _SMALL_REGIONS), None)
    if region is None:
        return None
    code = region.governorates[0] if len(region.governorates) == 1 else None
    return PlaceReading(region.text, region.span, region.text, "at:region", None, code, "subdistrict")


def _is_heading(passage: Passage) -> bool:
    return passage.sentence.alone and passage.sentence.last - passage.sentence.first <= 10
