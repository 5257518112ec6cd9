"""Outlines of admin areas and neighbouring countries, and which area a point lies in.

The shipped GeoJSON (``incidents/data/boundaries``) is read as it is; ``arcs.py`` makes the small files for the browser.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

Point = tuple[float, float]  # longitude, latitude: the order of GeoJSON
Ring = tuple[Point, ...]  # closed: the last point repeats the first
Polygon = tuple[Ring, ...]  # the outline, then its holes

FOLDER = Path(__file__).resolve().parent.parent / "data" / "boundaries"
LEVELS = ("adm1", "adm2", "adm3")
FILES = {level: FOLDER / f"syria_{level}.geojson.gz" for level in LEVELS} | {
    "region": FOLDER / "region_context.geojson.gz"
}


@dataclass(frozen=True)
class Shape:
    """One area: its P-code (ISO code for a country), names, a point for its label, its polygons.

    ``within`` are the P-codes from the governorate down to the area itself; empty for a country.
    """

    pcode: str
    name_en: str
    name_ar: str
    label: Point
    polygons: tuple[Polygon, ...]
    alt_names: tuple[str, ...] = ()
    within: tuple[str, ...] = ()

    @property
    def rings(self) -> tuple[Ring, ...]:
        """All its rings, outlines and holes alike: what a pen that fills by the even-odd rule draws."""
        return tuple(ring for polygon in self.polygons for ring in polygon)

    @cached_property
    def box(self) -> tuple[float, float, float, float]:
        """West, south, east, north."""
        longitudes, latitudes = zip(*(point for ring in self.rings for point in ring), strict=True)
        return min(longitudes), min(latitudes), max(longitudes), max(latitudes)

    def contains(self, longitude: float, latitude: float) -> bool:
        """Whether the point lies inside; a point on the border may fall to either side."""
        west, south, east, north = self.box
        if not (west <= longitude <= east and south <= latitude <= north):
            return False
        return sum(_crossings(ring, longitude, latitude) for ring in self.rings) % 2 == 1

    def as_feature(self) -> dict[str, Any]:
        """The area as a GeoJSON feature, with the properties that ``boundaries.js`` gives too."""
        return {
            "type": "Feature",
            "properties": {
                "pcode": self.pcode,
                "name_en": self.name_en,
                "name_ar": self.name_ar,
                "label": list(self.label),
            },
            "geometry": {"type": "MultiPolygon", "coordinates": self.polygons},
        }


@cache
def load_boundaries(level: str) -> tuple[Shape, ...]:
    """The areas of ``adm1``, ``adm2`` or ``adm3`` by P-code, or the neighbours of ``region``; read once a process."""
    with gzip.open(FILES[level], "rt", encoding="utf-8") as text:
        return tuple(_shape(feature) for feature in json.load(text)["features"])


def area_at(level: str, longitude: float, latitude: float) -> Shape | None:
    """The area of a level in which the point lies, None outside the country's outline."""
    return next((shape for shape in load_boundaries(level) if shape.contains(longitude, latitude)), None)


def _shape(feature: dict[str, Any]) -> Shape:
    properties, geometry = feature["properties"], feature["geometry"]
    polygons = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    pcode = properties.get("pcode", "")
    parents = (properties.get("adm1_pcode"), properties.get("adm2_pcode"), pcode)
    return Shape(
        pcode=pcode or properties["iso_a3"],
        name_en=properties["name_en"],
        name_ar=properties["name_ar"],
        label=(properties["label_lon"], properties["label_lat"]),
        polygons=tuple(tuple(tuple((x, y) for x, y in ring) for ring in polygon) for polygon in polygons),
        alt_names=tuple(name for name in properties.get("alt_names", "").split("|") if name),
        within=tuple(code for code in parents if code),
    )


def _crossings(ring: Ring, longitude: float, latitude: float) -> int:
    """How often a ray from the point to the east crosses the ring."""
    return sum(
        (y0 > latitude) != (y1 > latitude) and longitude < x0 + (latitude - y0) * (x1 - x0) / (y1 - y0)
        for (x0, y0), (x1, y1) in _sides(ring)
    )


def _sides(ring: Ring) -> Iterator[tuple[Point, Point]]:
    return zip(ring, ring[1:], strict=False)
