"""Accepted incidents: their list, the page of each, and what can be done with it."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from incidents.models.desk.incident import Incident
from incidents.review import decisions, publication
from incidents.review.corrections import corrections_of, public_reason, with_history
from incidents.review.forms import IncidentForm
from incidents.review.history import history_of_incident
from incidents.review.incident_page import IncidentList, gather_incident, list_incidents
from incidents.review.mergers import merge_incidents, sign_off, split_candidate
from incidents.review.moves import Move
from incidents.review.views.gate import allowed, check, name_of, rights, tell, though_withdrawn
from incidents.review.withdrawn import taken_back_among

INCIDENT_MOVES = {
    "save": Move.EDIT_INCIDENT,
    "publish": Move.PUBLISH,
    "withdraw": Move.WITHDRAW,
    "merge": Move.MERGE_INCIDENTS,
    "split": Move.SPLIT_INCIDENT,
    "sign": Move.SIGN_OFF,
}


@allowed(Move.READ_DESK)
@require_safe
def incidents(request: HttpRequest) -> HttpResponse:
    """Accepted incidents and claims by where they stand: not public, changed since, public, withdrawn."""
    standing = request.GET.get("standing", IncidentList.UNPUBLISHED)
    listed = list_incidents(standing, page=request.GET.get("page"))
    return render(request, "desk/incidents.html", {"list": listed, "may": rights(request)})


@allowed(Move.READ_DESK)
@require_safe
def incident(request: HttpRequest, code: str) -> HttpResponse:
    """An incident on the desk: its reports side by side, its figures, its versions, its history."""
    return _incident_page(request, _incident(code))


def _incident(code: str) -> Incident:
    return get_object_or_404(Incident.objects.select_related("place"), code=code)


def _incident_page(
    request: HttpRequest, row: Incident, *, bound: IncidentForm | None = None, status: int = 200
) -> HttpResponse:
    page = gather_incident(row, bound=bound)
    context = {
        "page": page,
        "incident": row,
        "taken_back": taken_back_among(each.reading.report for each in page.candidates),
        "corrections": with_history(corrections_of(row)),
        "awaiting_reason": public_reason(row, ""),
        "history": history_of_incident(row),
        "may": rights(request),
    }
    return render(request, "desk/incident.html", context, status=status)


@allowed(Move.READ_DESK)
@require_POST
def decide_incident(request: HttpRequest, code: str) -> HttpResponse:
    """Correct, publish or withdraw an incident."""
    row, move, by = _incident(code), request.POST.get("move", ""), name_of(request)
    check(request, INCIDENT_MOVES.get(move, Move.MANAGE_ACCOUNTS))
    if move == "save":
        return _save_incident(request, row)
    try:
        if move in {"merge", "split", "sign"}:
            return redirect("desk:incident", code=_rearrange(request, row, move).code)
        if move == "publish":
            publication.publish_incident(
                row, by=by, reason=request.POST.get("public_reason", ""), though_withdrawn=though_withdrawn(request)
            )
            messages.success(request, _("%(code)s is public.") % {"code": row.code})
        elif move == "withdraw":
            publication.withdraw_incident(row, by=by, reason=request.POST.get("public_reason", ""))
            messages.success(request, _("%(code)s is withdrawn.") % {"code": row.code})
    except ValidationError as error:
        tell(request, error)
    return redirect("desk:incident", code=row.code)


def _rearrange(request: HttpRequest, row: Incident, move: str) -> Incident:
    """Merge, split or sign off; returns the incident to go on with. Raises ValidationError."""
    by, reason = name_of(request), request.POST.get("reason", "")
    if move == "sign":
        sign_off(row, by=by)
        messages.success(request, _("Signed off."))
        return row
    if move == "split":
        candidate = row.candidates.filter(pk=request.POST.get("candidate") or 0).first()
        if candidate is None:
            raise ValidationError(_("Choose the report to take out."))
        second = split_candidate(candidate, by=by, reason=reason)
        messages.success(request, _("Taken out as %(code)s.") % {"code": second.code})
        return second
    code = request.POST.get("into", "").strip()
    into = Incident.objects.filter(code__iexact=code).first()
    if into is None:
        raise ValidationError(_("There is no incident %(code)s.") % {"code": code or "—"})
    kept = merge_incidents(row, into=into, by=by, reason=reason)
    messages.success(request, _("Merged into %(code)s.") % {"code": kept.code})
    return kept


def _save_incident(request: HttpRequest, row: Incident) -> HttpResponse:
    accepted = list(row.accepted_figures.prefetch_related("basis"))
    form = IncidentForm(row, list(decisions.reported_of(row)), accepted, request.POST)
    if form.is_valid():
        try:
            decisions.edit_incident(
                row,
                by=name_of(request),
                circumstances=form.circumstances,
                grade=form.cleaned_data["grade"],
                is_restricted=form.cleaned_data["is_restricted"],
                figures=form.figures,
                reason=form.cleaned_data["reason"],
            )
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            messages.success(request, _("Saved. What is public changes when you publish again."))
            return redirect("desk:incident", code=row.code)
    return _incident_page(request, row, bound=form, status=422)
