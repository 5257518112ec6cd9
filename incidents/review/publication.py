"""What is handed to the door: entries built from decisions alone, and of each report only the words they rest on.

Nothing of a submission is read here: no remark, no place hint, no attachment.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.core.exceptions import ValidationError
from django.db.models import Prefetch
from django.utils.translation import gettext as _

from incidents.figures import Bounds
from incidents.models.desk.candidate import Candidate, Decision
from incidents.models.desk.claim import ReportedClaim
from incidents.models.desk.figure import AcceptedFigure, ReportedFigure
from incidents.models.desk.incident import Incident
from incidents.models.desk.reading import Finding, FindingKind
from incidents.models.desk.report import Report
from incidents.models.desk.urgency import weigh_reports_near
from incidents.models.place import Place
from incidents.models.record.claim import PublishedClaim
from incidents.models.record.incident import PublishedIncident
from incidents.record import door
from incidents.record.entries import ClaimEntry, Evidence, IncidentEntry, Passage, Source
from incidents.review.circumstances import precision_of
from incidents.review.corrections import carry_over, public_reason
from incidents.review.lineage import origin_name, origins_of
from incidents.review.passages import public_passages
from incidents.review.signing import signed
from incidents.review.withdrawn import check_is_meant
from incidents.vocabulary import Grade, Quantifier

#: The evidence field of each kind of finding; who says it is told by the source itself.
_FIELD_OF = {
    FindingKind.DATE.value: "date",
    FindingKind.PLACE.value: "place",
    FindingKind.WEAPON.value: "weapon",
    FindingKind.ACTOR.value: "actor",
}
#: Grades that one person alone cannot give.
SECOND_PERSON = (Grade.CONFIRMED, Grade.FAIR)
ORIGINS_FOR_FAIR = 2
_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@signed
def publish_incident(
    incident: Incident, *, by: str, reason: str = "", though_withdrawn: bool = False
) -> PublishedIncident:
    """Make an incident public as the desk has it now, or its next version. Raises DoorError or ValidationError.

    ``though_withdrawn`` says that a report which its submitter took back is meant to be published from.
    """
    row = Incident.objects.select_for_update(of=("self",)).select_related("place").get(pk=incident.pk)
    check_may_be_published(row, by=by)
    check_is_meant(_reports_behind(row), though_withdrawn=though_withdrawn)
    version = door.publish(incident_entry(row), by=by, reason=public_reason(row, reason))
    carry_over(row, version, by=by)
    weigh_reports_near(row.code)
    return version


@signed
def publish_claim(claim: ReportedClaim, *, by: str, reason: str = "", though_withdrawn: bool = False) -> PublishedClaim:
    """Make an accepted claim public, or its next version; as ``publish_incident``."""
    row = ReportedClaim.objects.select_for_update(of=("self",)).select_related("reading__report").get(pk=claim.pk)
    check_is_meant([row.reading.report], though_withdrawn=though_withdrawn)
    return door.publish_claim(claim_entry(row), by=by, reason=reason)


@signed
def withdraw_incident(incident: Incident, *, by: str, reason: str) -> PublishedIncident:
    """Take an incident out of the public record; the desk keeps it. Raises DoorError."""
    version = door.withdraw(incident.code, by=by, reason=public_reason(incident, reason))
    carry_over(incident, version, by=by)
    weigh_reports_near(incident.code)
    return version


def withdraw_claim(claim: ReportedClaim, *, by: str, reason: str) -> PublishedClaim:
    """Take a claim out of the public record; the desk keeps it. Raises DoorError."""
    return door.withdraw_claim(claim.code, by=by, reason=reason)


def incident_entry(incident: Incident) -> IncidentEntry:
    """An incident as it would become public now. Raises ValidationError when no accepted report stands behind it."""
    candidates = _accepted_candidates(incident)
    if not candidates:
        raise ValidationError(_("No accepted report stands behind %(code)s.") % {"code": incident.code})
    accepted = list(incident.accepted_figures.prefetch_related("basis"))
    place = _public_place(incident)
    return IncidentEntry(
        code=incident.code,
        previous_codes=tuple(incident.previous_codes),
        date_start=incident.date_start,
        date_end=incident.date_end,
        date_precision=incident.date_precision,
        place=place.key if place else None,
        place_text="" if incident.is_restricted else incident.place_text,
        place_precision=precision_of(place),
        weapons=tuple(incident.weapons),
        actors=tuple(incident.actors),
        grade=incident.grade,
        figures=_figures(accepted),
        none_reported=_none_reported(accepted),
        sources=_incident_sources(incident, candidates, accepted),
        is_demonstration=incident.is_demonstration,
    )


def claim_entry(claim: ReportedClaim) -> ClaimEntry:
    """An accepted claim as it would become public now. Raises ValidationError when it is not accepted."""
    if claim.decision != Decision.ACCEPTED:
        raise ValidationError(_("Only an accepted claim can be published."))
    accepted = list(claim.accepted_figures.prefetch_related("basis"))
    report = claim.reading.report
    evidence = [*_figure_evidence(figure for row in accepted for figure in row.basis.all())]
    evidence += [
        _finding_evidence(finding)
        for finding in claim.findings.filter(set_aside_by="")
        if _speaks_for_period(finding, claim)
    ]
    return ClaimEntry(
        code=claim.code,
        period_start=claim.period_start,
        period_end=claim.period_end,
        area_name=claim.area_name,
        area_text=claim.area_text,
        governorates=tuple(claim.governorates),
        source_name=claim.source_name,
        figures=_figures(accepted),
        none_reported=_none_reported(accepted),
        sources=(_source(report, evidence, origin=origin_name(report)),),
        is_demonstration=report.is_demonstration,
    )


def check_may_be_published(incident: Incident, *, by: str) -> None:
    """Raise ValidationError where the grade asks for more: two independent origins, or a second person.

    Whoever publishes what another one decided is that second person.
    """
    if incident.merged_into_id:
        raise ValidationError(_("%(code)s was merged into another incident.") % {"code": incident.code})
    if incident.grade == Grade.FAIR and origin_count(incident) < ORIGINS_FOR_FAIR:
        raise ValidationError(_("“Fair” needs two independent origins; the reports behind this incident are of one."))
    if incident.grade in SECOND_PERSON and not incident.signed_off_by and incident.changed_by in {by, ""}:
        raise ValidationError(
            _("“%(grade)s” needs a second person: have somebody else sign it off or publish it.")
            % {"grade": Grade(incident.grade).label}
        )


def origin_count(incident: Incident) -> int:
    """How many independent origins stand behind an incident; reprints count once."""
    return len(set(origins_of({c.reading.report for c in _accepted_candidates(incident)}).values()))


def _accepted_candidates(incident: Incident) -> list[Candidate]:
    rows = incident.candidates.filter(decision=Decision.ACCEPTED).select_related("reading__report", "place")
    rows = rows.prefetch_related(Prefetch("findings", Finding.objects.filter(set_aside_by="")))
    return list(rows.order_by("reading__report__published_on", "reading__report_id", "pk"))


def _reports_behind(incident: Incident) -> list[Report]:
    return [candidate.reading.report for candidate in _accepted_candidates(incident)]


def _figures(accepted: Iterable[AcceptedFigure]) -> dict[tuple[str, str], Bounds]:
    return {(row.outcome, row.group): row.bounds for row in accepted if row.bounds is not None}


def _none_reported(accepted: Iterable[AcceptedFigure]) -> tuple[str, ...]:
    return tuple(sorted(f"{row.outcome}.{row.group}" for row in accepted if row.none_reported))


def _public_place(incident: Incident) -> Place | None:
    """The place, or for a restricted incident the sub-district it lies in."""
    place = incident.place
    if place is None or not incident.is_restricted or place.is_area:
        return place
    area = place.admin3 or place.admin2 or place.admin1
    return Place.objects.filter(key=area).first() if area else None


def _incident_sources(
    incident: Incident, candidates: Sequence[Candidate], accepted: Sequence[AcceptedFigure]
) -> tuple[Source, ...]:
    """One source for each report, in the order of publication, with the words that the accepted values rest on."""
    report_of = {candidate.pk: candidate.reading.report for candidate in candidates}
    evidence: dict[int, list[Evidence]] = defaultdict(list)
    for figure in {figure.pk: figure for row in accepted for figure in row.basis.all()}.values():
        if figure.candidate_id in report_of:
            evidence[report_of[figure.candidate_id].pk].extend(_figure_evidence([figure]))
    for candidate in candidates:
        spoken = (finding for finding in candidate.findings.all() if _speaks_for(finding, candidate, incident))
        evidence[candidate.reading.report_id].extend(_finding_evidence(finding) for finding in spoken)
    reports = {report.pk: report for report in report_of.values()}
    origins = origins_of(reports.values())
    if incident.is_restricted:
        return tuple(_source_without_words(report, origins[pk]) for pk, report in reports.items())
    return tuple(_source(report, evidence[pk], origin=origins[pk]) for pk, report in reports.items())


def _figure_evidence(figures: Iterable[ReportedFigure]) -> list[Evidence]:
    return [
        Evidence(
            field=f"{figure.outcome}.{figure.group}",
            start=figure.start,
            end=figure.end,
            low=None if figure.quantifier == Quantifier.NONE_REPORTED else figure.low,
            high=figure.high,
            quantifier=figure.quantifier,
        )
        for figure in figures
    ]


def _finding_evidence(finding: Finding) -> Evidence:
    return Evidence(field=_FIELD_OF[finding.kind], start=finding.start, end=finding.end, value=finding.value)


def _speaks_for(finding: Finding, candidate: Candidate, incident: Incident) -> bool:
    """Whether a finding still tells what was accepted: words for a value that a reviewer changed are no evidence."""
    if finding.certainty == "disputed":
        return False
    if finding.kind == FindingKind.WEAPON:
        return finding.value in incident.weapons
    if finding.kind == FindingKind.ACTOR:
        return finding.value in incident.actors
    if finding.kind == FindingKind.DATE:
        return _days_meet(finding.value, incident.date_start, incident.date_end)
    if finding.kind == FindingKind.PLACE and incident.place is not None:
        if finding.by:  # words marked for one place are no evidence of another
            return finding.value == incident.place.key
        return candidate.place_id == incident.place_id
    return False


def _speaks_for_period(finding: Finding, claim: ReportedClaim) -> bool:
    if finding.kind == FindingKind.DATE:
        return _days_meet(finding.value, claim.period_start, claim.period_end)
    return bool(finding.kind == FindingKind.PLACE)


def _days_meet(value: str, start: object, end: object) -> bool:
    """Whether the ISO day or days of a finding overlap the accepted ones."""
    days = _ISO_DAY.findall(value)
    if start is None or end is None or not days:
        return False
    return bool(min(days) <= f"{end:%Y-%m-%d}" and max(days) >= f"{start:%Y-%m-%d}")


def _source(report: Report, evidence: Sequence[Evidence], *, origin: str) -> Source:
    passages = tuple(
        Passage(start=start, text=report.text[start:end], evidence=_within(evidence, start, end))
        for start, end in public_passages(report.text, [(each.start, each.end) for each in evidence])
    )
    return Source(
        sha256=report.sha256,
        publisher=report.publisher,
        original_publisher=report.original_publisher,
        origin=origin,
        url=report.url,
        published_on=report.published_on,
        language=report.language,
        passages=passages,
    )


def _source_without_words(report: Report, origin: str) -> Source:
    """A restricted incident names no text: words and address would lead to the place that is kept back."""
    blind = hashlib.sha256(origin.encode()).hexdigest()
    return Source(sha256=report.sha256, origin=blind, published_on=report.published_on, language=report.language)


def _within(evidence: Iterable[Evidence], start: int, end: int) -> tuple[Evidence, ...]:
    inside = {(e.field, e.start, e.end, e.value): e for e in evidence if start <= e.start and e.end <= end}
    return tuple(sorted(inside.values(), key=lambda e: (e.start, e.end, e.field)))


def versions_of_claim(claim: ReportedClaim) -> list[PublishedClaim]:
    """What was public of a claim, the newest version first."""
    return list(PublishedClaim.objects.filter(code=claim.code).order_by("-version")) if claim.code else []


def is_public_claim(claim: ReportedClaim) -> bool:
    """Whether a claim stands in the public record now."""
    return bool(claim.code) and PublishedClaim.objects.as_of(None).filter(code=claim.code).exists()
