"""Saved views: the queue as one reviewer likes to see it, under a name."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class SavedView(models.Model):
    """A name for a filter of the queue, for one account alone; ``query`` is the filter as it stands in an address."""

    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_views")
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=2000, blank=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(name="saved_view_name", fields=["account", "name"]),
            models.CheckConstraint(name="saved_view_has_name", condition=~Q(name="")),
        ]

    def __str__(self) -> str:
        return self.name
