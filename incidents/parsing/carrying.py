"""Carries weapons and actors on to the places told after them: "the shelling also killed four in the next village"."""

from __future__ import annotations

from collections.abc import Sequence

from incidents.parsing.events import Event
from incidents.parsing.weapons import settle_weapons

_UNSAID = (frozenset[str](), frozenset(("shelling",)))


def carry_over(events: Sequence[Event]) -> None:
    """Fills weapons and actors that an event's own words leave open from the event told before it.

    Nothing is carried to another day, to a claim, to an attack by another party, or from another kind of weapon. A bare
    "shelling" takes the kind of shelling that was named before.
    """
    for before, event in zip(events, events[1:], strict=False):
        if event.period is not None or _another_day(before, event):
            continue
        told, known = _weapons(event), _weapons(before)
        same_party = not event.actors or not before.actors or _actors(event) & _actors(before)
        if told in _UNSAID and same_party and (not told or known & _SHELLS):
            event.weapons = list(before.weapons) if known else event.weapons
        if not event.actors and (told in _UNSAID or told & known):
            event.actors = list(before.actors)


_SHELLS = frozenset(("artillery", "rocket", "mortar"))


def _another_day(before: Event, event: Event) -> bool:
    one, other = before.date, event.date
    if one is None or other is None or one.start is None or other.start is None:
        return event.own_date and one is not other
    return (one.start, one.end) != (other.start, other.end)


def _weapons(event: Event) -> frozenset[str]:
    return frozenset(mention.code for mention in settle_weapons(event.weapons))


def _actors(event: Event) -> frozenset[str]:
    return frozenset(mention.code for mention in event.actors)
