"""What became of a submission, as its submitter may know it: how far it has come, and what is public of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Exists, OuterRef, Q

from incidents.models.desk.candidate import Candidate, Decision
from incidents.models.desk.claim import ReportedClaim
from incidents.models.desk.incident import Incident
from incidents.models.desk.report import Report, ReportState
from incidents.models.desk.submission import Submission
from incidents.models.record.claim import PublishedClaim
from incidents.models.record.incident import PublishedIncident
from incidents.models.record.version import VersionState


class Step(StrEnum):
    """How far a submission has come."""

    RECEIVED = "received"
    READ = "read"
    UNDER_REVIEW = "under_review"
    PUBLISHED = "published"
    REVIEWED = "reviewed"  # decided, and nothing of it is public
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Outcome:
    """An incident or a claimed total that reviewers took from the report.

    ``public_code`` is the code under which it is public, None where it is not (yet). ``merged`` says that this is
    another code than the one first given; ``with_others``, that other reports tell of the same incident.
    """

    code: str
    kind: str
    public_code: str | None = None
    withdrawn: bool = False
    withdrawn_because: str = ""
    merged: bool = False
    with_others: bool = False


@dataclass(frozen=True, slots=True)
class Status:
    """All that the status page tells."""

    step: Step
    outcomes: tuple[Outcome, ...] = ()
    reason: str = ""


def status_of(submission: Submission) -> Status:
    """What became of it: a handful of queries, however many incidents came of it."""
    report = submission.report
    outcomes = (*_incidents(report), *_claims(report))
    reason = report.decision_reason if report.state == ReportState.REJECTED else ""
    return Status(_step(submission, report, outcomes), outcomes, reason)


def _step(submission: Submission, report: Report, outcomes: tuple[Outcome, ...]) -> Step:
    if submission.withdrawn_at is not None:
        return Step.WITHDRAWN
    if report.state == ReportState.REJECTED:
        return Step.REJECTED
    if any(outcome.public_code for outcome in outcomes):
        return Step.PUBLISHED
    if report.state == ReportState.REVIEWED:
        # Accepted and still on its way through the door is not the same as set aside.
        waiting = any(not outcome.withdrawn for outcome in outcomes)
        return Step.UNDER_REVIEW if waiting else Step.REVIEWED
    if outcomes or _is_begun(report):
        return Step.UNDER_REVIEW
    return Step.RECEIVED if report.state == ReportState.RECEIVED else Step.READ


def _is_begun(report: Report) -> bool:
    mine = Q(reading__report=report) & ~Q(decision=Decision.PENDING)
    return Candidate.objects.filter(mine).exists() or ReportedClaim.objects.filter(mine).exists()


def _incidents(report: Report) -> list[Outcome]:
    others = Candidate.objects.filter(incident=OuterRef("pk")).exclude(reading__report=report)
    found = (
        Incident.objects.filter(candidates__reading__report=report)
        .distinct()
        .annotate(with_others=Exists(others))
        .order_by("code")
    )
    wanted = {incident.code: incident.with_others for incident in found}
    if not wanted:
        return []
    # An incident that was merged is public under another code, which keeps this one among its previous codes.
    was_one_of = Q()
    for code in wanted:
        was_one_of |= Q(previous_codes__contains=code)
    versions = list(PublishedIncident.objects.current_at(None).filter(Q(code__in=wanted) | was_one_of))
    return [_outcome(code, "incident", versions, with_others) for code, with_others in wanted.items()]


def _claims(report: Report) -> list[Outcome]:
    codes = ReportedClaim.objects.filter(reading__report=report).exclude(code="").order_by("code")
    wanted = list(codes.values_list("code", flat=True))
    if not wanted:
        return []
    versions = list(PublishedClaim.objects.current_at(None).filter(code__in=wanted))
    return [_outcome(code, "claim", versions) for code in wanted]


def _outcome(
    code: str, kind: str, versions: list[PublishedIncident] | list[PublishedClaim], with_others: bool = False
) -> Outcome:
    own = next((version for version in versions if version.code == code), None)
    heir = next((v for v in versions if code in v.previous_codes and v.state == VersionState.PUBLISHED), None)
    if own is not None and own.state == VersionState.PUBLISHED:
        return Outcome(code, kind, public_code=code, with_others=with_others)
    if heir is not None:
        return Outcome(code, kind, public_code=heir.code, merged=True, with_others=with_others)
    if own is not None:
        return Outcome(code, kind, withdrawn=True, withdrawn_because=own.reason, with_others=with_others)
    return Outcome(code, kind, with_others=with_others)
