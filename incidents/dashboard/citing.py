"""Citing and showing elsewhere: an address that never changes, the code of a frame to copy, and oEmbed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import SplitResult, parse_qs, urlencode, urlsplit

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import Resolver404, resolve, reverse
from django.utils import translation
from django.utils.cache import patch_cache_control
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from incidents import wording
from incidents.charts.catalogue import CHARTS, content, titles
from incidents.conditional import public_page
from incidents.dashboard.embeds import THEMES
from incidents.dashboard.filtering import filter_context, reading, shown_outcome
from incidents.models.record.incident import PublishedIncident
from incidents.statistics import provenance
from incidents.statistics.filters import FilterReading, IncidentFilter, read_filter
from incidents.statistics.sentence import as_known, sentence

#: Pixels: what stands above and below a chart in a frame of some 600 pixels, a line of its table, and whole heights.
AROUND, ROW = 380, 34
HEIGHTS = {"months": 600, "map": 700}
WIDTH = 640


@dataclass(frozen=True, slots=True)
class Frame:
    """What can be shown in a frame: its address, its title and height in pixels, the page that shows it in full."""

    path: str
    title: str
    height: int
    full: str

    def code(self, site: str, width: str = "100%") -> SafeString:
        """HTML to copy: the frame, and a link for whoever does not get to see it. ``site`` as in ``https://host``."""
        return format_html(
            '<iframe src="{}{}" title="{}" width="{}" height="{}" frameborder="0" loading="lazy"></iframe>\n'
            '<p><a href="{}{}">{}</a> (HarmWatch)</p>',
            site, self.path, self.title, width, self.height, site, self.full, self.title,
        )  # fmt: skip


@public_page
def cite(request: HttpRequest) -> HttpResponse:
    """How to cite a selection: its sentence, an address that shows it unchanged for ever, and the hash of its rows;
    and how to show a chart of it elsewhere, unchanged for ever too unless the reader wants it always current."""
    read = reading(request)
    fixed = read.filter if read.filter.as_of else replace(read.filter, as_of=provenance.citable_moment())
    context = filter_context(FilterReading(fixed, read.errors)) | {
        "address": request.build_absolute_uri(f"{reverse('public:dashboard')}?{fixed.query()}"),
        "data_hash": provenance.data_hash(fixed),
        "coverage": provenance.coverage(fixed),
        "carried": fixed.pairs(),
        **_panel(request, fixed),
    }
    response = render(request, "public/cite.html", context)
    patch_cache_control(response, no_store=True)  # its moment is that of the asking
    return response


def _panel(request: HttpRequest, fixed: IncidentFilter) -> dict[str, Any]:
    """The chosen chart's code and pictures in each language; the words ``chart``, ``theme`` and ``current`` choose."""
    asked, theme = request.GET.get("chart", ""), request.GET.get("theme", "")
    chart, theme = (asked if asked in CHARTS else CHARTS[0]), (theme if theme in THEMES else "")
    is_current = bool(request.GET.get("current"))
    chosen = replace(fixed, as_of=None) if is_current else fixed
    return {
        "charts": list(titles().items()),
        "chart": chart,
        "theme": theme,
        "is_current": is_current,
        "offers": _offers(request, lambda: chart_frame(chart, chosen, theme=theme), lambda: _pictures(chart, chosen)),
    }


def _pictures(chart: str, chosen: IncidentFilter) -> list[tuple[str, str]]:
    paths = ((kind, reverse(f"exports:{kind}", args=[chart])) for kind in ("svg", "png"))
    return [(kind.upper(), f"{path}?{chosen.query()}" if chosen.query() else path) for kind, path in paths]


def _offers(request: HttpRequest, frame: Callable[[], Frame], pictures: Callable[[], Any]) -> list[dict[str, Any]]:
    """The code in every language of the site, the reader's own first."""
    languages = sorted(settings.LANGUAGES, key=lambda each: each[0] != translation.get_language())
    offers = []
    for code, name in languages:
        shown = str(name)
        digits = wording.chosen_digits() if code == translation.get_language() else _usual_digits(code)
        with translation.override(code), wording.written_in(digits):
            made = frame()
            offers.append({"language": code, "name": shown, "code": made.code(_site(request)), "path": made.path,
                           "pictures": pictures()})  # fmt: skip
    return offers


def _site(request: HttpRequest) -> str:
    return f"{request.scheme}://{request.get_host()}"


@public_page
def cite_incident(request: HttpRequest, code: str) -> HttpResponse:
    """The same for one incident: the version that the address names, else the present one, for good unless the reader
    wants it always current."""
    row = _version(code, request.GET.get("version", ""))
    if row is None:
        raise Http404(_("There is no incident %(code)s in the record.") % {"code": code})
    is_current = bool(request.GET.get("current"))
    version = "" if is_current else str(row.version)
    made = incident_frame(row, version=version)
    context = {
        "incident": row,
        "name": made.title,
        "full": made.full,
        "address": request.build_absolute_uri(f"{reverse('public:incident', args=[code])}?version={row.version}"),
        "is_current": is_current,
        "offers": _offers(request, lambda: incident_frame(row, version=version), list),
    }
    return render(request, "public/cite_incident.html", context)


def _version(code: str, number: str) -> PublishedIncident | None:
    """A version by its number, the present one where none is asked for; None where there is no such version."""
    rows = PublishedIncident.objects.filter(code=code).select_related("place")
    if number:
        rows = rows.filter(version=_number([number]) or 0)  # versions begin at 1
    else:
        rows = rows.filter(superseded_at__isnull=True)
    row: PublishedIncident | None = rows.first()
    return row


def chart_frame(chart: str, chosen: IncidentFilter, *, theme: str = "") -> Frame:
    """A chart's frame in the active language."""
    query = urlencode([*chosen.pairs(), *_look(theme)])
    height = HEIGHTS.get(chart) or AROUND + ROW * len(content(chart, chosen, shown_outcome(chosen)).parts)
    full = reverse("public:dashboard") + (f"?{chosen.query()}" if chosen.query() else "")
    return Frame(_path("embed", chart, query), _title(chosen), height, full)


def _look(theme: str) -> list[tuple[str, str]]:
    """The words of an address for what changes no figure: colours and, where they are not the site's own, digits."""
    digits = wording.chosen_digits()
    usual = _usual_digits(translation.get_language() or "")
    words = [("theme", theme), ("digits", "" if digits == usual else digits)]
    return [(word, value) for word, value in words if value]


def _usual_digits(language: str) -> str:
    return str(settings.DIGITS) if language == "ar" else "latn"


def _title(chosen: IncidentFilter) -> str:
    """The filter's sentence; of what stays current without the day on which the code was copied."""
    said = sentence(chosen)
    return said if chosen.as_of else said.removesuffix(as_known(None)).rstrip("،, ")


def incident_frame(row: PublishedIncident, *, version: str) -> Frame:
    """An incident's frame in the active language; ``version`` is a number or nothing for the present state."""
    pinned = [("version", version)] if version else []
    query, shown = urlencode([*pinned, *_look("")]), urlencode(pinned)
    full = reverse("public:incident", args=[row.code])
    where = row.place.name if row.place else row.place_text or row.code
    when = wording.days(row.date_start, row.date_end, row.date_precision)
    path = _path("embed_incident", row.code, query)
    return Frame(path, f"{where} · {when}", AROUND + ROW * 4, f"{full}?{shown}" if shown else full)


def _path(view: str, name: str, query: str) -> str:
    path = reverse(f"public:{view}", args=[name])
    return f"{path}?{query}" if query else path


@public_page
def oembed(request: HttpRequest) -> HttpResponse:
    """oEmbed 1.0: the frame of an address of ours, as JSON. What an address without ``as_of`` shows stays current."""
    if request.GET.get("format", "json") != "json":
        return HttpResponse("HarmWatch answers in JSON alone.", status=501, content_type="text/plain")
    address = _split(request.GET.get("url", ""))
    frame = _frame_of(address) if address and address.netloc == request.get_host() else None
    if frame is None:
        return HttpResponse("There is nothing to show of this address.", status=404, content_type="text/plain")
    site = _site(request)
    width = _at_most(request, "maxwidth", WIDTH)
    frame = replace(frame, height=_at_most(request, "maxheight", frame.height))
    answer = {
        "version": "1.0", "type": "rich", "provider_name": "HarmWatch", "provider_url": f"{site}/",
        "title": frame.title, "html": frame.code(site, str(width)), "width": width, "height": frame.height,
        "cache_age": 3600,
    }  # fmt: skip
    return JsonResponse(answer, json_dumps_params={"ensure_ascii": False})


def _split(address: str) -> SplitResult | None:
    try:
        return urlsplit(address.replace("\0", ""))  # which PostgreSQL refuses
    except ValueError:
        return None


def _at_most(request: HttpRequest, word: str, usual: int) -> int:
    asked = _number(request.GET.getlist(word))
    return min(int(asked), usual) if asked and int(asked) else usual


def _frame_of(address: SplitResult) -> Frame | None:
    """The frame of one of our addresses, in its language; None where it has none."""
    language = translation.get_language_from_path(address.path)
    if language is None:
        return None
    with translation.override(language):
        try:
            match = resolve(address.path)
        except Resolver404:
            return None
        query = parse_qs(address.query)
        if match.view_name in {"public:incident", "public:embed_incident"}:
            return _frame_of_incident(match.kwargs["code"], query)
        if match.view_name in {"public:dashboard", "public:embed"}:
            return _frame_of_chart(match.kwargs.get("chart", CHARTS[0]), query)
    return None


def _frame_of_chart(chart: str, query: Mapping[str, list[str]]) -> Frame | None:
    read = read_filter(query)
    if chart not in CHARTS or read.errors:
        return None
    theme = next((theme for theme in query.get("theme", []) if theme in THEMES), "")
    return chart_frame(chart, read.filter, theme=theme)


def _frame_of_incident(code: str, query: Mapping[str, list[str]]) -> Frame | None:
    version = query.get("version", [""])[-1]
    row = _version(code, version)
    return incident_frame(row, version=version) if row else None


def _number(values: Iterable[str]) -> str:
    """The first that is a number of at most five digits, as it is written; nothing where none is."""
    return next((value for value in values if value.isascii() and value.isdigit() and len(value) < 6), "")
