"""Tells claims from incidents: totals for a month, a year, "since", a region, or a day that is broken down."""

from __future__ import annotations

from collections.abc import Sequence

from incidents.parsing.day_totals import another_day, has_worst, leads, place_name
from incidents.parsing.events import Event, equal_numbers, is_vast, is_wide, names_one_town, names_one_village

_LEAST_SHARED = 0.4  # of a total that its shares must make up
_SHARES = 12  # events between a period's total and its last share
_LOOKAROUND = 40  # events between a total and its parts
_FEW = 6  # people at a town of their own
_MANY = 20
_SO_FAR = 10  # people whom a campaign has killed "so far"
_NOWHERE = 50  # people whom a text counts without saying where
_NATIONWIDE = 10  # people; fewer in "a village in Syria" are an attack's
_CAMPAIGN = 200
_ROUNDED = 1.1  # times a rounded number that the exact one may be
_OF_BATTLES = 15  # dead that "the clashes", not one attack, have brought
_MONTHS = 13  # claims behind a year's total
_NO_COINCIDENCE = 10  # people; two smaller numbers add up to a third by chance
_WIDE = ("governorate", "country", "district", "subdistrict")


def part_claims(events: Sequence[Event]) -> tuple[list[Event], list[Event]]:
    """The events as (incidents, claims). A claim told twice, or part of another claim, stands once."""
    incidents: list[Event] = []
    claims: list[Event] = []
    told_over_days: set[int] = set()  # the passages whose shares are those of several days
    for index, event in enumerate(events):
        if event.share and event.period is not None and event.period.rule != "period:hour":
            told_over_days.add(event.passage)
        if claims and event.share and event.passage in told_over_days:
            continue
        if claims and _shares_out(event, index, events) or _adds_injured(event, index, events):
            continue
        if event.headline and _only_announces(event, events[index + 1 :][:_SHARES]):
            continue
        if event.headline and _heads_claim(event, index, events) or not index and _announces_several(event, events):
            continue
        (claims if is_claim(event, index, events) else incidents).append(event)
    return incidents, _without_parts(_without_months([claim for claim in claims if _counts(claim)]))


def _shares_out(event: Event, index: int, events: Sequence[Event]) -> bool:
    """Whether people are only a share of a period's total: "of them, government forces killed 1,707"."""
    whole = next((e for e in reversed(events[max(index - _SHARES, 0) : index]) if not e.share and not e.shared), None)
    if whole is None or whole.period is None:
        return False
    if event.share and not _makes_up(event, index, events, whole):
        return False
    carried = event.listed and event.period_carried
    if not event.share and (event.period is not None and not carried or event.own_date):
        return False
    if _are_civilians(event, whole):
        whole.tallies.update(event.tallies)
        whole.civil = event.shared = True
        return True
    smaller = all((event.low(o) or 0) <= (whole.low(o) or 0) for o in event.tallies)
    dealing = event.listed or bool(event.actors) and _goes_on(index, events, whole)
    inside = dealing and is_wide(event.place)
    apart = event.own_place and not event.share and not event.mostly and not inside
    told = event.share or event.listed or event.mostly or event.recorded or bool(event.actors or event.weapons)
    event.shared = smaller and not apart and told
    return event.shared


def _only_announces(event: Event, behind: Sequence[Event]) -> bool:
    """Whether a headline says no more than "dead and injured in X and Y", and the body tells the numbers."""
    totals = [tally.total for tally in event.tallies.values() if tally.total is not None]
    vague = all(total.quantifier == "vague" for total in totals)
    return vague and all(any(e.low(o) for e in behind) for o in event.tallies)


def _announces_several(event: Event, events: Sequence[Event]) -> bool:
    """Whether a lead's "dozens in X and Y" are those that the next events count at several places."""
    total = event.tallies["killed"].total if set(event.tallies) == {"killed"} else None
    if total is None or total.quantifier != "vague" or total.low < _MANY:
        return False
    parts = [e for e in events[1:4] if e.own_place and e.period is None and e.low("killed") is not None]
    places = {e.place.name for e in parts if e.place is not None}
    return len(places) > 1 and sum(e.low("killed") or 0 for e in parts) >= total.low


def _heads_claim(event: Event, index: int, events: Sequence[Event]) -> bool:
    """Whether a headline only gives the number of the claim that the text opens with: "14 killed in X and Y"."""
    body = next((e for e in events[index + 1 : index + 3] if not e.headline), None)
    if body is None or set(event.tallies) - set(body.tallies) or not equal_numbers(event, body):
        return False
    if max(event.low(o) or 0 for o in event.tallies) < _NO_COINCIDENCE:
        return False
    return is_claim(body, events.index(body), events)


def _adds_injured(event: Event, index: int, events: Sequence[Event]) -> bool:
    """Whether a headline calls the dead and the injured together victims: "571 victims", 158 dead and 413 injured."""
    total = event.low("killed")
    if total is None or not event.headline or event.low("injured") is not None:
        return False
    if total < _NO_COINCIDENCE:
        return False
    tolls = [(e.low("killed"), e.low("injured")) for e in events[index + 1 : index + 4]]
    return any(dead and hurt and total == dead + hurt for dead, hurt in tolls)


def _are_civilians(event: Event, whole: Event) -> bool:
    """Whether an event only says how many of a period's dead were civilians: they alone count."""
    heads = event.listed and event.passage - whole.passage <= 2  # "448 people: - 201 civilians, - 163 soldiers"
    if whole.civil or not event.civil or event.own_place or event.actors or event.listed and not heads:
        return False
    return all((event.low(o) or 0) < (whole.low(o) or 0) for o in event.tallies)


def _goes_on(index: int, events: Sequence[Event], whole: Event) -> bool:
    """Whether the event told right before was the total or a share of it: then the text is still dealing it out."""
    before = events[index - 1]
    return before is whole or before.shared


def _makes_up(event: Event, index: int, events: Sequence[Event], whole: Event) -> bool:
    """Whether the shares told around one make up much of a total, as those of a later total do not."""
    run = [e for e in events[max(index - _LOOKAROUND, 0) : index + _LOOKAROUND] if e.share]
    return any(
        _LEAST_SHARED * (whole.low(o) or 0) <= sum(e.low(o) or 0 for e in run) <= (whole.low(o) or 0)
        for o in event.tallies
    )


def _counts(claim: Event) -> bool:
    """Whether a claim says a number; "the victims of October" and "several" say none."""
    totals = [tally.total for tally in claim.tallies.values() if tally.total is not None]
    return any(total.low >= _CAMPAIGN or total.quantifier != "vague" for total in totals)


def is_claim(event: Event, index: int, events: Sequence[Event]) -> bool:
    """Whether figures stand for a period or a broken-down total instead of one attack."""
    if event.period is not None:
        return True
    if event.aggregate and (index or len(event.places) > 2) and _is_wide(event) and (event.low("killed") or 0) >= _MANY:
        return True
    if event.share:
        return False
    if event.place is None and (event.low("killed") or 0) >= _NOWHERE and not event.single:
        return True
    if event.whole and not event.listed:
        return True
    if event.fighting and (event.low("killed") or 0) >= _OF_BATTLES:
        return True
    if _is_dealt_out(event, index, events) or _is_everywhere(event) or is_vast(event):
        return True
    if has_worst(event, index, events):
        return True
    if index == 0 and leads(event, events):
        return True
    return _is_broken_down(event, index, events) or _sums_up(event, index, events) or _is_campaign(event)


def _is_everywhere(event: Event) -> bool:
    """Whether people were counted over a whole country, or "in various parts" of it: no attack has them all."""
    if not event.everywhere or event.listed or event.single and not event.mostly:
        return False
    if event.nationwide and max(event.low("killed") or 0, event.low("injured") or 0) >= _NATIONWIDE:
        return True
    return event.place is None or event.mostly or event.place.precision in _WIDE or not event.own_place


def _is_dealt_out(event: Event, index: int, events: Sequence[Event]) -> bool:
    """Whether the text goes on to deal a number out to several places."""
    shares: list[Event] = []
    for other in events[index + 1 : index + 1 + _LOOKAROUND]:
        if not other.share and not (other.of_them and other.own_place):
            break
        shares.append(other)
    for outcome in ("killed", "injured"):
        total, dealt = event.low(outcome), sum(e.low(outcome) or 0 for e in shares)
        if total is None or not shares or not dealt <= total or names_one_town(event, shares):
            continue
        if dealt < total and is_wide(event.place) and not any(is_wide(share.place) for share in shares):
            return True  # "18 in the province, ten of them in Ariha"
        if len(shares) < 2 or _LEAST_SHARED * total > dealt:
            continue
        if dealt == total or event.nationwide or not event.own_place:
            return True
    return False


def _is_broken_down(event: Event, index: int, events: Sequence[Event]) -> bool:
    """Whether later events with places of their own add up to this one: then it is the day's total."""
    for outcome in () if event.listed else ("killed", "injured"):
        total = event.low(outcome)
        if total is None or total < _NO_COINCIDENCE and names_one_village(event):
            continue
        if total < _FEW and not _is_wide(event):
            continue  # two attacks that killed one each add up to two by chance
        parts = [
            e
            for e in events[index + 1 : index + 1 + _LOOKAROUND]
            if e.period is None
            and e.low(outcome) is not None
            and place_name(e) != place_name(event)
            and not another_day(e, event)
        ]
        counts = [e.low(outcome) or 0 for e in parts]
        all_parts = [
            e.low(outcome) or 0
            for e in events[index + 1 : index + 1 + _LOOKAROUND]
            if e.period is None and e.low(outcome) is not None and not another_day(e, event)
        ]
        if names_one_town(event, parts) and len(all_parts) == len(parts):
            continue
        if (
            len(all_parts) >= 2
            and max(all_parts) < total
            and total in (sum(all_parts), sum(all_parts[:2]), sum(all_parts[:3]))
            and not _has_twin(event, events[index + 1 : index + 4])
        ):
            return True
        if (
            len(counts) >= 2
            and max(counts) < total
            and (sum(counts) == total or _is_wide(event) and 0.5 * total <= sum(counts) < total)
        ):
            return True
    return False


def _has_twin(event: Event, behind: Sequence[Event]) -> bool:
    """Whether one of the events told next has as many dead or as many injured."""
    told = [(outcome, low) for outcome in ("killed", "injured") if (low := event.low(outcome)) is not None]
    return any(other.low(outcome) == low for other in behind for outcome, low in told)


def _sums_up(event: Event, index: int, events: Sequence[Event]) -> bool:
    """Whether an event only adds up the ones before it: "that makes four dead in the city in a day"."""
    total = event.low("killed")
    before = [
        e.low("killed") or 0
        for e in events[max(index - _LOOKAROUND, 0) : index]
        if e.period is None and e.low("killed")
    ]
    if total is None or event.low("injured") is not None or len(before) < 2:
        return False
    sums = any(sum(before[-n:]) == total > max(before[-n:]) for n in range(2, len(before) + 1))
    return sums and (_is_wide(event) or not event.own_date)


def _is_campaign(event: Event) -> bool:
    """Hundreds of dead without a day or a town of their own are the toll of a campaign."""
    counted = event.tallies.get("killed")
    own_date = event.own_date and event.date is not None and event.date.first >= event.first
    over = event.place is not None and event.place.rule.startswith("within:")
    if counted is None or counted.total is None or own_date or not (_is_wide(event) or over):
        return False
    if event.recorded and counted.total.low >= _MANY and event.date is None:
        return True
    if event.campaign and counted.total.low >= (_SO_FAR if event.ongoing else _CAMPAIGN // 2):
        return True
    return counted.total.quantifier == "vague" and counted.total.low >= _CAMPAIGN


def _is_wide(event: Event) -> bool:
    return event.place is None or event.place.precision in _WIDE or not event.own_place


def _without_parts(claims: list[Event]) -> list[Event]:
    """Leaves out a claim that only splits another one of the same period: the children among those killed in
    October.
    """
    kept: list[Event] = []
    for claim in claims:
        if not any(_is_part(claim, known) for known in kept[-_LOOKAROUND:]):
            if kept and _rounds(kept[-1], claim):
                kept.pop()
            kept.append(claim)
    return kept


def _rounds(known: Event, claim: Event) -> bool:
    """Whether a claim told first only rounds the next one: "more than 50,000", then 50,669."""
    if set(known.tallies) - set(claim.tallies) or known.period is not None and claim.period is None:
        return False
    for outcome, counted in known.tallies.items():
        total, exact = counted.total, claim.low(outcome) or 0
        if total is None or total.quantifier == "exact" or total.low < _MANY:
            return False
        if not total.low <= exact <= _ROUNDED * total.low:
            return False
    return True


def _without_months(claims: list[Event]) -> list[Event]:
    """Leaves out the months that a claim's total is split into: those told behind it that add up to all of it."""
    kept = list(claims)
    for at, whole in enumerate(claims):
        total, summed = whole.low("killed") or 0, 0
        for last, part in enumerate(claims[at + 1 : at + 1 + _MONTHS], start=at + 1):
            count = part.low("killed") or 0
            summed += count
            if not 0 < count < total or summed > total or part.period is None:
                break
            if summed == total >= _NO_COINCIDENCE and last > at + 1:
                kept = [claim for claim in kept if claim not in claims[at + 1 : last + 1]]
                break
    return kept


def _told_again(claim: Event, known: Event) -> bool:
    """Whether a headline's total is told again with its period: the same dead and injured, too many for chance."""
    if set(claim.tallies) - set(known.tallies) or not equal_numbers(claim, known):
        return False
    both = len(claim.tallies) > 1
    return (both or known.headline) and max(claim.low(o) or 0 for o in claim.tallies) >= _NO_COINCIDENCE


def _is_share(claim: Event, known: Event) -> bool:
    """Whether a claim without a period of its own gives no more than the claim told before: a share of it, by
    party or means.
    """
    if not claim.period_carried or claim.period is None or known.period is None or claim.period.key != known.period.key:
        return False
    return all((known.low(outcome) or 0) >= (claim.low(outcome) or 0) for outcome in claim.tallies)


def _is_party_share(claim: Event, known: Event) -> bool:
    """ "498 of them were killed by government forces in September": what one party did of the total told before."""
    a, b = claim.period, known.period
    if a is None or b is None or not claim.actors or a.start != b.start or a.start is None:
        return False
    return all((known.low(o) or 0) > (claim.low(o) or 0) for o in claim.tallies) and not claim.revises


def _is_part(claim: Event, known: Event) -> bool:
    if _is_share(claim, known) or _is_party_share(claim, known) or _told_again(claim, known):
        return True
    if claim.period is None or known.period is None or claim.period.start != known.period.start:
        return False
    for outcome, counted in claim.tallies.items():
        larger = known.tallies.get(outcome)
        if larger is None or counted.total is None:
            return False
        same = larger.total is not None and larger.total.low == counted.total.low
        group = any(
            group in larger.groups and amount.low == larger.groups[group].low == counted.total.low
            for group, amount in counted.groups.items()
        )
        if not same and not group:
            return False
    return True
