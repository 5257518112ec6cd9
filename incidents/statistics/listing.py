"""The incidents of a selection, page by page and alike at any depth: latest first, undated ones last, or by code."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from django.db.models import F, Q
from django.db.models.functions import Collate

from incidents.models.record.incident import PublishedIncident
from incidents.models.record.version import VersionQuerySet
from incidents.statistics.gazetteer import places_by_id
from incidents.statistics.reading_copy import answering

ORDER = (F("date_start").desc(nulls_last=True), "code")
TOGETHER = 250  # rows read at once where all are read: the first of them are to come soon
NEAR = 2_000  # rows that are found by sorting no others
STRETCH = 8_000  # rows whose numbers are looked up at once
BEGINNING = "left(code, 8)"  # parts a record by year or better: SY-2023-
Counts = Sequence[Sequence[Any]]


class Listing(Sequence[PublishedIncident]):
    """The rows in their order, to be sliced as a paginator does; ``count`` of them are known already."""

    by: Sequence[Any] = ORDER

    def __init__(self, rows: VersionQuerySet, count: int) -> None:
        self.rows = rows
        self.total = count

    def __len__(self) -> int:
        return self.total

    def __getitem__(self, part: slice) -> list[PublishedIncident]:  # type: ignore[override]  # slices alone
        start, stop = part.start or 0, self.total if part.stop is None else part.stop
        ids = self.numbers(start, stop - start)
        if ids is None:
            return list(self.rows.select_related("place").order_by(*self.by)[part])
        found = PublishedIncident.objects.select_related("place").in_bulk(ids)
        return [found[number] for number in ids if number in found]

    def numbers(self, start: int, count: int) -> list[int] | None:
        """The numbers of the rows of a page, from the reading copy; None where PostgreSQL is to answer.

        First how many there are of each day, then the rows of the page's days alone: the last page costs as the first.
        """
        days = answering.listed(self.rows, ("date_start", "count(*)"), "GROUP BY 1 ORDER BY 1 DESC NULLS LAST")
        if days is None:
            return None
        meant, before = _of_page(days, start, count)
        if not meant:
            return []
        dated = [day for day in meant if day]
        within = Q(date_start__range=(dated[-1], dated[0])) if dated else Q()
        within = within | Q(date_start__isnull=True) if None in meant else within
        rest = f"ORDER BY date_start DESC NULLS LAST, code LIMIT {count:d} OFFSET {start - before:d}"
        return _ids(self.rows.filter(within), rest)


class ListingByCode(Listing):
    """The same in the order of their codes."""

    by = ("code",)

    def numbers(self, start: int, count: int) -> list[int] | None:
        """As of ``Listing``: of a page far on, first how many codes begin alike, then its beginnings' codes alone."""
        if start + count <= NEAR:
            return _ids(self.rows, f"ORDER BY code LIMIT {count:d} OFFSET {start:d}")
        beginnings = _beginnings(self.rows)
        if beginnings is None:
            return None
        meant, before = _of_page(beginnings, start, count)
        if not meant:
            return []
        within = _between(meant[0], next((word for word, _count in beginnings if word > meant[-1]), ""))
        return _ids(self.rows.filter(within), f"ORDER BY code LIMIT {count:d} OFFSET {start - before:d}")


def by_code(rows: VersionQuerySet) -> Iterator[PublishedIncident]:
    """All of the rows by their codes, the first of them at once however many there are.

    They are read in parts, so they should be ``as_of`` a moment. Of a large record PostgreSQL would sort every row
    before it gave the first. Places have names and point alone.
    """
    rest = _one_by_one(rows)
    while batch := list(islice(rest, TOGETHER)):
        # The places by their ids, not by a join: rows are wide and few places repeat in many of them.
        places = places_by_id({row.place_id for row in batch if row.place_id})
        for row in batch:
            row.place = places.get(row.place_id) if row.place_id else None
            yield row


def _one_by_one(rows: VersionQuerySet) -> Iterator[PublishedIncident]:
    last = ""
    for ids in _numbers_by_code(rows):
        if ids is None:  # the order of the copy all the same, which may not be that of the database's language
            rest = rows.alias(plain=Collate("code", "C")).filter(plain__gt=last).order_by("plain")
            yield from (rest if last else rows.order_by("code")).iterator(chunk_size=TOGETHER)
            return
        for at in range(0, len(ids), TOGETHER):
            found = PublishedIncident.objects.in_bulk(ids[at : at + TOGETHER])
            for row in (found[number] for number in ids[at : at + TOGETHER] if number in found):
                yield row
                last = row.code


def _numbers_by_code(rows: VersionQuerySet) -> Iterator[list[int] | None]:
    """The numbers of all rows by their codes, some thousand at a time; None, and no more, where the copy does not
    answer. The first are found without counting the others."""
    first = answering.listed(rows, ("id", "code"), f"ORDER BY code LIMIT {NEAR:d}")
    yield None if first is None else [number for number, _code in first]
    if first is None or len(first) < NEAR:
        return
    rest = rows.filter(code__gt=first[-1][1])
    beginnings = _beginnings(rest)
    if beginnings is None:
        yield None
        return
    for within in _stretches(beginnings):
        yield _ids(rest.filter(within), "ORDER BY code")


def _beginnings(rows: VersionQuerySet) -> Counts | None:
    return answering.listed(rows, (BEGINNING, "count(*)"), "GROUP BY 1 ORDER BY 1")


def _stretches(beginnings: Counts) -> Iterator[Q]:
    """Conditions that part rows by their codes, in order, each for some thousands of rows or one beginning."""
    first, seen = "", 0
    for word, count in beginnings:
        if seen + count > STRETCH and seen:
            yield _between(first, word)
            first, seen = word, 0
        seen += count
    yield _between(first, "")


def _between(first: str, after: str) -> Q:
    return Q(code__gte=first) & (Q(code__lt=after) if after else Q())


def _ids(rows: VersionQuerySet, rest: str) -> list[int] | None:
    found = answering.listed(rows, ("id",), rest)
    return None if found is None else [number for (number,) in found]


def _of_page(counts: Counts, start: int, count: int) -> tuple[list[Any], int]:
    """The days, or beginnings of codes, in which a page's rows lie, and how many rows come before the first of them."""
    meant: list[Any] = []
    before = seen = 0
    for word, number in counts:
        if seen + number <= start:
            before += number
        elif seen < start + count:
            meant.append(word)
        seen += number
    return meant, before
