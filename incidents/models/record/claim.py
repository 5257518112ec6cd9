"""Published period claims: totals that sources claim, kept beside what is documented, never added to it."""

from django.db import models
from django.db.models import Q

from incidents.figures import FigureColumns, figure_constraints
from incidents.models.period import PeriodAndArea, period_in_order
from incidents.models.record.version import Version, VersionQuerySet, version_constraints


class PublishedClaim(Version, FigureColumns, PeriodAndArea):
    """One published version of one period claim."""

    objects = models.Manager.from_queryset(VersionQuerySet)()

    class Meta(Version.Meta):
        db_table = "record_claim"
        constraints = [
            *version_constraints("claim"),
            *figure_constraints("claim"),
            period_in_order("claim_record_period"),
        ]
        indexes = [
            models.Index(name="claim_published", fields=["published_at"]),
            models.Index(name="claim_superseded", fields=["superseded_at"]),
            models.Index(name="claim_demonstration", fields=["id"], condition=Q(is_demonstration=True)),
        ]
