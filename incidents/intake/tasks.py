"""The tasks of the queue: reading a report, and finding the reports that the queue forgot."""

from __future__ import annotations

import logging
from datetime import timedelta
from functools import partial
from threading import Thread

from celery import shared_task
from django.db import OperationalError, transaction
from django.utils import timezone
from kombu.exceptions import OperationalError as BrokerAway

from incidents.intake.reader import read_stored
from incidents.models.desk.report import Report

log = logging.getLogger(__name__)

#: A report still unread after this long was forgotten, or the queue is long; reading it twice changes nothing.
FORGOTTEN_AFTER = timedelta(minutes=1)
SWEEP_BATCH = 200
#: Seconds that a submitter waits for the broker at most.
PATIENCE = 2.0


@shared_task(
    autoretry_for=(OperationalError,),  # the database restarts, or two workers met in a deadlock
    retry_backoff=2,
    retry_backoff_max=120,
    max_retries=6,
    soft_time_limit=60,  # raised inside the parser, so that a text it cannot finish ends as failed, not in a loop
)
def read_report(report_pk: int) -> str:
    """Read one report; see ``reader.read_stored``."""
    return read_stored(report_pk)


@shared_task
def queue_forgotten_reports() -> int:
    """Put reports that are still unread after a minute on the queue again, the oldest first; how many were put there.

    Two sweeps at once share the work: each passes over the rows that the other, or a worker, holds.
    """
    with transaction.atomic():
        forgotten = list(
            Report.objects.unread_by_parser()
            .filter(received_at__lt=timezone.now() - FORGOTTEN_AFTER)
            .order_by("received_at", "pk")
            .select_for_update(skip_locked=True)
            .values_list("pk", flat=True)[:SWEEP_BATCH]
        )
        sent = 0
        for report_pk in forgotten:
            if not _send(report_pk):
                break  # the broker is away: the next sweep begins here
            sent += 1
    return sent


def queue_reading(report_pk: int) -> None:
    """Put the reading of a report on the queue once the report is committed; without a broker the sweep does it."""
    transaction.on_commit(partial(_send_while_waiting, report_pk))


def _send_while_waiting(report_pk: int) -> None:
    # A broker can be away in ways that its client waits for at length (a dead host, a server that hangs); the person
    # who waits for a receipt is not made to.
    sending = Thread(target=_send, args=(report_pk,), daemon=True)
    sending.start()
    sending.join(PATIENCE)
    if sending.is_alive():
        log.warning("report %s may wait for the sweep, the queue does not answer", report_pk)


def _send(report_pk: int) -> bool:
    try:
        read_report.apply_async((report_pk,), retry=False)
    except (BrokerAway, OSError) as error:
        log.warning("report %s waits for the sweep, the queue is away: %s", report_pk, type(error).__name__)
        return False
    return True
