"""The one table of moves: what can be done at the desk, by whom, from which state to which."""

from __future__ import annotations

from typing import NamedTuple

from django.contrib.auth.models import AnonymousUser, User
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from incidents.models.desk.candidate import Decision
from incidents.models.desk.report import ReportState


class Role(TextChoices):
    """Who works at the desk; each is a Django group of the same name. Submitters have no account at all."""

    REVIEWER = "reviewer", _("reviewer")
    EDITOR = "editor", _("editor")
    ADMINISTRATOR = "administrator", _("administrator")


class Move(TextChoices):
    """Everything that a person can do at the desk; each is a Django permission, ``incidents.<move>``."""

    READ_DESK = "read_desk", _("read the desk")
    EDIT_CANDIDATE = "edit_candidate", _("correct a candidate")
    ACCEPT_CANDIDATE = "accept_candidate", _("accept a candidate")
    REJECT_CANDIDATE = "reject_candidate", _("reject a candidate")
    RECONSIDER_CANDIDATE = "reconsider_candidate", _("reconsider a rejected candidate")
    EDIT_INCIDENT = "edit_incident", _("correct an incident")
    ACCEPT_CLAIM = "accept_claim", _("accept a claim")
    ADD_CLAIM = "add_claim", _("add a claim by hand")
    REJECT_CLAIM = "reject_claim", _("reject a claim")
    RECONSIDER_CLAIM = "reconsider_claim", _("reconsider a rejected claim")
    MERGE_INCIDENTS = "merge_incidents", _("merge incidents")
    SPLIT_INCIDENT = "split_incident", _("split an incident")
    SIGN_OFF = "sign_off", _("sign an incident off")
    TAKE_REPORT = "take_report", _("take a report to work on")
    TAKE_OVER_REPORT = "take_over_report", _("take a report over from somebody")
    CLOSE_REPORT = "close_report", _("close a report")
    REJECT_REPORT = "reject_report", _("reject a report")
    REOPEN_REPORT = "reopen_report", _("open a report again")
    PUBLISH = "publish_entry", _("publish")
    WITHDRAW = "withdraw_entry", _("withdraw from publication")
    ACCEPT_CORRECTION = "accept_correction", _("accept a request for correction")
    DECLINE_CORRECTION = "decline_correction", _("decline a request for correction")
    REOPEN_CORRECTION = "reopen_correction", _("open an answered request again")
    MANAGE_ACCOUNTS = "manage_accounts", _("manage accounts")


class Step(NamedTuple):
    """The states a move starts from, and the state that it leads to."""

    before: tuple[str, ...]
    after: str


_PENDING, _ACCEPTED, _REJECTED = Decision.PENDING.value, Decision.ACCEPTED.value, Decision.REJECTED.value
_OPEN = (ReportState.PARSED.value, ReportState.FAILED.value)
_CLOSED = (ReportState.REVIEWED.value, ReportState.REJECTED.value)

#: Moves that change a state. A move that is missing here changes content and no state.
STEPS: dict[Move, Step] = {
    Move.EDIT_CANDIDATE: Step((_PENDING,), _PENDING),
    Move.ACCEPT_CANDIDATE: Step((_PENDING,), _ACCEPTED),
    Move.REJECT_CANDIDATE: Step((_PENDING,), _REJECTED),
    Move.RECONSIDER_CANDIDATE: Step((_REJECTED,), _PENDING),
    Move.ACCEPT_CLAIM: Step((_PENDING,), _ACCEPTED),
    Move.REJECT_CLAIM: Step((_PENDING,), _REJECTED),
    Move.RECONSIDER_CLAIM: Step((_REJECTED,), _PENDING),
    Move.CLOSE_REPORT: Step(_OPEN, ReportState.REVIEWED.value),
    Move.REJECT_REPORT: Step(_OPEN, ReportState.REJECTED.value),
    Move.REOPEN_REPORT: Step(_CLOSED, ReportState.PARSED.value),
    Move.ACCEPT_CORRECTION: Step((_PENDING,), _ACCEPTED),
    Move.DECLINE_CORRECTION: Step((_PENDING,), _REJECTED),
    Move.REOPEN_CORRECTION: Step((_ACCEPTED, _REJECTED), _PENDING),
}

_EVERYONE = (Role.REVIEWER, Role.EDITOR, Role.ADMINISTRATOR)
_EDITORS = (Role.EDITOR, Role.ADMINISTRATOR)

#: Who may do what. A move that is missing here is allowed to nobody.
ALLOWED: dict[Move, tuple[Role, ...]] = {
    Move.READ_DESK: _EVERYONE,
    Move.EDIT_CANDIDATE: _EVERYONE,
    Move.ACCEPT_CANDIDATE: _EVERYONE,
    Move.REJECT_CANDIDATE: _EVERYONE,
    Move.RECONSIDER_CANDIDATE: _EVERYONE,
    Move.EDIT_INCIDENT: _EVERYONE,
    Move.ACCEPT_CLAIM: _EVERYONE,
    Move.ADD_CLAIM: _EVERYONE,
    Move.REJECT_CLAIM: _EVERYONE,
    Move.RECONSIDER_CLAIM: _EVERYONE,
    Move.MERGE_INCIDENTS: _EDITORS,
    Move.SPLIT_INCIDENT: _EDITORS,
    Move.SIGN_OFF: _EVERYONE,
    Move.TAKE_REPORT: _EVERYONE,
    Move.TAKE_OVER_REPORT: _EVERYONE,
    Move.CLOSE_REPORT: _EVERYONE,
    Move.REJECT_REPORT: _EVERYONE,
    Move.REOPEN_REPORT: _EDITORS,
    Move.PUBLISH: _EDITORS,
    Move.WITHDRAW: _EDITORS,
    Move.ACCEPT_CORRECTION: _EVERYONE,
    Move.DECLINE_CORRECTION: _EVERYONE,
    Move.REOPEN_CORRECTION: _EDITORS,
    Move.MANAGE_ACCOUNTS: (Role.ADMINISTRATOR,),
}


def permission(move: Move) -> str:
    """The name of the Django permission behind a move: ``incidents.publish_entry``."""
    return f"incidents.{move.value}"


def may(account: User | AnonymousUser, move: Move) -> bool:
    """Whether a person may make a move; nobody may without an active account."""
    return account.has_perm(permission(move))
