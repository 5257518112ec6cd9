"""The public pages: each reads the filter, asks statistics or the record, and renders. No cookie, no session."""

from __future__ import annotations

import calendar
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from incidents import wording
from incidents.charts import fluid
from incidents.conditional import public_page
from incidents.dashboard import evidence
from incidents.dashboard.filtering import filter_context, reading, shown_outcome, with_order
from incidents.dashboard.ordering import (
    OF_CLAIMS,
    OF_FOUND,
    OF_INCIDENTS,
    Order,
    listing,
    of_places,
    ordered_claims,
    ordered_found,
    ordered_places,
    read_order,
)
from incidents.dashboard.search import find_places
from incidents.gazetteer.attributions import attributions
from incidents.models.place import Place, PlaceKind
from incidents.models.record.incident import PublishedIncident
from incidents.models.record.version import VersionState
from incidents.statistics import provenance, reconciliation, totals
from incidents.statistics.changes import changed
from incidents.statistics.changes import changes as changes_of
from incidents.statistics.filters import FilterReading, IncidentFilter, read_filter, read_moment
from incidents.statistics.overview import overview
from incidents.vocabulary import DEMOGRAPHICS, GRADE_MEANINGS, Actor, Grade, Outcome, Weapon

VILLAGES_SHOWN = 25
VILLAGES_ON_A_PAGE, MOST_PAGES = 100, 2_000
AREAS_SHOWN = 500  # where all villages are asked for: more than a country has
CLAIMS_SHOWN = 8
PAGE = 50
KINDS: tuple[tuple[str, Any], ...] = (("weapons", Weapon), ("actors", Actor), ("grade", Grade))
FIELD_OF_FILTER = {"weapons": "weapons", "actors": "actors", "grade": "grades"}


@public_page
def dashboard(request: HttpRequest) -> HttpResponse:
    """Map, charts and table of one filter."""
    read = reading(request)
    chosen, shown = read.filter, shown_outcome(read.filter)
    wanted = _wanted(shown)
    order = read_order(request, of_places(shown, _other_outcomes(shown)))
    number = _page_of_villages(request)
    room, others = (number * VILLAGES_ON_A_PAGE, AREAS_SHOWN) if number else (VILLAGES_SHOWN, VILLAGES_SHOWN)
    seen = overview(chosen, wanted, places=room if order.is_usual else None, areas=others if order.is_usual else None)
    villages = seen.villages if order.is_usual else ordered_places(seen.villages, order, shown)
    page = Paginator(range(seen.village_count), VILLAGES_ON_A_PAGE).get_page(number) if number else None
    context = filter_context(read, order) | {
        "totals": seen.whole,
        "demographics": DEMOGRAPHICS,
        "others": _other_outcomes(shown),
        "months": _linked_months(request, chosen, seen.months),
        "monthly_chart": _monthly_chart(request, chosen, seen.months, shown),
        "villages": villages[page.start_index() - 1 : page.end_index()] if page else villages[:room],
        "page": page,
        "village_count": seen.village_count,
        "most": seen.most,
        "areas": seen.areas if order.is_usual else ordered_places(seen.areas, order, shown)[:others],
        "area_count": seen.area_count,
        "unlocated": seen.unlocated,
        "outside_period": totals.counted(chosen.rows_outside_period()),
        "reconciliations": reconciliation.reconcile_all(
            reconciliation.claims_touching(chosen)[:CLAIMS_SHOWN], as_of=chosen.as_of
        ),
        "governorates": _governorates(),
        "breakdowns": [_breakdown(request, chosen, shown, name, words, seen.by[name]) for name, words in KINDS],
        "coverage": seen.coverage,
        "datasets": _datasets(chosen, seen.coverage.by_dataset),
        **_map_settings(),
    }
    return render(request, "public/dashboard.html", context)


def _page_of_villages(request: HttpRequest) -> int:
    """Which page of all villages is asked for; 0 where the first few are to be shown."""
    if "all" not in request.GET:
        return 0
    asked = request.GET.get("page", "")
    return min(int(asked), MOST_PAGES) if asked.isascii() and asked.isdigit() and len(asked) < 6 and int(asked) else 1


def _datasets(chosen: IncidentFilter, counts: Mapping[str, int]) -> list[tuple[str, int, str]]:
    """Each dataset behind the figures with its incidents and the filter for it alone; nothing where there is but one.

    Two datasets may hold the same event, so a page that adds them up says so and offers to part them.
    """
    if len(counts) < 2:
        return []
    return [(name, counts[name], chosen.query(datasets=(name,))) for name in sorted(counts)]


def _governorates() -> dict[str, str]:
    """Name of each governorate by its code, in the reader's language."""
    return {place.key: place.name for place in Place.objects.areas(PlaceKind.GOVERNORATE)}


def _map_settings() -> dict[str, Any]:
    return {"tiles_url": settings.TILES_URL, "tiles_attribution": settings.TILES_ATTRIBUTION}


def _other_outcomes(shown: str) -> list[str]:
    """The outcomes whose totals stand beside the one shown; the missing only where they are asked for."""
    return [outcome for outcome in ("killed", "injured") if outcome != shown]


def _wanted(shown: str) -> totals.Wanted:
    """What a page about one outcome counts: its total and demographics, the totals that stand beside it."""
    others = [(outcome, "total") for outcome in _other_outcomes(shown)]
    return [(shown, "total"), *((shown, group) for group in DEMOGRAPHICS), *others]


def _month_link(request: HttpRequest, chosen: IncidentFilter) -> Callable[[date], str]:
    """Where a month leads: the same page for that month, or its incidents where the page shows no more than it."""
    rest = chosen.query(start=None, end=None)  # once, not for each of two hundred months

    def link(month: date) -> str:
        last = month.replace(day=calendar.monthrange(month.year, month.month)[1])
        path = reverse("public:incidents") if (chosen.start, chosen.end) == (month, last) else request.path
        return f"{path}?from={month}&to={last}" + (f"&{rest}" if rest else "")

    return link


def _linked_months(
    request: HttpRequest, chosen: IncidentFilter, months: Sequence[totals.Totals]
) -> list[tuple[str, totals.Totals]]:
    link = _month_link(request, chosen)
    return [(link(part.key) if part.key and part.incidents else "", part) for part in months]


def _monthly_chart(
    request: HttpRequest, chosen: IncidentFilter, months: Sequence[totals.Totals], shown: str
) -> SafeString:
    label = fluid.summary(months, str(Outcome(shown).label))
    return fluid.monthly(months, outcome=shown, link=_month_link(request, chosen), label=label)


def _breakdown(
    request: HttpRequest, chosen: IncidentFilter, shown: str, field: str, words: Any, parts: Sequence[totals.Totals]
) -> dict[str, Any]:
    """One small multiple: the parts of the selection by a field, each with its name and an address of its own."""
    name = FIELD_OF_FILTER[field]
    rows = [
        {
            "name": str(words(part.key).label) if part.key else _("not said"),
            "href": f"{request.path}?{chosen.query(**{name: (part.key,)})}" if part.key else "",
            "totals": part,
        }
        for part in parts
    ]
    return {"field": field, "rows": rows, "most": fluid.most_of(parts, shown), "overlaps": field != "grade"}


@public_page
def incidents(request: HttpRequest) -> HttpResponse:
    """The incidents of one filter, latest first."""
    read = reading(request)
    order = read_order(request, OF_INCIDENTS)
    behind = provenance.coverage(read.filter)
    context = {"page": _page(request, read.filter, behind.incidents, order), "coverage": behind}
    return render(request, "public/incidents.html", filter_context(read, order) | context)


def _page(request: HttpRequest, chosen: IncidentFilter, count: int, order: Order) -> Any:
    """A page of the incidents, latest first and undated ones last where nothing else is asked; ``count`` is known."""
    rows: Sequence[PublishedIncident] = listing(chosen.rows(), count, order)
    return Paginator(rows, PAGE).get_page(request.GET.get("page"))


@public_page
def incident(request: HttpRequest, code: str) -> HttpResponse:
    """One incident with its figures, the words behind each, its sources and its history; ``?version=2`` as it stood."""
    read = reading(request)
    versions = list(PublishedIncident.objects.filter(code=code).select_related("place").order_by("version"))
    if not versions:
        return _moved(code)
    row = _asked_version(request, read, versions)
    if row is None:
        raise Http404(_("%(code)s was not public at that moment.") % {"code": code})
    withdrawn = row.state == VersionState.WITHDRAWN
    context = filter_context(read) | {
        "incident": row,
        "withdrawn": withdrawn,
        "last_public": _last_public(versions, row),
        "is_current": row.superseded_at is None,
        "current": versions[-1],
        "versions": versions,
        "figures": evidence.figure_rows(row),
        "sources": evidence.sources(row),
        "grade_meaning": GRADE_MEANINGS[Grade(row.grade)],
        "parents": _areas_around(row.place) if row.place else [],
        "address": request.build_absolute_uri(f"{request.path}?version={row.version}"),
        **_map_settings(),
    }
    return render(request, "public/incident.html", context, status=410 if withdrawn else 200)


def _asked_version(
    request: HttpRequest, read: FilterReading, versions: Sequence[PublishedIncident]
) -> PublishedIncident | None:
    """The version that the address names by number or by moment; without either the present one."""
    if number := request.GET.get("version", ""):
        return next((version for version in versions if str(version.version) == number), None)
    moment = read.filter.as_of
    if moment is None:
        return versions[-1]
    return next((v for v in reversed(versions) if v.published_at <= moment), None)


def _moved(code: str) -> HttpResponse:
    """A code that an incident had before a merge leads to the incident that keeps it."""
    kept = PublishedIncident.objects.filter(previous_codes__contains=[code], superseded_at__isnull=True).first()
    if kept is None:
        raise Http404(_("There is no incident %(code)s in the record.") % {"code": code})
    return redirect(reverse("public:incident", args=[kept.code]), permanent=False)


def _last_public(versions: Sequence[PublishedIncident], row: PublishedIncident) -> PublishedIncident | None:
    earlier = [v for v in versions if v.version < row.version and v.state == VersionState.PUBLISHED]
    return earlier[-1] if earlier else None


@public_page
def place(request: HttpRequest, key: str) -> HttpResponse:
    """One place: its figures over the months and its incidents."""
    spot = get_object_or_404(Place, key=key)
    read = read_filter({**dict(request.GET.lists()), "place": [key]})
    chosen, shown = read.filter, shown_outcome(read.filter)
    wanted = _wanted(shown)
    months = totals.monthly_totals(chosen, wanted)
    behind = provenance.coverage(chosen)
    order = read_order(request, OF_INCIDENTS)
    context = filter_context(read, order) | {
        "place": spot,
        "parents": _areas_around(spot),
        "totals": totals.added(None, months, wanted),
        "demographics": DEMOGRAPHICS,
        "others": _other_outcomes(shown),
        "months": _linked_months(request, chosen, months),
        "monthly_chart": _monthly_chart(request, chosen, months, shown),
        "page": _page(request, chosen, behind.incidents, order),
        "coverage": behind,
        **_map_settings(),
    }
    return render(request, "public/place.html", context)


def _areas_around(spot: Place) -> list[Place]:
    """The governorate, district and sub-district that a place lies in, the largest first."""
    keys = [key for key in (spot.admin1, spot.admin2, spot.admin3) if key and key != spot.key]
    found = Place.objects.in_bulk(keys, field_name="key")
    return [found[key] for key in keys if key in found]


@public_page
def places(request: HttpRequest) -> HttpResponse:
    """Places by name, with what is documented in each for the rest of the filter."""
    read = reading(request)
    chosen = replace(read.filter, text="")
    wanted = (("killed", "total"), ("injured", "total"))
    order = read_order(request, OF_FOUND)
    found = ordered_found(find_places(read.filter.text, chosen, wanted), order) if read.filter.text else []
    context = {
        "words": read.filter.text,
        "found": found,
        "query": chosen.query(),
        "carried": chosen.pairs(),
        "ordering": order,
        "errors": with_order(read, order).errors,
    }
    return render(request, "public/places.html", context)


@public_page
def changes(request: HttpRequest) -> HttpResponse:
    """What changed in a selection since a day that the reader names, with the reasons; else in the last thirty days."""
    read = reading(request)
    chosen, wanted = read.filter, (("killed", "total"), ("injured", "total"))
    since, errors = _since(request, read.errors)
    page = Paginator(changed(chosen, since), PAGE).get_page(request.GET.get("page"))
    context = filter_context(read) | {
        "errors": errors,
        "since": since,
        "page": page,
        "changes": changes_of(list(page), since),
        "then": totals.totals(replace(chosen, as_of=since), wanted),
        "now": totals.totals(chosen, wanted),
    }
    context["query"] = urlencode([("since", timezone.localdate(since).isoformat()), *chosen.pairs()])
    return render(request, "public/changes.html", context)


def _since(request: HttpRequest, errors: Mapping[str, str]) -> tuple[datetime, dict[str, str]]:
    """The end of the day that the address names, or of that thirty days before; and what is wrong with it."""
    usual = read_moment((timezone.localdate() - timedelta(days=30)).isoformat())
    asked = request.GET.get("since", "").strip()
    try:
        return (read_moment(asked) if asked else usual), dict(errors)
    except ValueError as error:
        return usual, {**errors, "since": str(error)}


@public_page
def coverage_page(request: HttpRequest) -> HttpResponse:
    """Claimed totals beside documented ones, claim by claim."""
    read = reading(request)
    order = read_order(request, OF_CLAIMS)
    claims = ordered_claims(reconciliation.claims_touching(read.filter), order)
    page = Paginator(claims, PAGE).get_page(request.GET.get("page"))
    compared = reconciliation.reconcile_all(page, as_of=read.filter.as_of)
    context = filter_context(read, order) | {
        "page": page,
        "governorates": _governorates(),
        "reconciliations": [(found, evidence.sources(found.claim)) for found in compared],
        "coverage": provenance.coverage(read.filter),
    }
    return render(request, "public/coverage.html", context)


@public_page
def method(request: HttpRequest) -> HttpResponse:
    """How reports become figures, with the definitions."""
    grades = [(grade, grade.label, GRADE_MEANINGS[grade]) for grade in Grade]
    examples = {"exact": wording.bounds(11, 11), "range": wording.bounds(11, 14), "open": wording.bounds(270, None)}
    return render(request, "public/method.html", {"grades": grades, "examples": examples})


@public_page
def about(request: HttpRequest) -> HttpResponse:
    """What this site is, its sources and licences."""
    return render(request, "public/about.html", {"attributions": attributions(datasets=["ucdp_ged"])})
