"""What a reviewer changes on a candidate or a claim before deciding: figures set aside, figures read anew."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from incidents.models.desk.candidate import Candidate
from incidents.models.desk.claim import ReportedClaim
from incidents.models.desk.figure import ReportedFigure
from incidents.review.assessment import Key, Marked, combined, standing
from incidents.review.circumstances import Circumstances


@dataclass(frozen=True, slots=True)
class Correction:
    """What a reviewer changes on a candidate or claim before deciding.

    ``marked`` are figures read anew in the text: one takes the place of all earlier ones of its outcome and group.
    ``left_out`` are outcomes and groups that the reviewer does not count on at all.
    """

    circumstances: Circumstances | None = None
    marked: tuple[Marked, ...] = ()
    left_out: tuple[Key, ...] = ()


@dataclass(frozen=True, slots=True)
class ClaimDetails:
    """Period, area and claimant of a claim, as a reviewer leaves them."""

    period_start: Any = None
    period_end: Any = None
    area_name: str = ""
    governorates: tuple[str, ...] = ()
    source_name: str = ""

    def columns(self) -> dict[str, Any]:
        """The values for the claim's columns."""
        return {
            "period_start": self.period_start,
            "period_end": self.period_end,
            "area_name": self.area_name,
            "governorates": list(self.governorates),
            "source_name": self.source_name,
        }


def correct_figures(owner: Candidate | ReportedClaim, correction: Correction, *, by: str) -> dict[str, Any]:
    """Set figures aside and add those read by hand; returns the changes, figure to [before, after]."""
    figures = standing(owner)
    changes: dict[str, Any] = {}
    for key in correction.left_out:
        old = [figure for figure in figures if (figure.outcome, figure.group) == key]
        if old:
            _set_aside(old, by=by)
            changes[".".join(key)] = [_range(old), None]
    for marked in correction.marked:
        key = (marked.outcome, marked.group)
        old = [figure for figure in figures if (figure.outcome, figure.group) == key]
        _set_aside(old, by=by)
        new = _mark(owner, marked, by=by)
        changes[".".join(key)] = [_range(old) if old else None, _range([new])]
    return changes


def _set_aside(figures: Collection[ReportedFigure], *, by: str) -> None:
    ReportedFigure.objects.filter(pk__in=[figure.pk for figure in figures]).update(set_aside_by=by)


def _mark(owner: Candidate | ReportedClaim, marked: Marked, *, by: str) -> ReportedFigure:
    text = owner.reading.report.text
    if not 0 <= marked.start < marked.end <= len(text) or not text[marked.start : marked.end].strip():
        raise ValidationError(_("Mark the words in the text that the figure rests on."))
    if marked.high is not None and marked.low > marked.high:
        raise ValidationError(_("The lowest number is above the highest."))
    return owner.reported_figures.create(
        outcome=marked.outcome,
        group=marked.group,
        low=marked.low,
        high=marked.high,
        quantifier=marked.quantifier,
        start=marked.start,
        end=marked.end,
        rule="marked",
        by=by,
    )


def _range(figures: Iterable[ReportedFigure]) -> list[int | None]:
    bounds = combined(figures)
    return [bounds.low, bounds.high]


def jsonable(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in values.items()}
