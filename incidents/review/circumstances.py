"""When, where, by what and by whom, as a reviewer leaves them: one plain value for candidates and incidents."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from incidents.models.desk.candidate import Candidate
from incidents.models.desk.incident import Incident
from incidents.models.place import Place, PlaceKind
from incidents.vocabulary import Actor, DatePrecision, PlacePrecision, Weapon

_PRECISION_OF_KIND = {
    PlaceKind.COUNTRY: PlacePrecision.COUNTRY,
    PlaceKind.GOVERNORATE: PlacePrecision.GOVERNORATE,
    PlaceKind.DISTRICT: PlacePrecision.DISTRICT,
    PlaceKind.SUBDISTRICT: PlacePrecision.SUBDISTRICT,
    PlaceKind.NEIGHBOURHOOD: PlacePrecision.NEIGHBOURHOOD,
}


@dataclass(frozen=True, slots=True)
class Circumstances:
    """Earliest and latest day, place, weapons and actors; None or empty where unknown."""

    date_start: date | None = None
    date_end: date | None = None
    date_precision: str = ""
    place: Place | None = None
    place_text: str = ""
    weapons: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()

    def columns(self) -> dict[str, Any]:
        """The values for the columns of a candidate or an incident; the precision follows from the place."""
        return {
            "date_start": self.date_start,
            "date_end": self.date_end,
            "date_precision": self.date_precision,
            "place": self.place,
            "place_text": self.place_text,
            "place_precision": precision_of(self.place),
            "weapons": list(self.weapons),
            "actors": list(self.actors),
        }

    def plain(self) -> dict[str, Any]:
        """The same as JSON values, for the audit trail."""
        values = self.columns() | {"place": self.place.key if self.place else None}
        del values["place_precision"]
        return {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}


def circumstances_of(row: Candidate | Incident) -> Circumstances:
    """What a candidate or an incident says now."""
    return Circumstances(
        date_start=row.date_start,
        date_end=row.date_end,
        date_precision=row.date_precision,
        place=row.place,
        place_text=row.place_text,
        weapons=tuple(row.weapons),
        actors=tuple(row.actors),
    )


def precision_of(place: Place | None) -> str:
    """How exactly a place of the gazetteer stands for where it happened; empty without a place."""
    if place is None:
        return ""
    return _PRECISION_OF_KIND.get(PlaceKind(place.kind), PlacePrecision.COMMUNITY).value


def date_precision_of(start: date, end: date) -> str:
    """The precision of two days: one day is a day, anything else a range until a reviewer says otherwise."""
    return (DatePrecision.DAY if start == end else DatePrecision.RANGE).value


def check_circumstances(circumstances: Circumstances) -> None:
    """Raise ValidationError, by field, for what cannot be."""
    start, end = circumstances.date_start, circumstances.date_end
    errors: dict[str, str] = {}
    if (start is None) != (end is None):
        errors["date_start" if start is None else "date_end"] = _(
            "Give both days, the earliest and the latest possible."
        )
    elif start and end and start > end:
        errors["date_end"] = _("The latest possible day lies before the earliest.")
    elif bool(start) != bool(circumstances.date_precision):
        errors["date_precision"] = _("A date needs its precision, and there is none without a date.")
    if unknown := set(circumstances.weapons) - set(Weapon.values):
        errors["weapons"] = _("Not in the list: %(codes)s.") % {"codes": ", ".join(sorted(unknown))}
    if unknown := set(circumstances.actors) - set(Actor.values):
        errors["actors"] = _("Not in the list: %(codes)s.") % {"codes": ", ".join(sorted(unknown))}
    if errors:
        raise ValidationError(errors)


def changes_between(before: dict[str, Any], after: dict[str, Any]) -> dict[str, list[Any]]:
    """Field to [before, after], for those that differ: what the audit trail keeps."""
    return {name: [before.get(name), after[name]] for name in after if before.get(name) != after[name]}
