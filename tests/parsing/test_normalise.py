"""Folding: one spelling for letters that are written in several ways, and the way back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents.parsing.normalise import fold


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("أإآٱا", "ااااا"),
        ("مؤسسة", "موسسه"),
        ("قُتِلَ", "قتل"),
        ("مـــقتل", "مقتل"),
        ("٢٧٠ و۲۷۰", "270 و270"),
        ("ﻻ", "لا"),
        ("کوبانی", "كوباني"),
        ("«مجزرة»", '"مجزره"'),
        ("Dar’a – DARAA", "dar'a - daraa"),
        ("Tal Rifʿat", "tal rif'at"),
        ("İdlib é", "idlib e"),
        ("a\u200fb\u200bc", "abc"),
        ("a\r\nb\u00a0c", "a\n\nb c"),
    ],
)
def test_spellings_fold_to_one(text: str, folded: str) -> None:
    assert fold(text).text == folded


def test_a_span_holds_the_marks_of_its_last_letter_and_no_bidi_mark() -> None:
    text = "مقتل طفلاً\u200f اليوم"
    found = fold(text)
    start = found.text.index("طفلا")
    assert found.span(start, start + 4).of(text) == "طفلاً"


@given(st.text())
def test_every_folded_character_leads_back_to_its_source(text: str) -> None:
    found = fold(text)
    assert len(found.starts) == len(found.text)
    assert list(found.starts) == sorted(found.starts)
    for at in range(len(found.text)):
        assert found.text[at] in fold(found.words(at, at + 1)).text


@given(st.text())
def test_folding_twice_changes_nothing_more(text: str) -> None:
    once = fold(text).text
    assert fold(once).text == once
