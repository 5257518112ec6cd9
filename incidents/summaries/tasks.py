"""The timetable's work: last month issued in every language, once."""

from __future__ import annotations

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from incidents.summaries.issues import issue_due


@shared_task(ignore_result=True)
def issue_last_month() -> None:
    """From the configured day of the month on, issue last month's summaries where they are missing.

    Beat calls it every hour, so that a machine that was off on that day catches up; run twice it changes nothing.
    """
    if timezone.localdate().day >= settings.SUMMARY_DAY:
        issue_due(by="beat")
