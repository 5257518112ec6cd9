"""The API: the pages' filter and figures, one incident with its words, and a plain word for what is wrong."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from ninja import Schema

from incidents.api import schemas
from incidents.record import door
from tests.dashboard import cast

DOCUMENTATION = Path(__file__).parents[2] / "docs" / "api.md"
pytestmark = pytest.mark.django_db
everywhere = pytest.mark.parametrize("language", cast.LANGUAGES)


def test_incidents_come_in_pages_by_code(client: Client, report: None, today: Any) -> None:
    first, second = (client.get(f"/en/api/v1/incidents?page_size=1&page={n}").json() for n in (1, 2))
    assert [page["incidents"][0]["code"] for page in (first, second)] == ["SY-2023-0001", "SY-2023-0002"]
    assert (first["pages"], first["selection"]["count"]) == (2, 2)
    assert first["incidents"][0]["figures"] == {
        "killed": {
            "total": {"low": 11, "best": None, "high": 11},
            "children": {"low": 7, "best": None, "high": 7},
            "women": {"low": 4, "best": None, "high": 4},
        }
    }
    assert first["incidents"][0]["place"]["name_ar"] == "قوقفين"


def test_incident_is_given_with_the_words_of_its_figures(client: Client, report: None, today: Any) -> None:
    answer = client.get("/en/api/v1/incidents/SY-2023-0001").json()
    (passage,) = answer["sources"][0]["passages"]
    assert {e["field"]: e["words"] for e in passage["evidence"]} == {
        "killed.total": "11 مدنياً", "killed.children": "7 أطفال",
    }  # fmt: skip
    for each in passage["evidence"]:
        start, end = each["start"] - passage["start"], each["end"] - passage["start"]
        assert passage["text"][start:end] == each["words"]


def test_withdrawn_incident_says_so_and_can_be_had_as_it_was(client: Client, report: None, today: Any) -> None:
    door.withdraw("SY-2023-0001", by="reviewer", reason="counted twice")
    now = client.get("/en/api/v1/incidents/SY-2023-0001").json()
    assert (now["state"], now["versions"][-1]["reason"]) == ("withdrawn", "counted twice")
    then = client.get("/en/api/v1/incidents/SY-2023-0001?as_of=2026-11-21").json()
    assert then["state"] == "published"
    assert client.get("/en/api/v1/totals").json()["totals"]["incidents"] == 1
    assert client.get("/en/api/v1/totals?as_of=2026-11-21").json()["totals"]["incidents"] == 2


def test_sums_by_month_and_place_say_unknown_as_null(client: Client, report: None, today: Any) -> None:
    october, november = client.get("/en/api/v1/months").json()["months"]
    assert (october["month"], november["month"]) == ("2023-10", "2023-11")
    assert november["figures"]["injured"]["total"] == {"low": None, "high": None, "known": 0, "unknown": 1}
    assert october["figures"]["injured"]["total"] == {"low": 1, "high": None, "known": 1, "unknown": 0}
    places = client.get("/en/api/v1/places").json()["places"]
    assert [place["place"]["key"] for place in places] == ["C4064", "C1041"]


def test_claim_stands_beside_what_is_documented(client: Client, report: None, today: Any) -> None:
    (claim,) = client.get("/en/api/v1/claims").json()["claims"]
    killed = next(c for c in claim["comparisons"] if (c["outcome"], c["group"]) == ("killed", "total"))
    assert killed["documented"] == {"low": 5, "high": 5, "known": 1, "unknown": 0}
    assert (killed["claimed"]["low"], killed["gap_low"], killed["gap_high"]) == (66, 61, 61)
    assert client.get(f"/en/api/v1/totals?{claim['documented_by']}").json()["totals"]["incidents"] == 1


@everywhere
def test_what_is_impossible_is_refused_by_its_word(client: Client, report: None, today: Any, language: str) -> None:
    answer = client.get(f"/{language}/api/v1/incidents?from=2023-13&weapon=arrow&place=SY99")
    assert answer.status_code == 422
    assert set(answer.json()["errors"]) == {"from", "weapon", "place"}
    assert client.get(f"/{language}/api/v1/incidents?page=7").status_code == 422
    for word, value in (("page_size", "100000"), ("page", "0"), ("page", "two")):
        answer = client.get(f"/{language}/api/v1/incidents?{word}={value}")
        assert answer.status_code == 422
        assert set(answer.json()["errors"]) == {word}


@everywhere
def test_what_is_not_there_is_said_not_to_be(client: Client, report: None, today: Any, language: str) -> None:
    for code in ("NO", "SY-2023-0001%00"):
        answer = client.get(f"/{language}/api/v1/incidents/{code}")
        assert answer.status_code == 404
        assert answer.json()["errors"]
    assert client.get(f"/{language}/api/v1/incidents/SY-2023-0001?as_of=2026-10-01").status_code == 404


@pytest.mark.parametrize("path", ["api/v1/totals", "", "incidents/", "data/incidents.csv"])
def test_letter_that_the_database_refuses_is_left_out(client: Client, report: None, today: Any, path: str) -> None:
    assert client.get(f"/en/{path}?place=SY07%00&q=%00&source=%00").status_code == 200
    assert client.get("/en/incidents/%00/").status_code == 404
    assert client.get("/en/places/%00/").status_code == 404


def test_data_hash_changes_with_the_data_alone(client: Client, report: None, today: Any) -> None:
    first = client.get("/en/api/v1/totals").json()["data_hash"]
    assert client.get("/ar/api/v1/totals").json()["data_hash"] == first
    assert client.get("/en/api/v1/totals?from=2023-11").json()["data_hash"] != first
    door.withdraw("SY-2023-0001", by="reviewer", reason="counted twice")
    assert client.get("/en/api/v1/totals").json()["data_hash"] != first
    assert client.get("/en/api/v1/totals?as_of=2026-11-21").json()["data_hash"] == first


def test_description_names_every_word_of_the_filter(client: Client) -> None:
    described = client.get("/en/api/v1/openapi.json").json()
    words = {each["name"] for each in described["paths"]["/en/api/v1/incidents"]["get"]["parameters"]}
    assert words == {
        "from", "to", "place", "outcome", "group", "weapon", "actor", "grade", "dataset", "source", "q", "as_of",
        "page", "page_size",
    }  # fmt: skip


def test_every_field_and_word_is_named_in_the_documentation() -> None:
    said = set(re.findall(r"`([\w.]+)`", DOCUMENTATION.read_text()))
    answers = [schema for schema in vars(schemas).values() if isinstance(schema, type) and issubclass(schema, Schema)]
    assert len(answers) > 15
    names = {field.alias or name for schema in answers for name, field in schema.model_fields.items()}
    assert names - said == set()


@pytest.mark.parametrize("query", ["", "from=2023-11", "place=SY02&weapon=rocket", "q=nothing+of+the+kind"])
def test_data_hash_can_be_made_of_the_csv_as_the_documentation_says(
    client: Client, report: None, today: Any, query: str
) -> None:
    program = re.search(r"```python\n(.*?)```", DOCUMENTATION.read_text(), re.S)
    assert program
    table = cast.body_of(client.get(f"/ar/data/incidents.csv?{query}"))
    made = subprocess.run([sys.executable, "-c", program[1]], input=table, capture_output=True, check=True)
    assert made.stdout.decode().strip() == client.get(f"/en/api/v1/totals?{query}").json()["data_hash"]
