"""The form of a candidate: all that can be corrected on it before it is accepted."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from incidents.models.desk.candidate import Candidate
from incidents.models.desk.reading import FindingKind
from incidents.review.circumstances import circumstances_of
from incidents.review.decisions import Correction
from incidents.review.forms.circumstances import NO_PLACE, fill_in_dates, read_circumstances
from incidents.review.forms.figures import ReadingForm
from incidents.vocabulary import Actor, DatePrecision, Grade, Weapon
from incidents.widgets import DayInput, QuickBoxes, QuickInput, QuickSelect


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
        fill_in_dates(self, cleaned)
        named = next((each.span for each in self.chosen_words if each.kind == FindingKind.PLACE and each.span), None)
        now = replace(self.now, place_text=self.text[slice(*named)][:200]) if named else self.now
        self.circumstances = read_circumstances(self, cleaned, now)
        return cleaned

    def correction(self) -> Correction:
        """What was changed, for the decision; nothing where nothing was."""
        changed = self.circumstances if self.circumstances != self.now else None
        return Correction(changed, tuple(self.marked), tuple(self.left_out), tuple(self.chosen_words))
