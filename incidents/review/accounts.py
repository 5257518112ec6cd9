"""Accounts of the desk: nobody signs up, an administrator makes them; roles are groups made from the table of moves."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.apps import AppConfig
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractUser, Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.http import HttpRequest

from incidents.models.audit import record_event
from incidents.models.desk.report import Report
from incidents.review.moves import ALLOWED, Move, Role

DEMONSTRATION_NAMES = {Role.REVIEWER: "reviewer", Role.EDITOR: "editor", Role.ADMINISTRATOR: "administrator"}


class ClosedAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Closes the sign-up page; every account is made by an administrator."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False


@transaction.atomic
def set_up_roles() -> None:
    """Make the groups and permissions say what the table of moves says; twice is as good as once."""
    content_type = ContentType.objects.get_for_model(Report)
    permissions = {
        move: Permission.objects.update_or_create(
            content_type=content_type, codename=move.value, defaults={"name": f"Desk: {move.name.lower()}"}
        )[0]
        for move in Move
    }
    for role in Role:
        group, _created = Group.objects.get_or_create(name=role.value)
        group.permissions.set(permissions[move] for move, roles in ALLOWED.items() if role in roles)


def set_up_roles_after_migrate(sender: AppConfig, *, using: str = "default", plan: Any = None, **kwargs: Any) -> None:
    """Signal receiver: see ``set_up_roles``; the desk lives in the default database alone."""
    if using == "default":
        ContentType.objects.clear_cache()  # a flushed test database has other primary keys
        set_up_roles()


@transaction.atomic
def give_role(user: AbstractUser, role: Role, *, by: str) -> None:
    """Make this the person's one role at the desk; administrators may also enter the admin site."""
    user.groups.set([Group.objects.get(name=role.value)])
    user.is_staff = role == Role.ADMINISTRATOR
    user.save(update_fields=["is_staff"])
    record_event("give_role", subject=f"account {user.get_username()}", by=by, changes={"role": [None, role.value]})


@transaction.atomic
def make_demonstration_accounts(passwords: dict[str, str], *, by: str = "demonstration") -> dict[str, str]:
    """One account per role, named after it, with the caller's passwords by role; returns user names by role.

    An account that exists keeps its password, so that a second start changes nothing.
    """
    set_up_roles()
    names: dict[str, str] = {}
    for role, name in DEMONSTRATION_NAMES.items():
        names[role.value] = name
        if get_user_model().objects.filter(username=name).exists():
            continue
        user = get_user_model().objects.create_user(username=name, password=passwords[role.value])
        give_role(user, role, by=by)
    return names
