"""Who was killed and injured, told in one sentence; the same situations in Arabic and English."""

from __future__ import annotations

from typing import Any

import pytest

from incidents.parsing.interchange import as_document
from incidents.parsing.reader import parse_report
from tests.parsing.marked import cases, shipped_places

_ANNOTATED = ("total", "children", "women", "men")


@pytest.mark.parametrize("language", ["ar", "en"])
def test_both_languages_are_covered_alike(language: str) -> None:
    assert len(cases(f"casualties_{language}")) >= 40


@pytest.mark.parametrize("case", [*cases("casualties_ar"), *cases("casualties_en")])
def test_figures_of_a_sentence(case: dict[str, Any]) -> None:
    found = as_document(parse_report(case["text"], places=shipped_places()))
    told = found["incidents"] + found["claims"]
    assert len(told) == (1 if "killed" in case or "injured" in case else 0)
    for outcome in ("killed", "injured"):
        wanted = case.get(outcome, {})
        read = told[0][outcome] if told else {}
        for group in {*_ANNOTATED, *wanted}:
            assert read.get(group) == wanted.get(group), (outcome, group)
