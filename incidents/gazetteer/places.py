"""The gazetteer's file and the admin areas of the boundary files, as places ready to be stored."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from django.utils.translation import gettext as _

from incidents.gazetteer.boundaries import LEVELS, Shape, load_boundaries
from incidents.gazetteer.tables import BadCell, Fault, Row, decimal, read_table, whole_number
from incidents.models.place import AREA_KINDS, Place, PlaceKind

SHIPPED = Path(__file__).resolve().parent.parent / "data" / "gazetteer" / "syria_places.csv.gz"
COLUMNS = (
    *("pcode", "name_en", "name_ar", "alt_names", "admin1_pcode", "admin2_pcode", "admin3_pcode"),
    *("lat", "lon", "kind", "population", "source"),
)
#: Arabic names that rest on a list without a licence alone; names that another source confirms are marked ``gn+kb``.
UNLICENSED = ("ar:kb", "ar:kb~")
AREA_PROVENANCE = "cod-ab;opensyria"

_PCODE = re.compile(r"[A-Z]{1,2}\d{4,}")
_OTHER_KEY = re.compile(r"(?:geonames|wof):\d+")
_POPULATED_KINDS = frozenset(PlaceKind.values) - frozenset(AREA_KINDS)


def read_places(
    path: str | Path = SHIPPED, *, areas: frozenset[str], strict_licences: bool = False
) -> Iterator[Place | Fault]:
    """The file's places in its order, a Fault for each row that cannot be used.

    ``areas`` are the P-codes that a row may lie in. Raises TableError when the file as a whole cannot be read.
    """
    seen: dict[str, int] = {}
    for line, row in read_table(path, needs=COLUMNS):
        if isinstance(row, Fault):
            yield row
            continue
        try:
            place = _place(row, areas=areas, strict_licences=strict_licences)
            if place.key in seen:
                earlier = {"key": place.key, "line": seen[place.key]}
                raise BadCell("pcode", _("%(key)s stands in line %(line)s already") % earlier)
        except BadCell as bad:
            yield bad.at(line)
            continue
        seen[place.key] = line
        yield place


def area_places() -> Iterator[Place]:
    """The country, its governorates, districts and sub-districts, each with a point well inside it for a label."""
    yield Place(
        key="SY",
        kind=PlaceKind.COUNTRY,
        name_en="Syria",
        name_ar="سوريا",
        variants=["سورية", "الجمهورية العربية السورية", "Syrian Arab Republic"],
        latitude=35.0,
        longitude=38.5,
        provenance=AREA_PROVENANCE,
    )
    for level, kind in zip(LEVELS, AREA_KINDS[1:], strict=True):
        for shape in load_boundaries(level):
            yield _area(shape, kind)


def _area(shape: Shape, kind: str) -> Place:
    longitude, latitude = shape.label
    return Place(
        key=shape.pcode,
        kind=kind,
        name_en=shape.name_en,
        name_ar=shape.name_ar,
        variants=list(shape.alt_names),
        **{f"admin{level}": code for level, code in enumerate(shape.within, start=1)},
        latitude=latitude,
        longitude=longitude,
        provenance=AREA_PROVENANCE,
    )


def _place(row: Row, *, areas: frozenset[str], strict_licences: bool) -> Place:
    tokens = row["source"].split(";")
    name_ar = "" if strict_licences and any(token in UNLICENSED for token in tokens) else _name(row, "name_ar")
    name_en = _name(row, "name_en")
    if not (name_ar or name_en):
        raise BadCell("name_en", _("the place has no name"))
    return Place(
        key=_key(row, tokens),
        kind=_kind(row),
        name_en=name_en,
        name_ar=name_ar,
        variants=_variants(row),
        **{f"admin{level}": _admin(row, level, areas) for level in (1, 2, 3)},
        latitude=decimal(row, "lat", low=-90, high=90),
        longitude=decimal(row, "lon", low=-180, high=180),
        population=whole_number(row, "population") if row["population"] else None,
        provenance=_short(row, "source", row["source"], 120),
    )


def _key(row: Row, tokens: list[str]) -> str:
    if pcode := row["pcode"]:
        if not _PCODE.fullmatch(pcode):
            raise BadCell("pcode", _("“%(cell)s” is no P-code") % {"cell": pcode})
        return pcode
    for token in tokens:
        if _OTHER_KEY.fullmatch(token):
            return token
    raise BadCell("pcode", _("there is neither a P-code nor a GeoNames number"))


def _kind(row: Row) -> str:
    if row["kind"] not in _POPULATED_KINDS:
        raise BadCell("kind", _("“%(cell)s” is no kind of place") % {"cell": row["kind"]})
    return row["kind"]


def _admin(row: Row, level: int, areas: frozenset[str]) -> str:
    column = f"admin{level}_pcode"
    if row[column] not in areas and (row[column] or level == 1):
        raise BadCell(column, _("“%(cell)s” is no admin area of the boundary files") % {"cell": row[column]})
    return row[column]


def _name(row: Row, column: str) -> str:
    """OCHA joins the two names of a neighbourhood with an underscore; readers get a dash."""
    name = re.sub(r"\s+_\s*|\s*_\s+", " – ", row[column]).replace("_", " ")
    return _short(row, column, name, 120)


def _variants(row: Row) -> list[str]:
    names = [name.strip() for name in row["alt_names"].split("|")]
    return [_short(row, "alt_names", name, 160) for name in dict.fromkeys(names) if name]


def _short(row: Row, column: str, value: str, longest: int) -> str:
    if len(value) > longest:
        raise BadCell(column, _("longer than %(longest)s letters") % {"longest": longest})
    return value
