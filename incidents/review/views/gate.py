"""Who may enter a page, and what the desk's pages share: who signs, what is offered, where to go next."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from incidents.models.desk.report import Report
from incidents.review import decisions
from incidents.review.moves import Move, may
from incidents.review.queue import queued, read_queue_filter
from incidents.review.taking import held_by_others, holding_of, keep_hold

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


def report_address(request: HttpRequest, row: Report, anchor: str = "") -> str:
    query = read_queue_filter(request.GET).query()
    return reverse("desk:report", args=[row.pk]) + query + (f"#{anchor}" if anchor else "")


def work_noted(request: HttpRequest, row: Report) -> None:
    """Note that somebody works on a report: their hold goes on, and they are told of another one's."""
    row.refresh_from_db(fields=["taken_by", "taken_at", "taken_from"])
    holding = holding_of(row, name_of(request))
    if holding.is_mine:
        keep_hold(row, by=holding.holder)
    elif holding.holder:
        messages.warning(request, _("%(who)s works on this report too.") % {"who": holding.holder})


def onwards(request: HttpRequest, row: Report) -> HttpResponse:
    """To what waits next in this text; when nothing does, to the next text of the queue."""
    reading = decisions.current_reading(row)
    row.refresh_from_db()
    if (reading and decisions.waiting(reading)) or row.state in {"parsed", "failed"}:
        return redirect(report_address(request, row))
    chosen = read_queue_filter(request.GET)
    following = _next_text(request, queued(chosen).exclude(pk=row.pk))
    messages.info(request, _("Report %(number)s is done.") % {"number": row.pk}, extra_tags=f"report-{row.pk}")
    if following is None:
        return redirect(reverse("desk:queue") + chosen.query())
    return redirect(report_address(request, Report(pk=following)))


def _next_text(request: HttpRequest, rows: QuerySet[Report]) -> int | None:
    """The text that the page named as the next one, if it still waits; else the first that nobody else holds.

    The page says it because a decision can move the report itself: what comes after its new place is another text.
    """
    named = number_of(request.POST.get("next", ""))
    if named and rows.filter(pk=named).exists():
        return named
    free = rows.exclude(held_by_others(name_of(request)))
    return free.values_list("pk", flat=True).first() or rows.values_list("pk", flat=True).first()


def number_of(given: str) -> int:
    """A row's number as an address or a form gives it; 0 where it is none."""
    return int(given) if given.isascii() and given.isdigit() and len(given) < 19 else 0


def tell(request: HttpRequest, error: ValidationError) -> None:
    for message in error.messages:
        messages.error(request, message)
