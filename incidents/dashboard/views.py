"""The public pages: each reads the filter, asks statistics or the record, and renders. No cookie, no session."""

from __future__ import annotations

import calendar
from datetime import date
from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from incidents.charts import specs
from incidents.charts.render import for_page, to_svg
from incidents.dashboard import evidence
from incidents.dashboard.forms import FilterForm
from incidents.gazetteer.attributions import attributions
from incidents.models.place import Place
from incidents.models.record.incident import PublishedIncident
from incidents.models.record.version import VersionState
from incidents.statistics import provenance, reconciliation, totals
from incidents.statistics.filters import FilterReading, IncidentFilter, read_filter
from incidents.statistics.sentence import sentence
from incidents.vocabulary import DEMOGRAPHICS, GRADE_MEANINGS, Actor, Grade, Outcome, Weapon

VILLAGES_SHOWN = 25
PAGE = 50


def _reading(request: HttpRequest) -> FilterReading:
    return read_filter(dict(request.GET.lists()))


def _filter_context(reading: FilterReading) -> dict[str, Any]:
    chosen = reading.filter
    return {
        "filter": chosen,
        "query": chosen.query(),
        "errors": reading.errors,
        "form": FilterForm(chosen),
        "sentence": sentence(chosen),
        "shown": chosen.outcome or Outcome.KILLED.value,
    }


@require_safe
def dashboard(request: HttpRequest) -> HttpResponse:
    """Map, charts and table of one filter."""
    reading = _reading(request)
    chosen = reading.filter
    shown = chosen.outcome or Outcome.KILLED.value
    months = totals.monthly_totals(chosen)
    villages = totals.village_totals(chosen)
    context = _filter_context(reading) | {
        "totals": totals.totals(chosen),
        "demographics": DEMOGRAPHICS,
        "months": months,
        "monthly_chart": _monthly_chart(request, chosen, months, shown),
        "villages": villages[:VILLAGES_SHOWN] if "all" not in request.GET else villages,
        "village_count": len(villages),
        "areas": totals.area_totals(chosen),
        "unlocated": totals.unlocated_totals(chosen),
        "outside_period": chosen.rows_outside_period().count(),
        "reconciliations": reconciliation.reconcile_all(
            reconciliation.claims_touching(chosen)[:12], as_of=chosen.as_of
        ),
        "small_charts": _small_charts(request, chosen, shown),
        "coverage": provenance.coverage(chosen),
        "tiles_url": settings.TILES_URL,
        "tiles_attribution": settings.TILES_ATTRIBUTION,
    }
    return render(request, "public/dashboard.html", context)


def _monthly_chart(request: HttpRequest, chosen: IncidentFilter, months: list[totals.Totals], shown: str) -> str:
    if not any(part.key for part in months):
        return ""

    def link(month: Any) -> str:
        return f"{request.path}?{chosen.query(start=month, end=_month_end(month))}"

    return for_page(to_svg(specs.monthly(months, outcome=shown, link=link)))


def _small_charts(request: HttpRequest, chosen: IncidentFilter, shown: str) -> list[dict[str, Any]]:
    kinds = (
        ("weapons", Weapon, _("By weapon")),
        ("actors", Actor, _("By party, as sources attribute it")),
        ("grades", Grade, _("By grade")),
    )
    return [_small_chart(request, chosen, shown, *kind) for kind in kinds]


def _small_chart(
    request: HttpRequest, chosen: IncidentFilter, shown: str, field: str, words: Any, title: str
) -> dict[str, Any]:
    parts = totals.totals_by(chosen, "grade" if field == "grades" else field)
    named = [(str(words(part.key).label) if part.key else _("not said"), part) for part in parts]

    def link(key: str) -> str:
        return f"{request.path}?{chosen.query(**{field: (key,)})}" if key else request.get_full_path()

    drawn = [pair for pair in named if pair[1].figure(shown).low][:8]
    svg = for_page(to_svg(specs.by_category(drawn, outcome=shown, link=link, width=240))) if drawn else ""
    return {"title": title, "parts": named, "svg": svg, "id": field, "overlaps": field != "grades"}


def _month_end(month: date) -> date:
    return month.replace(day=calendar.monthrange(month.year, month.month)[1])


@require_safe
def map_data(request: HttpRequest) -> JsonResponse:
    """Village sums for the map, one compact row each; the same figures as the table beside it."""
    chosen = _reading(request).filter
    rows = [
        [
            part.place.key,
            part.place.name,
            round(part.place.latitude, 4),
            round(part.place.longitude, 4),
            part.totals.incidents,
            *(value for outcome in ("killed", "injured") for value in _bounds(part.totals.figure(outcome))),
        ]
        for part in totals.village_totals(chosen)
        if part.place.latitude is not None and part.place.longitude is not None
    ]
    fields = ["key", "name", "lat", "lon", "incidents", "killed_low", "killed_high", "injured_low", "injured_high"]
    return JsonResponse(
        {"fields": fields, "rows": rows}, json_dumps_params={"ensure_ascii": False, "separators": (",", ":")}
    )


def _bounds(figure: totals.Figure) -> tuple[int | None, int | None]:
    return (figure.low, figure.high) if figure.is_known else (None, None)


@require_safe
def incidents(request: HttpRequest) -> HttpResponse:
    """The incidents of one filter, latest first."""
    reading = _reading(request)
    rows = reading.filter.rows().select_related("place").order_by("-date_start", "code")
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    return render(request, "public/incidents.html", _filter_context(reading) | {"page": page})


@require_safe
def incident(request: HttpRequest, code: str) -> HttpResponse:
    """One incident with its figures, the words behind each, its sources and its history."""
    reading = _reading(request)
    versions = list(PublishedIncident.objects.filter(code=code).order_by("version"))
    if not versions:
        return _moved(code)
    row = PublishedIncident.objects.filter(code=code).current_at(reading.filter.as_of).select_related("place").first()
    if row is None:
        raise Http404(_("%(code)s was not public at that moment.") % {"code": code})
    context = _filter_context(reading) | {
        "incident": row,
        "withdrawn": row.state == VersionState.WITHDRAWN,
        "last_public": _last_public(versions, row),
        "is_current": row.superseded_at is None,
        "current": versions[-1],
        "versions": versions,
        "figures": evidence.figure_rows(row),
        "sources": evidence.sources(row),
        "grade_meaning": GRADE_MEANINGS[Grade(row.grade)],
        "tiles_url": settings.TILES_URL,
        "tiles_attribution": settings.TILES_ATTRIBUTION,
    }
    return render(request, "public/incident.html", context, status=410 if row.state == VersionState.WITHDRAWN else 200)


def _moved(code: str) -> HttpResponse:
    """A code that an incident had before a merge leads to the incident that keeps it."""
    kept = PublishedIncident.objects.filter(previous_codes__contains=[code], superseded_at__isnull=True).first()
    if kept is None:
        raise Http404(_("There is no incident %(code)s in the record.") % {"code": code})
    return redirect(reverse("public:incident", args=[kept.code]), permanent=False)


def _last_public(versions: list[PublishedIncident], row: PublishedIncident) -> PublishedIncident | None:
    earlier = [v for v in versions if v.version < row.version and v.state == VersionState.PUBLISHED]
    return earlier[-1] if earlier else None


@require_safe
def place(request: HttpRequest, key: str) -> HttpResponse:
    """One place: its figures over the months and its incidents."""
    spot = get_object_or_404(Place, key=key)
    reading = read_filter({**dict(request.GET.lists()), "place": [key]})
    chosen = reading.filter
    months = totals.monthly_totals(chosen)
    context = _filter_context(reading) | {
        "place": spot,
        "parents": Place.objects.filter(key__in=[spot.admin1, spot.admin2, spot.admin3])
        .exclude(key=key)
        .order_by("key"),
        "totals": totals.totals(chosen),
        "demographics": DEMOGRAPHICS,
        "months": months,
        "monthly_chart": _monthly_chart(request, chosen, months, chosen.outcome or Outcome.KILLED.value),
        "page": Paginator(chosen.rows().order_by("-date_start", "code"), PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "public/place.html", context)


@require_safe
def coverage_page(request: HttpRequest) -> HttpResponse:
    """Claimed totals beside documented ones, claim by claim."""
    reading = _reading(request)
    claims = reconciliation.claims_touching(reading.filter)
    context = _filter_context(reading) | {
        "reconciliations": reconciliation.reconcile_all(claims[:200], as_of=reading.filter.as_of),
        "coverage": provenance.coverage(reading.filter),
    }
    return render(request, "public/coverage.html", context)


@require_safe
def method(request: HttpRequest) -> HttpResponse:
    """How reports become figures, with the definitions."""
    grades = [(grade, grade.label, GRADE_MEANINGS[grade]) for grade in Grade]
    return render(request, "public/method.html", {"grades": grades})


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """What this site is, its sources and licences."""
    return render(request, "public/about.html", {"attributions": attributions()})
