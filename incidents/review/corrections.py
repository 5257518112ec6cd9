"""Requests for correction at the desk: listed, answered with a dated decision, and carried into the next version."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.core.paginator import Page, Paginator
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incidents.models.audit import record_event
from incidents.models.desk.candidate import Decision
from incidents.models.desk.correction import CorrectionRequest
from incidents.models.desk.incident import Incident
from incidents.models.record.incident import PublishedIncident
from incidents.review.conflicts import ReviewConflict
from incidents.review.moves import STEPS, Move
from incidents.review.signing import signed

PAGE = 50
STATES: dict[str, Any] = {
    Decision.PENDING.value: gettext_lazy("waiting for an answer"),
    "open": gettext_lazy("accepted, not public yet"),
    "carried": gettext_lazy("accepted, public"),
    Decision.REJECTED.value: gettext_lazy("declined"),
}
_MEANT: dict[str, dict[str, Any]] = {
    Decision.PENDING.value: {"decision": Decision.PENDING},
    "open": {"decision": Decision.ACCEPTED, "carried_in__isnull": True},
    "carried": {"decision": Decision.ACCEPTED, "carried_in__isnull": False},
    Decision.REJECTED.value: {"decision": Decision.REJECTED},
}


@dataclass(frozen=True, slots=True)
class CorrectionList:
    """The requests of one state, the oldest first, with how many there are of each."""

    chosen: str
    page: Page[CorrectionRequest]
    states: tuple[tuple[str, Any, int], ...]


def list_corrections(state: str, *, page: str | None = None) -> CorrectionList:
    """The requests of one state; what is no state means those that wait for an answer."""
    chosen = state if state in STATES else Decision.PENDING.value
    states = tuple(
        (code, label, CorrectionRequest.objects.filter(**_MEANT[code]).count()) for code, label in STATES.items()
    )
    shown = Paginator(CorrectionRequest.objects.filter(**_MEANT[chosen]), PAGE).get_page(page)
    return CorrectionList(chosen, shown, states)


def waiting_corrections() -> int:
    """How many requests wait for an answer."""
    return CorrectionRequest.objects.filter(decision=Decision.PENDING).count()


def corrections_of(incident: Incident) -> list[CorrectionRequest]:
    """All requests on an incident, under any code it has or had, the newest first."""
    return list(CorrectionRequest.objects.filter(code__in=_codes(incident)).order_by("-received_at", "-pk"))


@signed
def accept_correction(request: CorrectionRequest, *, by: str, answer: str) -> None:
    """Agree: the answer becomes the public reason of the incident's next version. Raises ReviewConflict.

    Raises ValidationError without an answer, and where the desk holds no incident that could get a new version.
    """
    if not Incident.objects.filter(code=request.code).exists():
        raise ValidationError(
            _("%(code)s comes coded from a dataset: the desk cannot change it. Decline, and say whom to ask.")
            % {"code": request.code}
        )
    _answer(request, Move.ACCEPT_CORRECTION, by=by, answer=answer)


@signed
def decline_correction(request: CorrectionRequest, *, by: str, answer: str) -> None:
    """Disagree, with the reason. Raises ReviewConflict, or ValidationError without a reason."""
    _answer(request, Move.DECLINE_CORRECTION, by=by, answer=answer)


def public_reason(incident: Incident, reason: str) -> str:
    """What the public reads of the next version: the answers of accepted requests, then what else is to be said."""
    answers = CorrectionRequest.objects.filter(code__in=_codes(incident), **_MEANT["open"])
    said = [row.decision_reason.strip() for row in answers if row.decision_reason.strip() not in reason]
    return " ".join([*dict.fromkeys(said), *([reason] if reason.strip() else [])])


def carry_over(incident: Incident, version: PublishedIncident, *, by: str) -> None:
    """Note that a version brought the answers; one that stood before a decision brought nothing."""
    rows = CorrectionRequest.objects.filter(code__in=_codes(incident), **_MEANT["open"])
    for row in rows.filter(decided_at__lte=version.published_at).select_for_update():
        CorrectionRequest.objects.filter(pk=row.pk).update(carried_in=version.version)
        record_event(
            "carry_correction", subject=subject_of(row), by=by, changes={"carried_in": [None, version.version]}
        )


def subject_of(request: CorrectionRequest) -> str:
    """How the audit trail names a request; never by its words."""
    return f"correction {request.pk} of {request.code}"


def _codes(incident: Incident) -> list[str]:
    return [incident.code, *incident.previous_codes]


def _answer(request: CorrectionRequest, move: Move, *, by: str, answer: str) -> None:
    if not answer.strip():
        raise ValidationError(_("Write the answer: what you decided, and why."))
    step = STEPS[move]
    moved = CorrectionRequest.objects.filter(pk=request.pk, decision__in=step.before).update(
        decision=step.after, decided_by=by, decided_at=timezone.now(), decision_reason=answer.strip()
    )
    if moved != 1:
        row = CorrectionRequest.objects.get(pk=request.pk)
        state = str(Decision(row.decision).label)
        raise ReviewConflict(_("this request"), state=state, who=row.decided_by, when=row.decided_at)
    record_event(move.value, subject=subject_of(request), by=by, reason=answer.strip())
