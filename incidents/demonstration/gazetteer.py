"""The places that the demonstration's reports name, told apart by their governorate."""

from __future__ import annotations

from collections.abc import Iterator

from incidents.intake.gazetteer import place_index
from incidents.models.place import Place, PlaceKind
from incidents.parsing.place_index import PlaceRow
from incidents.parsing.place_names import arabic_forms, latin_form

_RANK = {kind: rank for rank, kind in enumerate(("city", "town", "community", "camp", "neighbourhood", "locality"))}


def find_place(name: str, governorate: str, *, likely: Place | None = None) -> Place | None:
    """The place of that name in that governorate: the ``likely`` one if it fits, else the largest; None without any."""
    area = _governorate(governorate)
    fitting = {row.key: row for row in _named(name) if row.admin1 == area}
    if likely is not None and likely.key in fitting:
        return likely
    best = min(fitting.values(), key=lambda row: (_RANK.get(row.kind, len(_RANK)), row.key), default=None)
    return Place.objects.get(key=best.key) if best else None


def _governorate(name: str) -> str | None:
    """The P-code of the governorate of that English name or variant."""
    for area in Place.objects.areas(PlaceKind.GOVERNORATE):
        if latin_form(name) in {latin_form(own) for own in (area.name_en, *area.variants)}:
            return area.key
    return None


def _named(name: str) -> Iterator[PlaceRow]:
    """The populated places of that name in the parser's index, under every spelling that it knows."""
    index = place_index()
    exact, loose = arabic_forms(name)
    for form in (*exact, *loose, latin_form(name)):
        for spellings in (index.arabic, index.latin):
            if form in spellings:
                yield from (index.rows[at] for at in spellings[form].places)
