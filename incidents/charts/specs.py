"""What each chart shows, as Vega-Lite: demographics keep their colours and order, links narrow the filter."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from incidents import wording
from incidents.statistics.totals import Totals
from incidents.vocabulary import DEMOGRAPHICS

COLOURS = {"children": "#b5382a", "women": "#d98c3f", "men": "#3f6c94", "not_specified": "#a9adb3"}
INK, QUIET, LINE = "#1b1f24", "#545b63", "#d9d5cc"
#: FiraGO first: the PDF's font; in a page the reader's own font takes over by the stylesheet.
FONT = "FiraGO, 'Segoe UI', 'Noto Sans Arabic', Tahoma, sans-serif"
Link = Callable[[Any], str]


def demographic_labels() -> dict[str, str]:
    """The four demographics in the reader's language, in their fixed order."""
    return {"children": _("children"), "women": _("women"), "men": _("men"), "not_specified": _("not specified")}


def monthly(
    months: Sequence[Totals], *, outcome: str, link: Link | None = None, width: int = 640, height: int = 240
) -> dict[str, Any]:
    """Stacked bars by month and demographic, with a whisker from the least to the most documented where they differ."""
    dated = [part for part in months if part.key]
    rows = [row for part in dated for row in _stack(part, outcome, link)]
    ranges = [row for part in dated if (row := _range(part, outcome))]
    x = _month_axis([part.key for part in dated], width)
    bars = {
        "data": {"values": rows},
        "mark": {"type": "bar", "stroke": "#ffffff", "strokeWidth": 0.4},
        "encoding": {
            "x": x,
            "y": _amount_axis("low"),
            "color": _demographic_colour(),
            "order": {"field": "order", "type": "quantitative"},
            "description": {"field": "says"},
            **({"href": {"field": "href"}} if link else {}),
        },
    }
    whiskers = {
        "data": {"values": ranges},
        "mark": {"type": "rule", "strokeWidth": 1.5, "color": INK},
        "encoding": {
            "x": x,
            "y": {"field": "low", "type": "quantitative"},
            "y2": {"field": "high"},
            "description": {"field": "says"},
        },
    }
    return _framed({"layer": [bars, whiskers] if ranges else [bars]}, width, height)


def by_category(
    parts: Sequence[tuple[str, Totals]], *, outcome: str, link: Link | None = None, width: int = 320
) -> dict[str, Any]:
    """Level bars, one a category, stacked by demographic; for weapons, actors, grades, governorates, villages."""
    rows = [row | {"name": name} for name, part in parts for row in _stack(part, outcome, link)]
    order = [name for name, _part in parts]
    says = [
        {"name": name, "low": part.figure(outcome).low, "text": wording.figure(part.figure(outcome))}
        for name, part in parts
    ]
    bidi = get_language_bidi()
    y = {
        "field": "name", "type": "nominal", "sort": order, "title": None,
        "axis": {"orient": "right" if bidi else "left", "domain": False, "ticks": False, "labelLimit": 170,
                 "labelAlign": "left" if bidi else "right", "labelPadding": 8},
    }  # fmt: skip
    x = {
        "field": "low", "type": "quantitative", "stack": "zero", "title": None,
        "scale": {"reverse": bidi, "nice": False}, "axis": None,
    }  # fmt: skip
    bars = {
        "data": {"values": rows},
        "mark": {"type": "bar", "height": {"band": 0.7}},
        "encoding": {
            "y": y, "x": x, "color": _demographic_colour(),
            "order": {"field": "order", "type": "quantitative"}, "description": {"field": "says"},
            **({"href": {"field": "href"}} if link else {}),
        },
    }  # fmt: skip
    labels = {
        "data": {"values": says},
        "mark": {
            "type": "text",
            "align": "right" if bidi else "left",
            "dx": -5 if bidi else 5,
            "color": QUIET,
            "fontSize": 13,
        },
        "encoding": {"y": y, "x": {**x, "stack": None}, "text": {"field": "text"}},
    }
    return _framed({"layer": [bars, labels]}, width, max(len(parts), 1) * 30)


def captioned(spec: dict[str, Any], caption: Sequence[str], remarks: Sequence[str] = ()) -> dict[str, Any]:
    """The chart with a caption and remarks, line by line, and a legend in it, for a picture that leaves the page."""
    labels = demographic_labels()
    words = json.dumps(labels, ensure_ascii=False)
    legend = {"title": None, "orient": "bottom", "labelExpr": f"({words})[datum.value]"}
    layers = [_with_legend(layer, legend) for layer in spec["layer"]]
    title = {"text": list(caption), "anchor": "end" if get_language_bidi() else "start", "fontSize": 14, "limit": 640,
             "color": INK, "font": FONT, "subtitle": [*remarks, "HarmWatch"], "subtitleColor": QUIET}  # fmt: skip
    return {**spec, "background": "#ffffff", "title": title, "layer": layers}


def _with_legend(layer: dict[str, Any], legend: dict[str, Any]) -> dict[str, Any]:
    encoding = dict(layer["encoding"])
    if "color" in encoding:
        encoding["color"] = {**encoding["color"], "legend": legend}
    return {**layer, "encoding": encoding}


def _stack(part: Totals, outcome: str, link: Link | None) -> list[dict[str, Any]]:
    labels = demographic_labels()
    title = wording.month(part.key) if isinstance(part.key, date) else str(part.key)
    rows = []
    for order, group in enumerate(DEMOGRAPHICS):
        figure = part.figure(outcome, group)
        if not figure.low:
            continue
        says = f"{title}: {wording.figure(figure)} {labels[group]}"
        row = {"key": _axis_key(part.key), "group": group, "order": order, "low": figure.low, "says": says}
        rows.append(row | ({"href": link(part.key)} if link else {}))
    return rows


def _range(part: Totals, outcome: str) -> dict[str, Any] | None:
    figure = part.figure(outcome)
    if figure.high is None or figure.high == figure.low:
        return None
    says = f"{wording.month(part.key)}: {wording.figure(figure)}"
    return {"key": _axis_key(part.key), "low": figure.low, "high": figure.high, "says": says}


def _axis_key(key: Any) -> str:
    return f"{key:%Y-%m}" if isinstance(key, date) else str(key)


def _month_axis(months: Sequence[date], width: int) -> dict[str, Any]:
    step = max(1, -(-len(months) * 64 // width))
    shown = [month for back, month in enumerate(reversed(months)) if back % step == 0]  # the last one always
    labels = {_axis_key(month): [*wording.month_name(month).split(), wording.year(month)] for month in shown}
    return {
        "field": "key", "type": "ordinal", "title": None,
        "scale": {"domain": [_axis_key(m) for m in months], "reverse": get_language_bidi(), "paddingInner": 0.15},
        "axis": {"values": list(labels), "labelExpr": f"({_expression(labels)})[datum.value]", "labelAngle": 0,
                 "domainColor": LINE, "tickColor": LINE},
    }  # fmt: skip


def _expression(labels: dict[str, list[str]]) -> str:
    return json.dumps(labels, ensure_ascii=False)


def _amount_axis(field: str) -> dict[str, Any]:
    return {
        "field": field, "type": "quantitative", "stack": "zero", "title": None,
        "axis": {"orient": "right" if get_language_bidi() else "left", "tickMinStep": 1, "tickCount": 4, "format": ",d",
                 "grid": True, "gridColor": LINE, "domain": False, "ticks": False},
    }  # fmt: skip


def _demographic_colour() -> dict[str, Any]:
    return {
        "field": "group", "type": "nominal", "legend": None,
        "scale": {"domain": list(COLOURS), "range": list(COLOURS.values())},
    }  # fmt: skip


def _framed(spec: dict[str, Any], width: int, height: int) -> dict[str, Any]:
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "background": None,
        "width": width,
        "height": height,
        "padding": 4,
        **spec,
        "config": {
            "font": FONT,
            "view": {"stroke": None},
            "axis": {"labelColor": QUIET, "labelFontSize": 12, "labelFont": FONT},
            "text": {"font": FONT},
            **_numerals(),
        },
    }


def _numerals() -> dict[str, Any]:
    """What Vega needs to know to write its axes in the digits of the page; Western ones it has by itself."""
    if wording.chosen_digits() != "arab":
        return {}
    numerals = [wording.in_digits(str(digit)) for digit in range(10)]
    number = {"decimal": "٫", "thousands": "٬", "grouping": [3], "currency": ["", ""], "numerals": numerals}
    return {"locale": {"number": number}}
