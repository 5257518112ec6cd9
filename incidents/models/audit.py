"""The audit trail: who did what to what, and why; private, append-only, outliving its subjects."""

from collections.abc import Mapping
from typing import Any

from django.db import models
from django.db.models.functions import Now


class AuditEvent(models.Model):
    """One act of one person. No foreign keys: the line stays when its subject or its account is gone.

    A database trigger refuses to change or delete a line.
    """

    at = models.DateTimeField(db_default=Now(), db_index=True)
    by = models.CharField(max_length=150, help_text="The account's name, or the command's.")
    action = models.CharField(max_length=60)
    subject = models.CharField(
        max_length=80, help_text="Kind and code or number, e.g. 'incident SY-2023-0001'.", db_index=True
    )
    reason = models.TextField(blank=True)
    changes = models.JSONField(default=dict, blank=True, help_text="Field to [before, after].")

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.by}: {self.action} {self.subject}"


def record_event(
    action: str, *, subject: str, by: str, reason: str = "", changes: Mapping[str, Any] | None = None
) -> AuditEvent:
    """Leave one line; call it inside the transaction of the act itself."""
    return AuditEvent.objects.create(action=action, subject=subject, by=by, reason=reason, changes=dict(changes or {}))
