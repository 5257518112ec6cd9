"""The demonstration's accounts: their passwords, and that no person's account is taken for one of them."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from pytest_django import Settings

from incidents.demonstration.accounts import demonstration_accounts, make_accounts
from incidents.review.accounts import make_demonstration_accounts
from incidents.review.moves import Role


@pytest.mark.django_db
def test_account_of_the_same_name_that_a_person_made_is_never_removed(tmp_path: Path, settings: Settings) -> None:
    settings.VAR_DIR = tmp_path
    kept = User.objects.create_user("editor", password="made by a person")
    made = make_accounts()

    assert made["editor"] == ""
    assert {user.username for user in demonstration_accounts()} == {"reviewer", "administrator"}
    assert kept not in demonstration_accounts()


@pytest.mark.django_db
def test_account_made_by_a_person_after_a_removal_is_no_demonstration_account() -> None:
    make_demonstration_accounts(dict.fromkeys(Role.values, "quite a long one"))
    User.objects.all().delete()
    User.objects.create_user("reviewer", date_joined="2030-01-01T00:00:00Z")

    assert demonstration_accounts() == []


@pytest.mark.django_db
def test_passwords_are_made_once_and_kept_where_only_the_owner_reads(tmp_path: Path, settings: Settings) -> None:
    settings.VAR_DIR = tmp_path / "var"
    first, second = make_accounts(), make_accounts()

    assert first == second
    assert len(set(first.values())) == 3
    assert all(User.objects.get(username=name).check_password(password) for name, password in first.items())
    assert stat.S_IMODE((tmp_path / "var" / "demonstration.json").stat().st_mode) == 0o600


@pytest.mark.django_db
def test_password_may_be_chosen(tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.VAR_DIR = tmp_path
    monkeypatch.setenv("HARMWATCH_DEMO_PASSWORD", "olive grove at noon")

    assert set(make_accounts().values()) == {"olive grove at noon"}
    assert not (tmp_path / "demonstration.json").exists()
