"""Published incidents: the wide, flat rows that every map, chart, table, export and PDF is counted from."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Func, Q

from incidents.figures import FigureColumns, figure_constraints
from incidents.models.place import Place
from incidents.models.record.version import Version, VersionQuerySet, version_constraints
from incidents.vocabulary import Actor, Dataset, DatePrecision, Grade, PlacePrecision, Weapon


class _MonthOf(Func):
    """The first day of the month in which both dates lie; null when they lie in two or are unknown."""

    def as_sql(self, compiler: Any, connection: Any, *_args: Any, **_context: Any) -> tuple[str, tuple[str | int, ...]]:
        start, end = (compiler.compile(expression)[0] for expression in self.get_source_expressions())
        first, last = (f"date_trunc('month', {day}::timestamp)" for day in (start, end))
        return f"CASE WHEN {first} = {last} THEN {first}::date END", ()


class PublishedIncident(Version, FigureColumns):
    """One published version of one incident. Unknown is null everywhere; a place of null is "not located"."""

    dataset = models.CharField(max_length=20, choices=Dataset.choices, default=Dataset.HARMWATCH)
    date_start = models.DateField(null=True)
    date_end = models.DateField(null=True)
    date_precision = models.CharField(max_length=10, choices=DatePrecision.choices, blank=True)
    month = models.GeneratedField(
        expression=_MonthOf(F("date_start"), F("date_end")), output_field=models.DateField(null=True), db_persist=True
    )
    place = models.ForeignKey(Place, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    place_text = models.CharField(max_length=200, blank=True)
    place_precision = models.CharField(max_length=16, choices=PlacePrecision.choices, blank=True)
    admin1 = models.CharField(max_length=12, blank=True)
    admin2 = models.CharField(max_length=12, blank=True)
    admin3 = models.CharField(max_length=12, blank=True)
    latitude = models.FloatField(null=True, help_text="As published: the place's point, never a witness's.")
    longitude = models.FloatField(null=True)
    weapons = ArrayField(models.CharField(max_length=20, choices=Weapon.choices), default=list)
    actors = ArrayField(models.CharField(max_length=20, choices=Actor.choices), default=list)
    grade = models.CharField(max_length=12, choices=Grade.choices, default=Grade.UNASSESSED)
    report_count = models.PositiveSmallIntegerField(default=0)
    origin_count = models.PositiveSmallIntegerField(default=0, help_text="Independent origins; reprints count once.")
    external_url = models.URLField(max_length=500, blank=True)
    note = models.TextField(blank=True, help_text="Public remark of a dataset, e.g. its source headline.")

    objects = models.Manager.from_queryset(VersionQuerySet)()

    class Meta(Version.Meta):
        db_table = "record_incident"
        constraints = [
            *version_constraints("incident"),
            *figure_constraints("incident"),
            models.CheckConstraint(
                name="incident_record_dates",
                condition=Q(date_start__isnull=True, date_end__isnull=True, date_precision="")
                | (Q(date_start__lte=F("date_end")) & ~Q(date_precision="")),
            ),
            models.CheckConstraint(
                name="incident_point_whole",
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__isnull=False, longitude__isnull=False),
            ),
        ]
        indexes = [
            models.Index(name="incident_now_month", fields=["month"], condition=Q(superseded_at__isnull=True)),
            models.Index(name="incident_now_place", fields=["place"], condition=Q(superseded_at__isnull=True)),
            models.Index(name="incident_published", fields=["published_at"]),
            models.Index(name="incident_superseded", fields=["superseded_at"]),
            models.Index(
                F("date_start").desc(nulls_last=True),
                "code",
                name="incident_now_latest",
                condition=Q(superseded_at__isnull=True),
            ),
            models.Index(
                F("date_start").asc(nulls_last=True),
                "code",
                name="incident_now_earliest",
                condition=Q(superseded_at__isnull=True),
            ),
            models.Index(
                F("killed_total_low").desc(nulls_last=True),
                "code",
                name="incident_now_killed",
                condition=Q(superseded_at__isnull=True),
            ),
            models.Index(
                F("injured_total_low").desc(nulls_last=True),
                "code",
                name="incident_now_injured",
                condition=Q(superseded_at__isnull=True),
            ),
            models.Index(
                name="incident_now_inexact",
                fields=["date_start", "date_end"],
                condition=Q(superseded_at__isnull=True) & ~Q(date_precision="day"),
            ),
            models.Index(name="incident_demonstration", fields=["id"], condition=Q(is_demonstration=True)),
            GinIndex(name="incident_weapons", fields=["weapons"]),
            GinIndex(name="incident_actors", fields=["actors"]),
        ]
