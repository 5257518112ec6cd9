"""The time of the parser stays in step with the length of a text, whatever is repeated in it."""

from __future__ import annotations

import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from incidents.parsing import reader
from incidents.parsing.reader import parse_report
from tests.parsing.marked import shipped_places

PIECES = (
    "قتل 3 مدنيين في حلب | وأصيب 5 آخرون | بقصف جوي روسي | أمس الخميس | منذ 3 أيام | قرية كفر نوران | بينهم طفل | ، | ."
    " | ( | ) | - | 3 killed | at least 12 civilians were wounded | in Idlib | the village of Sarmin | on Friday"
    " | 12/3/2020 | since March | including two children | air strike | 5 | and | al- | % | \n"
).split(" | ")
SHORT = 6_000
TIMES = 6  # so much longer is the long text; a quadratic step would take 36 times as long


def seconds(text: str, language: str) -> float:
    """The least processor time of two readings: what else the machine does must not count."""
    taken = []
    for _ in range(2):
        started = time.process_time()
        parse_report(text, language=language, places=shipped_places())
        taken.append(time.process_time() - started)
    return min(taken)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=5).map(" ".join), st.sampled_from(("ar", "en")))
def test_the_time_grows_no_faster_than_the_text(unit: str, language: str) -> None:
    text = (unit + " ") * (SHORT * TIMES // (len(unit) + 1))
    assert seconds(text, language) <= 2.5 * TIMES * seconds(text[:SHORT], language) + 0.25


@pytest.mark.parametrize("unit", ["3 killed. ", "قتل 3 بقصف في حلب. "])
def test_many_retellings_of_one_event_take_no_more_than_their_share(unit: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "LONGEST_TEXT", 1_000_000)
    language = "en" if unit.isascii() else "ar"
    short = seconds(unit * 1_000, language)
    assert seconds(unit * 6_000, language) <= 2.5 * 6 * short + 0.25
