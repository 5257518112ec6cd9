"""Charts drawn straight into a page: as wide as their box, with the page's own text, colours and both directions.

Widths are in per cent and heights in pixels, so that one drawing is right at 360 and at 1440 pixels. What is given away
as a picture is the same drawing (``pictures.py``); the PDF's charts are set by Typst from the same figures.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from incidents import wording
from incidents.charts.geometry import from_start, mirrored, per_cent
from incidents.charts.palette import demographic_labels
from incidents.statistics.totals import Figure, Totals
from incidents.vocabulary import DEMOGRAPHICS

HEIGHT, TOP, FOOT = 260, 26, 54  # pixels: of the drawing, of the room above the bars, of the room for month names
WIDEST_BAR = 11.0  # per cent of the width: two months are two bars, not two walls
LABELS_WIDE, LABELS_NARROW = 10, 5  # names of months that fit beside each other on a screen and on a phone
MONTHLY_NAMES = 24  # more months than these are named by their years
VALUES_ROOM = 34  # characters: bars carry their figures above them while all of these fit beside each other
Link = Callable[[date], str]


@dataclass(frozen=True, slots=True)
class Segment:
    """One demographic's stretch of a bar, in people."""

    group: str
    start: int
    size: int


@dataclass(frozen=True, slots=True)
class Scale:
    """People to pixels, and the round numbers at which lines are drawn."""

    most: int
    ticks: tuple[int, ...]

    def y(self, people: int) -> float:
        """How far from the upper edge a number of people stands."""
        return round(HEIGHT - FOOT - (HEIGHT - FOOT - TOP) * people / self.most, 1)


def segments(part: Totals, outcome: str) -> list[Segment]:
    """The least documented of each demographic, one upon the other; together the total's least, where it is known."""
    found, start = [], 0
    for group in DEMOGRAPHICS:
        size = part.figure(outcome, group).low
        if size:
            found.append(Segment(group, start, size))
            start += size
    return found


def describe(part: Totals, outcome: str, title: str) -> str:
    """A bar in words: ``October 2023: 5 killed (3 women, 2 men)``."""
    labels = demographic_labels()
    groups = [(labels[group], part.figure(outcome, group)) for group in DEMOGRAPHICS]
    named = ", ".join(f"{wording.figure(figure)} {label}" for label, figure in groups if figure.low)
    text = f"{title}: {wording.figure(part.figure(outcome))}"
    return f"{text} ({named})" if named else text


def monthly(
    months: Sequence[Totals], *, outcome: str, link: Link | None, label: str, scale: Scale | None = None
) -> SafeString:
    """Bars by month and demographic, each a link; a whisker from the least to the most; nothing where none is dated.

    Two charts that are read beside each other are given one ``scale``; a picture has no ``link``."""
    dated = [part for part in months if part.key]
    if not dated:
        return SafeString("")
    scale = scale or scale_for(part.figure(outcome) for part in dated)
    told = sum(len(wording.figure(part.figure(outcome))) for part in dated) <= VALUES_ROOM
    bars = format_html_join("", "{}", ((_bar(dated, n, outcome, link, scale, told=told),) for n in range(len(dated))))
    return format_html(
        '<svg class="chart months" height="{}" role="group" aria-label="{}">{}{}{}</svg>',
        HEIGHT, label, _lines(scale), bars, _names([part.key for part in dated]),
    )  # fmt: skip


def scale_for(figures: Iterable[Figure]) -> Scale:
    """A scale that ends at the round number above the largest figure."""
    most = max((max(figure.low, figure.high or 0) for figure in figures if figure.is_known), default=0)
    step = _round_step(most)
    top = max(step * -(-most // step), 1)
    return Scale(top, tuple(range(0, top + 1, step)))


def _round_step(most: int) -> int:
    step = 1
    while True:
        for factor in (1, 2, 5):
            if step * factor * 4 >= most:
                return step * factor
        step *= 10


def _lines(scale: Scale) -> SafeString:
    at = "100%" if get_language_bidi() else "0"
    away = 8 if get_language_bidi() else -8
    return format_html_join(
        "",
        '<line class="rule" x1="0" x2="100%" y1="{0}" y2="{0}"/>'
        '<text class="amount" x="{1}" dx="{2}" y="{3}">{4}</text>',
        ((scale.y(n), at, away, scale.y(n) + 4, wording.number(n)) for n in scale.ticks),
    )


def _bar(
    dated: Sequence[Totals], index: int, outcome: str, link: Link | None, scale: Scale, *, told: bool
) -> SafeString:
    part, band = dated[index], 100 / len(dated)
    figure = part.figure(outcome)
    if not part.incidents:
        return SafeString("")
    centre = mirrored(band * (index + 0.5))
    width = min(band * 0.8, WIDEST_BAR)
    x, wide = per_cent(centre - width / 2), per_cent(width)
    drawn = SafeString("".join(  # codes and numbers of our own, hundreds of them: nothing to escape
        f'<rect class="{s.group}" fill="url(#p-{s.group})" x="{x}%" y="{scale.y(s.start + s.size)}" width="{wide}%" '
        f'height="{round(scale.y(s.start) - scale.y(s.start + s.size), 1)}"/>'
        for s in segments(part, outcome)
    ))  # fmt: skip
    says = describe(part, outcome, wording.month(part.key))
    marks = (_whisker(figure, centre, scale), _value(figure, centre, scale) if told else "")
    if link is None:
        return format_html("<g><title>{}</title>{}{}{}</g>", says, drawn, *marks)
    return format_html(
        '<a href="{}"><title>{}</title><rect class="hit" x="{}%" y="0" width="{}%" height="{}"/>{}{}{}</a>',
        link(part.key), says, per_cent(centre - band / 2), per_cent(band), HEIGHT - FOOT, drawn, *marks,
    )  # fmt: skip


def _whisker(figure: Figure, centre: float, scale: Scale) -> SafeString:
    """From the least to the most documented; dashed up to the edge where the figure is open above."""
    if not figure.is_known or figure.high == figure.low:
        return SafeString("")
    top = 8 if figure.high is None else scale.y(figure.high)
    kind = "whisker open" if figure.high is None else "whisker"
    x = per_cent(centre)
    return SafeString(f'<line class="{kind}" x1="{x}%" x2="{x}%" y1="{scale.y(figure.low)}" y2="{top}"/>')


def _value(figure: Figure, centre: float, scale: Scale) -> SafeString:
    if not figure.is_known:
        return SafeString("")
    top = figure.low if figure.high is None else figure.high
    return format_html(
        '<text class="value" x="{}%" y="{}">{}</text>', per_cent(centre), scale.y(top) - 6, wording.figure(figure)
    )


def _names(months: Sequence[date]) -> SafeString:
    """The names under the bars, fewer of them on a phone; years alone where there are many months."""
    if len(months) <= MONTHLY_NAMES:
        marks = [(n, [*wording.month_name(month).split(" "), wording.year(month)]) for n, month in enumerate(months)]
    else:
        marks = [(n, [wording.year(month)]) for n, month in enumerate(months) if month.month == 1]
    wide = max(1, -(-len(marks) // LABELS_WIDE))
    narrow = wide * max(1, -(-len(marks) // (wide * LABELS_NARROW)))
    band = 100 / len(months)
    return format_html_join("", "{}", (
        (_name(lines, mirrored(band * (n + 0.5)), wide_only=bool(place % narrow)),)
        for place, (n, lines) in enumerate(marks) if not place % wide
    ))  # fmt: skip


def _name(lines: list[str], centre: float, *, wide_only: bool) -> SafeString:
    """Each line a text of its own: what draws the letters of one text in order runs Arabic lines into each other."""
    kind, x, y = "name wide-only" if wide_only else "name", per_cent(centre), HEIGHT - FOOT + 18
    said = ((kind, x, y + 15 * n, line) for n, line in enumerate(lines))
    return format_html_join("", '<text class="{}" x="{}%" y="{}" aria-hidden="true">{}</text>', said)


def level_bar(part: Totals, outcome: str, most: int) -> SafeString:
    """One level bar for a row of a table, as long as its share of ``most``; the row's own cells say its figures.

    One that would be longer fills the row, is visibly cut, and says how long it would be.
    """
    times = times_of(part, outcome, most)
    note = format_html('<span class="quiet">{}</span>', cut_note(times)) if times > 1 else ""
    return format_html("{}{}", level_drawing(part, outcome, most), note)


def times_of(part: Totals, outcome: str, most: int) -> float:
    """How often a part's least figure is ``most``; a bar of more than once is cut."""
    return part.figure(outcome).low / max(most, 1)


def level_drawing(part: Totals, outcome: str, most: int) -> SafeString:
    """The bar of ``level_bar`` without words."""
    figure = part.figure(outcome)
    cut = times_of(part, outcome, most) > 1
    unit = 100 / max(most, figure.low if cut else 1, 1)
    drawn = "".join(  # codes and numbers of our own, a page has hundreds: nothing to escape
        f'<rect class="{s.group}" fill="url(#p-{s.group})" x="{per_cent(from_start(s.start * unit, s.size * unit))}%" '
        f'y="3" width="{per_cent(s.size * unit)}%" height="14"/>'
        for s in segments(part, outcome)
    )
    mark = cut_mark(20) if cut else _reach(figure, unit)
    return SafeString(f'<svg class="level" height="20" aria-hidden="true">{drawn}{mark}</svg>')


def cut_mark(height: int) -> SafeString:
    """Where a bar is cut: two slanted strokes, as an axis is broken."""
    edges = [(per_cent(mirrored(at)), per_cent(mirrored(at + 2)), height) for at in (86, 88.5)]
    return format_html_join("", '<line class="cut" x1="{}%" x2="{}%" y1="{}" y2="0"/>', edges)


def cut_note(times: float) -> str:
    """How long a cut bar would be, in words."""
    said = wording.in_digits(f"{times:,.0f}" if times >= 10 else f"{times:.1f}")
    return _("bar cut; in full %(times)s × the longest named one") % {"times": said}


def _reach(figure: Figure, unit: float) -> SafeString:
    if not figure.is_known or figure.high == figure.low:
        return SafeString("")
    high = figure.low + 3 / unit if figure.high is None else figure.high
    kind = "whisker open" if figure.high is None else "whisker"
    ends = (per_cent(mirrored(people * unit)) for people in (figure.low, high))
    return format_html('<line class="{}" x1="{}%" x2="{}%" y1="10" y2="10"/>', kind, *ends)


def most_of(parts: Iterable[Totals], outcome: str) -> int:
    """The largest figure of some parts: what the longest bar of a table stands for.

    What is "not said" does not set the scale, where anything is said: those named could not be read beside it.
    """
    parts = list(parts)
    named = [part for part in parts if part.key != ""]
    return _largest(named, outcome) or _largest(parts, outcome)


def _largest(parts: Iterable[Totals], outcome: str) -> int:
    figures = [part.figure(outcome) for part in parts]
    return max((max(figure.low, figure.high or 0) for figure in figures if figure.is_known), default=0)


def summary(months: Sequence[Totals], outcome_label: str) -> str:
    """The accessible name of the monthly chart; the table below it says every number."""
    dated = [part.key for part in months if part.key]
    if not dated:
        return ""
    first, last = wording.month(dated[0]), wording.month(dated[-1])
    return _("%(outcome)s by month, %(first)s to %(last)s; each bar is a link to its month") % {
        "outcome": outcome_label, "first": first, "last": last,
    }  # fmt: skip
