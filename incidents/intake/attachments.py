"""Attachments on their way in: what kind a file is by its bytes, how large it may be, how it reaches the disk."""

from __future__ import annotations

import codecs
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.files.base import File
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest

from incidents.intake.texts import as_one_line
from incidents.models.desk.attachment import Attachment
from incidents.models.desk.submission import Submission

# What an MP4 says of itself in its "ftyp" box; QuickTime ("qt  ") and pictures (HEIC) use the same box.
_MP4_BRANDS = (b"isom", b"iso2", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42", b"avc1", b"M4V ", b"MSNV", b"dash")
_NOT_IN_TEXT = re.compile("[\x00-\x08\x0e-\x1f\x7f]")
_MARKUP = re.compile(r"\s*<[!?a-zA-Z]")
HEAD = 64 * 1024
KINDS = ("image/jpeg", "image/png", "image/webp", "application/pdf", "video/mp4", "text/plain")


def kind_of(head: bytes) -> str | None:
    """The content type told by a file's first bytes, or None where it is none that is taken.

    ``head`` is the first ``HEAD`` bytes or the whole file. Text is UTF-8 without control characters; what begins like
    HTML, SVG or XML is refused, because a browser could be made to run it.
    """
    if head.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return "image/webp"
    if head.startswith(b"%PDF-"):
        return "application/pdf"
    if head[4:8] == b"ftyp":
        return "video/mp4" if head[8:12] in _MP4_BRANDS else None
    return "text/plain" if _is_plain_text(head) else None


def _is_plain_text(head: bytes) -> bool:
    try:
        # The head may end within a character: an incremental decoder waits for the rest of it.
        text = codecs.getincrementaldecoder("utf-8-sig")().decode(head, final=len(head) < HEAD)
    except UnicodeDecodeError:
        return False
    return bool(text.strip()) and not _NOT_IN_TEXT.search(text) and not _MARKUP.match(text)


@dataclass(frozen=True, slots=True)
class IncomingFile:
    """A file that passed the checks, with its SHA-256; ``content`` is read when it is stored."""

    content: File[bytes]
    name: str
    content_type: str
    size: int
    sha256: str

    @classmethod
    def of(cls, upload: File[bytes], content_type: str) -> IncomingFile:
        """Take a file as uploaded, hashing it by pieces."""
        hashed = hashlib.sha256()
        for piece in upload.chunks():
            hashed.update(piece)
        name = as_one_line(upload.name or "")[-200:]
        return cls(upload, name, content_type, int(upload.size), hashed.hexdigest())


def store_files(submission: Submission, files: tuple[IncomingFile, ...]) -> None:
    """Write the files and their rows; what was written is removed again when it cannot be done whole."""
    written: list[Attachment] = []
    try:
        for file in files:
            row = Attachment(
                submission=submission,
                original_name=file.name,
                content_type=file.content_type,
                size=file.size,
                sha256=file.sha256,
            )
            written.append(row)
            file.content.seek(0)
            row.file.save(file.name, file.content, save=True)
    except BaseException:
        remove_files(iter(written))
        raise


def remove_files(attachments: Iterator[Attachment]) -> None:
    """Remove the files themselves from the disk; one that is gone already is no error."""
    for attachment in attachments:
        if attachment.file and attachment.file.name:
            attachment.file.storage.delete(attachment.file.name)


class AttachmentQuota(FileUploadHandler):
    """Stops taking in a file that is larger than allowed, so that nobody fills the disk; the rest of the form is read.

    ``refused`` names the files that were left out, for the message at the field.
    """

    def __init__(self, request: HttpRequest | None = None) -> None:
        super().__init__(request)
        self.refused: list[str] = []
        self._all = 0
        self._this = 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin to count anew."""
        super().new_file(*args, **kwargs)
        self._this = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Pass the piece on, unless it is one too many."""
        self._this += len(raw_data)
        self._all += len(raw_data)
        if self._this > settings.ATTACHMENT_MAX_BYTES or self._all > settings.ATTACHMENTS_MAX_BYTES:
            self._all -= self._this
            self.refused.append(as_one_line(self.file_name or "")[:200])
            raise SkipFile
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """Leave the file to the handlers that keep it."""
