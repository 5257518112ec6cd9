"""Requests for correction at the desk: listed, answered with a dated decision, and carried into the next version."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incidents.models.audit import AuditEvent, record_event
from incidents.models.desk.candidate import Decision
from incidents.models.desk.correction import CorrectionRequest
from incidents.models.desk.incident import Incident
from incidents.models.record.answer import AnswerKind
from incidents.models.record.incident import PublishedIncident
from incidents.record import answers as door_for_answers
from incidents.record.entries import AnswerEntry
from incidents.review.conflicts import ReviewConflict
from incidents.review.lineage import REPRINT, likeness, runs_of
from incidents.review.moves import STEPS, Move
from incidents.review.signing import signed

PAGE = 50
#: From so many runs of words on (see ``lineage.runs_of``) likeness tells a quotation; shorter ones are anybody's words.
FEWEST_RUNS = 3
STATES: dict[str, Any] = {
    Decision.PENDING.value: gettext_lazy("waiting for an answer"),
    "open": gettext_lazy("accepted, not public yet"),
    "carried": gettext_lazy("accepted, public"),
    "unsaid": gettext_lazy("declined, not public yet"),
    Decision.REJECTED.value: gettext_lazy("declined, public"),
}
_MEANT: dict[str, dict[str, Any]] = {
    Decision.PENDING.value: {"decision": Decision.PENDING},
    "open": {"decision": Decision.ACCEPTED, "carried_in__isnull": True},
    "carried": {"decision": Decision.ACCEPTED, "carried_in__isnull": False},
    "unsaid": {"decision": Decision.REJECTED, "answered_publicly_at__isnull": True},
    Decision.REJECTED.value: {"decision": Decision.REJECTED, "answered_publicly_at__isnull": False},
}


@dataclass(frozen=True, slots=True)
class CorrectionList:
    """The requests of one state, the oldest first, with how many there are of each."""

    chosen: str
    page: Page[CorrectionRequest]
    states: tuple[tuple[str, Any, int], ...]


def of_state(state: str) -> QuerySet[CorrectionRequest]:
    """The requests of one of ``STATES``, the oldest first."""
    return CorrectionRequest.objects.filter(**_MEANT[state])


def list_corrections(state: str, *, page: str | None = None) -> CorrectionList:
    """The requests of one state; what is no state means those that wait for an answer."""
    chosen = state if state in STATES else Decision.PENDING.value
    states = tuple((code, label, of_state(code).count()) for code, label in STATES.items())
    shown = Paginator(of_state(chosen), PAGE).get_page(page)
    return CorrectionList(chosen, shown, states)


def with_history(rows: Iterable[CorrectionRequest]) -> list[tuple[CorrectionRequest, list[AuditEvent]]]:
    """Each request with who did what to it, the newest first: one query for all."""
    requests = list(rows)
    lines: dict[str, list[AuditEvent]] = {subject_of(request): [] for request in requests}
    for line in AuditEvent.objects.filter(subject__in=lines):
        lines[line.subject].append(line)
    return [(request, lines[subject_of(request)]) for request in requests]


def waiting_corrections() -> int:
    """How many requests wait for an answer."""
    return CorrectionRequest.objects.filter(decision=Decision.PENDING).count()


def corrections_of(incident: Incident) -> list[CorrectionRequest]:
    """All requests on an incident, under any code it has or had, the newest first."""
    return list(CorrectionRequest.objects.filter(code__in=_codes(incident)).order_by("-received_at", "-pk"))


@signed
def accept_correction(request: CorrectionRequest, *, by: str, answer: str, summary: str = "") -> None:
    """Agree: the answer becomes the public reason of the incident's next version. Raises ReviewConflict.

    Raises ValidationError without an answer, and where the desk holds no incident that could get a new version.
    """
    if not Incident.objects.filter(code=request.code).exists():
        raise ValidationError(
            _("%(code)s comes coded from a dataset: the desk cannot change it. Decline, and say whom to ask.")
            % {"code": request.code}
        )
    _answer(request, Move.ACCEPT_CORRECTION, by=by, answer=answer, summary=summary)


@signed
def decline_correction(request: CorrectionRequest, *, by: str, answer: str, summary: str = "") -> None:
    """Disagree, with the reason, which becomes public once an editor publishes it (``publish_answer``).

    ``summary`` says in the reviewer's own words what was asked. Raises ReviewConflict, or ValidationError without a
    reason or where the asker's own words or way to reply stand in what is to become public.
    """
    _answer(request, Move.DECLINE_CORRECTION, by=by, answer=answer, summary=summary)


@signed
def publish_answer(request: CorrectionRequest, *, by: str) -> None:
    """Let the answer to a declined request pass the door: dated, without who asked. Raises ReviewConflict."""
    row = CorrectionRequest.objects.select_for_update().get(pk=request.pk)
    if row.decision != Decision.REJECTED or row.answered_publicly_at is not None:
        raise _conflict(row)
    _say_publicly(row, AnswerKind.DECLINED, by=by, answer=row.decision_reason, summary=row.summary)


@signed
def reopen_correction(request: CorrectionRequest, *, by: str, reason: str) -> None:
    """Let an answered request wait again; what was answered stays in the history, and public where it was.

    The reason stays at the desk; the public reads that the request was opened again, and when. Raises ReviewConflict,
    or ValidationError without a reason.
    """
    if not reason.strip():
        raise ValidationError(_("Say why the request is opened again."))
    row = CorrectionRequest.objects.select_for_update().get(pk=request.pk)
    step = STEPS[Move.REOPEN_CORRECTION]
    if row.decision not in step.before:
        raise _conflict(row)
    if row.answered_publicly_at is not None:
        _say_publicly(row, AnswerKind.REOPENED, by=by)
    CorrectionRequest.objects.filter(pk=row.pk).update(
        decision=step.after,
        decided_by="",
        decided_at=None,
        decision_reason="",
        summary="",
        carried_in=None,
        answered_publicly_at=None,
    )
    record_event(
        Move.REOPEN_CORRECTION.value,
        subject=subject_of(row),
        by=by,
        reason=reason.strip(),
        changes={"decision": [row.decision, step.after], "answer": [row.decision_reason, ""]},
    )


def erase_replies(*, now: datetime | None = None, by: str = "timetable") -> int:
    """Erase how to reach whoever asked, once the answer is older than ``REPLY_KEPT_DAYS``; how many were erased."""
    before = (now or timezone.now()) - timedelta(days=settings.REPLY_KEPT_DAYS)
    due = CorrectionRequest.objects.filter(decided_at__lt=before).exclude(reply_to="")
    return sum(_erase_reply(row, before, by=by) for row in due)


@signed
def _erase_reply(row: CorrectionRequest, before: datetime, *, by: str) -> int:
    """One at a time: a request that was opened again meanwhile keeps its way to reply."""
    still = CorrectionRequest.objects.filter(pk=row.pk, decided_at__lt=before).exclude(reply_to="")
    erased = still.update(reply_to="")
    if erased:
        record_event("erase_reply", subject=subject_of(row), by=by)
    return erased


def _say_publicly(
    row: CorrectionRequest,
    kind: AnswerKind,
    *,
    by: str,
    answer: str = "",
    summary: str = "",
    carried_in: int | None = None,
) -> None:
    decided = timezone.now() if kind == AnswerKind.REOPENED else row.decided_at
    said = door_for_answers.publish_answer(
        AnswerEntry(
            code=row.code,
            number=row.public_number,
            kind=kind.value,
            decided_on=timezone.localdate(decided),
            answer=answer,
            summary=summary,
            carried_in=carried_in,
            is_demonstration=row.is_demonstration,
        ),
        by=by,
    )
    CorrectionRequest.objects.filter(pk=row.pk).update(
        public_number=said.number, answered_publicly_at=said.published_at
    )


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
        _say_publicly(
            row,
            AnswerKind.ACCEPTED,
            by=by,
            answer=row.decision_reason,
            summary=row.summary,
            carried_in=version.version,
        )
        record_event(
            "carry_correction", subject=subject_of(row), by=by, changes={"carried_in": [None, version.version]}
        )


def subject_of(request: CorrectionRequest) -> str:
    """How the audit trail names a request; never by its words."""
    return f"correction {request.pk} of {request.code}"


def _codes(incident: Incident) -> list[str]:
    return [incident.code, *incident.previous_codes]


def _answer(request: CorrectionRequest, move: Move, *, by: str, answer: str, summary: str) -> None:
    if not answer.strip():
        raise ValidationError(_("Write the answer: what you decided, and why."))
    _check_nothing_private(request, answer, summary)
    step = STEPS[move]
    moved = CorrectionRequest.objects.filter(pk=request.pk, decision__in=step.before).update(
        decision=step.after,
        decided_by=by,
        decided_at=timezone.now(),
        decision_reason=answer.strip(),
        summary=summary.strip(),
    )
    if moved != 1:
        raise _conflict(CorrectionRequest.objects.get(pk=request.pk))
    record_event(move.value, subject=subject_of(request), by=by, reason=answer.strip())


def _check_nothing_private(request: CorrectionRequest, *public: str) -> None:
    """Raise ValidationError where what is to become public holds the way to reply, or repeats the asker's words."""
    for said in public:
        if request.reply_to and request.reply_to.lower() in said.lower():
            raise ValidationError(_("The answer becomes public: leave out how to reach who asked."))
        mine, theirs = runs_of(said), runs_of(request.text)
        if min(len(mine), len(theirs)) >= FEWEST_RUNS and likeness(mine, theirs) >= REPRINT:
            raise ValidationError(_("These are the words of who asked: the answer becomes public, so use your own."))


def _conflict(row: CorrectionRequest) -> ReviewConflict:
    state = str(Decision(row.decision).label)
    return ReviewConflict(_("this request"), state=state, who=row.decided_by, when=row.decided_at)
