"""Requests for correction: what a reader of an incident's public page says is wrong with it, until somebody answers."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from incidents.models.desk.candidate import Decided, Decision, decision_is_whole


class CorrectionRequest(Decided):
    """One request, under the public code of its incident. Private: only the answer, and what a reviewer writes of what
    was asked, pass the door.

    There is no link to an incident of the desk: coded datasets have none, and merging changes codes. No address, user
    agent or account is kept. ``decision_reason`` is the answer; ``carried_in`` the public version that brought it;
    ``answered_publicly_at`` when the present decision passed the door, under ``public_number``.
    """

    code = models.CharField(max_length=30, db_index=True)
    about_version = models.PositiveIntegerField(help_text="The public version that was current when it was asked.")
    text = models.TextField()
    source = models.CharField(max_length=1000, blank=True, help_text="Where it can be checked.")
    reply_to = models.CharField(max_length=200, blank=True, help_text="How to reach who asks; private.")
    fingerprint = models.CharField(
        max_length=64, unique=True, editable=False, help_text="Of one sending: the same again is stored once."
    )
    is_demonstration = models.BooleanField(default=False)
    received_at = models.DateTimeField(db_default=Now(), editable=False)
    carried_in = models.PositiveIntegerField(null=True, blank=True)
    summary = models.TextField(
        blank=True, default="", db_default="", help_text="Public: what was asked, in the reviewer's own words."
    )
    public_number = models.PositiveIntegerField(null=True, blank=True)
    answered_publicly_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["received_at", "pk"]
        constraints = [
            decision_is_whole("correction_decision_is_whole"),
            models.CheckConstraint(name="correction_has_text", condition=~Q(text="")),
            models.CheckConstraint(
                name="correction_has_answer",
                condition=Q(decision=Decision.PENDING, decision_reason="")
                | (~Q(decision=Decision.PENDING) & ~Q(decision_reason="")),
            ),
            models.CheckConstraint(
                name="correction_public_if_answered",
                condition=Q(answered_publicly_at__isnull=True)
                | (~Q(decision=Decision.PENDING) & Q(public_number__isnull=False)),
            ),
            models.CheckConstraint(
                name="correction_carried_if_accepted",
                condition=Q(carried_in__isnull=True) | Q(decision=Decision.ACCEPTED),
            ),
        ]

    def __str__(self) -> str:
        return f"correction {self.pk} of {self.code}"
