"""One report's page, and what can be done with the report as a whole; its places and files."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from incidents.models.desk.attachment import Attachment
from incidents.models.desk.report import Report
from incidents.review import decisions
from incidents.review.forms import governorate_choices
from incidents.review.gazetteer import choices_of, find_places
from incidents.review.history import history_of_report
from incidents.review.incident_page import reconcile_at_desk
from incidents.review.likeness import near_texts
from incidents.review.moves import Move
from incidents.review.queue import neighbours, read_queue_filter
from incidents.review.report_page import gather
from incidents.review.taking import holding_of, release_report, take_over_report, take_report
from incidents.review.views.gate import allowed, check, name_of, onwards, report_address, rights, tell


@allowed(Move.READ_DESK)
@require_safe
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """The text with everything found in it, and beside it what waits for a decision."""
    return report_page(request, get_object_or_404(Report, pk=pk))


def report_page(request: HttpRequest, row: Report, *, bound: Any = None, status: int = 200) -> HttpResponse:
    chosen = read_queue_filter(request.GET)
    page = gather(row, bound=bound, governorates=governorate_choices())
    for card in page.claims:
        card.reconciliation = reconcile_at_desk(card.row)
    before, after = neighbours(row, chosen)
    context = {
        "page": page,
        "report": row,
        "query": chosen.query(),
        "before": before,
        "after": after,
        "holding": holding_of(row, name_of(request)),
        "near_texts": near_texts(row),
        "same_text": Report.objects.filter(sha256=row.sha256).exclude(pk=row.pk).order_by("pk")[:10],
        "history": history_of_report(row) if "history" in request.GET else None,
        "may": rights(request),
    }
    return render(request, "desk/report.html", context, status=status)


@allowed(Move.READ_DESK)
@require_POST
def decide_report(request: HttpRequest, pk: int) -> HttpResponse:
    """Close, reject or reopen a report, or add a candidate that the parser missed."""
    row = get_object_or_404(Report, pk=pk)
    if request.POST.get("move") in {"take", "take_over", "release"}:
        return _take_or_release(request, row)
    move, by, reason = request.POST.get("move", ""), name_of(request), request.POST.get("reason", "")
    try:
        if move == "close":
            check(request, Move.CLOSE_REPORT)
            decisions.close_report(row, by=by, reason=reason)
        elif move == "reject":
            check(request, Move.REJECT_REPORT)
            decisions.reject_report(row, by=by, reason=reason)
        elif move == "reopen":
            check(request, Move.REOPEN_REPORT)
            decisions.reopen_report(row, by=by, reason=reason)
        elif move == "add":
            check(request, Move.EDIT_CANDIDATE)
            candidate = decisions.add_candidate(row, by=by)
            return redirect(report_address(request, row, f"c{candidate.pk}"))
        elif move == "add_claim":
            check(request, Move.ADD_CLAIM)
            return redirect(report_address(request, row, f"s{decisions.add_claim(row, by=by).pk}"))
    except ValidationError as error:
        tell(request, error)
        return redirect(report_address(request, row))
    return onwards(request, row)


def _take_or_release(request: HttpRequest, row: Report) -> HttpResponse:
    move, by = request.POST["move"], name_of(request)
    check(request, Move.TAKE_OVER_REPORT if move == "take_over" else Move.TAKE_REPORT)
    try:
        if move == "take_over":
            take_over_report(row, by=by, holder=request.POST.get("holder", ""))
        elif move == "take":
            take_report(row, by=by)
        else:
            release_report(row, by=by)
    except ValidationError as error:
        tell(request, error)
    return redirect(report_address(request, row))


@allowed(Move.READ_DESK)
@require_safe
def places(request: HttpRequest) -> HttpResponse:
    """Places by name or P-code: a list for the card, whole as a page too."""
    typed = request.GET.get("q", "")[:100]
    context = {"typed": typed, "choices": choices_of(find_places(typed)), "name": request.GET.get("name", "place")[:40]}
    return render(request, "desk/_places.html", context)


@allowed(Move.READ_DESK)
@require_safe
def attachment(request: HttpRequest, pk: int) -> FileResponse:
    """One file as received, only ever as a download: nothing of it runs or shows in the desk's pages."""
    row = get_object_or_404(Attachment, pk=pk)
    name = row.original_name or f"attachment-{row.pk}"
    answer = FileResponse(
        row.file.open("rb"), as_attachment=True, filename=name, content_type="application/octet-stream"
    )
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer
