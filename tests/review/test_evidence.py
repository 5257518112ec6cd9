"""The text cut into lit pieces, and figures as reviewers write them."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from incidents.review.evidence import Light, label, pieces
from incidents.review.notation import read_range, write_range


def light(start: int, end: int, owner: str = "A") -> Light:
    return Light(start, end, owner, f"t{ord(owner[0]) % 6}", f"{owner}.{start}", "says")


def test_pieces_of_overlapping_spans_carry_both_lights() -> None:
    cut = pieces("abcdefgh", [light(1, 5, "A"), light(3, 7, "B")])
    assert [(p.text, [each.owner for each in p.lights]) for p in cut] == [
        ("a", []),
        ("bc", ["A"]),
        ("de", ["A", "B"]),
        ("fg", ["B"]),
        ("h", []),
    ]
    assert [p.begins for p in cut] == [(), ("A",), ("B",), (), ()]


def test_pieces_ignore_spans_beyond_the_text() -> None:
    assert [p.text for p in pieces("abc", [light(2, 9), light(2, 2)])] == ["abc"]


@given(st.text(max_size=60), st.lists(st.tuples(st.integers(-2, 70), st.integers(-2, 70)), max_size=12))
def test_pieces_join_to_the_text(text: str, spans: list[tuple[int, int]]) -> None:
    assert "".join(p.text for p in pieces(text, [light(a, b) for a, b in spans])) == text


@pytest.mark.parametrize(("ordinal", "expected"), [(0, "A"), (25, "Z"), (26, "A2"), (53, "B3")])
def test_label(ordinal: int, expected: str) -> None:
    assert label(ordinal) == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("", None),
        ("—", None),
        ("0", (0, 0)),
        ("11", (11, 11)),
        ("١١", (11, 11)),
        ("1,312", (1312, 1312)),
        ("11-14", (11, 14)),
        ("11 – 14", (11, 14)),
        ("270+", (270, None)),
        ("≥ 270", (270, None)),
        ("+270", (270, None)),
        ("0+", (0, None)),
        ("0?", "none_reported"),
        ("٠؟", "none_reported"),
    ],
)
def test_read_range(written: str, expected: tuple[int, int | None] | str | None) -> None:
    assert read_range(written) == expected


@pytest.mark.parametrize("written", ["many", "-3", "3.5", "14-11", "1e3", "?", "1?", "99999999999", "1-2-3"])
def test_read_range_of_what_is_no_figure(written: str) -> None:
    with pytest.raises(ValidationError):
        read_range(written)


@given(st.integers(0, 10**6), st.one_of(st.none(), st.integers(0, 10**6)))
def test_write_range_is_read_back(low: int, more: int | None) -> None:
    high = None if more is None else low + more
    assert read_range(write_range(low, high)) == (low, high)
