"""A summary set as PDF by Typst: the data as JSON, the map as SVG, one face and no other.

The same summary gives the same bytes: the PDF's own date is the as-of moment, and nothing else in it depends on the
clock or the machine.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path
from typing import Any

from incidents.summaries.parts import Summary
from incidents.typesetting.face import settable, settable_drawing
from incidents.typesetting.foundry import face_folder
from incidents.typesetting.press import press

TEMPLATES = Path(__file__).parent / "typst"
#: Kept as they are: addresses.
AS_THEY_ARE = {"url", "address"}


def typeset(summary: Summary) -> bytes:
    """The summary as PDF/UA-1. Raises PressError where the template and the data do not fit together."""
    files = {each.name: each.read_text(encoding="utf-8") for each in sorted(TEMPLATES.glob("*.typ"))}
    files |= {"map.svg": settable_drawing(summary.map.svg), "summary.json": _as_json(summary)}
    moment = datetime.fromisoformat(summary.as_of)
    return press(files, fonts=face_folder(), moment=int(moment.timestamp()))


def typeset_all(summaries: Iterable[Summary]) -> list[bytes]:
    """Each as ``typeset`` sets it, at once: while one is set, the next is worded, where they are given one by one."""
    with ThreadPoolExecutor(max_workers=4) as pool:
        waiting = [pool.submit(typeset, summary) for summary in summaries]
        return [each.result() for each in waiting]


def _as_json(summary: Summary) -> str:
    data = summary.as_data()
    del data["map"]["svg"]  # a file of its own
    return json.dumps(_settable(data), ensure_ascii=False, sort_keys=True)


def _settable(value: Any) -> Any:
    if isinstance(value, str):
        return settable(value)
    if isinstance(value, dict):
        return {key: each if key in AS_THEY_ARE else _settable(each) for key, each in value.items()}
    return [_settable(each) for each in value] if isinstance(value, (list, tuple)) else value
