"""Entries as the desk would hand them to the door, and a clock that stands still until told."""

from collections.abc import Iterator
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine

from incidents.figures import Bounds
from incidents.models.place import Place
from incidents.record.entries import ClaimEntry, Evidence, IncidentEntry, Passage, Source

TEXT = "ما أدى إلى مقتل 11 مدنياً بينهم 7 أطفال و4 نساء."
DAMASCUS = ZoneInfo("Asia/Damascus")


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    """The clock stands at noon of 20 November 2026 in Damascus; move it with ``clock.move_to``."""
    with time_machine.travel(datetime(2026, 11, 20, 12, tzinfo=DAMASCUS), tick=False) as travelled:
        yield travelled


@pytest.fixture
def village(db: None) -> Place:
    return Place.objects.create(
        key="C4064", kind="community", name_ar="قوقفين", name_en="Qoqfin", admin1="SY07", admin2="SY0702",
        admin3="SY070204", latitude=35.6365, longitude=36.4275,
    )  # fmt: skip


@pytest.fixture
def source() -> Source:
    start = TEXT.index("11 مدنياً")
    words = Evidence("killed.total", 100 + start, 100 + start + len("11 مدنياً"), low=11, high=11, quantifier="exact")
    return Source(
        sha256="a" * 64,
        publisher="وكالة",
        original_publisher="الدفاع المدني",
        origin="الدفاع المدني",
        language="ar",
        published_on=date(2023, 11, 25),
        passages=(Passage(100, TEXT, (words,)),),
    )


@pytest.fixture
def entry(village: Place, source: Source) -> IncidentEntry:
    return IncidentEntry(
        code="SY-2023-0001",
        date_start=date(2023, 11, 7),
        date_end=date(2023, 11, 7),
        date_precision="day",
        place=village.key,
        place_text="قوقفين",
        place_precision="community",
        weapons=("artillery",),
        actors=("syrian_government",),
        grade="weak",
        figures={
            ("killed", "total"): Bounds(11, None, 11),
            ("killed", "children"): Bounds(7, None, 7),
            ("killed", "women"): Bounds(4, None, 4),
            ("injured", "total"): Bounds(1, None, None),
        },
        sources=(source,),
    )


@pytest.fixture
def claim() -> ClaimEntry:
    return ClaimEntry(
        code="SY-2023-C001",
        period_start=date(2023, 10, 1),
        period_end=date(2023, 10, 31),
        area_name="northwest Syria",
        governorates=("SY02", "SY05", "SY06", "SY07"),
        source_name="الدفاع المدني السوري",
        figures={("killed", "total"): Bounds(66, None, 66), ("injured", "total"): Bounds(270, None, None)},
    )
