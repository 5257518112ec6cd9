"""The desk's pages: what they let whom do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.core.files.base import ContentFile
from django.test import Client

from incidents.models.desk.attachment import Attachment
from incidents.models.desk.candidate import Decision
from incidents.models.desk.report import Report, ReportState
from incidents.models.record.incident import PublishedIncident
from incidents.review import decisions
from tests.review.cast import candidates_of, claim_of
from tests.review.pages import LANGUAGES, address

At = Callable[[str], Client]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["queue", "incidents"])
def test_page_without_account_asks_to_sign_in(at_desk: At, name: str, language: str) -> None:
    response = at_desk("").get(address(name, language=language))
    assert response.status_code == 302
    assert response["Location"].startswith(f"/{language}/accounts/login/")


@pytest.mark.parametrize("language", LANGUAGES)
def test_sign_in_page_is_ours_and_closed_to_newcomers(at_desk: At, language: str) -> None:
    response = at_desk("").get(f"/{language}/accounts/login/")
    assert response.status_code == 200
    assert f'lang="{language}"' in response.content.decode()
    assert "signup" not in response.content.decode()
    newcomer = {"username": "eve", "password1": "a long password 9", "password2": "a long password 9"}
    at_desk("").post(f"/{language}/accounts/signup/", newcomer)
    assert not User.objects.filter(username="eve").exists()


def test_page_for_an_account_without_role_is_refused(at_desk: At, seed: Report) -> None:
    client = at_desk("visitor")
    for path in (address("queue"), address("report", seed.pk), address("incidents"), address("places")):
        assert client.get(path).status_code == 403


FORBIDDEN = [
    ("decide_candidate", "publish"),
    ("decide_claim", "publish"),
    ("decide_claim", "withdraw"),
    ("decide_incident", "publish"),
    ("decide_incident", "withdraw"),
    ("decide_report", "reopen"),
]


@pytest.mark.parametrize(("view", "move"), FORBIDDEN)
def test_reviewer_may_not(at_desk: At, seed: Report, second_report: Report, view: str, move: str) -> None:
    incident = decisions.accept_candidate(candidates_of(second_report)[0], by="amal")
    target = {
        "decide_candidate": candidates_of(seed)[0].pk,
        "decide_claim": claim_of(seed).pk,
        "decide_incident": incident.code,
        "decide_report": second_report.pk,
    }[view]
    response = at_desk("reviewer").post(address(view, target), {"move": move, "public_reason": "x", "reason": "x"})
    assert response.status_code == 403
    assert not PublishedIncident.objects.exists()
    second_report.refresh_from_db()
    assert second_report.state == ReportState.REVIEWED


MOVES = [
    *[("decide_candidate", move) for move in ("save", "accept", "publish", "reject", "reconsider", "nonsense")],
    *[("decide_claim", m) for m in ("save", "accept", "publish", "reject", "reconsider", "republish", "withdraw")],
    *[("decide_report", move) for move in ("close", "reject", "reopen", "add", "add_claim", "take_over")],
]


@pytest.mark.parametrize(("view", "move"), MOVES)
@pytest.mark.parametrize("name", ["visitor", ""])
def test_nobody_else_may_do_anything(at_desk: At, seed: Report, view: str, move: str, name: str) -> None:
    target = {"decide_candidate": candidates_of(seed)[0].pk, "decide_claim": claim_of(seed).pk}.get(view, seed.pk)
    response = at_desk(name).post(address(view, target), {"move": move, "reason": "x"})
    assert response.status_code == (403 if name else 302)
    seed.refresh_from_db()
    assert seed.state == ReportState.PARSED
    assert {candidate.decision for candidate in candidates_of(seed)} == {Decision.PENDING}


@pytest.mark.parametrize("view", ["decide_report", "decide_candidate", "decide_claim"])
def test_decisions_are_never_taken_by_following_a_link(at_desk: At, seed: Report, view: str) -> None:
    target = {"decide_candidate": candidates_of(seed)[0].pk, "decide_claim": claim_of(seed).pk}.get(view, seed.pk)
    assert at_desk("editor").get(address(view, target)).status_code == 405


def test_attachment_is_only_ever_downloaded(at_desk: At, seed: Report, settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path
    row = Attachment(
        submission=seed.submission, original_name="صورة.html", content_type="text/html", size=9, sha256="0" * 64
    )
    row.file.save("x", ContentFile(b"<script>x"))
    response = at_desk("reviewer").get(address("attachment", row.pk))
    assert response["Content-Disposition"].startswith("attachment")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Type"] == "application/octet-stream"
    assert b"".join(response) == b"<script>x"
    assert at_desk("visitor").get(address("attachment", row.pk)).status_code == 403


def test_pages_are_not_kept_by_caches(at_desk: At, seed: Report) -> None:
    response = at_desk("reviewer").get(address("report", seed.pk))
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_administrator_enters_the_admin_site_and_others_do_not(at_desk: At, language: str) -> None:
    path = f"/{language}/admin/auth/user/"
    assert at_desk("administrator").get(path).status_code == 200
    assert at_desk("editor").get(path).status_code == 302


def test_administrator_makes_an_account_with_a_role(at_desk: At) -> None:
    client = at_desk("administrator")
    made = {"username": "noor", "password1": "a long password 9", "password2": "a long password 9"}
    client.post("/en/admin/auth/user/add/", made | {"usable_password": "true"})
    user = User.objects.get(username="noor")
    assert not user.has_perm("incidents.read_desk")
    role = Group.objects.get(name="editor").pk
    client.post(f"/en/admin/auth/user/{user.pk}/change/", {"is_active": "on", "groups": [role]})
    user = User.objects.get(username="noor")
    assert user.has_perm("incidents.publish_entry")
    assert not user.is_superuser
