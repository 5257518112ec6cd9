"""Carries weapons and actors on to the places told after them: "the shelling also killed four in the next village"."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from incidents.parsing.events import Event, Passage
from incidents.parsing.results import Mention
from incidents.parsing.weapons import settle_weapons

_UNSAID = (frozenset[str](), frozenset(("shelling",)))
_SHELLS = frozenset(("artillery", "rocket", "mortar"))
_AIR = frozenset(("airstrike", "barrel_bomb"))


def carry_over(events: Sequence[Event], passages: Sequence[Passage]) -> None:
    """Fills weapons and actors that an event's own words leave open from the event told before it.

    Nothing is carried to another day, to a claim, to an attack by another party, or from another kind of weapon. A bare
    "shelling" takes the kind of shelling that was named before, or the only kind that the text names; the Arabic word
    (قصف) is said of aircraft too.
    """
    whole: Event | None = events[0] if events else None
    total: int | None = 0 if events and events[0].whole else None
    for at, (previous, event) in enumerate(zip(events, events[1:], strict=False), start=1):
        whole = previous if not previous.share else whole
        before = whole if event.share and whole is not None else previous
        total = at if event.whole else total
        if total is not None and not event.whole:
            _take_from_total(events[total], event)
        if event.period is not None or _another_day(before, event):
            continue
        told, known = _weapons(event), _weapons(before)
        same_party = not event.actors or not before.actors or bool(_actors(event) & _actors(before))
        apart = told == _UNSAID[1] and _elsewhere(before, event)
        if told in _UNSAID and same_party and known and not apart and (not told or known & _meant_by(event)):
            event.weapons = list(before.weapons)
        if not event.actors and (told in _UNSAID or told & known):
            event.actors = list(before.actors)
    only = _only_kind(m for passage in passages for _, m in passage.weapons)
    for event in events:
        if only is not None and _weapons(event) == {"shelling"}:
            event.weapons = [*event.weapons, only]


def _take_from_total(total: Event, part: Event) -> None:
    """The party and the means told with a total hold for the attacks that add up to it, where these name none."""
    if (
        part.actors
        or not total.actors
        or part.period is not None
        or total.date
        and part.date
        and _another_day(total, part)
    ):
        return
    told, known = _weapons(part), _weapons(total)
    if told in _UNSAID or told & known or not known or known == {"shelling"} and told <= _SHELLS:
        part.actors = list(total.actors)
        part.weapons = part.weapons or list(total.weapons)


def _elsewhere(before: Event, event: Event) -> bool:
    """Whether an English text tells of shelling in another town: it need not be by the missiles told before."""
    if event.share or any("\u0600" <= mention.text[:1] <= "\u06ff" for mention in event.weapons):
        return False
    if not (before.own_place and event.own_place) or before.place is None or event.place is None:
        return False
    return before.place.name != event.place.name


def _meant_by(event: Event) -> frozenset[str]:
    arabic = any("\u0600" <= mention.text[:1] <= "\u06ff" for mention in event.weapons)
    return _SHELLS | _AIR if arabic else _SHELLS


def _only_kind(mentions: Iterable[Mention]) -> Mention | None:
    """The one kind of shelling that a whole text names, or None where it names none or several, or aircraft."""
    kinds = {m.code: m for m in mentions if m.rule.startswith("exact") and m.code in _SHELLS | _AIR}
    only = next(iter(kinds.values()), None)
    return only if only is not None and len(kinds) == 1 and only.code in _SHELLS else None


def _another_day(before: Event, event: Event) -> bool:
    one, other = before.date, event.date
    if one is None or other is None:
        return event.own_date
    if one.start is None or other.start is None:
        return one.key != other.key and {one.rule, other.rule} != {"relative", "weekday"}
    return (one.start, one.end) != (other.start, other.end)


def _weapons(event: Event) -> frozenset[str]:
    return frozenset(mention.code for mention in settle_weapons(event.weapons))


def _actors(event: Event) -> frozenset[str]:
    return frozenset(mention.code for mention in event.actors)
