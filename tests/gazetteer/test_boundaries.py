"""Boundaries: the small files of the map against their source, in the browser and here; which area a point lies in."""

from __future__ import annotations

import base64
import gzip
import json
import math
from collections.abc import Sequence
from io import StringIO
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from playwright.sync_api import Page

from incidents.gazetteer.arcs import _away, decode, encode
from incidents.gazetteer.boundaries import FILES, LEVELS, Point, Shape, area_at, load_boundaries
from incidents.gazetteer.places import area_places, read_places
from incidents.models.place import Place

STATIC = Path(settings.BASE_DIR) / "static"
COUNTS = {"adm1": 14, "adm2": 62, "adm3": 272, "region": 15}
NEAR = 0.005  # degrees


def shipped(level: str) -> dict[str, Any]:
    file: dict[str, Any] = json.loads((STATIC / "boundaries" / f"{level}.json").read_text(encoding="utf-8"))
    return file


def decoded_in_browser(page: Page, file: dict[str, Any]) -> dict[str, Any]:
    module = base64.b64encode((STATIC / "js" / "boundaries.js").read_bytes()).decode()
    collection: dict[str, Any] = page.evaluate(
        "async ([module, file]) => (await import('data:text/javascript;base64,' + module)).decode(file)", [module, file]
    )
    return collection


def farthest(from_points: Sequence[Point], to_points: Sequence[Point]) -> float:
    """How far the loneliest of the first points is from the nearest of the second, in degrees."""
    return max(min(max(abs(x - u), abs(y - v)) for u, v in to_points) for x, y in from_points)


@pytest.mark.parametrize("level", FILES)
def test_source_holds_every_area_with_its_names(level: str) -> None:
    shapes = load_boundaries(level)

    assert len(shapes) == COUNTS[level]
    assert all(shape.pcode and shape.name_en and shape.name_ar for shape in shapes)
    assert all(ring[0] == ring[-1] and len(ring) > 3 for shape in shapes for ring in shape.rings)


@pytest.mark.parametrize("level", LEVELS)
def test_browser_reads_the_small_file_near_to_its_source(level: str, page: Page) -> None:
    collection = decoded_in_browser(page, shipped(level))

    assert collection["type"] == "FeatureCollection"
    for feature, shape in zip(collection["features"], load_boundaries(level), strict=True):
        assert feature["properties"] == shape.as_feature()["properties"]
        for drawn, polygon in zip(feature["geometry"]["coordinates"], shape.polygons, strict=True):
            for ring, source in zip(drawn, polygon, strict=True):
                assert ring[0] == ring[-1]
                assert len(ring) > 3
                assert farthest(source, ring) < NEAR
                assert farthest(ring, source) < NEAR


@pytest.mark.parametrize("part", ["adm1", "region"])
def test_base_map_keeps_close_to_all_borders(part: str) -> None:
    """No point of a border lies farther from the line drawn than the two roundings allow."""
    file = shipped("base")[part]
    drawn = [ring for feature in decode(file) for polygon in feature["geometry"]["coordinates"] for ring in polygon]
    source = [ring for shape in load_boundaries(part) for ring in shape.rings]
    allowed = {"adm1": 0.002 * 1.75, "region": 0.005 * 2.75}[part]  # the tolerance, then half a step each way

    assert len(drawn) == len(source)
    for ring, line in zip(source, drawn, strict=True):
        assert line[0] == line[-1]
        assert max(off(point, line) for point in ring) <= allowed


def off(point: Point, line: Sequence[Sequence[float]]) -> float:
    """How far a point lies from a line, in degrees."""
    return min(_away(point, (u[0], u[1]), (v[0], v[1])) for u, v in pairwise(line))


@pytest.mark.parametrize("level", LEVELS)
def test_python_and_browser_read_the_same(level: str, page: Page) -> None:
    assert decoded_in_browser(page, shipped(level))["features"] == decode(shipped(level))


def test_small_files_are_those_that_the_command_builds(tmp_path: Path) -> None:
    call_command("build_boundaries", folder=tmp_path, stdout=StringIO())

    assert {file.name for file in tmp_path.iterdir()} == {file.name for file in (STATIC / "boundaries").iterdir()}
    for file in tmp_path.iterdir():
        assert file.read_bytes() == (STATIC / "boundaries" / file.name).read_bytes()


def test_small_files_stay_within_their_budget() -> None:
    size = {file.stem: len(gzip.compress(file.read_bytes())) for file in (STATIC / "boundaries").iterdir()}

    assert size["base"] <= 7_000
    assert size["adm3"] <= 60_000
    assert len(gzip.compress((STATIC / "js" / "boundaries.js").read_bytes())) <= 1_500


def square(pcode: str, west: float) -> Shape:
    corners = ((west, 0.0), (west + 1, 0.0), (west + 1, 1.0), (west, 1.0), (west, 0.0))
    return Shape(pcode, pcode, pcode, (west + 0.5, 0.5), ((corners,),))


def test_border_shared_by_two_areas_is_kept_once() -> None:
    file = encode([square("west", 0), square("east", 1)], step=0.5)

    assert len(file["arcs"]) == 3  # what is left of each square, and the border between them
    assert [len(ring) for shape in file["shapes"] for polygon in shape[4] for ring in polygon] == [2, 2]
    west, east = (feature["geometry"]["coordinates"][0][0] for feature in decode(file))
    assert {tuple(point) for point in west} == {(0, 0), (1, 0), (1, 1), (0, 1)}
    assert {tuple(point) for point in east} == {(1, 0), (2, 0), (2, 1), (1, 1)}


def test_island_within_another_area_is_kept_once() -> None:
    hole = ((0.2, 0.2), (0.8, 0.2), (0.8, 0.8), (0.2, 0.8), (0.2, 0.2))
    island = tuple(reversed(hole[2:] + hole[1:3]))
    around = Shape("around", "around", "around", (0.1, 0.1), ((square("x", 0).rings[0], hole),))
    inside = Shape("inside", "inside", "inside", (0.5, 0.5), ((island,),))

    file = encode([around, inside], step=0.1)

    assert len(file["arcs"]) == 2
    assert next([round(v, 9) for v in p] for p in decode(file)[1]["geometry"]["coordinates"][0][0]) == [0.2, 0.2]


@pytest.mark.parametrize(
    ("name", "longitude", "latitude", "governorate"),
    [("Idlib", 36.634, 35.931, "SY07"), ("Deir-ez-Zor", 40.141, 35.336, "SY09"), ("Beirut", 35.51, 33.89, None)],
)
def test_area_at_a_point(name: str, longitude: float, latitude: float, governorate: str | None) -> None:
    found = area_at("adm1", longitude, latitude)

    assert (found and found.pcode) == governorate


@pytest.mark.parametrize("level", LEVELS)
def test_label_of_every_area_lies_inside_it(level: str) -> None:
    assert [shape.pcode for shape in load_boundaries(level) if not shape.contains(*shape.label)] == []


def test_areas_lie_within_one_another() -> None:
    for finer, coarser in (("adm3", "adm2"), ("adm2", "adm1")):
        for shape in load_boundaries(finer):
            around = area_at(coarser, *shape.label)
            assert around is not None, shape.pcode
            assert around.within == shape.within[:-1], shape.pcode


@pytest.mark.parametrize(("level", "tolerance"), [("adm1", 0.0105), ("adm2", 0.0110), ("adm3", 0.0115)])
def test_every_place_lies_in_its_area_within_the_stated_tolerance(level: str, tolerance: float) -> None:
    areas = {shape.pcode: shape for shape in load_boundaries(level)}
    located = [(areas[getattr(place, f"admin{level[-1]}")], _point(place)) for place in _shipped_places()]
    assert len(located) == 12_663

    outside = [(area, point) for area, point in located if not area.contains(*point)]

    assert len(outside) / len(located) <= tolerance
    assert max(_kilometres(area, point) for area, point in outside) < 5.0


def _shipped_places() -> list[Place]:
    places = read_places(areas=frozenset(area.key for area in area_places()))
    return [place for place in places if isinstance(place, Place)]


def _point(place: Place) -> Point:
    assert place.longitude is not None
    assert place.latitude is not None
    return place.longitude, place.latitude


def _kilometres(shape: Shape, point: Point) -> float:
    """From the point to the nearest corner of the area's outline."""
    narrow = math.cos(math.radians(point[1]))
    return min(111.2 * math.hypot((x - point[0]) * narrow, y - point[1]) for ring in shape.rings for x, y in ring)
