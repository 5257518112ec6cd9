"""Attachments: files that came with a submission. Private; shown to reviewers only, and only on a click."""

import uuid

from django.db import models

from incidents.models.desk.submission import Submission


def stored_name(instance: "Attachment", filename: str) -> str:
    """A random name: nothing of the submitter's file name reaches the disk."""
    return f"attachments/{uuid.uuid4().hex}"


class Attachment(models.Model):
    """One file as received, with its SHA-256; the type is told from the bytes, not from the name."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="attachments")
    file = models.FileField(upload_to=stored_name)
    original_name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=60)
    size = models.PositiveIntegerField(help_text="bytes")
    sha256 = models.CharField(max_length=64)

    def __str__(self) -> str:
        return self.original_name
