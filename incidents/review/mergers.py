"""Incidents that are one, and one that is two: merging and splitting keep codes, links and history."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from incidents.models.audit import record_event
from incidents.models.desk.candidate import Candidate, Decision
from incidents.models.desk.incident import Incident
from incidents.models.desk.urgency import weigh_reports_near
from incidents.models.record.incident import PublishedIncident
from incidents.record import door
from incidents.record.codes import next_incident_code
from incidents.review.assessment import Assessed, assess, standing, store_assessed
from incidents.review.circumstances import circumstances_of
from incidents.review.conflicts import ReviewConflict
from incidents.review.decisions import not_superseded, reported_of, take_over_figures, touch
from incidents.review.signing import signed


@signed
def merge_incidents(incident: Incident, *, into: Incident, by: str, reason: str) -> Incident:
    """Let one incident be part of another: its reports, and its codes, go over; if public, it is withdrawn.

    The other keeps what a reviewer decided on it. Raises ReviewConflict when either was merged meanwhile.
    """
    if not reason.strip():
        raise ValidationError(_("Say why the two are one: the reason is shown on the page of the one that goes."))
    gone, kept = _lock_both(incident, into)
    reported = [figure for figure in reported_of(gone) if not figure.set_aside_by]
    Candidate.objects.filter(incident=gone).update(incident=kept)
    gone.accepted_figures.all().delete()
    codes = [code for code in (gone.code, *gone.previous_codes) if code not in kept.previous_codes]
    Incident.objects.filter(pk=kept.pk).update(previous_codes=[*kept.previous_codes, *codes])
    Incident.objects.filter(pk=gone.pk).update(merged_into=kept, signed_off_by="", signed_off_at=None)
    changes = take_over_figures(kept, reported, by=by)
    touch(kept, by=by)
    if PublishedIncident.objects.as_of(None).filter(code=gone.code).exists():
        door.withdraw(gone.code, by=by, reason=_("Merged into %(code)s. %(why)s") % {"code": kept.code, "why": reason})
        weigh_reports_near(gone.code)
    record_event("merge_into", subject=f"incident {gone}", by=by, reason=reason, changes={"into": [None, kept.code]})
    record_event(
        "merge_incident",
        subject=f"incident {kept}",
        by=by,
        reason=reason,
        changes={**changes, "code": [None, gone.code]},
    )
    return Incident.objects.select_related("place").get(pk=kept.pk)


@signed
def split_candidate(candidate: Candidate, *, by: str, reason: str) -> Incident:
    """Take one report's account out of an incident and make it an incident of its own, with a new code.

    What is left of the first follows from the reports that it keeps; figures argued for with a reason stay.
    """
    if not reason.strip():
        raise ValidationError(_("Say why the two are not one."))
    row = (
        Candidate.objects.select_for_update(of=("self",))
        .select_related("reading__report", "place")
        .get(pk=candidate.pk)
    )
    if row.decision != Decision.ACCEPTED or row.incident_id is None:
        raise ValidationError(_("Only an accepted candidate can be taken out."))
    first = Incident.objects.select_for_update().get(pk=row.incident_id)
    if first.candidates.filter(decision=Decision.ACCEPTED).count() < 2:
        raise ValidationError(_("It is the incident's only account: there is nothing to split."))
    report = row.reading.report
    year = (row.date_start or report.published_on or report.received_at).year
    code = next_incident_code(year)
    columns = circumstances_of(row).columns()
    second = Incident.objects.create(**columns, code=code, is_demonstration=first.is_demonstration, changed_by=by)
    Candidate.objects.filter(pk=row.pk).update(incident=second)
    _rest_on_its_own_reports(first, by=by)
    store_assessed(second, assess(standing(row)), by=by)
    touch(first, by=by)
    changes = {"code": [None, second.code]}
    record_event("split_incident", subject=f"incident {first}", by=by, reason=reason, changes=changes)
    record_event("split_from", subject=f"incident {second}", by=by, reason=reason, changes={"code": [None, first.code]})
    return second


@signed
def sign_off(incident: Incident, *, by: str) -> None:
    """A second person agrees with an incident as it stands. Raises ValidationError for the one who changed it last."""
    row = Incident.objects.select_for_update().get(pk=incident.pk)
    if row.changed_by in {by, ""}:
        raise ValidationError(_("You changed it last: somebody else has to sign it off."))
    moved = Incident.objects.filter(pk=row.pk, signed_off_by="", merged_into__isnull=True).update(
        signed_off_by=by, signed_off_at=timezone.now()
    )
    if moved != 1:
        raise ReviewConflict(row.code, state=_("signed off"), who=row.signed_off_by, when=row.signed_off_at)
    record_event("sign_off", subject=f"incident {row}", by=by)


def _lock_both(one: Incident, other: Incident) -> tuple[Incident, Incident]:
    """Both rows locked, in the order of their keys, so that two mergers at once cannot wait for each other."""
    if one.pk == other.pk:
        raise ValidationError(_("An incident cannot be merged into itself."))
    rows = {
        row.pk: row for row in Incident.objects.select_for_update().filter(pk__in=[one.pk, other.pk]).order_by("pk")
    }
    gone, kept = rows[one.pk], rows[other.pk]
    for row in (gone, kept):
        if row.merged_into_id:
            raise ReviewConflict(row.code, state=_("merged"))
    if gone.is_demonstration != kept.is_demonstration:
        raise ValidationError(_("Demonstration data and real reports are never joined in one incident."))
    return gone, kept


def _rest_on_its_own_reports(incident: Incident, *, by: str) -> None:
    own = {figure.pk: figure for figure in reported_of(incident) if not figure.set_aside_by}
    argued = {}
    for row in incident.accepted_figures.prefetch_related("basis"):
        basis = tuple(figure.pk for figure in row.basis.all() if figure.pk in own)
        if row.reason and basis:
            argued[row.outcome, row.group] = Assessed(row.bounds, basis, row.reason)
    store_assessed(incident, assess(not_superseded(own.values())) | argued, by=by)
