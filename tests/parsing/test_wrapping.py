"""Lines that an agency's system has broken at a fixed width are read as the sentences that they are."""

from __future__ import annotations

from datetime import date

from incidents.parsing.interchange import as_document
from incidents.parsing.normalise import fold
from incidents.parsing.reader import parse_report
from incidents.parsing.wrapping import unwrapped
from tests.parsing.marked import shipped_places

WRAPPED = """ذكرت لجان محلية أن عدد القتلى في بلدة
كفرنبل ارتفع اليوم إلى أحد عشر مدنيا
بينهم طفلان وامرأة بعد أن قصفت طائرات
حربية سوقا شعبيا وسط البلدة قبل ظهر
اليوم. وأضافت اللجان أن ثلاثة أطفال
أصيبوا بجروح ونقلوا إلى نقطة طبية."""

LIST = """مجزرة في ريف حلب
- قتيلان في الأتارب
- ثلاثة قتلى في دارة عزة
- قتيل في كفرعمة
- خمسة جرحى في أورم
رحم الله الضحايا"""


def test_sentence_broken_at_a_width_is_read_whole() -> None:
    reading = parse_report(WRAPPED, published_on=date(2016, 4, 19), places=shipped_places())
    incident = as_document(reading)["incidents"][0]
    assert (incident["place"], incident["killed"]["total"], incident["date_start"]) == (
        "كفرنبل",
        [11, 11],
        "2016-04-19",
    )
    assert all(WRAPPED[f.span.start : f.span.end] == f.text for f in reading.incidents[0].figures)


def test_list_keeps_its_lines() -> None:
    folded = fold(LIST)
    assert unwrapped(folded).text == folded.text


def test_every_character_keeps_its_place() -> None:
    folded = fold(WRAPPED)
    joined = unwrapped(folded).text
    assert len(joined) == len(folded.text)
    assert "\n" not in joined.split(".")[0]
