"""Finding places by romanised names: likely spellings nearby, never a name alone, never another place."""

from __future__ import annotations

import pytest

from incidents.datasets.finder import Finder
from incidents.gazetteer.places import area_places, read_places
from incidents.models.place import Place


@pytest.fixture(scope="module")
def finder() -> Finder:
    areas = list(area_places())
    places = read_places(areas=frozenset(area.key for area in areas))
    return Finder([*areas, *(place for place in places if isinstance(place, Place))])


@pytest.mark.parametrize(
    ("name", "latitude", "longitude", "key"),
    [
        ("Aleppo town", 36.2012, 37.1612, "C1007"),
        ("Kafr Nabl town", 35.61405, 36.56101, "C4068"),
        ("Tadmur/Palmyra town", 34.5596, 38.2703, "C2889"),
        ("Khan Shaykhun town", 35.44198, 36.65078, "C3987"),
    ],
)
def test_towns_are_found_under_the_spelling_of_the_dataset(
    finder: Finder, name: str, latitude: float, longitude: float, key: str
) -> None:
    found = finder.place(name, longitude, latitude)

    assert found is not None
    assert found.key == key


@pytest.mark.parametrize(
    ("name", "latitude", "longitude"),
    [
        ("Deir ez Zor airport", 35.283094, 40.170863),
        ("Eastern Ghouta", 33.5, 36.44),
        ("Aleppo town", 35.5, 38.9),
    ],
)
def test_what_is_no_settlement_or_lies_elsewhere_is_not_found(
    finder: Finder, name: str, latitude: float, longitude: float
) -> None:
    assert finder.place(name, longitude, latitude) is None


@pytest.mark.parametrize(
    ("name", "key"),
    [("Rif Dimashq Governorate", "SY03"), ("Hamah Governorate", "SY05"), ("Latakia Governorate", "SY06")],
)
def test_governorates_are_found_by_the_names_of_the_dataset(finder: Finder, name: str, key: str) -> None:
    found = finder.area("governorate", name, None, None)

    assert found is not None
    assert found.key == key


def test_country_is_found_by_its_name_alone(finder: Finder) -> None:
    syria = finder.country("Syria")

    assert syria is not None
    assert syria.key == "SY"
    assert finder.country("Lebanon") is None


def test_nearly_all_exact_places_of_the_shipped_events_are_found(finder: Finder) -> None:
    from incidents.datasets.ucdp import SHIPPED, read_ucdp

    precisions = [entry.place_precision for entry in read_ucdp(SHIPPED, finder)]  # type: ignore[union-attr]
    on_a_place = precisions.count("community") + precisions.count("neighbourhood")

    assert on_a_place / (on_a_place + precisions.count("exact")) > 0.95
