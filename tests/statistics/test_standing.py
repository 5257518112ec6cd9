"""Pages are told when record or gazetteer changed, and by nothing else; a country means everything within it."""

from __future__ import annotations

import pytest
from django.test import Client

from incidents.gazetteer.loading import load_gazetteer
from incidents.models.place import Place
from incidents.models.record.change import RecordChange
from incidents.record import door
from incidents.statistics import reconciliation, totals
from incidents.statistics.filters import AREA, IncidentFilter, is_country
from incidents.statistics.sentence import sentence
from incidents.statistics.standing import standing
from tests.dashboard import cast

pytestmark = pytest.mark.django_db


def test_where_the_record_stands_changes_with_whatever_pages_show(report: None) -> None:
    seen = [standing()]
    assert standing() == seen[0]
    door.publish(cast.qoqfin(code="SY-2023-0003"), by="reviewer")
    seen.append(standing())
    door.publish(cast.qoqfin(code="SY-2023-0003", grade="fair"), by="reviewer", reason="a second source")
    seen.append(standing())
    door.withdraw_claim("SY-2023-C001", by="reviewer", reason="retracted")
    seen.append(standing())
    Place.objects.filter(key="C4064").update(name_en="Qawqafin")
    seen.append(standing())
    assert len(set(seen)) == len(seen)


def test_what_changes_nothing_is_not_noted(report: None) -> None:
    lines = RecordChange.objects.count()
    Place.objects.filter(key="nowhere").update(name_en="Nowhere")
    door.publish(cast.qoqfin(), by="reviewer")
    assert RecordChange.objects.count() == lines


@pytest.mark.parametrize("language", cast.LANGUAGES)
def test_a_corrected_name_of_a_place_is_shown_at_once(client: Client, report: None, language: str) -> None:
    address = f"/{language}/places/C4064/"
    tag = client.get(address)["ETag"]
    assert client.get(address, headers={"if-none-match": tag}).status_code == 304
    Place.objects.filter(key="C4064").update(name_en="Corrected", name_ar="مصحَّح")
    again = client.get(address, headers={"if-none-match": tag})
    assert again.status_code == 200
    assert ("مصحَّح" if language == "ar" else "Corrected") in again.content.decode()


def test_a_country_means_everything_within_it(report: None) -> None:
    door.publish(cast.qoqfin(code="SY-2023-0003", place="SY", place_precision=""), by="reviewer")
    door.publish(cast.qoqfin(code="SY-2023-0004", place=None, place_precision=""), by="reviewer")
    assert totals.totals(IncidentFilter(places=("SY",))).incidents == 3
    assert totals.totals(IncidentFilter(places=("SY", "SY07"))).incidents == 3
    assert totals.totals(IncidentFilter()).incidents == 4


def test_a_country_is_said_as_a_whole_and_has_every_claim(report: None) -> None:
    country = IncidentFilter(places=("SY",))
    assert "all of Syria" in sentence(country)
    assert "all of" not in sentence(IncidentFilter(places=("SY07",)))
    assert [claim.code for claim in reconciliation.claims_touching(country)] == ["SY-2023-C001"]


def test_codes_tell_areas_from_populated_places() -> None:
    load_gazetteer(by="test")
    for place in Place.objects.only("key", "kind", "admin1", "admin2", "admin3"):
        assert bool(AREA.fullmatch(place.key)) == place.is_area, place.key
        assert is_country(place.key) == (place.kind == "country")
        if place.is_area and not is_country(place.key):
            assert {4: place.admin1, 6: place.admin2, 8: place.admin3}[len(place.key)] == place.key
