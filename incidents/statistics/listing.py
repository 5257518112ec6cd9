"""The incidents of a selection, page by page: latest first, undated ones last, alike at any depth."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import F, Q

from incidents.models.record.incident import PublishedIncident
from incidents.models.record.version import VersionQuerySet
from incidents.statistics.reading_copy import answering

ORDER = (F("date_start").desc(nulls_last=True), "code")


class Listing(Sequence[PublishedIncident]):
    """The rows in their order, to be sliced as a paginator does; ``count`` of them are known already."""

    def __init__(self, rows: VersionQuerySet, count: int) -> None:
        self.rows = rows
        self.total = count

    def __len__(self) -> int:
        return self.total

    def __getitem__(self, part: slice) -> list[PublishedIncident]:  # type: ignore[override]  # slices alone
        start, stop = part.start or 0, self.total if part.stop is None else part.stop
        ids = _numbers(self.rows, start, stop - start)
        if ids is None:
            return list(self.rows.select_related("place").order_by(*ORDER)[part])
        found = PublishedIncident.objects.select_related("place").in_bulk(ids)
        return [found[number] for number in ids if number in found]


def _numbers(rows: VersionQuerySet, start: int, count: int) -> list[int] | None:
    """The numbers of the rows of a page, from the reading copy; None where PostgreSQL is to answer.

    First how many there are of each day, then the rows of the page's days alone: the last page costs as the first.
    """
    days = answering.listed(rows, ("date_start", "count(*)"), "GROUP BY 1 ORDER BY 1 DESC NULLS LAST")
    if days is None:
        return None
    meant, before = _days_of_page(days, start, count)
    if not meant:
        return []
    dated = [day for day in meant if day]
    within = Q(date_start__range=(dated[-1], dated[0])) if dated else Q()
    within = within | Q(date_start__isnull=True) if None in meant else within
    rest = f"ORDER BY date_start DESC NULLS LAST, code LIMIT {count:d} OFFSET {start - before:d}"
    found = answering.listed(rows.filter(within), ("id",), rest)
    return None if found is None else [number for (number,) in found]


def _days_of_page(days: Sequence[Sequence[Any]], start: int, count: int) -> tuple[list[date | None], int]:
    """The days on which a page's rows lie, and how many rows come before the first of those days."""
    meant: list[date | None] = []
    before = seen = 0
    for day, number in days:
        if seen + number <= start:
            before += number
        elif seen < start + count:
            meant.append(day)
        seen += number
    return meant, before
