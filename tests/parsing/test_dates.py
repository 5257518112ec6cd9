"""Days and periods, told in full, by weekday, or from the day of publication."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from incidents.parsing.calendars import day_of, hijri_day_of, weekday_before
from incidents.parsing.normalise import fold
from incidents.parsing.scan import grammar_of
from incidents.parsing.tokens import tokenise
from tests.parsing.marked import cases, unmarked


@pytest.mark.parametrize("case", cases("dates"))
def test_the_first_date_of_a_sentence(case: dict[str, Any]) -> None:
    text, spans = unmarked(case["text"])
    folded = fold(text)
    grammar = grammar_of(case["lang"])
    tokens = tokenise(folded, grammar.vocabulary)
    published = date.fromisoformat(case["published_on"]) if case["published_on"] else None
    found = grammar.dates.find(folded, tokens, published)
    if case.get("none"):
        assert found == []
        return
    first = found[0]
    span = folded.span(tokens[first.first].start, tokens[first.last - 1].end)
    assert (span.start, span.end) == spans[0]
    assert (first.start and first.start.isoformat(), first.end and first.end.isoformat()) == (
        case["start"],
        case["end"],
    )
    assert first.contradicts == case.get("contradicts")
    assert first.kind == case.get("kind", first.kind)


def test_a_day_without_a_year_never_lies_after_publication() -> None:
    assert day_of(None, 12, 29, published_on=date(2024, 1, 3)) == date(2023, 12, 29)
    assert day_of(None, 1, 3, published_on=date(2024, 1, 3)) == date(2024, 1, 3)
    assert day_of(None, 1, 3, published_on=None) is None
    assert day_of(2021, 2, 30, published_on=None) is None


def test_hijri_days_follow_the_umm_al_qura_calendar() -> None:
    assert hijri_day_of(1445, 9, 10, published_on=None) == date(2024, 3, 20)
    assert hijri_day_of(None, 9, 10, published_on=date(2024, 4, 1)) == date(2024, 3, 20)
    assert hijri_day_of(None, 9, 10, published_on=date(2024, 3, 1)) == date(2023, 4, 1)
    assert hijri_day_of(900, 9, 10, published_on=None) is None


def test_a_weekday_is_the_latest_one_up_to_publication() -> None:
    monday = date(2021, 7, 19)
    assert weekday_before(0, monday) == monday
    assert weekday_before(0, monday, strictly=True) == date(2021, 7, 12)
    assert weekday_before(6, monday) == date(2021, 7, 18)
