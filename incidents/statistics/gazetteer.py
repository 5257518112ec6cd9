"""Places by their numbers, to name what was counted by them."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from incidents.models.place import AREA_KINDS, Place
from incidents.statistics.standing import standing

NAMES = ("key", "kind", "name_ar", "name_en", "latitude", "longitude")
FEW = 500  # as many are asked for each time; more are kept in the process, until the gazetteer changes

_kept: tuple[str, Mapping[int, Place]] = ("", {})
_kept_areas: tuple[str, frozenset[int]] = ("", frozenset())


def places_by_id(ids: Collection[int]) -> Mapping[int, Place]:
    """Each of some places, perhaps among others, by its number; with names and point alone."""
    if len(ids) <= FEW:
        return Place.objects.only(*NAMES).in_bulk(list(ids))
    return _every_place()


def area_ids() -> frozenset[int]:
    """The numbers of all admin areas; kept in the process, until the gazetteer changes."""
    global _kept_areas
    stands = standing("incidents_place")
    kept_when, kept = _kept_areas
    if kept_when != stands:
        kept = frozenset(Place.objects.filter(kind__in=AREA_KINDS).values_list("pk", flat=True))
        _kept_areas = (stands, kept)
    return kept


def _every_place() -> Mapping[int, Place]:
    global _kept
    stands = standing("incidents_place")
    kept_when, kept = _kept
    if kept_when != stands:
        kept = {place.pk: place for place in Place.objects.only(*NAMES)}
        _kept = (stands, kept)
    return kept
