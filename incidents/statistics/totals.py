"""Every figure shown anywhere: sums of published figures over the rows of one filter, by one function.

A sum is of documented lows and highs: bounds of what is documented, no estimate and no interval of confidence.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import CharField, Count, F, Func, IntegerField, Q, Sum
from django.db.models.functions import Coalesce, Greatest

from incidents.figures import column
from incidents.models.place import Place
from incidents.models.record.version import VersionQuerySet
from incidents.statistics.filters import IncidentFilter
from incidents.vocabulary import PARTITION, Group, Outcome

#: What most views count: the total and the four demographics of the charts.
COUNTED = ("total", "children", "women", "men", "adults", "not_specified")
NOT_SPECIFIED = "not_specified"


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


def totals(chosen: IncidentFilter) -> Totals:
    """The figures of the whole selection."""
    return _sums(chosen.rows(), None)[0]


def monthly_totals(chosen: IncidentFilter) -> list[Totals]:
    """The figures by month (``key``: its first day), in order; None last: incidents not dated to one month.

    Months without an incident between the first and the last are there, with nothing documented.
    """
    found = {part.key: part for part in _sums(chosen.rows(), "month")}
    months = sorted(month for month in found if month)
    filled = [found.get(month) or _nothing(month) for month in _each_month(months)]
    return filled + ([found[None]] if None in found else [])


def village_totals(chosen: IncidentFilter) -> list[PlaceTotals]:
    """The figures of each populated place, the most killed first; areas and unlocated incidents are not in it."""
    return [part for part in _place_totals(chosen) if not part.place.is_area]


def area_totals(chosen: IncidentFilter) -> list[PlaceTotals]:
    """The figures of incidents known only by an area (a district, say): they are no village's and get no point."""
    return [part for part in _place_totals(chosen) if part.place.is_area]


def unlocated_totals(chosen: IncidentFilter) -> Totals:
    """The figures of incidents without any place of the gazetteer."""
    return _sums(chosen.rows().filter(place__isnull=True), None)[0]


def totals_by(chosen: IncidentFilter, field: str) -> list[Totals]:
    """The figures by ``weapons``, ``actors``, ``grade``, ``dataset`` or ``admin1``; ``""`` is "not said".

    An incident with two weapons or actors counts under each: such parts are not to be added up.
    """
    return sorted(_sums(chosen.rows(), field), key=lambda part: (part.key == "", -part.figure("killed").low, part.key))


def documented(rows: VersionQuerySet, groups: Iterable[str] = Group.values) -> Totals:
    """The figures of any rows of the record, for the groups asked for."""
    return _sums(rows, None, tuple(groups))[0]


def _place_totals(chosen: IncidentFilter) -> list[PlaceTotals]:
    # Grouped by the id alone and named afterwards: naming the place's columns in the grouping costs several times more.
    sums = _sums(chosen.rows().filter(place__isnull=False), "place_id")
    places = Place.objects.in_bulk([part.key for part in sums])
    found = [PlaceTotals(places[part.key], part) for part in sums]
    return sorted(found, key=lambda p: (-p.totals.figure("killed").low, -p.totals.figure("injured").low, p.place.key))


def _sums(rows: VersionQuerySet, by: str | None, groups: tuple[str, ...] = COUNTED) -> list[Totals]:
    """Sum the rows, in one query, in parts by a column (an array column by each of its values)."""
    wanted = [(outcome, group) for outcome in Outcome.values for group in groups]
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


def _totals(key: Any, row: Mapping[str, Any], wanted: list[tuple[str, str]]) -> Totals:
    figures = {}
    for outcome, group in wanted:
        name = f"{outcome}_{group}"
        known = row[f"{name}_k"]
        high = None if row[f"{name}_o"] else row[f"{name}_h"]
        figures[outcome, group] = Figure(row[f"{name}_l"], high, known, row["incidents"] - known)
    return Totals(key, row["incidents"], figures)


def _nothing(key: Any) -> Totals:
    nothing = Figure(0, 0, 0, 0)
    return Totals(key, 0, {(outcome, group): nothing for outcome in Outcome.values for group in COUNTED})


def _each_month(months: list[date]) -> Iterable[date]:
    if not months:
        return
    year, number = months[0].year, months[0].month
    while (month := date(year, number, 1)) <= months[-1]:
        yield month
        year, number = (year, number + 1) if number < 12 else (year + 1, 1)
