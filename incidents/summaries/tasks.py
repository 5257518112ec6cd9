"""The work of timetable and queue: last month issued in every language, once; large summaries made on demand."""

from __future__ import annotations

import logging

from celery import shared_task
from celery.exceptions import SoftTimeLimitExceeded
from celery.signals import worker_init
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from kombu.exceptions import OperationalError as BrokerAway

from incidents.models.summary_job import Failure, SummaryJob
from incidents.summaries import jobs
from incidents.summaries.issues import issue_due
from incidents.typesetting.face import settable

log = logging.getLogger(__name__)


@worker_init.connect
def get_ready(**_signal: object) -> None:
    """Load what the first summary would wait for, before the worker's processes fork, so that they share it."""
    reverse("summaries:index")
    settable("")


@shared_task(ignore_result=True)
def issue_last_month() -> None:
    """From the configured day of the month on, issue last month's summaries where they are missing.

    Beat calls it every hour, so that a machine that was off on that day catches up; run twice it changes nothing.
    """
    if timezone.localdate().day >= settings.SUMMARY_DAY:
        issue_due(by="beat")


@shared_task(ignore_result=True, soft_time_limit=120, time_limit=150)
def make_summary(key: str) -> None:
    """Make the PDF of a job; whatever it breaks off at ends it as failed."""
    try:
        jobs.make(key)
    except SoftTimeLimitExceeded:
        SummaryJob.objects.filter(key=key).fail(Failure.STOPPED)
    except Exception:
        log.exception("the summary %s was not made", key)
        SummaryJob.objects.filter(key=key).fail(Failure.ERROR)


def queue_summary(key: str) -> None:
    """Put a job that is committed on the queue; where the queue is away, the job ends as failed at once."""
    try:
        make_summary.apply_async((key,), retry=False)
    except (BrokerAway, OSError) as error:
        log.warning("the summary %s is not made, the queue is away: %s", key, type(error).__name__)
        SummaryJob.objects.filter(key=key).fail(Failure.QUEUE)
