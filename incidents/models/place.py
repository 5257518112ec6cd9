"""Places: the gazetteer's populated places and admin areas, shared by both wings."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class PlaceKind(models.TextChoices):
    """What a place is; the first four are admin areas."""

    COUNTRY = "country", _("country")
    GOVERNORATE = "governorate", _("governorate")
    DISTRICT = "district", _("district")
    SUBDISTRICT = "subdistrict", _("sub-district")
    CITY = "city", _("city")
    TOWN = "town", _("town")
    COMMUNITY = "community", _("village or community")
    NEIGHBOURHOOD = "neighbourhood", _("neighbourhood")
    LOCALITY = "locality", _("locality")
    ABANDONED = "abandoned", _("abandoned place")
    CAMP = "camp", _("camp")


AREA_KINDS = (PlaceKind.COUNTRY, PlaceKind.GOVERNORATE, PlaceKind.DISTRICT, PlaceKind.SUBDISTRICT)


class PlaceQuerySet(models.QuerySet["Place"]):
    """Phrases about places."""

    def areas(self, kind: str) -> PlaceQuerySet:
        """Admin areas of one level, in the order of their P-codes."""
        return self.filter(kind=kind).order_by("key")

    def populated(self) -> PlaceQuerySet:
        """Places that people live or lived in, no admin areas."""
        return self.exclude(kind__in=AREA_KINDS)


class Place(models.Model):
    """One place of the gazetteer. ``key`` is its P-code, or ``geonames:<id>`` where it has none.

    ``admin1``–``admin3`` are the P-codes of the governorate, district and sub-district it lies in (an area names
    itself at its own level); they are codes, not joins, because figures are grouped by them.
    """

    key = models.CharField(max_length=40, unique=True)
    kind = models.CharField(max_length=16, choices=PlaceKind.choices)
    name_en = models.CharField(max_length=120, blank=True)
    name_ar = models.CharField(max_length=120, blank=True)
    variants = ArrayField(models.CharField(max_length=160), default=list, blank=True)
    admin1 = models.CharField(max_length=12, blank=True)
    admin2 = models.CharField(max_length=12, blank=True)
    admin3 = models.CharField(max_length=12, blank=True)
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    population = models.PositiveIntegerField(null=True, help_text=_("Rough; only to rank places, never shown."))
    provenance = models.CharField(max_length=120, blank=True)

    objects = PlaceQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["kind", "admin1"]),
            GinIndex(name="place_name_ar_trgm", fields=["name_ar"], opclasses=["gin_trgm_ops"]),
            GinIndex(name="place_name_en_trgm", fields=["name_en"], opclasses=["gin_trgm_ops"]),
        ]
        constraints = [
            models.CheckConstraint(
                name="place_has_a_name",
                condition=~models.Q(name_en="", name_ar=""),
                violation_error_message=_("A place needs a name."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the reader's language, else the one there is."""
        if (get_language() or "").startswith("ar"):
            return self.name_ar or self.name_en
        return self.name_en or self.name_ar

    @property
    def is_area(self) -> bool:
        """Whether this is an admin area rather than a populated place."""
        return self.kind in AREA_KINDS
