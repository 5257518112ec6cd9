"""Every figure shown anywhere: sums of published figures over the rows of one filter, by one function.

A sum is of documented lows and highs: bounds of what is documented, no estimate and no interval of confidence.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connections

from incidents.figures import column
from incidents.models.place import Place
from incidents.models.record.version import VersionQuerySet
from incidents.statistics.filters import IncidentFilter
from incidents.vocabulary import DEMOGRAPHICS, Group, Outcome

#: What most views count: the total and the four demographics of the charts.
COUNTED = ("total", "children", "women", "men", "adults", "not_specified")
NOT_SPECIFIED = "not_specified"
NAMED = (Group.CHILDREN, Group.WOMEN, Group.MEN)  # whoever of the total is none of these is "not specified"
ARRAYS = {"weapons", "actors"}
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
    """Sum the rows, in one query, in parts by a column (an array column by each of its values).

    Which rows is the ORM's to say; the sums are written here, because composing four aggregates for each of many
    figures out of expressions takes it longer than the database takes to count.
    """
    columns = tuple(dict.fromkeys(name for pair in wanted for name in _columns(*pair)))
    try:
        meant, parameters = rows.order_by().values_list(*columns, *([by] if by else [])).query.sql_with_params()
    except EmptyResultSet:
        return [] if by else [_nothing(None, wanted)]
    # Names come from our own code lists, values stay parameters.
    with connections[rows.db].cursor() as cursor:
        sums = f"SELECT {_part(by)}, count(*), {_measures(tuple(wanted))}"
        cursor.execute(f"{sums} FROM ({meant}) AS meant{_group(by)}", parameters)
        return [_totals(row[0], row[1], row[2:], wanted) for row in cursor.fetchall()]


def _part(by: str | None) -> str:
    if by in ARRAYS:  # one row for each value of the array, and one with the empty word for an empty array
        return f"unnest(CASE WHEN cardinality({by}) = 0 THEN ARRAY['']::varchar[] ELSE {by} END)"
    return by or "NULL"


def _group(by: str | None) -> str:
    return " GROUP BY 1" if by else ""


def _columns(outcome: str, group: str) -> list[str]:
    """The columns that a figure is counted from."""
    if group != NOT_SPECIFIED:
        return [column(outcome, group, bound) for bound in ("low", "high")]
    named = [column(outcome, part, "low") for part in NAMED]
    return [*_columns(outcome, Group.TOTAL), *named]


@cache
def _measures(wanted: tuple[tuple[str, str], ...]) -> str:
    """Four sums a figure: least, most, incidents that give it, incidents that leave it open above."""
    return ", ".join(measure for pair in wanted for measure in _measures_of(*pair))


def _measures_of(outcome: str, group: str) -> Iterable[str]:
    low, high = _columns(outcome, group)[:2]
    least, most = low, f"coalesce({high}, {low})"
    if group == NOT_SPECIFIED:
        named = " - ".join(f"coalesce({column(outcome, part, 'low')}, 0)" for part in NAMED)
        least, most = (f"greatest({whole} - {named}, 0)" for whole in (least, most))
    yield f"coalesce(sum({least}), 0)"
    yield f"coalesce(sum({most}), 0)"
    yield f"count({low})"
    yield f"count({low}) FILTER (WHERE {high} IS NULL)"


def _totals(key: Any, incidents: int, sums: Sequence[int], wanted: Wanted) -> Totals:
    figures = {}
    for number, pair in enumerate(wanted):
        low, high, known, open_above = sums[4 * number : 4 * number + 4]
        figures[pair] = Figure(low, None if open_above else high, known, incidents - known)
    return Totals(key, incidents, figures)


def _nothing(key: Any, wanted: Wanted) -> Totals:
    return Totals(key, 0, dict.fromkeys(wanted, Figure(0, 0, 0, 0)))


def _each_month(months: list[date]) -> Iterable[date]:
    if not months:
        return
    year, number = months[0].year, months[0].month
    while (month := date(year, number, 1)) <= months[-1]:
        yield month
        year, number = (year, number + 1) if number < 12 else (year + 1, 1)
