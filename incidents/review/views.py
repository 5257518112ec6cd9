"""The desk's pages: each checks the permission, reads the form, calls one function of the room, and answers."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from incidents.models.desk.attachment import Attachment
from incidents.models.desk.candidate import Candidate, Decision
from incidents.models.desk.claim import ReportedClaim
from incidents.models.desk.correction import CorrectionRequest
from incidents.models.desk.incident import Incident
from incidents.models.desk.report import Language, Report
from incidents.review import decisions, publication
from incidents.review.corrections import (
    accept_correction,
    corrections_of,
    decline_correction,
    list_corrections,
    public_reason,
    waiting_corrections,
)
from incidents.review.forms import CandidateForm, ClaimForm, IncidentForm, governorate_choices
from incidents.review.gazetteer import choices_of, find_places
from incidents.review.history import history_of_claim, history_of_incident, history_of_report
from incidents.review.incident_page import IncidentList, gather_incident, list_incidents, reconcile_at_desk
from incidents.review.likeness import near_texts
from incidents.review.mergers import merge_incidents, sign_off, split_candidate
from incidents.review.moves import Move, may
from incidents.review.queue import (
    AGES,
    FLAGS,
    ORDERS,
    PAGE,
    STATES,
    counts,
    lines_of,
    neighbours,
    progress_of_the_day,
    queued,
    read_queue_filter,
)
from incidents.review.report_page import gather
from incidents.review.saved_views import drop_view, saved_views
from incidents.review.saved_views import save_view as keep_view
from incidents.review.taking import holder_of, reject_reports, release_report, take_report
from incidents.review.withdrawn import taken_back_among

View = Callable[..., HttpResponseBase]


def allowed(move: Move) -> Callable[[View], View]:
    """Let only those in who may make a move; others are told, and whoever is not logged in is asked to."""

    def decorate(view: View) -> View:
        @wraps(view)
        def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            check(request, move)
            return view(request, *args, **kwargs)

        return never_cache(login_required(inner))

    return decorate


def check(request: HttpRequest, move: Move) -> None:
    """Raise PermissionDenied when the person may not make the move."""
    if not may(request.user, move):
        raise PermissionDenied(_("Your account may not do this: %(move)s.") % {"move": move.label})


def name_of(request: HttpRequest) -> str:
    """The name that decisions are signed with."""
    return cast(User, request.user).get_username()


def though_withdrawn(request: HttpRequest) -> bool:
    """Whether the box was ticked that says: publish, though the submitter withdrew the report."""
    return request.POST.get("though_withdrawn") == "yes"


def rights(request: HttpRequest) -> dict[str, bool]:
    """Which moves the page offers."""
    return {move.value: may(request.user, move) for move in Move}


# Queue


@allowed(Move.READ_DESK)
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """The texts that wait, oldest first, by the filter of the address."""
    chosen = read_queue_filter(request.GET)
    page = Paginator(queued(chosen), PAGE).get_page(request.GET.get("page"))
    states = counts()
    context = {
        "chosen": chosen,
        "query": chosen.query(),
        "page": page,
        "lines": lines_of(page.object_list),
        "states": [(code, label, states.get(code, 0)) for code, label in STATES.items()],
        "languages": Language.choices,
        "ages": AGES.items(),
        "flag_choices": FLAGS.items(),
        "orders": ORDERS.items(),
        "saved_views": saved_views(cast(User, request.user), chosen),
        "corrections_waiting": waiting_corrections(),
        "progress": progress_of_the_day(name_of(request)),
        "may": rights(request),
    }
    return render(request, "desk/queue.html", context)


@allowed(Move.READ_DESK)
@require_POST
def save_view(request: HttpRequest) -> HttpResponse:
    """Keep the queue's filter under a name, or drop one of one's own views."""
    chosen, account = read_queue_filter(request.GET), cast(User, request.user)
    if request.POST.get("move") == "drop":
        drop_view(account, pk=_number(request.POST.get("view", "")))
    else:
        try:
            keep_view(account, name=request.POST.get("name", ""), chosen=chosen)
        except ValidationError as error:
            _tell(request, error)
    return redirect(reverse("desk:queue") + chosen.query())


def _number(given: str) -> int:
    return int(given) if given.isascii() and given.isdigit() and len(given) < 19 else 0


# One report


@allowed(Move.READ_DESK)
@require_safe
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """The text with everything found in it, and beside it what waits for a decision."""
    return _report_page(request, get_object_or_404(Report, pk=pk))


def _report_page(request: HttpRequest, row: Report, *, bound: Any = None, status: int = 200) -> HttpResponse:
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
        "holder": holder_of(row),
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
    if request.POST.get("move") in {"take", "release"}:
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
            return redirect(_address(request, row, f"c{candidate.pk}"))
    except ValidationError as error:
        _tell(request, error)
        return redirect(_address(request, row))
    return _onwards(request, row)


def _take_or_release(request: HttpRequest, row: Report) -> HttpResponse:
    check(request, Move.TAKE_REPORT)
    act = take_report if request.POST["move"] == "take" else release_report
    try:
        act(row, by=name_of(request))
    except ValidationError as error:
        _tell(request, error)
    return redirect(_address(request, row))


@allowed(Move.REJECT_REPORT)
@require_POST
def reject_many(request: HttpRequest) -> HttpResponse:
    """Put the ticked reports of the queue aside, for one reason."""
    chosen = Report.objects.filter(pk__in=[pk for pk in request.POST.getlist("report") if pk.isdigit()])
    try:
        done, refused = reject_reports(list(chosen), by=name_of(request), reason=request.POST.get("reason", ""))
    except ValidationError as error:
        _tell(request, error)
    else:
        messages.success(request, ngettext("%(n)s report rejected.", "%(n)s reports rejected.", done) % {"n": done})
        for line in refused:
            messages.warning(request, line)
    return redirect(reverse("desk:queue") + read_queue_filter(request.GET).query())


# Candidates


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
    if not form.is_valid():
        return _report_page(request, row.reading.report, bound=form, status=422)
    try:
        _carry_out(request, row, form, move)
    except ValidationError as error:
        if getattr(error, "code", "") == "conflict":
            _tell(request, error)
            return redirect(_address(request, row.reading.report, f"c{row.pk}"))
        form.add_error(None, error.messages)
        return _report_page(request, row.reading.report, bound=form, status=422)
    if move == "save":
        messages.success(request, _("Saved."))
        return redirect(_address(request, row.reading.report, f"c{row.pk}"))
    return _onwards(request, row.reading.report)


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
        if isinstance(row, Candidate):
            if move == "reject":
                decisions.reject_candidate(row, by=by, reason=reason)
            else:
                decisions.reconsider_candidate(row, by=by)
        elif move == "reject":
            decisions.reject_claim(row, by=by, reason=reason)
        else:
            decisions.reconsider_claim(row, by=by)
    except ValidationError as error:
        _tell(request, error)
    else:
        messages.success(request, _("Rejected.") if move == "reject" else _("It waits for a decision again."))
        if move == "reject":
            return _onwards(request, report_row)
    return redirect(_address(request, report_row))


# Claims


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
    if not form.is_valid():
        return _report_page(request, row.reading.report, bound=form, status=422)
    try:
        _carry_out_claim(request, row, form, move)
    except ValidationError as error:
        if getattr(error, "code", "") == "conflict":
            _tell(request, error)
            return redirect(_address(request, row.reading.report, f"s{row.pk}"))
        form.add_error(None, error.messages)
        return _report_page(request, row.reading.report, bound=form, status=422)
    if move == "save":
        messages.success(request, _("Saved."))
        return redirect(_address(request, row.reading.report, f"s{row.pk}"))
    return _onwards(request, row.reading.report)


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
        publication.publish_claim(
            claim, by=by, reason=form.cleaned_data["reason"], though_withdrawn=though_withdrawn(request)
        )
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
        _tell(request, error)
    if request.POST.get("back") == "claim":
        return redirect("desk:claim", code=row.code)
    return redirect(_address(request, row.reading.report, f"s{row.pk}"))


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


# Incidents


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
        "corrections": corrections_of(row),
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
        _tell(request, error)
    return redirect("desk:incident", code=row.code)


INCIDENT_MOVES = {
    "save": Move.EDIT_INCIDENT,
    "publish": Move.PUBLISH,
    "withdraw": Move.WITHDRAW,
    "merge": Move.MERGE_INCIDENTS,
    "split": Move.SPLIT_INCIDENT,
    "sign": Move.SIGN_OFF,
}


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


# Requests for correction


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
        _tell(request, error)
    else:
        messages.success(request, _("Answered."))
    if request.POST.get("back") == "incident" and Incident.objects.filter(code=row.code).exists():
        return redirect("desk:incident", code=row.code)
    return redirect("desk:corrections")


# Places, attachments


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


# What the views share


def _address(request: HttpRequest, row: Report, anchor: str = "") -> str:
    query = read_queue_filter(request.GET).query()
    return reverse("desk:report", args=[row.pk]) + query + (f"#{anchor}" if anchor else "")


def _onwards(request: HttpRequest, row: Report) -> HttpResponse:
    """To what waits next in this text; when nothing does, to the next text of the queue."""
    reading = decisions.current_reading(row)
    waiting = reading and (
        reading.candidates.filter(decision=Decision.PENDING).exists()
        or reading.claims.filter(decision=Decision.PENDING).exists()
    )
    row.refresh_from_db()
    if waiting or row.state in {"parsed", "failed"}:
        return redirect(_address(request, row))
    chosen = read_queue_filter(request.GET)
    _before, after = neighbours(row, chosen)
    first = after or queued(chosen).exclude(pk=row.pk).values_list("pk", flat=True).first()
    messages.info(request, _("Report %(number)s is done.") % {"number": row.pk}, extra_tags=f"report-{row.pk}")
    if first is None:
        return redirect(reverse("desk:queue") + chosen.query())
    return redirect(_address(request, Report(pk=first)))


def _tell(request: HttpRequest, error: ValidationError) -> None:
    for message in error.messages:
        messages.error(request, message)
