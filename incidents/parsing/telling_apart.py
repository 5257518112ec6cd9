"""What tells two events apart though their figures could be one: other towns, other quarters, other people."""

from __future__ import annotations

from collections.abc import Sequence

from incidents.parsing.events import Event

_OUTCOMES = ("killed", "injured", "missing")
_KINDS = ("children", "women", "men")
_FAMILY = {"artillery": "shelling", "rocket": "shelling", "mortar": "shelling", "guided_missile": "shelling"}
_FEW = 5  # dead; so many in each of two towns are no coincidence


def two_settlements(one: Event, other: Event) -> bool:
    """Whether one event is told near a village and the next at another one: neither is the area around the other."""
    places = (one.place, other.place)
    return all(place is not None and place.precision == "community" for place in places) and any(
        place is not None and place.rule.endswith((":town", ":village")) for place in places
    )


def other_quarter(one: Event, other: Event) -> bool:
    """Whether two events are told at different quarters of one city, which is the place of both."""
    if not (one.own_place and other.own_place) or one.place is None or other.place is None:
        return False
    city = {one.place.name, other.place.name}
    return one.scene != other.scene and len(city) == 1 and not city & {one.scene, other.scene, None}


def shared_outcomes(one: Event, other: Event) -> list[str]:
    return [o for o in _OUTCOMES if one.low(o) is not None and other.low(o) is not None]


def share_a_number(one: Event, other: Event) -> bool:
    """Whether a number that two tellings share is one that both count: "several injured" makes no two tolls one."""
    return any(
        a is not None and b is not None and "vague" not in (a.quantifier, b.quantifier)
        for o in shared_outcomes(one, other)
        for a, b in ((one.tallies[o].total, other.tallies[o].total),)
    )


def adds_only_groups(one: Event, other: Event) -> bool:
    """Whether a later telling counts nobody and only says who was among them: «أسفر عن ضحايا بينهم سبعة أطفال»."""
    totals = [tally.total for tally in other.tallies.values()]
    grouped = any(tally.groups for tally in other.tallies.values())
    return grouped and set(other.tallies) <= set(one.tallies) and all(t and t.quantifier == "vague" for t in totals)


def names_differ(one: Event, other: Event) -> bool:
    return (
        one.place is not None and other.place is not None and plain_name(one.place.name) != plain_name(other.place.name)
    )


def tells_the_rest(one: Event, other: Event, shared: Sequence[str]) -> bool:
    """ "Eleven children were killed", then "15 civilians, among them 11 children": one group, then everyone."""
    if other.another or shared != ["killed"]:
        return False
    first, all_of_them = one.tallies["killed"], other.tallies["killed"]
    if first.total is None or all_of_them.total is None or not 1 < first.total.low < all_of_them.total.low:
        return False
    told = [
        group
        for group in ("children", "women")
        if (amount := first.groups.get(group)) and amount.low == first.total.low
    ]
    return any((amount := all_of_them.groups.get(group)) and amount.low == first.total.low for group in told)


def another_town(one: Event, other: Event) -> bool:
    """Whether words like "furthermore" open an attack at another town, though as many people fell there."""
    if not (one.own_place and other.own_place) or one.headline or not names_differ(one, other):
        return False
    return two_settlements(one, other) and (one.low("killed") or 0) < _FEW and set(one.tallies) == set(other.tallies)


def other_people(one: Event, other: Event) -> bool:
    """Whether a man died here and a child there: as many people, but of another group altogether."""
    for outcome in shared_outcomes(one, other):
        a, b = one.tallies[outcome], other.tallies[outcome]
        if a.total is None or b.total is None or a.total.low != b.total.low:
            continue
        wholes = [{g for g in _KINDS if (n := t.groups.get(g)) and n.low == a.total.low} for t in (a, b)]
        if all(wholes) and not wholes[0] & wholes[1]:
            return True
    return False


def plain_name(name: str) -> str:
    return name.removeprefix("ال")  # «بليدا» and «البليدا» are one town


def recalled(one: Event, other: Event) -> bool:
    """Whether an older attack is recalled by its day and month, with other means than the one told without a day."""
    if one.own_date or not other.own_date or other.date is None or not other.date.explicit:
        return False
    means = [{_FAMILY.get(mention.code, mention.code) for mention in event.weapons} for event in (one, other)]
    return all(means) and not means[0] & means[1]


def one_person_again(one: Event, other: Event) -> bool:
    """«أصيب الشاب ...» after «استشهد الشاب»: one person, whose wounds are told after his death."""
    lows = (one.low("killed"), one.low("injured"), other.low("killed"), other.low("injured"))
    elsewhere = one.own_place and other.own_place and names_differ(one, other)
    return lows == (1, None, None, 1) and other.definite and not other.another and not elsewhere


def opens_vaguely(one: Event, other: Event) -> bool:
    """Whether a lead without a place says "two rescuers and several others", and the next sentences their number."""
    lead = one.passage == 0 and not one.own_place and other.passage <= 2
    means = {m.code for m in one.weapons} & {m.code for m in other.weapons}
    return lead and bool(means) and not other.another and other.period is None


def puts_the_toll(event: Event) -> bool:
    """Whether a source "put the toll at 25": its own count, not a later one of the source before."""
    said = [u.last for u in event.units if u.kind == "saying"]
    return any(u.kind == "toll" and any(0 <= u.first - last <= 2 for last in said) for u in event.units)
