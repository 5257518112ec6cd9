"""Who may do what: the table of moves, the groups made from it, the accounts."""

from __future__ import annotations

from io import StringIO

import pytest
from django.contrib.auth.models import AnonymousUser, Group, Permission, User
from django.core.management import call_command

from incidents.review.accounts import make_demonstration_accounts, set_up_roles
from incidents.review.moves import ALLOWED, Move, Role, may, permission
from tests.review.cast import PASSWORD

#: Written out a second time on purpose: a change of the table must be meant.
EVERYONE = {"reviewer", "editor", "administrator"}
EDITORS = {"editor", "administrator"}
EXPECTED = {
    "read_desk": EVERYONE,
    "edit_candidate": EVERYONE,
    "accept_candidate": EVERYONE,
    "reject_candidate": EVERYONE,
    "reconsider_candidate": EVERYONE,
    "edit_incident": EVERYONE,
    "accept_claim": EVERYONE,
    "add_claim": EVERYONE,
    "reject_claim": EVERYONE,
    "reconsider_claim": EVERYONE,
    "merge_incidents": EDITORS,
    "split_incident": EDITORS,
    "sign_off": EVERYONE,
    "take_report": EVERYONE,
    "close_report": EVERYONE,
    "reject_report": EVERYONE,
    "reopen_report": EDITORS,
    "publish_entry": EDITORS,
    "withdraw_entry": EDITORS,
    "accept_correction": EVERYONE,
    "decline_correction": EVERYONE,
    "reopen_correction": EDITORS,
    "take_over_report": EVERYONE,
    "manage_accounts": {"administrator"},
}


@pytest.mark.parametrize("name", ["reviewer", "editor", "administrator", "visitor"])
@pytest.mark.parametrize("move", Move)
def test_may(accounts: dict[str, User], move: Move, name: str) -> None:
    assert may(accounts[name], move) == (name in EXPECTED[move.value])


def test_may_is_false_for_nobody_and_for_an_account_that_was_switched_off(accounts: dict[str, User]) -> None:
    accounts["editor"].is_active = False
    assert not any(may(account, move) for account in (AnonymousUser(), accounts["editor"]) for move in Move)


def test_every_move_is_in_the_table() -> None:
    assert set(ALLOWED) == set(Move)


def test_set_up_roles_twice_changes_nothing_and_takes_back_what_was_added(db: None) -> None:
    set_up_roles()
    reviewers = Group.objects.get(name="reviewer")
    reviewers.permissions.add(Permission.objects.get(codename=Move.PUBLISH.value))
    call_command("setup_roles", stdout=StringIO())
    assert Group.objects.count() == 3
    assert not reviewers.permissions.filter(codename=Move.PUBLISH.value).exists()


def test_roles_are_there_after_migrate(db: None) -> None:
    assert set(Group.objects.values_list("name", flat=True)) == set(Role.values)


def test_make_demonstration_accounts_keeps_a_changed_password(db: None) -> None:
    passwords = {role.value: PASSWORD for role in Role}
    assert make_demonstration_accounts(passwords) == {role.value: role.value for role in Role}
    user = User.objects.get(username="editor")
    user.set_password("another one entirely")
    user.save()
    make_demonstration_accounts(passwords)
    user.refresh_from_db()
    assert user.check_password("another one entirely")
    assert user.has_perm(permission(Move.PUBLISH))
    assert not user.is_staff
    assert User.objects.get(username="administrator").is_staff
