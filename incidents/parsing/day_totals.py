"""Knows a day's total over an area by the attacks that a text tells behind it, though they do not add up to it."""

from __future__ import annotations

from collections.abc import Sequence

from incidents.parsing.events import Event, is_wide, lies_in

_OVER_REGION = 8  # people whom a text counts over a part of a country
_WORST = 0.3  # of a day's total that one attack told next must have
_NO_COINCIDENCE = 10  # people; two smaller numbers add up to a third by chance
_BEHIND = 12  # events in which the towns of a total are told


def leads(event: Event, events: Sequence[Event]) -> bool:
    """ "50 were killed on Tuesday", and then ten in one town, twelve in another and 13 in a third: a day's total."""
    total = event.low("killed")
    settled = event.place is not None and not is_wide(event.place) and not event.place.rule.startswith("near:")
    if total is None or total < _NO_COINCIDENCE or event.single or event.listed or settled and event.own_place:
        return False
    parts = [
        e
        for e in events[1 : 1 + _BEHIND]
        if e.period is None and e.own_place and not e.heard[0].other and e.low("killed") and not another_day(e, event)
    ]
    counts = [e.low("killed") or 0 for e in parts]
    towns = {place_name(e) for e in parts}
    return len(counts) > 2 and len(towns) > 2 and max(counts) < total and 0.5 * total <= sum(counts) <= total


def has_worst(event: Event, index: int, events: Sequence[Event]) -> bool:
    """ "18 were killed in the province. The worst strike hit Ariha, killing ten": a day's total and its main attack."""
    if event.place is None and _over_region(event):
        return _tells_town_of(event, events[index + 1 : index + 4])
    part = events[index + 1] if index + 1 < len(events) else None
    total, dead = event.low("killed"), part.low("killed") if part is not None else None
    wide = event.place is not None and event.place.precision == "governorate" and event.own_place
    if part is None or not wide or event.single or total is None or dead is None or total < _NO_COINCIDENCE:
        return False
    if not _WORST * total <= dead < total:
        return False
    if part.another or part.period is not None or part.passage - event.passage > 2 or another_day(part, event):
        return False
    if event.place is None or part.place is None or not part.own_place:
        return False
    return not is_wide(part.place) and lies_in(part.place, event.place)


def _over_region(event: Event) -> bool:
    """Whether people are counted over a part of a country: "nine were killed in northwest Syria"."""
    parts = any(region.name.endswith(" Syria") for region in event.regions)
    return parts and not event.single and (event.low("killed") or 0) >= _OVER_REGION


def _tells_town_of(event: Event, behind: Sequence[Event]) -> bool:
    """Whether one of the next attacks has a town of its own and fewer of the dead, on no other day."""
    total = event.low("killed") or 0
    return any(
        e.own_place
        and not is_wide(e.place)
        and e.period is None
        and 0 < (e.low("killed") or 0) < total
        and not another_day(e, event)
        for e in behind
    )


def another_day(one: Event, other: Event) -> bool:
    """Whether two events are each told for a day of their own, and not for the same one."""
    a, b = one.date, other.date
    wide = is_wide(other.place) or not other.own_place
    if wide or not (one.own_date and other.own_date) or a is None or b is None:
        return False
    if a.start is None or a.end is None or b.start is None or b.end is None:
        return a.key != b.key
    return a.end < b.start or b.end < a.start


def place_name(event: Event) -> str | None:
    return event.place.name if event.place else None
