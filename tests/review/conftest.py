"""The fixed cast of the desk's tests, and a report whose reading is made by hand, word by word."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import translation

from incidents.models.desk.report import Report
from incidents.models.desk.urgency import measure_reading
from incidents.models.place import Place
from incidents.review.accounts import make_demonstration_accounts
from incidents.review.moves import Role
from tests.review.cast import PASSWORD, SECOND, SEED, Desk, span_of


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Messages are compared in English; pages are asked for in both languages by their address."""
    with translation.override("en"):
        yield


@pytest.fixture
def accounts(db: None) -> dict[str, User]:
    """One account per role, and one without any."""
    make_demonstration_accounts({role.value: PASSWORD for role in Role})
    User.objects.create_user("visitor", password=PASSWORD)
    return {user.username: user for user in User.objects.all()}


@pytest.fixture
def at_desk(accounts: dict[str, User]) -> Callable[[str], Client]:
    """A browser in which one of the cast is logged in."""

    def log_in(name: str) -> Client:
        client = Client()
        if name:
            client.force_login(accounts[name], backend="django.contrib.auth.backends.ModelBackend")
        return client

    return log_in


@pytest.fixture
def places(db: None) -> dict[str, Place]:
    """A few places of the gazetteer, with the areas that they lie in."""
    rows = [
        ("SY07", "governorate", "Idlib", "إدلب", "SY07", "", "", 35.9, 36.6),
        ("SY0701", "district", "Al Ma'ra", "المعرة", "SY07", "SY0701", "", 35.6, 36.7),
        ("SY070101", "subdistrict", "Kafr Nobol", "كفر نبل", "SY07", "SY0701", "SY070101", 35.6, 36.56),
        ("C3001", "community", "Qoqfin", "قوقفين", "SY07", "SY0701", "SY070101", 35.62, 36.5),
        ("SY02", "governorate", "Aleppo", "حلب", "SY02", "", "", 36.2, 37.2),
        ("C1001", "community", "Kafr Nuran", "كفرنوران", "SY02", "SY0200", "SY020001", 36.11, 36.86),
        ("C1002", "community", "Kafr Nuran", "كفر نوران", "SY07", "SY0701", "SY070101", 35.7, 36.6),
    ]
    names = ("key", "kind", "name_en", "name_ar", "admin1", "admin2", "admin3", "latitude", "longitude")
    for row in rows:
        Place.objects.get_or_create(key=row[0], defaults=dict(zip(names, row, strict=True)))
    return {place.key: place for place in Place.objects.all()}


@pytest.fixture
def desk(db: None) -> Desk:
    return Desk()


@pytest.fixture
def seed(desk: Desk, places: dict[str, Place]) -> Report:
    """The statement on Qoqfin and Kafr Nuran, read as a careful person reads it."""
    report = desk.report(SEED, publisher="", published_on=date(2023, 11, 8))
    reading = desk.reading(report)
    first = desk.candidate(
        reading,
        [
            ("killed", "total", 11, 11, "11 مدنياً"),
            ("killed", "children", 7, 7, "7 أطفال"),
            ("killed", "under_six", 3, 3, "3 أطفال"),
            ("killed", "women", 4, 4, "4 نساء"),
        ],
        [
            ("date", "2023-11-07", "7 تشرين الثاني 2023"),
            ("place", "C3001", "قرية قوقفين"),
            ("weapon", "artillery", "بقذائف المدفعية"),
            ("actor", "syrian_government", "قوات النظام السوري"),
            ("source", "rescue_service", "الدفاع المدني السوري"),
        ],
        date_start=date(2023, 11, 7),
        date_end=date(2023, 11, 7),
        date_precision="day",
        place=places["C3001"],
        place_text="قوقفين",
        place_precision="community",
        weapons=["artillery"],
        actors=["syrian_government"],
    )
    desk.candidate(
        reading,
        [
            ("killed", "total", 5, 5, "5 مدنيين"),
            ("killed", "women", 3, 3, "امرأة مسنة مقعدة وأولادها الأربعة؛ شابان وامرأتان"),
            ("killed", "men", 2, 2, "شابان"),
            ("killed", "elderly", 1, 1, "امرأة مسنة"),
            ("injured", "total", 1, 1, "وإصابة امرأة"),
            ("injured", "women", 1, 1, "وإصابة امرأة"),
        ],
        [
            ("date", "2023-10-05", "5 تشرين الأول"),
            ("place", "C1001", "بلدة كفرنوران"),
            ("weapon", "rocket", "بقصف صاروخي"),
        ],
        date_start=date(2023, 10, 5),
        date_end=date(2023, 10, 5),
        date_precision="day",
        place=places["C1001"],
        place_text="كفرنوران",
        place_precision="community",
        place_candidates=[
            {"key": "C1001", "score": 0.9, "reasons": ["name", "governorate"]},
            {"key": "C1002", "score": 0.4, "reasons": ["name"]},
        ],
        weapons=["rocket"],
        actors=["syrian_government"],
    )
    desk.claim(
        reading,
        [
            ("killed", "total", 66, 66, "66 مدنياً"),
            ("killed", "children", 23, 23, "23 طفلاً"),
            ("killed", "women", 13, 13, "13 امرأة"),
            ("injured", "total", 270, None, "أكثر من 270"),
            ("injured", "children", 79, 79, "79 طفلاً"),
            ("injured", "women", 47, 47, "47 امرأة"),
            ("injured", "rescue_workers", 3, 3, "3 متطوعين"),
        ],
        [("date", "2023-10-01/2023-10-31", "شهر تشرين الأوّل")],
        period_start=date(2023, 10, 1),
        period_end=date(2023, 10, 31),
        area_name="northwest Syria",
        area_text="شمال غربي سوريا",
        governorates=["SY02", "SY07"],
        source_name="الدفاع المدني السوري",
    )
    reading.flags.create(
        code="weekday_mismatch",
        params={"said": "saturday", "was": "tuesday", "date": "2023-11-07"},
        spans=[list(span_of(SEED, "السبت (7 تشرين الثاني 2023)"))],
    )
    measure_reading(reading)
    assert first.ordinal == 0
    return report


@pytest.fixture
def second_report(desk: Desk, places: dict[str, Place]) -> Report:
    """Another publisher on the same attack, with one more dead."""
    report = desk.report(SECOND, publisher="مرصد آخر", published_on=date(2023, 11, 9))
    reading = desk.reading(report)
    desk.candidate(
        reading,
        [("killed", "total", 12, 12, "12 مدنياً"), ("killed", "children", 8, 8, "8 أطفال")],
        [("date", "2023-11-07", "7 تشرين الثاني 2023"), ("place", "C3001", "قرية قوقفين")],
        date_start=date(2023, 11, 7),
        date_end=date(2023, 11, 7),
        date_precision="day",
        place=places["C3001"],
        place_text="قوقفين",
        weapons=["artillery"],
    )
    measure_reading(reading)
    return report
