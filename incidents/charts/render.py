"""Specification to SVG, without a browser and without a script on the page."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from typing import Any

import vl_convert

#: Pinned, so that the same data gives the same drawing after an upgrade of the library.
VEGA_LITE = "5.21"
_LINES = re.compile(
    r'(<text [^>]*?)transform="translate\(([-.\d]+),([-.\d]+)\)"([^>]*)>((?:<tspan[^>]*>[^<]*</tspan>)+)</text>'
)
_LINE = re.compile(r'<tspan(?: x="0" dy="([-.\d]+)")?>([^<]*)</tspan>')


def to_svg(spec: dict[str, Any]) -> str:
    """Draw a specification; about 40 ms, kept for the next request of the same content."""
    return _draw(json.dumps(spec, ensure_ascii=False, sort_keys=True))


def to_png(svg: str, *, scale: float = 2) -> bytes:
    """A drawing as PNG, at twice its size in pixels, for articles and slides."""
    return bytes(vl_convert.svg_to_png(svg, scale=scale))


@lru_cache(maxsize=256)
def _draw(spec: str) -> str:
    return str(vl_convert.vegalite_to_svg(spec, vl_version=VEGA_LITE))


def for_print(svg: str) -> str:
    """The drawing as Typst sets it: each line of a label a text of its own. Its SVG reader puts the lines of one text
    in order together, so that Arabic words of two lines would run into each other."""
    return _LINES.sub(_each_line, svg)


def _each_line(found: re.Match[str]) -> str:
    head, x, y, rest, lines = found.groups()
    texts, below = [], 0.0
    for step, text in _LINE.findall(lines):
        below += float(step or 0)
        texts.append(f'{head}transform="translate({x},{float(y) + below:g})"{rest}>{text}</text>')
    return "".join(texts)
