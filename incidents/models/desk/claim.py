"""Reported claims: totals that a source claims for a period or a region. Never an incident, never added to one."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from incidents.models.desk.candidate import Decided, decision_is_whole
from incidents.models.desk.reading import Reading
from incidents.models.period import PeriodAndArea, period_in_order


class ReportedClaim(Decided, PeriodAndArea):
    """A period claim as one reading of one report has it; published as it stands once accepted."""

    reading = models.ForeignKey(Reading, on_delete=models.CASCADE, related_name="claims")
    ordinal = models.PositiveSmallIntegerField()
    passages = models.JSONField(default=list, help_text="List of [start, end]: where the text tells of it.")
    code = models.CharField(max_length=30, blank=True, help_text="The public code, once accepted.")

    class Meta:
        ordering = ["reading", "ordinal"]
        constraints = [
            models.UniqueConstraint(name="claim_ordinal", fields=["reading", "ordinal"]),
            models.UniqueConstraint(name="claim_code", fields=["code"], condition=~Q(code="")),
            decision_is_whole("claim_decision_is_whole"),
            period_in_order("claim_period"),
            models.CheckConstraint(
                name="accepted_claim_has_code",
                condition=(Q(decision="accepted") & ~Q(code="")) | (~Q(decision="accepted") & Q(code="")),
            ),
        ]

    def __str__(self) -> str:
        return f"claim {self.ordinal} of {self.reading}"
