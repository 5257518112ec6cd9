"""What every versioned row of the record has: a code, when it was current, why it changed, a hash of what it says."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _


class VersionState(models.TextChoices):
    """Whether this version shows the entry or says that it was withdrawn."""

    PUBLISHED = "published", _("published")
    WITHDRAWN = "withdrawn", _("withdrawn")


class VersionQuerySet(models.QuerySet[Any]):
    """Phrases about versions in time."""

    def current_at(self, moment: datetime | None) -> Self:
        """The version of each entry that was current at a moment (None: now), withdrawals included."""
        if moment is None:
            return self.filter(superseded_at__isnull=True)
        return self.filter(published_at__lte=moment).filter(Q(superseded_at__isnull=True) | Q(superseded_at__gt=moment))

    def as_of(self, moment: datetime | None) -> Self:
        """What was public at a moment (None: now): the current versions that were not withdrawn."""
        return self.current_at(moment).filter(state=VersionState.PUBLISHED)


class Version(models.Model):
    """One version of one entry: public from ``published_at`` until ``superseded_at`` (null: still current).

    Rows are added and closed, never changed or deleted: a database trigger holds that, save for demonstration data.
    """

    code = models.CharField(max_length=30, db_index=True)
    previous_codes = models.JSONField(default=list)
    version = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=VersionState.choices)
    published_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True)
    reason = models.TextField(blank=True, help_text="Public: why this version was made or the entry withdrawn.")
    content_hash = models.CharField(
        max_length=64, help_text="SHA-256 of what this version says, see record/hashing.py."
    )
    is_demonstration = models.BooleanField(default=False)

    class Meta:
        abstract = True
        ordering = ["code", "version"]

    def __str__(self) -> str:
        return f"{self.code} v{self.version}"


class _TimeRange(Func):
    function = "TSTZRANGE"
    output_field = DateTimeRangeField()


def version_constraints(prefix: str) -> list[models.BaseConstraint]:
    """One version current at any moment; numbers unique; a reason for every later version; withdrawal has one too."""
    return [
        models.UniqueConstraint(name=f"{prefix}_version", fields=["code", "version"]),
        models.UniqueConstraint(name=f"{prefix}_one_current", fields=["code"], condition=Q(superseded_at__isnull=True)),
        ExclusionConstraint(
            name=f"{prefix}_no_overlap",
            expressions=[
                ("code", RangeOperators.EQUAL),
                (_TimeRange("published_at", "superseded_at", RangeBoundary()), RangeOperators.OVERLAPS),
            ],
        ),
        models.CheckConstraint(
            name=f"{prefix}_time_order",
            condition=Q(superseded_at__isnull=True) | Q(superseded_at__gt=F("published_at")),
        ),
        models.CheckConstraint(name=f"{prefix}_says_why", condition=(Q(version=1, state="published") | ~Q(reason=""))),
    ]
