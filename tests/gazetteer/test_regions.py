"""Regions of claims have a name in both languages; what is not known is quoted as it was said."""

from __future__ import annotations

import pytest
from django.utils import translation

from incidents.gazetteer.regions import NAMES, REGIONS, as_said, find_region, language_of
from incidents.parsing.languages import arabic_regions, english_regions


@pytest.mark.parametrize(
    ("said", "english", "arabic"),
    [
        ("northwest Syria", "northwest Syria", "شمال غربي سوريا"),
        ("شمال غرب سوريا", "northwest Syria", "شمال غربي سوريا"),
        ("Rural Damascus", "Damascus countryside", "ريف دمشق"),
        ("ريف دمشق", "Damascus countryside", "ريف دمشق"),
        ("ACROSS  SYRIA", "Syria", "سوريا"),
        ("حوران", "Hauran", "حوران"),
    ],
)
def test_region_is_named_in_the_readers_language(said: str, english: str, arabic: str) -> None:
    region = find_region(said)
    assert region
    for language, name in (("en", english), ("ar", arabic)):
        with translation.override(language):
            assert region.name == name


def test_every_region_that_the_parser_names_has_both_names() -> None:
    named = {name for name, _codes, _phrases in (*arabic_regions.REGIONS, *english_regions.REGIONS)}
    assert [name for name in sorted(named) if find_region(name) is None] == []


def test_no_name_stands_for_two_regions() -> None:
    names = [name.casefold() for en, ar, others in NAMES for name in (en, ar, *others)]
    assert len(names) == len(set(names)) == len(REGIONS)
    assert all(language_of(en) == "en" and language_of(ar) == "ar" for en, ar, _others in NAMES)


def test_an_unknown_region_is_quoted_in_the_language_that_the_reader_has() -> None:
    assert find_region("the far bank") is None
    for language, said in (("en", "the far bank"), ("ar", "الضفة البعيدة")):
        with translation.override(language):
            assert as_said("the far bank", "الضفة البعيدة") == said
            assert as_said("", "الضفة البعيدة") == "الضفة البعيدة"
    assert as_said("", "") == ""
