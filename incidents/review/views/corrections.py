"""Requests for correction at the desk: their list, and answering one."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from incidents.models.desk.correction import CorrectionRequest
from incidents.models.desk.incident import Incident
from incidents.review.corrections import accept_correction, decline_correction, list_corrections
from incidents.review.moves import Move
from incidents.review.views.gate import allowed, check, name_of, rights, tell


@allowed(Move.READ_DESK)
@require_safe
def corrections(request: HttpRequest) -> HttpResponse:
    """The requests of one state, with how many there are of each."""
    listed = list_corrections(request.GET.get("state", ""), page=request.GET.get("page"))
    return render(request, "desk/corrections.html", {"list": listed, "may": rights(request)})


@allowed(Move.READ_DESK)
@require_POST
def decide_correction(request: HttpRequest, pk: int) -> HttpResponse:
    """Accept or decline one request, with the answer."""
    row = get_object_or_404(CorrectionRequest, pk=pk)
    moves = {"accept": Move.ACCEPT_CORRECTION, "decline": Move.DECLINE_CORRECTION}
    check(request, moves.get(request.POST.get("move", ""), Move.MANAGE_ACCOUNTS))
    act = {"accept": accept_correction, "decline": decline_correction}.get(request.POST.get("move", ""))
    if act is None:
        raise Http404
    try:
        act(row, by=name_of(request), answer=request.POST.get("answer", ""))
    except ValidationError as error:
        tell(request, error)
    else:
        messages.success(request, _("Answered."))
    if request.POST.get("back") == "incident" and Incident.objects.filter(code=row.code).exists():
        return redirect("desk:incident", code=row.code)
    return redirect("desk:corrections")
