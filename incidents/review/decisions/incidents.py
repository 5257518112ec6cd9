"""Decisions on accepted incidents: what is corrected, and which reports' figures they rest on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from incidents.models.audit import record_event
from incidents.models.desk.candidate import Candidate, Decision
from incidents.models.desk.figure import ReportedFigure
from incidents.models.desk.incident import Incident
from incidents.review.assessment import Assessed, Key, assess, check_assessed, store_assessed
from incidents.review.circumstances import Circumstances, changes_between, check_circumstances, circumstances_of
from incidents.review.lineage import latest_of_each, origins_of
from incidents.review.signing import signed
from incidents.vocabulary import Grade


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
