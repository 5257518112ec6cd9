"""What an event is before it becomes a result: figures told together, with where, when, how and by whom."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass, field

from incidents.parsing.date_mentions import DateMention
from incidents.parsing.lexicon import Unit
from incidents.parsing.regions import RegionReading
from incidents.parsing.results import Mention, PlaceReading
from incidents.parsing.statements import Statement
from incidents.parsing.tally import Tally
from incidents.parsing.tokens import Sentence

_OUTCOMES = ("killed", "injured", "missing")
_FEW = 10  # people; smaller numbers add up to another by chance
_VAST = 500  # people
_WIDE = ("governorate", "district", "subdistrict", "country")


@dataclass(slots=True)
class Passage:
    """One sentence with all that was found in it, each at its token: the raw material of events."""

    sentence: Sentence
    statements: list[Statement]
    units: list[Unit]
    dates: list[DateMention]
    places: list[tuple[int, PlaceReading]]
    weapons: list[tuple[int, Mention]]
    actors: list[tuple[int, Mention]]
    sources: list[tuple[int, Mention]]
    regions: list[RegionReading]
    kinds: Set[str]  # those of the units


@dataclass(slots=True)
class Event:
    """Figures that the text tells together, and where, when, how and by whom, as far as said.

    ``own_place`` and ``own_date`` say that the event's own passage names them, not a sentence before. ``period`` is set
    where the figures are told for a month, a year or "since", not for a day.
    """

    first: int
    last: int
    sentences: list[Sentence]
    tallies: dict[str, Tally] = field(default_factory=dict)
    parts: dict[str, Tally] = field(default_factory=dict)
    places: list[PlaceReading] = field(default_factory=list)
    place: PlaceReading | None = None
    own_place: bool = False
    scene: str | None = None  # the name told, before a quarter's city took its place
    date: DateMention | None = None
    own_date: bool = False
    dated_by_report: bool = False  # whether the day stands beside the verb of saying: it may be that of the report
    period: DateMention | None = None
    weapons: list[Mention] = field(default_factory=list)
    actors: list[Mention] = field(default_factory=list)
    sources: list[Mention] = field(default_factory=list)
    regions: list[RegionReading] = field(default_factory=list)
    revised: set[str] = field(default_factory=set)  # outcomes whose toll replaces an earlier one
    aggregate: bool = False
    another: bool = False
    revises: bool = False
    earlier: bool = False
    later_death: bool = False
    accident: bool = False
    headline: bool = False
    fighters: bool = False
    definite: bool = False
    period_carried: bool = False  # whether the period was told before, not in the event's own sentence
    victim: tuple[str, ...] = ()  # the name of the one person whom it tells of
    heard: list[Statement] = field(default_factory=list)  # the statements that it was made of, in order
    listed: bool = False  # whether a bullet or a number opens its line
    recorded: bool = False  # whether someone is said to have documented or counted these people
    recalled: bool = False  # whether «كان ... قد قُتل» tells of an older attack
    fighting: bool = False  # whether battles that go on, not one attack, are said to have brought them
    campaign: bool = False  # whether its words name a war, an offensive, a siege
    share: bool = False  # whether it is the part of a toll that one place had
    everywhere: bool = False  # told for a whole country or for "various parts" of it
    civil: bool = False  # whether its words call the people civilians
    ongoing: bool = False  # told "so far"
    whole: bool = False  # whether the events behind it add up to it
    shared: bool = False  # whether it is only a share of a period's total
    nationwide: bool = False  # a country is named right beside the figure
    mostly: bool = False  # the only places named are those that "most of them" were killed at
    refers: bool = False  # whether "the attack", "the blast" is its subject: the one told before
    single: bool = False  # whether its words name one attack: "the strike", "a car bomb"
    of_them: bool = False  # "ten of them": some of the people told right before
    undated: bool = False  # told for "last week" or "January": no day told before is its day
    spell: str = ""  # that week or month, where it is told
    trail: list[Passage] = field(default_factory=list)
    merged: dict[str, tuple[set[object], int]] = field(init=False, default_factory=dict)  # what its lists hold
    passage: int = 0  # the number of its passage
    figure: int = 0  # the token of the event's first figure
    units: list[Unit] = field(default_factory=list)
    told: dict[str, int] = field(default_factory=dict)  # the token after the words that told an outcome

    def count(self, outcome: str) -> int:
        """The least number of one outcome, 0 where the event tells none."""
        return self.low(outcome) or 0

    def low(self, outcome: str) -> int | None:
        """The least number of one outcome, None where the event tells none."""
        counted = self.tallies.get(outcome)
        return counted.total.low if counted is not None and counted.total is not None else None


def is_scene(place: PlaceReading) -> bool:
    """Whether harm may have happened at a place: not an origin, a facility, or a country on its own."""
    if place.precision == "country" or place.rule.endswith(":from"):
        return False
    return place.rule.startswith(("at:", "near:", "abroad:", "within:"))


def is_vast(event: Event) -> bool:
    """Whether so many are told without a town of their own that no single attack can have had them all."""
    known = event.low("killed") or 0
    if known >= _VAST * 20:
        return True
    least = _VAST * 10 if event.own_date else _VAST
    if known >= 2 * _VAST and not event.own_date and event.campaign:
        return True  # «استشهاد 3714 طالباً جراء العدوان»
    return known >= least and (is_wide(event.place) or not event.own_place)


def is_wide(place: PlaceReading | None) -> bool:
    return place is None or place.precision in _WIDE


def names_one_town(event: Event, parts: Sequence[Event]) -> bool:
    """Whether few died at a town where none of the others did: those add up to them by chance alone."""
    place = event.place
    if place is None or not event.own_place or place.precision != "community" or not place.rule.startswith("at:"):
        return False
    if any(p.rule == "at:listed" for p in event.places) or max(map(event.count, _OUTCOMES)) >= _FEW:
        return False
    return all(part.own_place and part.place is not None and part.place.name != place.name for part in parts)


def names_one_village(event: Event) -> bool:
    """Whether an event names the one village that was hit, and with what: a few other dead add up to it by chance."""
    place = event.place
    one_place = place is not None and event.own_place and place.rule in ("at:village", "at:town", "at:camp")
    return one_place and bool(event.weapons) and not any(p.rule == "at:listed" for p in event.places)


def lies_in(narrow: PlaceReading, wide: PlaceReading) -> bool:
    return wide.governorate is None or narrow.governorate in (None, wide.governorate)


def equal_numbers(one: Event, other: Event) -> bool:
    """Whether two events tell the same numbers of each outcome that both tell, and one at least."""
    shared = False
    for outcome in _OUTCOMES:
        ours = one.low(outcome)
        theirs = other.low(outcome) if ours is not None else None
        if theirs is None:
            continue
        if ours != theirs:
            return False
        shared = True
    return shared
