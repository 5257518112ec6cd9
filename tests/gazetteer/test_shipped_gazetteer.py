"""The shipped gazetteer as a whole: its counts, a few known places, the strict reading of licences."""

from __future__ import annotations

from collections import Counter

import pytest
from django.db import transaction

from incidents.gazetteer.loading import Loaded, load_gazetteer
from incidents.models.place import Place


@pytest.fixture(scope="module")
def whole_gazetteer(django_db_setup: None, django_db_blocker):  # type: ignore[no-untyped-def]
    """The shipped files, loaded once for the module; its transaction is rolled back after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield load_gazetteer(by="test")
        transaction.set_rollback(True)


@pytest.mark.django_db
def test_shipped_gazetteer_holds_every_place_and_area(whole_gazetteer: Loaded) -> None:
    kinds = Counter(Place.objects.values_list("kind", flat=True))

    assert whole_gazetteer.faults == []
    assert kinds == {
        "country": 1,
        "governorate": 14,
        "district": 62,
        "subdistrict": 272,
        "city": 59,
        "town": 216,
        "community": 7323,
        "neighbourhood": 414,
        "locality": 4434,
        "abandoned": 217,
    }
    assert Place.objects.populated().exclude(name_ar="").count() == 11_069
    assert not Place.objects.filter(latitude=None).exists()


@pytest.mark.django_db
def test_shipped_gazetteer_again_changes_nothing(whole_gazetteer: Loaded) -> None:
    again = load_gazetteer(by="test")

    assert (again.added, again.changed, again.kept, again.elsewhere) == (0, 0, 13_012, 0)


@pytest.mark.django_db
def test_known_places_lie_where_they_should(whole_gazetteer: Loaded) -> None:
    qoqfin = Place.objects.get(key="C4064")
    governorate = Place.objects.get(key="SY07")

    assert (qoqfin.name_ar, qoqfin.name_en, qoqfin.admin1) == ("قوقفين", "Qoqfin", "SY07")
    assert (governorate.name_ar, governorate.kind, governorate.admin1) == ("إدلب", "governorate", "SY07")
    assert "Idlib" in governorate.variants
    assert Place.objects.get(key="SY070004").admin2 == "SY0700"


@pytest.mark.django_db
def test_no_shipped_name_shows_an_underscore(whole_gazetteer: Loaded) -> None:
    assert Place.objects.get(key="N0001").name_ar == "الحرية – عش الورور"
    assert not Place.objects.filter(name_en__contains="_").exists()
    assert not Place.objects.filter(name_ar__contains="_").exists()


@pytest.mark.django_db
def test_strict_licences_blank_the_names_of_the_unlicensed_list(whole_gazetteer: Loaded) -> None:
    strict = load_gazetteer(by="test", strict_licences=True)

    assert strict.changed == 1863
    assert not Place.objects.filter(provenance__regex=r"ar:kb(~|;|$)").exclude(name_ar="").exists()
    assert Place.objects.filter(key__startswith="C", name_ar="").count() == 7593 - 4755
