"""Every figure shown anywhere: sums of published figures over the rows of one filter, by one function.

A sum is of documented lows and highs: bounds of what is documented, no estimate and no interval of confidence.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import Sum

from incidents.figures import column
from incidents.models.place import Place
from incidents.models.record.version import VersionQuerySet
from incidents.statistics import measures
from incidents.statistics.filters import IncidentFilter, is_governorate
from incidents.statistics.gazetteer import area_ids, places_by_id
from incidents.statistics.measures import NOT_SPECIFIED as NOT_SPECIFIED
from incidents.statistics.reading_copy import answering
from incidents.vocabulary import DEMOGRAPHICS, Group, Outcome

#: What most views count: the total and the four demographics of the charts.
COUNTED = ("total", "children", "women", "men", "adults", NOT_SPECIFIED)
FEW_PLACES = 200
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


@dataclass(frozen=True, slots=True)
class RankedPlaces:
    """Numbers of the places in the order of ``place_totals``: villages, then areas; ``incidents`` in all of them."""

    ids: Sequence[int]
    incidents: int


def totals(chosen: IncidentFilter, wanted: Wanted = ALL_COUNTED) -> Totals:
    """The figures of the whole selection."""
    return _sums(chosen.rows(), None, wanted)[0]


def monthly_totals(chosen: IncidentFilter, wanted: Wanted = ALL_COUNTED) -> list[Totals]:
    """The figures by month (``key``: its first day), in order; None last: incidents not dated to one month.

    Months without an incident between the first and the last are there, with nothing documented.
    """
    return in_order(_sums(chosen.rows(), "month", wanted), wanted)


def in_order(parts: Iterable[Totals], wanted: Wanted) -> list[Totals]:
    """Parts by month, as ``monthly_totals`` gives them."""
    found = {part.key: part for part in parts}
    months = sorted(month for month in found if month)
    filled = [found.get(month) or _nothing(month, wanted) for month in _each_month(months)]
    return filled + ([found[None]] if None in found else [])


def place_totals(chosen: IncidentFilter, wanted: Wanted = ALL_COUNTED) -> tuple[list[PlaceTotals], list[PlaceTotals]]:
    """``village_totals`` and ``area_totals`` for the price of one."""
    villages, areas, _unlocated = spots(chosen, wanted)
    return villages, areas


def spots(chosen: IncidentFilter, wanted: Wanted = ALL_COUNTED) -> tuple[list[PlaceTotals], list[PlaceTotals], Totals]:
    """``village_totals``, ``area_totals`` and ``unlocated_totals`` in one query: together they are the whole."""
    # Grouped by the id alone and named afterwards: naming the place's columns in the grouping costs several times more.
    return placed(_sums(chosen.rows(), "place_id", wanted), wanted)


def placed(found: Iterable[Totals], wanted: Wanted) -> tuple[list[PlaceTotals], list[PlaceTotals], Totals]:
    """Parts by a place's id, as ``spots`` gives them."""
    parts = {part.key: part for part in found}
    unlocated = parts.pop(None, None) or _nothing(None, wanted)
    named = _named(parts, wanted)
    return [p for p in named if not p.place.is_area], [p for p in named if p.place.is_area], unlocated


def totals_of_places(chosen: IncidentFilter, ids: Sequence[int], wanted: Wanted = ALL_COUNTED) -> dict[int, Totals]:
    """The figures of some places by their ids; a place without an incident is not in it. An area's are those of
    incidents known by that area alone."""
    return {part.key: part for part in _sums(chosen.rows().filter(place_id__in=ids), "place_id", wanted)}


def village_totals(chosen: IncidentFilter, wanted: Wanted = ALL_COUNTED) -> list[PlaceTotals]:
    """The figures of each populated place, the most killed first; areas and unlocated incidents are not in it."""
    return place_totals(chosen, wanted)[0]


def area_totals(chosen: IncidentFilter, wanted: Wanted = ALL_COUNTED) -> list[PlaceTotals]:
    """The figures of incidents known only by an area (a district, say): they are no village's and get no point."""
    return place_totals(chosen, wanted)[1]


def unlocated_totals(chosen: IncidentFilter, wanted: Wanted = ALL_COUNTED) -> Totals:
    """The figures of incidents without any place of the gazetteer."""
    return _sums(chosen.rows().filter(place__isnull=True), None, wanted)[0]


def ranked_places(chosen: IncidentFilter) -> RankedPlaces:
    """The places of a selection, by the first figure alone: ``in_full`` gives all of those that are shown, for of six
    thousand places that takes a second."""
    rows = grouped(chosen.rows(), ("place_id",), ALL_COUNTED[:1], columns=("place_id",))
    located = [row for row in rows if row[0] is not None]
    places, areas = places_by_id([row[0] for row in located]), area_ids()
    located.sort(key=lambda row: (row[0] in areas, -row[2], -row[1], places[row[0]].key))
    return RankedPlaces([row[0] for row in located], sum(row[1] for row in located))


def in_full(chosen: IncidentFilter, ids: Sequence[int], wanted: Wanted = ALL_COUNTED) -> Iterator[PlaceTotals]:
    """All figures of some places, in their order, each made when it is asked for."""
    meant = chosen.rows()
    if len(ids) <= FEW_PLACES:  # to look for many takes longer than to count all
        meant = meant.filter(place_id__in=ids)
    rows = {row[0]: row for row in grouped(meant, ("place_id",), wanted, columns=("place_id",))}
    places = places_by_id(ids)
    for number in ids:
        if number in rows:
            yield PlaceTotals(places[number], part_of(number, rows[number], wanted, at=1))


def totals_by(chosen: IncidentFilter, field: str, wanted: Wanted = ALL_COUNTED) -> list[Totals]:
    """The figures by ``weapons``, ``actors``, ``grade``, ``dataset`` or ``admin1``; ``""`` is "not said".

    An incident with two weapons or actors counts under each: such parts are not to be added up.
    """
    return largest_first(_sums(chosen.rows(), field, wanted), wanted)


def largest_first(parts: Iterable[Totals], wanted: Wanted) -> list[Totals]:
    """By the first figure asked for; what is not said comes last."""
    first = wanted[0]
    return sorted(parts, key=lambda part: (part.key == "", -part.figure(*first).low, -part.incidents, part.key))


def documented(rows: VersionQuerySet, groups: Iterable[str] = Group.values) -> Totals:
    """The figures of any rows of the record, for the groups asked for."""
    return _sums(rows, None, _of_groups(groups))[0]


def documented_in(scopes: Sequence[IncidentFilter], groups: Iterable[str]) -> list[Totals]:
    """``documented`` for each of some filters, which may be many; those of one moment that differ by days and
    governorates alone are counted together, where the reading copy can."""
    groups = list(groups)
    return _counted_together(scopes, _of_groups(groups)) or [documented(scope.rows(), groups) for scope in scopes]


def _of_groups(groups: Iterable[str]) -> Wanted:
    names = tuple(groups)
    return [(outcome, group) for outcome in Outcome.values for group in names]


def _counted_together(scopes: Sequence[IncidentFilter], wanted: Wanted) -> list[Totals] | None:
    meant = [(s.start, s.end, s.places) for s in scopes if s.start and s.end and all(map(is_governorate, s.places))]
    as_of = {scope.as_of for scope in scopes}
    plain = all(replace(s, start=None, end=None, places=(), as_of=None).is_empty for s in scopes)
    if len(scopes) < 2 or len(meant) < len(scopes) or len(as_of) > 1 or not plain:
        return None
    hull = IncidentFilter(min(s[0] for s in meant), max(s[1] for s in meant), as_of=as_of.pop())
    rows = answering.in_scopes(hull.rows(), meant, wanted)
    if rows is None:
        return None
    found = {row[0]: part_of(None, row, wanted, at=1) for row in rows}
    return [found.get(number) or _nothing(None, wanted) for number in range(len(scopes))]


def counted(rows: VersionQuerySet) -> int:
    """How many rows are meant."""
    found = grouped(rows, (), (), columns=("id",))
    return int(found[0][0]) if found else 0


def largest_months(rows: VersionQuerySet, by: str, outcome: str, group: str) -> dict[Any, int | None]:
    """For each value of a column, the most that is documented at least in any of its months; None: in none."""
    low = column(outcome, group, "low")
    rows = rows.filter(month__isnull=False)
    copied = answering.largest_sums(rows, by, "month", low)
    if copied is None:
        sums, parameters = rows.order_by().values(by, "month").annotate(documented=Sum(low)).query.sql_with_params()
        with connections[rows.db].cursor() as cursor:
            cursor.execute(f"SELECT {by}, max(documented) FROM ({sums}) AS part GROUP BY 1", parameters)
            copied = cursor.fetchall()
    return {row[0]: row[1] for row in copied}


def _named(parts: Mapping[int, Totals], wanted: Wanted) -> list[PlaceTotals]:
    places = places_by_id(parts)
    found = [PlaceTotals(places[key], part) for key, part in parts.items()]
    first = wanted[0]
    return sorted(found, key=lambda p: (-p.totals.figure(*first).low, -p.totals.incidents, p.place.key))


def _sums(rows: VersionQuerySet, by: str | None, wanted: Wanted) -> list[Totals]:
    """Sum the rows, in parts by a column (an array column by each of its values)."""
    parts = grouped(rows, (by,) if by else (), wanted, columns=(by,) if by else ())
    found = [part_of(row[0] if by else None, row, wanted, at=1 if by else 0) for row in parts]
    if by in ARRAYS:
        return by_value(found, wanted)
    return found if by or found else [_nothing(None, wanted)]


def by_value(parts: Iterable[Totals], wanted: Wanted) -> list[Totals]:
    """Parts by the values of an array made parts by each value, the empty word for an empty one; others as they are.

    Combinations are few: each is counted once and added up under every value that it has.
    """
    found: dict[Any, list[Totals]] = {}
    for part in parts:
        for value in (part.key or [""]) if isinstance(part.key, list) else [part.key]:
            found.setdefault(value, []).append(part)
    return [added(value, same, wanted) for value, same in found.items()]


def grouped(
    rows: VersionQuerySet,
    keys: Sequence[str],
    wanted: Wanted,
    *,
    columns: Sequence[str],
    also: Sequence[str] = (),
    sets: str = "",
) -> list[Sequence[Any]]:
    """One query over the rows: each group's keys, its number of incidents, the sums of ``wanted``, then ``also``.

    Which rows is the ORM's to say; the sums are written here, because composing four aggregates for each of many
    figures out of expressions takes it longer than the database takes to count. ``columns`` are those that ``keys`` and
    ``also`` (expressions of our own, never a reader's words) are made of; ``sets`` groups in several ways at once.

    A large record is counted in its reading copy, where there is one that can answer; the figures are the same.
    """
    if not sets and (found := answering.grouped(rows, keys, wanted, also)) is not None:
        return found
    needed = dict.fromkeys([*(name for pair in wanted for name in measures.needed(*pair)), *columns])
    try:
        meant, parameters = rows.order_by().values_list(*needed).query.sql_with_params()
    except EmptyResultSet:
        return []
    shown = ", ".join([*keys, "count(*)", *_measures(tuple(wanted)), *also])
    by = sets or ", ".join(str(number + 1) for number in range(len(keys)))
    group = f" GROUP BY {by}" if keys else ""
    with connections[rows.db].cursor() as cursor:
        cursor.execute(f"SELECT {shown} FROM ({meant}) AS meant{group}", parameters)
        return list(cursor.fetchall())


def part_of(key: Any, row: Sequence[Any], wanted: Wanted, *, at: int) -> Totals:
    """The totals that begin at one place of a row of ``grouped``: the number of incidents, then the sums."""
    return _totals(key, row[at], row[at + 1 : at + 1 + 4 * len(wanted)], wanted)


def added(key: Any, parts: Iterable[Totals], wanted: Wanted) -> Totals:
    """The totals of parts that share no incident, as one."""
    parts = list(parts)
    figures = {pair: _added([part.figures[pair] for part in parts]) for pair in wanted}
    return Totals(key, sum(part.incidents for part in parts), figures)


def _added(figures: Sequence[Figure]) -> Figure:
    highs = [figure.high for figure in figures]
    return Figure(
        sum(figure.low for figure in figures),
        None if None in highs else sum(high for high in highs if high is not None),
        sum(figure.known for figure in figures),
        sum(figure.unknown for figure in figures),
    )


@cache
def _measures(wanted: tuple[tuple[str, str], ...]) -> tuple[str, ...]:
    """Four sums a figure: least, most, incidents that give it, incidents that leave it open above."""
    return tuple(measure for pair in wanted for measure in _measures_of(*pair))


def _measures_of(outcome: str, group: str) -> Iterable[str]:
    low, high = measures.bounds(outcome, group)
    for people in measures.people(outcome, group):
        yield f"coalesce(sum({people}), 0)"
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
