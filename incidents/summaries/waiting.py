"""A PDF for a page: at once where its month is small; else by the queue, with a page that shows how far it is."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from incidents.models.summary_job import Failure, JobState, SummaryJob
from incidents.summaries import jobs
from incidents.summaries.months import iso
from incidents.summaries.requests import Asked
from incidents.summaries.tasks import queue_summary
from incidents.summaries.typeset import typeset

#: Seconds until the page of a job asks again.
REFRESHED_AFTER = 2


def made(request: HttpRequest, asked: Asked, *, again: str, to_check: bool = False) -> bytes | HttpResponse:
    """The PDF where it is there or soon made; else a page that shows how far it is (202), asking again at ``again``, or
    why it was not made (503). ``to_check`` says that a reader's copy waits to be compared with it."""
    if not jobs.is_large(asked):
        return typeset(asked.summary())
    context = {"again": again, "asked": asked, "query": _query(asked), "to_check": to_check}
    try:
        job, is_new = jobs.ask(asked)
    except jobs.TooManyWaiting:
        says = _("Too many large summaries are being made at this moment. Try again in a minute.")
        return _not_made(request, context, says, retry_after=60)
    if is_new:
        queue_summary(job.key)
        job.refresh_from_db()
    content = jobs.read(job)
    if content is not None:
        return content
    if job.state == JobState.FAILED:
        return _not_made(request, context, why_failed(job), retry_after=int(jobs.TRIED_AGAIN_AFTER.total_seconds()))
    return _under_way(request, context, job)


def _query(asked: Asked) -> str:
    """What narrows the month, at the moment of the record that is shown."""
    return urlencode([*asked.chosen.pairs(), ("as_of", iso(asked.as_of)), ("digits", asked.digits)])


def _under_way(request: HttpRequest, context: dict[str, object], job: SummaryJob) -> HttpResponse:
    context |= {"says": where_it_is(job), "job": job, "steps": jobs.STEPS}
    response = render(request, "summaries/progress.html", context, status=202)
    response["Cache-Control"] = "no-store"
    response["Refresh"] = f"{REFRESHED_AFTER}; url={context['again']}"
    return response


def _not_made(request: HttpRequest, context: dict[str, object], says: str, *, retry_after: int) -> HttpResponse:
    response = render(request, "summaries/progress.html", {**context, "says": says, "job": None}, status=503)
    response["Cache-Control"] = "no-store"
    response["Retry-After"] = str(retry_after)
    return response


def where_it_is(job: SummaryJob) -> str:
    """How far a job is, in words."""
    if job.state == JobState.WAITING:
        return _("It waits for its turn.")
    doing = (_("counting"), _("writing"), _("setting the pages"))
    step = min(job.steps_done, len(doing) - 1)
    return _("Step %(step)s of %(steps)s: %(doing)s") % {"step": step + 1, "steps": jobs.STEPS, "doing": doing[step]}


def why_failed(job: SummaryJob) -> str:
    """Why a job ended without a PDF, in words."""
    reasons = {
        Failure.QUEUE: _("The queue that makes large summaries cannot be reached."),
        Failure.WAITED: _("Nothing took up the work within ten minutes."),
        Failure.STOPPED: _("Making it took too long, or was stopped."),
        Failure.ERROR: _("Making it broke off by an error, which this site's operator finds in the log."),
    }
    return reasons[Failure(job.failure)]
