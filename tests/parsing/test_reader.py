"""The parser as a whole: the first report, and what must hold for any text at all."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from incidents.parsing.reader import LONGEST_TEXT, parse_report
from incidents.parsing.results import ClaimReading, IncidentReading, Reading, Span
from tests.parsing.marked import cases, rows, shipped_places

_WORDS = (
    "مقتل 11 مدنياً بينهم 7 أطفال ( ) ، . : ؛ و4 نساء وإصابة أكثر من 270 آخرين في قرية قوقفين جنوبي "
    "إدلب أمس الخميس منذ 5 تشرين الأول خمسة عشر  بين killed wounded at least 12 civilians , "
    "including three children among the dead ; since March 2011 on Friday in Idlib a man and his "
    "wife  of five half all of them ( ) - • \n 12/3/2020 ٣ ۴ تجاوز عدد القتلى الذين لقوا حتفهم toll "
    "rose to aged 4 years old المصابين القتلى ليل"
).split(" ")
soup = st.lists(st.sampled_from(_WORDS), max_size=60).map(" ".join)
any_text = st.one_of(st.text(), soup, st.text(alphabet="اأبتثةىيكلمنهوقطفلدرس ًَُ٠١٢٣,.()\n-"))
days = st.one_of(st.none(), st.dates())


def spans(found: Any) -> Iterator[tuple[Span, str | None]]:
    """Every span of a reading with the words that it claims to hold."""
    if isinstance(found, Span):
        yield found, None
    elif isinstance(found, (tuple, list)):
        for part in found:
            yield from spans(part)
    elif hasattr(found, "__dataclass_fields__"):
        if hasattr(found, "span") and hasattr(found, "text"):
            yield found.span, found.text
        for name in found.__dataclass_fields__:
            yield from spans(getattr(found, name))


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(any_text, days, st.sampled_from([None, "ar", "en"]))
def test_any_text_is_read_without_error_and_with_spans_true_to_it(
    text: str, day: date | None, language: str | None
) -> None:
    reading = parse_report(text, published_on=day, language=language, places=shipped_places())
    for span, words in spans(reading):
        assert 0 <= span.start <= span.end <= len(text)
        assert words is None or text[span.start : span.end] == words
    told: list[IncidentReading | ClaimReading] = [*reading.incidents, *reading.claims]
    for each in told:
        for figure in each.figures:
            assert figure.low >= 0
            assert figure.high is None or figure.high >= figure.low


@settings(max_examples=100, deadline=None)
@given(any_text, days)
def test_the_same_text_is_read_the_same_twice(text: str, day: date | None) -> None:
    assert parse_report(text, published_on=day, places=shipped_places()) == parse_report(
        text, published_on=day, places=shipped_places()
    )


@pytest.mark.parametrize("text", ["", " \n ", "12345", "😀🔥", "Это не наш язык", "这不是我们的语言", "\ud800"])
def test_a_text_in_neither_language_gives_an_empty_reading(text: str) -> None:
    assert parse_report(text, places=shipped_places()) == Reading(
        "other", parse_report("", places=shipped_places()).parser_version, (), (), ()
    )


@pytest.mark.parametrize(
    "unit",
    [
        "مقتل 3 مدنيين بينهم طفل في بلدة سرمين، ", "3 civilians were killed, including (one child in Sarmin; ",
        "(", "و", "5 ", "و5", "منذ ", "killed ", "قتل ",
    ],
)  # fmt: skip
def test_a_megabyte_is_read_in_seconds(unit: str) -> None:
    text = unit * (1_000_000 // len(unit))
    started = time.process_time()
    parse_report(text, language="ar", places=shipped_places())
    assert time.process_time() - started < 15  # seconds on a busy machine; about 1 on a quiet one


def test_what_stands_behind_the_longest_text_is_not_read() -> None:
    told = "قتل 3 مدنيين في بلدة سرمين."
    assert parse_report("ن " * (LONGEST_TEXT // 2 - 50) + told, places=shipped_places()).incidents
    reading = parse_report("ن " * (LONGEST_TEXT // 2) + told, places=shipped_places())
    assert not reading.incidents
    assert [(flag.code, flag.params["read"], flag.params["length"]) for flag in reading.flags] == [
        ("text_cut", LONGEST_TEXT, LONGEST_TEXT + len(told))
    ]


def test_a_text_of_just_the_longest_length_is_not_said_to_be_cut() -> None:
    assert not parse_report("ن " * (LONGEST_TEXT // 2), places=shipped_places()).flags


@pytest.mark.parametrize("case", cases("reports"))
def test_a_whole_report(case: dict[str, Any]) -> None:
    published = date.fromisoformat(case["published_on"]) if case.get("published_on") else None
    reading = parse_report(case["text"], published_on=published, places=shipped_places())
    told = [
        (
            i.place.name if i.place else None,
            i.date.start.isoformat() if i.date else None,
            *(_range(i, o) for o in ("killed", "injured")),
        )
        for i in reading.incidents
    ]
    assert told == [tuple(incident) for incident in case["incidents"]]
    assert [[_range(c, o) for o in ("killed", "injured")] for c in reading.claims] == case["claims"]


def _range(told: Any, outcome: Any) -> list[int | None] | None:
    figure = told.figure(outcome, "total")
    return [figure.low, figure.high] if figure else None


def test_the_first_report_is_read_to_the_last_figure() -> None:
    report = next(row for row in rows("reports") if row["note"] == "the report of the first issue")
    reading = parse_report(report["text"], places=shipped_places())
    first, second = reading.incidents
    assert (first.place and first.place.key, second.place and second.place.key) == ("C4064", "C1041")
    assert (first.figure("killed", "under_six") or pytest.fail("no figure")).low == 3
    (claim,) = reading.claims
    assert (claim.figure("injured", "rescue_workers") or pytest.fail("no figure")).low == 3
    assert claim.area_name == "northwest Syria"
    codes = {flag.code: [span.of(report["text"]) for span in flag.spans] for flag in reading.flags}
    assert codes["weekday_contradicts_date"] == ["صباح اليوم السبت (7 تشرين الثاني 2023"]
    assert any("15" in words for words in codes["people_present"])
