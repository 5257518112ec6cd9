"""Attribution lines: exact, in both languages, and only those of the data shown."""

from __future__ import annotations

import pytest
from django.utils import translation

from incidents.gazetteer.attributions import ALL, OCHA, attributions

ENGLISH = (
    "Administrative boundaries and populated places: UN OCHA (COD-AB Syria and Syria populated places, via the "
    "Humanitarian Data Exchange), CC BY 3.0 IGO. Simplified and merged.",
    "Further place names and coordinates: GeoNames (geonames.org), CC BY 4.0, by way of Who's On First.",
    "Alternative names of governorates, districts and sub-districts: OpenSyria Data Geography, CC BY 4.0.",
    "Outlines of neighbouring countries: made with Natural Earth.",
    "Conflict events: UCDP Georeferenced Event Dataset, Uppsala Conflict Data Program, CC BY 4.0 (Sundberg and "
    "Melander 2013; Hogbladh 2019; Davies, Pettersson and Oberg 2023).",
    "The boundaries and names shown and the designations used do not imply official endorsement or acceptance by the "
    "United Nations.",
)


def test_english_lines_are_word_for_word_what_the_owners_ask_for() -> None:
    assert tuple(line.in_language("en") for line in ALL) == ENGLISH


@pytest.mark.parametrize(
    ("language", "words"), [("en", "UN OCHA"), ("ar", "مكتب الأمم المتحدة لتنسيق الشؤون الإنسانية")]
)
def test_line_is_shown_in_the_readers_language(language: str, words: str) -> None:
    with translation.override(language):
        assert words in str(OCHA)


def test_every_line_has_arabic_and_names_its_licence_in_both_languages() -> None:
    for line in ALL:
        assert any("\u0600" <= letter <= "\u06ff" for letter in line.arabic)
        if line.licence.startswith("CC"):
            assert line.licence in line.arabic
            assert line.licence in line.english


def test_dataset_line_comes_only_with_the_dataset() -> None:
    assert "ucdp_ged" not in [line.key for line in attributions(datasets=["harmwatch"])]
    assert attributions(datasets=["ucdp_ged", "harmwatch"]) == ALL
