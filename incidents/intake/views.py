"""The pages of the form, the receipt and the status.

No page here sets a cookie, touches a session or looks at who asks; none is kept by a browser or a proxy.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.core.exceptions import BadRequest, RequestDataTooBig, SuspiciousOperation, ValidationError
from django.db import DatabaseError, IntegrityError
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from incidents.intake.attachments import AttachmentQuota
from incidents.intake.forms import ReceiptForm, SubmissionForm
from incidents.intake.receipts import Token, grouped, random_receipt, receipt_hash
from incidents.intake.receive import PrivatePart, receive_report
from incidents.intake.status import status_of
from incidents.intake.submissions import add_correction, find_submission, withdraw_submission
from incidents.intake.tasks import queue_reading
from incidents.models.desk.report import ReportOrigin
from incidents.models.desk.submission import Submission

log = logging.getLogger(__name__)

View = Callable[[HttpRequest], HttpResponse]
MALFORMED = (SuspiciousOperation, BadRequest, MultiPartParserError, UnreadablePostError)


def unkept(view: View) -> View:
    """Answers that nothing keeps and that send no address on."""

    @wraps(view)
    def answer(request: HttpRequest) -> HttpResponse:
        response = view(request)
        response["Cache-Control"] = "no-store"
        response["Referrer-Policy"] = "no-referrer"
        return response

    return answer


# csrf_exempt is right on these pages: there is no account, cookie or session whose authority a foreign page could
# borrow. A forged sending is the same as any sending, and Django's token would need the cookie we promise not to set.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@unkept
def submit(request: HttpRequest) -> HttpResponse:
    """The form; a POST is answered with the receipt itself, because without a cookie no redirect could carry it."""
    if request.method != "POST":
        return _form_page(request, SubmissionForm())
    quota = AttachmentQuota(request)
    request.upload_handlers.insert(0, quota)
    try:
        form = SubmissionForm(request.POST, request.FILES, too_large=quota.refused)
    except MALFORMED as error:
        return _unreadable(request, error)
    if not form.is_valid():
        return _form_page(request, form, status=422)
    if form.cleaned_data["subject"]:
        return _receipt_page(request, random_receipt())  # the trap closed: nothing is stored
    code = form.cleaned_data["token"].receipt_for(form.content())
    try:
        _store(form.cleaned_data, receipt_hash(code))
    except (DatabaseError, OSError) as error:
        return _not_stored(request, form, error)
    return _receipt_page(request, code)


def _store(given: dict[str, Any], hashed: str) -> None:
    """Store the submission, once: the same sending again finds its receipt there already."""
    if _is_stored(hashed):
        return
    private = PrivatePart(
        receipt_hash=hashed, remark=given["remark"], place_hint=given["place"], files=given["attachments"]
    )
    try:
        report = receive_report(
            text=given["text"],
            publisher=given["publisher"],
            original_publisher=given["original_publisher"],
            url=given["url"],
            published_on=given["published_on"],
            origin=ReportOrigin.FORM,
            submission=private,
        )
    except IntegrityError:
        # Two sendings of the same at the same moment: the other one was first, and has stored all of it.
        if not _is_stored(hashed):
            raise
        return
    queue_reading(report.pk)


def _is_stored(hashed: str) -> bool:
    return Submission.objects.filter(receipt_hash=hashed).exists()


def _form_page(request: HttpRequest, form: SubmissionForm, *, status: int = 200, trouble: str = "") -> HttpResponse:
    token = Token.read(form.data.get("token", "")) if form.is_bound else None
    if token is None or "token" in form.errors:
        token = Token.new()
    context: dict[str, Any] = {"form": form, "token": token.signed(), "trouble": trouble}
    if status == 503:
        context["holds_demonstration"] = False  # not asked of a database that may be away
    return render(request, "intake/submit.html", context, status=status)


def _unreadable(request: HttpRequest, error: Exception) -> HttpResponse:
    """What was sent could not be taken in at all: too much of it, or broken off on the way."""
    if isinstance(error, RequestDataTooBig):
        return _form_page(request, SubmissionForm(), status=413, trouble=_("That was too much text for one report."))
    trouble = _("What you sent did not arrive whole. Go back in your browser and send it again.")
    return _form_page(request, SubmissionForm(), status=400, trouble=trouble)


def _not_stored(request: HttpRequest, form: SubmissionForm, error: Exception) -> HttpResponse:
    """Database or disk are away: no receipt, and the form again with all that was written."""
    # Kind and SQL state alone: the message of a database may quote the row that it refused.
    state = getattr(error.__cause__, "sqlstate", None) or getattr(error, "errno", None) or ""
    log.error("a submission could not be stored: %s %s", type(error).__name__, state)
    trouble = _("The site cannot store your report just now. Wait a little, choose your files again and press “Send”.")
    return _form_page(request, form, status=503, trouble=trouble)


def _receipt_page(request: HttpRequest, code: str) -> HttpResponse:
    # No other page is offered from here: the code is shown once.
    context = {"groups": grouped(code), "other_language_url": None}
    return render(request, "intake/receipt.html", context)


@require_safe
@unkept
def receipt(request: HttpRequest) -> HttpResponse:
    """Where "I have saved it" leads: what happens next, and how to leave no trace."""
    return render(request, "intake/saved.html")


@csrf_exempt  # as above: a receipt is the only authority here, and only its holder can send it
@require_http_methods(["GET", "HEAD", "POST"])
@unkept
def status(request: HttpRequest) -> HttpResponse:
    """What became of a submission, and what its holder can do about it."""
    if request.method != "POST":
        return render(request, "intake/status.html", {"form": ReceiptForm()})
    try:
        form = ReceiptForm(request.POST)
    except MALFORMED:
        return render(request, "intake/status.html", {"form": ReceiptForm()}, status=400)
    if not form.is_valid():
        return render(request, "intake/status.html", {"form": form}, status=422)
    code = form.cleaned_data["code"]
    submission = find_submission(code)
    if submission is None:
        form.add_error("code", _("No report has this receipt. Compare each digit with what you saved."))
        return render(request, "intake/status.html", {"form": form}, status=422)
    return _act(request, submission, code)


def _act(request: HttpRequest, submission: Submission, code: str) -> HttpResponse:
    """Do what was asked with the receipt, and show how the submission stands now."""
    action = request.POST.get("action", "")
    context: dict[str, Any] = {"groups": grouped(code), "code": code}
    if action == "withdraw" and request.POST.get("sure"):
        submission = withdraw_submission(submission)
    elif action == "withdraw":
        context["withdraw_error"] = _("Tick the box first, so that nothing is erased by accident.")
    elif action == "correct":
        submission = _correct(request, submission, context)
    context |= {"submission": submission, "report": submission.report, "status": status_of(submission)}
    failed = "withdraw_error" in context or "correction_error" in context
    return render(request, "intake/standing.html", context, status=422 if failed else 200)


def _correct(request: HttpRequest, submission: Submission, context: dict[str, Any]) -> Submission:
    remark = request.POST.get("remark", "")
    try:
        submission = add_correction(submission, remark=remark)
        context["corrected"] = True
    except ValidationError as error:
        context |= {"correction_error": " ".join(error.messages), "remark": remark}
    return submission


@require_safe
@unkept
def safety(request: HttpRequest) -> HttpResponse:
    """What is kept of a submitter, what is not, and what only they can do for their safety."""
    return render(request, "intake/safety.html", {"reply_kept_days": settings.REPLY_KEPT_DAYS})
