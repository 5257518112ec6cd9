"""The form of a comparison: a period and a place for each side, and what else may differ; it writes the address."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from incidents.models.place import Place, PlaceKind
from incidents.statistics.comparison import ANY, PREFIX, Sides
from incidents.vocabulary import Actor, Dataset, Grade, Weapon

OWN = ("from", "to", "place")
ELSE: dict[str, tuple[Any, Any]] = {
    "weapon": (_("Weapon"), Weapon), "actor": (_("Attributed to"), Actor), "grade": (_("Grade"), Grade),
    "dataset": (_("Dataset"), Dataset),
}  # fmt: skip
Choices = Sequence[tuple[str, Any]]


class SidesForm(forms.Form):
    """Fields named by the words of the address; on the second side an empty one means "as on the first"."""

    def __init__(self, sides: Sides) -> None:
        super().__init__(initial={**dict(sides.first.pairs()), **dict(sides.second_pairs())})
        for name, field in _fields(sides).items():
            self.fields[name] = field
        for name in self.fields.keys() & sides.errors.keys():
            self.fields[name].widget.attrs.update({"aria-invalid": "true", "aria-describedby": f"{name}-error"})
        self.carried = [
            (name, value)
            for name, value in sides.pairs()
            if name not in self.fields or (name == "place" and value != self.initial.get(name))
        ]

    def own(self) -> list[forms.BoundField]:
        """The fields of the first side."""
        return [self[name] for name in OWN]

    def other(self) -> list[forms.BoundField]:
        """The same of the second side."""
        return [self[PREFIX + name] for name in OWN]

    def rest(self) -> list[forms.BoundField]:
        """What else may differ on the second side."""
        return [self[PREFIX + name] for name in ELSE]

    @property
    def has_rest(self) -> bool:
        """Whether anything of the rest is chosen, so that it is not hidden away."""
        return any(self.initial.get(PREFIX + name) for name in ELSE)


def _fields(sides: Sides) -> dict[str, forms.Field]:
    places = _places(sides)
    lifted = (ANY, _("all of the country"))
    return {
        "from": _day(_("From (day, month or year)")),
        "to": _day(_("To")),
        "place": _choice(_("Place"), [("", _("all of the country")), *places]),
        "vs_from": _day(_("From (day, month or year)")),
        "vs_to": _day(_("To")),
        "vs_place": _choice(_("Place"), [("", _("as on side A")), lifted, *places]),
        **{PREFIX + name: _choice(label, _codes(code)) for name, (label, code) in ELSE.items()},
    }


def _codes(code: Any) -> Choices:
    return [("", _("as on side A")), (ANY, _("any")), *code.choices]


def _day(label: Any) -> forms.CharField:
    attributes = {"placeholder": "2023-10", "dir": "ltr", "autocomplete": "off"}
    return forms.CharField(label=label, widget=forms.TextInput(attributes), required=False)


def _choice(label: Any, choices: Choices) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices, required=False)


def _places(sides: Sides) -> Choices:
    """The governorates; before them whatever either side names beside them, each with its kind: names repeat."""
    named = Place.objects.filter(key__in=(*sides.first.places, *sides.second.places))
    others = named.exclude(kind=PlaceKind.GOVERNORATE).order_by("key")
    governorates = Place.objects.areas(PlaceKind.GOVERNORATE)
    return [
        *((place.key, f"{place.name} ({place.get_kind_display()})") for place in others),
        *((place.key, place.name) for place in governorates),
    ]
