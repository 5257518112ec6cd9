"""Short texts of every kind of source, read whole: figures, place, day, weapons and parties of each incident."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from incidents.parsing.interchange import as_document
from incidents.parsing.reader import parse_report
from tests.parsing.marked import cases, shipped_places

GROUPS = ("total", "children", "women", "men")


def figures(entry: dict[str, Any]) -> dict[str, Any]:
    """The killed and injured of an incident or claim without what is not said."""
    found = {}
    for outcome in ("killed", "injured"):
        said = {group: list(value) for group, value in entry[outcome].items() if group in GROUPS and value is not None}
        if said:
            found[outcome] = said
    return found


def told(incident: dict[str, Any]) -> dict[str, Any]:
    """An incident as the cases write it."""
    days = [incident["date_start"], incident["date_end"]] if incident["date_start"] else None
    parties = {name: sorted(incident[name]) for name in ("weapons", "actors")}
    return {"place": incident["place"], "date": days, **figures(incident), **parties}


@pytest.mark.parametrize("case", cases("readings") + cases("readings_en"))
def test_text_is_read_whole(case: dict[str, Any]) -> None:
    day = date.fromisoformat(case["published_on"]) if case["published_on"] else None
    document = as_document(parse_report(case["text"], published_on=day, places=shipped_places()))
    assert [told(incident) for incident in document["incidents"]] == case["incidents"]
    assert [figures(claim) for claim in document["claims"]] == case["claims"]
