"""Codes are given once; hashes are the same for the same rows in any order."""

from dataclasses import replace
from datetime import date

import pytest

from incidents.figures import Bounds
from incidents.record.codes import next_claim_code, next_incident_code
from incidents.record.entries import ClaimEntry, Evidence, IncidentEntry, Passage, Source
from incidents.record.hashing import content_hash, selection_hash


@pytest.mark.django_db
def test_codes_count_up_within_a_year_and_never_repeat() -> None:
    assert [next_incident_code(2023), next_incident_code(2023), next_incident_code(2024)] == [
        "SY-2023-0001",
        "SY-2023-0002",
        "SY-2024-0001",
    ]
    assert next_claim_code(2023) == "SY-2023-C001"


def test_selection_hash_does_not_depend_on_the_order_of_rows() -> None:
    rows = [("SY-2023-0002", 1, "bb"), ("SY-2023-0001", 2, "aa")]

    assert selection_hash(rows) == selection_hash(reversed(rows))
    assert selection_hash(rows) != selection_hash(rows[:1])


def test_hashes_that_were_cited_stay_as_they_are() -> None:
    """Computed before "none reported" could be said; whoever holds an old hash can still compare it."""
    words = Evidence("killed.total", 3, 5, low=11, high=14, quantifier="exact")
    incident = IncidentEntry(
        code="SY-2023-0001",
        date_start=date(2023, 11, 7),
        date_end=date(2023, 11, 7),
        date_precision="day",
        place="C3001",
        weapons=("artillery",),
        figures={("killed", "total"): Bounds(11, None, 14)},
        sources=(Source(sha256="a" * 64, passages=(Passage(3, "11 dead", (words,)),)),),
    )
    claim = ClaimEntry(
        code="SY-2023-C001",
        period_start=date(2023, 10, 1),
        period_end=date(2023, 10, 31),
        figures={("killed", "total"): Bounds(66, None, 66)},
    )
    assert content_hash(incident) == "bb377789027625c704ca3d283a12c01fed32cacf3d23026eba204e3e6b6d56ee"
    assert content_hash(claim) == "55b7046ed575e235f3a0de916a3f84e2c45a4f191af7f15a8323c20ec0f3ffc1"
    assert content_hash(replace(incident, none_reported=("injured.total",))) != content_hash(incident)
