"""Deciding on one candidate or claim of a report, by its card; and the page of an accepted claim."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from incidents.models.desk.candidate import Candidate
from incidents.models.desk.claim import ReportedClaim
from incidents.models.desk.incident import Incident
from incidents.models.desk.report import Report
from incidents.review import decisions, publication
from incidents.review.forms import CandidateForm, ClaimForm, ReadingForm, governorate_choices
from incidents.review.history import history_of_claim
from incidents.review.incident_page import reconcile_at_desk
from incidents.review.moves import Move
from incidents.review.views.gate import (
    allowed,
    check,
    name_of,
    onwards,
    report_address,
    rights,
    tell,
    though_withdrawn,
    work_noted,
)
from incidents.review.views.reports import report_page
from incidents.review.withdrawn import taken_back_among


@allowed(Move.READ_DESK)
@require_POST
def decide_candidate(request: HttpRequest, pk: int) -> HttpResponse:
    """Save, accept, accept and publish, reject or reconsider one candidate."""
    row = get_object_or_404(Candidate.objects.select_related("reading__report", "place"), pk=pk)
    move = request.POST.get("move", "")
    needed = {
        "save": (Move.EDIT_CANDIDATE,),
        "accept": (Move.ACCEPT_CANDIDATE,),
        "new": (Move.ACCEPT_CANDIDATE,),
        "publish": (Move.ACCEPT_CANDIDATE, Move.PUBLISH),
        "reject": (Move.REJECT_CANDIDATE,),
        "reconsider": (Move.RECONSIDER_CANDIDATE,),
    }.get(move, (Move.MANAGE_ACCOUNTS,))
    for each in needed:
        check(request, each)
    if move in {"reject", "reconsider"}:
        return _turn_down(request, row, move)
    form = CandidateForm(row, request.POST)
    return _answer(request, row.reading.report, form, move, partial(_carry_out, request, row, form, move))


def _answer(
    request: HttpRequest, report: Report, form: ReadingForm, move: str, carry_out: Callable[[], None]
) -> HttpResponse:
    """Carry a move out where the form holds, and go on; a card whose form was refused comes back as it was sent."""
    here = report_address(request, report, form.prefix or "")
    if not form.is_valid():
        return report_page(request, report, bound=form, status=422)
    try:
        carry_out()
    except ValidationError as error:
        if getattr(error, "code", "") == "conflict":
            tell(request, error)
            return redirect(here)
        form.add_error(None, error.messages)
        return report_page(request, report, bound=form, status=422)
    work_noted(request, report)
    if move == "save":
        messages.success(request, _("Saved."))
        return redirect(here)
    return onwards(request, report)


@transaction.atomic
def _carry_out(request: HttpRequest, row: Candidate, form: CandidateForm, move: str) -> None:
    by, seen = name_of(request), form.cleaned_data["seen"]
    if move == "save":
        decisions.edit_candidate(row, by=by, correction=form.correction(), seen=seen)
        return
    incident = decisions.accept_candidate(
        row,
        by=by,
        correction=form.correction(),
        incident=None if move == "new" else _chosen_incident(form),
        grade=form.cleaned_data["grade"] or "unassessed",
        reason=form.cleaned_data["reason"],
        seen=seen,
    )
    if move == "publish":
        publication.publish_incident(
            incident, by=by, reason=_public_reason(incident, row), though_withdrawn=though_withdrawn(request)
        )
        messages.success(request, _("%(code)s is public.") % {"code": incident.code})
    else:
        messages.success(request, _("Accepted as %(code)s; not public yet.") % {"code": incident.code})


def _public_reason(incident: Incident, row: Candidate) -> str:
    """What the public reads when a report adds to an incident that is public already; remarks stay at the desk."""
    publisher = row.reading.report.publisher
    if publisher:
        return _("One more report: %(publisher)s.") % {"publisher": publisher}
    return _("One more report.")


def _chosen_incident(form: CandidateForm) -> Incident | None:
    code = form.cleaned_data["incident"].strip()
    if not code:
        return None
    found = Incident.objects.filter(code__iexact=code).first()
    if found is None:
        raise ValidationError(_("There is no incident %(code)s.") % {"code": code})
    return found


def _turn_down(request: HttpRequest, row: Candidate | ReportedClaim, move: str) -> HttpResponse:
    by, reason = name_of(request), request.POST.get("reject_reason", "")
    report_row = row.reading.report
    try:
        if move == "reject":
            decisions.reject(row, by=by, reason=reason)
        else:
            decisions.reconsider(row, by=by)
    except ValidationError as error:
        tell(request, error)
    else:
        work_noted(request, report_row)
        messages.success(request, _("Rejected.") if move == "reject" else _("It waits for a decision again."))
        if move == "reject":
            return onwards(request, report_row)
    return redirect(report_address(request, report_row))


@allowed(Move.READ_DESK)
@require_POST
def decide_claim(request: HttpRequest, pk: int) -> HttpResponse:
    """Save, accept, accept and publish, reject, reconsider, publish or withdraw one period claim."""
    row = get_object_or_404(ReportedClaim.objects.select_related("reading__report"), pk=pk)
    move = request.POST.get("move", "")
    needed = {
        "save": (Move.EDIT_CANDIDATE,),
        "accept": (Move.ACCEPT_CLAIM,),
        "publish": (Move.ACCEPT_CLAIM, Move.PUBLISH),
        "reject": (Move.REJECT_CLAIM,),
        "reconsider": (Move.RECONSIDER_CLAIM,),
        "republish": (Move.PUBLISH,),
        "withdraw": (Move.WITHDRAW,),
    }.get(move, (Move.MANAGE_ACCOUNTS,))
    for each in needed:
        check(request, each)
    if move in {"reject", "reconsider"}:
        return _turn_down(request, row, move)
    if move in {"republish", "withdraw"}:
        return _publish_or_withdraw_claim(request, row, move)
    form = ClaimForm(row, request.POST, governorates=governorate_choices())
    return _answer(request, row.reading.report, form, move, partial(_carry_out_claim, request, row, form, move))


@transaction.atomic
def _carry_out_claim(request: HttpRequest, row: ReportedClaim, form: ClaimForm, move: str) -> None:
    by, seen = name_of(request), form.cleaned_data["seen"]
    if move == "save":
        decisions.edit_claim(row, by=by, details=form.details(), correction=form.correction(), seen=seen)
        return
    claim = decisions.accept_claim(
        row,
        by=by,
        details=form.details(),
        correction=form.correction(),
        reason=form.cleaned_data["reason"],
        seen=seen,
    )
    if move == "publish":
        # Its first version needs no reason; what was typed beside the claim is a remark of the desk.
        publication.publish_claim(claim, by=by, though_withdrawn=though_withdrawn(request))
        messages.success(request, _("%(code)s is public.") % {"code": claim.code})
    else:
        messages.success(request, _("Accepted as %(code)s; not public yet.") % {"code": claim.code})


def _publish_or_withdraw_claim(request: HttpRequest, row: ReportedClaim, move: str) -> HttpResponse:
    by, reason = name_of(request), request.POST.get("public_reason", "")
    try:
        if move == "republish":
            publication.publish_claim(row, by=by, reason=reason, though_withdrawn=though_withdrawn(request))
            messages.success(request, _("%(code)s is public.") % {"code": row.code})
        else:
            publication.withdraw_claim(row, by=by, reason=reason)
            messages.success(request, _("%(code)s is withdrawn.") % {"code": row.code})
    except ValidationError as error:
        tell(request, error)
    if request.POST.get("back") == "claim":
        return redirect("desk:claim", code=row.code)
    return redirect(report_address(request, row.reading.report, f"s{row.pk}"))


@allowed(Move.READ_DESK)
@require_safe
def claim(request: HttpRequest, code: str) -> HttpResponse:
    """An accepted claim: what is claimed and documented, its words, its history."""
    row = get_object_or_404(ReportedClaim.objects.select_related("reading__report"), code=code)
    context = {
        "claim": row,
        "reconciliation": reconcile_at_desk(row),
        "versions": publication.versions_of_claim(row),
        "is_public": publication.is_public_claim(row),
        "taken_back": taken_back_among([row.reading.report]),
        "history": history_of_claim(row),
        "may": rights(request),
    }
    return render(request, "desk/claim.html", context)
