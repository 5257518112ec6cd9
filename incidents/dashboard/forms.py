"""The filter's form: plain fields that write the address which ``statistics.filters`` reads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from incidents.models.place import Place, PlaceKind
from incidents.statistics.filters import PARAMETERS, IncidentFilter
from incidents.vocabulary import Actor, Dataset, Grade, Group, Outcome, Weapon
from incidents.widgets import QuickBoxes, QuickInput, QuickSelect

SHOWN_GROUPS = (
    Group.CHILDREN,
    Group.WOMEN,
    Group.MEN,
    Group.ELDERLY,
    Group.RESCUE_WORKERS,
    Group.MEDICAL_WORKERS,
    Group.MEDIA_WORKERS,
)
Choices = Sequence[tuple[str, Any]]


class FilterForm(forms.Form):
    """Fields named by the words of the address; everything may be left empty. ``errors`` are shown at their fields."""

    def __init__(self, chosen: IncidentFilter, errors: Mapping[str, str] | None = None) -> None:
        super().__init__(initial={word: _initial(chosen, name) for name, word in PARAMETERS.items()})
        for name, field in _fields(chosen).items():
            self.fields[name] = field
        for name in self.fields.keys() & (errors or {}).keys():
            said = {"aria-invalid": "true", "aria-describedby": f"{name}-error"}
            self.fields[name].widget.attrs.update(said)


def _fields(chosen: IncidentFilter) -> dict[str, forms.Field]:
    day = {"placeholder": "2023-10", "dir": "ltr", "autocomplete": "off"}
    return {
        "from": _text(_("From (day, month or year)"), day),
        "to": _text(_("To"), day),
        "place": _choice(_("Place"), _("all of the country"), _places(chosen)),
        "outcome": _choice(_("Outcome"), _("killed or injured"), Outcome.choices),
        "group": _choice(_("People"), _("everyone"), [(g.value, g.label) for g in SHOWN_GROUPS]),
        "weapon": _several(_("Weapon"), Weapon.choices),
        "actor": _several(_("Attributed to"), Actor.choices),
        "grade": _several(_("Grade"), Grade.choices),
        "dataset": _several(_("Dataset"), Dataset.choices),
        "source": _text(_("Source")),
        "q": _text(_("Place, code or words of the text")),
        "as_of": _text(_("As known on (day)"), {**day, "placeholder": "2026-11-22"}),
    }


def _text(label: Any, attributes: Mapping[str, str] | None = None) -> forms.CharField:
    return forms.CharField(label=label, widget=QuickInput(dict(attributes or {})), required=False)


def _choice(label: Any, nothing: Any, choices: Choices) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=[("", nothing), *choices], widget=QuickSelect, required=False)


def _several(label: Any, choices: Choices) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(label=label, choices=choices, widget=QuickBoxes, required=False)


def _places(chosen: IncidentFilter) -> Choices:
    """The governorates; before them whatever the address names beside them, each with its kind: names repeat."""
    governorates = Place.objects.areas(PlaceKind.GOVERNORATE)
    others = Place.objects.filter(key__in=chosen.places).exclude(kind=PlaceKind.GOVERNORATE).order_by("key")
    named = [(place.key, f"{place.name} ({place.get_kind_display()})") for place in others]
    return [*named, *((place.key, place.name) for place in governorates)]


def _initial(chosen: IncidentFilter, name: str) -> Any:
    value = getattr(chosen, name)
    if isinstance(value, tuple):
        return (value[0] if value else "") if name == "places" else list(value)
    if isinstance(value, datetime):
        return dict(chosen.pairs())["as_of"]
    return value
