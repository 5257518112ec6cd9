"""A summary set as PDF by Typst: the data as JSON, the drawings as SVG, one face and no other.

The same summary gives the same bytes: the PDF's own date is the as-of moment, and nothing else in it depends on the
clock or the machine.
"""

from __future__ import annotations

import json
import re
from datetime import datetime
from html import escape, unescape
from pathlib import Path
from typing import Any

import typst

from incidents import wording
from incidents.charts.render import for_print, to_svg
from incidents.summaries.face import FAMILY, fonts, settable
from incidents.summaries.parts import Drawing, Summary

TEMPLATE = Path(__file__).parent / "typst" / "summary.typ"
#: PDF/UA-1: tagged, with alternative texts, a title and a language; Typst refuses to write what does not keep to it.
STANDARDS = ["ua-1"]
_SVG_WIDTH = re.compile(r'<svg[^>]* width="(\d+)"')
_SVG_TEXT = re.compile(r"(<text\b[^>]*>)([^<]*)(</text>)")


def typeset(summary: Summary) -> bytes:
    """The summary as PDF/UA-1. Raises typst.TypstError where the template and the data do not fit together."""
    drawings = {each.key: drawn(each, summary.digits) for each in (*summary.charts, summary.map)}
    files = {
        "main.typ": TEMPLATE.read_bytes(),
        "summary.json": _as_json(summary, drawings),
        **{f"{key}.svg": svg.encode() for key, svg in drawings.items()},
    }
    moment = datetime.fromisoformat(summary.as_of)
    # The wheel takes a file system as a dictionary, though its type hints do not say so.
    return bytes(
        typst.compile(  # type: ignore[call-overload]
            files,
            font_paths=fonts(),
            ignore_system_fonts=True,
            pdf_standards=STANDARDS,
            timestamp=int(moment.timestamp()),
        )
    )


def _as_json(summary: Summary, drawings: dict[str, str]) -> bytes:
    data = summary.as_data()
    for drawing in (*data["charts"], data["map"]):
        width = _SVG_WIDTH.search(drawings[drawing["key"]])
        drawing |= {"width": int(width[1]) if width else 0, "spec": {}, "svg": ""}
    return json.dumps(_settable(data), ensure_ascii=False, sort_keys=True).encode()


def _settable(value: Any) -> Any:
    if isinstance(value, str):
        return settable(value)
    if isinstance(value, dict):
        return {key: each if key == "url" else _settable(each) for key, each in value.items()}
    return [_settable(each) for each in value] if isinstance(value, (list, tuple)) else value


def drawn(drawing: Drawing, digits: str) -> str:
    """A chart or map as SVG, with the digits as chosen."""
    svg = (drawing.svg or for_print(to_svg(drawing.spec))).replace("FiraGO", FAMILY)

    def as_set(found: re.Match[str]) -> str:
        text = wording.in_digits(settable(unescape(found[2])), digits=digits)
        return found[1] + escape(text) + found[3]  # after the digits: those of &#x27; are no number

    return _SVG_TEXT.sub(as_set, svg)
