"""Candidates: incidents as the parser proposes them, until a reviewer accepts or rejects each."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from incidents.models.desk.reading import Reading
from incidents.models.place import Place
from incidents.vocabulary import Actor, DatePrecision, PlacePrecision, Weapon


class Decision(models.TextChoices):
    """A reviewer's decision on what the parser proposed."""

    PENDING = "pending", _("pending")
    ACCEPTED = "accepted", _("accepted")
    REJECTED = "rejected", _("rejected")


class Decided(models.Model):
    """A decision with who took it, when and why; tied together by a constraint (``decision_is_whole``)."""

    decision = models.CharField(max_length=10, choices=Decision.choices, default=Decision.PENDING)
    decided_by = models.CharField(max_length=150, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decision_reason = models.TextField(blank=True)

    class Meta:
        abstract = True


def decision_is_whole(name: str) -> models.CheckConstraint:
    """Pending has neither who nor when; accepted and rejected have both."""
    pending = Q(decision="pending", decided_by="", decided_at__isnull=True)
    decided = ~Q(decision="pending") & ~Q(decided_by="") & Q(decided_at__isnull=False)
    return models.CheckConstraint(name=name, condition=pending | decided)


class WhenAndWhere(models.Model):
    """Earliest and latest possible day, place and its precision: null where unknown."""

    date_start = models.DateField(null=True, blank=True)
    date_end = models.DateField(null=True, blank=True)
    date_precision = models.CharField(max_length=10, choices=DatePrecision.choices, blank=True)
    place = models.ForeignKey(Place, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    place_text = models.CharField(max_length=200, blank=True, help_text=_("The place as the text names it."))
    place_precision = models.CharField(max_length=16, choices=PlacePrecision.choices, blank=True)

    class Meta:
        abstract = True


def dates_in_order(name: str) -> models.CheckConstraint:
    """Both dates or none, the earlier first, with a precision exactly when there is a date."""
    none = Q(date_start__isnull=True, date_end__isnull=True, date_precision="")
    both = (
        Q(date_start__isnull=False, date_end__isnull=False) & Q(date_start__lte=F("date_end")) & ~Q(date_precision="")
    )
    return models.CheckConstraint(name=name, condition=none | both)


class Candidate(Decided, WhenAndWhere):
    """Harm to civilians at one place in one attack, as one reading of one report has it."""

    reading = models.ForeignKey(Reading, on_delete=models.CASCADE, related_name="candidates")
    ordinal = models.PositiveSmallIntegerField()
    place_candidates = models.JSONField(
        default=list, help_text="Ranked [{key, score, reasons}] where the name is not unique."
    )
    weapons = ArrayField(models.CharField(max_length=20, choices=Weapon.choices), default=list, blank=True)
    actors = ArrayField(models.CharField(max_length=20, choices=Actor.choices), default=list, blank=True)
    passages = models.JSONField(default=list, help_text="List of [start, end]: where the text tells of it.")
    incident = models.ForeignKey("Incident", on_delete=models.PROTECT, null=True, related_name="candidates")

    class Meta:
        ordering = ["reading", "ordinal"]
        constraints = [
            models.UniqueConstraint(name="candidate_ordinal", fields=["reading", "ordinal"]),
            decision_is_whole("candidate_decision_is_whole"),
            dates_in_order("candidate_dates"),
            models.CheckConstraint(
                name="accepted_candidate_has_incident",
                condition=Q(decision="accepted", incident__isnull=False)
                | (~Q(decision="accepted") & Q(incident__isnull=True)),
            ),
        ]

    def __str__(self) -> str:
        return f"candidate {self.ordinal} of {self.reading}"
