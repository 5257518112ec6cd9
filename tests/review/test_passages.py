"""Which words pass the door: the sentences of the evidence, and no more."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents.review.passages import LONGEST, public_passages, sentence_around

TWO = "نزح الأهالي ليلاً. قُتل 5 مدنيين في قرية. عاد الهدوء."


def around(text: str, words: str) -> tuple[int, int]:
    return text.index(words), text.index(words) + len(words)


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        (TWO, "5 مدنيين", "قُتل 5 مدنيين في قرية."),
        (
            "Headline\nFive were killed at 3.30 p.m in Idlib! More follows.",
            "Five",
            "Five were killed at 3.30 p.m in Idlib!",
        ),
        ("A said: “Two died.” Others fled.", "Two", "A said: “Two died.”"),
        ("هل قُتل طفلان؟ لا نعلم", "طفلان", "هل قُتل طفلان؟"),
        ("one line without an end", "line", "one line without an end"),
    ],
)
def test_sentence_around_stops_at_marks_and_line_breaks(text: str, words: str, expected: str) -> None:
    start, end = sentence_around(text, *around(text, words))
    assert text[start:end] == expected


def test_public_passages_joins_neighbours_and_leaves_the_rest() -> None:
    text = "First. Two died. Three were hurt. Nothing here.\nOne more died."
    spans = [around(text, word) for word in ("Two", "Three", "One more")]
    assert [text[a:b] for a, b in public_passages(text, spans)] == ["Two died. Three were hurt.", "One more died."]


def test_public_passages_of_a_text_of_one_sentence_shows_the_evidence_alone() -> None:
    text = "I saw from my roof how two children were killed in the market and hid"
    assert [text[a:b] for a, b in public_passages(text, [around(text, "two children"), around(text, "market")])] == [
        "two children were killed in the market"
    ]


def test_public_passages_cuts_a_sentence_without_end_to_the_words_around() -> None:
    text = "word " * 200 + "five were killed " + "word " * 200
    [(start, end)] = public_passages(text, [around(text, "five were killed")])
    assert end - start < LONGEST
    assert "five were killed" in text[start:end]
    assert {text[start:end].split()[0], text[start:end].split()[-1]} == {"word"}


@given(st.text(alphabet="قتل 5.\n؟a", min_size=1, max_size=80), st.data())
def test_public_passages_always_hold_the_evidence_and_never_overlap(text: str, data: st.DataObject) -> None:
    spans = []
    for _n in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(text) - 1))
        spans.append((start, data.draw(st.integers(start + 1, len(text)))))
    passages = public_passages(text, spans)
    assert all(any(a <= s and e <= b for a, b in passages) for s, e in spans)
    assert all(first[1] <= second[0] for first, second in zip(passages, passages[1:], strict=False))
