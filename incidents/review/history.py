"""Who did what to an incident, a claim or a report, and why: the audit lines that belong to it, newest first."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from incidents.models.audit import AuditEvent
from incidents.models.desk.claim import ReportedClaim
from incidents.models.desk.incident import Incident
from incidents.models.desk.report import Report
from incidents.review.decisions import subject_of

SHOWN = 100


def history_of_incident(incident: Incident) -> QuerySet[AuditEvent]:
    """Its own lines, those of its candidates, of requests for correction, and of the door under each of its codes."""
    subjects = Q(subject=f"incident {incident.code}")
    for code in (incident.code, *incident.previous_codes):
        subjects |= Q(subject__startswith=f"publishedincident {code} ")
        subjects |= Q(subject__startswith=f"publishedanswer {code} ")
        subjects |= Q(subject__startswith="correction ", subject__endswith=f" of {code}")
    for candidate in incident.candidates.select_related("reading"):
        subjects |= Q(subject=subject_of(candidate))
    return AuditEvent.objects.filter(subjects)[:SHOWN]


def history_of_report(report: Report) -> QuerySet[AuditEvent]:
    """Its own lines and those of all that was read in it."""
    name = subject_of(report)
    return AuditEvent.objects.filter(Q(subject=name) | Q(subject__startswith=f"{name} "))[:SHOWN]


def history_of_claim(claim: ReportedClaim) -> QuerySet[AuditEvent]:
    """Its own lines and those of the door."""
    mine = Q(subject=subject_of(claim)) | Q(subject=f"claim {claim.code}")
    return AuditEvent.objects.filter(mine | Q(subject__startswith=f"publishedclaim {claim.code} "))[:SHOWN]
