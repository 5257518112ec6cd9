"""Casualty figures as plain values: low–best–high per outcome and group, their columns and their rules.

Shared by desk and record, so that a figure has one shape on both sides of the door.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from incidents.vocabulary import PARTITION, Group, Outcome

BOUNDS = ("low", "best", "high")


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
    """Raise ValidationError when a group exceeds its whole: the rules that the database's constraints hold too."""
    for outcome in Outcome:
        total = figures.get((outcome, Group.TOTAL))
        children = figures.get((outcome, Group.CHILDREN))
        for group in Group.values[1:]:
            part = figures.get((outcome, group))
            if part and total and total.high is not None and part.low > total.high:
                raise ValidationError(
                    _("%(outcome)s: %(part)s %(group)s cannot be among %(total)s in all.")
                    % {
                        "outcome": outcome.label,
                        "part": part.low,
                        "group": Group(group).label,
                        "total": total.high,
                    }
                )
        _check_sum(figures, outcome, PARTITION, total)
        _check_sum(figures, outcome, (Group.GIRLS, Group.BOYS), children)


def _check_sum(figures: Figures, outcome: Outcome, groups: tuple[Group, ...], whole: Bounds | None) -> None:
    parts = sum(part.low for group in groups if (part := figures.get((outcome, group))))
    if whole and whole.high is not None and parts > whole.high:
        names = "، ".join(str(group.label) for group in groups)
        raise ValidationError(
            _("%(outcome)s: %(groups)s add up to %(parts)s, more than %(whole)s.")
            % {"outcome": outcome.label, "groups": names, "parts": parts, "whole": whole.high}
        )


class FigureColumns(models.Model):
    """A wide row: one nullable column per outcome, group and bound (see ``all_columns``)."""

    class Meta:
        abstract = True

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
    total = column(outcome, Group.TOTAL, "high")
    children = column(outcome, Group.CHILDREN, "high")
    rule = _open_or_within(total, [column(outcome, group, "low") for group in PARTITION])
    rule &= _open_or_within(children, [column(outcome, group, "low") for group in (Group.GIRLS, Group.BOYS)])
    for group in Group.values[1:]:
        rule &= _open_or_within(total, [column(outcome, group, "low")])
    return rule


def _open_or_within(whole: str, parts: list[str]) -> Q:
    summed = sum((Coalesce(F(part), 0) for part in parts[1:]), Coalesce(F(parts[0]), 0))
    return Q(**{f"{whole}__isnull": True}) | Q(**{f"{whole}__gte": summed})
