"""The form of a period claim: all that can be corrected on it before it is accepted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from incidents.models.desk.claim import ReportedClaim
from incidents.models.desk.reading import FindingKind
from incidents.models.place import Place, PlaceKind
from incidents.review.decisions import ClaimDetails, Correction
from incidents.review.forms.figures import ReadingForm
from incidents.widgets import DayInput, QuickBoxes, QuickInput


class ClaimForm(ReadingForm):
    """All that can be corrected on a claim before it is accepted."""

    period_start = forms.DateField(required=False, label=_("First day"), widget=DayInput)
    period_end = forms.DateField(required=False, label=_("Last day"), widget=DayInput)
    area_name = forms.CharField(
        required=False, max_length=120, label=_("Area"), widget=QuickInput(attrs={"dir": "auto"})
    )
    governorates = forms.MultipleChoiceField(required=False, label=_("Governorates"), widget=QuickBoxes)
    source_name = forms.CharField(
        required=False,
        max_length=200,
        label=_("Who claims it"),
        widget=QuickInput(attrs={"dir": "auto", "data-takes": True}),
    )

    def __init__(
        self, owner: ReportedClaim, data: Any = None, *, governorates: Sequence[tuple[str, str]] = (), **kwargs: Any
    ) -> None:
        self.now = ClaimDetails(
            owner.period_start,
            owner.period_end,
            owner.area_name,
            tuple(owner.governorates),
            owner.source_name,
            owner.area_text,
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
            self._area_text(),
        )
        return given if given != self.now else None

    def _area_text(self) -> str:
        """The area as the text names it: the words marked for it, or none where an area was typed without words."""
        for words in self.chosen_words:
            if words.kind == FindingKind.PLACE:
                return self.text[slice(*words.span)][:200] if words.span else ""
        return self.now.area_text

    def correction(self) -> Correction:
        """What was changed in the figures."""
        return Correction(None, tuple(self.marked), tuple(self.left_out), tuple(self.chosen_words))


def governorate_choices() -> list[tuple[str, str]]:
    """All governorates, for the areas of claims."""
    return [(place.key, place.name) for place in Place.objects.areas(PlaceKind.GOVERNORATE)]
