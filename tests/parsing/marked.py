"""Cases as data: texts in which ``[[...]]`` marks what is to be found, since offsets in right-to-left text deceive."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from incidents.parsing.place_index import PlaceIndex, read_gazetteer

CASES = Path(__file__).resolve().parent / "cases"
GAZETTEER = Path(__file__).resolve().parents[2] / "incidents/data/gazetteer/syria_places.csv.gz"
_MARK = re.compile(r"\[\[(.*?)\]\]", re.DOTALL)


@cache
def shipped_places() -> PlaceIndex:
    """The index of the gazetteer that is shipped, built once for all tests."""
    return PlaceIndex.from_rows(read_gazetteer(GAZETTEER))


def rows(name: str) -> list[dict[str, Any]]:
    """The rows of one file of cases."""
    lines = (CASES / f"{name}.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines if line.strip()]


def cases(name: str) -> list[Any]:
    """The cases of one file as parameters, each called by its note or its text."""
    called = ((case, case.get("note", case["text"])[:60]) for case in rows(name))
    return [pytest.param(case, id=f"{number}: {note}") for number, (case, note) in enumerate(called)]


def unmarked(text: str) -> tuple[str, list[tuple[int, int]]]:
    """The text without its marks, and the spans that were marked."""
    plain, spans, last = "", [], 0
    for match in _MARK.finditer(text):
        plain += text[last : match.start()]
        spans.append((len(plain), len(plain) + len(match[1])))
        plain += match[1]
        last = match.end()
    return plain + text[last:], spans
