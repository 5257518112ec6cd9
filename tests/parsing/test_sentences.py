"""Sentences as agencies, monitors and local media word them: every figure of incidents and period claims."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from incidents.parsing.interchange import as_document
from incidents.parsing.reader import parse_report
from tests.parsing.marked import cases, shipped_places

PUBLISHED = date(2023, 5, 18)  # a Thursday
GROUPS = ("total", "children", "women", "men")


def figures(entry: dict[str, Any]) -> dict[str, Any]:
    """The killed and injured of an incident or claim without what is not said."""
    found = {}
    for outcome in ("killed", "injured"):
        said = {group: list(value) for group, value in entry[outcome].items() if group in GROUPS and value is not None}
        if said:
            found[outcome] = said
    return found


def read(text: str) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The incidents and claims of a text with their figures, the claims with their period."""
    document = as_document(parse_report(text, published_on=PUBLISHED, places=shipped_places()))
    claims = [{**figures(c), "period": [c["period_start"], c["period_end"]]} for c in document["claims"]]
    return [figures(incident) for incident in document["incidents"]], claims


@pytest.mark.parametrize("case", cases("sentences") + cases("period_claims"))
def test_sentence_is_read_to_the_last_figure(case: dict[str, Any]) -> None:
    incidents, claims = read(case["text"])
    assert incidents == case["incidents"]
    assert claims == case["claims"]
