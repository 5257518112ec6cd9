"""Brings retellings of one event together: headline and body, first toll and later toll, two sources that disagree."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from operator import attrgetter
from typing import Any

from incidents.parsing.events import Event, equal_numbers, is_vast, is_wide
from incidents.parsing.merging_days import firmly_equal, on_other_days, same_day
from incidents.parsing.merging_tallies import completed, spanned, with_groups, without_fighters
from incidents.parsing.results import PlaceReading
from incidents.parsing.telling_apart import (
    another_town,
    names_differ,
    one_person_again,
    opens_vaguely,
    other_people,
    other_quarter,
    plain_name,
    puts_the_toll,
    recalled,
    share_a_number,
    shared_outcomes,
    tells_the_rest,
    two_settlements,
)
from incidents.parsing.wholes import mark_wholes

_OUTCOMES = ("killed", "injured", "missing")
_NO_COINCIDENCE = 5  # a number of dead told twice from here on is one event told twice
_FAR_APART = 3
_RISEN = 1.25  # "at least 47", then "at least 49" at the same place
_LOOKBACK = 40  # events; a retelling does not stand further from what it retells
_WIDTH = {"neighbourhood": 0, "community": 0, "subdistrict": 2, "district": 3, "governorate": 4, "country": 5}


def merge_retellings(events: Sequence[Event]) -> list[Event]:
    """One event for each thing that happened, in the order of the text; the body wins over the headline."""
    kept: list[Event] = []
    mark_wholes(events)
    for event in events:
        match = next(
            (known for known in reversed(kept[-_LOOKBACK:]) if same_event(known, event, adjacent=known is kept[-1])),
            None,
        )
        if match is None:
            kept.append(event)
        else:
            _merge(match, event)
    return [event for event in kept if not event.earlier or event.tallies]


def same_event(one: Event, other: Event, *, adjacent: bool = True) -> bool:
    """Whether the later event retells the earlier one; ``adjacent`` says that no other event stands between them."""
    if (one.period is None) != (other.period is None) or one.fighters and not other.fighters:
        return False
    if one.period is not None and other.period is not None and not _same_claim(one, other):
        return False
    if other.aggregate and not equal_numbers(one, other) and not _only_vague(one, other):
        return False
    if one.victim and other.victim and one.victim != other.victim and set(one.tallies) & set(other.tallies):
        return False  # two people known by name
    if other.recalled and other.own_place and one.own_place and names_differ(one, other) and other.own_date:
        return False
    if on_other_days(one, other) and not equal_numbers(one, other):
        return False
    if one.whole != other.whole and not (equal_numbers(one, other) and share_a_number(one, other)):
        return False
    dated = one.own_date or other.own_date or one.date is not None and other.date is None and other.own_place
    if one.undated != other.undated and dated and not equal_numbers(one, other):
        return False
    if recalled(one, other):
        return False
    if one.undated and other.undated and one.spell != other.spell and not equal_numbers(one, other):
        return False  # "earlier this month ..." and "in July ..."
    if other_quarter(one, other) and (other.another or not equal_numbers(one, other)):
        return False
    if is_vast(one) != is_vast(other):
        return False
    if one.everywhere != other.everywhere and (one.own_place or other.own_place) and not equal_numbers(one, other):
        return False
    if other.share and (names_differ(one, other) or not equal_numbers(one, other)):
        return False
    if (
        other.listed
        and not other.revises
        and one.sentences[0].line != other.sentences[0].line
        and not equal_numbers(one, other)
    ):
        return False  # each item of a list tells an attack of its own
    if not same_place(one, other) and not _retold_nearby(one, other) or not same_day(one, other):
        return False
    if one_person_again(one, other):
        return True
    if other.another and (other_people(one, other) or another_town(one, other)):
        return False
    if other.another and other.own_place and one.own_place and not equal_numbers(one, other):
        return False
    shared = shared_outcomes(one, other)
    if (
        not shared
        and (not adjacent or two_settlements(one, other))
        and one.own_place
        and other.own_place
        and one.place != other.place
        and names_differ(one, other)
    ):
        return False
    if not shared:
        further = adjacent and (other.refers or other.heard[0].other and is_wide(one.place))
        return further or not other.another or not other.own_place
    firm = [o for o in shared if firmly_equal(one, other, o)]
    if firm and not other.another and ("killed" in firm or "killed" not in shared or _compatible(one, other, "killed")):
        return True
    if _restates_part(one, other, shared) or tells_the_rest(one, other, shared):
        return True
    if all(_compatible(one, other, outcome) for outcome in shared):
        return True
    if other.earlier or one.earlier:
        return True
    clashing = [o for o in shared if not _compatible(one, other, o)]
    if other.revised and all((other.low(o) or 0) >= (one.low(o) or 0) for o in clashing):
        return True
    return disagree(one, other)


def _restates_part(one: Event, other: Event, shared: Sequence[str]) -> bool:
    """Whether fewer people, told later without a place, a day or a word like "another", are some of those told
    before.
    """
    if other.another or other.own_place or other.own_date or set(other.tallies) - set(one.tallies) or other.revised:
        return False
    doers = [{mention.code for mention in event.actors} for event in (one, other)]
    means = [{mention.code for mention in event.weapons} for event in (one, other)]
    if all(doers) and all(means) and not doers[0] & doers[1] and not means[0] & means[1]:
        return False  # "government bombs killed 12. Rebel shelling killed four"
    return all((other.low(o) or 0) < (one.low(o) or 0) for o in shared) and not disagree(one, other)


def disagree(one: Event, other: Event) -> bool:
    """Whether two sources give different tolls of one attack, neither revising the other."""
    if (
        other.another
        or other.own_place
        and one.own_place
        and (one.place is None or other.place is None or one.place.name != other.place.name)
    ):
        return False
    if not all(_near(one, other, o) for o in _OUTCOMES):
        return False
    names, others = ({m.text for m in e.sources} for e in (one, other))
    apart = bool(names and others) and not names & others
    return (apart or not others and puts_the_toll(other)) and not other.own_date


def _only_vague(one: Event, other: Event) -> bool:
    """Whether the first telling gave no number where the second does: "several", then "33 altogether"."""
    shared = [o for o in other.tallies if o in one.tallies]
    totals = [one.tallies[o].total for o in shared]
    return bool(shared) and all(total is not None and total.quantifier == "vague" for total in totals)


def _near(one: Event, other: Event, outcome: str) -> bool:
    """Whether two tolls may be two countings of one attack: the larger is not more than a few times the smaller."""
    a, b = one.low(outcome), other.low(outcome)
    return a is None or b is None or max(a, b) <= _FAR_APART * min(a, b) + _NO_COINCIDENCE


def _same_claim(one: Event, other: Event) -> bool:
    """Whether two claims are one: the same period, and the same numbers or other outcomes of it."""
    a, b = one.period, other.period
    same = a is not None and b is not None and (a.start == b.start if a.start and b.start else a.key == b.key)
    shared = shared_outcomes(one, other)
    return same and (equal_numbers(one, other) if shared else True)


def _retold_nearby(one: Event, other: Event) -> bool:
    """Whether a retelling names the village beside the place that the first telling named."""
    if one.place is None or not equal_numbers(one, other) or set(one.tallies) != set(other.tallies):
        return False
    return any(place.name == one.place.name for place in other.places)


def same_place(one: Event, other: Event) -> bool:
    """Whether two events may have one place: the same, one unsaid, or one the wider area around the other."""
    a, b = one.place, other.place
    if a is None or b is None or not other.own_place:
        return True
    if a.key is not None and a.key == b.key or plain_name(a.name) == plain_name(b.name):
        return True
    return _contains(a, b) or _contains(b, a)


def _contains(wide: PlaceReading, narrow: PlaceReading) -> bool:
    if wide.rule.startswith(("near:", "within:")) and (
        wide.governorate is None or narrow.governorate in (None, wide.governorate)
    ):
        return True
    if _WIDTH[wide.precision] <= _WIDTH[narrow.precision]:
        return False
    return wide.precision == "country" or wide.governorate is None or narrow.governorate in (None, wide.governorate)


def _compatible(one: Event, other: Event, outcome: str) -> bool:
    """Whether two totals can be one: equal, or one of them only a lower bound that the other keeps."""
    a, b = one.tallies[outcome].total, other.tallies[outcome].total
    if a is None or b is None:
        return True
    if a.low == b.low:
        return True
    least, more = (a, b) if a.low < b.low else (b, a)
    if least.quantifier == "more_than" and more.low <= 2 * least.low and not other.another and not one.listed:
        return True  # "more than 10", then 14
    if least.quantifier == more.quantifier == "at_least" and more.low <= _RISEN * least.low and not other.another:
        return one.place is not None and other.place is not None and one.place.name == other.place.name
    if a.high is None and a.low < b.low and opens_vaguely(one, other):
        return True
    vague, firm = (a, b) if a.quantifier == "vague" else (b, a)
    return vague.quantifier == "vague" and vague.low <= firm.low


def _move_dead(known: Event, event: Event) -> None:
    """ "Four were injured. One of them died in hospital": who died is no longer among the injured."""
    dead, hurt = event.low("killed"), known.tallies.get("injured")
    of_them = any(u.kind == "subset" and u.first == event.sentences[0].first for u in event.units)
    if not (event.later_death and of_them and dead) or hurt is None or hurt.total is None or hurt.total.low <= dead:
        return
    high = None if hurt.total.high is None else hurt.total.high - dead
    known.tallies["injured"] = replace(hurt, total=replace(hurt.total, low=hurt.total.low - dead, high=high))


def _merge(known: Event, event: Event) -> None:
    """Takes over what the later telling says better."""
    ranges = disagree(known, event) and not equal_numbers(known, event)
    ranges = ranges and not tells_the_rest(known, event, shared_outcomes(known, event))
    if one_person_again(known, event):
        event.tallies.pop("injured")
    _move_dead(known, event)
    for outcome in _OUTCOMES:
        ours, theirs = known.tallies.get(outcome), event.tallies.get(outcome)
        if theirs is None:
            continue
        if ours is not None and without_fighters(ours, theirs):
            known.tallies[outcome] = theirs  # "nine injured", then "nine, four of them policemen"
        elif ours is None or known.earlier and not event.earlier:
            known.tallies[outcome] = theirs if ours is None else completed(theirs, ours)
        elif event.earlier and not (ours.total is not None and ours.total.quantifier == "vague"):
            continue
        elif not _compatible(known, event, outcome) and outcome not in event.revised and not ranges:
            fewer = (event.low(outcome) or 0) < (known.low(outcome) or 0)
            known.tallies[outcome] = with_groups(ours, theirs) if fewer else theirs
        elif ranges and not _compatible(known, event, outcome) and _tells_own_count(known, event, outcome):
            known.tallies[outcome] = spanned(ours, theirs)
        else:
            known.tallies[outcome] = completed(theirs, ours)
    for outcome, part in event.parts.items():
        known.parts.setdefault(outcome, part)
    known.earlier = known.earlier and event.earlier
    for name in ("whole", "everywhere", "nationwide", "mostly"):
        setattr(known, name, getattr(known, name) or getattr(event, name))
    _take_scene(known, event)
    _take_over("sentences", known, event, key=id)
    for name in ("weapons", "actors", "sources"):
        _take_over(name, known, event, key=attrgetter("span"))


def _tells_own_count(known: Event, event: Event, outcome: str) -> bool:
    """Whether a toll revises none: no word of rising, or fewer than another source said ("put the toll at nine")."""
    alone = sum(statement.outcome == outcome for statement in event.heard) == 1
    fewer = (event.low(outcome) or 0) < (known.low(outcome) or 0)
    return outcome not in event.revised or alone and (fewer or puts_the_toll(event))


def _take_over(name: str, known: Event, event: Event, key: Callable[[Any], object]) -> None:
    """Adds to a list of one event what it lacks of another's; that is noted, as retellings may be many."""
    mine, more = getattr(known, name), getattr(event, name)
    if not more:
        return
    told, size = known.merged.get(name, (set(), 0))
    if size != len(mine):
        told = {key(item) for item in mine}
    fresh = [item for item in more if key(item) not in told]
    mine += fresh
    told.update(map(key, fresh))
    known.merged[name] = told, len(mine)


def _take_scene(known: Event, event: Event) -> None:
    if event.place is not None and event.own_place:
        vaguer = (
            known.place is not None
            and known.place.rule.startswith(("near:", "within:"))
            and event.place.rule.startswith("at:")
        )
        if (
            known.place is None
            or not known.own_place
            or vaguer
            or _WIDTH[event.place.precision] < _WIDTH[known.place.precision]
        ):
            known.place, known.own_place = event.place, True
    reported = known.dated_by_report and event.own_date and not event.dated_by_report
    if event.date is not None and (
        known.date is None
        or event.own_date
        and not known.own_date
        or known.date.start is None
        and event.date.start is not None
        or reported
    ):
        known.dated_by_report = event.dated_by_report
        known.date, known.own_date = event.date, event.own_date
    elif (
        event.date is not None
        and known.date is not None
        and event.own_date
        and event.date.explicit
        and not known.date.explicit
    ):
        known.date = event.date
