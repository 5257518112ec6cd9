"""Places: every name found where it is marked, placed where the text leaves one answer and nowhere else."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from incidents.parsing.normalise import fold
from incidents.parsing.place_index import PlaceIndex, PlaceRow
from incidents.parsing.place_names import arabic_forms, differ_by_a_slip, latin_form, skeleton
from incidents.parsing.places import GOVERNORATE_NAMES, find_places, settle
from incidents.parsing.results import PlaceReading
from tests.parsing.marked import cases, shipped_places, unmarked
from tests.parsing.work import lines_run

PIECES = st.sampled_from(
    [
        "قرية ",
        "في ",
        "حلب",
        "الباب",
        " و",
        "كفر",
        "مخيم ",
        "\n",
        "، ",
        "ريف ",
        "دير الزور",
        "Aleppo",
        " in ",
        "village of ",
        "al-",
        "Bab",
        "'s ",
    ]
)
TEXTS = st.one_of(st.text(max_size=120), st.lists(PIECES, max_size=30).map("".join))


def read(text: str, language: str) -> list[PlaceReading]:
    return find_places(fold(text), shipped_places(), language)


def check(case: dict[str, Any], language: str) -> None:
    text, spans = unmarked(case["text"])
    found = read(text, language)
    assert [(place.span.start, place.span.end) for place in found] == spans
    told = [{"rule": place.rule, "key": place.key, "governorate": place.governorate} for place in found]
    assert told == case["places"]


@pytest.mark.parametrize("case", cases("places_ar"))
def test_places_in_arabic(case: dict[str, Any]) -> None:
    check(case, "ar")


@pytest.mark.parametrize("case", cases("places_en"))
def test_places_in_english(case: dict[str, Any]) -> None:
    check(case, "en")


def test_homonym_is_left_open_with_ranked_candidates() -> None:
    (place,) = read("قصفت الطائرات قرية الصالحية.", "ar")
    assert place.key is None
    assert len(place.candidates) > 5
    scores = [candidate.score for candidate in place.candidates]
    assert scores == sorted(scores, reverse=True)
    assert all("name" in candidate.reasons for candidate in place.candidates)


def test_one_letter_of_difference_only_within_the_governorate_that_the_text_gives() -> None:
    placed = read("انفجار في مدينة تل ابيظ بريف الرقة", "ar")[0]
    assert placed.key == "C5792"
    assert "one_letter" in placed.candidates[0].reasons
    assert read("انفجار في مدينة تل ابيظ", "ar")[0].key is None


def test_another_place_is_no_slip_of_the_pen() -> None:
    assert differ_by_a_slip("تل ابيظ", "تل ابيض")
    assert not differ_by_a_slip("معره النعسان", "معره النعمان")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Kafr Nouran", "Kafar Nūrān"),
        ("Deir ez-Zor", "Dayr az-Zawr"),
        ("al-Bab", "Al Bab"),
        ("Maarat al-Numan", "Ma'arrat al-Nu'man"),
    ],
)
def test_transliterations_of_one_name_share_their_consonants(one: str, other: str) -> None:
    assert skeleton(latin_form(one)) == skeleton(latin_form(other))


def test_arabic_forms_join_and_part_first_words() -> None:
    assert "كفرنوران" in arabic_forms("كفر نوران")[1]
    assert "كفر نوران" in arabic_forms("كفرنوران")[1]
    assert "باره" in arabic_forms("البارة")[0]


def test_settle_takes_the_village_before_its_area_and_never_a_country_or_an_origin() -> None:
    found = read("نزحت عائلة من سراقب في سوريا، وقُتل ثلاثة منها في قرية قوقفين بريف إدلب", "ar")
    place = settle(found)
    assert place is not None
    assert place.name == "قوقفين"
    assert settle([p for p in found if p.rule.startswith("from") or p.precision == "country"]) is None


def test_every_governorate_has_its_english_name_and_its_row() -> None:
    index = shipped_places()
    assert len(GOVERNORATE_NAMES) == 14
    assert all((row := index.row(code)) is not None and row.kind == "governorate" for code in GOVERNORATE_NAMES)


def test_index_holds_areas_that_only_the_columns_of_places_name() -> None:
    row = PlaceRow(
        "C1", "قرية ما", "Qaryat Ma", (), "SY99", "SY9900", "SY990000", "community", 35.0, 36.0, None, "محافظة", "Gov"
    )
    index = PlaceIndex.from_rows([row])
    assert {index.rows[0].key, "SY99", "SY9900", "SY990000"} <= {r.key for r in index.rows}
    assert index.row("C2") is None


@given(TEXTS, st.sampled_from(["ar", "en"]))
@settings(max_examples=150, deadline=None)
def test_spans_are_true_to_any_text_and_the_same_each_time(text: str, language: str) -> None:
    found = read(text, language)
    assert all(place.span.of(text) == place.text for place in found)
    assert [p.span for p in found] == sorted(p.span for p in found)
    assert found == read(text, language)


@pytest.mark.parametrize(
    "piece", ["قرية ", "حلب ودمشق ", "في مخيم ", "كفر ", "Aleppo and Homs, ", "the village of ", "Al-Al ", "الصالحية، "]
)
def test_work_grows_with_the_length_of_the_text_alone(piece: str) -> None:
    language = "en" if piece.isascii() else "ar"
    index = shipped_places()

    def work(times: int) -> int:
        folded = fold(piece * times)
        return lines_run(lambda: find_places(folded, index, language))

    assert work(1600) < 1.25 * 4 * work(400)
