"""A summary set as PDF by Typst: the data as JSON, the drawings as SVG, FiraGO and no other font.

The same summary gives the same bytes: the PDF's own date is the as-of moment, and nothing else in it depends on the
clock or the machine.
"""

from __future__ import annotations

import json
import re
import tempfile
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import pymupdf_fonts
import typst

from incidents import wording
from incidents.charts.render import for_print, to_svg
from incidents.summaries.parts import Drawing, Summary

TEMPLATE = Path(__file__).parent / "typst" / "summary.typ"
FACES = {"FiraGO-Regular.ttf": "figo", "FiraGO-Bold.ttf": "figbo"}
#: PDF/UA-1: tagged, with alternative texts, a title and a language; Typst refuses to write what does not keep to it.
STANDARDS = ["ua-1"]
_HARAKAT = re.compile("[\u064b-\u0652\u0640]")
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
    return bytes(
        typst.compile(
            files,  # type: ignore[arg-type]
            font_paths=_fonts(),
            ignore_system_fonts=True,
            pdf_standards=STANDARDS,  # type: ignore[arg-type]
            timestamp=int(moment.timestamp()),
        )
    )


def _as_json(summary: Summary, drawings: dict[str, str]) -> bytes:
    data = summary.as_data()
    for drawing in (*data["charts"], data["map"]):
        width = _SVG_WIDTH.search(drawings[drawing["key"]])
        drawing |= {"width": int(width[1]) if width else 0, "spec": {}, "svg": ""}
    return json.dumps(_without_harakat(data), ensure_ascii=False, sort_keys=True).encode()


def _without_harakat(value: Any) -> Any:
    """Arabic is set without vowel marks, as the press does: a mark shares its letter's place in the PDF, and readers
    that copy or search the text would get the letter twice."""
    if isinstance(value, str):
        return _HARAKAT.sub("", value)
    if isinstance(value, dict):
        return {key: _without_harakat(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [_without_harakat(each) for each in value]
    return value


def drawn(drawing: Drawing, digits: str) -> str:
    """A chart or map as SVG, with the digits as chosen."""
    svg = drawing.svg or for_print(to_svg(drawing.spec))

    def as_set(found: re.Match[str]) -> str:
        text = _HARAKAT.sub("", found[2])
        return found[1] + wording.in_digits(text, digits=digits) + found[3]

    return _SVG_TEXT.sub(as_set, svg)


@cache
def _fonts() -> typst.Fonts:
    """FiraGO from its package, written once a process to a folder of its own: Typst reads fonts from files alone."""
    folder = Path(tempfile.mkdtemp(prefix="harmwatch-fonts-"))
    for name, key in FACES.items():
        (folder / name).write_bytes(pymupdf_fonts.fontbuffers[key]())
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder])
