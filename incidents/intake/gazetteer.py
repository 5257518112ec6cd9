"""The gazetteer as the parser searches it, built from the places of the database and kept by each process."""

from __future__ import annotations

from collections.abc import Iterator
from threading import Lock

from django.db import connection

from incidents.models.place import AREA_KINDS, Place
from incidents.parsing.place_index import PlaceIndex, PlaceRow

Mark = tuple[int, int]

_kept: dict[str, tuple[Mark, PlaceIndex]] = {}
_building = Lock()


def place_index() -> PlaceIndex:
    """The index of the gazetteer as it stands now: about a second when it changed, a few milliseconds otherwise."""
    with _building:
        mark = _mark()
        name = str(connection.settings_dict["NAME"])
        if name not in _kept or _kept[name][0] != mark:
            _kept[name] = (mark, PlaceIndex.from_rows(place_rows()))
        return _kept[name][1]


def _mark() -> Mark:
    """Changes whenever a place is added, changed or removed: how many there are, and the transactions behind them."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*), coalesce(sum(xmin::text::bigint), 0)::bigint FROM {Place._meta.db_table}")
        count, transactions = cursor.fetchone()
    return count, transactions


def place_rows() -> Iterator[PlaceRow]:
    """The populated places as plain rows, in the order of the gazetteer's file, with the names of their areas.

    The index makes the areas themselves from these rows.
    """
    areas = {key: (ar, en) for key, ar, en in _areas()}
    nameless = ("", "")
    for place in Place.objects.populated().order_by("pk").iterator(chunk_size=5000):
        levels = [areas.get(code, nameless) for code in (place.admin1, place.admin2, place.admin3)]
        yield PlaceRow(
            key=place.key,
            name_ar=place.name_ar,
            name_en=place.name_en,
            variants=tuple(place.variants),
            admin1=place.admin1,
            admin2=place.admin2,
            admin3=place.admin3,
            kind=place.kind,
            lat=place.latitude,
            lon=place.longitude,
            population=place.population,
            **{f"admin{n}_name_ar": ar for n, (ar, _) in enumerate(levels, 1)},
            **{f"admin{n}_name_en": en for n, (_, en) in enumerate(levels, 1)},
        )


def _areas() -> Iterator[tuple[str, str, str]]:
    yield from Place.objects.filter(kind__in=AREA_KINDS).values_list("key", "name_ar", "name_en")
