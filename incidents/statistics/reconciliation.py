"""Claimed totals beside what is documented for the same period and area: the gap is shown, never filled."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from incidents.figures import Bounds
from incidents.models.record.claim import PublishedClaim
from incidents.models.record.version import VersionQuerySet
from incidents.statistics.filters import AREA, IncidentFilter, is_country
from incidents.statistics.totals import Figure, Totals, documented_in
from incidents.vocabulary import Group, Outcome


@dataclass(frozen=True, slots=True)
class Gap:
    """The distance between a claimed and a documented figure, ``low``–``high`` (None: open)."""

    low: int
    high: int | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """One claimed figure and the documented one; a negative gap says that more is documented than was claimed."""

    outcome: str
    group: str
    claimed: Bounds
    documented: Figure

    @property
    def gap(self) -> Gap | None:
        """Claimed minus documented; None where so much may be documented that no gap can be told."""
        most = self.documented.high if self.documented.is_known else 0
        if most is None:
            return None
        least = self.documented.low if self.documented.is_known else 0
        return Gap(self.claimed.low - most, None if self.claimed.high is None else self.claimed.high - least)


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """A period claim and each of its figures compared; ``scope`` is the filter of the documented side."""

    claim: PublishedClaim
    scope: IncidentFilter
    totals: Totals
    comparisons: tuple[Comparison, ...]

    @property
    def killed(self) -> Comparison | None:
        """The comparison of all killed, the one that short tables show."""
        return self.comparison(Outcome.KILLED)

    def comparison(self, outcome: str, group: str = "total") -> Comparison | None:
        """One figure's comparison, or None where the claim gives no such figure."""
        return next((c for c in self.comparisons if (c.outcome, c.group) == (outcome, group)), None)


def claims_as_of(moment: datetime | None) -> VersionQuerySet:
    """The period claims that were public at a moment (None: now), latest period first."""
    claims: VersionQuerySet = PublishedClaim.objects.as_of(moment)
    return claims.order_by("-period_start", "code")


def claims_touching(chosen: IncidentFilter) -> VersionQuerySet:
    """Claims whose period lies within the filter's and whose area overlaps its governorates."""
    claims = claims_as_of(chosen.as_of)
    if chosen.start:
        claims = claims.filter(period_start__gte=chosen.start)
    if chosen.end:
        claims = claims.filter(period_end__lte=chosen.end)
    governorates = {key[:4] for key in chosen.places if AREA.fullmatch(key)}
    if chosen.places and not any(map(is_country, chosen.places)):
        claims = claims.filter(Q(governorates__overlap=list(governorates)) | Q(governorates=[]))
    return claims


def reconcile(claim: PublishedClaim, *, as_of: datetime | None = None) -> Reconciliation:
    """Compare one claim with what is documented for its period and area, as of the same moment."""
    return reconcile_all([claim], as_of=as_of)[0]


def reconcile_all(claims: Iterable[PublishedClaim], *, as_of: datetime | None = None) -> list[Reconciliation]:
    """``reconcile`` for each of some claims, counted together."""
    scoped = [(claim, _scope(claim, as_of), claim.figures()) for claim in claims]
    scopes = list(dict.fromkeys(scope for _claim, scope, _claimed in scoped))
    groups = dict.fromkeys([Group.TOTAL, *(group for *_claim, claimed in scoped for _outcome, group in claimed)])
    sums = dict(zip(scopes, documented_in(scopes, groups), strict=True))
    return [Reconciliation(claim, of, sums[of], _compared(claimed, sums[of])) for claim, of, claimed in scoped]


def _scope(claim: PublishedClaim, as_of: datetime | None) -> IncidentFilter:
    return IncidentFilter(start=claim.period_start, end=claim.period_end, places=tuple(claim.governorates), as_of=as_of)


def _compared(claimed: Mapping[tuple[str, str], Bounds], sums: Totals) -> tuple[Comparison, ...]:
    return tuple(
        Comparison(outcome, group, bounds, sums.figure(outcome, group))
        for (outcome, group), bounds in claimed.items()
        if outcome in Outcome.values and group in Group.values
    )
