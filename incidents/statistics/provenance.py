"""What stands behind a selection: how many reports and independent origins, its data hash, the record's own age."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Max
from django.utils import timezone

from incidents.models.record.claim import PublishedClaim
from incidents.models.record.incident import PublishedIncident
from incidents.record.hashing import selection_hash
from incidents.statistics import totals
from incidents.statistics.filters import IncidentFilter
from incidents.statistics.measures import BEHIND
from incidents.statistics.reading_copy import answering


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much a selection rests on: incidents, of them with one origin only, reports in all, demonstration or not."""

    incidents: int
    single_origin: int
    reports: int
    demonstration: int
    by_dataset: dict[str, int]


#: The columns that ``coverage_of`` adds up.
COLUMNS = ("dataset", "report_count", "origin_count", "is_demonstration")


def coverage(chosen: IncidentFilter) -> Coverage:
    """The reports and origins behind a selection."""
    return coverage_of(totals.grouped(chosen.rows(), ("dataset",), (), columns=COLUMNS, also=BEHIND), at=1)


def coverage_of(rows: Sequence[Sequence[Any]], *, at: int) -> Coverage:
    """The same from parts: each begins with its dataset; at ``at`` stands its number, ``BEHIND`` is at its end."""
    by_dataset: dict[str, int] = {}
    for row in rows:
        by_dataset[row[0]] = by_dataset.get(row[0], 0) + row[at]
    reports, single, demonstration = (sum(row[place] for row in rows) for place in (-3, -2, -1))
    return Coverage(sum(by_dataset.values()), single, reports, demonstration, by_dataset)


def data_hash(chosen: IncidentFilter) -> str:
    """SHA-256 over the rows of a selection, see ``record.hashing.selection_hash``."""
    copied = answering.data_hash(chosen.rows())
    if copied is not None:
        return copied
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
