"""All that the desk shows of one incident, of the list of incidents, and of a claim beside what is documented."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.core.paginator import Page, Paginator
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from incidents.figures import columns_of
from incidents.models.desk.candidate import Candidate, Decision
from incidents.models.desk.claim import ReportedClaim
from incidents.models.desk.figure import AcceptedFigure, ReportedFigure
from incidents.models.desk.incident import Incident
from incidents.models.record.claim import PublishedClaim
from incidents.models.record.incident import PublishedIncident
from incidents.models.record.version import VersionState
from incidents.record.hashing import content_hash
from incidents.review.assessment import Key, assess, figure_name, standing
from incidents.review.decisions import reported_of
from incidents.review.forms import IncidentForm
from incidents.review.gazetteer import PlaceChoice, choices_of
from incidents.review.lineage import origins_of
from incidents.review.publication import incident_entry
from incidents.statistics.reconciliation import Reconciliation, reconcile


@dataclass(frozen=True, slots=True)
class FigureRow:
    """One figure of an incident: what each report says of it, and the fields of what is accepted."""

    name: str
    label: str
    accepted: AcceptedFigure | None
    reported: tuple[tuple[ReportedFigure, bool], ...]
    range: BoundField
    best: BoundField
    reason: BoundField
    basis: BoundField


@dataclass(slots=True)
class IncidentPage:
    """An incident as the desk holds it, beside what is public of it."""

    incident: Incident
    candidates: list[Candidate]
    figures: list[FigureRow]
    form: IncidentForm
    places: list[PlaceChoice]
    versions: list[PublishedIncident]
    changed: bool
    problem: str
    origins: int
    merged_into: Incident | None

    @property
    def current(self) -> PublishedIncident | None:
        """The version that is current, withdrawn or not."""
        return self.versions[0] if self.versions else None

    @property
    def is_public(self) -> bool:
        """Whether it stands in the public record now."""
        return self.current is not None and self.current.state == VersionState.PUBLISHED


def gather_incident(incident: Incident, *, bound: IncidentForm | None = None) -> IncidentPage:
    """Gather the page; ``bound`` is a form that was sent and has errors."""
    rows = incident.candidates.filter(decision=Decision.ACCEPTED).select_related("reading__report", "place")
    candidates = list(rows.order_by("reading__report__published_on", "pk"))
    accepted = list(incident.accepted_figures.prefetch_related("basis"))
    reported = list(reported_of(incident))
    form = bound or IncidentForm(incident, reported, accepted)
    versions = list(PublishedIncident.objects.filter(code=incident.code).order_by("-version"))
    changed, problem = _changed(incident, versions[0] if versions else None)
    return IncidentPage(
        incident=incident,
        candidates=candidates,
        figures=_figure_rows(form, reported, accepted),
        form=form,
        places=choices_of([incident.place]) if incident.place else [],
        versions=versions,
        changed=changed,
        problem=problem,
        origins=len(set(origins_of({c.reading.report for c in candidates}).values())),
        merged_into=incident.merged_into,
    )


def _figure_rows(
    form: IncidentForm, reported: Sequence[ReportedFigure], accepted: Sequence[AcceptedFigure]
) -> list[FigureRow]:
    by_key: dict[Key, AcceptedFigure] = {(row.outcome, row.group): row for row in accepted}
    basis = {figure.pk for row in accepted for figure in row.basis.all()}
    rows = []
    for key in form.figure_keys():
        name = ".".join(key)
        said = tuple((figure, figure.pk in basis) for figure in reported if (figure.outcome, figure.group) == key)
        rows.append(
            FigureRow(
                name=name,
                label=figure_name(key),
                accepted=by_key.get(key),
                reported=said,
                range=form[name],
                best=form[f"{name}.best"],
                reason=form[f"{name}.reason"],
                basis=form[f"{name}.basis"],
            )
        )
    return rows


def _changed(incident: Incident, current: PublishedIncident | None) -> tuple[bool, str]:
    """Whether publishing now would make another version, and what stands in its way if something does."""
    try:
        entry = incident_entry(incident)
    except ValidationError as error:
        return False, " ".join(error.messages)
    return current is None or current.content_hash != content_hash(entry), ""


class IncidentList:
    """The list of accepted incidents by where they stand."""

    UNPUBLISHED = "unpublished"
    STANDINGS: dict[str, Any] = {
        "unpublished": _("accepted, not public"),
        "published": _("public"),
        "withdrawn": _("withdrawn"),
        "all": _("all"),
    }

    def __init__(self, chosen: str, page: Page[Incident], claims: list[ReportedClaim]) -> None:
        self.chosen = chosen
        self.page = page
        self.claims = claims
        self.standings = list(self.STANDINGS.items())


def list_incidents(standing: str, *, page: str | None = None) -> IncidentList:
    """Incidents and claims of one standing, newest code first."""
    chosen = standing if standing in IncidentList.STANDINGS else IncidentList.UNPUBLISHED
    rows = _standing_of(Incident.objects.all(), PublishedIncident, chosen).select_related("place")
    counted = Count("candidates__reading__report", filter=Q(candidates__decision="accepted"), distinct=True)
    claims = _standing_of(ReportedClaim.objects.filter(decision=Decision.ACCEPTED), PublishedClaim, chosen)
    shown = Paginator(rows.annotate(reports=counted).order_by("-created_at", "-pk"), 100).get_page(page)
    return IncidentList(chosen, shown, list(claims.order_by("-period_start", "-pk")[:100]))


def _standing_of(rows: QuerySet[Any], model: Any, standing: str) -> QuerySet[Any]:
    current = model.objects.current_at(None).filter(code=OuterRef("code"))
    if standing != "all" and model is PublishedIncident:
        rows = rows.filter(merged_into__isnull=True)
    if standing == "unpublished":
        return rows.filter(~Exists(current))
    return rows if standing == "all" else rows.filter(Exists(current.filter(state=standing)))


def reconcile_at_desk(claim: ReportedClaim) -> Reconciliation | None:
    """A claim beside what is public for its period and area, before it is public itself; None without a period.

    Nothing is stored: the claim is compared as a published one with the same figures would be.
    """
    if claim.period_start is None:
        return None
    if claim.decision == Decision.ACCEPTED:
        said = {(row.outcome, row.group): row.bounds for row in claim.accepted_figures.all()}
    else:
        said = {key: each.bounds for key, each in assess(standing(claim)).items()}
    figures = {key: bounds for key, bounds in said.items() if bounds is not None}
    as_public = PublishedClaim(
        code=claim.code,
        period_start=claim.period_start,
        period_end=claim.period_end,
        governorates=claim.governorates,
        area_name=claim.area_name,
        source_name=claim.source_name,
        **columns_of(figures),
    )
    return reconcile(as_public)
