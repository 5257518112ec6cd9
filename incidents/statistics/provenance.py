"""What stands behind a selection: how many reports and independent origins, its data hash, the record's own age."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, Q, Sum
from django.utils import timezone

from incidents.models.record.claim import PublishedClaim
from incidents.models.record.incident import PublishedIncident
from incidents.record.hashing import selection_hash
from incidents.statistics.filters import IncidentFilter


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much a selection rests on: incidents, of them with one origin only, reports in all, demonstration or not."""

    incidents: int
    single_origin: int
    reports: int
    demonstration: int
    by_dataset: dict[str, int]


def coverage(chosen: IncidentFilter) -> Coverage:
    """The reports and origins behind a selection."""
    rows = chosen.rows().order_by()
    parts = rows.values("dataset").annotate(
        incidents=Count("pk"),
        single=Count("pk", filter=Q(origin_count__lte=1)),
        reports=Sum("report_count"),
        demonstration=Count("pk", filter=Q(is_demonstration=True)),
    )
    return Coverage(
        incidents=sum(part["incidents"] for part in parts),
        single_origin=sum(part["single"] for part in parts),
        reports=sum(part["reports"] for part in parts),
        demonstration=sum(part["demonstration"] for part in parts),
        by_dataset={part["dataset"]: part["incidents"] for part in parts},
    )


def data_hash(chosen: IncidentFilter) -> str:
    """SHA-256 over the rows of a selection, see ``record.hashing.selection_hash``."""
    return selection_hash(chosen.rows().order_by().values_list("code", "version", "content_hash").iterator())


def citable_moment() -> datetime:
    """A moment at which the record stands as it does now: this second, or the exact moment of a change within it."""
    second = timezone.now().replace(microsecond=0)
    changed = last_change()
    return changed if changed and changed > second else second


def last_change() -> datetime | None:
    """When the record last changed; None while it is empty. Every cached page and chart is keyed by it."""
    moments = [
        moment
        for model in (PublishedIncident, PublishedClaim)
        for moment in model.objects.aggregate(a=Max("published_at"), b=Max("superseded_at")).values()
    ]
    return max((moment for moment in moments if moment), default=None)


def holds_demonstration() -> bool:
    """Whether any demonstration row is in the record, so that every page can say so."""
    return any(m.objects.filter(is_demonstration=True).exists() for m in (PublishedIncident, PublishedClaim))
