"""Bars of two sides: what sets their scale, and what is said where a bar does not fit it."""

from __future__ import annotations

from django.utils import translation

from incidents.charts import paired
from incidents.statistics.comparison import Pair
from incidents.statistics.totals import Figure, Totals


def side(key: str, low: int, high: int | None) -> Totals:
    return Totals(key, 1, {("killed", "total"): Figure(low, high, 1, 0)})


NAMED = Pair("rocket", side("rocket", 10, 12), side("rocket", 5, 5))
NOT_SAID = Pair("", side("", 600, 700), side("", 30, 30))


def test_what_is_not_said_does_not_set_the_scale_of_the_named() -> None:
    assert paired.most_of([NAMED, NOT_SAID], "killed") == 12
    assert paired.most_of([NOT_SAID], "killed") == 700


def test_a_bar_that_does_not_fit_is_cut_and_says_how_long_it_would_be() -> None:
    with translation.override("en"):
        fitting = paired.pair_bars(NAMED, "killed", "total", 12)
        cut = paired.pair_bars(NOT_SAID, "killed", "total", 12)

    assert fitting.count("<rect") == 2
    assert 'class="cut"' not in fitting
    assert cut.count('class="cut"') == 2
    assert "50 ×" in cut
    assert 'width="100%"' in cut
    assert 'width="5%"' in cut, "the sides keep their ratio"


def test_a_bar_on_an_arabic_page_begins_at_the_right() -> None:
    with translation.override("ar"):
        bars = paired.pair_bars(NAMED, "killed", "total", 20)

    assert 'x="50%"' in bars
    assert 'x="75%"' in bars
