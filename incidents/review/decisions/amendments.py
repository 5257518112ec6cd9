"""What a reviewer changes on a candidate or a claim before deciding: figures set aside, figures read anew."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from incidents.models.desk.candidate import Candidate
from incidents.models.desk.claim import ReportedClaim
from incidents.models.desk.figure import ReportedFigure
from incidents.models.desk.reading import Finding
from incidents.review.assessment import Key, Marked, combined, says_none, standing
from incidents.review.circumstances import Circumstances
from incidents.vocabulary import Quantifier


@dataclass(frozen=True, slots=True)
class Correction:
    """What a reviewer changes on a candidate or claim before deciding.

    ``marked`` are figures read anew in the text: one takes the place of all earlier ones of its outcome and group.
    ``left_out`` are outcomes and groups that the reviewer does not count on at all. ``words`` are those that the date
    and the place rest on, where the reviewer chose others than the parser.
    """

    circumstances: Circumstances | None = None
    marked: tuple[Marked, ...] = ()
    left_out: tuple[Key, ...] = ()
    words: tuple[Words, ...] = ()


@dataclass(frozen=True, slots=True)
class Words:
    """The words ``text[start:end]`` that a date or a place (``kind``) rests on; without a span it rests on none."""

    kind: str
    span: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class ClaimDetails:
    """Period, area and claimant of a claim, as a reviewer leaves them."""

    period_start: Any = None
    period_end: Any = None
    area_name: str = ""
    governorates: tuple[str, ...] = ()
    source_name: str = ""
    area_text: str = ""

    def columns(self) -> dict[str, Any]:
        """The values for the claim's columns."""
        return {
            "period_start": self.period_start,
            "period_end": self.period_end,
            "area_name": self.area_name,
            "governorates": list(self.governorates),
            "source_name": self.source_name,
            "area_text": self.area_text,
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


def mark_words(
    owner: Candidate | ReportedClaim, words: Iterable[Words], values: Mapping[str, str], *, by: str
) -> dict[str, Any]:
    """Let dates and places rest on other words; returns the changes, kind to [spans before, spans after].

    ``values`` are what the words tell, by kind: an ISO day or period, the key or name of a place. Raises
    ValidationError where there is nothing that they could tell.
    """
    changes: dict[str, Any] = {}
    for each in words:
        old = list(owner.findings.filter(kind=each.kind, set_aside_by=""))
        Finding.objects.filter(pk__in=[finding.pk for finding in old]).update(set_aside_by=by)
        if each.span is not None:
            if not values.get(each.kind):
                raise ValidationError(_("Give the date or the place that the marked words tell of."))
            _check_span(owner.reading.report.text, *each.span)
            owner.findings.create(
                reading=owner.reading,
                kind=each.kind,
                value=values[each.kind][:120],
                start=each.span[0],
                end=each.span[1],
                rule="marked",
                by=by,
            )
        before = [[finding.start, finding.end] for finding in old]
        changes[f"words of {each.kind}"] = [before, [list(each.span)] if each.span else []]
    return changes


def days(start: date | None, end: date | None) -> str:
    """One day or a period in ISO form, as findings hold them; empty without a date."""
    if start is None or end is None:
        return ""
    return start.isoformat() if start == end else f"{start.isoformat()}/{end.isoformat()}"


def _check_span(text: str, start: int, end: int) -> None:
    if not 0 <= start < end <= len(text) or not text[start:end].strip():
        raise ValidationError(_("Mark the words in the text that the figure rests on."))


def _set_aside(figures: Collection[ReportedFigure], *, by: str) -> None:
    ReportedFigure.objects.filter(pk__in=[figure.pk for figure in figures]).update(set_aside_by=by)


def _mark(owner: Candidate | ReportedClaim, marked: Marked, *, by: str) -> ReportedFigure:
    _check_span(owner.reading.report.text, marked.start, marked.end)
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


def _range(figures: Collection[ReportedFigure]) -> list[int | None] | str:
    if says_none(figures):
        return Quantifier.NONE_REPORTED.value
    bounds = combined(figures)
    return [bounds.low, bounds.high]


def jsonable(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in values.items()}
