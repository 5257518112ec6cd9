"""What reviewers decide on candidates, claims and reports. Every decision is one transaction with an audit line.

The state is checked in the UPDATE itself, so that of two people who act at once one wins and the other is told.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from incidents.models.audit import AuditEvent, record_event
from incidents.models.desk.candidate import Candidate, Decision
from incidents.models.desk.claim import ReportedClaim
from incidents.models.desk.figure import ReportedFigure
from incidents.models.desk.incident import Incident
from incidents.models.desk.reading import Reading
from incidents.models.desk.report import Report, ReportState
from incidents.record.codes import next_claim_code, next_incident_code
from incidents.review.assessment import (
    Assessed,
    Key,
    Marked,
    assess,
    check_assessed,
    combined,
    standing,
    store_assessed,
)
from incidents.review.circumstances import Circumstances, changes_between, check_circumstances, circumstances_of
from incidents.review.conflicts import ReviewConflict
from incidents.review.lineage import latest_of_each, origins_of
from incidents.review.moves import STEPS, Move
from incidents.review.signing import signed
from incidents.vocabulary import Grade

BY_HAND = "by hand"


@dataclass(frozen=True, slots=True)
class Correction:
    """What a reviewer changes on a candidate or claim before deciding.

    ``marked`` are figures read anew in the text: one takes the place of all earlier ones of its outcome and group.
    ``left_out`` are outcomes and groups that the reviewer does not count on at all.
    """

    circumstances: Circumstances | None = None
    marked: tuple[Marked, ...] = ()
    left_out: tuple[Key, ...] = ()


@dataclass(frozen=True, slots=True)
class ClaimDetails:
    """Period, area and claimant of a claim, as a reviewer leaves them."""

    period_start: Any = None
    period_end: Any = None
    area_name: str = ""
    governorates: tuple[str, ...] = ()
    source_name: str = ""

    def columns(self) -> dict[str, Any]:
        """The values for the claim's columns."""
        return {
            "period_start": self.period_start,
            "period_end": self.period_end,
            "area_name": self.area_name,
            "governorates": list(self.governorates),
            "source_name": self.source_name,
        }


# Candidates


@signed
def edit_candidate(candidate: Candidate, *, by: str, correction: Correction, seen: str = "") -> Candidate:
    """Correct what the parser read, before deciding.

    Raises ReviewConflict if it was decided meanwhile or, where ``seen`` says what the reviewer saw (``state_of``),
    if another reviewer has corrected it since.
    """
    row = _lock_pending(Candidate.objects.select_related("reading__report", "place"), candidate.pk)
    _check_seen(row, seen)
    changes = _correct_figures(row, correction, by=by)
    if correction.circumstances is not None:
        check_circumstances(correction.circumstances)
        before = circumstances_of(row).plain()
        Candidate.objects.filter(pk=row.pk).update(**correction.circumstances.columns())
        changes |= changes_between(before, correction.circumstances.plain())
    if changes:
        record_event("edit_candidate", subject=subject_of(row), by=by, changes=changes)
    return Candidate.objects.select_related("reading__report", "place").get(pk=row.pk)


@signed
def accept_candidate(
    candidate: Candidate,
    *,
    by: str,
    correction: Correction | None = None,
    incident: Incident | None = None,
    grade: str = Grade.UNASSESSED,
    reason: str = "",
    seen: str = "",
) -> Incident:
    """Accept a candidate as a new incident, or as one more report of an existing one, and return that.

    Raises ReviewConflict if it was decided meanwhile, ValidationError if its figures contradict one another.
    """
    candidate = edit_candidate(candidate, by=by, correction=correction or Correction(), seen=seen)
    figures = standing(candidate)
    if incident is None:
        target = _new_incident(candidate, grade=grade)
    else:
        target = _lock_incident(incident, report=candidate.reading.report)
    _decide(candidate, Move.ACCEPT_CANDIDATE, by=by, reason=reason, incident=target)
    changes = take_over_figures(target, figures, by=by)
    touch(target, by=by)
    record_event(
        "accept_candidate",
        subject=subject_of(candidate),
        by=by,
        reason=reason,
        changes={"incident": [None, target.code], "linked": [None, incident is not None]},
    )
    record_event(
        "link_candidate" if incident else "create_incident", subject=f"incident {target}", by=by, changes=changes
    )
    _close_if_all_decided(candidate.reading, by=by)
    return target


@signed
def reject_candidate(candidate: Candidate, *, by: str, reason: str = "") -> None:
    """Say that a candidate is no incident of harm to civilians, or is read wrong beyond repair."""
    _decide(candidate, Move.REJECT_CANDIDATE, by=by, reason=reason)
    record_event("reject_candidate", subject=subject_of(candidate), by=by, reason=reason)
    _close_if_all_decided(candidate.reading, by=by)


@signed
def reconsider_candidate(candidate: Candidate, *, by: str) -> None:
    """Take a rejection back: the candidate waits again, and so does its report."""
    _undecide(candidate, Move.RECONSIDER_CANDIDATE)
    record_event("reconsider_candidate", subject=subject_of(candidate), by=by)
    _open_again(candidate.reading.report)


@signed
def add_candidate(report: Report, *, by: str) -> Candidate:
    """An empty candidate for an incident that the parser missed; the reviewer fills it from the text's words."""
    held = Report.objects.select_for_update().get(pk=report.pk)
    if held.state not in STEPS[Move.CLOSE_REPORT].before:
        raise _report_conflict(held)
    reading = current_reading(held) or _reading_by_hand(held)
    last = reading.candidates.order_by("-ordinal").values_list("ordinal", flat=True).first()
    candidate = reading.candidates.create(ordinal=0 if last is None else last + 1)
    record_event("add_candidate", subject=subject_of(candidate), by=by)
    return candidate


# Claims


@signed
def edit_claim(
    claim: ReportedClaim,
    *,
    by: str,
    details: ClaimDetails | None = None,
    correction: Correction | None = None,
    seen: str = "",
) -> ReportedClaim:
    """Correct a claim before deciding. Raises ReviewConflict as ``edit_candidate``."""
    row = _lock_pending(ReportedClaim.objects.select_related("reading__report"), claim.pk)
    _check_seen(row, seen)
    changes = _correct_figures(row, correction or Correction(), by=by)
    if details is not None:
        if (details.period_start is None) != (details.period_end is None):
            raise ValidationError(_("Give the first and the last day of the period."))
        if details.period_start and details.period_start > details.period_end:
            raise ValidationError(_("The period ends before it begins."))
        columns = details.columns()
        changes |= changes_between(_jsonable({name: getattr(row, name) for name in columns}), _jsonable(columns))
        ReportedClaim.objects.filter(pk=row.pk).update(**columns)
    if changes:
        record_event("edit_claim", subject=subject_of(row), by=by, changes=changes)
    return ReportedClaim.objects.select_related("reading__report").get(pk=row.pk)


@signed
def accept_claim(
    claim: ReportedClaim,
    *,
    by: str,
    details: ClaimDetails | None = None,
    correction: Correction | None = None,
    reason: str = "",
    seen: str = "",
) -> ReportedClaim:
    """Accept that the source claims this total for this period; it gets a public code and stays apart from incidents.

    Raises ReviewConflict if it was decided meanwhile.
    """
    row = edit_claim(claim, by=by, details=details, correction=correction, seen=seen)
    report = row.reading.report
    code = next_claim_code((row.period_start or report.published_on or report.received_at).year)
    _decide(row, Move.ACCEPT_CLAIM, by=by, reason=reason, code=code)
    accepted = ReportedClaim.objects.select_related("reading__report").get(pk=row.pk)
    figures = standing(accepted)
    assessed = assess(figures)
    check_assessed(assessed, {figure.pk: figure for figure in figures})
    changes = store_assessed(accepted, assessed, by=by)
    record_event("accept_claim", subject=subject_of(accepted), by=by, reason=reason, changes={"code": [None, code]})
    record_event("create_claim", subject=f"claim {code}", by=by, changes=changes)
    _close_if_all_decided(accepted.reading, by=by)
    return accepted


@signed
def reject_claim(claim: ReportedClaim, *, by: str, reason: str = "") -> None:
    """Say that this is no claim of a total for a period, or that it is read wrong beyond repair."""
    _decide(claim, Move.REJECT_CLAIM, by=by, reason=reason)
    record_event("reject_claim", subject=subject_of(claim), by=by, reason=reason)
    _close_if_all_decided(claim.reading, by=by)


@signed
def reconsider_claim(claim: ReportedClaim, *, by: str) -> None:
    """Take a rejection back: the claim waits again, and so does its report."""
    _undecide(claim, Move.RECONSIDER_CLAIM)
    record_event("reconsider_claim", subject=subject_of(claim), by=by)
    _open_again(claim.reading.report)


# Incidents


@signed
def edit_incident(
    incident: Incident,
    *,
    by: str,
    circumstances: Circumstances | None = None,
    grade: str | None = None,
    is_restricted: bool | None = None,
    figures: Mapping[Key, Assessed] | None = None,
    reason: str = "",
) -> Incident:
    """Correct an incident on the desk; nothing of it is public before it is published again.

    ``figures`` are all its figures: those that are missing are taken out. Raises ValidationError.
    """
    row = Incident.objects.select_for_update(of=("self",)).select_related("place").get(pk=incident.pk)
    changes: dict[str, Any] = {}
    columns: dict[str, Any] = {}
    if circumstances is not None:
        check_circumstances(circumstances)
        changes |= changes_between(circumstances_of(row).plain(), circumstances.plain())
        columns |= circumstances.columns()
    marks = {"grade": grade, "is_restricted": is_restricted}
    given = {name: value for name, value in marks.items() if value is not None}
    changes |= changes_between({name: getattr(row, name) for name in given}, given)
    if grade is not None and grade not in Grade.values:
        raise ValidationError({"grade": _("Choose a grade from the list.")})
    if columns | given:
        Incident.objects.filter(pk=row.pk).update(**columns | given)
    if figures is not None:
        check_assessed(figures, {figure.pk: figure for figure in reported_of(row)})
        changes |= store_assessed(row, figures, by=by)
    if changes:
        touch(row, by=by)
        record_event("edit_incident", subject=f"incident {row}", by=by, reason=reason, changes=changes)
    return Incident.objects.select_related("place").get(pk=row.pk)


def reported_of(incident: Incident) -> QuerySet[ReportedFigure]:
    """All that the accepted reports of an incident say in figures, set aside or not."""
    return ReportedFigure.objects.filter(
        candidate__incident=incident, candidate__decision=Decision.ACCEPTED
    ).select_related("candidate__reading__report")


def touch(incident: Incident, *, by: str) -> None:
    """Note who changed an incident last; what a second person signed off is open again."""
    Incident.objects.filter(pk=incident.pk).update(changed_by=by, signed_off_by="", signed_off_at=None)


# Reports


@signed
def close_report(report: Report, *, by: str, reason: str = "") -> None:
    """Say that a report is done with; refused while anything in it still waits for a decision."""
    reading = current_reading(report)
    if reading is not None and _waiting(reading):
        raise ValidationError(_("Something in this report still waits for a decision: accept or reject it first."))
    _decide_report(report, Move.CLOSE_REPORT, by=by, reason=reason)


@signed
def reject_report(report: Report, *, by: str, reason: str) -> None:
    """Put a whole report aside, with all that waits in it; it stays stored. Refused once an incident rests on it."""
    if not reason.strip():
        raise ValidationError(_("Say why the report is rejected."))
    accepted = {"reading__report": report, "decision": Decision.ACCEPTED}
    if Candidate.objects.filter(**accepted).exists() or ReportedClaim.objects.filter(**accepted).exists():
        raise ValidationError(_("Something of this report was accepted already: close it instead."))
    _decide_report(report, Move.REJECT_REPORT, by=by, reason=reason)
    decided = {"decided_by": by, "decided_at": timezone.now(), "decision_reason": reason}
    for model in (Candidate, ReportedClaim):
        waiting = model._default_manager.filter(reading__report=report, decision=Decision.PENDING)
        waiting.update(decision=Decision.REJECTED, **decided)


@signed
def reopen_report(report: Report, *, by: str, reason: str = "") -> None:
    """Put a report back into the queue; what was decided in it stays decided."""
    step = STEPS[Move.REOPEN_REPORT]
    moved = Report.objects.filter(pk=report.pk, state__in=step.before).update(
        state=step.after, decided_by="", decided_at=None, decision_reason=""
    )
    if moved != 1:
        raise _report_conflict(Report.objects.get(pk=report.pk))
    record_event("reopen_report", subject=subject_of(report), by=by, reason=reason)


def current_reading(report: Report) -> Reading | None:
    """The newest parser version's reading, or None when there is none; a reading by hand gives way to any other."""
    readings = sorted(report.readings.all(), key=lambda r: (r.parser_version != BY_HAND, r.read_at, r.pk))
    return readings[-1] if readings else None


def subject_of(row: Candidate | ReportedClaim | Report) -> str:
    """How the audit trail names what was decided on."""
    if isinstance(row, Report):
        return f"report {row.pk}"
    kind = "candidate" if isinstance(row, Candidate) else "claim"
    return f"report {row.reading.report_id} {kind} {row.pk}"


def state_of(row: Candidate | ReportedClaim) -> str:
    """A short token of what a reviewer sees of a candidate or claim; it changes with every correction."""
    if isinstance(row, Candidate):
        values = circumstances_of(row).plain()
    else:
        values = _jsonable(ClaimDetails(**{f.name: getattr(row, f.name) for f in fields(ClaimDetails)}).columns())
    figures = sorted(figure.pk for figure in row.reported_figures.all() if not figure.set_aside_by)
    said = json.dumps([values, figures], ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(said.encode()).hexdigest()[:16]


# What the above are made of


def _check_seen(row: Candidate | ReportedClaim, seen: str) -> None:
    if not seen or seen == state_of(row):
        return
    last = AuditEvent.objects.filter(subject=subject_of(row)).first()
    who, when = (last.by, last.at) if last else ("", None)
    raise ReviewConflict(subject_name(row), state=_("corrected"), who=who, when=when)


def subject_name(row: Candidate | ReportedClaim) -> str:
    """What a message calls it."""
    return _("this candidate") if isinstance(row, Candidate) else _("this claim")


def _lock_pending(rows: QuerySet[Any], pk: int) -> Any:
    row = rows.select_for_update(of=("self",)).get(pk=pk)
    if row.decision != Decision.PENDING:
        raise _conflict(row)
    return row


def _lock_incident(incident: Incident, *, report: Report) -> Incident:
    row = Incident.objects.select_for_update().get(pk=incident.pk)
    if row.merged_into_id:
        raise ValidationError(_("%(code)s was merged into another incident: choose that one.") % {"code": row.code})
    if row.is_demonstration != report.is_demonstration:
        raise ValidationError(_("Demonstration data and real reports are never joined in one incident."))
    return row


def _new_incident(candidate: Candidate, *, grade: str) -> Incident:
    check_circumstances(circumstances_of(candidate))
    report = candidate.reading.report
    year = (candidate.date_start or report.published_on or report.received_at).year
    return Incident.objects.create(
        **circumstances_of(candidate).columns(),
        code=next_incident_code(year),
        grade=grade,
        is_demonstration=report.is_demonstration,
    )


def _decide(row: Candidate | ReportedClaim, move: Move, *, by: str, reason: str, **more: Any) -> None:
    step = STEPS[move]
    moved = (
        type(row)
        ._default_manager.filter(pk=row.pk, decision__in=step.before)
        .update(decision=step.after, decided_by=by, decided_at=timezone.now(), decision_reason=reason, **more)
    )
    if moved != 1:
        raise _conflict(type(row)._default_manager.get(pk=row.pk))


def _undecide(row: Candidate | ReportedClaim, move: Move) -> None:
    step = STEPS[move]
    moved = (
        type(row)
        ._default_manager.filter(pk=row.pk, decision__in=step.before)
        .update(decision=step.after, decided_by="", decided_at=None, decision_reason="")
    )
    if moved != 1:
        raise _conflict(type(row)._default_manager.get(pk=row.pk))


def _decide_report(report: Report, move: Move, *, by: str, reason: str) -> None:
    step = STEPS[move]
    moved = Report.objects.filter(pk=report.pk, state__in=step.before).update(
        state=step.after, decided_by=by, decided_at=timezone.now(), decision_reason=reason
    )
    if moved != 1:
        raise _report_conflict(Report.objects.get(pk=report.pk))
    record_event(move.value, subject=subject_of(report), by=by, reason=reason)


def _conflict(row: Candidate | ReportedClaim) -> ReviewConflict:
    return ReviewConflict(
        subject_name(row), state=str(Decision(row.decision).label), who=row.decided_by, when=row.decided_at
    )


def _report_conflict(report: Report) -> ReviewConflict:
    state = str(ReportState(report.state).label)
    return ReviewConflict(_("this report"), state=state, who=report.decided_by, when=report.decided_at)


def _correct_figures(owner: Candidate | ReportedClaim, correction: Correction, *, by: str) -> dict[str, Any]:
    """Set figures aside and add those read by hand; returns the changes, figure to [before, after]."""
    figures = standing(owner)
    changes: dict[str, Any] = {}
    for key in correction.left_out:
        old = [figure for figure in figures if (figure.outcome, figure.group) == key]
        if old:
            _set_aside(old, by=by)
            changes[".".join(key)] = [_range(old), None]
    for marked in correction.marked:
        key = (marked.outcome, marked.group)
        old = [figure for figure in figures if (figure.outcome, figure.group) == key]
        _set_aside(old, by=by)
        new = _mark(owner, marked, by=by)
        changes[".".join(key)] = [_range(old) if old else None, _range([new])]
    return changes


def _set_aside(figures: Collection[ReportedFigure], *, by: str) -> None:
    ReportedFigure.objects.filter(pk__in=[figure.pk for figure in figures]).update(set_aside_by=by)


def _mark(owner: Candidate | ReportedClaim, marked: Marked, *, by: str) -> ReportedFigure:
    text = owner.reading.report.text
    if not 0 <= marked.start < marked.end <= len(text) or not text[marked.start : marked.end].strip():
        raise ValidationError(_("Mark the words in the text that the figure rests on."))
    if marked.high is not None and marked.low > marked.high:
        raise ValidationError(_("The lowest number is above the highest."))
    return owner.reported_figures.create(
        outcome=marked.outcome,
        group=marked.group,
        low=marked.low,
        high=marked.high,
        quantifier=marked.quantifier,
        start=marked.start,
        end=marked.end,
        rule="marked",
        by=by,
    )


def _range(figures: Iterable[ReportedFigure]) -> list[int | None]:
    bounds = combined(figures)
    return [bounds.low, bounds.high]


def not_superseded(figures: Iterable[ReportedFigure]) -> list[ReportedFigure]:
    """The figures that count: of each lineage, for each outcome and group, those of the latest report that gives it."""
    rows = list(figures)
    report_of = {
        row.pk: row.reading.report
        for row in Candidate.objects.filter(pk__in={f.candidate_id for f in rows}).select_related("reading__report")
    }
    origins = origins_of(set(report_of.values()))
    by_key: dict[Key, list[ReportedFigure]] = defaultdict(list)
    for figure in rows:
        by_key[figure.outcome, figure.group].append(figure)
    kept = []
    for same in by_key.values():
        latest = latest_of_each([report_of[f.candidate_id or 0] for f in same], origins)
        kept += [figure for figure in same if report_of[figure.candidate_id or 0].pk in latest]
    return kept


def take_over_figures(incident: Incident, figures: list[ReportedFigure], *, by: str) -> dict[str, Any]:
    """Let an incident rest on these figures too; figures that a reviewer argued for, with a reason, stay.

    A later toll of one lineage takes the place of its earlier one; of independent lineages low and high are taken.
    """
    rows = {figure.pk: figure for figure in figures}
    argued: dict[Key, Assessed] = {}
    for accepted in incident.accepted_figures.prefetch_related("basis"):
        resting_on = list(accepted.basis.all())
        rows |= {figure.pk: figure for figure in resting_on}
        if accepted.reason:
            basis = tuple(figure.pk for figure in resting_on)
            argued[accepted.outcome, accepted.group] = Assessed(accepted.bounds, basis, accepted.reason)
    assessed = assess(not_superseded(rows.values())) | argued
    check_assessed(assessed, rows)
    return store_assessed(incident, assessed, by=by)


def _waiting(reading: Reading) -> bool:
    pending = {"decision": Decision.PENDING}
    return reading.candidates.filter(**pending).exists() or reading.claims.filter(**pending).exists()


def _close_if_all_decided(reading: Reading, *, by: str) -> None:
    """A report is reviewed with its last decision; one that another person closed meanwhile stays as it is."""
    Report.objects.select_for_update().get(pk=reading.report_id)  # two people may decide the last two at once
    if _waiting(reading):
        return
    step = STEPS[Move.CLOSE_REPORT]
    moved = Report.objects.filter(pk=reading.report_id, state__in=step.before).update(
        state=step.after, decided_by=by, decided_at=timezone.now(), decision_reason=""
    )
    if moved:
        record_event(Move.CLOSE_REPORT.value, subject=f"report {reading.report_id}", by=by)


def _open_again(report: Report) -> None:
    step = STEPS[Move.REOPEN_REPORT]
    Report.objects.filter(pk=report.pk, state__in=step.before).update(
        state=step.after, decided_by="", decided_at=None, decision_reason=""
    )


def _reading_by_hand(report: Report) -> Reading:
    return report.readings.create(parser_version=BY_HAND, language=report.language, took_ms=0)


def _jsonable(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in values.items()}
