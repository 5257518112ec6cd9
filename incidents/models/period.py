"""Period and area of a claimed total, in one shape on both sides of the door."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q


class PeriodAndArea(models.Model):
    """First and last day of the period and the area that a total is claimed for; null or empty where not said."""

    period_start = models.DateField(null=True, blank=True)
    period_end = models.DateField(null=True, blank=True)
    area_name = models.CharField(max_length=120, blank=True)
    area_text = models.CharField(max_length=200, blank=True, help_text="The area as the text names it.")
    governorates = ArrayField(
        models.CharField(max_length=12), default=list, blank=True, help_text="P-codes; empty: the whole country."
    )
    source_name = models.CharField(max_length=200, blank=True, help_text="Who claims it.")

    class Meta:
        abstract = True


def period_in_order(name: str) -> models.CheckConstraint:
    """Both days or none, the earlier first."""
    none = Q(period_start__isnull=True, period_end__isnull=True)
    both = Q(period_start__isnull=False, period_end__isnull=False, period_start__lte=F("period_end"))
    return models.CheckConstraint(name=name, condition=none | both)
