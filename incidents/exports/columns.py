"""The columns of every exported table, named one by one: what is not named here leaves in no file."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import product
from operator import attrgetter
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from incidents.figures import BOUNDS, column
from incidents.statistics.totals import NOT_SPECIFIED, Totals
from incidents.vocabulary import DEMOGRAPHICS, Group, Outcome

Cell = str | int | float | None
#: What a column holds, in the words of SQL, for files that know types; the others write the same cells as text.
TEXT, WHOLE, DEGREES, DAY, MOMENT, FLAG = "TEXT", "INTEGER", "DOUBLE", "DATE", "DATETIME", "BOOLEAN"
PCODE = _("Code of the place in the gazetteer.")
POINT = _("Point of the place; empty for an area.")

NONE_REPORTED = _("Figures, as injured.total, of which a source says that none were reported: unknown, not zero.")


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name in the header, its HXL hashtag, what it means, how a row gives its cell, of what kind."""

    name: str
    hxl: str
    meaning: Any
    read: Callable[[Any], Cell]
    kind: str = TEXT


def incident_columns() -> list[Column]:
    """One row an incident, as it stood at the filter's moment."""
    return [*_identity(), *_place(), *_figures(), *_standing()]


def month_columns() -> list[Column]:
    """One row a month; a last one, with an empty month, for incidents that are not dated to one month."""
    month = Column("month", "#date+month", _("Month, as 2023-10; empty: not dated to one month."), _month)
    return [month, *_sums(lambda part: part)]


def place_columns() -> list[Column]:
    """One row a place that anything is documented for, villages and areas alike; ``kind`` tells them apart."""
    return [
        Column("place", "#loc+code+v_pcode", PCODE, lambda part: part.place.key),
        Column("kind", "#loc+type", _("What the place is: a village, a district and so on."), _kind),
        Column("name_en", "#loc+name+i_en", _("English name."), lambda part: part.place.name_en),
        Column("name_ar", "#loc+name+i_ar", _("Arabic name."), lambda part: part.place.name_ar),
        Column("latitude", "#geo+lat", POINT, _latitude, DEGREES),
        Column("longitude", "#geo+lon", POINT, _longitude, DEGREES),
        *_sums(lambda part: part.totals),
    ]


def _own(name: str, hxl: str, meaning: Any, kind: str = TEXT) -> Column:
    """A column that gives a field of the row as it is."""
    return Column(name, hxl, meaning, attrgetter(name), kind)


def _identity() -> list[Column]:
    return [
        _own("code", "#event+code", _("Stable code of the incident.")),
        _own("version", "#event+version", _("Version of the record; a correction adds one."), WHOLE),
        _own("dataset", "#meta+source+code", _("Whose coding it is.")),
        Column("date_start", "#date+start", _("Earliest possible day."), lambda row: _iso(row.date_start), DAY),
        Column("date_end", "#date+end", _("Latest possible day."), lambda row: _iso(row.date_end), DAY),
        _own("date_precision", "#date+precision", _("How exactly the date is known.")),
    ]


def _place() -> list[Column]:
    return [
        Column("place", "#loc+code+v_pcode", PCODE, _of_place("key")),
        Column("place_en", "#loc+name+i_en", _("English name."), _of_place("name_en")),
        Column("place_ar", "#loc+name+i_ar", _("Arabic name."), _of_place("name_ar")),
        _own("place_text", "#loc+name+original", _("The place as the source names it.")),
        _own("place_precision", "#loc+precision", _("What the named place is.")),
        _own("admin1", "#adm1+code+v_pcode", _("Code of the governorate.")),
        _own("admin2", "#adm2+code+v_pcode", _("Code of the district.")),
        _own("admin3", "#adm3+code+v_pcode", _("Code of the sub-district.")),
        _own("latitude", "#geo+lat", POINT, DEGREES),
        _own("longitude", "#geo+lon", POINT, DEGREES),
    ]


def _of_place(name: str) -> Callable[[Any], Cell]:
    return lambda row: getattr(row.place, name) if row.place else ""


def _figures() -> list[Column]:
    triples = ((outcome, group, bound) for outcome in Outcome for group in Group for bound in BOUNDS)
    return [_own(column(*triple), _hxl(*triple), _Meaning(*triple), WHOLE) for triple in triples]


def _hxl(outcome: str, group: str, bound: str) -> str:
    return f"#affected+{outcome}+{group}+{bound}"


class _Meaning:
    """What a figure's column means, said when it is asked for, in the language of that moment."""

    def __init__(self, outcome: Outcome, group: str, bound: str) -> None:
        self.outcome, self.group, self.bound = outcome, group, bound

    def __str__(self) -> str:
        group = gettext("not specified") if self.group == NOT_SPECIFIED else str(Group(self.group).label)
        bound = {
            "low": gettext("the least documented; empty: unknown"),
            "best": gettext("the reviewer's best figure, where one was argued"),
            "high": gettext("the most documented; empty beside a least: open above"),
        }[self.bound]
        return f"{self.outcome.label} · {group}: {bound}"


def _standing() -> list[Column]:
    return [
        _listed("weapons", "#impact+weapons+list", _("Weapons, separated by spaces.")),
        _listed("actors", "#actor+list", _("Parties as sources attribute it, separated by spaces.")),
        _own("grade", "#meta+grade", _("How well it is established.")),
        _listed("none_reported", "#meta+none_reported+list", NONE_REPORTED),
        _own("report_count", "#meta+reports+num", _("Reports behind it."), WHOLE),
        _own("origin_count", "#meta+origins+num", _("Independent origins; reprints count once."), WHOLE),
        _own("external_url", "#meta+url", _("Where a dataset shows it.")),
        _own("note", "#description", _("Public remark of a dataset.")),
        Column("published_at", "#date+published", _("When this version became public."), _published_at, MOMENT),
        _own("content_hash", "#meta+hash", _("SHA-256 of what this version says.")),
        Column("is_demonstration", "#meta+demonstration", _("1: demonstration data."), _is_demonstration, FLAG),
    ]


def _listed(name: str, hxl: str, meaning: Any) -> Column:
    return Column(name, hxl, meaning, lambda row: " ".join(getattr(row, name)))


def _sums(totals_of: Callable[[Any], Totals]) -> Iterable[Column]:
    yield Column("incidents", "#event+num", _("Incidents counted."), lambda row: totals_of(row).incidents, WHOLE)
    for triple in product(Outcome, ("total", *DEMOGRAPHICS), ("low", "high")):
        yield Column(column(*triple), _hxl(*triple), _Meaning(*triple), _sum(totals_of, *triple), WHOLE)


def _sum(totals_of: Callable[[Any], Totals], outcome: str, group: str, bound: str) -> Callable[[Any], Cell]:
    def read(row: Any) -> Cell:
        figure = totals_of(row).figure(outcome, group)
        return getattr(figure, bound) if figure.is_known else None

    return read


def _published_at(row: Any) -> str:
    return str(row.published_at.isoformat())


def _is_demonstration(row: Any) -> int:
    return int(row.is_demonstration)


def _month(part: Totals) -> str:
    return f"{part.key:%Y-%m}" if part.key else ""


def _kind(part: Any) -> str:
    return str(part.place.kind)


def _latitude(part: Any) -> float | None:
    return None if part.place.is_area else part.place.latitude


def _longitude(part: Any) -> float | None:
    return None if part.place.is_area else part.place.longitude


def _iso(day: Any) -> str:
    return day.isoformat() if day else ""
