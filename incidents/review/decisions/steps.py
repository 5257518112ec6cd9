"""What every decision rests on: the state a row must be in, who was first, its name in the trail, what follows."""

from __future__ import annotations

import hashlib
import json
from dataclasses import fields
from typing import Any

from django.db.models import Max, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from incidents.models.audit import AuditEvent, record_event
from incidents.models.desk.candidate import Candidate, Decision
from incidents.models.desk.claim import ReportedClaim
from incidents.models.desk.reading import Reading
from incidents.models.desk.report import Report, ReportState
from incidents.review.circumstances import circumstances_of
from incidents.review.conflicts import ReviewConflict
from incidents.review.decisions.amendments import ClaimDetails, jsonable
from incidents.review.moves import STEPS, Move

BY_HAND = "by hand"
#: A report that is done with is nobody's any more.
LET_GO: dict[str, Any] = {"taken_by": "", "taken_at": None, "taken_from": ""}


def current_reading(report: Report) -> Reading | None:
    """The newest parser version's reading, or None when there is none; a reading by hand gives way to any other."""
    readings = sorted(report.readings.all(), key=lambda r: (r.parser_version != BY_HAND, r.read_at, r.pk))
    return readings[-1] if readings else None


def reading_to_add_to(report: Report) -> Reading:
    """The reading that takes what a reviewer adds, made by hand where none is; ReviewConflict for a closed report."""
    held = Report.objects.select_for_update().get(pk=report.pk)
    if held.state not in STEPS[Move.CLOSE_REPORT].before:
        raise report_conflict(held)
    by_hand = {"parser_version": BY_HAND, "language": held.language, "took_ms": 0}
    return current_reading(held) or held.readings.create(**by_hand)


def next_ordinal(rows: QuerySet[Any]) -> int:
    """The place behind the last of a reading's candidates or claims."""
    last = rows.aggregate(last=Max("ordinal"))["last"]
    return 0 if last is None else int(last) + 1


def subject_of(row: Candidate | ReportedClaim | Report) -> str:
    """How the audit trail names what was decided on."""
    if isinstance(row, Report):
        return f"report {row.pk}"
    kind = "candidate" if isinstance(row, Candidate) else "claim"
    return f"report {row.reading.report_id} {kind} {row.pk}"


def subject_name(row: Candidate | ReportedClaim) -> str:
    """What a message calls it."""
    return _("this candidate") if isinstance(row, Candidate) else _("this claim")


def state_of(row: Candidate | ReportedClaim) -> str:
    """A short token of what a reviewer sees of a candidate or claim; it changes with every correction."""
    if isinstance(row, Candidate):
        values = circumstances_of(row).plain()
    else:
        values = jsonable(ClaimDetails(**{f.name: getattr(row, f.name) for f in fields(ClaimDetails)}).columns())
    figures = sorted(figure.pk for figure in row.reported_figures.all() if not figure.set_aside_by)
    said = json.dumps([values, figures], ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def check_seen(row: Candidate | ReportedClaim, seen: str) -> None:
    if not seen or seen == state_of(row):
        return
    last = AuditEvent.objects.filter(subject=subject_of(row)).first()
    who, when = (last.by, last.at) if last else ("", None)
    raise ReviewConflict(subject_name(row), state=_("corrected"), who=who, when=when)


def lock_pending(rows: QuerySet[Any], pk: int) -> Any:
    row = rows.select_for_update(of=("self",)).get(pk=pk)
    if row.decision != Decision.PENDING:
        raise conflict(row)
    return row


def decide(row: Candidate | ReportedClaim, move: Move, *, by: str, reason: str, **more: Any) -> None:
    step = STEPS[move]
    moved = (
        type(row)
        ._default_manager.filter(pk=row.pk, decision__in=step.before)
        .update(decision=step.after, decided_by=by, decided_at=timezone.now(), decision_reason=reason, **more)
    )
    if moved != 1:
        raise conflict(type(row)._default_manager.get(pk=row.pk))


def undecide(row: Candidate | ReportedClaim, move: Move) -> None:
    step = STEPS[move]
    moved = (
        type(row)
        ._default_manager.filter(pk=row.pk, decision__in=step.before)
        .update(decision=step.after, decided_by="", decided_at=None, decision_reason="")
    )
    if moved != 1:
        raise conflict(type(row)._default_manager.get(pk=row.pk))


def decide_report(report: Report, move: Move, *, by: str, reason: str) -> None:
    step = STEPS[move]
    moved = Report.objects.filter(pk=report.pk, state__in=step.before).update(
        state=step.after, decided_by=by, decided_at=timezone.now(), decision_reason=reason, **LET_GO
    )
    if moved != 1:
        raise report_conflict(Report.objects.get(pk=report.pk))
    record_event(move.value, subject=subject_of(report), by=by, reason=reason)


def conflict(row: Candidate | ReportedClaim) -> ReviewConflict:
    return ReviewConflict(
        subject_name(row), state=str(Decision(row.decision).label), who=row.decided_by, when=row.decided_at
    )


def report_conflict(report: Report) -> ReviewConflict:
    state = str(ReportState(report.state).label)
    return ReviewConflict(_("this report"), state=state, who=report.decided_by, when=report.decided_at)


def waiting(reading: Reading) -> bool:
    pending = {"decision": Decision.PENDING}
    return reading.candidates.filter(**pending).exists() or reading.claims.filter(**pending).exists()


def close_if_all_decided(reading: Reading, *, by: str) -> None:
    """A report is reviewed with its last decision; one that another person closed meanwhile stays as it is."""
    Report.objects.select_for_update().get(pk=reading.report_id)  # two people may decide the last two at once
    if waiting(reading):
        return
    step = STEPS[Move.CLOSE_REPORT]
    moved = Report.objects.filter(pk=reading.report_id, state__in=step.before).update(
        state=step.after, decided_by=by, decided_at=timezone.now(), decision_reason="", **LET_GO
    )
    if moved:
        record_event(Move.CLOSE_REPORT.value, subject=f"report {reading.report_id}", by=by)


def open_again(report: Report) -> None:
    step = STEPS[Move.REOPEN_REPORT]
    Report.objects.filter(pk=report.pk, state__in=step.before).update(
        state=step.after, decided_by="", decided_at=None, decision_reason=""
    )
