"""Codes are given once; hashes are the same for the same rows in any order."""

import pytest

from incidents.record.codes import next_claim_code, next_incident_code
from incidents.record.hashing import selection_hash


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
