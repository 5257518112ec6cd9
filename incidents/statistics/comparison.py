"""Two selections side by side: the second said by what differs from the first, and how far their figures lie apart.

Every figure is counted by ``overview``, as it is on the page of either side alone; here they are only set beside each
other. A difference of two ranges is a range; where a figure is unknown there is none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from incidents.models.place import Place
from incidents.statistics.filters import PARAMETERS, IncidentFilter, read_filter
from incidents.statistics.overview import Overview, overview
from incidents.statistics.periods import months_between
from incidents.statistics.totals import Figure, PlaceTotals, Totals, Wanted, counted

PREFIX = "vs_"
ANY = "any"  # vs_place=any: the second side has no such limit, although the first has one
PERIOD = ("from", "to")
Query = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Sides:
    """Two filters that are compared, and what was wrong in their address; both are of the same moment."""

    first: IncidentFilter
    second: IncidentFilter
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def differ(self) -> bool:
        """Whether there is anything to compare."""
        return self.first != self.second

    @property
    def swapped(self) -> Sides:
        """The same comparison read the other way round."""
        return Sides(self.second, self.first)

    def pairs(self) -> list[tuple[str, str]]:
        """The words of the address: those of the first side, then ``vs_…`` for what differs in the second."""
        return [*self.first.pairs(), *self.second_pairs()]

    def second_pairs(self) -> list[tuple[str, str]]:
        """What differs alone. A period differs as a whole: both its ends are said, or the one that it has."""
        mine, other = _words(self.first), _words(self.second)
        changed = [word for word in mine if mine[word] != other[word]]
        if set(changed) & set(PERIOD):
            said = [(PREFIX + word, other[word][0]) for word in PERIOD if other[word]] or [(f"{PREFIX}from", ANY)]
        else:
            said = []
        rest = (word for word in changed if word not in PERIOD)
        return [*said, *((PREFIX + word, value) for word in rest for value in other[word] or [ANY])]

    def query(self) -> str:
        """The address's query, always written in the same way."""
        return urlencode(self.pairs())


def _words(chosen: IncidentFilter) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {word: [] for name, word in PARAMETERS.items() if name != "as_of"}
    for word, value in chosen.pairs(as_of=None):
        found[word].append(value)
    return found


def read_sides(query: Query) -> Sides:
    """Read both sides of an address: a filter as everywhere, and ``vs_from``, ``vs_place`` … for what differs.

    ``vs_from`` and ``vs_to`` together replace the period; ``any`` lifts a limit. A word that is impossible is left out,
    so that the second side keeps that of the first, and named in ``errors``.
    """
    read = read_filter(query)
    words = {word: said for word in PARAMETERS.values() if (said := _said(query, PREFIX + word))}
    errors = dict(read.errors)
    if words.pop("as_of", None):
        errors[f"{PREFIX}as_of"] = _("Both sides are shown as known at the same moment: say it by as_of.")
    own = {word: values for word in PARAMETERS.values() if (values := _said(query, word))}
    for _attempt in range(2):
        other = read_filter(_with(own, words))
        wrong = {word: message for word, message in other.errors.items() if word in words or _is_period(word, words)}
        errors |= {PREFIX + word: message for word, message in wrong.items()}
        spoilt = {*wrong, *(PERIOD if set(PERIOD) & set(wrong) else ())}
        words = {word: values for word, values in words.items() if word not in spoilt}
        if not wrong:
            break
    return Sides(read.filter, replace(other.filter, as_of=read.filter.as_of), errors)


def _said(query: Query, word: str) -> list[str]:
    return [value.strip() for value in query.get(word, ()) if value.strip()]


def _is_period(word: str, words: Mapping[str, Any]) -> bool:
    return word in PERIOD and bool(set(PERIOD) & set(words))


def _with(own: Mapping[str, list[str]], words: Mapping[str, list[str]]) -> dict[str, list[str]]:
    """The first side's words with the second's in their place."""
    replaced = {*words, *(PERIOD if set(PERIOD) & set(words) else ())}
    said = {word: [value for value in values if value != ANY] for word, values in words.items()}
    return {**{word: values for word, values in own.items() if word not in replaced}, **said}


@dataclass(frozen=True, slots=True)
class Difference:
    """The first side minus the second: at least ``low``, at most ``high``; None where it is open to that end."""

    low: int | None
    high: int | None


def difference(first: Figure, second: Figure) -> Difference | None:
    """How far two figures lie apart; of ranges the range of it. None where one is unknown or nothing can be told."""
    if not (first.is_known and second.is_known):
        return None
    low = None if second.high is None else first.low - second.high
    high = None if first.high is None else first.high - second.low
    return None if low is None and high is None else Difference(low, high)


def per_cent(first: Figure, second: Figure) -> Difference | None:
    """The difference in whole per cent of the second figure; None where that is zero, unknown, or either is open."""
    known = first.is_known and second.is_known
    if not known or first.high is None or second.high is None or second.low == 0:
        return None
    return Difference(_change(first.low, second.high), _change(first.high, second.low))


def _change(value: int, base: int) -> int:
    return round(100 * (value - base) / base)


@dataclass(frozen=True, slots=True)
class Pair:
    """The same part of both sides; of months that lie beside each other each has its own key. None: a side that has
    no such part, because it has fewer months."""

    key: Any
    first: Totals | None
    second: Totals | None
    place: Place | None = None

    def apart(self, outcome: str, group: str = "total") -> Difference | None:
        """The difference of one figure."""
        if self.first is None or self.second is None:
            return None
        return difference(self.first.figure(outcome, group), self.second.figure(outcome, group))

    def in_per_cent(self, outcome: str, group: str = "total") -> Difference | None:
        """The same in per cent of the second side."""
        if self.first is None or self.second is None:
            return None
        return per_cent(self.first.figure(outcome, group), self.second.figure(outcome, group))

    @property
    def incidents_apart(self) -> Difference | None:
        """The difference in incidents, which are always counted exactly."""
        if self.first is None or self.second is None:
            return None
        return Difference(*[self.first.incidents - self.second.incidents] * 2)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Both sides, whole and in parts. ``villages`` and ``areas`` are paired where both sides mean the same places, else
    they are None: what lies outside a side's places is not nothing there."""

    sides: Sides
    first: Overview
    second: Overview
    whole: Pair
    months: list[Pair]
    by: Mapping[str, list[Pair]]
    villages: list[Pair] | None
    areas: list[Pair] | None
    in_both: int


def compare(sides: Sides, wanted: Wanted) -> Comparison:
    """Count both sides and set their parts beside each other."""
    first, second = overview(sides.first, wanted), overview(sides.second, wanted)
    empty = _nothing(wanted)
    same = sides.first.places == sides.second.places
    return Comparison(
        sides, first, second,
        whole=Pair(None, first.whole, second.whole),
        months=month_pairs(sides, first.months, second.months, wanted),
        by={name: _paired(first.by[name], second.by[name], empty, wanted) for name in ("weapons", "actors", "grade")},
        villages=_placed(first.villages, second.villages, empty, wanted) if same else None,
        areas=_placed(first.areas, second.areas, empty, wanted) if same else None,
        in_both=_in_both(sides),
    )  # fmt: skip


def _nothing(wanted: Wanted) -> Callable[[Any], Totals]:
    """Totals of a part in which one side documents no incident at all."""
    return lambda key: Totals(key, 0, dict.fromkeys(wanted, Figure(0, 0, 0, 0)))


def month_pairs(sides: Sides, first: Sequence[Totals], second: Sequence[Totals], wanted: Wanted) -> list[Pair]:
    """Months beside each other: of two periods the first with the first and so on; else the same month of the calendar.

    A last pair with the key None holds incidents that are not dated to one month, where there are any."""
    empty = _nothing(wanted)
    mine, other = ({part.key: part for part in months} for months in (first, second))
    undated = [Pair(None, mine.get(None) or empty(None), other.get(None) or empty(None))]
    rows = list(_beside(sides, mine, other))
    dated = [
        Pair(
            one or two, (mine.get(one) or empty(one)) if one else None, (other.get(two) or empty(two)) if two else None
        )
        for one, two in rows
    ]
    return dated + (undated if None in mine or None in other else [])


def _beside(
    sides: Sides, mine: Mapping[Any, Totals], other: Mapping[Any, Totals]
) -> Iterator[tuple[date | None, date | None]]:
    one, two = sides.first, sides.second
    if one.start and one.end and two.start and two.end and (one.start, one.end) != (two.start, two.end):
        left, right = months_between(one.start, one.end), months_between(two.start, two.end)
        for number in range(max(len(left), len(right))):
            yield left[number] if number < len(left) else None, right[number] if number < len(right) else None
        return
    found = sorted({month for month in (*mine, *other) if month})
    for month in months_between(found[0], found[-1]) if found else []:
        yield month, month


def _paired(
    first: Iterable[Totals], second: Iterable[Totals], empty: Callable[[Any], Totals], wanted: Wanted
) -> list[Pair]:
    mine, other = ({part.key: part for part in parts} for parts in (first, second))
    pairs = (Pair(key, mine.get(key) or empty(key), other.get(key) or empty(key)) for key in {**mine, **other})
    return sorted(pairs, key=lambda pair: (pair.key == "", *_largest(pair, wanted), str(pair.key)))


def _placed(
    first: Iterable[PlaceTotals], second: Iterable[PlaceTotals], empty: Callable[[Any], Totals], wanted: Wanted
) -> list[Pair]:
    mine, other = ({part.place.key: part for part in parts} for parts in (first, second))
    pairs = (
        Pair(
            key,
            mine[key].totals if key in mine else empty(key),
            other[key].totals if key in other else empty(key),
            (mine.get(key) or other[key]).place,
        )
        for key in {**mine, **other}
    )
    return sorted(pairs, key=lambda pair: (*_largest(pair, wanted), str(pair.key)))


def _largest(pair: Pair, wanted: Wanted) -> tuple[int, int]:
    sides = [side for side in (pair.first, pair.second) if side]
    return -max(side.figure(*wanted[0]).low for side in sides), -max(side.incidents for side in sides)


def _in_both(sides: Sides) -> int:
    """Incidents that both sides count; two periods that do not touch have none, which needs no look at the record."""
    one, two = sides.first, sides.second
    ends = ((one.end, two.start), (two.end, one.start))
    if any(end and start and end < start for end, start in ends):
        return 0
    return counted(one.rows() & two.rows())
