"""Bringing the gazetteer into the database: added where new, changed where it differs, nothing ever deleted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from django.db import transaction

from incidents.gazetteer.places import SHIPPED, area_places, read_places
from incidents.gazetteer.tables import Fault
from incidents.models.audit import record_event
from incidents.models.place import Place

STORED = (
    *("kind", "name_en", "name_ar", "variants", "admin1", "admin2", "admin3"),
    *("latitude", "longitude", "population", "provenance"),
)


@dataclass(slots=True)
class Loaded:
    """What one run did, in places; ``elsewhere`` are places of the database that the file does not name."""

    added: int = 0
    changed: int = 0
    kept: int = 0
    elsewhere: int = 0
    faults: list[Fault] = field(default_factory=list)


def load_gazetteer(*, by: str, path: str | Path = SHIPPED, strict_licences: bool = False) -> Loaded:
    """Bring in the admin areas and the file's places; a second run changes nothing.

    A place that the file no longer names stays as it is, for incidents may lie there. Rows that cannot be used are
    the result's faults. Raises TableError, with nothing changed, when the file as a whole cannot be read.
    """
    areas = list(area_places())
    read = list(read_places(path, areas=frozenset(a.key for a in areas), strict_licences=strict_licences))
    loaded = store_places([*areas, *(place for place in read if isinstance(place, Place))], by=by)
    loaded.faults = [fault for fault in read if isinstance(fault, Fault)]
    return loaded


@transaction.atomic
def store_places(places: Iterable[Place], *, by: str) -> Loaded:
    """Add or change these places in bulk, told apart by their keys, with one audit line if anything changed."""
    wanted = {place.key: place for place in places}
    known = {row[0]: row[1:] for row in Place.objects.values_list("key", *STORED)}
    added = [place for key, place in wanted.items() if key not in known]
    changed = [place for key, place in wanted.items() if key in known and _values(place) != known[key]]
    Place.objects.bulk_create(
        added + changed, batch_size=2000, update_conflicts=True, unique_fields=["key"], update_fields=STORED
    )
    loaded = Loaded(len(added), len(changed), len(wanted) - len(added) - len(changed), len(known.keys() - wanted))
    if added or changed:
        counts = {"added": loaded.added, "changed": loaded.changed}
        record_event("load_gazetteer", subject="gazetteer", by=by, changes=counts)
    return loaded


def _values(place: Place) -> tuple[object, ...]:
    return tuple(getattr(place, name) for name in STORED)
