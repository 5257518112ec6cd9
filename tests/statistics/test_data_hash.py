"""One selection has one data hash, wherever it is shown and whichever engine counts it."""

from __future__ import annotations

import csv
import io
import json
import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
import time_machine
from django.test import Client

from incidents.record import door
from incidents.record.hashing import selection_hash
from incidents.statistics import provenance
from incidents.statistics.filters import read_filter
from incidents.statistics.reading_copy import building, current
from tests.dashboard import cast
from tests.statistics.copied import answers as answers
from tests.statistics.copied import by_postgresql
from tests.statistics.plain import random_query

pytestmark = pytest.mark.django_db(transaction=True)
EVERYTHING: dict[str, list[str]] = {}


@pytest.fixture
def copied(settings: Any, tmp_path: Path, report: None) -> Iterator[None]:
    """A record of a hundred incidents, copied, and two more that came after the copy."""
    settings.VAR_DIR, settings.READING_COPY_FROM = tmp_path, 1
    with time_machine.travel(cast.TODAY, tick=False):
        cast.publish_crowd(random.Random(11))
        building.build()
        door.publish(cast.qoqfin(code="SY-2022-0000-b"), by="reviewer")
        door.publish(cast.kafr_nouran(code="SY-2024-0001"), by="reviewer")
        yield
    current._opened = None


def _shown(client: Client, address: str) -> dict[str, str]:
    """The hash wherever it is shown; of the CSV, made of its lines."""
    page = client.get(f"/ar/cite/?{address}").content.decode()
    about = json.loads(cast.body_of(client.get(f"/en/data/incidents.geojson?{address}")))["about"]
    lines = list(csv.DictReader(io.StringIO(cast.body_of(client.get(f"/en/data/incidents.csv?{address}")).decode())))
    rows = [(line["code"], int(line["version"]), line["content_hash"]) for line in lines[1:]]
    shown = re.findall(r">([0-9a-f]{64})<", page)
    return {
        "api": client.get(f"/en/api/v1/totals?{address}").json()["data_hash"],
        "citing": shown[0],
        "geojson": about["data_hash"],
        "csv": selection_hash(rows),
    }


@pytest.mark.parametrize("seed", [0, 1, 2, 3, 4, 6, 7])  # the fifth is a period that ends before it begins
def test_every_place_that_shows_a_data_hash_shows_the_same(
    client: Client, copied: None, answers: list[bool], seed: int
) -> None:
    query = random_query(random.Random(seed)) if seed else EVERYTHING
    query = {**query, "as_of": ["2026-11-22"]}
    address = urlencode(query, doseq=True)
    reading = read_filter(query)
    shown = _shown(client, address)
    assert set(shown.values()) == {by_postgresql(lambda: provenance.data_hash(reading.filter))}
    assert by_postgresql(lambda: _shown(client, address)) == shown
    assert any(answers) or "q" in query or "source" in query


def test_a_data_hash_of_an_earlier_day_stays(client: Client, copied: None, answers: list[bool]) -> None:
    def hashes() -> list[str]:
        days = (f"2026-11-{day:02d}" for day in range(1, 23, 3))
        return [provenance.data_hash(read_filter({"as_of": [day]}).filter) for day in days]

    found = hashes()
    assert found == by_postgresql(hashes)
    assert len(set(found)) > 4
    assert all(answers)
