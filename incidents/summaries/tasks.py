"""The timetable's work: last month issued in every language, once."""

from __future__ import annotations

from celery import shared_task

from incidents.summaries.issues import issue_due


@shared_task(ignore_result=True)
def issue_last_month() -> None:
    """Issue last month's summaries where they are missing; run twice it changes nothing. Beat calls it each month."""
    issue_due(by="beat")
