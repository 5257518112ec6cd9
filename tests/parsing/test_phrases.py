"""Phrases of word tables: found as whole words, clitics apart, as a slow search at every place would find them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents.parsing.normalise import fold
from incidents.parsing.phrases import PhraseTable, flatten
from incidents.parsing.stems import ask_for, stems_in

PHRASES = ("قصف", "قصف جوي", "برميل متفجر", "قوات النظام", "air strike", "strike", "is", "الهجوم")
TABLE = PhraseTable((phrase, phrase) for phrase in PHRASES)
WORDS = (
    "قصف وبالقصف قصفهم جوي الجوي جويا برميل براميل متفجره متفجر قوات لقوات النظام للهجوم والهجوم ها "
    "air strike strikes airstrike is isis 3قصف x ، - \n"
).split(" ")
BEFORE = ["", *"و ف ب ل ك وب ول فب فل ال وال بال فال كال لل وبال ولل فبال فلل".split()]
BEHIND = ("", "ها", "هم", "هما", "ه", "ا", "نا")


def found(text: str) -> list[str]:
    return [text[hit.start : hit.end] for hit in TABLE.find(flatten(fold(text).text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("وبالقصف على البلدة", ["قصف"]),
        ("بعد قصفهم", ["قصف"]),
        ("القصف الجوي", ["قصف الجوي"]),
        ("قصف، جوي", ["قصف"]),  # a mark parts them
        ("قصفنا3", []),
        ("an air strike", ["air strike"]),
        ("airstrike", []),
        ("ISIS is", ["is"]),
    ],
)
def test_a_phrase_stands_as_whole_words_with_clitics_or_without(text: str, expected: list[str]) -> None:
    assert found(text) == expected


def slowly(flat: str) -> list[tuple[int, int]]:
    """What the table finds when every form is tried at every place."""
    hits = []
    for form in TABLE._meanings:
        at = flat.find(form)
        while at >= 0:
            end = at + len(form)
            before = flat[flat.rfind(" ", 0, at) + 1 : at]
            behind = flat[end:].split(" ", 1)[0]
            arabic = form[0] > "\u0600"
            if (not before or arabic and before in BEFORE) and (not behind or arabic and behind in BEHIND):
                hits.append((at, -end))
            at = flat.find(form, at + 1)
    kept: list[tuple[int, int]] = []
    for start, back in sorted(hits):
        if not kept or start >= kept[-1][1]:
            kept.append((start, -back))
    return kept


@given(st.lists(st.sampled_from(WORDS), max_size=12), st.sampled_from((" ", "  ", "")))
def test_the_quick_search_finds_what_the_slow_one_finds(words: list[str], between: str) -> None:
    flat = flatten(fold(between.join(words)).text)
    assert [(hit.start, hit.end) for hit in TABLE.find(flat)] == slowly(flat)


def test_a_word_is_listed_with_its_clitics_and_the_word_that_follows() -> None:
    ask_for(["قصف"])
    assert (0, "وبال", 0, "جوي") in stems_in("وبالقصف جوي")["قصف"]
    assert (0, "", 2, "") in stems_in("قصفهم  جوي")["قصف"]
    assert (0, "3", 0, "") in stems_in("3قصف")["قصف"]


def test_a_very_long_word_is_no_entry_and_is_passed_over() -> None:
    assert "قصف" not in stems_in("ق" * 100_000)
    assert found("x" * 500 + "قصف ثم قصف") == ["قصف"]
