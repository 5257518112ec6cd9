"""The words behind the figures: sources, the passages published of them, and the span of each value.

Only passages that evidence rests on pass the door; the rest of a report stays on the desk.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from incidents.models.record.claim import PublishedClaim
from incidents.models.record.incident import PublishedIncident
from incidents.vocabulary import Quantifier


class PublishedSource(models.Model):
    """One report behind one version of one incident or claim. ``sha256`` is of the whole text as received.

    ``origin`` names the independent origin: reports of one origin (reprints of one statement) share it.
    """

    incident = models.ForeignKey(PublishedIncident, on_delete=models.CASCADE, null=True, related_name="sources")
    claim = models.ForeignKey(PublishedClaim, on_delete=models.CASCADE, null=True, related_name="sources")
    publisher = models.CharField(max_length=200, blank=True)
    original_publisher = models.CharField(max_length=200, blank=True)
    origin = models.CharField(max_length=200, blank=True)
    url = models.URLField(max_length=1000, blank=True)
    published_on = models.DateField(null=True)
    language = models.CharField(max_length=5, blank=True)
    sha256 = models.CharField(max_length=64)

    class Meta:
        db_table = "record_source"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="source_of_one",
                condition=Q(incident__isnull=False, claim__isnull=True) | Q(incident__isnull=True, claim__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return self.publisher or self.original_publisher or self.sha256[:12]


class PublishedPassage(models.Model):
    """A published stretch of a source's text; ``start`` is where it stands in the text as received."""

    source = models.ForeignKey(PublishedSource, on_delete=models.CASCADE, related_name="passages")
    start = models.PositiveIntegerField()
    text = models.TextField()

    class Meta:
        db_table = "record_passage"
        ordering = ["start"]

    def __str__(self) -> str:
        return self.text[:60]


class PublishedEvidence(models.Model):
    """The words of one value. ``field`` is ``killed.children`` or the like, ``date``, ``place``, ``weapon``, ``actor``.

    ``start`` and ``end`` count from the start of the source's text as received, like the passage's ``start``.
    """

    passage = models.ForeignKey(PublishedPassage, on_delete=models.CASCADE, related_name="evidence")
    field = models.CharField(max_length=40)
    value = models.CharField(max_length=120, blank=True, help_text="Code, name or ISO date where it is no figure.")
    low = models.PositiveIntegerField(null=True)
    high = models.PositiveIntegerField(null=True)
    quantifier = models.CharField(max_length=16, choices=Quantifier.choices, blank=True)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()

    class Meta:
        db_table = "record_evidence"
        ordering = ["start", "pk"]
        constraints = [models.CheckConstraint(name="evidence_span", condition=Q(start__lt=F("end")))]

    def __str__(self) -> str:
        return f"{self.field}: {self.words}"

    @property
    def words(self) -> str:
        """The words themselves, cut from the passage."""
        return self.passage.text[self.start - self.passage.start : self.end - self.passage.start]
