"""The work of the timetable: the reading copy of a large record is kept, and made anew when much has changed."""

from __future__ import annotations

import logging

from celery import shared_task

from incidents.statistics.reading_copy import building

log = logging.getLogger(__name__)


@shared_task(ignore_result=True)
def keep_reading_copy() -> None:
    """Make the copy where one is due; otherwise a look of some milliseconds. Run twice it changes nothing."""
    try:
        if building.is_due():
            building.build()
    except building.NotCopied as reason:
        log.info("no reading copy was made: %s", reason)
