"""The desk's forms: what a reviewer typed becomes plain values for the decisions, or a message at the field."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from incidents.figures import Bounds
from incidents.models.desk.candidate import Candidate
from incidents.models.desk.claim import ReportedClaim
from incidents.models.desk.figure import AcceptedFigure, ReportedFigure
from incidents.models.desk.incident import Incident
from incidents.models.place import Place, PlaceKind
from incidents.review.assessment import Assessed, Key, Marked, assess, combined, figure_name
from incidents.review.circumstances import Circumstances, check_circumstances, circumstances_of
from incidents.review.decisions import ClaimDetails, Correction
from incidents.review.gazetteer import find_places
from incidents.review.notation import read_range, write_range
from incidents.review.widgets import DayInput, QuickBoxes, QuickErrors, QuickHidden, QuickInput, QuickSelect
from incidents.vocabulary import Actor, DatePrecision, Grade, Group, Outcome, Weapon

#: Rows that every table of figures has, whether the text speaks of them or not.
USUAL_GROUPS = (Group.TOTAL, Group.CHILDREN, Group.WOMEN, Group.MEN)
USUAL_OUTCOMES = (Outcome.KILLED, Outcome.INJURED)
OTHER_PLACE = "other"
NO_PLACE = ""


class FigureField(forms.CharField):
    """A figure in one field: ``11``, ``11–14``, ``270+``; its value is (low, high) or None."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"class": "figure", "inputmode": "text", "dir": "ltr", "autocomplete": "off", "size": 6}
        super().__init__(required=False, max_length=30, widget=QuickInput(attrs=attrs), **kwargs)

    def clean(self, value: Any) -> Any:
        return read_range(super().clean(value) or "")


def figure_groups(keys: Iterable[Key]) -> list[str]:
    """The rows of a table of figures: the usual ones and those that occur, in the order of the code list."""
    present = {group for _outcome, group in keys}
    return [group for group in Group.values if group in USUAL_GROUPS or group in present]


def figure_outcomes(keys: Iterable[Key]) -> list[str]:
    """The columns of a table of figures."""
    present = {outcome for outcome, _group in keys}
    return [outcome for outcome in Outcome.values if outcome in USUAL_OUTCOMES or outcome in present]


class ReadingForm(forms.Form):
    """The figures of a candidate or claim, each in a field of its own, and the words that new ones rest on."""

    words = forms.CharField(
        required=False,
        label=_("Words in the text that new figures rest on"),
        widget=QuickInput(attrs={"dir": "auto", "autocomplete": "off"}),
    )
    other_outcome = forms.ChoiceField(
        required=False, label=_("what happened"), choices=[("", "—"), *Outcome.choices], widget=QuickSelect
    )
    other_group = forms.ChoiceField(
        required=False, label=_("to whom"), choices=[("", "—"), *Group.choices], widget=QuickSelect
    )
    other_figure = FigureField(label=_("number"))
    other_span = forms.CharField(required=False, widget=QuickHidden)
    reason = forms.CharField(
        required=False, label=_("Reason or remark (stays at the desk)"), widget=QuickInput(attrs={"dir": "auto"})
    )
    seen = forms.CharField(required=False, widget=QuickHidden)

    def __init__(self, owner: Candidate | ReportedClaim, data: Any = None, *, seen: str = "", **kwargs: Any) -> None:
        self.owner = owner
        self.text = owner.reading.report.text
        self.reported: dict[Key, list[ReportedFigure]] = defaultdict(list)
        for figure in owner.reported_figures.all():
            if not figure.set_aside_by:
                self.reported[figure.outcome, figure.group].append(figure)
        prefix = f"c{owner.pk}" if isinstance(owner, Candidate) else f"s{owner.pk}"
        super().__init__(data, prefix=prefix, error_class=QuickErrors, **kwargs)
        self.fields["seen"].initial = seen
        for key in self.cells():
            name = ".".join(key)
            self.fields[name] = FigureField(initial=self._now(key), label=figure_name(key))
            self.fields[f"{name}.span"] = forms.CharField(required=False, widget=QuickHidden)

    def cells(self) -> list[Key]:
        """Every figure that has a field."""
        keys = list(self.reported)
        return [(outcome, group) for group in figure_groups(keys) for outcome in figure_outcomes(keys)]

    def _now(self, key: Key) -> str:
        if key not in self.reported:
            return ""
        bounds = combined(self.reported[key])
        return write_range(bounds.low, bounds.high)

    def clean(self) -> dict[str, Any]:
        """Tell what was changed, and find the words of what is new."""
        cleaned = super().clean() or {}
        self.marked: list[Marked] = []
        self.left_out: list[Key] = []
        for key in self.cells():
            name = ".".join(key)
            if name in cleaned:
                self._read_cell(key, cleaned[name], cleaned.get(f"{name}.span", ""), field=name)
        self._read_other(cleaned)
        return cleaned

    def _read_cell(self, key: Key, given: tuple[int, int | None] | None, span: str, *, field: str) -> None:
        had = combined(self.reported[key]) if key in self.reported else None
        marked_anew = bool(span) and given is not None
        if given == (None if had is None else (had.low, had.high)) and not marked_anew:
            return
        if given is None:
            self.left_out.append(key)
            return
        where = self._words(key, span, field)
        if where is not None:
            self.marked.append(Marked(key[0], key[1], given[0], given[1], *where))

    def _read_other(self, cleaned: dict[str, Any]) -> None:
        given = cleaned.get("other_figure")
        if given is None:
            return
        key = (cleaned.get("other_outcome") or "", cleaned.get("other_group") or "")
        if not all(key):
            self.add_error("other_figure", _("Choose what happened, and to whom."))
            return
        where = self._words(key, cleaned.get("other_span", ""), "other_figure")
        if where is not None:
            self.marked.append(Marked(key[0], key[1], given[0], given[1], *where))

    def _words(self, key: Key, span: str, field: str) -> tuple[int, int] | None:
        """Where the words of a figure stand: as marked, as typed, or where the same figure was read before."""
        start, colon, end = span.partition(":")
        if colon and start.isdigit() and end.isdigit() and int(start) < int(end) <= len(self.text):
            return int(start), int(end)
        typed = (self.data.get(self.add_prefix("words")) or "").strip()
        if key in self.reported and not typed:
            first = self.reported[key][0]
            return first.start, first.end
        if not typed:
            self.add_error(field, _("Mark the words in the text that this number rests on, or type them below."))
            return None
        return self._typed_words(typed)

    def _typed_words(self, typed: str) -> tuple[int, int] | None:
        places = [start for start in range(len(self.text)) if self.text.startswith(typed, start)]
        if not places:
            self.add_error("words", _("These words do not stand in the text."))
            return None
        told = [start for start in places if any(first <= start < last for first, last in self.owner.passages)]
        start = (told or places)[0]
        return start, start + len(typed)


class CandidateForm(ReadingForm):
    """All that can be corrected on a candidate before it is accepted."""

    date_start = forms.DateField(required=False, label=_("Earliest day"), widget=DayInput)
    date_end = forms.DateField(required=False, label=_("Latest day"), widget=DayInput)
    date_precision = forms.ChoiceField(
        required=False, label=_("Precision"), choices=[("", "—"), *DatePrecision.choices], widget=QuickSelect
    )
    place = forms.CharField(required=False)
    place_search = forms.CharField(
        required=False,
        label=_("Another place: name or P-code"),
        widget=QuickInput(attrs={"dir": "auto", "autocomplete": "off", "class": "place-search"}),
    )
    weapons = forms.MultipleChoiceField(required=False, label=_("Weapons"), choices=Weapon.choices, widget=QuickBoxes)
    actors = forms.MultipleChoiceField(
        required=False, label=_("Attributed to"), choices=Actor.choices, widget=QuickBoxes
    )
    grade = forms.ChoiceField(required=False, label=_("Grade"), choices=Grade.choices, widget=QuickSelect)
    incident = forms.CharField(required=False, label=_("Existing incident"))

    def __init__(self, owner: Candidate, data: Any = None, **kwargs: Any) -> None:
        now = circumstances_of(owner)
        initial = {
            "date_start": now.date_start,
            "date_end": now.date_end,
            "date_precision": now.date_precision,
            "place": now.place.key if now.place else NO_PLACE,
            "weapons": list(now.weapons),
            "actors": list(now.actors),
            "grade": Grade.WEAK.value,
        }
        super().__init__(owner, data, initial=initial, **kwargs)
        self.now = now

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        _fill_in_dates(self, cleaned)
        self.circumstances = _circumstances(self, cleaned, self.now)
        return cleaned

    def correction(self) -> Correction:
        """What was changed, for the decision; nothing where nothing was."""
        changed = self.circumstances if self.circumstances != self.now else None
        return Correction(changed, tuple(self.marked), tuple(self.left_out))


class ClaimForm(ReadingForm):
    """All that can be corrected on a claim before it is accepted."""

    period_start = forms.DateField(required=False, label=_("First day"), widget=DayInput)
    period_end = forms.DateField(required=False, label=_("Last day"), widget=DayInput)
    area_name = forms.CharField(
        required=False, max_length=120, label=_("Area"), widget=QuickInput(attrs={"dir": "auto"})
    )
    governorates = forms.MultipleChoiceField(required=False, label=_("Governorates"), widget=QuickBoxes)
    source_name = forms.CharField(
        required=False, max_length=200, label=_("Who claims it"), widget=QuickInput(attrs={"dir": "auto"})
    )

    def __init__(
        self, owner: ReportedClaim, data: Any = None, *, governorates: Sequence[tuple[str, str]] = (), **kwargs: Any
    ) -> None:
        self.now = ClaimDetails(
            owner.period_start, owner.period_end, owner.area_name, tuple(owner.governorates), owner.source_name
        )
        initial = self.now.columns()
        super().__init__(owner, data, initial=initial, **kwargs)
        self.fields["governorates"].choices = list(governorates)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if (cleaned.get("period_start") is None) != (cleaned.get("period_end") is None):
            self.add_error("period_end", _("Give the first and the last day of the period."))
        elif cleaned.get("period_start") and cleaned["period_start"] > cleaned["period_end"]:
            self.add_error("period_end", _("The period ends before it begins."))
        return cleaned

    def details(self) -> ClaimDetails | None:
        """Period, area and claimant, or None where they were left as they are."""
        data = self.cleaned_data
        given = ClaimDetails(
            data["period_start"],
            data["period_end"],
            data["area_name"],
            tuple(data["governorates"]),
            data["source_name"],
        )
        return given if given != self.now else None

    def correction(self) -> Correction:
        """What was changed in the figures."""
        return Correction(None, tuple(self.marked), tuple(self.left_out))


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
        written = write_range(row.low, row.high) if row else ""
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
        _fill_in_dates(self, cleaned)
        self.circumstances = _circumstances(self, cleaned, self.now)
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
        low, high = given
        before = write_range(row.low, row.high) if row else ""
        if basis and not implied and write_range(low, high) == before:
            low, high = _follow_basis(row, basis, low, high)
        try:
            bounds = Bounds(low, cleaned.get(f"{name}.best"), high)
        except ValueError:
            self.add_error(f"{name}.best", _("The best estimate lies between the lowest and the highest number."))
            return None
        return Assessed(bounds, (*(figure.pk for figure in basis), *implied), cleaned.get(f"{name}.reason") or "")


def _follow_basis(
    row: AcceptedFigure | None, basis: list[ReportedFigure], low: int, high: int | None
) -> tuple[int, int | None]:
    """A figure left as it was follows a changed choice of reports, unless a reviewer argued for it."""
    if row is None or row.reason or {figure.pk for figure in basis} == {figure.pk for figure in row.basis.all()}:
        return low, high
    bounds = assess(basis)[row.outcome, row.group].bounds
    return bounds.low, bounds.high


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


def _fill_in_dates(form: forms.Form, cleaned: dict[str, Any]) -> None:
    """One day is enough; a precision that was left out follows from the two days."""
    start, end = cleaned.get("date_start"), cleaned.get("date_end")
    if start and not end and "date_end" not in form.errors:
        cleaned["date_end"] = end = start
    if start and end:
        precision = cleaned.get("date_precision") or ""
        if not precision or (precision == DatePrecision.DAY and start != end):
            cleaned["date_precision"] = (DatePrecision.DAY if start == end else DatePrecision.RANGE).value
        elif start == end and precision == DatePrecision.RANGE:
            cleaned["date_precision"] = DatePrecision.DAY.value
    elif not start and not end:
        cleaned["date_precision"] = ""


def _circumstances(form: forms.Form, cleaned: dict[str, Any], now: Circumstances) -> Circumstances:
    """What the form says of when, where, by what and by whom; errors go to their fields."""
    place = _place(form, cleaned, now)
    given = Circumstances(
        date_start=cleaned.get("date_start"),
        date_end=cleaned.get("date_end"),
        date_precision=cleaned.get("date_precision") or "",
        place=place,
        place_text=now.place_text,
        weapons=tuple(cleaned.get("weapons") or ()),
        actors=tuple(cleaned.get("actors") or ()),
    )
    kept = {"weapons": now.weapons, "actors": now.actors}
    for name, codes in kept.items():
        if set(getattr(given, name)) == set(codes):  # the order of the text, not of the list of boxes
            given = Circumstances(**{f: getattr(given, f) for f in _FIELDS} | {name: codes})
    try:
        check_circumstances(given)
    except ValidationError as error:
        form.add_error(None, error)  # a dictionary: each message goes to its field
    return given


_FIELDS = ("date_start", "date_end", "date_precision", "place", "place_text", "weapons", "actors")


def _place(form: forms.Form, cleaned: dict[str, Any], now: Circumstances) -> Place | None:
    """The place chosen: by its key, or by a name or P-code that the gazetteer holds exactly once."""
    key, typed = cleaned.get("place") or "", (cleaned.get("place_search") or "").strip()
    if typed and key in {OTHER_PLACE, NO_PLACE, now.place.key if now.place else NO_PLACE}:
        found = find_places(typed, limit=6)
        exact = [place for place in found if typed in {place.key, place.name_ar, place.name_en}]
        if len(exact) == 1 or len(found) == 1:
            return (exact or found)[0]
        form.add_error("place_search", _choose_among(found))
        return now.place
    if key in {NO_PLACE, OTHER_PLACE}:
        return None
    if now.place and now.place.key == key:
        return now.place
    place = Place.objects.filter(key=key).first()
    if place is None:
        form.add_error("place", _("This place is not in the gazetteer."))
    return place


def _choose_among(found: Sequence[Place]) -> ValidationError:
    if not found:
        return ValidationError(_("No place of this name is in the gazetteer."))
    names = ", ".join(f"{place.name} ({place.key})" for place in found)
    message = _("Several places fit: choose one in the list, or type its P-code: %(names)s")
    return ValidationError(message, params={"names": names})


def governorate_choices() -> list[tuple[str, str]]:
    """All governorates, for the areas of claims."""
    return [(place.key, place.name) for place in Place.objects.areas(PlaceKind.GOVERNORATE)]
