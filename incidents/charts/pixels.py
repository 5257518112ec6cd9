"""What ``fluid.py`` draws for a page, as part of a picture: per cents become pixels, classes become colours.

A picture stands alone: it has no stylesheet, so that a strict content policy leaves it whole and any program draws it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape

from django.utils.translation import get_language_bidi

from incidents.charts.geometry import per_cent
from incidents.charts.palette import COLOURS, INK, LINE, PAPER, QUIET

SIZE = 13  # pixels: of every letter
RIGHT_TO_LEFT, AS_IT_RUNS, END = "\u2067", "\u2068", "\u2069"  # Unicode's isolates
_PER_CENT = re.compile(r'\b(x|x1|x2|width)="([-\d.]+)%"')
_CLASS = re.compile(r'class="([^"]*)"')
_HIDDEN = re.compile(r' aria-hidden="true"')
_TEXT = re.compile(r"(<text\b[^>]*>)([^<]*)(</text>)")
_FRAME = re.compile(r"^<svg\b[^>]*>|</svg>$")
_GAP = f'fill="{PAPER}" fill-opacity="0.55"'


@dataclass(frozen=True, slots=True)
class Box:
    """Where a drawing lies in the picture, in pixels: its left and upper edge and its width."""

    left: float
    top: float
    width: float


def in_pixels(drawn: str, box: Box) -> str:
    """A drawing of ``fluid.py`` as a group of a picture."""

    def length(found: re.Match[str]) -> str:
        return f'{found[1]}="{per_cent(float(found[2]) * box.width / 100)}"'

    inside = _HIDDEN.sub("", _FRAME.sub("", drawn))
    looks = _looks()
    inside = _CLASS.sub(lambda found: looks[found[1].removesuffix(" wide-only")], _PER_CENT.sub(length, inside))
    inside = _TEXT.sub(lambda found: f"{found[1]}{isolated(found[2])}{found[3]}", inside)
    return f'<g transform="translate({box.left:g} {box.top:g})">{inside}</g>'


def _looks() -> dict[str, str]:
    """What each class of a page's drawing looks like in a picture; a class that is missing is an error."""
    amounts = "start" if get_language_bidi() else "end"  # the numbers stand outside of the bars, on either side
    whisker = f'stroke="{INK}" stroke-width="1.5"'
    bar = f'stroke="{PAPER}" stroke-width="0.5"'
    return {
        "rule": f'stroke="{LINE}" stroke-width="1"',
        "amount": f'font-size="{SIZE}" fill="{QUIET}" text-anchor="{amounts}"',
        "name": f'font-size="{SIZE}" fill="{QUIET}" text-anchor="middle"',
        "value": f'font-size="{SIZE}" font-weight="600" fill="{INK}" text-anchor="middle" stroke="{PAPER}" '
        'stroke-width="4" stroke-linejoin="round" paint-order="stroke"',
        "whisker": whisker,
        "whisker open": f'{whisker} stroke-dasharray="3 3"',
        "cut": f'stroke="{PAPER}" stroke-width="3"',
        **dict.fromkeys(COLOURS, bar),
    }


def patterns() -> str:
    """The patterns that tell the demographics apart without colour, as the page has them."""
    marks = {
        "children": ("8", "", ""),
        "women": ("6", ' patternTransform="rotate(45)"', f'<rect width="1.6" height="6" {_GAP}/>'),
        "men": ("6", "", f'<circle cx="3" cy="3" r="0.9" {_GAP}/>'),
        "not_specified": ("5", "", f'<rect width="5" height="1.2" {_GAP}/>'),
    }
    drawn = (
        f'<pattern id="p-{group}" width="{size}" height="{size}" patternUnits="userSpaceOnUse"{turned}>'
        f'<rect width="{size}" height="{size}" fill="{COLOURS[group]}"/>{mark}</pattern>'
        for group, (size, turned, mark) in marks.items()
    )
    return f"<defs>{''.join(drawn)}</defs>"


def isolated(said: str, *, sentence: bool = False) -> str:
    """Set apart from what stands around it: few programs read ``direction`` in an SVG.

    A figure runs as its own letters do (15–12 would be another number), a ``sentence`` as its language does.
    """
    if not get_language_bidi():
        return said
    return f"{RIGHT_TO_LEFT if sentence else AS_IT_RUNS}{said}{END}"


def text(
    said: str, x: float, y: float, *, anchor: str, ink: str = INK, weight: int = 400, sentence: bool = False
) -> str:
    """A line of words, its baseline at ``y``; ``anchor`` is ``start``, ``middle`` or ``end`` from the left."""
    return (
        f'<text x="{x:g}" y="{y:g}" font-size="{SIZE}" font-weight="{weight}" text-anchor="{anchor}" fill="{ink}">'
        f"{isolated(escape(said), sentence=sentence)}</text>"
    )
