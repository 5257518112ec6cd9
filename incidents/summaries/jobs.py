"""Summaries of many incidents are made by the queue: asked for, made step by step, kept for some days, served again."""

from __future__ import annotations

import hashlib
import json
import os
from datetime import timedelta
from pathlib import Path
from urllib.parse import parse_qs

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone, translation

from harmwatch import __version__
from incidents.models.record.issue import Issue
from incidents.models.summary_job import Failure, JobState, SummaryJob
from incidents.summaries.content import write
from incidents.summaries.counts import count, hashes
from incidents.summaries.months import iso
from incidents.summaries.requests import Asked, asked_for
from incidents.summaries.typeset import typeset
from incidents.typesetting.foundry import face_folder

#: So many incidents are set while the reader waits: 0.6 s of processor time (docs/summary.md).
AT_ONCE = 100
#: So many may wait or be made at a time, for all readers together.
UNDER_WAY_AT_MOST = 10
#: Counted, worded, set.
STEPS = 3
KEPT_FOR = timedelta(days=7)
KEPT_AT_MOST = 100
#: What failed is tried again when it is asked for after this.
TRIED_AGAIN_AFTER = timedelta(minutes=2)


class TooManyWaiting(Exception):
    """As many summaries as may be are under way; ask again later."""


def is_large(asked: Asked) -> bool:
    """Whether a summary shows too many incidents to be made while the reader waits."""
    return asked.scope.rows().order_by()[: AT_ONCE + 1].count() > AT_ONCE


def key_of(asked: Asked) -> str:
    """SHA-256 over all that the bytes depend on: what is asked, data, issues, program, site."""
    parts = [
        f"{asked.month:%Y-%m}", asked.language, asked.digits, iso(asked.as_of), asked.chosen.query(),
        *hashes(asked.scope), str(Issue.objects.aggregate(latest=Max("pk"))["latest"]),
        __version__, face_folder().name, settings.SITE_URL,
    ]  # fmt: skip
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


@transaction.atomic
def ask(asked: Asked) -> tuple[SummaryJob, bool]:
    """The job that makes a summary, and whether it is new and has to be put on the queue.

    Whoever asks for the same gets the same job. Raises TooManyWaiting where a new one would be one too many.
    """
    key = key_of(asked)
    _hold()
    SummaryJob.objects.all().fail_forgotten()
    job = SummaryJob.objects.filter(key=key).first()
    if job is not None and not _is_to_be_made_again(job):
        return job, False
    if SummaryJob.objects.under_way().count() >= UNDER_WAY_AT_MOST:
        raise TooManyWaiting
    if job is not None:
        job.delete()
    forget_old()
    row = {"month": asked.month, "language": asked.language, "digits": asked.digits, "as_of": asked.as_of}
    return SummaryJob.objects.create(key=key, query=asked.chosen.query(), **row), True


def _hold() -> None:
    """One at a time, so that two that ask at once get one job and the limit is not passed."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('summary jobs', 0))")


def _is_to_be_made_again(job: SummaryJob) -> bool:
    if job.state == JobState.DONE:
        return not path_of(job).exists()
    return job.state == JobState.FAILED and job.changed_at < timezone.now() - TRIED_AGAIN_AFTER


def make(key: str) -> None:
    """Make the PDF of a job and keep it; nothing where it was made, has failed or is no longer asked for."""
    if not SummaryJob.objects.take(key):
        SummaryJob.objects.filter(key=key, state=JobState.WORKING).fail(Failure.STOPPED)
        return
    job = SummaryJob.objects.get(key=key)
    with translation.override(job.language):
        asked = asked_for(f"{job.month:%Y-%m}", language=job.language, query=_words(job))
    counts = count(asked.month, as_of=asked.as_of, chosen=asked.chosen)
    _step(job, 1)
    summary = write(counts, language=asked.language, digits=asked.digits)
    _step(job, 2)
    _keep(path_of(job), typeset(summary))
    _step(job, STEPS, state=JobState.DONE)


def _words(job: SummaryJob) -> dict[str, list[str]]:
    return {**parse_qs(job.query), "as_of": [iso(job.as_of)], "digits": [job.digits]}


def _step(job: SummaryJob, done: int, *, state: JobState = JobState.WORKING) -> None:
    """Tell how far it is, unless it was given up meanwhile: a PDF that came after all is good all the same."""
    rows = SummaryJob.objects.filter(pk=job.pk)
    rows = rows if state == JobState.DONE else rows.filter(state=JobState.WORKING)
    rows.update(steps_done=done, state=state, failure="", changed_at=timezone.now())


def path_of(job: SummaryJob) -> Path:
    """Where the PDF of a job is kept."""
    return Path(settings.VAR_DIR) / "summaries" / f"{job.key}.pdf"


def _keep(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_suffix(f".{os.getpid()}.part")
    beside.write_bytes(content)
    os.replace(beside, path)


def read(job: SummaryJob) -> bytes | None:
    """The PDF of a job that is done; None where it is not, or its file is gone."""
    if job.state != JobState.DONE:
        return None
    try:
        return path_of(job).read_bytes()
    except FileNotFoundError:
        return None


def forget_old() -> None:
    """Throw away what was asked for long ago, and the oldest of too many."""
    ended = SummaryJob.objects.exclude(state__in=[JobState.WAITING, JobState.WORKING])
    forget([*ended.filter(asked_at__lt=timezone.now() - KEPT_FOR), *ended[KEPT_AT_MOST:]])


def forget(jobs: list[SummaryJob]) -> None:
    """Throw away rows and files."""
    for job in jobs:
        path_of(job).unlink(missing_ok=True)
    SummaryJob.objects.filter(pk__in=[job.pk for job in jobs]).delete()
