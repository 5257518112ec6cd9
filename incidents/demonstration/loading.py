"""Loading the demonstration's reports by the pipeline that every report takes, and removing all that came of them."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction

from incidents.demonstration.accounts import BY, demonstration_accounts, forget_passwords
from incidents.demonstration.examples import Example, read_examples
from incidents.demonstration.reviewing import Decided, decide
from incidents.intake.receive import receive_report
from incidents.intake.tasks import read_report
from incidents.intake.texts import as_stored
from incidents.models.audit import record_event
from incidents.models.desk.claim import ReportedClaim
from incidents.models.desk.correction import CorrectionRequest
from incidents.models.desk.incident import Incident
from incidents.models.desk.report import Report, ReportOrigin, ReportState
from incidents.models.record.incident import PublishedIncident
from incidents.record import door
from incidents.review.publication import publish_claim, publish_incident

log = logging.getLogger(__name__)

NEXT_REPORT = "Another report was added. · أُضيف تقرير آخر."


@dataclass(slots=True)
class Carried:
    """How far the reports came: ``known`` were there before, ``waiting`` are left in the queue on purpose."""

    reports: int = 0
    known: int = 0
    waiting: int = 0
    corrected: int = 0
    refused: int = 0


def load_reports(*, reviewer: str, editor: str, tell: Callable[[int, int], None] = lambda done, of: None) -> Carried:
    """Receive, read, decide and publish the demonstration's reports; what was done before is not done again.

    A report that the desk refuses is left in its queue. ``tell`` hears how many reports are through, of how many.
    """
    examples = read_examples()
    carried = Carried()
    for number, example in enumerate(examples, start=1):
        _carry(example, carried, reviewer=reviewer, editor=editor)
        tell(number, len(examples))
    return carried


@transaction.atomic
def remove_desk() -> dict[str, int]:
    """Delete the demonstration's reports with all that was read and decided in them, its incidents and accounts."""
    reports = Report.objects.filter(is_demonstration=True)
    counts = {"reports": reports.count()}
    reports.delete()
    counts["corrections"] = CorrectionRequest.objects.filter(is_demonstration=True).delete()[0]
    counts["incidents"] = Incident.objects.filter(is_demonstration=True).delete()[1].get("incidents.Incident", 0)
    accounts = demonstration_accounts()
    counts["accounts"] = len(accounts)
    for account in accounts:
        account.delete()
    record_event("remove_demonstration", subject="desk", by=BY, changes=counts)
    return counts


def remove_all() -> dict[str, int]:
    """Remove the demonstration from record and desk, and its kept passwords; returns rows by kind."""
    with transaction.atomic():
        public = door.remove_demonstration(by=BY)
        desk = remove_desk()
    forget_passwords()
    return {f"public {kind}": count for kind, count in public.items()} | desk


def _carry(example: Example, carried: Carried, *, reviewer: str, editor: str) -> None:
    report = _find(example)
    if report is None:
        report = _receive(example)
        carried.reports += 1
    else:
        carried.known += 1
    if report.state == ReportState.RECEIVED:
        read_report(report.pk)  # the task's own body, called here instead of by a worker
        report.refresh_from_db()
    if example.waiting:
        carried.waiting += 1
    elif report.state in (ReportState.PARSED, ReportState.FAILED):
        _decide_and_publish(report, example, carried, reviewer=reviewer, editor=editor)


def _find(example: Example) -> Report | None:
    digest = hashlib.sha256(as_stored(example.text).encode()).hexdigest()
    return Report.objects.filter(is_demonstration=True, sha256=digest).first()


def _receive(example: Example) -> Report:
    return receive_report(
        text=example.text,
        publisher=example.publisher,
        original_publisher=example.original_publisher,
        published_on=example.published_on,
        language=example.language,
        origin=ReportOrigin.DEMONSTRATION,
        is_demonstration=True,
    )


def _decide_and_publish(report: Report, example: Example, carried: Carried, *, reviewer: str, editor: str) -> None:
    try:
        with transaction.atomic():  # decided and published, or neither: a second run begins with this report
            decided = decide(report, example, by=reviewer)
            if not (decided.incidents or decided.claims):
                raise ValidationError("the parser found no claim, and none can be added by hand")
            _publish(decided, by=editor)
    except ValidationError as error:
        log.warning("%s stays in the queue: %s", example.id, "; ".join(error.messages))
        carried.refused += 1
    else:
        carried.corrected += decided.corrected


def _publish(decided: Decided, *, by: str) -> None:
    for incident in decided.incidents:
        public = PublishedIncident.objects.filter(code=incident.code).exists()
        publish_incident(incident, by=by, reason=NEXT_REPORT if public else "")
    for claim in decided.claims:
        publish_claim(ReportedClaim.objects.get(pk=claim.pk), by=by)
