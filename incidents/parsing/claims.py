"""Tells period claims from incidents: totals for a month, a year, "since", a region, or a day that the text breaks down."""

from __future__ import annotations

from collections.abc import Sequence

from incidents.parsing.events import Event

_WIDE = ("governorate", "country", "district", "subdistrict")


def part_claims(events: Sequence[Event]) -> tuple[list[Event], list[Event]]:
    """The events as (incidents, claims). A claim told twice, or part of another claim, stands once."""
    incidents: list[Event] = []
    claims: list[Event] = []
    for index, event in enumerate(events):
        (claims if is_claim(event, index, events) else incidents).append(event)
    return incidents, _without_parts(claims)


def is_claim(event: Event, index: int, events: Sequence[Event]) -> bool:
    """Whether figures stand for a period or a broken-down total instead of one attack."""
    if event.period is not None:
        day_told_after = event.own_date and event.date is not None and event.date.first > event.period.first
        return not (day_told_after and event.own_place and event.place is not None and event.place.precision not in _WIDE)
    return _is_broken_down(event, index, events)


def _is_broken_down(event: Event, index: int, events: Sequence[Event]) -> bool:
    """Whether later events with places of their own add up to this one: then it is the day's total."""
    total = event.low("killed")
    if total is None or event.place is not None and event.own_place and event.place.precision not in _WIDE:
        return False
    parts = [e for e in events[index + 1 :] if e.own_place and e.period is None and e.low("killed") is not None]
    counts = [e.low("killed") or 0 for e in parts]
    return len(counts) >= 2 and (sum(counts) == total or total > max(counts) and total == sum(counts))


def _without_parts(claims: list[Event]) -> list[Event]:
    """Leaves out a claim that only splits another one of the same period: the children among those killed in October."""
    kept: list[Event] = []
    for claim in claims:
        if not any(_is_part(claim, known) for known in kept):
            kept.append(claim)
    return kept


def _is_part(claim: Event, known: Event) -> bool:
    if claim.period is None or known.period is None or claim.period.start != known.period.start:
        return False
    for outcome, counted in claim.tallies.items():
        larger = known.tallies.get(outcome)
        if larger is None or counted.total is None:
            return False
        same = larger.total is not None and larger.total.low == counted.total.low
        group = any(
            group in larger.groups and amount.low == larger.groups[group].low == counted.total.low for group, amount in counted.groups.items()
        )
        if not same and not group:
            return False
    return True
