"""A chart or the map as a picture of its own, SVG or PNG, that says what it shows, as of when and from where.

The bars are those of the page: what ``fluid.py`` draws in per cent of its box is set in pixels here (``pixels.py``).
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from incidents import wording
from incidents.charts import fluid
from incidents.charts.catalogue import Content, content
from incidents.charts.map import country_map
from incidents.charts.palette import FONT, INK, PAPER, QUIET, WARNING, demographic_labels
from incidents.charts.pixels import Box, in_pixels, patterns, text
from incidents.statistics.filters import IncidentFilter
from incidents.statistics.provenance import coverage
from incidents.statistics.sentence import sentence
from incidents.typesetting.face import settable_drawing
from incidents.typesetting.foundry import face_folder
from incidents.typesetting.press import press_picture
from incidents.vocabulary import DEMOGRAPHICS

# Pixels, but for the letters of a line.
WIDTH, MARGIN, STEP = 672, 16, 20
LETTERS, NAME_LETTERS = 84, 30
AMOUNTS = 52  # beside the bars of months
NAMES, VALUES, ROW = 200, 96, 28  # of a level bar: what stands before it, behind it, and down to the next one
KEY, KEY_STEP, SQUARE = 40, 150, 14


@dataclass(frozen=True, slots=True)
class Picture:
    """An SVG and its size in pixels."""

    svg: str
    width: int
    height: int


def svg(chart: str, chosen: IncidentFilter, outcome: str) -> str | None:
    """The picture as SVG; None where nothing of it is documented."""
    picture = _picture(content(chart, chosen, outcome), chosen)
    return picture.svg if picture else None


def png(chart: str, chosen: IncidentFilter, outcome: str) -> bytes | None:
    """The same picture as PNG. Raises PressError where it could not be drawn."""
    picture = _picture(content(chart, chosen, outcome), chosen)
    if picture is None:
        return None
    drawn = settable_drawing(picture.svg)
    return press_picture(drawn, width=picture.width, height=picture.height, fonts=face_folder())


def _picture(found: Content, chosen: IncidentFilter) -> Picture | None:
    """The drawing below its caption and above its source."""
    if found.is_empty:
        return None
    said = [(line, 600, INK) for line in _lines([sentence(chosen)])]
    if coverage(chosen).demonstration:
        said.append((_("Demonstration data: do not cite"), 600, WARNING))
    said += [(line, 400, QUIET) for line in _lines([found.title, *found.remarks, *_cut(found)])]
    caption = "".join(_first(line, MARGIN + STEP * n + 14, ink, weight) for n, (line, weight, ink) in enumerate(said))
    top = MARGIN + STEP * len(said) + 12
    draw = {"map": _map, "months": _months}.get(found.chart, _levels)
    drawn, height = draw(found, top)
    whole = round(top + height + STEP + MARGIN)
    return Picture(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {whole}" width="{WIDTH}" height="{whole}" '
        f'font-family="{FONT}"><rect width="{WIDTH}" height="{whole}" fill="{PAPER}"/>{caption}{drawn}'
        f"{_first('HarmWatch', whole - MARGIN, QUIET)}</svg>",
        WIDTH,
        whole,
    )


def _map(found: Content, top: float) -> tuple[str, float]:
    tinted = [area.place.key for area in found.areas]
    drawn = country_map(found.villages, outcome=found.outcome, tinted=tinted, width=WIDTH - 2 * MARGIN)
    height = float(drawn.split(' height="', 1)[1].split('"', 1)[0])
    return f'<g transform="translate({MARGIN} {top:g})">{drawn}</g>', height


def _months(found: Content, top: float) -> tuple[str, float]:
    left = MARGIN if get_language_bidi() else AMOUNTS
    drawn = fluid.monthly(found.months, outcome=found.outcome, link=None, label=found.title)
    bars = in_pixels(drawn, Box(left, top, WIDTH - MARGIN - AMOUNTS))
    return patterns() + bars + _key(found, top + fluid.HEIGHT), fluid.HEIGHT + KEY


def _levels(found: Content, top: float) -> tuple[str, float]:
    """A row for each part: its name, its bar, its figure."""
    box = Box(MARGIN + (VALUES if get_language_bidi() else NAMES), top, WIDTH - 2 * MARGIN - NAMES - VALUES)
    most = _most(found)
    rows = []
    for number, part in enumerate(found.parts):
        y = top + ROW * number
        rows.append(_first(_short(part.name), y + 15, INK))
        rows.append(in_pixels(fluid.level_drawing(part.totals, found.outcome, most), Box(box.left, y, box.width)))
        rows.append(_last(wording.figure(part.totals.figure(found.outcome)), y + 15))
    height = ROW * len(found.parts)
    return f"{patterns()}{''.join(rows)}{_key(found, top + height)}", height + KEY


def _most(found: Content) -> int:
    return fluid.most_of([part.totals for part in found.parts], found.outcome)


def _cut(found: Content) -> Iterator[str]:
    """Which bars are cut, and how long they would be."""
    most = _most(found)
    for part in found.parts:
        times = fluid.times_of(part.totals, found.outcome, most)
        if times > 1:
            yield f"{part.name}: {fluid.cut_note(times)}"


def _key(found: Content, top: float) -> str:
    """The demographics that are drawn, each with its colour and pattern, from the side where reading begins."""
    parts = [part.totals for part in found.parts] or [month for month in found.months if month.key]
    drawn = {segment.group for part in parts for segment in fluid.segments(part, found.outcome)}
    labels, bidi = demographic_labels(), get_language_bidi()
    key = []
    for number, group in enumerate(each for each in DEMOGRAPHICS if each in drawn):
        at = MARGIN + KEY_STEP * number
        x = WIDTH - at - SQUARE if bidi else at
        key.append(f'<rect x="{x}" y="{top + 12:g}" width="{SQUARE}" height="{SQUARE}" fill="url(#p-{group})"/>')
        key.append(_first(labels[group], top + 24, QUIET, indent=at + SQUARE + 8 - MARGIN))
    return "".join(key)


def _lines(texts: Iterable[str]) -> list[str]:
    return [line for each in texts for line in textwrap.wrap(each, LETTERS)]


def _short(name: str) -> str:
    return name if len(name) <= NAME_LETTERS else f"{name[: NAME_LETTERS - 1].rstrip()}…"


def _first(said: str, y: float, ink: str, weight: int = 400, *, indent: float = 0) -> str:
    """Words at the side where reading begins."""
    at = MARGIN + indent
    x, anchor = (WIDTH - at, "end") if get_language_bidi() else (at, "start")
    return text(said, x, y, anchor=anchor, ink=ink, weight=weight, sentence=True)


def _last(figure: str, y: float) -> str:
    """A figure at the side where reading ends."""
    x, anchor = (MARGIN, "start") if get_language_bidi() else (WIDTH - MARGIN, "end")
    return text(figure, x, y, anchor=anchor, weight=600)
