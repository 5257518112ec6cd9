"""A map of the country as SVG: governorates from our boundaries, a circle for each village, drawn without a browser.

For print and download; a circle's area grows with the number of people. The map of the page itself is Leaflet's.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from incidents import wording
from incidents.charts.palette import FONT, INK, QUIET
from incidents.gazetteer.boundaries import Ring, Shape, load_boundaries
from incidents.statistics.totals import PlaceTotals

#: Degrees shown: the country with a rim of its neighbours, so that the coast and the borders can be recognised.
WEST, SOUTH, EAST, NORTH = 35.3, 32.15, 42.6, 37.5
LARGEST, SMALLEST = 17.0, 2.2  # radius of a circle, in the drawing's pixels
SCALED_FROM = 25  # a month without a large attack does not get large circles all the same
LABELLED = 8
SEA, LAND, AROUND, TINT, CIRCLE = "#e9eff2", "#ffffff", "#f3f1ec", "#f3e3df", "#b5382a"
KILOMETRES_PER_DEGREE = 111.2


@dataclass(frozen=True, slots=True)
class Frame:
    """Where degrees lie in the drawing: an equirectangular projection that is true at the country's middle."""

    width: float

    @property
    def scale(self) -> float:
        """Pixels to a degree of longitude."""
        return self.width / (EAST - WEST)

    @property
    def stretch(self) -> float:
        """How much longer a degree of latitude is than one of longitude."""
        return 1 / math.cos(math.radians((SOUTH + NORTH) / 2))

    @property
    def height(self) -> float:
        """Of the drawing, in pixels."""
        return (NORTH - SOUTH) * self.scale * self.stretch

    def at(self, longitude: float, latitude: float) -> tuple[float, float]:
        """A point's pixels from the top left."""
        return (longitude - WEST) * self.scale, (NORTH - latitude) * self.scale * self.stretch


Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class _Mark:
    x: float
    y: float
    radius: float
    says: str
    name: str

    @property
    def box(self) -> Box:
        return self.x - self.radius, self.y - self.radius, self.x + self.radius, self.y + self.radius


def country_map(
    villages: Sequence[PlaceTotals],
    *,
    outcome: str,
    tinted: Collection[str] = (),
    width: int = 640,
    digits: str = "latn",
) -> str:
    """SVG of the country with a circle for each village, the most harmed named.

    ``tinted`` are P-codes of governorates, districts or sub-districts in which incidents lie that have no point. A
    village whose number is unknown is a small ring. Names are in the active language.
    """
    frame = Frame(width)
    marks = list(_marks(villages, outcome, frame, digits))
    parts = [
        _base(width),
        *(_area(shape, frame, fill=TINT, line="#d9b4ac") for shape in _areas(tinted)),
        _borders(width),
        *_names(frame, marks),
        *(_circle(mark) for mark in marks),
        *_labels(marks, frame),
        *_legend(villages, outcome, frame, digits),
    ]
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {frame.height:.0f}" width="{width}" '
    return head + f'height="{frame.height:.0f}" font-family="{FONT}">' + "".join(parts) + "</svg>"


def _marks(villages: Iterable[PlaceTotals], outcome: str, frame: Frame, digits: str) -> Iterator[_Mark]:
    """The largest first, so that small circles lie on top of large ones."""
    shown = [v for v in villages if v.place.latitude is not None and v.place.longitude is not None]
    most = max((v.totals.figure(outcome).low for v in shown), default=0)
    for village in sorted(shown, key=lambda v: (-v.totals.figure(outcome).low, v.place.key)):
        figure = village.totals.figure(outcome)
        x, y = frame.at(village.place.longitude or 0, village.place.latitude or 0)
        says = wording.figure(figure, digits=digits)
        yield _Mark(x, y, _radius(figure.low, most) if figure.is_known else 0, says, village.place.name)


def _radius(value: int, most: int) -> float:
    return max(LARGEST * math.sqrt(value / max(most, SCALED_FROM)), SMALLEST)


@lru_cache(maxsize=8)
def _base(width: int) -> str:
    """What lies below in every map of a width: sea, neighbours, the country."""
    frame = Frame(width)
    around = "".join(_area(shape, frame, fill=AROUND, line="#cfcabf") for shape in load_boundaries("region"))
    country = "".join(_area(shape, frame, fill=LAND, line="none") for shape in load_boundaries("adm1"))
    return f'<rect width="{width}" height="{frame.height:.0f}" fill="{SEA}"/>{around}{country}'


def _areas(codes: Collection[str]) -> Iterator[Shape]:
    for level in ("adm1", "adm2", "adm3"):
        yield from (shape for shape in load_boundaries(level) if shape.pcode in codes)


@lru_cache(maxsize=8)
def _borders(width: int) -> str:
    frame = Frame(width)
    return "".join(_area(shape, frame, fill="none", line="#b9b3a6") for shape in load_boundaries("adm1"))


def _area(shape: Shape, frame: Frame, *, fill: str, line: str) -> str:
    path = "".join(_path(ring, frame) for ring in shape.rings if _is_seen(ring))
    return f'<path d="{path}" fill="{fill}" fill-rule="evenodd" stroke="{line}" stroke-width="0.7"/>' if path else ""


def _is_seen(ring: Ring) -> bool:
    longitudes, latitudes = zip(*ring, strict=True)
    return bool(min(longitudes) < EAST and max(longitudes) > WEST and min(latitudes) < NORTH and max(latitudes) > SOUTH)


def _path(ring: Ring, frame: Frame) -> str:
    """The ring to a tenth of a pixel, held within a rim of the frame: what lies beyond it is not seen."""
    points: list[tuple[float, float]] = []
    for longitude, latitude in ring:
        held = min(max(longitude, WEST - 1), EAST + 1), min(max(latitude, SOUTH - 1), NORTH + 1)
        point = tuple(round(value, 1) for value in frame.at(*held))
        if not points or point != points[-1]:
            points.append(point)  # type: ignore[arg-type]
    return "M" + "L".join(f"{x:g},{y:g}" for x, y in points) + "Z"


def _circle(mark: _Mark) -> str:
    if not mark.radius:
        return f'<circle cx="{mark.x:.1f}" cy="{mark.y:.1f}" r="2" fill="#ffffff" stroke="{CIRCLE}"/>'
    return (
        f'<circle cx="{mark.x:.1f}" cy="{mark.y:.1f}" r="{mark.radius:.1f}" fill="{CIRCLE}" fill-opacity="0.62" '
        f'stroke="#ffffff" stroke-width="0.8"/>'
    )


def _names(frame: Frame, marks: Sequence[_Mark]) -> Iterator[str]:
    """Governorates at their label point; one that would lie under a circle is left out of the way, not drawn over."""
    arabic = (get_language() or "").startswith("ar")
    for shape in load_boundaries("adm1"):
        name = shape.name_ar if arabic else shape.name_en
        x, y = frame.at(*shape.label)
        box = _text_box(name, x, y, 10.5, "middle")
        if not any(_touch(box, mark.box) for mark in marks if mark.radius > 4):
            yield _text(name, x, y, size=10.5, anchor="middle", colour="#857f73")


def _labels(marks: Sequence[_Mark], frame: Frame) -> Iterator[str]:
    """Names with numbers for the most harmed villages, each where it touches no other label nor a large circle."""
    taken: list[Box] = [mark.box for mark in marks[:LABELLED]]
    for mark in marks[:LABELLED]:
        text = f"{mark.name} \u2068{mark.says}\u2069"  # set apart, so that a range reads the right way round
        for x, y, anchor in _places_beside(mark):
            box = _text_box(text, x, y, 11, anchor)
            inside = box[0] > 2 and box[2] < frame.width - 2 and box[1] > 2 and box[3] < frame.height - 2
            if inside and not any(_touch(box, other) for other in taken if other != mark.box):
                taken.append(box)
                yield _text(text, x, y, size=11, anchor=anchor, colour=INK, weight=700)
                break


def _places_beside(mark: _Mark) -> Iterator[tuple[float, float, str]]:
    gap = mark.radius + 4
    yield mark.x + gap, mark.y + 4, "start"
    yield mark.x - gap, mark.y + 4, "end"
    yield mark.x, mark.y - gap, "middle"
    yield mark.x, mark.y + gap + 9, "middle"
    yield mark.x + gap, mark.y - 10, "start"
    yield mark.x - gap, mark.y - 10, "end"
    yield mark.x + gap, mark.y + 18, "start"
    yield mark.x - gap, mark.y + 18, "end"


def _text_box(text: str, x: float, y: float, size: float, anchor: str) -> Box:
    wide = len(text) * size * 0.56
    left = {"start": x, "end": x - wide, "middle": x - wide / 2}[anchor]
    return left, y - size, left + wide, y + size * 0.35


def _touch(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _text(text: str, x: float, y: float, *, size: float, anchor: str, colour: str, weight: int = 400) -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" font-weight="{weight}" text-anchor="{anchor}" '
        f'fill="{colour}" stroke="#ffffff" stroke-width="2.4" stroke-linejoin="round" paint-order="stroke">'
        f"{escape(text)}</text>"
    )


def _legend(villages: Sequence[PlaceTotals], outcome: str, frame: Frame, digits: str) -> Iterator[str]:
    """Circles of round numbers and a scale of 100 km, in the empty corner beyond the border."""
    y = frame.height - 18
    long = 100 / KILOMETRES_PER_DEGREE * frame.scale * frame.stretch
    x = frame.width - 16
    yield f'<path d="M{x - long:.1f},{y - 4}v4H{x:.1f}v-4" fill="none" stroke="{QUIET}" stroke-width="1"/>'
    scale = _("%(number)s km") % {"number": wording.number(100, digits=digits)}
    yield _text(scale, x - long / 2, y - 7, size=10, anchor="middle", colour=QUIET)
    most = max((village.totals.figure(outcome).low for village in villages), default=0)
    if not most:
        return
    at = x - _radius(most, most)
    for value in _round_numbers(most):
        radius = _radius(value, most)
        yield (
            f'<circle cx="{at:.1f}" cy="{y - 34 - radius:.1f}" r="{radius:.1f}" fill="none" stroke="{QUIET}" '
            f'stroke-width="0.9"/>'
        )
        yield _text(wording.number(value, digits=digits), at, y - 24, size=10, anchor="middle", colour=QUIET)
        at -= 2 * radius + 12


def _round_numbers(most: int) -> list[int]:
    """Up to three round numbers for the legend, the largest first: 10, 5, 1."""
    steps = [step * 10**power for power in range(5) for step in (1, 2, 5)]
    within = [step for step in steps if step <= max(most, 1)]
    return sorted({within[-1], within[len(within) // 2], within[0]}, reverse=True)
