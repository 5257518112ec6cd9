"""A comparison as a table: one row for each part and figure, both sides' least and most, and the difference."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from incidents.conditional import public_page
from incidents.exports.columns import Cell, Column
from incidents.exports.tables import defused
from incidents.statistics import totals
from incidents.statistics.comparison import Comparison, Difference, Pair, Sides, compare, read_sides
from incidents.statistics.totals import Totals


@dataclass(frozen=True, slots=True)
class Line:
    """One figure of one part of both sides."""

    sides: Sides
    part: str
    pair: Pair
    outcome: str
    group: str


@public_page
def comparison_csv(request: HttpRequest) -> HttpResponse:
    """The figures of the comparison's page; any fault in the address is refused, not left out."""
    sides = read_sides(dict(request.GET.lists()))
    faults = dict(sides.errors)
    if not faults and not sides.differ:
        faults["vs_…"] = gettext("Say what differs on the second side: vs_from, vs_to, vs_place and so on.")
    if faults:
        said = "\n".join(f"{name}: {message}" for name, message in faults.items())
        return HttpResponse(said, status=400, content_type="text/plain; charset=utf-8")
    response = HttpResponse("\ufeff" if "bom" in request.GET else "", content_type="text/csv; charset=utf-8")
    day = timezone.localdate(sides.first.as_of) if sides.first.as_of else timezone.localdate()
    response["Content-Disposition"] = f'attachment; filename="harmwatch-comparison-{day.isoformat()}.csv"'
    write(response, sides)
    return response


def write(file: Any, sides: Sides) -> None:
    """Header, HXL hashtags, then the rows; small enough to be whole: two sides' places, each with a few figures."""
    columns = comparison_columns()
    writer = csv.writer(file)
    writer.writerow([column.name for column in columns])
    writer.writerow([column.hxl for column in columns])
    writer.writerows([defused(column.read(line)) for column in columns] for line in lines(sides))


def lines(sides: Sides) -> Iterator[Line]:
    """The whole, then months, villages, areas, weapons, parties and grades, each with every figure that is counted."""
    wanted = totals.shown_with(sides.first.outcome or "killed")
    found = compare(sides, wanted)
    for part, pair in _parts(found):
        for outcome, group in wanted:
            yield Line(sides, part, pair, outcome, group)


def _parts(found: Comparison) -> Iterator[tuple[str, Pair]]:
    yield "whole", found.whole
    yield from (("month", pair) for pair in found.months)
    yield from (("village", pair) for pair in found.villages or ())
    yield from (("area", pair) for pair in found.areas or ())
    for name, part in (("weapons", "weapon"), ("actors", "actor"), ("grade", "grade")):
        yield from ((part, pair) for pair in found.by[name])


def comparison_columns() -> list[Column]:
    """Columns of ``comparison.csv``; the addresses of both sides stand in every row."""
    return [
        Column("first", "#meta+filter+first", _("The first side, as the words of its address."), _filter("first")),
        Column("second", "#meta+filter+second", _("The second side, likewise."), _filter("second")),
        Column("part", "#meta+part", _("whole, month, village, area, weapon, actor or grade."), lambda line: line.part),
        Column(
            "first_key",
            "#indicator+key+first",
            _("Which one: a month, a place's code, a word of the lists; empty: not said."),
            _key("first"),
        ),
        Column(
            "second_key",
            "#indicator+key+second",
            _("The same of the second side; of months the one beside it."),
            _key("second"),
        ),
        Column("outcome", "#affected+outcome", _("killed, injured or missing."), lambda line: line.outcome),
        Column("group", "#affected+group", _("total, or one of the demographics."), lambda line: line.group),
        *_side("first"),
        *_side("second"),
        Column(
            "difference_low",
            "#affected+difference+low",
            _("First less second, at least; empty: unknown or open."),
            _apart("low"),
        ),
        Column(
            "difference_high",
            "#affected+difference+high",
            _("First less second, at most; empty: unknown or open."),
            _apart("high"),
        ),
    ]


def _side(name: str) -> Iterator[Column]:
    yield Column(
        f"{name}_incidents",
        f"#event+num+{name}",
        _("Incidents counted; empty: the side has no such part."),
        _count(name),
    )
    yield Column(f"{name}_low", f"#affected+low+{name}", _("the least documented; empty: unknown"), _bound(name, "low"))
    yield Column(
        f"{name}_high",
        f"#affected+high+{name}",
        _("the most documented; empty beside a least: open above"),
        _bound(name, "high"),
    )
    yield Column(
        f"{name}_unknown",
        f"#event+unknown+{name}",
        _("Incidents whose number is unknown: they add nothing."),
        _unknown(name),
    )


def _filter(name: str) -> Any:
    return lambda line: getattr(line.sides, name).query()


def _of(line: Line, name: str) -> Totals | None:
    side: Totals | None = getattr(line.pair, name)
    return side


def _key(name: str) -> Any:
    def read(line: Line) -> Cell:
        side = _of(line, name)
        if side is None:
            return None
        key = side.key if line.part == "month" else line.pair.key
        return f"{key:%Y-%m}" if isinstance(key, date) else str(key or "")

    return read


def _count(name: str) -> Any:
    return lambda line: side.incidents if (side := _of(line, name)) else None


def _bound(name: str, bound: str) -> Any:
    def read(line: Line) -> Cell:
        side = _of(line, name)
        figure = side and side.figure(line.outcome, line.group)
        return getattr(figure, bound) if figure and figure.is_known else None

    return read


def _unknown(name: str) -> Any:
    return lambda line: side.figure(line.outcome, line.group).unknown if (side := _of(line, name)) else None


def _apart(bound: str) -> Any:
    def read(line: Line) -> Cell:
        apart: Difference | None = line.pair.apart(line.outcome, line.group)
        return getattr(apart, bound) if apart else None

    return read
