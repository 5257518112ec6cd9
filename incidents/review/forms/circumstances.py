"""When, where, by what and by whom, as a reviewer types them: one day is enough, a place is chosen or found by name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from incidents.models.place import Place
from incidents.review.circumstances import Circumstances, check_circumstances
from incidents.review.gazetteer import find_places
from incidents.vocabulary import DatePrecision

OTHER_PLACE = "other"
NO_PLACE = ""
_FIELDS = ("date_start", "date_end", "date_precision", "place", "place_text", "weapons", "actors")


def fill_in_dates(form: forms.Form, cleaned: dict[str, Any]) -> None:
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


def read_circumstances(form: forms.Form, cleaned: dict[str, Any], now: Circumstances) -> Circumstances:
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
