"""Figures as plain values: their order, their wholes, and what a group implies for its whole."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents.figures import Bounds, check_consistent, with_implied_wholes
from incidents.vocabulary import Group, Outcome


@pytest.mark.parametrize(("low", "best", "high"), [(-1, None, None), (5, None, 4), (5, 4, 6), (5, 7, 6)])
def test_bounds_out_of_order_are_refused(low: int, best: int | None, high: int | None) -> None:
    with pytest.raises(ValueError, match="low <= best <= high"):
        Bounds(low, best, high)


def test_three_children_imply_three_people_or_more() -> None:
    implied = with_implied_wholes({("killed", "children"): Bounds(3, None, 3)})

    assert implied["killed", "total"] == Bounds(3, None, None)


def test_girls_and_boys_imply_children() -> None:
    implied = with_implied_wholes({("killed", "girls"): Bounds(2, None, 2), ("killed", "boys"): Bounds(1, None, 1)})

    assert implied["killed", "children"] == Bounds(3, None, None)
    assert implied["killed", "total"].low == 3


def test_a_total_that_covers_its_parts_stays_as_it_is() -> None:
    figures = {("killed", "total"): Bounds(11, None, 11), ("killed", "children"): Bounds(7, None, 7)}

    assert with_implied_wholes(figures) == figures


def test_overlapping_flags_are_not_added_up() -> None:
    implied = with_implied_wholes(
        {("killed", "men"): Bounds(4, None, 4), ("killed", "rescue_workers"): Bounds(4, None, 4)}
    )

    assert implied["killed", "total"].low == 4


@given(
    st.dictionaries(
        st.tuples(st.sampled_from(Outcome.values), st.sampled_from(Group.values)),
        st.tuples(st.integers(0, 50), st.none() | st.integers(0, 50)).map(
            lambda pair: Bounds(pair[0], None, None if pair[1] is None else pair[0] + pair[1])
        ),
    )
)
def test_implied_wholes_always_make_figures_that_hold_together(figures: dict[tuple[str, str], Bounds]) -> None:
    implied = with_implied_wholes(figures)

    check_consistent(implied)
    assert set(figures) <= set(implied)
    wholes = {Group.TOTAL, Group.CHILDREN}
    assert all(implied[key] == bounds for key, bounds in figures.items() if key[1] not in wholes)
