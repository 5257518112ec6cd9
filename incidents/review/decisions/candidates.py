"""Decisions on candidates: corrected, accepted as or into an incident, added by hand."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from incidents.models.audit import record_event
from incidents.models.desk.candidate import Candidate
from incidents.models.desk.incident import Incident
from incidents.models.desk.reading import FindingKind
from incidents.models.desk.report import Report
from incidents.models.desk.urgency import measure_reading
from incidents.record.codes import next_incident_code
from incidents.review.assessment import standing
from incidents.review.circumstances import changes_between, check_circumstances, circumstances_of
from incidents.review.decisions.amendments import Correction, correct_figures, days, mark_words
from incidents.review.decisions.incidents import take_over_figures, touch
from incidents.review.decisions.steps import (
    check_seen,
    close_if_all_decided,
    decide,
    lock_pending,
    next_ordinal,
    reading_to_add_to,
    subject_of,
)
from incidents.review.moves import Move
from incidents.review.signing import signed
from incidents.vocabulary import Grade


@signed
def edit_candidate(candidate: Candidate, *, by: str, correction: Correction, seen: str = "") -> Candidate:
    """Correct what the parser read, before deciding.

    Raises ReviewConflict if it was decided meanwhile or, where ``seen`` says what the reviewer saw (``state_of``),
    if another reviewer has corrected it since.
    """
    row = lock_pending(Candidate.objects.select_related("reading__report", "place"), candidate.pk)
    check_seen(row, seen)
    changes = correct_figures(row, correction, by=by)
    if correction.circumstances is not None:
        check_circumstances(correction.circumstances)
        before = circumstances_of(row).plain()
        Candidate.objects.filter(pk=row.pk).update(**correction.circumstances.columns())
        changes |= changes_between(before, correction.circumstances.plain())
    if correction.words:
        now = correction.circumstances or circumstances_of(row)
        where = now.place.key if now.place else now.place_text
        values = {FindingKind.DATE.value: days(now.date_start, now.date_end), FindingKind.PLACE.value: where}
        changes |= mark_words(row, correction.words, values, by=by)
    if changes:
        measure_reading(row.reading)
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
    decide(candidate, Move.ACCEPT_CANDIDATE, by=by, reason=reason, incident=target)
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
    close_if_all_decided(candidate.reading, by=by)
    return target


@signed
def add_candidate(report: Report, *, by: str) -> Candidate:
    """An empty candidate for an incident that the parser missed; the reviewer fills it from the text's words."""
    reading = reading_to_add_to(report)
    candidate = reading.candidates.create(ordinal=next_ordinal(reading.candidates.all()))
    measure_reading(reading)
    record_event("add_candidate", subject=subject_of(candidate), by=by)
    return candidate


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
