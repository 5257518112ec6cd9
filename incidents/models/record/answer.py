"""Published answers to requests for correction: what was decided, and when; never who asked, or in which words."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class AnswerKind(models.TextChoices):
    """What became of a request."""

    ACCEPTED = "accepted", _("accepted")
    DECLINED = "declined", _("declined")
    REOPENED = "reopened", _("opened again")


class PublishedAnswer(models.Model):
    """One decision on one request; ``number`` counts the requests under one code as they were first answered.

    Rows are added, never changed or deleted: a database trigger holds that, save for demonstration data. A request
    that was opened again keeps what had been decided, and gets another row.
    """

    code = models.CharField(max_length=30, db_index=True, help_text="The incident's code when it was asked.")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=10, choices=AnswerKind.choices)
    decided_on = models.DateField()
    published_at = models.DateTimeField()
    answer = models.TextField(blank=True, help_text="Public: what was decided, and why.")
    summary = models.TextField(blank=True, help_text="Public: what was asked, in the reviewer's own words.")
    carried_in = models.PositiveIntegerField(null=True, help_text="The version that brought an accepted one.")
    is_demonstration = models.BooleanField(default=False)

    class Meta:
        db_table = "record_answer"
        ordering = ["code", "number", "pk"]
        constraints = [
            models.CheckConstraint(name="answer_says_why", condition=Q(kind=AnswerKind.REOPENED) | ~Q(answer="")),
            models.CheckConstraint(
                name="answer_carried_if_accepted", condition=Q(carried_in__isnull=True) | Q(kind=AnswerKind.ACCEPTED)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} request {self.number}: {self.kind}"
