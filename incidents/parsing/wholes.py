"""Finds totals that the events behind them add up to: "ten were killed", then nine at one place, one at another."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from incidents.parsing.events import Event, equal_numbers, names_one_town, names_one_village

_SURE_WHOLE = 12  # dead and injured that two sums at once do not reach by chance
_SURE_SUM = 10  # dead that the next events do not add up to by chance
_LEAST_WHOLE = 3  # people; two and one may be chance
_LEAST_MADE = 8  # dead without a place that others do not add up to by chance
_MOST_PARTS = 8  # events behind a total that are tried as its parts
_COUNTED = ("killed", "injured")


def mark_wholes(events: Sequence[Event]) -> None:
    """Marks the totals that the events right behind them add up to: "10 were killed", then nine here and one there."""
    for at, event in enumerate(events):
        behind = events[at + 1 : at + 1 + _MOST_PARTS]
        event.whole = event.period is None and not event.share and _is_sum(event, behind)


def _is_sum(event: Event, behind: Sequence[Event]) -> bool:
    """Whether the next events have together as many dead and as many injured, or as many of one at several places."""
    summed = [_parts_of(event, behind, outcome) for outcome in _COUNTED]
    both = all(event.low(outcome) is not None for outcome in _COUNTED)
    if both and all(summed) and (event.low("killed") or 0) + (event.low("injured") or 0) >= _SURE_WHOLE:
        return True
    for outcome, parts in zip(_COUNTED, summed, strict=True):
        scenes = {one.scene for one in parts}
        apart = len(scenes) > 1 or any(one.another and one.own_place for one in parts[1:])
        if len(parts) > 1 and apart and (event.low(outcome) or 0) >= _SURE_SUM:
            return True
    if names_one_village(event):
        return False
    if event.place is None and _made_of(event, behind):
        return True
    told = event.scene if event.own_place else None
    for parts in summed:
        if names_one_town(event, parts):
            continue
        names = {one.scene for one in parts if one.scene is not None and one.own_place}
        if len(parts) > 1 and len(names) == len(parts) and told not in names:
            return True
    return False


def _made_of(event: Event, behind: Sequence[Event]) -> bool:
    """Whether two or three attacks at places of their own add up to dead who were told without a place."""
    total = event.low("killed") or 0
    parts = [e for e in behind if e.own_place and e.period is None and 0 < (e.low("killed") or 0) < total]
    if total < _LEAST_MADE or any(e.low("killed") == total for e in behind):
        return False
    return any(
        sum(e.low("killed") or 0 for e in some) == total and len({e.scene for e in some}) == len(some)
        for size in (2, 3)
        for some in combinations(parts[:6], size)
    )


def _parts_of(event: Event, behind: Sequence[Event], outcome: str) -> list[Event]:
    """The next events that add up to the total of one outcome, each counted once; none where they do not."""
    total = event.low(outcome)
    if total is None or total < _LEAST_WHOLE:
        return []
    parts: list[Event] = []
    for other in behind:
        part = other.low(outcome)
        if other.period is not None or part is None or part >= total or not _is_exact(other, outcome):
            continue
        if not event.everywhere and _lies_elsewhere(event, other):
            continue
        beyond = part + sum(one.low(outcome) or 0 for one in parts) > total
        if beyond and any(one.low(outcome) == part for one in parts):
            continue  # a part that is told again at a place of its own
        if any(equal_numbers(one, other) and _tells_no_more(one, other) for one in parts):
            continue  # told again
        parts.append(other)
        if sum(one.low(outcome) or 0 for one in parts) == total:
            return parts
    return []


def _lies_elsewhere(whole: Event, part: Event) -> bool:
    """Whether a part lies in another governorate than the total that it might belong to."""
    a, b = whole.place, part.place
    if a is None or b is None or not (whole.own_place and part.own_place):
        return False
    return None not in (a.governorate, b.governorate) and a.governorate != b.governorate


def _tells_no_more(one: Event, other: Event) -> bool:
    """Whether an event has no outcome and no place that the one before it lacks."""
    return set(one.tallies) >= set(other.tallies) and (one.scene == other.scene or not other.own_place)


def _is_exact(event: Event, outcome: str) -> bool:
    counted = event.tallies[outcome].total
    return counted is not None and counted.quantifier != "vague" and not event.later_death and not event.revises
