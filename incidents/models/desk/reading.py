"""Readings: one run of the parser over one report, with all that it found and what it warns of."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from incidents.models.desk.report import Report


class Reading(models.Model):
    """One parser version's reading of one report: there is never a second of the same version."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="readings")
    parser_version = models.CharField(max_length=20)
    language = models.CharField(max_length=5)
    read_at = models.DateTimeField(db_default=Now())
    took_ms = models.FloatField(help_text="Parser's time in milliseconds.")
    # What the queue is ordered by, counted once and not with every look at it: see ``models/desk/urgency.py``.
    killed = models.PositiveIntegerField(db_default=0, default=0, help_text="People killed in all its candidates.")
    injured = models.PositiveIntegerField(db_default=0, default=0)
    children = models.PositiveIntegerField(db_default=0, default=0, help_text="Children killed or injured.")
    unclear = models.PositiveIntegerField(db_default=0, default=0, help_text="Candidates without place, day or figure.")
    warnings = models.PositiveIntegerField(db_default=0, default=0)

    class Meta:
        constraints = [models.UniqueConstraint(name="one_reading_per_version", fields=["report", "parser_version"])]
        get_latest_by = ["read_at", "pk"]

    def __str__(self) -> str:
        return f"report {self.report_id} by parser {self.parser_version}"


class SpanFields(models.Model):
    """A half-open range of the report's text, ``text[start:end]``, in characters."""

    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()

    class Meta:
        abstract = True


class FindingKind(models.TextChoices):
    """What a finding that is no figure tells."""

    DATE = "date", _("date")
    PLACE = "place", _("place")
    WEAPON = "weapon", _("weapon")
    ACTOR = "actor", _("actor")
    SOURCE = "source", _("source")


class Finding(SpanFields):
    """A date, place, weapon, actor or source read for one candidate or claim, with its words.

    What the parser read is never changed: a reviewer sets it aside and marks other words.
    """

    reading = models.ForeignKey(Reading, on_delete=models.CASCADE, related_name="findings")
    candidate = models.ForeignKey("Candidate", on_delete=models.CASCADE, null=True, related_name="findings")
    claim = models.ForeignKey("ReportedClaim", on_delete=models.CASCADE, null=True, related_name="findings")
    kind = models.CharField(max_length=10, choices=FindingKind.choices)
    value = models.CharField(max_length=120, help_text="A code, an ISO date or range, or a name.")
    certainty = models.CharField(max_length=10, default="stated")
    rule = models.CharField(max_length=60)
    by = models.CharField(
        max_length=150,
        blank=True,
        default="",
        db_default="",
        help_text="The reviewer who marked it in the text; empty: the parser.",
    )
    set_aside_by = models.CharField(
        max_length=150,
        blank=True,
        default="",
        db_default="",
        help_text="The reviewer who does not count on it; empty: it stands.",
    )

    class Meta:
        ordering = ["start", "pk"]
        constraints = [
            models.CheckConstraint(name="finding_span", condition=Q(start__lt=F("end"))),
            models.CheckConstraint(
                name="finding_of_one",
                condition=Q(candidate__isnull=False, claim__isnull=True)
                | Q(candidate__isnull=True, claim__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.value} [{self.start}:{self.end}]"


class Flag(models.Model):
    """A warning of the auditor: its code, the values for its message, the words that it rests on."""

    reading = models.ForeignKey(Reading, on_delete=models.CASCADE, related_name="flags")
    code = models.CharField(max_length=40)
    params = models.JSONField(default=dict)
    spans = models.JSONField(default=list, help_text="List of [start, end].")
    suggestion = models.JSONField(null=True)

    def __str__(self) -> str:
        return self.code
