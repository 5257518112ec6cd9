"""Figures on the desk: what reports say (never edited) and what reviewers accept, with the reports it rests on."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from incidents.figures import Bounds
from incidents.models.desk.candidate import Candidate
from incidents.models.desk.claim import ReportedClaim
from incidents.models.desk.incident import Incident
from incidents.models.desk.reading import SpanFields
from incidents.vocabulary import Group, Outcome, Quantifier


class OutcomeAndGroup(models.Model):
    """What happened, and to whom."""

    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    group = models.CharField(max_length=16, choices=Group.choices)

    class Meta:
        abstract = True


class ReportedFigure(SpanFields, OutcomeAndGroup):
    """A number that one report gives for one incident or period; ``high`` null is open above."""

    candidate = models.ForeignKey(Candidate, on_delete=models.CASCADE, null=True, related_name="reported_figures")
    claim = models.ForeignKey(ReportedClaim, on_delete=models.CASCADE, null=True, related_name="reported_figures")
    low = models.PositiveIntegerField()
    high = models.PositiveIntegerField(null=True)
    quantifier = models.CharField(max_length=16, choices=Quantifier.choices)
    rule = models.CharField(max_length=80)
    by = models.CharField(
        max_length=150, blank=True, help_text="The reviewer who marked it in the text; empty: the parser."
    )
    set_aside_by = models.CharField(
        max_length=150, blank=True, default="", help_text="The reviewer who does not count on it; empty: it stands."
    )

    class Meta:
        ordering = ["start", "pk"]
        constraints = [
            models.CheckConstraint(name="reported_span", condition=Q(start__lt=F("end"))),
            models.CheckConstraint(name="reported_order", condition=Q(high__isnull=True) | Q(low__lte=F("high"))),
            models.CheckConstraint(
                name="reported_none_has_no_number",
                condition=~Q(quantifier=Quantifier.NONE_REPORTED) | Q(low=0, high__isnull=True),
            ),
            models.CheckConstraint(
                name="reported_of_one",
                condition=Q(candidate__isnull=False, claim__isnull=True)
                | Q(candidate__isnull=True, claim__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.outcome} {self.group} {self.low}–{self.high if self.high is not None else '∞'}"


class AcceptedFigure(OutcomeAndGroup):
    """What a reviewer decided for one incident or claim: low, best, high, the figures it rests on, and why."""

    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, null=True, related_name="accepted_figures")
    claim = models.ForeignKey(ReportedClaim, on_delete=models.CASCADE, null=True, related_name="accepted_figures")
    low = models.PositiveIntegerField()
    best = models.PositiveIntegerField(null=True, blank=True)
    high = models.PositiveIntegerField(null=True, blank=True)
    none_reported = models.BooleanField(
        default=False, db_default=False, help_text="No number: the reports say that none were reported."
    )
    reason = models.TextField(blank=True)
    basis = models.ManyToManyField(ReportedFigure, related_name="accepted_in")
    decided_by = models.CharField(max_length=150)
    decided_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="one_figure_per_incident", fields=["incident", "outcome", "group"]),
            models.UniqueConstraint(name="one_figure_per_claim", fields=["claim", "outcome", "group"]),
            models.CheckConstraint(
                name="accepted_of_one",
                condition=Q(incident__isnull=False, claim__isnull=True) | Q(incident__isnull=True, claim__isnull=False),
            ),
            models.CheckConstraint(
                name="accepted_order",
                condition=(Q(high__isnull=True) | Q(low__lte=F("high")))
                & (Q(best__isnull=True) | Q(low__lte=F("best")))
                & (Q(best__isnull=True) | Q(high__isnull=True) | Q(best__lte=F("high"))),
            ),
            models.CheckConstraint(
                name="accepted_none_has_no_number",
                condition=Q(none_reported=False) | Q(low=0, best__isnull=True, high__isnull=True),
            ),
            models.CheckConstraint(name="best_has_reason", condition=Q(best__isnull=True) | ~Q(reason="")),
        ]

    def __str__(self) -> str:
        return f"{self.outcome} {self.group}: {self.bounds}"

    @property
    def bounds(self) -> Bounds | None:
        """The figure as a plain value; None where the reports say that none were reported."""
        return None if self.none_reported else Bounds(self.low, self.best, self.high)
