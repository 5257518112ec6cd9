"""Two bars for one thing, one a side: the upper solid, the lower hatched, as long as their share of the same scale."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.html import format_html
from django.utils.safestring import SafeString

from incidents.charts import fluid
from incidents.charts.geometry import from_start, mirrored, per_cent
from incidents.statistics.comparison import Pair
from incidents.statistics.totals import Figure

BAR, STEP = 10, 14  # pixels: of one bar's height, from the top of one bar to that of the next
OPEN = 3.0  # per cent of the width: how far the dashed line of a figure that is open above goes


def pair_bars(pair: Pair, outcome: str, group: str, most: int) -> SafeString:
    """Both sides' bars, a whisker from the least to the most of each; the row's own cells say the figures.

    Where one would be longer than ``most`` both are visibly cut, and what follows says how long the longer would be.
    Nothing where neither side's figure is known."""
    sides = [(name, side.figure(outcome, group)) for name, side in (("a", pair.first), ("b", pair.second)) if side]
    known = [(name, figure) for name, figure in sides if figure.is_known]
    if not known:
        return SafeString("")
    longest = max(figure.low for _name, figure in known)
    times = longest / max(most, 1)
    unit = 100 / max(most, longest if times > 1 else 1, 1)
    bars = [_bar(figure, name, unit, 2 + STEP * (name == "b"), whole=times <= 1) for name, figure in known]
    cut = fluid.cut_mark(2 * STEP) if times > 1 else ""
    note = format_html('<span class="quiet">{}</span>', fluid.cut_note(times)) if times > 1 else ""
    return format_html(
        '<svg class="level pair" height="{}" aria-hidden="true">{}{}</svg>{}',
        2 * STEP, SafeString("".join(bars)), cut, note,
    )  # fmt: skip


def most_of(pairs: Iterable[Pair], outcome: str) -> int:
    """The largest figure of either side: what the longest bar stands for, as ``fluid.most_of`` chooses it."""
    return fluid.most_of([side for pair in pairs for side in (pair.first, pair.second) if side], outcome)


def _bar(figure: Figure, side: str, unit: float, top: int, *, whole: bool) -> SafeString:
    least = figure.low * unit
    most = least + OPEN if figure.high is None else figure.high * unit
    bar = format_html(
        '<rect class="side-{0}" fill="url(#p-side-{0})" x="{1}%" y="{2}" width="{3}%" height="{4}"/>',
        side, per_cent(from_start(0, least)), top, per_cent(least), BAR,
    )  # fmt: skip
    return bar + _reach(least, most, is_open=figure.high is None, middle=top + BAR // 2) if whole else bar


def _reach(least: float, most: float, *, is_open: bool, middle: int) -> SafeString:
    if most == least:
        return SafeString("")
    return format_html(
        '<line class="{}" x1="{}%" x2="{}%" y1="{y}" y2="{y}"/>', "whisker open" if is_open else "whisker",
        per_cent(mirrored(least)), per_cent(mirrored(most)), y=middle,
    )  # fmt: skip
