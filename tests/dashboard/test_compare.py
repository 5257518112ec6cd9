"""The page of a comparison: both sides said, honest differences, cautions where documentation differs, a CSV."""

from __future__ import annotations

import csv
import io
import re
from html import unescape
from typing import Any

import pytest
from django.test import Client

from incidents.dashboard.behind import Behind, cautions
from incidents.dashboard.compare import in_words
from incidents.figures import Bounds
from incidents.record import door
from incidents.statistics.comparison import Difference
from tests.dashboard import cast
from tests.dashboard.test_pages import everywhere, text_of

pytestmark = pytest.mark.django_db
MONTHS = "from=2023-11&to=2023-11&vs_from=2023-10&vs_to=2023-10"


def page_of(client: Client, query: str, language: str = "en") -> str:
    answer = client.get(f"/{language}/compare/?{query}")
    assert answer.status_code == 200
    return str(answer.content.decode())


def rows_of(page: str, heading: str) -> dict[str, list[str]]:
    """The rows of the table below a heading: name to cells."""
    section = re.search(rf'aria-labelledby="{heading}">(.*?)</section>', page, re.S)
    assert section
    rows = re.findall(r'<th[^>]*scope="row">(.*?)</th>(.*?)</tr>', section[1], re.S)
    cells = [(text_of(name).strip(), re.findall(r"<td[^>]*>(.*?)</td>", rest, re.S)) for name, rest in rows]
    return {
        name: [said for cell in found if "<svg" not in cell and (said := text_of(cell).strip())]
        for name, found in cells
    }


@everywhere
def test_sides_stand_beside_each_other_with_their_difference(
    client: Client, report: None, today: Any, language: str
) -> None:
    page = page_of(client, MONTHS, language)
    assert re.findall(r'<p class="amount"><b><bdi[^>]*>(.*?)</bdi>', page) == ["11", "5", "+6"]
    figures = list(rows_of(page, "figures-title").values())
    assert figures == [
        ["11", "5", "+6", "+120%"],
        ["7", "—", "—", "—"],
        ["4", "3", "+1", "+33%"],
        ["—", "2", "—", "—"],
        ["0", "0", "0", "—"],
        ["—", figures[5][1], "—", "—"],
        ["1", "1", "0"],
    ]


def test_open_and_unknown_figures_give_no_more_than_they_hold(client: Client, report: None, today: Any) -> None:
    injured = {("killed", "total"): Bounds(3, None, 9), ("injured", "total"): Bounds(4, None, 6)}
    door.publish(cast.qoqfin(code="SY-2023-0007", figures=injured, sources=()), by="reviewer")
    rows = rows_of(page_of(client, MONTHS), "figures-title")
    assert rows["Killed"] == ["14–20", "5", "+9 … +15", "+180% … +300%"]
    assert rows["Injured"] == ["4–6", "at least 1", "at most +5", "—"]


def test_each_side_is_a_sentence_and_a_link_to_itself(client: Client, report: None, today: Any) -> None:
    page = page_of(client, f"{MONTHS}&place=SY07&vs_place=SY02&as_of=2026-11-20")
    text = text_of(page)
    assert "Civilians killed or injured in Idleb, November 2023, as known on 20 November 2026" in text
    assert "Civilians killed or injured in Aleppo, October 2023, as known on 20 November 2026" in text
    for query in ("from=2023-11-01&to=2023-11-30&place=SY07", "from=2023-10-01&to=2023-10-31&place=SY02"):
        assert f'href="/en/?{query}&as_of=2026-11-20"'.replace("&", "&amp;") in page
    assert "their villages are not set beside each other" in text


def test_other_way_round_swaps_the_sides(client: Client, report: None, today: Any) -> None:
    page = page_of(client, MONTHS)
    link = re.search(r'<a href="\?([^"]*)">The other way round', page)
    assert link
    swapped = page_of(client, unescape(link[1]))
    assert re.findall(r'<p class="amount"><b><bdi[^>]*>(.*?)</bdi>', swapped) == ["5", "11", "−6"]


@everywhere
def test_impossible_second_side_says_so_and_compares_nothing(
    client: Client, report: None, today: Any, language: str
) -> None:
    page = page_of(client, "from=2023-11&to=2023-11&vs_place=SY99&vs_from=2023-13", language)
    alert = re.search(r'role="alert">(.*?)</div>', page, re.S)
    assert alert
    assert "SY99" in alert[1]
    assert "2023-13" in alert[1]
    assert 'class="sides"' not in page
    assert 'aria-describedby="vs_place-error"' in page
    assert 'id="vs_place-error"' in page


def test_two_sides_that_are_the_same_are_not_compared(client: Client, report: None, today: Any) -> None:
    assert "Both sides mean the same incidents." in page_of(client, "place=SY07&vs_place=SY07&vs_from=")
    for query in ("place=SY07", "place=SY07&vs_place=SY99", MONTHS):
        assert "Both sides mean the same incidents." not in page_of(client, query)


def test_form_keeps_the_rest_of_both_sides(client: Client, report: None, today: Any) -> None:
    page = page_of(
        client, f"{MONTHS}&weapon=artillery&weapon=rocket&vs_actor=sdf&q=x&as_of=2026-11-20&place=SY07&place=SY02"
    )
    form = re.search(r'<form method="get" class="sides-form">(.*?)</form>', page, re.S)
    assert form
    hidden = re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)">', form[1])
    assert set(hidden) >= {("weapon", "artillery"), ("weapon", "rocket"), ("q", "x"), ("as_of", "2026-11-20")}
    assert len([value for name, value in hidden if name == "place"]) == 1
    assert '<option value="sdf" selected>' in form[1]
    assert 'name="vs_from" value="2023-10-01"' in form[1]


def test_place_is_found_and_compared_by_its_link(client: Client, report: None, today: Any) -> None:
    page = page_of(client, "place=C4064&find=نوران")
    link = re.search(r'<ul class="found"><li><a href="\?([^"]*)"', page)
    assert link
    assert unescape(link[1]) == "place=C4064&vs_place=C1041"
    assert re.findall(r'<p class="amount"><b><bdi[^>]*>(.*?)</bdi>', page_of(client, unescape(link[1])))[:2] == [
        "11",
        "5",
    ]


@everywhere
def test_dashboard_and_place_lead_to_comparisons(client: Client, report: None, today: Any, language: str) -> None:
    for path in ("", "places/C4064/"):
        page = client.get(f"/{language}/{path}?from=2023-11&to=2023-11").content.decode()
        links = [unescape(link) for link in re.findall(rf'href="(/{language}/compare/[^"]*)"', page)]
        assert any("vs_from=2023-10-01&vs_to=2023-10-31" in link for link in links), path
        assert any("vs_from=2022-11-01&vs_to=2022-11-30" in link for link in links), path
        assert any(link.endswith("#find") for link in links), path
        for link in links:
            assert client.get(link).status_code == 200


def behind(**changes: Any) -> Behind:
    plain: dict[str, Any] = {
        "days": 30, "incidents": 100, "reports": 200, "single_origin": 40, "unknown": 10, "unlocated": 5, "undated": 2,
        "outside": 0, "datasets": {"harmwatch": 100},
    }  # fmt: skip
    return Behind(**(plain | changes))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, ""),
        ({"days": 31}, "not of the same length"),
        ({"unknown": 30}, "number is unknown differs"),
        ({"single_origin": 55}, "single origin differs"),
        ({"reports": 400}, "reported on more densely"),
        ({"datasets": {"ucdp_ged": 100}}, "different datasets"),
        ({"unlocated": 25}, "not placed in a village"),
        ({"incidents": 3, "reports": 6, "single_origin": 1, "unknown": 0, "unlocated": 0, "undated": 0}, "very few"),
    ],
)
def test_caution_is_said_where_documentation_differs_and_only_there(changes: dict[str, Any], said: str) -> None:
    found = list(cautions(behind(), behind(**changes), 0, "killed"))
    assert bool(found) == bool(said)
    assert any(said in caution for caution in found) == bool(said)


def test_incidents_of_both_sides_are_said(client: Client, report: None, today: Any) -> None:
    assert "2 incidents are counted on both sides." in text_of(
        page_of(client, "from=2023&to=2023&vs_from=2022&vs_to=2024")
    )


@pytest.mark.parametrize(
    ("apart", "said"),
    [
        (Difference(6, 6), "6 more in A."),
        (Difference(-6, -6), "6 fewer in A."),
        (Difference(0, 0), "As many on both sides."),
        (Difference(2, 5), "2 to 5 more in A."),
        (Difference(0, 5), "0 to 5 more in A."),
        (Difference(-5, -2), "2 to 5 fewer in A."),
        (Difference(-5, 0), "0 to 5 fewer in A."),
        (Difference(-5, 3), "From 5 fewer to 3 more in A: the record does not tell which side has more."),
        (Difference(2, None), ""),
        (None, ""),
    ],
)
def test_difference_in_words(apart: Difference | None, said: str) -> None:
    assert in_words(apart) == said


def table(client: Client, query: str) -> list[dict[str, str]]:
    answer = client.get(f"/en/data/comparison.csv?{query}")
    assert answer.status_code == 200
    rows = list(csv.DictReader(io.StringIO(answer.content.decode())))
    assert rows[0]["part"] == "#meta+part"
    return rows[1:]


def test_csv_holds_the_figures_of_the_page(client: Client, report: None, today: Any) -> None:
    rows = table(client, MONTHS)
    whole = next(row for row in rows if (row["part"], row["outcome"], row["group"]) == ("whole", "killed", "total"))
    assert (whole["first_low"], whole["second_high"], whole["difference_low"]) == ("11", "5", "6")
    month = next(row for row in rows if row["part"] == "month")
    assert (month["first_key"], month["second_key"]) == ("2023-11", "2023-10")
    injured = next(row for row in rows if (row["part"], row["outcome"]) == ("whole", "injured"))
    assert (injured["first_low"], injured["second_low"], injured["second_high"]) == ("", "1", "")
    assert (injured["difference_low"], injured["difference_high"]) == ("", "")
    assert {row["part"] for row in rows} == {"whole", "month", "village", "weapon", "actor", "grade"}
    assert {row["first"] for row in rows} == {"from=2023-11-01&to=2023-11-30"}


@pytest.mark.parametrize("query", ["from=2023-11", "from=2023-11&vs_place=SY99", "from=x&vs_place=SY07"])
def test_csv_of_nothing_to_compare_is_refused(client: Client, report: None, today: Any, query: str) -> None:
    answer = client.get(f"/en/data/comparison.csv?{query}")
    assert answer.status_code == 400
    assert answer.content.decode()


def test_number_of_queries_does_not_grow_with_the_record(
    client: Client, report: None, today: Any, django_assert_max_num_queries: Any
) -> None:
    for number in range(10, 30):
        door.publish(cast.qoqfin(code=f"SY-2023-00{number}", sources=()), by="reviewer")
    with django_assert_max_num_queries(30):
        client.get(f"/en/compare/?{MONTHS}")
