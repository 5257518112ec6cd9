"""The benchmark's own arithmetic: facts counted once a document, gains and losses against a recorded run."""

from __future__ import annotations

import io
from dataclasses import asdict
from typing import Any

from benchmark.accuracy import DocumentScore, SetScore, compare, predict, report, score_set
from tests.parsing.marked import shipped_places

TEXT = "قُتل ثلاثة مدنيين بقصف مدفعي على قرية قوقفين جنوبي إدلب."
NOBODY: dict[str, Any] = {"total": None, "children": None, "women": None, "men": None}


def gold(killed: int) -> dict[str, Any]:
    incident = {
        "date_start": None,
        "date_end": None,
        "place": "قوقفين",
        "governorate": "Idlib",
        "killed": NOBODY | {"total": [killed, killed]},
        "injured": NOBODY,
        "weapons": ["artillery"],
        "actors": [],
    }
    return {"id": "one", "lang": "ar", "text": TEXT, "published_on": None, "incidents": [incident], "claims": []}


def scored(killed: int) -> SetScore:
    document = gold(killed)
    return score_set([document], predict([document], shipped_places()))


def test_a_document_read_rightly_has_all_its_facts() -> None:
    found = scored(3)
    assert found.documents["one"] == DocumentScore(hit=2, missed=0, false=0)
    assert found.f1 == 1.0
    assert found.lines["weapons"] == 1.0


def test_a_wrong_number_is_one_fact_missed_and_one_false() -> None:
    assert scored(4).documents["one"] == DocumentScore(hit=1, missed=1, false=1)


def test_gains_and_losses_are_listed_losses_first() -> None:
    now = SetScore(
        {"ALL FACTS": 0.5}, {"a": DocumentScore(1, 1, 1), "b": DocumentScore(2, 0, 0), "c": DocumentScore(1, 0, 0)}
    )
    recorded = {
        "lines": {"ALL FACTS": 0.4},
        "documents": {
            "a": asdict(DocumentScore(2, 0, 0)),
            "b": asdict(DocumentScore(1, 1, 1)),
            "c": asdict(DocumentScore(1, 0, 0)),
        },
    }
    assert compare(now, recorded) == ["  loss  a: 1.00 -> 0.50", "  gain  b: 0.50 -> 1.00"]
    out = io.StringIO()
    report("some.jsonl", now, recorded, 0.1, out)
    assert "(+0.100)" in out.getvalue()


def test_a_document_that_is_not_recorded_yet_is_new() -> None:
    now = SetScore({"ALL FACTS": 1.0}, {"a": DocumentScore(0, 0, 0)})
    assert compare(now, {"documents": {}, "lines": {}}) == ["  new   a: 1.00"]
    assert compare(now, {}) == []
