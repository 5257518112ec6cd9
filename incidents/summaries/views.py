"""The public pages of the summaries: thin; no cookie, no session."""

from __future__ import annotations

import hashlib
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from incidents.statistics import totals
from incidents.statistics.filters import IncidentFilter
from incidents.summaries.months import SummaryError
from incidents.summaries.requests import read_asked
from incidents.summaries.typeset import typeset


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The months of the record, the latest first, each with its PDFs."""
    months = [part for part in reversed(totals.monthly_totals(IncidentFilter())) if part.key]
    rows = [{"part": part, "key": f"{part.key:%Y-%m}", "pdfs": pdf_links(f"{part.key:%Y-%m}")} for part in months]
    return render(request, "summaries/index.html", {"months": rows})


@require_safe
def month(request: HttpRequest, month: str) -> HttpResponse:
    """One month's summary as a page: the same content, shorter."""
    try:
        asked = read_asked(request, month)
    except SummaryError as error:
        return refused(request, error)
    context = {"summary": asked.summary(), "asked": asked, "pdfs": pdf_links(f"{asked.month:%Y-%m}")}
    return render(request, "summaries/month.html", context)


@require_safe
def pdf(request: HttpRequest, month: str) -> HttpResponse:
    """The PDF of a month, made on demand; the same record gives the same bytes, and so the same tag."""
    try:
        asked = read_asked(request, month)
    except SummaryError as error:
        return refused(request, error)
    return as_file(request, typeset(asked.summary()), f"{asked.file_name}.pdf", "application/pdf")


@require_safe
def verify(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


def as_file(request: HttpRequest, content: bytes, name: str, kind: str) -> HttpResponse:
    """Bytes as a download with an ETag by their content; 304 where the reader has them already."""
    digest = hashlib.sha256(content).hexdigest()
    tag = f'"{digest}"'
    unchanged = get_conditional_response(request, etag=tag)
    response = unchanged if unchanged is not None else HttpResponse(content, content_type=kind)
    response["ETag"] = tag
    response["Cache-Control"] = "public, max-age=300"
    if unchanged is None:
        response["Content-Disposition"] = f'inline; filename="{name}"'
        response["X-Content-SHA256"] = digest
    return response


def pdf_links(key: str, query: str = "") -> list[dict[str, Any]]:
    """The PDF's address in each language."""
    links = []
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            address = reverse("summaries:pdf", args=[key])
        links.append({"language": code, "url": f"{address}?{query}" if query else address})
    return links


def refused(request: HttpRequest, error: SummaryError) -> HttpResponse:
    """A page that says why there is no such summary; 404, for nothing stands at that address."""
    return render(request, "summaries/refused.html", {"reason": str(error)}, status=404)
