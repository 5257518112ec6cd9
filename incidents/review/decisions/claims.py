"""Decisions on period claims: corrected, accepted under a code of their own, added by hand."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from incidents.models.audit import record_event
from incidents.models.desk.claim import ReportedClaim
from incidents.models.desk.reading import FindingKind
from incidents.models.desk.report import Report
from incidents.record.codes import next_claim_code
from incidents.review.assessment import assess, check_assessed, standing, store_assessed
from incidents.review.circumstances import changes_between
from incidents.review.decisions.amendments import ClaimDetails, Correction, correct_figures, days, jsonable, mark_words
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
    row = lock_pending(ReportedClaim.objects.select_related("reading__report"), claim.pk)
    check_seen(row, seen)
    changes = correct_figures(row, correction or Correction(), by=by)
    if details is not None:
        if (details.period_start is None) != (details.period_end is None):
            raise ValidationError(_("Give the first and the last day of the period."))
        if details.period_start and details.period_start > details.period_end:
            raise ValidationError(_("The period ends before it begins."))
        columns = details.columns()
        changes |= changes_between(jsonable({name: getattr(row, name) for name in columns}), jsonable(columns))
        ReportedClaim.objects.filter(pk=row.pk).update(**columns)
    if correction and correction.words:
        now = details or ClaimDetails(row.period_start, row.period_end, row.area_name, area_text=row.area_text)
        period = days(now.period_start, now.period_end)
        values = {FindingKind.DATE.value: period, FindingKind.PLACE.value: now.area_name or now.area_text}
        changes |= mark_words(row, correction.words, values, by=by)
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
    decide(row, Move.ACCEPT_CLAIM, by=by, reason=reason, code=code)
    accepted = ReportedClaim.objects.select_related("reading__report").get(pk=row.pk)
    figures = standing(accepted)
    assessed = assess(figures)
    if not assessed:
        raise ValidationError(_("A claim needs a number: type one beside the words that say it."))
    check_assessed(assessed, {figure.pk: figure for figure in figures})
    changes = store_assessed(accepted, assessed, by=by)
    record_event("accept_claim", subject=subject_of(accepted), by=by, reason=reason, changes={"code": [None, code]})
    record_event("create_claim", subject=f"claim {code}", by=by, changes=changes)
    close_if_all_decided(accepted.reading, by=by)
    return accepted


@signed
def add_claim(report: Report, *, by: str) -> ReportedClaim:
    """An empty claim for a total that the parser missed; the reviewer fills it from the text's words."""
    reading = reading_to_add_to(report)
    claim = reading.claims.create(ordinal=next_ordinal(reading.claims.all()))
    record_event("add_claim", subject=subject_of(claim), by=by)
    return claim
