"""Downloads: each reads the filter of its address and gives the same figures as the page, as a file."""

from __future__ import annotations

import csv
import logging
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from incidents.charts import catalogue, pictures
from incidents.conditional import public_page
from incidents.exports import geojson, geopackage
from incidents.exports.about import Fact, facts, pinned
from incidents.exports.columns import Cell
from incidents.exports.comparison import comparison_columns
from incidents.exports.tables import TABLES, Table
from incidents.exports.workbook import MOST_INCIDENTS, workbook
from incidents.statistics import totals
from incidents.statistics.filters import IncidentFilter, read_filter
from incidents.typesetting.press import PressError
from incidents.vocabulary import Outcome

log = logging.getLogger(__name__)
File = HttpResponse | StreamingHttpResponse
T = TypeVar("T", HttpResponse, StreamingHttpResponse, FileResponse)
#: A GeoPackage is whole before its first byte is sent; this many take some twenty seconds.
MOST_IN_GEOPACKAGE = 100_000
PICTURES = {"svg": "image/svg+xml", "png": "image/png"}
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _chosen(request: HttpRequest) -> IncidentFilter:
    """The filter. A file of something else than was asked for would be a trap: any fault is refused, not left out."""
    reading = read_filter(dict(request.GET.lists()))
    if reading.errors:
        raise BadFilter("\n".join(f"{name}: {message}" for name, message in reading.errors.items()))
    return reading.filter


class BadFilter(ValueError):
    """The address names something impossible; the message says what, a line each."""


def _or_why_not(make: Callable[[IncidentFilter], File], request: HttpRequest) -> File:
    try:
        return make(_chosen(request))
    except BadFilter as fault:
        return _said(400, str(fault))


def _said(status: int, words: str) -> HttpResponse:
    return HttpResponse(words, status=status, content_type="text/plain; charset=utf-8")


@public_page
def table_csv(request: HttpRequest, name: str) -> File:
    """A table as CSV, streamed; ``?bom=1`` for spreadsheets that take UTF-8 for something else without it."""
    if name not in TABLES:
        raise Http404(_("There is no such table."))
    table = TABLES[name]
    return _or_why_not(lambda chosen: _streamed(table, chosen, bom="bom" in request.GET), request)


def _streamed(table: Table, chosen: IncidentFilter, *, bom: bool) -> StreamingHttpResponse:
    response = StreamingHttpResponse(_encoded(table.lines(chosen), bom=bom), content_type="text/csv; charset=utf-8")
    return _attached(response, table.name, chosen, "csv")


class _Echo:
    """A file that hands back what is written to it, so that ``csv`` writes into the stream."""

    def write(self, line: str) -> str:
        return line


def _encoded(lines: Iterable[list[Cell]], *, bom: bool) -> Iterator[str]:
    if bom:
        yield "\ufeff"
    writer = csv.writer(_Echo())
    for line in lines:
        yield writer.writerow(line)


@public_page
def table_geojson(request: HttpRequest, name: str) -> File:
    """A table with points as GeoJSON, streamed; what has no point is there without one."""
    if name not in geopackage.PLACED:
        raise Http404(_("There is no such table."))

    def make(chosen: IncidentFilter) -> StreamingHttpResponse:
        fixed = pinned(chosen)
        lines = geojson.written(TABLES[name], fixed, _facts(request, fixed))
        return _attached(StreamingHttpResponse(lines, content_type=geojson.CONTENT_TYPE), name, chosen, "geojson")

    return _or_why_not(make, request)


@public_page
def tables_gpkg(request: HttpRequest) -> File:
    """All tables as one GeoPackage, written to a temporary file and streamed from it."""

    def make(chosen: IncidentFilter) -> FileResponse:
        if totals.counted(chosen.rows()) > MOST_IN_GEOPACKAGE:
            raise BadFilter(_("Too many incidents for one GeoPackage: narrow the filter, or take the GeoJSON."))
        fixed = pinned(chosen)
        file = geopackage.write(fixed, _facts(request, fixed))
        return _attached(FileResponse(file, content_type=geopackage.CONTENT_TYPE), "tables", chosen, "gpkg")

    return _or_why_not(make, request)


def _facts(request: HttpRequest, fixed: IncidentFilter) -> list[Fact]:
    return facts(fixed, request.build_absolute_uri(reverse("public:dashboard")))


@public_page
def table_xlsx(request: HttpRequest) -> File:
    """All tables as one spreadsheet file."""

    def make(chosen: IncidentFilter) -> HttpResponse:
        if totals.counted(chosen.rows()) > MOST_INCIDENTS:
            raise BadFilter(_("Too many incidents for a spreadsheet: narrow the filter, or take the CSV."))
        fixed = pinned(chosen)
        book = HttpResponse(workbook(fixed, _facts(request, fixed)), content_type=XLSX)
        return _attached(book, "tables", chosen, "xlsx")

    return _or_why_not(make, request)


@public_page
def picture(request: HttpRequest, chart: str, kind: str) -> File:
    """A chart or the map as an SVG or PNG of its own, captioned with what it shows and as of when."""
    if chart not in catalogue.CHARTS:
        raise Http404(_("There is no such chart."))

    def make(chosen: IncidentFilter) -> HttpResponse:
        shown = chosen.outcome or Outcome.KILLED.value
        try:
            drawn = (pictures.png if kind == "png" else pictures.svg)(chart, chosen, shown)
        except PressError:
            log.exception("a picture could not be set")
            return _said(503, _("This picture could not be made. Take the SVG of the same chart."))
        if drawn is None:
            raise BadFilter(_("Nothing documented for this filter."))
        return HttpResponse(drawn, content_type=PICTURES[kind])

    return _or_why_not(make, request)


@public_page
def columns(request: HttpRequest) -> HttpResponse:
    """What every column of every file means."""
    tables = [(table.name, table.columns()) for table in TABLES.values()]
    tables.append(("comparison", comparison_columns()))
    return render(request, "public/columns.html", {"tables": tables})


def _attached(response: T, name: str, chosen: IncidentFilter, kind: str) -> T:
    """The answer as a file: ``harmwatch-incidents-2026-11-22.csv``, by the day that the figures are of."""
    day = timezone.localdate(chosen.as_of) if chosen.as_of else timezone.localdate()
    response["Content-Disposition"] = f'attachment; filename="harmwatch-{name}-{day.isoformat()}.{kind}"'
    return response
