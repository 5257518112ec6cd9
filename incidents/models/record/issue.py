"""Issued summaries: numbered, never overwritten; a corrected issue names the one that it corrects."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now


class IssueQuerySet(models.QuerySet["Issue"]):
    """Phrases about issues."""

    def of_month(self, month: object, language: str) -> Self:
        """The issues of a month in a language, the first first."""
        return self.filter(month=month, language=language).order_by("number")

    def latest_by_month(self, language: str) -> Self:
        """The latest issue of each month in a language, by month."""
        return self.filter(language=language).order_by("month", "-number").distinct("month")


class Issue(models.Model):
    """One issued PDF. ``sha256`` is of its bytes; the bytes are in ``file``, a path within ``MEDIA_ROOT``.

    A database trigger refuses to change or delete a row, save for demonstration data.
    """

    code = models.CharField(max_length=40, unique=True)
    month = models.DateField(help_text="Its first day.")
    language = models.CharField(max_length=5)
    number = models.PositiveSmallIntegerField()
    as_of = models.DateTimeField()
    issued_at = models.DateTimeField(db_default=Now())
    data_hash = models.CharField(max_length=64)
    claims_hash = models.CharField(max_length=64, blank=True)
    sha256 = models.CharField(max_length=64, unique=True)
    size = models.PositiveIntegerField(help_text="Bytes.")
    file = models.CharField(max_length=200)
    software = models.CharField(max_length=40)
    corrects = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="corrected_by"
    )
    reason = models.TextField(blank=True, help_text="Public: why the earlier issue is corrected.")
    is_demonstration = models.BooleanField(default=False)

    objects = IssueQuerySet.as_manager()

    class Meta:
        db_table = "record_issue"
        ordering = ["-month", "language", "-number"]
        constraints = [
            models.UniqueConstraint(name="issue_number", fields=["month", "language", "number"]),
            models.CheckConstraint(name="issue_first_day", condition=Q(month__day=1)),
            models.CheckConstraint(
                name="issue_corrects_with_reason",
                condition=Q(number=1, corrects__isnull=True, reason="")
                | (Q(number__gt=1, corrects__isnull=False) & ~Q(reason="")),
            ),
        ]

    def __str__(self) -> str:
        return self.code
