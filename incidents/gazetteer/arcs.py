"""Boundaries made small for the browser: each shared border is kept once, as steps on a coarse grid.

A file is ``{"step", "origin", "arcs", "shapes"}``. An arc is a string: the first point and then each move to the next,
counted in steps of the grid, two numbers a point (see ``_written``). A shape is
``[pcode, name_en, name_ar, label, polygons]``; a ring is a list of arc numbers, ``~n`` for arc ``n`` run backwards.
``static/js/boundaries.js`` reads them; ``decode`` does the same here.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from typing import Any

from incidents.gazetteer.boundaries import Point, Ring, Shape

Arc = tuple[Point, ...]
STEP = 0.002  # degrees, about 200 m: on a screen 1,400 pixels wide the whole country shows no difference


def encode(shapes: Iterable[Shape], *, step: float = STEP, tolerance: float = 0) -> dict[str, Any]:
    """The shapes as one small file; borders that two shapes share point by point are kept once.

    With a ``tolerance``, in degrees, points are left out of a border that runs no farther than that from it without.
    """
    shapes = tuple(shapes)
    corners = _corners(ring for shape in shapes for ring in shape.rings)
    numbers: dict[Arc, int] = {}
    rows = []
    for shape in shapes:
        polygons = [[_numbered(ring, corners, numbers) for ring in polygon] for polygon in shape.polygons]
        rows.append([shape.pcode, shape.name_en, shape.name_ar, list(shape.label), polygons])
    origin = [min(shape.box[axis] for shape in shapes) for axis in (0, 1)]
    arcs = [_written(_thinned(arc, tolerance) if tolerance else arc, origin, step) for arc in numbers]
    return {"step": step, "origin": origin, "arcs": arcs, "shapes": rows}


def decode(file: dict[str, Any]) -> list[dict[str, Any]]:
    """The features of a file, as ``boundaries.js`` gives them to the map."""
    arcs = [_read(arc, file["origin"], file["step"]) for arc in file["arcs"]]
    return [
        {
            "type": "Feature",
            "properties": {"pcode": pcode, "name_en": name_en, "name_ar": name_ar, "label": label},
            "geometry": {"type": "MultiPolygon", "coordinates": [[_joined(r, arcs) for r in p] for p in polygons]},
        }
        for pcode, name_en, name_ar, label, polygons in file["shapes"]
    ]


def _corners(rings: Iterable[Ring]) -> set[Point]:
    """Points where borders meet: those that have other neighbours in one ring than in another."""
    neighbours: dict[Point, frozenset[Point]] = {}
    corners = set()
    for ring in rings:
        points = ring[:-1]
        for at, point in enumerate(points):
            beside = frozenset((points[at - 1], points[(at + 1) % len(points)]))
            if neighbours.setdefault(point, beside) != beside:
                corners.add(point)
    return corners


def _numbered(ring: Ring, corners: set[Point], numbers: dict[Arc, int]) -> list[int]:
    """The ring as numbers of arcs; an arc that is new gets the next number."""
    found = []
    for arc in _arcs(ring, corners):
        if arc in numbers:
            found.append(numbers[arc])
        elif arc[::-1] in numbers:
            found.append(~numbers[arc[::-1]])
        else:
            found.append(numbers.setdefault(arc, len(numbers)))
    return found


def _arcs(ring: Ring, corners: set[Point]) -> Iterator[Arc]:
    """The ring cut at its corners; a ring without any begins at its smallest point, so that its twin is known."""
    points = ring[:-1]
    cuts = [at for at, point in enumerate(points) if point in corners] or [points.index(min(points))]
    turned = points[cuts[0] :] + points[: cuts[0] + 1]
    ends = [cut - cuts[0] for cut in cuts] + [len(points)]
    return (turned[start : end + 1] for start, end in zip(ends, ends[1:], strict=False))


def _thinned(arc: Arc, tolerance: float) -> Arc:
    """The arc with the points that matter (Douglas and Peucker): its ends, then whatever lies far from the line."""
    if arc[0] == arc[-1]:  # a whole ring is cut at its farthest point; it stays as it is where it would be a line
        cut = max(range(len(arc)), key=lambda at: math.dist(arc[0], arc[at]))
        ring = _thinned(arc[: cut + 1], tolerance)[:-1] + _thinned(arc[cut:], tolerance)
        return ring if len(ring) > 3 else arc
    kept, open_stretches = {0, len(arc) - 1}, [(0, len(arc) - 1)]
    while open_stretches:
        first, last = open_stretches.pop()
        inner = range(first + 1, last)
        far = max(inner, key=lambda at: _away(arc[at], arc[first], arc[last]), default=0)
        if far and _away(arc[far], arc[first], arc[last]) > tolerance:
            kept.add(far)
            open_stretches += [(first, far), (far, last)]
    return tuple(arc[at] for at in sorted(kept))


def _away(point: Point, start: Point, end: Point) -> float:
    """How far a point lies from a stretch, in degrees."""
    along = (end[0] - start[0], end[1] - start[1])
    length = along[0] ** 2 + along[1] ** 2
    share = ((point[0] - start[0]) * along[0] + (point[1] - start[1]) * along[1]) / length if length else 0
    share = min(max(share, 0), 1)
    return math.dist(point, (start[0] + share * along[0], start[1] + share * along[1]))


def _written(arc: Arc, origin: list[float], step: float) -> str:
    """The arc's points on the grid, as differences. Each number is written with its sign in the lowest bit, five bits
    a character from the lowest on, 32 added to all but the last, and 63 to each so that it can be printed: the way
    of Google's encoded polylines."""
    grid = [tuple(round((value - origin[axis]) / step) for axis, value in enumerate(point)) for point in arc]
    kept = [point for at, point in enumerate(grid) if at == 0 or point != grid[at - 1]]
    before = [(0, 0), *kept]
    return "".join(_number(now[axis] - then[axis]) for then, now in zip(before, kept, strict=False) for axis in (0, 1))


def _number(value: int) -> str:
    rest = value << 1 if value >= 0 else ~(value << 1)
    characters = ""
    while rest >= 32:
        characters += chr((rest & 31 | 32) + 63)
        rest >>= 5
    return characters + chr(rest + 63)


def _read(arc: str, origin: list[float], step: float) -> list[list[float]]:
    points, pair, at, value, shift = [], [], [0, 0], 0, 0
    for character in arc:
        bits = ord(character) - 63
        value |= (bits & 31) << shift
        shift += 5
        if bits < 32:
            pair.append(~(value >> 1) if value & 1 else value >> 1)
            value = shift = 0
        if len(pair) == 2:
            at = [at[0] + pair[0], at[1] + pair[1]]
            points.append([origin[axis] + at[axis] * step for axis in (0, 1)])
            pair = []
    return points


def _joined(ring: list[int], arcs: list[list[list[float]]]) -> list[list[float]]:
    """The arcs of a ring in a row; where two meet, the point is kept once."""
    points: list[list[float]] = []
    for number in ring:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        points.extend(arc[1:] if points else arc)
    return points
