"""Every figure shown anywhere: sums of published figures over the rows of one filter, by one function.

A sum is of documented lows and highs: bounds of what is documented, no estimate and no interval of confidence.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import CharField, Count, F, Func, IntegerField, Q, Sum
from django.db.models.functions import Coalesce, Greatest

from incidents.figures import column
from incidents.models.place import Place
from incidents.models.record.version import VersionQuerySet
from incidents.statistics.filters import IncidentFilter
from incidents.vocabulary import DEMOGRAPHICS, PARTITION, Group, Outcome

#: What most views count: the total and the four demographics of the charts.
COUNTED = ("total", "children", "women", "men", "adults", "not_specified")
NOT_SPECIFIED = "not_specified"
#: Outcome and group of each figure that is to be summed; a view names what it shows, and pays for no other.
Wanted = Sequence[tuple[str, str]]
ALL_COUNTED: Wanted = tuple((outcome, group) for outcome in Outcome.values for group in COUNTED)


def shown_with(outcome: str) -> Wanted:
    """What a page about one outcome shows: its total and demographics, and the other outcomes' totals."""
    demographics = tuple((outcome, group) for group in ("total", *DEMOGRAPHICS))
    return demographics + tuple((other, "total") for other in Outcome.values if other != outcome)


@dataclass(frozen=True, slots=True)
class Figure:
    """A sum over incidents: at least ``low``, at most ``high`` (None: open above).

    ``known`` incidents give a figure, ``unknown`` ones do not and add nothing: with ``known == 0`` the figure itself
    is unknown and ``low`` says nothing.
    """

    low: int
    high: int | None
    known: int
    unknown: int

    @property
    def is_known(self) -> bool:
        """Whether any incident gives a figure at all."""
        return self.known > 0


@dataclass(frozen=True, slots=True)
class Totals:
    """The figures of one selection or of one part of it (``key``), with the number of incidents behind them."""

    key: Any
    incidents: int
    figures: Mapping[tuple[str, str], Figure]

    def figure(self, outcome: str, group: str = "total") -> Figure:
        """One figure; ask only for what was counted."""
        return self.figures[outcome, group]


@dataclass(frozen=True, slots=True)
class PlaceTotals:
    """The figures of one place."""

    place: Place
    totals: Totals


def totals(chosen: IncidentFilter, wanted: Wanted = ALL_COUNTED) -> Totals:
    """The figures of the whole selection."""
    return _sums(chosen.rows(), None, wanted)[0]


def monthly_totals(chosen: IncidentFilter, wanted: Wanted = ALL_COUNTED) -> list[Totals]:
    """The figures by month (``key``: its first day), in order; None last: incidents not dated to one month.

    Months without an incident between the first and the last are there, with nothing documented.
    """
    found = {part.key: part for part in _sums(chosen.rows(), "month", wanted)}
    months = sorted(month for month in found if month)
    filled = [found.get(month) or _nothing(month, wanted) for month in _each_month(months)]
    return filled + ([found[None]] if None in found else [])


def place_totals(chosen: IncidentFilter, wanted: Wanted = ALL_COUNTED) -> tuple[list[PlaceTotals], list[PlaceTotals]]:
    """``village_totals`` and ``area_totals`` for the price of one."""
    found = _place_totals(chosen, wanted)
    return [part for part in found if not part.place.is_area], [part for part in found if part.place.is_area]


def village_totals(chosen: IncidentFilter, wanted: Wanted = ALL_COUNTED) -> list[PlaceTotals]:
    """The figures of each populated place, the most killed first; areas and unlocated incidents are not in it."""
    return place_totals(chosen, wanted)[0]


def area_totals(chosen: IncidentFilter, wanted: Wanted = ALL_COUNTED) -> list[PlaceTotals]:
    """The figures of incidents known only by an area (a district, say): they are no village's and get no point."""
    return place_totals(chosen, wanted)[1]


def unlocated_totals(chosen: IncidentFilter, wanted: Wanted = ALL_COUNTED) -> Totals:
    """The figures of incidents without any place of the gazetteer."""
    return _sums(chosen.rows().filter(place__isnull=True), None, wanted)[0]


def totals_by(chosen: IncidentFilter, field: str, wanted: Wanted = ALL_COUNTED) -> list[Totals]:
    """The figures by ``weapons``, ``actors``, ``grade``, ``dataset`` or ``admin1``; ``""`` is "not said".

    An incident with two weapons or actors counts under each: such parts are not to be added up.
    """
    first = wanted[0]
    parts = _sums(chosen.rows(), field, wanted)
    return sorted(parts, key=lambda part: (part.key == "", -part.figure(*first).low, -part.incidents, part.key))


def documented(rows: VersionQuerySet, groups: Iterable[str] = Group.values) -> Totals:
    """The figures of any rows of the record, for the groups asked for."""
    names = tuple(groups)
    return _sums(rows, None, [(outcome, group) for outcome in Outcome.values for group in names])[0]


def _place_totals(chosen: IncidentFilter, wanted: Wanted) -> list[PlaceTotals]:
    # Grouped by the id alone and named afterwards: naming the place's columns in the grouping costs several times more.
    sums = _sums(chosen.rows().filter(place__isnull=False), "place_id", wanted)
    names = Place.objects.only("key", "kind", "name_ar", "name_en", "latitude", "longitude")
    places = names.in_bulk([part.key for part in sums])
    found = [PlaceTotals(places[part.key], part) for part in sums]
    first = wanted[0]
    return sorted(found, key=lambda p: (-p.totals.figure(*first).low, -p.totals.incidents, p.place.key))


def _sums(rows: VersionQuerySet, by: str | None, wanted: Wanted) -> list[Totals]:
    """Sum the rows, in one query, in parts by a column (an array column by each of its values)."""
    measures: dict[str, Any] = {"incidents": Count("pk")}
    for outcome, group in wanted:
        measures |= _measures(outcome, group)
    rows = rows.order_by()
    if by is None:
        return [_totals(None, rows.aggregate(**measures), wanted)]
    return [
        _totals(row["part"], row, wanted) for row in rows.annotate(part=_part(by)).values("part").annotate(**measures)
    ]


def _part(by: str) -> Any:
    return _EachOf(by) if by in {"weapons", "actors"} else F(by)


class _EachOf(Func):
    """One row for each value of an array, and one with the empty word for an empty array."""

    template = "unnest(CASE WHEN cardinality(%(expressions)s) = 0 THEN ARRAY['']::varchar[] ELSE %(expressions)s END)"
    output_field = CharField()
    set_returning = True


def _measures(outcome: str, group: str) -> dict[str, Any]:
    low, high = _low_and_high(outcome, group)
    name = f"{outcome}_{group}"
    known = Q(**{column(outcome, Group.TOTAL if group == NOT_SPECIFIED else group, "low") + "__isnull": False})
    is_open = known & Q(
        **{column(outcome, Group.TOTAL if group == NOT_SPECIFIED else group, "high") + "__isnull": True}
    )
    return {
        f"{name}_l": Sum(low, default=0),
        f"{name}_h": Sum(high, default=0),
        f"{name}_k": Count("pk", filter=known),
        f"{name}_o": Count("pk", filter=is_open),
    }


def _low_and_high(outcome: str, group: str) -> tuple[Any, Any]:
    if group != NOT_SPECIFIED:
        low = F(column(outcome, group, "low"))
        return low, Coalesce(F(column(outcome, group, "high")), low)
    parts = [Coalesce(F(column(outcome, part, "low")), 0) for part in PARTITION if part != Group.ADULTS]
    total = F(column(outcome, Group.TOTAL, "low"))
    left = Greatest(total - sum(parts[1:], parts[0]), 0, output_field=IntegerField())
    most = Coalesce(F(column(outcome, Group.TOTAL, "high")), total)
    return left, Greatest(most - sum(parts[1:], parts[0]), 0, output_field=IntegerField())


def _totals(key: Any, row: Mapping[str, Any], wanted: Wanted) -> Totals:
    figures = {}
    for outcome, group in wanted:
        name = f"{outcome}_{group}"
        known = row[f"{name}_k"]
        high = None if row[f"{name}_o"] else row[f"{name}_h"]
        figures[outcome, group] = Figure(row[f"{name}_l"], high, known, row["incidents"] - known)
    return Totals(key, row["incidents"], figures)


def _nothing(key: Any, wanted: Wanted) -> Totals:
    return Totals(key, 0, dict.fromkeys(wanted, Figure(0, 0, 0, 0)))


def _each_month(months: list[date]) -> Iterable[date]:
    if not months:
        return
    year, number = months[0].year, months[0].month
    while (month := date(year, number, 1)) <= months[-1]:
        yield month
        year, number = (year, number + 1) if number < 12 else (year + 1, 1)
