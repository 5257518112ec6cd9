"""In which order a table is shown: the reader's choice among those that each table can give, in the address.

``order=killed`` is from the least, ``order=-killed`` from the most; unknown comes last either way. Incidents are
offered in those orders alone that the record has an index for, so that a million of them are a page like any other.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F, OrderBy, Value
from django.db.models.functions import NullIf
from django.http import HttpRequest
from django.utils.translation import gettext as _

from incidents.dashboard.search import Found
from incidents.models.record.incident import PublishedIncident
from incidents.models.record.version import VersionQuerySet
from incidents.statistics.listing import Listing
from incidents.statistics.totals import Figure, PlaceTotals, Totals
from incidents.vocabulary import DEMOGRAPHICS

WORD = "order"
#: The first of each is the order in which a table is shown where the address names none.
OF_INCIDENTS = ("-date", "date", "-killed", "-injured")
OF_CLAIMS = ("-period", "period", "-killed", "-injured", "source")
OF_FOUND = (
    "like",
    "name",
    "-name",
    "governorate",
    "-killed",
    "killed",
    "-injured",
    "injured",
    "-incidents",
    "incidents",
)

UNKNOWN_LAST: dict[str, OrderBy] = {
    "date": F("date_start").asc(nulls_last=True),
    "-killed": F("killed_total_low").desc(nulls_last=True),
    "-injured": F("injured_total_low").desc(nulls_last=True),
    "-period": F("period_start").desc(nulls_last=True),
    "period": F("period_start").asc(nulls_last=True),
    "source": NullIf("source_name", Value("")).asc(nulls_last=True),
}


@dataclass(frozen=True, slots=True)
class Order:
    """The order of one table: the word that was asked for, the ones that could be, and what was wrong."""

    word: str
    offered: Sequence[str]
    error: str = ""

    @property
    def is_usual(self) -> bool:
        """Whether the table is shown as it is without any word."""
        return self.word == self.offered[0]

    @property
    def column(self) -> str:
        """The column that is ordered by."""
        return self.word.removeprefix("-")

    @property
    def is_descending(self) -> bool:
        """Whether from the most to the least."""
        return self.word.startswith("-")

    def next_word(self, column: str) -> str:
        """The word that a click on a column's head asks for: its other direction where it is ordered by already; empty
        where there is nothing else."""
        words = [word for word in self.offered if word.removeprefix("-") == column]
        others = [word for word in words if word != self.word]
        return others[0] if others else ""


def read_order(request: HttpRequest, offered: Sequence[str]) -> Order:
    """The order that an address asks for; an impossible one is left out and named."""
    asked = request.GET.get(WORD, "").strip()
    if not asked or asked in offered:
        return Order(asked or offered[0], offered)
    words = {"value": asked[:40], "known": ", ".join(offered)}
    return Order(offered[0], offered, _("“%(value)s” is not known here. Known are: %(known)s.") % words)


def of_places(shown: str, others: Sequence[str]) -> tuple[str, ...]:
    """The orders of the table of places: the usual one is by the outcome that is shown, the most first."""
    figures = (shown, *DEMOGRAPHICS, *others, "incidents")
    return (*(word for name in figures for word in (f"-{name}", name)), "name", "-name")


class OrderedIncidents(Listing):
    """Incidents in an order other than the usual, straight from the index of the record; a page of them at a time."""

    def __init__(self, rows: VersionQuerySet, count: int, order: Order) -> None:
        super().__init__(rows, count)
        self.order = order

    def __getitem__(self, part: slice) -> list[PublishedIncident]:  # type: ignore[override]  # slices alone
        return list(self.rows.select_related("place").order_by(UNKNOWN_LAST[self.order.word], "code")[part])


def listing(rows: VersionQuerySet, count: int, order: Order) -> Listing:
    """The incidents of some rows in an order, to be paged."""
    return Listing(rows, count) if order.is_usual else OrderedIncidents(rows, count, order)


def ordered_claims(claims: VersionQuerySet, order: Order) -> VersionQuerySet:
    """Period claims in an order; there are hundreds of them, which need no index."""
    return claims.order_by(UNKNOWN_LAST[order.word], "code")


def ordered_places(places: Sequence[PlaceTotals], order: Order, shown: str) -> list[PlaceTotals]:
    """Places in an order; by a demographic, that of the outcome that is shown."""
    if order.column == "name":
        return sorted(places, key=lambda part: part.place.name, reverse=order.is_descending)
    return _by_figure(places, order, lambda part: part.totals, shown, lambda part: part.place.key)


def ordered_found(found: Sequence[Found], order: Order) -> list[Found]:
    """Places that were found by name, in an order; those without an incident last where it is by a figure."""
    if order.word == "like":
        return list(found)
    if order.column == "name":
        return sorted(found, key=lambda each: each.place.name, reverse=order.is_descending)
    if order.column == "governorate":
        return sorted(
            found, key=lambda each: (each.governorate is None, each.governorate and each.governorate.name or "")
        )
    return _by_figure(found, order, lambda each: each.totals, "killed", lambda each: each.place.key)


def _by_figure(rows: Iterable[Any], order: Order, totals_of: Any, shown: str, name_of: Any) -> list[Any]:
    def key(row: Any) -> tuple[Any, ...]:
        least, most = _bounds(totals_of(row), order.column, shown)
        sign = -1 if order.is_descending else 1
        return (least is None, sign * (least or 0), sign * (most or 0), name_of(row))

    return sorted(rows, key=key)


def _bounds(part: Totals | None, column: str, shown: str) -> tuple[int | None, float | None]:
    """What a row is ordered by: its least, then its most; an open figure is larger than any that is closed."""
    if part is None:
        return None, None
    if column == "incidents":
        return part.incidents, part.incidents
    figure: Figure = part.figure(shown, column) if column in DEMOGRAPHICS else part.figure(column)
    if not figure.is_known:
        return None, None
    return figure.low, float("inf") if figure.high is None else figure.high
