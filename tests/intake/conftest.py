"""What the tests of the form share: a form filled in, a place to put files, and reports in every state."""

from __future__ import annotations

import io
import secrets
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import translation
from django.utils.translation import gettext
from pytest_django import Settings

from incidents.intake import receipts
from incidents.intake.receipts import Token, receipt_hash
from incidents.intake.receive import PrivatePart, receive_report
from incidents.models.desk.report import ReportOrigin
from incidents.models.desk.submission import Submission

TEXT = "قُتل ثلاثة مدنيين، هم طفلان وامرأة، بقصف مدفعي على مدينة سرمين اليوم الأحد."
CODE = "1234567812345678"
ADDRESS = "203.0.113.77"
BROWSER = "SecretBrowser/7.7"

PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 40
JPEG = b"\xff\xd8\xff\xe0" + b"\x00" * 40
WEBP = b"RIFF\x10\x00\x00\x00WEBPVP8 " + b"\x00" * 20
PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
MP4 = b"\x00\x00\x00\x18ftypisom\x00\x00\x02\x00isomiso2"
PLAIN = "شهادة مكتوبة\nبسطرين".encode()


@pytest.fixture(params=["ar", "en"])
def language(request: pytest.FixtureRequest) -> str:
    """Every page is tested in both languages."""
    return str(request.param)


@pytest.fixture(autouse=True)
def media(settings: Settings, tmp_path: Path) -> Path:
    """A folder for attachments that belongs to this test alone."""
    settings.MEDIA_ROOT = tmp_path / "media"
    return tmp_path / "media"


@pytest.fixture(autouse=True)
def quick_hash(monkeypatch: pytest.MonkeyPatch) -> None:
    """The receipt's hash at a hundredth of its cost; test_receipts.py tests the real one."""
    monkeypatch.setattr(receipts, "_SCRYPT", receipts._SCRYPT | {"n": 2**8})


@pytest.fixture
def visitor() -> Client:
    """A phone that must leave no trace."""
    return Client(REMOTE_ADDR=ADDRESS, HTTP_USER_AGENT=BROWSER, HTTP_X_FORWARDED_FOR=ADDRESS)


@pytest.fixture
def queued(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The reports that were put on the queue, instead of a broker."""
    sent: list[int] = []
    monkeypatch.setattr("incidents.intake.tasks.read_report.apply_async", lambda args, **options: sent.append(args[0]))
    return sent


def token(*, seconds_ago: float = 30) -> str:
    """A form's token, as of some seconds ago."""
    return Token(secrets.token_hex(16), int(time.time() - seconds_ago)).signed()


def filled(**answers: Any) -> dict[str, Any]:
    """A form filled in with a text and a timely token, and what else is given."""
    return {"text": TEXT, "token": token()} | answers


def upload(content: bytes, name: str = "photo.jpg") -> SimpleUploadedFile:
    """A file as a browser sends it, under whatever name."""
    return SimpleUploadedFile(name, content, content_type="image/jpeg")


@pytest.fixture
def submission(db: None) -> Submission:
    """A submission with the receipt CODE, a remark, a place and one file."""
    return make_submission()


def make_submission(text: str = TEXT, code: str = CODE, **fields: Any) -> Submission:
    """A stored submission, as the form makes it."""
    from incidents.intake.attachments import IncomingFile

    file = IncomingFile.of(upload(PNG, "roof.png"), "image/png")
    private = PrivatePart(receipt_hash(code), remark="my cousin saw it", place_hint="behind the mosque", files=(file,))
    report = receive_report(text=text, origin=ReportOrigin.FORM, submission=private, **fields)
    return Submission.objects.get(report=report)


@pytest.fixture
def show(client: Client) -> Callable[..., Any]:
    """Ask the status page with the receipt CODE."""

    def ask(language: str = "en", **fields: Any) -> Any:
        return client.post(f"/{language}/status/", {"code": CODE} | fields)

    return ask


def large(megabytes: float) -> io.BytesIO:
    """A picture of that many megabytes."""
    file = io.BytesIO(JPEG + b"\x00" * int(megabytes * 1_000_000))
    file.name = "large.jpg"
    return file


def in_language(language: str, message: str) -> str:
    """A message as the page of that language shows it."""
    with translation.override(language):
        return gettext(message)
