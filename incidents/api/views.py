"""The public API, version 1: read-only, without a key, the same filter and figures as every page."""

from __future__ import annotations

from functools import wraps
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import NinjaAPI, Query, Schema
from ninja.decorators import decorate_view
from ninja.errors import ValidationError
from ninja.renderers import JSONRenderer

from incidents.api import schemas
from incidents.conditional import View, public_page
from incidents.models.place import Place
from incidents.models.record.incident import PublishedIncident
from incidents.statistics import provenance, reconciliation, totals
from incidents.statistics.filters import IncidentFilter, read_filter
from incidents.statistics.listing import ListingByCode
from incidents.statistics.sentence import sentence


class _Readable(JSONRenderer):
    """JSON in which Arabic stands as Arabic."""

    json_dumps_params = {"ensure_ascii": False}


api = NinjaAPI(
    title="HarmWatch",
    version="1",
    description="Documented harm to civilians: incidents, sums by month and place, claimed totals. See docs/api.md.",
    docs_url=None,  # the usual page loads its script from elsewhere
    urls_namespace="api",
    renderer=_Readable(),
)
Faulty = {304: None, 422: schemas.Faults}


class Unknown(Exception):
    """No incident of the record has, or at that moment had, this code."""

    def __init__(self, code: str) -> None:
        self.code = code


class BadFilter(Exception):
    """The address names something impossible; what, by its words."""

    def __init__(self, errors: dict[str, str]) -> None:
        self.errors = errors


@api.exception_handler(BadFilter)
def _say_what_is_wrong(request: HttpRequest, fault: BadFilter) -> Any:
    return api.create_response(request, {"errors": fault.errors}, status=422)


@api.exception_handler(ValidationError)
def _say_what_can_be_asked(request: HttpRequest, fault: ValidationError) -> Any:
    """The framework's own complaint, about a page's number or size alone, in the words of all others."""
    most = {"page": schemas.MOST_PAGES, "page_size": schemas.MOST_ON_A_PAGE}
    said = _("Write a whole number from 1 to %(most)s.")
    words = {str(error["loc"][-1]) for error in fault.errors}
    return api.create_response(
        request, {"errors": {word: said % {"most": most[word]} for word in sorted(words & most.keys())}}, status=422
    )


@api.exception_handler(Unknown)
def _say_that_it_is_unknown(request: HttpRequest, fault: Unknown) -> Any:
    said = _("There is no incident %(code)s in the record.") % {"code": fault.code}
    return api.create_response(request, {"errors": {"code": said}}, status=404)


def _page_of_data(view: View) -> View:
    """A public page whose "not found" is said as data, like all else here."""
    page = public_page(view)

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        try:
            return page(request, *args, **kwargs)
        except Http404:
            said = _("There is nothing at this address.")
            return api.create_response(request, {"errors": {"address": said}}, status=404)

    return answer


@api.get("/incidents", response={200: schemas.IncidentPage, **Faulty}, summary="Incidents of a filter, by code")
@decorate_view(_page_of_data)
def incidents(request: HttpRequest, words: Query[schemas.FilterWords], paging: Query[schemas.Paging]) -> Any:
    chosen = _chosen(request)
    rows = chosen.rows()
    page, counted = _page(ListingByCode(rows, totals.counted(rows)), paging)
    return {
        "selection": _selection(chosen, counted.paginator.count),
        **page,
        "incidents": [_incident(request, row) for row in counted],
    }


@api.get(
    "/incidents/{code}",
    response={200: schemas.IncidentDetail, 404: schemas.Faults, **Faulty},
    summary="One incident, its evidence",
)
@decorate_view(_page_of_data)
def incident(request: HttpRequest, code: str, as_of: str = "") -> Any:
    """As it stands, or stood ``as_of``. A withdrawn incident is given with ``state`` withdrawn and its reason."""
    moment = _chosen(request).as_of
    row = PublishedIncident.objects.filter(code=code).current_at(moment).select_related("place").first()
    if row is None:
        raise Unknown(code)
    versions = PublishedIncident.objects.filter(code=code).order_by("version")
    return {
        **_incident(request, row),
        "state": row.state,
        "sources": [_source(source) for source in row.sources.prefetch_related("passages__evidence")],
        "versions": [_plain(version, schemas.VersionOut) for version in versions],
    }


@api.get(
    "/totals",
    url_name="totals",
    response={200: schemas.SelectionTotals, **Faulty},
    summary="Sums of a filter, data hash",
)
@decorate_view(_page_of_data)
def selection_totals(request: HttpRequest, words: Query[schemas.FilterWords]) -> Any:
    chosen = _chosen(request)
    sums = totals.totals(chosen)
    return {
        "selection": _selection(chosen, sums.incidents),
        "totals": _totals(sums),
        "data_hash": provenance.data_hash(chosen),
    }


@api.get("/months", response={200: schemas.MonthList, **Faulty}, summary="Sums by month")
@decorate_view(_page_of_data)
def months(request: HttpRequest, words: Query[schemas.FilterWords]) -> Any:
    chosen = _chosen(request)
    parts = totals.monthly_totals(chosen)
    return {
        "selection": _selection(chosen, sum(part.incidents for part in parts)),
        "months": [{"month": f"{part.key:%Y-%m}" if part.key else None, **_totals(part)} for part in parts],
    }


@api.get("/places", response={200: schemas.PlacePage, **Faulty}, summary="Sums by place: villages, then areas")
@decorate_view(_page_of_data)
def places(request: HttpRequest, words: Query[schemas.FilterWords], paging: Query[schemas.Paging]) -> Any:
    chosen = _chosen(request)
    located, unlocated = totals.ranked_places(chosen), totals.unlocated_totals(chosen)
    page, ids = _page(located.ids, paging)
    shown = totals.in_full(chosen, list(ids))
    return {
        "selection": _selection(chosen, located.incidents + unlocated.incidents),
        **page,
        "places": [{"place": _place(part.place), **_totals(part.totals)} for part in shown],
        "unlocated": _totals(unlocated),
    }


@api.get("/claims", response={200: schemas.ClaimPage, **Faulty}, summary="Claimed totals beside documented ones")
@decorate_view(_page_of_data)
def claims(request: HttpRequest, words: Query[schemas.FilterWords], paging: Query[schemas.Paging]) -> Any:
    chosen = _chosen(request)
    page, counted = _page(reconciliation.claims_touching(chosen), paging)
    compared = reconciliation.reconcile_all(counted, as_of=chosen.as_of)
    return {
        "selection": _selection(chosen, counted.paginator.count),
        **page,
        "claims": [_claim(each) for each in compared],
    }


def _chosen(request: HttpRequest) -> IncidentFilter:
    reading = read_filter(dict(request.GET.lists()))
    if reading.errors:
        raise BadFilter(reading.errors)
    return reading.filter


def _page(rows: Any, paging: schemas.Paging) -> tuple[dict[str, int], Page[Any]]:
    paginator = Paginator(rows, paging.page_size)
    if paging.page > paginator.num_pages:
        raise BadFilter({"page": _("There are %(pages)s pages.") % {"pages": paginator.num_pages}})
    return {"page": paging.page, "pages": paginator.num_pages}, paginator.page(paging.page)


def _selection(chosen: IncidentFilter, count: int) -> dict[str, Any]:
    moment = chosen.as_of or timezone.now()
    return {"sentence": sentence(chosen), "query": chosen.query(), "as_of": moment, "count": count}


def _incident(request: HttpRequest, row: PublishedIncident) -> dict[str, Any]:
    figures: dict[str, dict[str, Any]] = {}
    for (outcome, group), bounds in row.figures().items():
        figures.setdefault(outcome, {})[group] = {"low": bounds.low, "best": bounds.best, "high": bounds.high}
    given = {"place", "figures", "url"}
    plain = {name: getattr(row, name) for name in schemas.IncidentOut.model_fields if name not in given}
    page = reverse("public:incident", args=[row.code])
    return {
        **plain,
        "place": _place(row.place) if row.place else None,
        "figures": figures,
        "url": request.build_absolute_uri(f"{page}?version={row.version}"),
    }


def _place(place: Place) -> dict[str, Any]:
    return _plain(place, schemas.PlaceOut)


def _source(source: Any) -> dict[str, Any]:
    passages = [
        {"start": p.start, "text": p.text, "evidence": [_plain(e, schemas.EvidenceOut) for e in p.evidence.all()]}
        for p in source.passages.all()
    ]
    given = {name: getattr(source, name) for name in schemas.SourceOut.model_fields if name != "passages"}
    return {**given, "passages": passages}


def _plain(row: Any, schema: type[Schema]) -> dict[str, Any]:
    """The fields that the schema names, and no other."""
    return {name: getattr(row, name) for name in schema.model_fields}


def _totals(part: totals.Totals) -> dict[str, Any]:
    figures: dict[str, dict[str, Any]] = {}
    for (outcome, group), figure in part.figures.items():
        figures.setdefault(outcome, {})[group] = _figure(figure)
    return {"incidents": part.incidents, "figures": figures}


def _figure(figure: totals.Figure) -> dict[str, int | None]:
    low, high = (figure.low, figure.high) if figure.is_known else (None, None)
    return {"low": low, "high": high, "known": figure.known, "unknown": figure.unknown}


def _claim(compared: reconciliation.Reconciliation) -> dict[str, Any]:
    given = {"comparisons", "documented_by"}
    plain = {n: getattr(compared.claim, n) for n in schemas.ClaimOut.model_fields if n not in given}
    comparisons = [
        {
            "outcome": each.outcome,
            "group": each.group,
            "claimed": {"low": each.claimed.low, "best": each.claimed.best, "high": each.claimed.high},
            "documented": _figure(each.documented),
            "gap_low": each.gap.low if each.gap else None,
            "gap_high": each.gap.high if each.gap else None,
        }
        for each in compared.comparisons
    ]
    return {**plain, "comparisons": comparisons, "documented_by": compared.scope.query()}
