"""The desk's history: every change of every field, written by database triggers, so that nothing escapes it."""

from django.db import models
from django.db.models.functions import Now


class DeskChange(models.Model):
    """One row of the desk made, changed or deleted. Append-only; demonstration data leaves no lines.

    ``changed`` holds field to [before, after]; ``by`` is empty where somebody wrote past the desk's own functions.
    """

    at = models.DateTimeField(db_default=Now(), db_index=True)
    by = models.CharField(max_length=150, blank=True)
    table = models.CharField(max_length=60)
    row = models.BigIntegerField()
    act = models.CharField(max_length=6, help_text="INSERT, UPDATE or DELETE")
    changed = models.JSONField(default=dict)

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["table", "row"], name="desk_change_row")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.by or '?'}: {self.act} {self.table} {self.row}"
