"""What changed in a selection between two moments, entry by entry, each with the reason that was given for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Q

from incidents.models.record.incident import PublishedIncident
from incidents.models.record.version import VersionQuerySet, VersionState
from incidents.statistics.filters import IncidentFilter


@dataclass(frozen=True, slots=True)
class Change:
    """One incident that differs: as it stood (None: was not public) and as it stands (None: was withdrawn).

    ``latest`` is the version that stands at the later moment, a withdrawal included; its reason is the reason.
    """

    before: PublishedIncident | None
    after: PublishedIncident | None
    latest: PublishedIncident

    @property
    def kind(self) -> str:
        """``added``, ``corrected`` or ``withdrawn``."""
        if self.after is None:
            return "withdrawn"
        return "corrected" if self.before else "added"


def changed(chosen: IncidentFilter, since: datetime) -> VersionQuerySet:
    """The latest versions of incidents that changed after ``since`` and that the filter means now or meant then."""
    then = replace(chosen, as_of=since)
    meant = Q(pk__in=chosen.rows().values("pk")) | Q(code__in=then.rows().values("code"))
    latest: VersionQuerySet = (
        PublishedIncident.objects.current_at(chosen.as_of).filter(published_at__gt=since).filter(meant)
    )
    latest = latest.select_related("place").order_by("-published_at", "code")
    return latest


def changes(latest: Sequence[PublishedIncident], since: datetime) -> list[Change]:
    """Each of some ``changed`` versions beside what stood at ``since``."""
    codes = [row.code for row in latest]
    stood = {row.code: row for row in PublishedIncident.objects.as_of(since).filter(code__in=codes)}
    return [
        Change(stood.get(row.code), row if row.state == VersionState.PUBLISHED else None, row)
        for row in latest
        if row.state == VersionState.PUBLISHED or row.code in stood
    ]
