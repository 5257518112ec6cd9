"""Decisions that read the same of a candidate and of a claim: rejected, and the rejection taken back."""

from __future__ import annotations

from incidents.models.audit import record_event
from incidents.models.desk.candidate import Candidate
from incidents.models.desk.claim import ReportedClaim
from incidents.review.decisions.steps import close_if_all_decided, decide, open_again, subject_of, undecide
from incidents.review.moves import Move
from incidents.review.signing import signed


@signed
def reject(row: Candidate | ReportedClaim, *, by: str, reason: str = "") -> None:
    """Say that it is no incident of harm to civilians, no claim of a total for a period, or read wrong beyond repair.

    Raises ReviewConflict if it was decided meanwhile.
    """
    move = Move.REJECT_CANDIDATE if isinstance(row, Candidate) else Move.REJECT_CLAIM
    decide(row, move, by=by, reason=reason)
    record_event(move.value, subject=subject_of(row), by=by, reason=reason)
    close_if_all_decided(row.reading, by=by)


@signed
def reconsider(row: Candidate | ReportedClaim, *, by: str) -> None:
    """Take a rejection back: the candidate or claim waits again, and so does its report."""
    move = Move.RECONSIDER_CANDIDATE if isinstance(row, Candidate) else Move.RECONSIDER_CLAIM
    undecide(row, move)
    record_event(move.value, subject=subject_of(row), by=by)
    open_again(row.reading.report)
