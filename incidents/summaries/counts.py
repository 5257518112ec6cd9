"""Everything that a month's summary shows, counted once: both languages are then worded from the same figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db.models import Prefetch

from incidents.models.place import Place, PlaceKind
from incidents.models.record.claim import PublishedClaim
from incidents.models.record.evidence import PublishedSource
from incidents.models.record.incident import PublishedIncident
from incidents.record.hashing import selection_hash
from incidents.statistics import provenance, totals
from incidents.statistics.filters import IncidentFilter
from incidents.statistics.provenance import Coverage
from incidents.statistics.reconciliation import Reconciliation, claims_touching, reconcile_all
from incidents.statistics.totals import Figure, PlaceTotals, Totals
from incidents.summaries.months import last_day, months_before
from incidents.vocabulary import DEMOGRAPHICS, Outcome

CHARTED_MONTHS = 12
EVERYONE_AND_GROUPS = ("total", *DEMOGRAPHICS)
#: What the tables and charts show; the number page shows the injured and the missing by demographic too.
IN_TABLES = (*((Outcome.KILLED.value, group) for group in EVERYONE_AND_GROUPS), (Outcome.INJURED.value, "total"))
ON_NUMBER_PAGE = tuple((outcome.value, group) for outcome in Outcome for group in EVERYONE_AND_GROUPS)


@dataclass(frozen=True, slots=True)
class Counts:
    """The figures and rows of one scope: a month, perhaps narrowed, as of a moment."""

    scope: IncidentFilter
    month: date
    whole: Totals
    months: Sequence[Totals]
    villages: Sequence[PlaceTotals]
    areas: Sequence[PlaceTotals]
    unlocated: int
    governorates: Sequence[Totals]
    weapons: Sequence[Totals]
    actors: Sequence[Totals]
    covered: Coverage
    undated: int
    incidents: Sequence[PublishedIncident]
    compared: Sequence[tuple[Reconciliation, Sequence[str]]]
    governorate_of: dict[str, str]
    governorate_places: dict[str, Place]
    data_hash: str
    claims_hash: str

    @property
    def as_of(self) -> datetime:
        """The moment as of which all is counted."""
        assert self.scope.as_of is not None
        return self.scope.as_of

    @property
    def is_demonstration(self) -> bool:
        """Whether any incident or claim shown is demonstration data."""
        return bool(self.covered.demonstration) or any(r.claim.is_demonstration for r, _codes in self.compared)


def scope_of(month: date, *, as_of: datetime, chosen: IncidentFilter | None = None) -> IncidentFilter:
    """The filter of a month's summary."""
    return replace(chosen or IncidentFilter(), start=month, end=last_day(month), as_of=as_of)


def count(month: date, *, as_of: datetime, chosen: IncidentFilter | None = None) -> Counts:
    """Count a month as of a moment. Some twenty queries, however many incidents there are."""
    scope = scope_of(month, as_of=as_of, chosen=chosen)
    villages, areas = totals.place_totals(scope, IN_TABLES)
    governorates = totals.totals_by(scope, "admin1", IN_TABLES)
    incidents = list(_rows(scope))
    compared = _compared(scope)
    return Counts(
        scope=scope,
        month=month,
        whole=totals.totals(scope, ON_NUMBER_PAGE),
        months=_twelve_months(scope, month),
        villages=villages,
        areas=areas,
        unlocated=sum(row.place_id is None for row in incidents),
        governorates=governorates,
        weapons=totals.totals_by(scope, "weapons", IN_TABLES),
        actors=totals.totals_by(scope, "actors", IN_TABLES),
        covered=provenance.coverage(scope),
        undated=scope.rows_outside_period().count(),
        incidents=incidents,
        compared=compared,
        governorate_of={row.place.key: row.admin1 for row in incidents if row.place},
        governorate_places=Place.objects.filter(kind=PlaceKind.GOVERNORATE).in_bulk(field_name="key"),
        data_hash=provenance.data_hash(scope),
        claims_hash=_hash_of([reconciliation.claim for reconciliation, _codes in compared]),
    )


def hashes(scope: IncidentFilter) -> tuple[str, str]:
    """The data hash of a scope's incidents and of its claims, without counting anything."""
    return provenance.data_hash(scope), _hash_of(list(claims_touching(scope)))


def _rows(scope: IncidentFilter) -> Sequence[PublishedIncident]:
    sources = Prefetch("sources", queryset=PublishedSource.objects.order_by("pk"))
    rows = scope.rows().select_related("place").prefetch_related(sources)
    return rows.order_by("date_start", "date_end", "code")  # type: ignore[return-value]


def _twelve_months(scope: IncidentFilter, month: date) -> list[Totals]:
    """The month and the eleven before it, in order; a month without incidents is there, with nothing documented."""
    earlier = replace(scope, start=months_before(month, CHARTED_MONTHS - 1))
    found = {part.key: part for part in totals.monthly_totals(earlier, IN_TABLES) if part.key}
    keys = (months_before(month, back) for back in range(CHARTED_MONTHS - 1, -1, -1))
    return [found.get(key) or Totals(key, 0, {pair: Figure(0, 0, 0, 0) for pair in IN_TABLES}) for key in keys]


def _compared(scope: IncidentFilter) -> list[tuple[Reconciliation, Sequence[str]]]:
    """Each claim for the month or a part of it, with the codes of what is documented for the same days and area."""
    claims = claims_touching(scope).prefetch_related("sources").order_by("period_start", "period_end", "code")
    return [
        (found, list(found.scope.rows().order_by("date_start", "code").values_list("code", flat=True)))
        for found in reconcile_all(claims, as_of=scope.as_of)
    ]


def _hash_of(claims: Sequence[PublishedClaim]) -> str:
    return selection_hash((claim.code, claim.version, claim.content_hash) for claim in claims) if claims else ""
