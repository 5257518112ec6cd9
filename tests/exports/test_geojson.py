"""GeoJSON: features with points in the order that the standard asks for, unknown left out, and what the file is."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from tests.dashboard import cast

pytestmark = pytest.mark.django_db


def taken(client: Client, address: str) -> dict[str, Any]:
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/geo+json"
    read: dict[str, Any] = json.loads(cast.body_of(answer))
    return read


@pytest.mark.parametrize("language", cast.LANGUAGES)
def test_incidents_are_features_with_their_points(client: Client, report: None, today: Any, language: str) -> None:
    read = taken(client, f"/{language}/data/incidents.geojson?from=2023-11")
    (feature,) = read["features"]
    assert feature["geometry"] == {"type": "Point", "coordinates": [36.4275, 35.6365]}
    said = feature["properties"]
    assert (said["code"], said["killed_total_low"], said["place_ar"]) == ("SY-2023-0001", 11, "قوقفين")
    assert said["is_demonstration"] is False
    assert "injured_total_low" not in said
    assert "latitude" not in said
    assert read["about"]["incidents"] == "1"
    assert len(read["about"]["attribution"]) == 5


def test_places_are_features_with_their_sums(client: Client, report: None, today: Any) -> None:
    read = taken(client, "/en/data/places.geojson")
    assert {f["properties"]["place"]: f["properties"]["killed_total_low"] for f in read["features"]} == {
        "C4064": 11, "C1041": 5,
    }  # fmt: skip
    assert client.get("/en/data/months.geojson").status_code == 404


def test_nothing_documented_is_an_empty_collection(client: Client, report: None, today: Any) -> None:
    assert taken(client, "/ar/data/incidents.geojson?to=1990")["features"] == []
