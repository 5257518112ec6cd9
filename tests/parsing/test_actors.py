"""Armed parties as those who did it; holders, targets, speakers and namesakes are left out."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from incidents.parsing.actors import find_actors, settle_actors
from incidents.parsing.languages import arabic_actors, english_actors
from incidents.parsing.normalise import fold
from tests.parsing.marked import cases, unmarked

CODES = {
    "syrian_government",
    "russia",
    "iran_militias",
    "us_coalition",
    "turkey",
    "sdf",
    "opposition",
    "sna",
    "hts",
    "isis",
    "israel",
    "unknown",
}


@pytest.mark.parametrize("case", cases("actors"))
def test_actors_of_a_sentence(case: dict[str, Any]) -> None:
    text, spans = unmarked(case["text"])
    found = find_actors(fold(text), case["lang"])
    assert sorted({(m.span.start, m.span.end) for m in found}) == spans
    assert [m.code for m in found] == case["codes"]
    assert [m.code for m in settle_actors(found)] == case["settled"]


@pytest.mark.parametrize("table", [arabic_actors, english_actors])
def test_tables_hold_every_code_of_the_list_and_no_other(table: Any) -> None:
    assert set(table.ACTORS) == CODES


def test_unknown_yields_to_a_named_party() -> None:
    found = find_actors(fold("أطلق مجهولون النار، ثم قصفت قوات النظام الحي."), "ar")
    assert [m.code for m in settle_actors(found)] == ["syrian_government"]


@given(st.text(max_size=200), st.sampled_from(["ar", "en"]))
@settings(max_examples=100, deadline=None)
def test_spans_are_true_to_any_text(text: str, language: str) -> None:
    assert all(m.span.of(text) == m.text for m in find_actors(fold(text), language))


@given(st.lists(st.sampled_from(["IS ", "ﬁ", "is ", "\u200f", "ISIS ", "é", "said "]), max_size=20).map("".join))
@settings(max_examples=100, deadline=None)
def test_is_in_capitals_is_found_behind_letters_that_fold_to_several(text: str) -> None:
    assert all(m.span.of(text) == m.text for m in find_actors(fold(text), "en"))
