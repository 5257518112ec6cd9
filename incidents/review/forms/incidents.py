"""The form of an accepted incident: its circumstances, its grade and, figure by figure, what it rests on and why."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from incidents.figures import Bounds
from incidents.models.desk.figure import AcceptedFigure, ReportedFigure
from incidents.models.desk.incident import Incident
from incidents.review.assessment import Assessed, Key, assess, figure_name
from incidents.review.circumstances import Circumstances, circumstances_of
from incidents.review.forms.candidates import CandidateForm
from incidents.review.forms.circumstances import NO_PLACE, fill_in_dates, read_circumstances
from incidents.review.forms.figures import FigureField
from incidents.review.notation import NONE_REPORTED, read_range, write_range
from incidents.vocabulary import Grade, Group, Outcome
from incidents.widgets import QuickErrors, QuickInput, QuickSelect


class IncidentForm(forms.Form):
    """An incident on the desk: its circumstances, its grade and, figure by figure, what it rests on and why."""

    date_start = CandidateForm.base_fields["date_start"]
    date_end = CandidateForm.base_fields["date_end"]
    date_precision = CandidateForm.base_fields["date_precision"]
    place = forms.CharField(required=False)
    place_search = CandidateForm.base_fields["place_search"]
    weapons = CandidateForm.base_fields["weapons"]
    actors = CandidateForm.base_fields["actors"]
    grade = forms.ChoiceField(label=_("Grade"), choices=Grade.choices, widget=QuickSelect)
    is_restricted = forms.BooleanField(
        required=False, label=_("Restricted: only the sub-district becomes public, and no words of the reports")
    )
    reason = forms.CharField(
        required=False,
        label=_("Reason for the change (stays at the desk)"),
        widget=QuickInput(attrs={"dir": "auto"}),
    )

    def __init__(
        self,
        incident: Incident,
        reported: Sequence[ReportedFigure],
        accepted: Sequence[AcceptedFigure],
        data: Any = None,
    ) -> None:
        self.now = circumstances_of(incident)
        self.by_key: dict[Key, list[ReportedFigure]] = defaultdict(list)
        for figure in reported:
            self.by_key[figure.outcome, figure.group].append(figure)
        self.accepted = {(row.outcome, row.group): row for row in accepted}
        super().__init__(data, initial=_incident_initial(incident, self.now), error_class=QuickErrors)
        for key in self.figure_keys():
            self._add_figure_fields(key)

    def figure_keys(self) -> list[Key]:
        """Every figure that a report gives or that is accepted, in the order of the code lists."""
        known = set(self.by_key) | set(self.accepted)
        return [(o, g) for o in Outcome.values for g in Group.values if (o, g) in known]

    def _add_figure_fields(self, key: Key) -> None:
        name, row = ".".join(key), self.accepted.get(key)
        basis = {figure.pk for figure in row.basis.all()} if row else set()
        written = _written(row)
        self.fields[name] = FigureField(initial=written, label=figure_name(key))
        self.fields[f"{name}.best"] = forms.IntegerField(
            required=False,
            min_value=0,
            initial=row.best if row else None,
            label=_("best"),
            widget=QuickInput(attrs={"class": "figure", "inputmode": "numeric", "dir": "ltr", "size": 4}),
        )
        self.fields[f"{name}.reason"] = forms.CharField(
            required=False, initial=row.reason if row else "", widget=QuickInput(attrs={"dir": "auto"})
        )
        self.fields[f"{name}.basis"] = forms.TypedMultipleChoiceField(
            required=False,
            coerce=int,
            choices=[(figure.pk, str(figure)) for figure in self.by_key.get(key, ())],
            initial=sorted(basis),
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        fill_in_dates(self, cleaned)
        self.circumstances = read_circumstances(self, cleaned, self.now)
        self.figures = {key: figure for key in self.figure_keys() if (figure := self._figure(key, cleaned)) is not None}
        return cleaned

    def _figure(self, key: Key, cleaned: dict[str, Any]) -> Assessed | None:
        name = ".".join(key)
        given = cleaned.get(name)
        chosen = set(cleaned.get(f"{name}.basis") or ())
        if given is None:
            return None
        row = self.accepted.get(key)
        basis = [figure for figure in self.by_key.get(key, ()) if figure.pk in chosen]
        implied = tuple(f.pk for f in row.basis.all() if (f.outcome, f.group) != key) if row else ()
        best = cleaned.get(f"{name}.best")
        try:
            bounds = None if given == NONE_REPORTED else Bounds(given[0], best, given[1])
        except ValueError:
            self.add_error(f"{name}.best", _("The best estimate lies between the lowest and the highest number."))
            return None
        if bounds is None and best is not None:
            self.add_error(f"{name}.best", _("Where none were reported there is no best number."))
            return None
        if basis and not implied and given == read_range(_written(row)) and best is None:
            bounds = _follow_basis(row, basis, bounds)
        return Assessed(bounds, (*(figure.pk for figure in basis), *implied), cleaned.get(f"{name}.reason") or "")


def _written(row: AcceptedFigure | None) -> str:
    """An accepted figure as a reviewer writes it; empty where there is none."""
    return write_range(row.low, row.high, NONE_REPORTED if row.none_reported else "") if row else ""


def _follow_basis(row: AcceptedFigure | None, basis: list[ReportedFigure], bounds: Bounds | None) -> Bounds | None:
    """A figure left as it was follows a changed choice of reports, unless a reviewer argued for it."""
    if row is None or row.reason or {figure.pk for figure in basis} == {figure.pk for figure in row.basis.all()}:
        return bounds
    return assess(basis)[row.outcome, row.group].bounds


def _incident_initial(incident: Incident, now: Circumstances) -> dict[str, Any]:
    return {
        "date_start": now.date_start,
        "date_end": now.date_end,
        "date_precision": now.date_precision,
        "place": now.place.key if now.place else NO_PLACE,
        "weapons": list(now.weapons),
        "actors": list(now.actors),
        "grade": incident.grade,
        "is_restricted": incident.is_restricted,
    }
