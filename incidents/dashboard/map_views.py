"""What the map asks for: sums by village, by admin area, and by month for its time slider. Never single incidents.

All figures come from the one statistics function. ``docs/map.md`` describes the answers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import Any

from django.http import Http404, HttpRequest, JsonResponse

from incidents.charts import cells
from incidents.charts.classes import class_bounds
from incidents.conditional import public_page
from incidents.dashboard.filtering import reading, shown_outcome
from incidents.models.place import Place
from incidents.statistics import totals
from incidents.statistics.filters import IncidentFilter
from incidents.statistics.gazetteer import area_ids, places_by_id
from incidents.statistics.totals import Totals, Wanted
from incidents.vocabulary import Group, Outcome

#: Levels of areas by their name in an address, with the column that rows carry their P-code in.
LEVELS = {"governorate": "admin1", "district": "admin2", "subdistrict": "admin3"}
VILLAGES = "village"
#: The number of incidents, then the least and the most of each outcome; None where it is unknown or open above.
Figures = list[int | None]
Spot = tuple[Place, Figures]
COORDINATE_DIGITS = 3  # degrees: a hundred metres, closer than a village is wide
GRID = 10**COORDINATE_DIGITS
NAMED_AT_ONCE = 12  # so few villages have their names on the map from the first


@public_page
def map_data(request: HttpRequest) -> JsonResponse:
    """Sums by village, column by column; then those known only by an area, and those without a point at all."""
    chosen = reading(request).filter
    wanted = _wanted(chosen)
    villages, areas, without = _spots(chosen, wanted)
    rows = [[place.key, place.name, *_point(place), *figures] for place, figures in villages]
    return _answer({
        "query": chosen.query(),
        "outcome": shown_outcome(chosen),
        "fields": ["key", "name", "lat", "lon", *_names(wanted)],
        "columns": list(zip(*rows, strict=True)) or [[] for _field in range(4 + len(_names(wanted)))],
        "areas": {
            "fields": ["key", "name", "kind", "lat", "lon", *_names(wanted)],
            "rows": [[place.key, place.name, place.kind, *_point(place), *figures] for place, figures in areas],
        },
        "unplaced": dict(zip(_names(wanted), without, strict=True)),
    })  # fmt: skip


@public_page
def map_points(request: HttpRequest) -> JsonResponse:
    """What the map draws first: each village's key, point and least documented, from south to north; areas likewise.

    The names and all other figures, which ``map_data`` has, are twice as heavy; the map asks for them once they are
    read. A latitude is given as its distance from the one before and a longitude as such, both in thousandths of a
    degree.
    """
    chosen = reading(request).filter
    villages, areas, _without = _spots(chosen, _wanted(chosen)[:1])
    drawn = sorted((*_on_grid(place), place.key, figures[1]) for place, figures in villages)
    north, east, keys, low = list(zip(*drawn, strict=True)) or [()] * 4
    few = len(villages) <= NAMED_AT_ONCE
    names = {place.key: place.name for place, _figures in villages} if few else {}
    return _answer({
        "query": chosen.query(),
        "outcome": shown_outcome(chosen),
        "keys": keys,
        "north": [now - before for before, now in pairwise((0, *north))],
        "east": east,
        "low": low,
        "names": [names[key] for key in keys] if few else None,
        "areas": [[place.key, place.kind, *_point(place), figures[1]] for place, figures in areas],
    })  # fmt: skip


@public_page
def map_areas(request: HttpRequest, level: str) -> JsonResponse:
    """Sums by governorate, district or sub-district: all incidents within it, of villages and of the area alone.

    ``elsewhere`` is what is known only by a larger area or by none: it lies in none of the areas shown.
    """
    chosen = reading(request).filter
    wanted = _wanted(chosen)
    parts = totals.totals_by(chosen, _column(level), wanted)
    named = _place_names(part.key for part in parts)
    elsewhere = next((part for part in parts if not part.key), totals.added("", [], wanted))
    inside = [part for part in parts if part.key]
    return _answer({
        "fields": ["key", "name", *_names(wanted)],
        "rows": [[part.key, named.get(part.key, part.key), *_figures(part, wanted)] for part in inside],
        "classes": class_bounds(part.figure(*wanted[0]).low for part in inside),
        "elsewhere": dict(zip(_names(wanted), _figures(elsewhere, wanted), strict=True)),
    })  # fmt: skip


@public_page
def map_months(request: HttpRequest, level: str) -> JsonResponse:
    """The months of the selection for the time slider: each with its figure, and how large a place's month gets.

    Incidents that are not dated to one month are in none of them; ``undated`` says how many there are.
    """
    chosen = reading(request).filter
    wanted = _wanted(chosen)[:1]
    months = totals.monthly_totals(chosen, wanted)
    most = _largest_month(chosen, level)
    return _answer({
        "fields": ["month", *_names(wanted)],
        "rows": [[f"{part.key:%Y-%m}", *_figures(part, wanted)] for part in months if part.key],
        "most": most,
        "classes": class_bounds([1, most]) if most else [],
        "undated": sum(part.incidents for part in months if not part.key),
    })  # fmt: skip


@public_page
def map_half_year(request: HttpRequest, level: str, year: int, half: int) -> JsonResponse:
    """The least documented of each place in each month of half a year, six months as a few characters (``cells.py``).

    All months of six thousand villages at once would weigh half a megabyte.
    """
    if not date.min.year <= year <= date.max.year or half not in (1, 2):
        raise Http404
    first = 6 * half - 5
    chosen = reading(request).filter
    wanted = _wanted(chosen)[:1]
    by = _column(level)
    rows = chosen.rows().filter(month__gte=date(year, first, 1), month__lte=date(year, first + 5, 1))
    found: dict[Any, list[int]] = {}
    for key, month, *sums in totals.grouped(rows, (by, "month"), wanted, columns=(by, "month")):
        figure = totals.part_of(key, sums, wanted, at=0).figure(*wanted[0])
        found.setdefault(key, [cells.NOTHING] * 6)[month.month - first] = cells.cell(figure)
    named = _keyed(found, level)
    return _answer({"keys": [key for key, _row in named], "cells": [cells.written(row) for _key, row in named]})


def _answer(data: Mapping[str, Any]) -> JsonResponse:
    return JsonResponse(data, json_dumps_params={"ensure_ascii": False, "separators": (",", ":")})


def _wanted(chosen: IncidentFilter) -> Wanted:
    """The outcome that the map is about first; the missing only where they are asked for."""
    first = shown_outcome(chosen)
    others = (outcome for outcome in (Outcome.KILLED.value, Outcome.INJURED.value) if outcome != first)
    return [(outcome, Group.TOTAL.value) for outcome in (first, *others)]


def _names(wanted: Wanted) -> list[str]:
    return ["incidents", *(f"{outcome}_{bound}" for outcome, _group in wanted for bound in ("low", "high"))]


def _figures(part: Totals, wanted: Wanted) -> Figures:
    """As ``_names`` names them; an unknown figure has no bounds."""
    figures = (part.figure(*pair) for pair in wanted)
    bounds = ((figure.low, figure.high) if figure.is_known else (None, None) for figure in figures)
    return [part.incidents, *(bound for pair in bounds for bound in pair)]


def _spots(chosen: IncidentFilter, wanted: Wanted) -> tuple[list[Spot], list[Spot], Figures]:
    """Villages and areas with their figures, the most harmed first, and the figures of what has no point.

    The same sums as ``totals.spots``, left as the database gives them: six thousand objects would take longer to make
    than to count.
    """
    found = totals.grouped(chosen.rows(), ("place_id",), wanted, columns=("place_id",))
    places = places_by_id([row[0] for row in found if row[0]])
    villages: list[Spot] = []
    areas: list[Spot] = []
    without = []
    for place_id, *sums in found:
        place = places.get(place_id)
        if place is None or (place.latitude is None and not place.is_area):
            without.append(totals.part_of(None, sums, wanted, at=0))
        else:
            (areas if place.is_area else villages).append((place, _bounds(sums, len(wanted))))
    for spots in (villages, areas):
        spots.sort(key=lambda spot: (-(spot[1][1] or 0), -(spot[1][0] or 0), spot[0].key))
    return villages, areas, _figures(totals.added(None, without, wanted), wanted)


def _bounds(sums: Sequence[int], count: int) -> Figures:
    """The number of incidents and each figure's bounds, out of the sums that ``totals.grouped`` gives."""
    figures: Figures = [sums[0]]
    for at in range(1, 1 + 4 * count, 4):
        low, high, known, open_above = sums[at : at + 4]
        figures += [low, None if open_above else high] if known else [None, None]
    return figures


def _point(place: Place) -> list[float]:
    return [round(place.latitude or 0, COORDINATE_DIGITS), round(place.longitude or 0, COORDINATE_DIGITS)]


def _on_grid(place: Place) -> tuple[int, int]:
    return round((place.latitude or 0) * GRID), round((place.longitude or 0) * GRID)


def _column(level: str) -> str:
    """The column that parts a level; raises Http404 for a level that there is not."""
    if level == VILLAGES:
        return "place_id"
    if level not in LEVELS:
        raise Http404
    return LEVELS[level]


def _place_names(keys: Iterable[str]) -> dict[str, str]:
    places = Place.objects.only("key", "name_ar", "name_en").in_bulk([key for key in keys if key], field_name="key")
    return {key: place.name for key, place in places.items()}


def _keyed(found: Mapping[Any, list[int]], level: str) -> list[tuple[str, list[int]]]:
    """Rows by their P-codes, in order; what lies in no place of the level has none and is left out."""
    named = {key: row for key, row in found.items() if key}
    if level == VILLAGES:
        places = places_by_id(named.keys())
        named = {places[pk].key: row for pk, row in named.items()}
    return sorted(named.items())


def _largest_month(chosen: IncidentFilter, level: str) -> int:
    """The most of any place in any month: the slider's scale, so that its months can be compared."""
    found = totals.largest_months(chosen.rows(), _column(level), *_wanted(chosen)[0])
    areas = area_ids() if level == VILLAGES else ()  # what is known by an area alone is no village's
    return max((most for key, most in found.items() if key and most and key not in areas), default=0)
