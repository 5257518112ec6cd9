"""What must not be kept is kept nowhere: every table, every log line and every file is searched after a full visit."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from incidents.models.audit import AuditEvent
from incidents.models.desk.submission import Submission
from tests.intake.conftest import ADDRESS, BROWSER, PNG, filled, upload
from tests.intake.test_form import receipt_in

pytestmark = pytest.mark.django_db


def rows_with(words: str) -> list[str]:
    """The tables of the database in which any value of any row holds the words."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'")
        tables = [name for (name,) in cursor.fetchall()]
        assert len(tables) > 15
        found = []
        for table in tables:
            cursor.execute(f'SELECT 1 FROM "{table}" AS t WHERE t::text LIKE %s LIMIT 1', [f"%{words}%"])
            if cursor.fetchone():
                found.append(table)
    return found


def whole_visit(visitor: Client, language: str) -> str:
    """Everything that a submitter can do, mistakes included; returns the receipt."""
    visitor.get(f"/{language}/submit/")
    visitor.post(f"/{language}/submit/", filled(url="no link"))
    answers = filled(remark="REMARK-TO-ERASE", place="PLACE-TO-ERASE", attachments=[upload(PNG, "NAME-TO-ERASE.png")])
    code = receipt_in(visitor.post(f"/{language}/submit/", answers))
    visitor.get(f"/{language}/submit/saved/")
    visitor.post(f"/{language}/status/", {"code": "0000000000000000"})
    visitor.post(f"/{language}/status/", {"code": code})
    visitor.post(f"/{language}/status/", {"code": code, "action": "correct", "remark": "CORRECTION-TO-ERASE"})
    return code


def test_address_browser_and_receipt_are_kept_nowhere(
    visitor: Client, language: str, caplog: pytest.LogCaptureFixture, media: Path, queued: list[int]
) -> None:
    with caplog.at_level(logging.DEBUG):
        code = whole_visit(visitor, language)
    forms_of_code = [code, " ".join(code[at : at + 4] for at in range(0, 16, 4))]
    for words in (ADDRESS, BROWSER, *forms_of_code):
        assert rows_with(words) == [], words
        assert words not in caplog.text
        assert not any(words.encode() in path.read_bytes() for path in media.rglob("*") if path.is_file())
    assert rows_with("REMARK-TO-ERASE") == ["incidents_submission"]  # the search itself finds what is there


def test_log_says_nothing_of_what_was_sent(
    visitor: Client, language: str, caplog: pytest.LogCaptureFixture, queued: list[int]
) -> None:
    with caplog.at_level(logging.INFO):
        whole_visit(visitor, language)
    assert "TO-ERASE" not in caplog.text
    assert "سرمين" not in caplog.text


def test_withdrawing_erases_the_private_parts_everywhere(
    visitor: Client, language: str, media: Path, queued: list[int]
) -> None:
    code = whole_visit(visitor, language)
    assert len([path for path in media.rglob("*") if path.is_file()]) == 1
    response = visitor.post(f"/{language}/status/", {"code": code, "action": "withdraw", "sure": "yes"})
    assert 'data-step="withdrawn"' in response.content.decode()
    for words in ("REMARK-TO-ERASE", "PLACE-TO-ERASE", "NAME-TO-ERASE", "CORRECTION-TO-ERASE"):
        assert rows_with(words) == [], words
    assert [path for path in media.rglob("*") if path.is_file()] == []
    assert Submission.objects.get().withdrawn_at is not None


def test_audit_trail_says_that_and_when_but_not_what(visitor: Client, queued: list[int]) -> None:
    code = whole_visit(visitor, "en")
    visitor.post("/en/status/", {"code": code, "action": "withdraw", "sure": "yes"})
    lines: list[Any] = list(AuditEvent.objects.order_by("pk").values_list("action", "by", "reason"))
    assert lines == [("submission_corrected", "submitter", ""), ("submission_withdrawn", "submitter", "")]
