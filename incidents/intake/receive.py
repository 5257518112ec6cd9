"""Receiving a report: the one way by which a text comes into the desk."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from incidents.intake.attachments import IncomingFile, store_files
from incidents.intake.texts import as_one_line, as_stored
from incidents.models.desk.report import Report
from incidents.models.desk.submission import Submission


@dataclass(frozen=True, slots=True)
class PrivatePart:
    """What a submitter adds for the reviewers alone, under the hash of the receipt."""

    receipt_hash: str
    remark: str = ""
    place_hint: str = ""
    files: tuple[IncomingFile, ...] = ()


@transaction.atomic
def receive_report(
    *,
    text: str,
    publisher: str = "",
    original_publisher: str = "",
    url: str = "",
    published_on: date | None = None,
    language: str = "",
    origin: str,
    is_demonstration: bool = False,
    submission: PrivatePart | None = None,
) -> Report:
    """Store one text as received, with its private part if it has one; ``language`` empty is told by the parser.

    The caller puts the reading on the queue (``tasks.queue_reading``); a report that nobody queued is found by the
    sweep. Raises ValueError where nothing is left of the text once control characters are gone.
    """
    stored = as_stored(text)
    if not stored:
        raise ValueError("a report needs a text")
    report = Report.objects.create(
        text=stored,
        publisher=as_one_line(publisher),
        original_publisher=as_one_line(original_publisher),
        url=url,
        published_on=published_on,
        language=language,
        origin=origin,
        is_demonstration=is_demonstration,
    )
    if submission:
        _add_private_part(report, submission)
    return report


def _add_private_part(report: Report, part: PrivatePart) -> None:
    row = Submission.objects.create(
        report=report,
        receipt_hash=part.receipt_hash,
        remark=as_stored(part.remark),
        place_hint=as_one_line(part.place_hint),
    )
    store_files(row, part.files)
