"""The public pages of the summaries: thin; no cookie, no session."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import translation
from django.utils.cache import get_conditional_response
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from incidents import wording
from incidents.models.record.issue import Issue
from incidents.statistics import totals
from incidents.statistics.filters import IncidentFilter
from incidents.summaries import changes
from incidents.summaries.companion import as_csv
from incidents.summaries.counts import IN_TABLES, count
from incidents.summaries.issues import issue_code, read_issue
from incidents.summaries.months import SummaryError, iso
from incidents.summaries.pen import Pen
from incidents.summaries.requests import Asked, read_asked
from incidents.summaries.verification import (
    MAX_BYTES,
    Claim,
    Verdict,
    address_words,
    compare,
    examine,
    read_claim,
    verify_hash,
)
from incidents.summaries.waiting import made

FEED_LENGTH = 60


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The months with incidents or issues, the latest first; any other month has its page and PDF all the same."""
    months = totals.monthly_totals(IncidentFilter(), IN_TABLES)
    parts = {part.key: part for part in months if part.key and part.incidents}
    issues: defaultdict[date, list[Issue]] = defaultdict(list)
    for issue in Issue.objects.order_by("-number", "language"):
        issues[issue.month].append(issue)
    rows = [
        {"month": month, "part": parts.get(month), "pdfs": pdf_links(month), "issues": issues[month]}
        for month in sorted(parts.keys() | issues.keys(), reverse=True)
    ]
    return render(request, "summaries/index.html", {"months": rows})


@require_safe
def month(request: HttpRequest, month: str) -> HttpResponse:
    """One month's summary as a page: the same figures, with the way to the PDFs and to what they rest on."""
    try:
        asked = read_asked(request, month)
    except SummaryError as error:
        return refused(request, error)
    issues = list(
        Issue.objects.filter(month=asked.month).select_related("corrected_by").order_by("language", "-number")
    )
    mine = next((issue for issue in issues if issue.language == asked.language), None)
    context = {
        "summary": asked.summary(),
        "asked": asked,
        "pdfs": pdf_links(asked.month, request.GET.urlencode()),
        "query": request.GET.urlencode(),
        "period_query": asked.scope.query(as_of=None),
        "issues": issues,
        "latest": mine,
        "change": changes.since_issue(mine, until=None, pen=Pen(asked.digits)) if mine else None,
    }
    return render(request, "summaries/month.html", context)


@require_safe
def pdf(request: HttpRequest, month: str) -> HttpResponseBase:
    """The PDF of a month, by the queue where it is large; the same record gives the same bytes, and so the same tag."""
    try:
        asked = read_asked(request, month)
    except SummaryError as error:
        return refused(request, error)
    content = made(request, asked, again=_again(request, asked))
    if isinstance(content, HttpResponse):
        return content
    return as_file(request, content, f"{asked.file_name}.pdf", "application/pdf")


def _again(request: HttpRequest, asked: Asked) -> str:
    """The same address, for the record as it stands at this moment."""
    words = request.GET.copy()
    words["as_of"] = iso(asked.as_of)
    return f"{request.path}?{words.urlencode()}"


@require_safe
def companion(request: HttpRequest, month: str) -> HttpResponseBase:
    """The rows of a month as CSV, with the hash that the PDF of the same moment prints."""
    try:
        asked = read_asked(request, month)
    except SummaryError as error:
        return refused(request, error)
    rows = as_csv(count(asked.month, as_of=asked.as_of, chosen=asked.chosen))
    return as_file(request, rows, f"{asked.file_name}.csv", "text/csv; charset=utf-8", shown="attachment")


@require_safe
def issue(request: HttpRequest, code: str) -> HttpResponseBase:
    """An issued PDF, as it was issued."""
    found = get_object_or_404(Issue, code=code)
    try:
        content = read_issue(found)
    except SummaryError as error:
        raise Http404(str(error)) from error
    return as_file(request, content, f"{found.code}.pdf", "application/pdf", max_age=86_400)


@csrf_exempt  # no account, cookie or session whose authority a foreign page could borrow, and nothing is written
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """Whether a PDF or a hash is that of an unaltered summary. The file is read, not kept: while a large one is made
    again to compare, its SHA-256 and what it says of itself stand in the address."""
    found, tried = _given(request)
    if isinstance(found, Claim):
        again = f"{reverse('summaries:verify')}?{urlencode(address_words(found), doseq=True)}"
        content = made(request, found.asked, again=again, to_check=True)
        if isinstance(content, HttpResponse):
            return content
        found = compare(found, content)
    response = render(request, "summaries/verify.html", {"verdict": found, "tried": tried})
    response["Cache-Control"] = "no-store"
    return response


def _given(request: HttpRequest) -> tuple[Verdict | Claim | None, str]:
    """What a reader gave to be checked, as far as it can be told at once, and the hash that was tried."""
    tried = request.POST.get("hash") or request.GET.get("hash") or ""
    upload = request.FILES.get("file")
    if upload is not None and (upload.size or 0) > MAX_BYTES:
        return Verdict("unknown", _("This file is larger than any summary.")), tried
    if upload is not None:
        return examine(upload.read()), tried
    if tried:
        return verify_hash(tried), tried
    if request.method == "POST":
        return Verdict("unknown", _("Choose a PDF, or paste a SHA-256.")), tried
    return read_claim(dict(request.GET.lists())), tried


@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    """The issues in the page's language as an Atom feed, the latest first."""
    language = get_language() or ""
    site = settings.SITE_URL
    atom = Atom1Feed(
        title=_("HarmWatch: monthly summaries"),
        link=site + reverse("summaries:index"),
        description=_("Each month's summary as it is issued, corrected issues included."),
        language=language,
        feed_url=site + reverse("summaries:feed"),
        author_name="HarmWatch",
    )
    for one in Issue.objects.filter(language=language).order_by("-issued_at", "-pk")[:FEED_LENGTH]:
        address = site + reverse("summaries:issue", args=[one.code])
        said = (
            _("Corrects %(code)s: %(reason)s")
            % {"code": issue_code(one.month, one.number - 1, one.language), "reason": one.reason}
            if one.reason
            else ""
        )
        atom.add_item(
            title=f"{wording.month(one.month)} · {one.code}",
            link=address,
            description=said or f"SHA-256 {one.sha256}",
            unique_id=address,
            pubdate=one.issued_at,
            updateddate=one.issued_at,
        )
    return HttpResponse(atom.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")


def as_file(
    request: HttpRequest, content: bytes, name: str, kind: str, *, shown: str = "inline", max_age: int = 0
) -> HttpResponseBase:
    """Bytes as a file with an ETag by their content; 304 where the reader has them already.

    What may change is asked for again each time (``no-cache``): a withdrawn incident must not live on in a cache.
    """
    digest = hashlib.sha256(content).hexdigest()
    unchanged = get_conditional_response(request, etag=f'"{digest}"')
    response = unchanged if unchanged is not None else HttpResponse(content, content_type=kind)
    response["ETag"] = f'"{digest}"'
    response["Cache-Control"] = f"public, max-age={max_age}" if max_age else "public, no-cache"
    if unchanged is None:
        response["Content-Disposition"] = f'{shown}; filename="{name}"'
    return response


def pdf_links(month: date, query: str = "") -> list[dict[str, Any]]:
    """The PDF's address in each language."""
    links = []
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            address = reverse("summaries:pdf", args=[f"{month:%Y-%m}"])
        links.append({"language": code, "url": f"{address}?{query}" if query else address})
    return links


def refused(request: HttpRequest, error: SummaryError) -> HttpResponse:
    """A page that says why there is no such summary; 404, for nothing stands at that address."""
    return render(request, "summaries/refused.html", {"reason": str(error)}, status=404)
