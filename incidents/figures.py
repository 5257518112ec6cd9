"""Casualty figures as plain values: low–best–high per outcome and group, their columns and their rules.

Shared by desk and record, so that a figure has one shape on both sides of the door.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from incidents.vocabulary import PARTITION, Group, Outcome

BOUNDS = ("low", "best", "high")
SEXES_OF_CHILDREN = (Group.GIRLS, Group.BOYS)


@dataclass(frozen=True, slots=True)
class Bounds:
    """What is accepted for one outcome and group: at least ``low``, at most ``high`` (None: open), ``best`` if argued.

    ``Bounds(11, None, 11)`` is eleven; ``Bounds(270, None, None)`` is at least 270; ``Bounds(0, None, 0)`` is none.
    An unknown figure is no Bounds at all (None), never zero.
    """

    low: int
    best: int | None
    high: int | None

    def __post_init__(self) -> None:
        in_order = [value for value in (self.low, self.best, self.high) if value is not None]
        if self.low < 0 or in_order != sorted(in_order):
            raise ValueError(f"a figure must have 0 <= low <= best <= high: {self}")


Figures = Mapping[tuple[str, str], Bounds]


def column(outcome: str, group: str, bound: str) -> str:
    """The name of one column: ``column("killed", "children", "low")`` is ``"killed_children_low"``."""
    return f"{outcome}_{group}_{bound}"


def all_columns() -> Iterator[str]:
    """Every figure column, in the order of the code lists."""
    return (column(o, g, b) for o in Outcome.values for g in Group.values for b in BOUNDS)


def check_consistent(figures: Figures) -> None:
    """Raise ValidationError where a group exceeds its whole: the rules that the database's constraints hold too.

    A known group needs a known total at least as large as it, so that sums of parts never exceed sums of totals.
    """
    for outcome in Outcome:
        total = figures.get((outcome, Group.TOTAL))
        for group in Group.values[1:]:
            _check_sum(figures, outcome, (Group(group),), total)
        _check_sum(figures, outcome, PARTITION, total)
        _check_sum(figures, outcome, SEXES_OF_CHILDREN, figures.get((outcome, Group.CHILDREN)))


def _check_sum(figures: Figures, outcome: Outcome, groups: tuple[Group, ...], whole: Bounds | None) -> None:
    known = [group for group in groups if (outcome, group) in figures]
    parts = sum(figures[outcome, group].low for group in known)
    if known and (whole is None or parts > whole.low):
        raise ValidationError(
            _("%(outcome)s: %(groups)s make %(parts)s, so at least as many must be counted in all, not %(whole)s.")
            % {
                "outcome": outcome.label,
                "groups": " + ".join(str(group.label) for group in known),
                "parts": parts,
                "whole": "—" if whole is None else whole.low,
            }
        )


def with_implied_wholes(figures: Figures) -> dict[tuple[str, str], Bounds]:
    """The figures, with each whole raised to what its parts say at least: "three children" means three people or more.

    A whole that was unknown becomes open above; nothing else is changed.
    """
    implied = dict(figures)
    for outcome in Outcome.values:
        _raise_whole(implied, outcome, Group.CHILDREN, [SEXES_OF_CHILDREN])
        _raise_whole(implied, outcome, Group.TOTAL, [PARTITION, *((Group(g),) for g in Group.values[1:])])
    return implied


def _raise_whole(
    figures: dict[tuple[str, str], Bounds], outcome: str, whole: str, alternatives: Iterable[tuple[Group, ...]]
) -> None:
    sums = [[figures[outcome, g].low for g in groups if (outcome, g) in figures] for groups in alternatives]
    least = max((sum(parts) for parts in sums if parts), default=None)
    now = figures.get((outcome, whole))
    if least is None or (now and now.low >= least):
        return
    best = max(now.best, least) if now and now.best is not None else None
    high = max(now.high, least) if now and now.high is not None else None
    figures[outcome, whole] = Bounds(least, best, high)


class FigureColumns(models.Model):
    """A wide row: one nullable column per outcome, group and bound (see ``all_columns``).

    Three things are kept apart: null is unknown, zero is known to be none, and what ``none_reported`` names is null
    too, but a source says that none were reported. It counts as unknown everywhere.
    """

    none_reported = ArrayField(models.CharField(max_length=30), default=list, db_default=[], blank=True)

    class Meta:
        abstract = True

    def says_none_reported(self, outcome: str, group: str) -> bool:
        """Whether a source says of this figure that none were reported."""
        return f"{outcome}.{group}" in self.none_reported

    def figures(self) -> dict[tuple[str, str], Bounds]:
        """The row's known figures; a group that is unknown is not in it."""
        return {
            (outcome, group): bounds
            for outcome in Outcome.values
            for group in Group.values
            if (bounds := self.bounds(outcome, group)) is not None
        }

    def bounds(self, outcome: str, group: str) -> Bounds | None:
        """One figure, or None where it is unknown."""
        low, best, high = (getattr(self, column(outcome, group, bound)) for bound in BOUNDS)
        return None if low is None else Bounds(low, best, high)


for _name in all_columns():
    FigureColumns.add_to_class(_name, models.PositiveIntegerField(null=True, blank=True))


def columns_of(figures: Figures) -> dict[str, int | None]:
    """The figures as values for the columns of ``FigureColumns``."""
    return {
        column(outcome, group, bound): getattr(bounds, bound)
        for (outcome, group), bounds in figures.items()
        for bound in BOUNDS
    }


def figure_constraints(prefix: str) -> list[models.CheckConstraint]:
    """The database's own hold on the rules: low ≤ best ≤ high everywhere, and no part larger than its whole."""
    rules = []
    for outcome in Outcome.values:
        rules.append(models.CheckConstraint(name=f"{prefix}_{outcome}_order", condition=_ordered(outcome)))
        rules.append(models.CheckConstraint(name=f"{prefix}_{outcome}_parts", condition=_parts_within(outcome)))
    return rules


def _ordered(outcome: str) -> Q:
    rule = Q()
    for group in Group.values:
        low, best, high = (column(outcome, group, bound) for bound in BOUNDS)
        rule &= Q(**{f"{low}__isnull": False}) | Q(**{f"{best}__isnull": True, f"{high}__isnull": True})
        rule &= Q(**{f"{high}__isnull": True}) | Q(**{f"{low}__lte": F(high)})
        rule &= Q(**{f"{best}__isnull": True}) | Q(**{f"{low}__lte": F(best)})
        rule &= Q(**{f"{best}__isnull": True}) | Q(**{f"{high}__isnull": True}) | Q(**{f"{best}__lte": F(high)})
    return rule


def _parts_within(outcome: str) -> Q:
    rule = _holds(outcome, Group.CHILDREN, SEXES_OF_CHILDREN) & _holds(outcome, Group.TOTAL, PARTITION)
    for group in Group.values[1:]:
        rule &= _holds(outcome, Group.TOTAL, (Group(group),))
    return rule


def _holds(outcome: str, whole: Group, parts: tuple[Group, ...]) -> Q:
    """The known parts' least sum is within the whole's least; all parts unknown is fine."""
    lows = [column(outcome, part, "low") for part in parts]
    summed = sum((Coalesce(F(low), 0) for low in lows[1:]), Coalesce(F(lows[0]), 0))
    unknown = Q(**{f"{low}__isnull": True for low in lows})
    return unknown | (
        Q(**{f"{column(outcome, whole, 'low')}__isnull": False})
        & Q(**{f"{column(outcome, whole, 'low')}__gte": summed})
    )
