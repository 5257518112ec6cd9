"""The files of the form: known by their bytes, kept or refused with a word, and gone with what could not be stored."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from incidents.models.desk.attachment import Attachment
from incidents.models.desk.report import Report
from tests.intake.conftest import JPEG, MP4, PDF, PLAIN, PNG, WEBP, filled, in_language, large, upload

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("content", "name", "kind"),
    [
        (JPEG, "a.jpg", "image/jpeg"),
        (PNG, "a.png", "image/png"),
        (WEBP, "a.webp", "image/webp"),
        (PDF, "a.pdf", "application/pdf"),
        (MP4, "a.mp4", "video/mp4"),
        (PLAIN, "a.txt", "text/plain"),
        (PNG, "invoice.exe", "image/png"),
    ],
)
def test_attachment_is_stored_under_a_random_name_with_its_true_type(
    client: Client, content: bytes, name: str, kind: str
) -> None:
    client.post("/en/submit/", filled(attachments=[upload(content, name)]))
    stored = Attachment.objects.get()
    assert (stored.content_type, stored.size, stored.original_name) == (kind, len(content), name)
    assert stored.sha256 == hashlib.sha256(content).hexdigest()
    with stored.file.open() as file:
        assert file.read() == content
    assert re.fullmatch(r"attachments/[0-9a-f]{32}", str(stored.file.name))


@pytest.mark.parametrize(
    "content",
    [
        b"MZ\x90\x00 an executable",
        b"<!DOCTYPE html><script>alert(1)</script>",
        b'  <svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
        b"\xef\xbb\xbf<?xml version='1.0'?><html/>",
        b"PK\x03\x04 a zip",
        b"GIF89a\x01\x00\x01\x00\x80\x00\x00",
        b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00",
        b"plain until\x00here",
        b"\xff\xfe\x00\x41",
    ],
)
def test_attachment_of_a_false_type_is_refused_by_its_bytes(client: Client, language: str, content: bytes) -> None:
    response = client.post(f"/{language}/submit/", filled(attachments=[upload(content, "photo.jpg"), upload(PNG)]))
    said = in_language(language, "“%(name)s” is no JPEG, PNG or WebP picture, PDF, MP4 video or plain text.")
    assert response.status_code == 422
    assert f'id="id_attachments_error"><li>{said % {"name": "photo.jpg"}}</li>' in response.content.decode()
    assert not Report.objects.exists()
    assert not Attachment.objects.exists()


def test_empty_attachment_is_refused(client: Client, language: str) -> None:
    response = client.post(f"/{language}/submit/", filled(attachments=[upload(b"", "a.jpg")]))
    said = in_language(language, "“%(name)s” is empty. Choose the file again.") % {"name": "a.jpg"}
    assert said in response.content.decode()


def test_too_many_attachments_are_refused(client: Client, language: str, settings: Settings) -> None:
    settings.ATTACHMENTS_MAX = 2
    response = client.post(f"/{language}/submit/", filled(attachments=[upload(PNG), upload(PNG), upload(PNG)]))
    said = in_language(language, "You chose %(count)s files; at most %(most)s can be sent at once.")
    assert said % {"count": 3, "most": 2} in response.content.decode()


def test_attachment_too_large_is_not_taken_in_and_the_rest_of_the_form_is(
    client: Client, language: str, settings: Settings
) -> None:
    settings.ATTACHMENT_MAX_BYTES = 1_000_000
    answers = filled(attachments=[upload(PNG, "small.png"), large(1.5)]) | {"remark": "AFTER-THE-FILES"}
    response = client.post(f"/{language}/submit/", answers)
    page = response.content.decode()
    assert response.status_code == 422
    assert "large.jpg" in page
    assert "AFTER-THE-FILES" in page
    assert not Report.objects.exists()


def test_attachments_too_large_together_are_refused(client: Client, settings: Settings) -> None:
    settings.ATTACHMENTS_MAX_BYTES = 2_000_000
    response = client.post("/en/submit/", filled(attachments=[large(1.2), large(1.2)]))
    assert response.status_code == 422
    assert response.content.decode().count("was not taken") == 2  # in the summary and at the field


def test_files_are_asked_for_again_when_another_answer_is_wrong(client: Client, language: str) -> None:
    response = client.post(f"/{language}/submit/", filled(url="no link", attachments=[upload(PNG)]))
    said = in_language(language, "Choose your files again: a browser forgets them when a form comes back.")
    assert said in response.content.decode()


def test_files_of_a_submission_that_failed_are_removed(
    client: Client, monkeypatch: pytest.MonkeyPatch, media: Path
) -> None:
    saved = Attachment.save

    def fail_at_second(self: Attachment, *args: Any, **kwargs: Any) -> None:
        if self.original_name == "second.png":
            raise OSError("the disk is full")
        saved(self, *args, **kwargs)

    monkeypatch.setattr(Attachment, "save", fail_at_second)
    files = [upload(PNG, "first.png"), upload(PNG, "second.png")]
    response = client.post("/en/submit/", filled(attachments=files))
    assert response.status_code == 503
    assert not Report.objects.exists()
    assert [path for path in media.rglob("*") if path.is_file()] == []
