"""Two selections beside each other: the address, the honest difference, the months that belong together."""

from __future__ import annotations

import random
from datetime import date
from typing import Any

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from incidents.models.place import Place
from incidents.statistics import periods, totals
from incidents.statistics.comparison import Difference, Sides, compare, difference, per_cent, read_sides
from incidents.statistics.filters import IncidentFilter, read_filter
from incidents.statistics.totals import Figure
from tests.dashboard import cast

KILLED = totals.shown_with("killed")


def sides(**words: str) -> Sides:
    with translation.override("en"):
        return read_sides({name: [value] for name, value in words.items()})


@pytest.fixture
def crowd(db: None) -> dict[str, Place]:
    """The places with a made-up record of 60 incidents."""
    places = cast.make_places()
    cast.publish_crowd(random.Random(9), 60)
    return places


def test_second_side_is_the_filter_with_what_differs_in_its_place(crowd: Any) -> None:
    read = sides(
        **{
            "from": "2022-05",
            "to": "2022-05",
            "place": "SY07",
            "weapon": "drone",
            "vs_from": "2022-04",
            "vs_to": "2022-04",
        }
    )
    assert read.errors == {}
    assert (
        read.first
        == read_filter({"from": ["2022-05"], "to": ["2022-05"], "place": ["SY07"], "weapon": ["drone"]}).filter
    )
    assert (read.second.start, read.second.end) == (date(2022, 4, 1), date(2022, 4, 30))
    assert (read.second.places, read.second.weapons) == (("SY07",), ("drone",))


def test_a_period_differs_as_a_whole_and_any_lifts_a_limit(crowd: Any) -> None:
    read = sides(**{"from": "2022-05", "to": "2022-05", "place": "SY07", "vs_from": "2022-06", "vs_place": "any"})
    assert (read.second.start, read.second.end, read.second.places) == (date(2022, 6, 1), None, ())
    lifted = sides(**{"from": "2022-05", "vs_from": "any"})
    assert (lifted.second.start, lifted.second.end) == (None, None)
    assert lifted.query() == "from=2022-05-01&vs_from=any"


@pytest.mark.parametrize(
    ("words", "named"),
    [
        ({"vs_from": "2022-13", "vs_to": "2022-12"}, {"vs_from"}),
        ({"vs_from": "2022-06", "vs_to": "2022-04"}, {"vs_to"}),
        ({"vs_place": "SY99"}, {"vs_place"}),
        ({"vs_weapon": "arrow"}, {"vs_weapon"}),
        ({"vs_as_of": "2026-11-01"}, {"vs_as_of"}),
        ({"from": "x", "vs_place": "SY99"}, {"from", "vs_place"}),
    ],
)
def test_what_is_impossible_is_named_and_never_widens_the_second_side(
    crowd: Any, words: dict[str, str], named: set[str]
) -> None:
    read = sides(**{"from": "2022-05", "to": "2022-05", "place": "SY07", **words})
    assert set(read.errors) == named
    assert not read.differ


def test_both_sides_are_of_the_same_moment(crowd: Any) -> None:
    read = sides(as_of="2026-11-10", place="SY07", vs_place="SY02")
    assert read.first.as_of == read.second.as_of
    assert read.first.as_of is not None


@pytest.mark.parametrize(
    "words",
    [
        {"from": "2022", "to": "2022", "vs_from": "2023", "vs_to": "2023"},
        {"place": "SY07", "vs_place": "SY02"},
        {"place": "SY07", "vs_place": "any", "weapon": "drone", "vs_weapon": "rocket", "vs_q": "x"},
        {"from": "2022-05", "vs_to": "2022-04", "as_of": "2026-11-10"},
        {"vs_from": "2022-04", "vs_to": "2022-04"},
    ],
)
def test_address_written_and_read_again_is_the_same_comparison(crowd: Any, words: dict[str, str]) -> None:
    read = sides(**words)
    assert read.differ
    again = read_sides({name: [v for n, v in read.pairs() if n == name] for name, _v in read.pairs()})
    assert (again.first, again.second, again.errors) == (read.first, read.second, {})
    swapped = read.swapped
    back = read_sides({name: [v for n, v in swapped.pairs() if n == name] for name, _v in swapped.pairs()})
    assert (back.first, back.second) == (read.second, read.first)


def known(low: int, high: int | None) -> Figure:
    return Figure(low, high, 1, 0)


UNKNOWN = Figure(0, 0, 0, 3)


@pytest.mark.parametrize(
    ("first", "second", "apart", "percent"),
    [
        (known(11, 11), known(5, 5), Difference(6, 6), Difference(120, 120)),
        (known(11, 14), known(5, 7), Difference(4, 9), Difference(57, 180)),
        (known(3, 3), known(2, 6), Difference(-3, 1), Difference(-50, 50)),
        (known(270, None), known(100, 100), Difference(170, None), None),
        (known(5, 5), known(7, None), Difference(None, -2), None),
        (known(5, None), known(7, None), None, None),
        (known(5, 5), known(0, 0), Difference(5, 5), None),
        (known(5, 5), known(0, 4), Difference(1, 5), None),
        (known(5, 5), UNKNOWN, None, None),
        (UNKNOWN, known(5, 5), None, None),
        (known(0, 0), known(0, 0), Difference(0, 0), None),
    ],
)
def test_difference_says_no_more_than_the_figures_do(
    first: Figure, second: Figure, apart: Difference | None, percent: Difference | None
) -> None:
    assert difference(first, second) == apart
    assert per_cent(first, second) == percent


@given(st.lists(st.integers(0, 500), min_size=4, max_size=4), st.data())
def test_difference_holds_whatever_the_true_numbers_are(ends: list[int], data: st.DataObject) -> None:
    """Whichever numbers within the two ranges are the true ones, their difference lies within what is said."""
    first, second = (known(*sorted(pair)) for pair in (ends[:2], ends[2:]))
    true = [data.draw(st.integers(figure.low, figure.high or 0)) for figure in (first, second)]
    apart = difference(first, second)
    assert apart is not None
    assert apart.low is not None
    assert apart.high is not None
    assert apart.low <= true[0] - true[1] <= apart.high
    assert Difference(-apart.high, -apart.low) == difference(second, first)


def test_every_figure_is_that_of_the_side_alone(crowd: Any) -> None:
    found = compare(sides(place="SY07", vs_place="SY02"), KILLED)
    for side, whole in ((found.sides.first, found.whole.first), (found.sides.second, found.whole.second)):
        assert whole is not None
        assert whole.incidents == totals.totals(side, KILLED).incidents > 0
        assert whole.figures == totals.totals(side, KILLED).figures
    for name in ("weapons", "actors", "grade"):
        mine = {part.key: part.figures for part in totals.totals_by(found.sides.first, name, KILLED)}
        assert {p.key: p.first.figures for p in found.by[name] if p.first and p.first.incidents} == mine


def test_months_of_two_periods_lie_beside_each_other_in_order(crowd: Any) -> None:
    words = {"from": "2022-03", "to": "2022-05", "vs_from": "2022-12", "vs_to": "2023-01"}
    found = compare(sides(**words), KILLED)
    keys = [(p.first and p.first.key, p.second and p.second.key) for p in found.months if p.key]
    months = [date(2022, 3, 1), date(2022, 4, 1), date(2022, 5, 1)], [date(2022, 12, 1), date(2023, 1, 1), None]
    assert keys == list(zip(*months, strict=True))
    assert found.months[2].apart("killed") is None
    alone = {part.key: part.incidents for part in totals.monthly_totals(found.sides.first, KILLED)}
    assert {p.first.key: p.first.incidents for p in found.months if p.first and p.first.incidents} == alone


def test_months_of_two_places_are_those_of_the_calendar(crowd: Any) -> None:
    found = compare(sides(place="SY07", vs_place="SY02"), KILLED)
    dated = [pair for pair in found.months if pair.key]
    assert all(p.first and p.second and p.first.key == p.second.key == p.key for p in dated)
    for side, total in ((0, found.first.whole), (1, found.second.whole)):
        parts = [(pair.first, pair.second)[side] for pair in found.months]
        assert sum(part.incidents for part in parts if part) == total.incidents


def test_villages_are_paired_where_both_sides_mean_the_same_places(crowd: Any) -> None:
    found = compare(sides(**{"from": "2022", "to": "2022", "vs_from": "2023", "vs_to": "2023"}), KILLED)
    assert found.villages is not None
    assert {p.key for p in found.villages} == {
        part.place.key for side in (found.first, found.second) for part in side.villages
    }
    assert compare(sides(place="SY07", vs_place="SY02"), KILLED).villages is None


def test_incidents_of_both_sides_are_counted(crowd: Any) -> None:
    narrow = compare(sides(vs_place="SY07"), KILLED)
    assert narrow.in_both == narrow.second.whole.incidents > 0
    assert compare(sides(**{"from": "2022", "to": "2022", "vs_from": "2023", "vs_to": "2023"}), KILLED).in_both == 0


def test_side_without_incidents_has_no_figure_and_no_difference(crowd: Any) -> None:
    found = compare(Sides(IncidentFilter(places=("SY07",)), IncidentFilter(places=("C1007",), text="nowhere")), KILLED)
    assert found.second.whole.incidents == 0
    assert found.whole.apart("killed") is None
    assert found.whole.incidents_apart == Difference(found.first.whole.incidents, found.first.whole.incidents)


@pytest.mark.parametrize(
    ("period", "before", "year_before"),
    [
        (("2023-11-01", "2023-11-30"), ("2023-10-01", "2023-10-31"), ("2022-11-01", "2022-11-30")),
        (("2023-01-01", "2023-03-31"), ("2022-10-01", "2022-12-31"), ("2022-01-01", "2022-03-31")),
        (("2024-02-01", "2024-02-29"), ("2024-01-01", "2024-01-31"), ("2023-02-01", "2023-02-28")),
        (("2023-02-01", "2023-02-28"), ("2023-01-01", "2023-01-31"), ("2022-02-01", "2022-02-28")),
        (("2023-11-05", "2023-11-07"), ("2023-11-02", "2023-11-04"), ("2022-11-05", "2022-11-07")),
        (("2024-02-29", "2024-02-29"), ("2024-02-28", "2024-02-28"), ("2023-02-28", "2023-02-28")),
    ],
)
def test_period_before_and_a_year_before(
    period: tuple[str, str], before: tuple[str, str], year_before: tuple[str, str]
) -> None:
    start, end = map(date.fromisoformat, period)
    assert tuple(day.isoformat() for day in periods.before(start, end)) == before
    assert tuple(day.isoformat() for day in periods.year_before(start, end)) == year_before
