"""Weapons by the code list, with the words that only repeat or carry another left out."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from incidents.parsing.languages import arabic_weapons, english_weapons
from incidents.parsing.normalise import fold
from incidents.parsing.weapons import find_weapons, settle_weapons
from tests.parsing.marked import cases, unmarked

CODES = {
    "airstrike", "barrel_bomb", "artillery", "rocket", "mortar", "guided_missile", "drone", "cluster_munition",
    "incendiary", "chemical", "landmine", "ied", "car_bomb", "small_arms",
    "shelling", "execution", "torture", "stabbing", "other",
}  # fmt: skip


@pytest.mark.parametrize("case", cases("weapons"))
def test_weapons_of_a_sentence(case: dict[str, Any]) -> None:
    text, spans = unmarked(case["text"])
    found = find_weapons(fold(text), case["lang"])
    assert [(m.span.start, m.span.end) for m in found] == spans
    assert [m.code for m in found] == case["codes"]
    assert [m.code for m in settle_weapons(found)] == case["settled"]
    assert [m.certainty for m in found] == case.get("certainty", ["stated"] * len(found))


@pytest.mark.parametrize("table", [arabic_weapons, english_weapons])
def test_tables_hold_every_code_of_the_list_and_no_other(table: Any) -> None:
    assert set(table.WEAPONS) == CODES


@pytest.mark.parametrize("table", [arabic_weapons, english_weapons])
def test_no_phrase_stands_under_two_codes(table: Any) -> None:
    seen: dict[str, str] = {}
    for code, phrases in table.WEAPONS.items():
        for phrase in phrases:
            assert seen.setdefault(fold(phrase).text, code) == code, phrase


@given(st.text(max_size=200), st.sampled_from(["ar", "en"]))
@settings(max_examples=100, deadline=None)
def test_spans_are_true_to_any_text(text: str, language: str) -> None:
    found = find_weapons(fold(text), language)
    assert all(m.span.of(text) == m.text for m in found)
    assert {m.code for m in settle_weapons(found)} <= {m.code for m in found}
