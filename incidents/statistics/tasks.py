"""The work of the timetable: the reading copy of a large record is kept, the journal of changes is kept short."""

from __future__ import annotations

import logging

from celery import shared_task

from incidents.statistics import journal
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


@shared_task(ignore_result=True)
def shorten_journal() -> None:
    """Remove lines of the journal that nobody needs any more. Run twice it keeps less for copies on other machines."""
    log.info("%s lines of the journal of changes were removed", journal.shorten(seen=building.seen_by_copy()))
