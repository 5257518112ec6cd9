"""Two bars for one thing, one a side: the upper solid, the lower hatched, as long as their share of the same scale."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language_bidi

from incidents.statistics.comparison import Pair
from incidents.statistics.totals import Figure

BAR, STEP = 10, 14  # pixels: of one bar's height, from the top of one bar to that of the next
OPEN = 3.0  # per cent of the width: how far the dashed line of a figure that is open above goes


def pair_bars(pair: Pair, outcome: str, group: str, most: int) -> SafeString:
    """Both sides' bars, a whisker from the least to the most of each; the row's own cells say the figures.

    Nothing where neither side's figure is known."""
    unit = 100 / max(most, 1)
    sides = [(name, side.figure(outcome, group)) for name, side in (("a", pair.first), ("b", pair.second)) if side]
    if not any(figure.is_known for _name, figure in sides):
        return SafeString("")
    drawn = [_bar(figure, name, unit, 2 + STEP * (name == "b")) for name, figure in sides]
    bars = SafeString("".join(drawn))
    return format_html('<svg class="level pair" height="{}" aria-hidden="true">{}</svg>', 2 * STEP, bars)


def most_of(pairs: Iterable[Pair], outcome: str, group: str = "total") -> int:
    """The largest figure of either side: what the longest bar stands for."""
    figures = [side.figure(outcome, group) for pair in pairs for side in (pair.first, pair.second) if side]
    return max((max(figure.low, figure.high or 0) for figure in figures if figure.is_known), default=0)


def _bar(figure: Figure, side: str, unit: float, top: int) -> SafeString:
    if not figure.is_known:
        return SafeString("")
    least = figure.low * unit
    most = least + OPEN if figure.high is None else figure.high * unit
    bar = format_html(
        '<rect class="side-{0}" fill="url(#p-side-{0})" x="{1}%" y="{2}" width="{3}%" height="{4}"/>',
        side, _written(_from_start(0, least)), top, _written(least), BAR,
    )  # fmt: skip
    return bar + _reach(least, most, is_open=figure.high is None, middle=top + BAR // 2)


def _reach(least: float, most: float, *, is_open: bool, middle: int) -> SafeString:
    if most == least:
        return SafeString("")
    return format_html(
        '<line class="{}" x1="{}%" x2="{}%" y1="{y}" y2="{y}"/>', "whisker open" if is_open else "whisker",
        _written(_mirrored(least)), _written(_mirrored(most)), y=middle,
    )  # fmt: skip


def _from_start(start: float, size: float) -> float:
    return 100 - start - size if get_language_bidi() else start


def _mirrored(at: float) -> float:
    return 100 - at if get_language_bidi() else at


def _written(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")
