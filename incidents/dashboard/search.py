"""Finding a place by its name, in either script and in spellings that are not quite the gazetteer's."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import Q, QuerySet
from django.db.models.functions import Greatest

from incidents.models.place import Place
from incidents.statistics import totals
from incidents.statistics.filters import IncidentFilter
from incidents.statistics.totals import Totals, Wanted

SHOWN = 40
LEAST_ALIKE = 0.35


@dataclass(frozen=True, slots=True)
class Found:
    """One place that was found, where it lies, and what is documented in it; None where nothing is."""

    place: Place
    governorate: Place | None
    totals: Totals | None


def find_places(words: str, chosen: IncidentFilter, wanted: Wanted) -> list[Found]:
    """Places whose name, variant or code is like the words, the most alike first; at most ``SHOWN``."""
    spots = list(_like(words)[:SHOWN])
    governorates = Place.objects.in_bulk({spot.admin1 for spot in spots if spot.admin1}, field_name="key")
    counted = totals.totals_of_places(chosen, [spot.pk for spot in spots], wanted)
    return [
        Found(spot, governorates.get(spot.admin1) if spot.admin1 != spot.key else None, counted.get(spot.pk))
        for spot in spots
    ]


def _like(words: str) -> QuerySet[Place]:
    alike = Greatest(TrigramSimilarity("name_ar", words), TrigramSimilarity("name_en", words))
    holds = (
        Q(name_ar__icontains=words) | Q(name_en__icontains=words) | Q(variants__contains=[words]) | Q(key__iexact=words)
    )
    found = Place.objects.annotate(alike=alike).filter(holds | Q(alike__gte=LEAST_ALIKE))
    return found.order_by("-alike", "key")
