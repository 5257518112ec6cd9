"""The page on which a reader asks for a correction: no script, no account, no cookie."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from incidents.intake.corrections import CorrectionForm, TooManyWaiting, store_request
from incidents.intake.receipts import Token
from incidents.intake.views import MALFORMED, unkept
from incidents.models.record.incident import PublishedIncident


@csrf_exempt  # as for the form for reports: there is no account or session whose authority could be borrowed
@require_http_methods(["GET", "HEAD", "POST"])
def correction(request: HttpRequest, code: str) -> HttpResponse:
    """The form for one incident; a POST is answered with what happens next."""
    return unkept(partial(_answer, code=code))(request)


def _answer(request: HttpRequest, *, code: str) -> HttpResponse:
    incident = PublishedIncident.objects.current_at(None).filter(code=code).select_related("place").first()
    if incident is None:
        raise Http404(_("There is no incident %(code)s in the record.") % {"code": code})
    if request.method != "POST":
        return _page(request, incident, CorrectionForm())
    try:
        form = CorrectionForm(request.POST)
    except MALFORMED:
        return _page(request, incident, CorrectionForm(), status=400)
    if not form.is_valid():
        return _page(request, incident, form, status=422)
    if not form.cleaned_data["subject"]:  # else the trap closed: nothing is stored
        given = {name: form.cleaned_data[name] for name in ("text", "source", "reply_to")}
        try:
            store_request(incident, **given, fingerprint=form.fingerprint())
        except TooManyWaiting:
            form.add_error(None, _("This incident has as many unanswered requests as can be read. Come back later."))
            return _page(request, incident, form, status=429)
    return _page(request, incident, form, sent=True)


def _page(
    request: HttpRequest, incident: PublishedIncident, form: CorrectionForm, *, sent: bool = False, status: int = 200
) -> HttpResponse:
    token = Token.read(form.data.get("token", "")) if form.is_bound else None
    if token is None or "token" in form.errors:
        token = Token.new()
    context: dict[str, Any] = {"incident": incident, "form": form, "sent": sent, "token": token.signed()}
    context["reply_kept_days"] = settings.REPLY_KEPT_DAYS
    return render(request, "intake/correction.html", context, status=status)
