"""Reports: one text each, exactly as received. Never changed; a database trigger holds the text and its origin."""

from __future__ import annotations

import hashlib

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class ReportState(models.TextChoices):
    """How far a report has come."""

    RECEIVED = "received", _("received")
    PARSED = "parsed", _("read, waiting for review")
    FAILED = "failed", _("could not be read automatically")
    REVIEWED = "reviewed", _("reviewed")
    REJECTED = "rejected", _("rejected")


class ReportOrigin(models.TextChoices):
    """The way by which a report came in."""

    FORM = "form", _("web form")
    DEMONSTRATION = "demonstration", _("demonstration")


class Language(models.TextChoices):
    """The language of a text."""

    ARABIC = "ar", _("Arabic")
    ENGLISH = "en", _("English")
    OTHER = "other", _("another language")


class ReportQuerySet(models.QuerySet["Report"]):
    """Phrases about reports."""

    def waiting_for_review(self) -> ReportQuerySet:
        """Texts that a reviewer has yet to decide on, the oldest first; unreadable ones too, for they are not lost."""
        return self.filter(state__in=[ReportState.PARSED, ReportState.FAILED]).order_by("received_at", "pk")

    def unread_by_parser(self) -> ReportQuerySet:
        """Texts that no worker has finished with."""
        return self.filter(state=ReportState.RECEIVED)


class Report(models.Model):
    """One text as received, with who published it and, where another said it first, who that was."""

    text = models.TextField()
    sha256 = models.CharField(max_length=64, editable=False, db_index=True)
    language = models.CharField(max_length=5, choices=Language.choices, blank=True)
    publisher = models.CharField(max_length=200, blank=True)
    original_publisher = models.CharField(max_length=200, blank=True)
    url = models.URLField(max_length=1000, blank=True)
    published_on = models.DateField(null=True, blank=True)
    origin = models.CharField(max_length=20, choices=ReportOrigin.choices, default=ReportOrigin.FORM)
    is_demonstration = models.BooleanField(default=False)
    received_at = models.DateTimeField(db_default=Now(), editable=False)
    state = models.CharField(max_length=10, choices=ReportState.choices, default=ReportState.RECEIVED)
    decided_by = models.CharField(max_length=150, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decision_reason = models.TextField(blank=True)
    # The order of the queue, weighed when something changes and not with every look at it: ``models/desk/urgency.py``.
    ahead = models.IntegerField(default=0, db_default=0, editable=False, help_text="Hours that it counts for.")
    contradicts = models.BooleanField(
        default=False, db_default=False, editable=False, help_text="It gives another number than is public."
    )
    taken_by = models.CharField(max_length=150, blank=True, default="", help_text="The reviewer who works on it now.")
    taken_at = models.DateTimeField(null=True, blank=True)
    taken_from = models.CharField(
        max_length=150, blank=True, default="", db_default="", help_text="The reviewer from whom it was taken over."
    )

    objects = ReportQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["state", "received_at"])]
        constraints = [
            models.CheckConstraint(name="report_has_text", condition=~Q(text="")),
            models.CheckConstraint(
                name="report_taken_whole",
                condition=Q(taken_by="", taken_at__isnull=True, taken_from="")
                | (~Q(taken_by="") & Q(taken_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="report_decision_is_whole",
                condition=(Q(state__in=["reviewed", "rejected"]) & ~Q(decided_by="") & Q(decided_at__isnull=False))
                | (~Q(state__in=["reviewed", "rejected"]) & Q(decided_by="", decided_at__isnull=True)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk}: {self.text[:60]}"

    def save(self, *args, **kwargs) -> None:  # type: ignore[no-untyped-def]
        """Stamp the text's SHA-256 (of its UTF-8 bytes) when the report is first stored."""
        if self._state.adding:
            self.sha256 = hashlib.sha256(self.text.encode()).hexdigest()
        super().save(*args, **kwargs)
