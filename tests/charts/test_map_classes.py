"""The classes of the map by area, and the rows of its time slider."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from incidents.charts import cells
from incidents.charts.classes import CLASSES, class_bounds
from incidents.statistics.totals import Figure

PATIENT = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # a busy machine is no fault
SOME = st.lists(st.integers(0, 10**6), max_size=12)


@pytest.mark.parametrize(
    ("values", "bounds"),
    [
        ([], []),
        ([0, 0], []),
        ([7], [7]),
        ([1, 2], [1, 2]),
        ([0, 11], [11]),
        ([3, 0, 40, 1200], [3, 10, 30, 100, 400]),
        ([1, 11], [1, 2, 3, 4, 7]),
    ],
)
def test_class_bounds_of_known_values(values: list[int], bounds: list[int]) -> None:
    assert class_bounds(values) == bounds


@PATIENT
@given(SOME)
def test_every_value_above_zero_falls_into_one_of_five_classes(values: list[int]) -> None:
    bounds = class_bounds(values)
    counted = [value for value in values if value]
    assert len(bounds) <= CLASSES
    assert bounds == sorted(set(bounds))
    if counted:
        assert bounds[0] == min(counted)
        assert bounds[-1] <= max(counted)


@PATIENT
@given(st.lists(st.integers(0, 5000), max_size=6))
def test_months_are_read_as_they_were_written(row: list[int]) -> None:
    read = cells.read(cells.written(row))
    assert read + [0] * (len(row) - len(read)) == row


def test_months_are_plain_characters_that_json_leaves_alone() -> None:
    assert cells.written([0] * 12) == ""
    assert cells.written([0, 0, 0, 7]) == "?AF"
    assert all(63 <= ord(character) <= 126 for character in cells.written([31, 32, 33, 99_999]))


def test_an_unknown_number_and_a_zero_are_told_apart() -> None:
    assert cells.cell(Figure(0, 0, known=0, unknown=2)) == cells.UNKNOWN
    assert cells.cell(Figure(0, 0, known=1, unknown=1)) == cells.FIRST
    assert cells.cell(Figure(9, None, known=1, unknown=0)) == cells.FIRST + 9
