"""Incidents as the desk works on them: one code each, any number of reports, what reviewers decided so far."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now

from incidents.models.desk.candidate import WhenAndWhere, dates_in_order
from incidents.vocabulary import Actor, Grade, Weapon


class Incident(WhenAndWhere):
    """Harm to civilians at one place in one attack or wave of attacks, as the desk holds it now.

    Nothing here is public: the record holds what was published of it, version by version, under the same code.
    """

    code = models.CharField(max_length=30, unique=True)
    previous_codes = ArrayField(models.CharField(max_length=30), default=list, blank=True)
    weapons = ArrayField(models.CharField(max_length=20, choices=Weapon.choices), default=list, blank=True)
    actors = ArrayField(models.CharField(max_length=20, choices=Actor.choices), default=list, blank=True)
    grade = models.CharField(max_length=12, choices=Grade.choices, default=Grade.UNASSESSED)
    is_restricted = models.BooleanField(
        default=False, help_text="Only the sub-district becomes public, and none of the reports' words."
    )
    is_demonstration = models.BooleanField(default=False)
    changed_by = models.CharField(max_length=150, blank=True, default="", help_text="Who last changed what it says.")
    signed_off_by = models.CharField(
        max_length=150, blank=True, default="", help_text="A second person who agrees; any change takes it back."
    )
    signed_off_at = models.DateTimeField(null=True, blank=True)
    merged_into = models.ForeignKey("self", on_delete=models.RESTRICT, null=True, blank=True, related_name="merged")
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["code"]
        constraints = [
            dates_in_order("incident_dates"),
            models.CheckConstraint(
                name="incident_signed_off_whole",
                condition=models.Q(signed_off_by="", signed_off_at__isnull=True)
                | (~models.Q(signed_off_by="") & models.Q(signed_off_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="incident_not_into_itself",
                condition=models.Q(merged_into__isnull=True) | ~models.Q(merged_into=models.F("id")),
            ),
        ]

    def __str__(self) -> str:
        return self.code
