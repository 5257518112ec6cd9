"""Requests for correction at the desk: their list, and answering one."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from incidents.models.desk.correction import CorrectionRequest
from incidents.models.desk.incident import Incident
from incidents.review import corrections as requests
from incidents.review.moves import Move, may
from incidents.review.views.gate import allowed, check, name_of, rights, tell

NEEDED = {
    "accept": Move.ACCEPT_CORRECTION,
    "decline": Move.DECLINE_CORRECTION,
    "publish": Move.PUBLISH,
    "reopen": Move.REOPEN_CORRECTION,
}


@allowed(Move.READ_DESK)
@require_safe
def corrections(request: HttpRequest) -> HttpResponse:
    """The requests of one state, with how many there are of each."""
    return _list_page(request, request.GET.get("state", ""))


def _list_page(
    request: HttpRequest, state: str, *, typed: CorrectionRequest | None = None, status: int = 200
) -> HttpResponse:
    """The list; ``typed`` is a request whose answer was refused: what was written for it is still there."""
    listed = requests.list_corrections(state, page=request.GET.get("page"))
    context = {
        "list": listed,
        "rows": requests.with_history(listed.page.object_list),
        "typed": {"pk": typed.pk, **request.POST.dict()} if typed else {},
        "may": rights(request),
    }
    return render(request, "desk/corrections.html", context, status=status)


@allowed(Move.READ_DESK)
@require_POST
def decide_correction(request: HttpRequest, pk: int) -> HttpResponse:
    """Accept or decline one request, publish the answer to a declined one, or open it again."""
    row, move = get_object_or_404(CorrectionRequest, pk=pk), request.POST.get("move", "")
    check(request, NEEDED.get(move, Move.MANAGE_ACCOUNTS))
    if move not in NEEDED:
        return redirect("desk:corrections")
    try:
        _carry_out(request, row, move)
    except ValidationError as error:
        tell(request, error)
        if getattr(error, "code", "") != "conflict":
            return _list_page(request, _state_of(row), typed=row, status=422)
    if request.POST.get("back") == "incident" and Incident.objects.filter(code=row.code).exists():
        return redirect("desk:incident", code=row.code)
    return redirect("desk:corrections")


@transaction.atomic
def _carry_out(request: HttpRequest, row: CorrectionRequest, move: str) -> None:
    by, said = name_of(request), {name: request.POST.get(name, "") for name in ("answer", "summary")}
    if move == "reopen":
        requests.reopen_correction(row, by=by, reason=request.POST.get("reason", ""))
        messages.success(request, _("It waits for an answer again."))
        return
    if move == "accept":
        requests.accept_correction(row, by=by, **said)
    elif move == "decline":
        requests.decline_correction(row, by=by, **said)
    if move == "publish" or (move == "decline" and may(request.user, Move.PUBLISH)):
        requests.publish_answer(row, by=by)
        messages.success(request, _("The answer is public."))
    elif move == "decline":
        messages.success(request, _("Answered. The answer becomes public when an editor publishes it."))
    else:
        messages.success(request, _("Answered."))


def _state_of(row: CorrectionRequest) -> str:
    row.refresh_from_db()
    return next((state for state in requests.STATES if requests.of_state(state).filter(pk=row.pk).exists()), "pending")
