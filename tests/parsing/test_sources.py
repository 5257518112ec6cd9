"""Who says it, and the regions that claims are made for."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from incidents.parsing.languages import arabic_regions, arabic_sources, english_regions, english_sources
from incidents.parsing.normalise import fold
from incidents.parsing.places import GOVERNORATE_NAMES
from incidents.parsing.regions import find_regions
from incidents.parsing.sources import find_sources
from tests.parsing.marked import cases, unmarked

KINDS = {"rescue_service", "monitor", "media", "officials", "witnesses", "medics", "armed_party", "other"}


@pytest.mark.parametrize("case", cases("sources"))
def test_sources_of_a_sentence(case: dict[str, Any]) -> None:
    text, spans = unmarked(case["text"])
    found = find_sources(fold(text), case["lang"])
    assert [(m.span.start, m.span.end) for m in found] == spans
    assert [m.code for m in found] == case["codes"]


@pytest.mark.parametrize("case", cases("regions"))
def test_regions_of_a_sentence(case: dict[str, Any]) -> None:
    text, spans = unmarked(case["text"])
    found = find_regions(fold(text), case["lang"])
    assert [(r.span.start, r.span.end) for r in found] == spans
    assert [r.name for r in found] == case["codes"]


@pytest.mark.parametrize("table", [arabic_sources, english_sources])
def test_source_tables_hold_every_kind_and_no_other(table: Any) -> None:
    assert set(table.SOURCES) == KINDS


def test_both_languages_call_a_region_by_one_name_and_governorates() -> None:
    arabic = {name: codes for name, codes, _ in arabic_regions.REGIONS}
    for name, codes, _ in english_regions.REGIONS:
        assert arabic.get(name, codes) == codes, name
        assert set(codes) <= set(GOVERNORATE_NAMES)


@given(st.text(max_size=200), st.sampled_from(["ar", "en"]))
@settings(max_examples=100, deadline=None)
def test_spans_are_true_to_any_text(text: str, language: str) -> None:
    folded = fold(text)
    assert all(m.span.of(text) == m.text for m in find_sources(folded, language))
    assert all(r.span.of(text) == r.text for r in find_regions(folded, language))
