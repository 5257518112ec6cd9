"""The queue's pages: the texts that wait, a reviewer's own views of them, and putting many aside."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from incidents.models.desk.report import Language, Report
from incidents.review.corrections import waiting_corrections
from incidents.review.moves import Move
from incidents.review.queue import (
    AGES,
    FLAGS,
    ORDERS,
    PAGE,
    REASONS,
    STATES,
    counts,
    lines_of,
    progress_of_the_day,
    queued,
    read_queue_filter,
)
from incidents.review.saved_views import drop_view, saved_views
from incidents.review.saved_views import save_view as keep_view
from incidents.review.taking import reject_reports
from incidents.review.views.gate import allowed, name_of, number_of, rights, tell


@allowed(Move.READ_DESK)
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """The texts that wait, the most urgent first, by the filter of the address."""
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
        "reasons": REASONS.items(),
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
        drop_view(account, pk=number_of(request.POST.get("view", "")))
    else:
        try:
            keep_view(account, name=request.POST.get("name", ""), chosen=chosen)
        except ValidationError as error:
            tell(request, error)
    return redirect(reverse("desk:queue") + chosen.query())


@allowed(Move.REJECT_REPORT)
@require_POST
def reject_many(request: HttpRequest) -> HttpResponse:
    """Put the ticked reports of the queue aside, for one reason."""
    chosen = Report.objects.filter(pk__in=[pk for pk in request.POST.getlist("report") if pk.isdigit()])
    try:
        done, refused = reject_reports(list(chosen), by=name_of(request), reason=request.POST.get("reason", ""))
    except ValidationError as error:
        tell(request, error)
    else:
        messages.success(request, ngettext("%(n)s report rejected.", "%(n)s reports rejected.", done) % {"n": done})
        for line in refused:
            messages.warning(request, line)
    return redirect(reverse("desk:queue") + read_queue_filter(request.GET).query())
