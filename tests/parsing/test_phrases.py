"""Phrases of word tables: found as whole words, clitics apart, as a slow search at every place would find them."""

from __future__ import annotations

import gc
import weakref

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents.parsing.normalise import fold
from incidents.parsing.phrases import PhraseTable, flatten
from incidents.parsing.stems import Entries

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
    table = Entries(["قصف", "قصف جوي"], tails=True)

    def standing(flat: str) -> list[tuple[int, str, str, int, str]]:
        return [(at, following, prefix, tail, b.stem) for at, following, (prefix, tail, b) in table.standing(flat)]

    assert standing("وبالقصف جوي") == [(0, "جوي", "وبال", 0, "قصف")]
    assert standing("قصفهم  جوي") == [(0, "", "", 2, "قصف")]
    assert standing("3قصف") == [(0, "", "3", 0, "قصف")]
    assert [at for at, *_ in Entries(["قصف"], {"", "ب"}).standing("قصف بقصف وقصف قصفهم")] == [0, 4]


def test_a_table_that_nobody_holds_any_longer_is_forgotten() -> None:
    table = Entries(["قصف"])
    table.standing("قصف هنا")
    kept = weakref.ref(table)
    del table
    Entries(["غاره"])  # what words may begin is forgotten as soon as there is a further table
    gc.collect()
    assert kept() is None


def test_a_very_long_word_is_no_entry_and_is_passed_over() -> None:
    assert Entries(["قصف"], tails=True).standing("ق" * 100_000) == []
    assert found("x" * 500 + "قصف ثم قصف") == ["قصف"]
