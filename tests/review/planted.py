"""Planted duplicates: one attack in three reports of different lineage and two reprints, among attacks much like it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from incidents.models.place import Place, PlaceKind

MONTHS_AR = ("كانون الثاني", "شباط", "آذار", "نيسان", "أيار", "حزيران", "تموز", "آب", "أيلول", "تشرين الأول",
             "تشرين الثاني", "كانون الأول")  # fmt: skip
#: Three ways of telling one attack in each language; no run of four words is shared but by chance.
TOLD = {
    "ar": (
        "قُتل {killed} مدنيين وأُصيب {injured} آخرون بقصف مدفعي على بلدة {ar} في محافظة {gov_ar} يوم {day_ar}. "
        "وقالت فرق الإنقاذ إنها انتشلت الضحايا من تحت أنقاض منزلين ونقلت الجرحى إلى النقاط الطبية القريبة.",
        "{gov_ar} – مراسلنا. سقطت قذائف مدفعية على منازل الأهالي في بلدة {ar} بتاريخ {day_ar}، ما أسفر عن مقتل "
        "{killed} مدنيين وإصابة {injured} مدنياً بجروح. وعاش السكان ليلة عصيبة، وأغلقت المدارس أبوابها حتى إشعار آخر.",
        "وثّقت شبكتنا مقتل {killed} مدنيين جراء القصف المدفعي الذي استهدف بلدة {ar} بريف {gov_ar} في {day_ar}، كما "
        "أُصيب {injured} شخصاً. وطالبت الشبكة بمحاسبة المسؤولين عن الهجوم وفتح تحقيق مستقل فيه.",
    ),
    "en": (
        "{killed} civilians were killed and {injured} others injured by artillery shelling on {en} in {gov_en} on "
        "{day_en}. Rescue teams said they had pulled the victims from under two houses and taken the wounded away.",
        "{gov_en} – our correspondent. Artillery shells hit homes in {en} on {day_en}, killing {killed} civilians and "
        "wounding {injured} people. Families spent a hard night outdoors and the schools stayed closed until further "
        "notice.",
        "Our network documented the death of {killed} civilians in the artillery attack that targeted {en} in {gov_en} "
        "on {day_en}; {injured} people were injured. The network calls for an independent inquiry into it.",
    ),
}
PUBLISHERS = (("الدفاع المدني", "Rescue Service"), ("مراسل البلدة", "Town Reporter"), ("شبكة التوثيق", "Records Net"))
REPRINT = {
    "ar": ("خبر عاجل ننقله لقرائنا كما ورد. {text}", "{text} يتبع مزيد من التفاصيل لاحقاً على موقعنا."),
    "en": ("News just in, as we received it. {text}", "{text} More on our site as the story develops."),
}
WHAT_IS_SAID = {"ar": ("وكالة ألف", "موقع باء"), "en": ("Agency Alpha", "Site Beta")}


@dataclass(frozen=True, slots=True)
class Attack:
    """One attack as it was."""

    place: Place
    day: date
    killed: int
    injured: int


@dataclass(frozen=True, slots=True)
class Told:
    """One text about an attack: in which lineage (0 to 2), and who printed it."""

    text: str
    language: str
    lineage: int
    publisher: str
    original_publisher: str
    published_on: date


def tell(attack: Attack, language: str, lineage: int, governorates: dict[str, Place]) -> str:
    """The text of one lineage; later lineages know of one more dead."""
    governorate = governorates[attack.place.admin1]
    return TOLD[language][lineage].format(
        killed=attack.killed + (lineage == 2),
        injured=attack.injured,
        ar=attack.place.name_ar,
        en=attack.place.name_en,
        gov_ar=governorate.name_ar,
        gov_en=governorate.name_en,
        day_ar=f"{attack.day.day} {MONTHS_AR[attack.day.month - 1]} {attack.day.year}",
        day_en=f"{attack.day:%-d %B %Y}",
    )


def accounts_of(attack: Attack, number: int, governorates: dict[str, Place]) -> list[Told]:
    """Three reports of three lineages in both languages, then two reprints of the first two, one naming its source."""
    languages = ("ar", "en", "ar") if number % 2 else ("en", "ar", "en")
    told = [
        Told(
            text=tell(attack, language, lineage, governorates),
            language=language,
            lineage=lineage,
            publisher=PUBLISHERS[lineage][language == "en"],
            original_publisher="",
            published_on=attack.day + timedelta(days=lineage),
        )
        for lineage, language in enumerate(languages)
    ]
    for at, source in enumerate(told[:2]):
        told.append(
            Told(
                text=REPRINT[source.language][at].format(text=source.text),
                language=source.language,
                lineage=source.lineage,
                publisher=WHAT_IS_SAID[source.language][at],
                original_publisher=source.publisher if at else "",
                published_on=source.published_on + timedelta(days=1),
            )
        )
    return told


def planted(number: int, seed: int = 20) -> list[tuple[Attack, list[Attack]]]:
    """So many attacks, each with two much like it: the same place two days later, a neighbour on the same day."""
    random = Random(seed)
    rows = list(Place.objects.filter(kind=PlaceKind.COMMUNITY, admin1__in=["SY02", "SY07"]).order_by("key"))
    chosen = random.sample([place for place in rows if _is_nameable(place, rows)], number)
    sets = []
    for at, place in enumerate(chosen):
        day = date(2023, 1, 10) + timedelta(days=4 * at)
        attack = Attack(place, day, random.randint(3, 9), random.randint(11, 40))
        neighbour = min((other for other in rows if other.pk != place.pk and _is_nameable(other, rows)),
                        key=lambda other: _apart(place, other))  # fmt: skip
        again = Attack(place, day + timedelta(days=2), random.randint(3, 9), random.randint(11, 40))
        sets.append((attack, [again, Attack(neighbour, day, attack.killed, attack.injured)]))
    return sets


def _apart(one: Place, other: Place) -> float:
    return ((one.latitude or 0) - (other.latitude or 0)) ** 2 + ((one.longitude or 0) - (other.longitude or 0)) ** 2


_names: dict[int, bool] = {}


def _is_nameable(place: Place, rows: list[Place]) -> bool:
    """One word in Arabic, and the only one of its name in both languages: what homonyms do is tested elsewhere."""
    if place.pk not in _names:
        alone = [row for row in rows if row.name_ar == place.name_ar or row.name_en == place.name_en]
        plain = place.name_ar.isalpha() and place.name_en.isalpha() and len(place.name_ar) > 4
        _names[place.pk] = plain and len(alone) == 1
    return _names[place.pk]


def in_order_of_publication(sets: list[tuple[Attack, list[Told]]]) -> Iterator[tuple[Attack, Told]]:
    """All the texts as a desk would receive them."""
    every = [(attack, told) for attack, texts in sets for told in texts]
    yield from sorted(every, key=lambda pair: pair[1].published_on)
