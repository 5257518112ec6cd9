"""From what reports say to what is accepted: low and high of the reported figures, best only with a reason."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from incidents.figures import SEXES_OF_CHILDREN, Bounds, check_consistent, with_implied_wholes
from incidents.models.desk.candidate import Candidate
from incidents.models.desk.claim import ReportedClaim
from incidents.models.desk.figure import AcceptedFigure, ReportedFigure
from incidents.models.desk.incident import Incident
from incidents.vocabulary import Group, Outcome, Quantifier

Key = tuple[str, str]

#: Groups whose figures say something of the least of a larger one.
PARTS_OF: dict[str, tuple[str, ...]] = {
    Group.TOTAL.value: tuple(Group.values[1:]),
    Group.CHILDREN.value: tuple(group.value for group in SEXES_OF_CHILDREN),
}


@dataclass(frozen=True, slots=True)
class Assessed:
    """One figure as accepted: its bounds, the reported figures it rests on (primary keys), and why.

    Bounds of None say that none were reported: no number, and not zero.
    """

    bounds: Bounds | None
    basis: tuple[int, ...]
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Marked:
    """A figure as a reviewer reads it in the words ``text[start:end]``; ``high`` None is open above.

    ``none_reported`` says that the words speak of none that were reported; it has low 0 and no high.
    """

    outcome: str
    group: str
    low: int
    high: int | None
    start: int
    end: int
    none_reported: bool = False

    @property
    def quantifier(self) -> str:
        """How the source qualifies the number, as far as the bounds tell."""
        if self.none_reported:
            return Quantifier.NONE_REPORTED.value
        if self.high is None:
            return Quantifier.AT_LEAST.value
        return (Quantifier.EXACT if self.low == self.high else Quantifier.BETWEEN).value


def combined(reported: Iterable[ReportedFigure]) -> Bounds:
    """The lowest low and the highest high; open above as soon as one of them is.

    A report that heard of none says nothing against the number that another one gives.
    """
    rows = list(reported)
    figures = [figure for figure in rows if figure.quantifier != Quantifier.NONE_REPORTED] or rows
    highs = [figure.high for figure in figures]
    high = None if None in highs else max(h for h in highs if h is not None)
    return Bounds(min(figure.low for figure in figures), None, high)


def says_none(reported: Iterable[ReportedFigure]) -> bool:
    """Whether all that there is says that none were reported."""
    quantifiers = {figure.quantifier for figure in reported}
    return quantifiers == {Quantifier.NONE_REPORTED}


def assess(reported: Iterable[ReportedFigure]) -> dict[Key, Assessed]:
    """What follows from reported figures alone, outcome by outcome and group by group.

    A whole that its parts exceed is raised to them ("three children" are at least three people), and then rests on
    the parts' words too.
    """
    by_key: dict[Key, list[ReportedFigure]] = defaultdict(list)
    for figure in reported:
        by_key[figure.outcome, figure.group].append(figure)
    bounds = {key: combined(rows) for key, rows in by_key.items() if not says_none(rows)}
    implied = with_implied_wholes(bounds)
    found = {
        key: Assessed(implied[key], _basis(key, by_key, raised=implied[key] != bounds.get(key))) for key in implied
    }
    none = [key for key in by_key if key not in implied]
    return found | {key: Assessed(None, _basis(key, by_key, raised=False)) for key in none}


def _basis(key: Key, by_key: Mapping[Key, list[ReportedFigure]], *, raised: bool) -> tuple[int, ...]:
    parts = PARTS_OF.get(key[1], ()) if raised else ()
    keys = [key, *((key[0], part) for part in parts)]
    return tuple(row.pk for each in keys for row in by_key.get(each, ()))


def standing(owner: Candidate | ReportedClaim) -> list[ReportedFigure]:
    """The reported figures of a candidate or claim that no reviewer has set aside."""
    return list(owner.reported_figures.filter(set_aside_by=""))


def check_assessed(figures: Mapping[Key, Assessed], basis: Mapping[int, ReportedFigure]) -> None:
    """Raise ValidationError where a figure rests on nothing, differs from its basis without a reason, or cannot be."""
    expected = assess(basis[pk] for pk in sorted({pk for each in figures.values() for pk in each.basis if pk in basis}))
    for key, assessed in figures.items():
        rows = [basis[pk] for pk in assessed.basis if pk in basis]
        if not rows or not all(_bears_on(row, key) for row in rows):
            raise ValidationError(_("%(figure)s: mark the words that it rests on.") % {"figure": figure_name(key)})
        follows = key in expected and assessed.bounds == expected[key].bounds
        if not follows and not assessed.reason.strip():
            raise ValidationError(
                _("%(figure)s: say why it differs from what the reports say.") % {"figure": figure_name(key)}
            )
    check_consistent({key: assessed.bounds for key, assessed in figures.items() if assessed.bounds is not None})


def _bears_on(row: ReportedFigure, key: Key) -> bool:
    return row.outcome == key[0] and (row.group == key[1] or row.group in PARTS_OF.get(key[1], ()))


def figure_name(key: Key) -> str:
    """A figure's name in the reader's language: "killed, children"."""
    return _("%(outcome)s, %(group)s") % {"outcome": Outcome(key[0]).label, "group": Group(key[1]).label}


def store_assessed(owner: Incident | ReportedClaim, figures: Mapping[Key, Assessed], *, by: str) -> dict[str, Any]:
    """Make these the accepted figures of an incident or claim; returns the changes, figure to [before, after].

    Figures that stay as they are keep who decided them and when.
    """
    before = {(row.outcome, row.group): row for row in owner.accepted_figures.prefetch_related("basis")}
    changes: dict[str, Any] = {}
    for key in [key for key in before if key not in figures]:
        changes[".".join(key)] = [_plain(before[key].bounds), None]
        before[key].delete()
    for key, assessed in figures.items():
        row = before.get(key)
        if row is None or _differs(row, assessed):
            _store_one(owner, key, assessed, by=by)
            changes[".".join(key)] = [_plain(row.bounds) if row else None, _plain(assessed.bounds)]
    return changes


def _store_one(owner: Incident | ReportedClaim, key: Key, assessed: Assessed, *, by: str) -> None:
    link: dict[str, Any] = {"incident" if isinstance(owner, Incident) else "claim": owner}
    bounds = assessed.bounds or Bounds(0, None, None)
    row, _created = AcceptedFigure.objects.update_or_create(
        **link,
        outcome=key[0],
        group=key[1],
        defaults={
            "low": bounds.low,
            "best": bounds.best,
            "high": bounds.high,
            "none_reported": assessed.bounds is None,
            "reason": assessed.reason,
            "decided_by": by,
            "decided_at": timezone.now(),
        },
    )
    row.basis.set(assessed.basis)


def _differs(row: AcceptedFigure, assessed: Assessed) -> bool:
    basis = {figure.pk for figure in row.basis.all()}
    return row.bounds != assessed.bounds or row.reason != assessed.reason or basis != set(assessed.basis)


def _plain(bounds: Bounds | None) -> list[int | None] | str:
    return Quantifier.NONE_REPORTED.value if bounds is None else [bounds.low, bounds.best, bounds.high]
