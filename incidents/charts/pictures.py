"""A chart or the map as a picture of its own, SVG or PNG, that says what it shows, as of when and from where."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence
from html import escape

from django.utils.translation import get_language_bidi

from incidents.charts import specs
from incidents.charts.catalogue import Content, content
from incidents.charts.map import country_map
from incidents.charts.render import for_print, to_png, to_svg
from incidents.statistics.filters import IncidentFilter
from incidents.statistics.sentence import sentence

WIDTH, LEVEL_WIDTH, LINE, STEP = 640, 420, 84, 20  # pixels, pixels, characters, pixels


def svg(chart: str, chosen: IncidentFilter, outcome: str) -> str | None:
    """The picture as SVG; None where nothing of it is documented."""
    found = content(chart, chosen, outcome)
    if found.is_empty:
        return None
    caption = list(_lines([sentence(chosen)]))
    remarks = list(_lines([found.title, *found.remarks]))
    if chart == "map":
        return _map(found, caption, remarks)
    # Each line a text of its own, as for print: whatever draws lines as one runs Arabic ones into each other.
    return for_print(to_svg(specs.captioned(_spec(found), caption, remarks)))


def png(chart: str, chosen: IncidentFilter, outcome: str) -> bytes | None:
    """The same picture as PNG."""
    drawn = svg(chart, chosen, outcome)
    return to_png(drawn) if drawn else None


def _spec(found: Content) -> dict[str, object]:
    if found.chart == "months":
        return specs.monthly(found.months, outcome=found.outcome, width=WIDTH)
    named = [(part.name, part.totals) for part in found.parts]
    return specs.by_category(named, outcome=found.outcome, width=LEVEL_WIDTH)


def _lines(texts: Iterable[str]) -> Iterable[str]:
    """Lines that fit above a picture and run in the language's direction: few programs read ``direction`` in an SVG."""
    for text in texts:
        for line in textwrap.wrap(text, LINE):
            yield f"\u2067{line}\u2069" if get_language_bidi() else line


def _map(found: Content, caption: Sequence[str], remarks: Sequence[str]) -> str:
    """The map below its caption and above its source, as one drawing."""
    tinted = [area.place.key for area in found.areas]
    drawn = country_map(found.villages, outcome=found.outcome, tinted=tinted, width=WIDTH)
    height = float(drawn.split(' height="', 1)[1].split('"', 1)[0])
    top = STEP * (len(caption) + len(remarks)) + 8
    said = [(line, 600, specs.INK) for line in caption] + [(line, 400, specs.QUIET) for line in remarks]
    texts = [_text(line, STEP * (number + 1) - 4, weight, ink) for number, (line, weight, ink) in enumerate(said)]
    whole = round(top + height + 24)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {whole}" width="{WIDTH}" height="{whole}" '
        f'font-family="{specs.FONT}"><rect width="100%" height="100%" fill="#ffffff"/>{"".join(texts)}'
        f'<g transform="translate(0 {top})">{drawn}</g>{_text("HarmWatch", top + height + 16, 400, specs.QUIET)}</svg>'
    )


def _text(line: str, y: float, weight: int, colour: str) -> str:
    at, anchor = (WIDTH - 8, "end") if get_language_bidi() else (8, "start")
    return (
        f'<text x="{at}" y="{y:g}" font-size="13" font-weight="{weight}" text-anchor="{anchor}" fill="{colour}">'
        f"{escape(line)}</text>"
    )
