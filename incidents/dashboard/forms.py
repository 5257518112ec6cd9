"""The filter's form: plain fields that write the address which ``statistics.filters`` reads."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from incidents.models.place import Place, PlaceKind
from incidents.statistics.filters import PARAMETERS, IncidentFilter
from incidents.vocabulary import Actor, Dataset, Grade, Group, Outcome, Weapon

SHOWN_GROUPS = (
    Group.CHILDREN,
    Group.WOMEN,
    Group.MEN,
    Group.ELDERLY,
    Group.RESCUE_WORKERS,
    Group.MEDICAL_WORKERS,
    Group.MEDIA_WORKERS,
)


def _any(label: object, choices: list[tuple[str, object]]) -> list[tuple[str, object]]:
    return [("", label), *choices]


class FilterForm(forms.Form):
    """Fields named by the words of the address; everything may be left empty."""

    def __init__(self, chosen: IncidentFilter) -> None:
        super().__init__(initial={word: _initial(getattr(chosen, name)) for name, word in PARAMETERS.items()})
        for name, field in _fields(chosen).items():
            self.fields[name] = field


def _fields(chosen: IncidentFilter) -> dict[str, forms.Field]:
    month = {"placeholder": "2023-10", "inputmode": "numeric", "dir": "ltr"}
    return {
        "from": forms.CharField(label=_("From (day, month or year)"), widget=forms.TextInput(month), required=False),
        "to": forms.CharField(label=_("To"), widget=forms.TextInput(month), required=False),
        "place": _choice(_("Governorate"), _any(_("all of the country"), _places(chosen))),
        "outcome": _choice(_("Outcome"), _any(_("killed or injured"), list(Outcome.choices))),
        "group": _choice(_("People"), _any(_("everyone"), [(g.value, g.label) for g in SHOWN_GROUPS])),
        "weapon": _choice(_("Weapon"), _any(_("any"), list(Weapon.choices))),
        "actor": _choice(_("Attributed to"), _any(_("anyone"), list(Actor.choices))),
        "grade": _choice(_("Grade"), _any(_("any"), list(Grade.choices))),
        "dataset": _choice(_("Dataset"), _any(_("all"), list(Dataset.choices))),
        "source": forms.CharField(label=_("Source"), required=False),
        "q": forms.CharField(label=_("Place, code or words of the text"), required=False),
        "as_of": forms.CharField(
            label=_("As known on"), widget=forms.TextInput({"placeholder": "2026-11-22", "dir": "ltr"}), required=False
        ),
    }


def _choice(label: object, choices: list[tuple[str, object]]) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices, required=False)


def _places(chosen: IncidentFilter) -> list[tuple[str, object]]:
    """The governorates, and whatever smaller place the address already names."""
    governorates = list(Place.objects.areas(PlaceKind.GOVERNORATE))
    others = Place.objects.filter(key__in=chosen.places).exclude(kind=PlaceKind.GOVERNORATE)
    return [(place.key, place.name) for place in [*others, *governorates]]


def _initial(value: object) -> object:
    if isinstance(value, tuple):
        return value[0] if value else ""
    return "" if value is None else (value.isoformat() if hasattr(value, "isoformat") else value)
