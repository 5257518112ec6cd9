"""Figures as a reviewer types them: each in a field of its own, with the words in the text that it rests on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from incidents.models.desk.candidate import Candidate
from incidents.models.desk.claim import ReportedClaim
from incidents.models.desk.figure import ReportedFigure
from incidents.models.desk.reading import FindingKind
from incidents.review.assessment import Key, Marked, combined, figure_name, says_none
from incidents.review.decisions import Words
from incidents.review.notation import NONE_REPORTED, Range, read_range, write_range
from incidents.vocabulary import Group, Outcome
from incidents.widgets import QuickErrors, QuickHidden, QuickInput, QuickSelect

#: Rows that every table of figures has, whether the text speaks of them or not.
USUAL_GROUPS = (Group.TOTAL, Group.CHILDREN, Group.WOMEN, Group.MEN)
USUAL_OUTCOMES = (Outcome.KILLED, Outcome.INJURED)


#: What else rests on words of the text, by the kind of finding.
EVIDENT = (FindingKind.DATE.value, FindingKind.PLACE.value)


class WordsInput(QuickInput):
    """Words of the text: typed, or taken from what is selected there."""

    def __init__(self) -> None:
        super().__init__(attrs={"class": "words", "dir": "auto", "autocomplete": "off"})


class FigureField(forms.CharField):
    """A figure in one field: ``11``, ``11–14``, ``270+``, ``0?``; its value is (low, high), "none_reported" or None."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"class": "figure", "inputmode": "text", "dir": "ltr", "autocomplete": "off", "size": 6}
        super().__init__(required=False, max_length=30, widget=QuickInput(attrs=attrs), **kwargs)

    def clean(self, value: Any) -> Any:
        return read_range(super().clean(value) or "")


def write_figures(rows: Sequence[ReportedFigure]) -> str:
    """Reported figures of one outcome and group as one, as a reviewer writes it."""
    bounds = combined(rows)
    return write_range(bounds.low, bounds.high, NONE_REPORTED if says_none(rows) else "")


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
    date_words = forms.CharField(required=False, widget=WordsInput, label=_("Words in the text that the date rests on"))
    date_span = forms.CharField(required=False, widget=QuickHidden)
    place_words = forms.CharField(required=False, widget=WordsInput, label=_("Words in the text that name the place"))
    place_span = forms.CharField(required=False, widget=QuickHidden)
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
        self.resting = self._resting_words()
        prefix = f"c{owner.pk}" if isinstance(owner, Candidate) else f"s{owner.pk}"
        super().__init__(data, prefix=prefix, error_class=QuickErrors, **kwargs)
        self.fields["seen"].initial = seen
        for kind, span in self.resting.items():
            self.fields[f"{kind}_words"].initial = self.text[slice(*span)]
        for key in self.cells():
            name = ".".join(key)
            self.fields[name] = FigureField(initial=self._now(key), label=figure_name(key))
            self.fields[f"{name}.span"] = forms.CharField(required=False, widget=QuickHidden)

    def cells(self) -> list[Key]:
        """Every figure that has a field."""
        keys = list(self.reported)
        return [(outcome, group) for group in figure_groups(keys) for outcome in figure_outcomes(keys)]

    def _resting_words(self) -> dict[str, tuple[int, int]]:
        """Where the words stand that date and place rest on now."""
        standing = [each for each in self.owner.findings.all() if each.kind in EVIDENT and not each.set_aside_by]
        return {each.kind: (each.start, each.end) for each in reversed(standing)}

    def _now(self, key: Key) -> str:
        if key not in self.reported:
            return ""
        return write_figures(self.reported[key])

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
        self.chosen_words = [words for kind in EVIDENT if (words := self._read_words(kind, cleaned)) is not None]
        return cleaned

    def _read_words(self, kind: str, cleaned: dict[str, Any]) -> Words | None:
        """The words for a date or place where they are others than before; a field left empty rests on none."""
        typed = cleaned.get(f"{kind}_words") or ""
        before = self.resting.get(kind)
        if not typed:
            return Words(kind, None) if before else None
        span = self._span(cleaned.get(f"{kind}_span", ""))
        if span is None or self.text[slice(*span)].strip() != typed:
            if before and typed == self.text[slice(*before)].strip():
                return None
            span = self._typed_words(typed, f"{kind}_words")
        return Words(kind, span) if span and span != before else None

    def _read_cell(self, key: Key, given: Range | str | None, span: str, *, field: str) -> None:
        had = read_range(self._now(key))
        marked_anew = bool(span) and given is not None
        if given == had and not marked_anew:
            return
        if given is None:
            self.left_out.append(key)
            return
        where = self._words(key, span, field)
        if where is not None:
            self.marked.append(_marked(key, given, where))

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
            self.marked.append(_marked(key, given, where))

    def _words(self, key: Key, span: str, field: str) -> tuple[int, int] | None:
        """Where the words of a figure stand: as marked, as typed, or where the same figure was read before."""
        marked = self._span(span)
        if marked is not None:
            return marked
        typed = (self.data.get(self.add_prefix("words")) or "").strip()
        if key in self.reported and not typed:
            first = self.reported[key][0]
            return first.start, first.end
        if not typed:
            self.add_error(field, _("Mark the words in the text that this number rests on, or type them below."))
            return None
        return self._typed_words(typed, "words")

    def _span(self, given: str) -> tuple[int, int] | None:
        """A span as the page writes it, ``12:34``; None for anything else."""
        start, colon, end = given.partition(":")
        if not (colon and start.isdecimal() and end.isdecimal() and len(given) < 30):
            return None
        return (int(start), int(end)) if int(start) < int(end) <= len(self.text) else None

    def _typed_words(self, typed: str, field: str) -> tuple[int, int] | None:
        places = [start for start in range(len(self.text)) if self.text.startswith(typed, start)]
        if not places:
            self.add_error(field, _("These words do not stand in the text."))
            return None
        told = [start for start in places if any(first <= start < last for first, last in self.owner.passages)]
        start = (told or places)[0]
        return start, start + len(typed)


def _marked(key: Key, given: Range | str, where: tuple[int, int]) -> Marked:
    if isinstance(given, str):
        return Marked(*key, 0, None, *where, none_reported=True)
    return Marked(*key, *given, *where)
