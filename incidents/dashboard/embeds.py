"""Charts, the map and one incident's figures for other people's articles: light pages for a frame on any site."""

from __future__ import annotations

import calendar
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from csp.decorators import csp_replace
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_exempt

from incidents.charts import fluid
from incidents.charts.catalogue import CHARTS, LONGEST, Content, content
from incidents.charts.map import country_map
from incidents.conditional import View, public_page
from incidents.dashboard import evidence
from incidents.dashboard.filtering import reading, shown_outcome
from incidents.models.record.incident import PublishedIncident
from incidents.models.record.version import VersionState
from incidents.statistics import provenance
from incidents.statistics.filters import IncidentFilter
from incidents.statistics.sentence import sentence
from incidents.vocabulary import DEMOGRAPHICS, Outcome

THEMES = ("light", "dark")
Linked = list[dict[str, Any]]


def embeddable(view: View) -> View:
    """A public page that any site may show in a frame. Every other page of ours may be shown in none."""
    relaxed: Callable[[View], View] = csp_replace({"frame-ancestors": ["*"]})
    return xframe_options_exempt(relaxed(public_page(view)))


@embeddable
def chart(request: HttpRequest, chart: str) -> HttpResponse:
    """One chart of ``CHARTS`` under the address's filter. A filter that cannot be read is refused, not left out: an
    article would show other figures than it speaks of."""
    if chart not in CHARTS:
        return _refused(request, [_("There is no such chart.")], status=404)
    read = reading(request)
    if read.errors:
        return _refused(request, read.errors.values(), status=400)
    chosen, shown = read.filter, shown_outcome(read.filter)
    found = content(chart, chosen, shown)
    context = {
        "found": found,
        "shown": shown,
        "others": [outcome for outcome in ("killed", "injured") if outcome != shown],
        "demographics": DEMOGRAPHICS,
        "sentence": sentence(chosen),
        "coverage": provenance.coverage(chosen),
        "query": chosen.query(),
        "full": _page(chosen),
        **_drawn(found, chosen),
    }
    return render(request, "public/embed_chart.html", context | _frame(request))


def _drawn(found: Content, chosen: IncidentFilter) -> dict[str, Any]:
    """What a kind of chart needs beside its content."""
    if found.chart == "months":
        return {"monthly_chart": _monthly(found, chosen), "months": _linked_months(found, chosen)}
    if found.chart == "map":
        return {"still": _still(found), "villages": _villages(found, chosen), **_tiles()}
    rows = [
        {"name": part.name, "totals": part.totals, "href": _page(chosen, **part.limits) if part.limits else ""}
        for part in found.parts
    ]
    return {"rows": rows, "most": fluid.most_of((part.totals for part in found.parts), found.outcome)}


def _page(chosen: IncidentFilter, **changes: Any) -> str:
    """The page that shows the same in full."""
    query = chosen.query(**changes)
    return f"{reverse('public:dashboard')}?{query}" if query else reverse("public:dashboard")


def _month_page(chosen: IncidentFilter, month: date) -> str:
    last = month.replace(day=calendar.monthrange(month.year, month.month)[1])
    return _page(chosen, start=month, end=last)


def _monthly(found: Content, chosen: IncidentFilter) -> SafeString:
    label = fluid.summary(found.months, str(Outcome(found.outcome).label))
    drawn = fluid.monthly(
        found.months, outcome=found.outcome, link=lambda month: _month_page(chosen, month), label=label
    )
    # Links of a drawing heed no <base target>, and the frame itself may show no other page of ours.
    return mark_safe(drawn.replace("<a href=", '<a target="_blank" rel="noopener" href='))


def _linked_months(found: Content, chosen: IncidentFilter) -> list[tuple[str, Any]]:
    return [(_month_page(chosen, part.key) if part.key and part.incidents else "", part) for part in found.months]


def _still(found: Content) -> SafeString:
    """The map without script: our own drawing, in which every text is escaped."""
    tinted = [area.place.key for area in found.areas]
    return mark_safe(country_map(found.villages, outcome=found.outcome, tinted=tinted))


def _villages(found: Content, chosen: IncidentFilter) -> Linked:
    return [
        {"name": each.place.name, "totals": each.totals, "href": _page(chosen, places=(each.place.key,))}
        for each in found.villages[:LONGEST]
    ]


def _tiles() -> dict[str, Any]:
    return {"tiles_url": settings.TILES_URL, "tiles_attribution": settings.TILES_ATTRIBUTION}


@embeddable
def incident(request: HttpRequest, code: str) -> HttpResponse:
    """One incident's accepted figures; ``?version=2`` for one that never changes."""
    versions = PublishedIncident.objects.filter(code=code).select_related("place")
    asked = request.GET.get("version", "")
    row = next((v for v in versions if (str(v.version) == asked if asked else v.superseded_at is None)), None)
    if row is None:
        return _refused(request, [_("There is no incident %(code)s in the record.") % {"code": code}], status=404)
    page = reverse("public:incident", args=[code])
    withdrawn = row.state == VersionState.WITHDRAWN
    context = {
        "incident": row,
        "withdrawn": withdrawn,
        "figures": {} if withdrawn else evidence.figure_rows(row),
        "full": f"{page}?version={row.version}" if asked else page,
        **_frame(request),
    }
    return render(request, "public/embed_incident.html", context, status=410 if withdrawn else 200)


def _refused(request: HttpRequest, messages: Iterable[str], *, status: int) -> HttpResponse:
    context = {"messages_shown": list(messages), "full": reverse("public:dashboard"), **_frame(request)}
    return render(request, "public/embed_refused.html", context, status=status)


def _frame(request: HttpRequest) -> dict[str, str]:
    """The colours asked for by ``theme``; the reader's own preference without it."""
    theme = request.GET.get("theme", "")
    return {"theme": theme if theme in THEMES else ""}
