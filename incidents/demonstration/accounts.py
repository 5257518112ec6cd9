"""The demonstration's accounts, their passwords, and which accounts of a site are its."""

from __future__ import annotations

import json
import os
import secrets
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.contrib.auth.password_validation import validate_password

from incidents.models.audit import AuditEvent
from incidents.review.accounts import DEMONSTRATION_NAMES, make_demonstration_accounts
from incidents.review.moves import Role

BY = "demonstration"
VARIABLE = "HARMWATCH_DEMO_PASSWORD"


def make_accounts() -> dict[str, str]:
    """One account per role; returns user name to password, the empty string where another password was set since.

    The password is that of ``HARMWATCH_DEMO_PASSWORD``, else made at random once, kept in ``var/demonstration.json``.
    Raises ValidationError for a password that is too easy.
    """
    passwords = _passwords()
    names = make_demonstration_accounts(passwords, by=BY)
    accounts = {user.get_username(): user for user in get_user_model().objects.filter(username__in=names.values())}
    return {
        name: passwords[role] if accounts[name].check_password(passwords[role]) else "" for role, name in names.items()
    }


def demonstration_accounts() -> list[User]:
    """The accounts that ``make_accounts`` made: an account of the same name that a person made is not among them.

    The audit trail tells them apart, for it outlives accounts: the role was given by the demonstration, when the
    account was made.
    """
    named = get_user_model().objects.filter(username__in=DEMONSTRATION_NAMES.values())
    return [user for user in named if _made_here(user)]


def forget_passwords() -> None:
    """Remove the kept passwords."""
    _file().unlink(missing_ok=True)


def _made_here(user: User) -> bool:
    minute = timedelta(minutes=1)
    return AuditEvent.objects.filter(
        action="give_role",
        by=BY,
        subject=f"account {user.get_username()}",
        at__range=(user.date_joined - minute, user.date_joined + minute),
    ).exists()


def _passwords() -> dict[str, str]:
    if chosen := os.environ.get(VARIABLE, ""):
        validate_password(chosen)
        return dict.fromkeys(Role.values, chosen)
    file = _file()
    if file.exists():
        kept: dict[str, str] = json.loads(file.read_text())
        return kept
    made = {role: secrets.token_urlsafe(12) for role in Role.values}
    file.parent.mkdir(parents=True, exist_ok=True)
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as new:
        json.dump(made, new, indent=1)
    return made


def _file() -> Path:
    return Path(settings.VAR_DIR) / "demonstration.json"
