"""A small record to look at: a few real places, the incidents of one real report, and a crowd of made-up ones."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import time_machine

from incidents.figures import Bounds, with_implied_wholes
from incidents.models.place import Place
from incidents.record import door
from incidents.record.entries import ClaimEntry, Evidence, IncidentEntry, Passage, Source
from incidents.vocabulary import Actor, Dataset, Grade, Weapon

DAMASCUS = ZoneInfo("Asia/Damascus")
FIRST_DAY = datetime(2026, 11, 1, 9, tzinfo=DAMASCUS)
TODAY = datetime(2026, 11, 22, 12, tzinfo=DAMASCUS)
LANGUAGES = ("ar", "en")

#: key, kind, English, Arabic, governorate, district, sub-district, latitude, longitude
PLACES = [
    ("SY", "country", "Syria", "سوريا", "", "", "", 35.0, 38.5),
    ("SY02", "governorate", "Aleppo", "حلب", "SY02", "", "", 36.2, 37.2),
    ("SY0200", "district", "Jebel Saman", "جبل سمعان", "SY02", "SY0200", "", 36.2, 37.1),
    ("SY020001", "subdistrict", "Atareb", "الأتارب", "SY02", "SY0200", "SY020001", 36.14, 36.83),
    ("SY07", "governorate", "Idleb", "إدلب", "SY07", "", "", 35.9, 36.6),
    ("SY0700", "district", "Idleb", "إدلب", "SY07", "SY0700", "", 35.93, 36.63),
    ("SY0702", "district", "Al Ma'ra", "معرة النعمان", "SY07", "SY0702", "", 35.6, 36.7),
    ("SY070204", "subdistrict", "Kafr Nobol", "كفر نبل", "SY07", "SY0702", "SY070204", 35.6, 36.56),
    ("C1041", "community", "Kafr Nouran", "كفر نوران", "SY02", "SY0200", "SY020001", 36.11, 36.86),
    ("C1007", "town", "Aleppo", "حلب", "SY02", "SY0200", "SY020000", 36.2, 37.16),
    ("C4064", "community", "Qoqfin", "قوقفين", "SY07", "SY0702", "SY070204", 35.6365, 36.4275),
    ("C4066", "community", "Hass", "حاس", "SY07", "SY0702", "SY070204", 35.59, 36.58),
]
GROUPS = ["total", "children", "girls", "boys", "women", "men", "adults", "elderly"]
TEXT = "قصفت قوات النظام قرية قوقفين، ما أدى إلى مقتل 11 مدنياً بينهم 7 أطفال و4 نساء."


def body_of(answer: Any) -> bytes:
    """All that was answered, streamed or not."""
    return b"".join(answer.streaming_content) if answer.streaming else bytes(answer.content)


def make_places() -> dict[str, Place]:
    """The places, by their codes."""
    names = ("key", "kind", "name_en", "name_ar", "admin1", "admin2", "admin3", "latitude", "longitude")
    made = [Place(**dict(zip(names, values, strict=True))) for values in PLACES]
    Place.objects.bulk_create(made)
    return {place.key: place for place in made}


def source_of(text: str = TEXT, words: dict[str, tuple[str, int]] | None = None, *, start: int = 100) -> Source:
    """A report with one passage, in which each field's words are evidence for its number."""
    marked = words or {"killed.total": ("11 مدنياً", 11), "killed.children": ("7 أطفال", 7)}
    evidence = tuple(
        Evidence(field, start + text.index(said), start + text.index(said) + len(said), "", low, low, "exact")
        for field, (said, low) in marked.items()
    )
    return Source(
        sha256="a" * 64,
        publisher="وكالة الأنباء",
        original_publisher="الدفاع المدني",
        origin="الدفاع المدني",
        language="ar",
        published_on=date(2023, 11, 25),
        url="https://news.example/1",
        passages=(Passage(start, text, evidence),),
    )


def qoqfin(**changes: object) -> IncidentEntry:
    """11 killed in Qoqfin on 7 November 2023: 7 children, 4 women."""
    fields: dict[str, object] = {
        "code": "SY-2023-0001",
        "date_start": date(2023, 11, 7),
        "date_end": date(2023, 11, 7),
        "date_precision": "day",
        "place": "C4064",
        "place_text": "قوقفين",
        "place_precision": "community",
        "weapons": ("artillery",),
        "actors": ("syrian_government",),
        "grade": "weak",
        "figures": {
            ("killed", "total"): Bounds(11, None, 11),
            ("killed", "children"): Bounds(7, None, 7),
            ("killed", "women"): Bounds(4, None, 4),
        },
        "sources": (source_of(),),
    }
    return IncidentEntry(**(fields | changes))  # type: ignore[arg-type]


def kafr_nouran(**changes: object) -> IncidentEntry:
    """5 killed in Kafr Nouran on 5 October 2023: 3 women, 2 men; one woman or more injured."""
    figures = {
        ("killed", "total"): Bounds(5, None, 5),
        ("killed", "women"): Bounds(3, None, 3),
        ("killed", "men"): Bounds(2, None, 2),
        ("injured", "total"): Bounds(1, None, None),
        ("injured", "women"): Bounds(1, None, None),
    }
    day = date(2023, 10, 5)
    fields: dict[str, object] = {
        "code": "SY-2023-0002", "date_start": day, "date_end": day, "date_precision": "day", "place": "C1041",
        "place_text": "كفرنوران", "place_precision": "community", "weapons": ("rocket",),
        "actors": ("syrian_government",), "grade": "weak", "figures": figures, "sources": (),
    }  # fmt: skip
    return IncidentEntry(**(fields | changes))  # type: ignore[arg-type]


def october_claim() -> ClaimEntry:
    """66 killed in northwest Syria in October 2023, as a rescue service claims."""
    return ClaimEntry(
        code="SY-2023-C001",
        period_start=date(2023, 10, 1),
        period_end=date(2023, 10, 31),
        area_name="northwest Syria",
        area_text="شمال غربي سوريا",
        governorates=("SY02", "SY07"),
        source_name="الدفاع المدني",
        figures={("killed", "total"): Bounds(66, None, 66), ("injured", "total"): Bounds(270, None, None)},
    )


def publish_report(*, is_demonstration: bool = False) -> None:
    """Both incidents and the claim, as one reviewer published them on the first day."""
    with time_machine.travel(FIRST_DAY, tick=False):
        door.publish(qoqfin(is_demonstration=is_demonstration), by="reviewer")
        door.publish(kafr_nouran(is_demonstration=is_demonstration), by="reviewer")
        door.publish_claim(october_claim(), by="reviewer")


def publish_crowd(rng: random.Random, count: int = 110) -> None:
    """Incidents of every kind over three weeks, a third of them published again later, a tenth withdrawn."""
    moments = _moments(FIRST_DAY + timedelta(hours=1))
    for number in range(count):
        with time_machine.travel(next(moments), tick=False):
            door.publish(_made_up(rng, f"SY-2022-{number:04d}"), by="reviewer")
    for number in rng.sample(range(count), count // 3):
        with time_machine.travel(next(moments), tick=False):
            door.publish(_made_up(rng, f"SY-2022-{number:04d}"), by="reviewer", reason="a second report")
    for number in rng.sample(range(count), count // 10):
        with time_machine.travel(next(moments), tick=False):
            door.withdraw(f"SY-2022-{number:04d}", by="reviewer", reason="counted twice")


def _moments(start: datetime) -> Iterator[datetime]:
    step = 0
    while True:
        yield start + timedelta(hours=2 * step, microseconds=step)
        step += 1


def _made_up(rng: random.Random, code: str) -> IncidentEntry:
    start, end, precision = _when(rng)
    place = rng.choice([None, *(key for key, *_rest in PLACES)])
    return IncidentEntry(
        code=code,
        date_start=start,
        date_end=end,
        date_precision=precision,
        place=place,
        place_text="مكان ما",
        place_precision="community" if place and place.startswith("C") else "",
        weapons=tuple(rng.sample(Weapon.values, rng.choice([0, 1, 1, 2]))),
        actors=tuple(rng.sample(Actor.values, rng.choice([0, 1, 2]))),
        grade=rng.choice(Grade.values),
        dataset=rng.choice(Dataset.values),
        figures=_figures(rng),
    )


def _when(rng: random.Random) -> tuple[date | None, date | None, str]:
    if rng.random() < 0.1:
        return None, None, ""
    start = date(2022, 1, 1) + timedelta(days=rng.randrange(500))
    if rng.random() < 0.7:
        return start, start, "day"
    return start, start + timedelta(days=rng.randrange(1, 40)), "range"


def _figures(rng: random.Random) -> dict[tuple[str, str], Bounds]:
    figures: dict[tuple[str, str], Bounds] = {}
    for outcome in ("killed", "injured", "missing"):
        groups = rng.sample(
            ["total", "children", "girls", "boys", "women", "men", "adults", "elderly"], rng.randrange(5)
        )
        figures |= {(outcome, group): _bounds(rng) for group in groups}
    return with_implied_wholes(figures)


def _bounds(rng: random.Random) -> Bounds:
    low = rng.randrange(8)
    high = rng.choice([low, low, low + rng.randrange(6), None])
    best = low if high == low and rng.random() < 0.2 else None
    return Bounds(low, best, high)
