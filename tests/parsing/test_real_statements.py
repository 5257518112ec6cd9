"""Real statements with their real figures, in words of our own: what is read, and what the auditor says of it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from incidents.parsing.reader import parse_report
from incidents.parsing.results import Reading
from tests.parsing.marked import rows, shipped_places

STATEMENTS = {case["name"]: case for case in rows("statements")}


def read(name: str) -> Reading:
    case = STATEMENTS[name]
    return parse_report(case["text"], published_on=date.fromisoformat(case["published_on"]), places=shipped_places())


def lows(reading: Reading, outcome: Any = "killed") -> list[int]:
    """The lowest totals of the claims for one outcome, in order."""
    return [figure.low for claim in reading.claims if (figure := claim.figure(outcome, "total")) is not None]


def test_a_rate_a_day_does_not_fit_the_month() -> None:
    reading = read("snhr_november_2012")
    assert lows(reading) == [3486]
    assert [flag.params["number"] for flag in reading.flags] == [177]


def test_one_transposed_digit_spoils_two_partitions() -> None:
    reading = read("civil_defence_july_2019")
    assert (lows(reading), lows(reading, "injured")) == ([343], [860])
    assert [flag.params["difference"] for flag in reading.flags] == [4, 4]


@pytest.mark.parametrize("name", ["civil_defence_january", "civil_defence_january_en"])
def test_a_months_claim_stands_beside_the_incidents_behind_it(name: str) -> None:
    reading = read(name)
    assert (lows(reading), lows(reading, "injured")) == ([3], [19])
    assert all(incident.date is not None and incident.date.start.month == 1 for incident in reading.incidents)
    assert len({incident.place.name for incident in reading.incidents if incident.place}) == len(reading.incidents)


def test_documented_is_claimed_where_a_text_lists_every_death() -> None:
    reading = read("civil_defence_january")
    deaths = [figure.low for i in reading.incidents if (figure := i.figure("killed", "total")) is not None]
    assert sum(deaths) == lows(reading)[0] == 3


def test_shares_of_a_total_are_no_totals_and_their_rest_no_fault() -> None:
    reading = read("snhr_august")
    assert lows(reading) == [1521]
    assert (reading.incidents, reading.flags) == ((), ())


@pytest.mark.parametrize("name", ["civil_defence_november_2024", "civil_defence_november_2024_en"])
def test_nested_periods_are_never_added(name: str) -> None:
    reading = read(name)
    assert lows(reading) == [54, 98]
    assert reading.incidents == ()
    assert "excludes_part" in {flag.code for flag in reading.flags}


def test_victims_of_a_headline_are_not_the_dead() -> None:
    reading = read("civil_defence_december_2019_year")
    assert (lows(reading), lows(reading, "injured")) == ([158], [413])
    assert [flag.code for flag in reading.flags] == ["dead_and_injured_added"]
    later = reading.incidents[0]
    assert later.date is not None
    assert later.date.start == date(2020, 1, 1)
    assert len(reading.incidents) == 1
