"""Page, API, every file, what others embed, and the PDF agree to the digit with a plain count, whatever is asked."""

from __future__ import annotations

import calendar
import csv
import html
import io
import json
import random
import re
import sqlite3
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from urllib.parse import parse_qs, urlencode

import pytest
from django.test import Client

from incidents.charts.catalogue import CHARTS
from incidents.figures import Bounds
from incidents.models.place import Place
from incidents.models.record.incident import PublishedIncident
from incidents.statistics import totals
from incidents.statistics.filters import read_filter
from incidents.summaries.content import monthly_summary
from incidents.summaries.parts import Measure, Summary
from incidents.summaries.typeset import typeset
from incidents.vocabulary import DEMOGRAPHICS, Outcome
from tests.dashboard import cast
from tests.statistics.plain import Counted, count, is_meant, random_query, written
from tests.summaries import reading

FILTERS = 200
Answer = tuple[int, dict[str, Counted]]
Query = dict[str, list[str]]


@pytest.fixture
def crowd(report: None) -> list[PublishedIncident]:
    """Every version of a record of a hundred incidents, many of them corrected or withdrawn on some day."""
    cast.publish_crowd(random.Random(20261122))
    return list(PublishedIncident.objects.select_related("place").prefetch_related("sources__passages"))


def address_of(query: Query) -> str:
    return urlencode([(word, value) for word, values in query.items() for value in values])


@pytest.mark.django_db
def test_figures_agree_on_page_api_files_and_embeds_for_random_filters(
    client: Client, crowd: list[PublishedIncident], today: Any
) -> None:
    rng = random.Random(1)
    documented = 0
    for number in range(FILTERS):
        query = random_query(rng)
        address, chart = address_of(query), CHARTS[number % len(CHARTS)]
        meant = [row for row in crowd if is_meant(row, query)]
        shown = query.get("outcome", ["killed"])[0]
        plain = {outcome: count(meant, outcome) for outcome in Outcome.values}
        documented += bool(meant)

        assert _by_statistics(address) == (len(meant), plain), address
        assert _by_api(client, address) == (len(meant), plain), address
        assert _by_page(client, address) == (len(meant), written(plain[shown])), address
        if read_filter(parse_qs(address)).errors:
            continue  # a period that ends before it begins: page and API say so, files and embeds are refused
        assert _by_csv(client, address) == (len(meant), plain), address
        assert _by_geojson(client, address) == (len(meant), plain), address
        assert _by_geopackage(client, address) == (len(meant), plain), address
        assert _by_embed(client, chart, address) == (len(meant), written(plain[shown])[0]), (chart, address)
    assert documented > FILTERS / 3  # or the test would compare nothing with nothing


@pytest.mark.django_db
def test_summaries_say_what_api_and_csv_say_for_random_filters(
    client: Client, crowd: list[PublishedIncident], today: Any
) -> None:
    rng = random.Random(2)
    for number in range(FILTERS):
        month, query = _month_and_filter(rng, crowd)
        address = address_of(query)
        meant = [row for row in crowd if is_meant(row, query)]
        plain = {outcome: count(meant, outcome) for outcome in Outcome.values}
        summary = _summary(month, query, cast.LANGUAGES[number % 2])
        assert _by_summary(summary) == (len(meant), _where_known(plain)), address
        assert _by_api(client, address) == (len(meant), plain), address
        assert _by_csv(client, address) == (len(meant), plain), address


@pytest.mark.django_db
@pytest.mark.parametrize("seed", [3, 4, 5])
@pytest.mark.parametrize("language", cast.LANGUAGES)
def test_typeset_summary_has_the_digits_of_the_api(
    client: Client, crowd: list[PublishedIncident], today: Any, language: str, seed: int
) -> None:
    month, query = _month_and_filter(random.Random(seed), crowd, least=3)
    summary = _summary(month, query, language)
    incidents, figures = _by_api(client, address_of(query))
    assert _by_summary(summary) == (incidents, _where_known(figures))
    first, *_others = pages = [_digits(page) for page in reading.pages(typeset(summary))]
    for measure in summary.headline:
        assert _digits("".join(written(figures[measure.outcome]))) in first
    for row in (*summary.places, *summary.before):
        assert any(_digits("".join(row.cells)) in page for page in pages), row


@pytest.mark.django_db
def test_parts_add_up_to_the_whole_for_random_filters(client: Client, report: None, today: Any) -> None:
    rng = random.Random(7)
    cast.publish_crowd(rng, 60)
    for _number in range(40):
        chosen = read_filter(random_query(rng)).filter
        whole = totals.totals(chosen)
        months = totals.monthly_totals(chosen)
        villages, areas = totals.place_totals(chosen)
        spots = [part.totals for part in (*villages, *areas)] + [totals.unlocated_totals(chosen)]
        for parts in (months, spots, totals.totals_by(chosen, "grade"), totals.totals_by(chosen, "dataset")):
            assert sum(part.incidents for part in parts) == whole.incidents
            for key, figure in whole.figures.items():
                assert sum(part.figures[key].low for part in parts) == figure.low
                assert sum(part.figures[key].known for part in parts) == figure.known


def _by_statistics(address: str) -> Answer:
    sums = totals.totals(read_filter(parse_qs(address)).filter)
    figures = {
        outcome: {
            group: (f.low, f.high) if (f := sums.figure(outcome, group)).is_known else None
            for group in ("total", *DEMOGRAPHICS)
        }
        for outcome in Outcome.values
    }
    return sums.incidents, figures


def _by_api(client: Client, address: str) -> Answer:
    answer = client.get(f"/en/api/v1/totals?{address}")
    if answer.status_code == 422:  # the API refuses a period that ends before it begins; the page leaves its end out
        return _by_statistics(address)
    sums = answer.json()["totals"]
    figures = {
        outcome: {
            group: None if (f := sums["figures"][outcome][group])["low"] is None else (f["low"], f["high"])
            for group in ("total", *DEMOGRAPHICS)
        }
        for outcome in Outcome.values
    }
    return sums["incidents"], figures


def _by_csv(client: Client, address: str) -> Answer:
    rows = csv.DictReader(io.StringIO(cast.body_of(client.get(f"/en/data/incidents.csv?{address}")).decode()))
    return _added(list(rows)[1:])


def _by_geojson(client: Client, address: str) -> Answer:
    read = json.loads(cast.body_of(client.get(f"/ar/data/incidents.geojson?{address}")))
    return _added([feature["properties"] for feature in read["features"]])


def _by_geopackage(client: Client, address: str) -> Answer:
    base = sqlite3.connect(":memory:")
    base.deserialize(cast.body_of(client.get(f"/en/data/tables.gpkg?{address}")))
    base.row_factory = sqlite3.Row
    rows = [dict(row) for row in base.execute("SELECT * FROM incidents")]
    base.close()
    return _added(rows)


def _added(rows: Sequence[Mapping[str, Any]]) -> Answer:
    read: list[Any] = [_FromFile(row) for row in rows]
    return len(rows), {outcome: count(read, outcome) for outcome in Outcome.values}


class _FromFile:
    """A line of a file, asked like a row of the record; what is empty, NULL or not there is unknown."""

    def __init__(self, line: Mapping[str, Any]) -> None:
        self.line = line

    def bounds(self, outcome: str, group: str) -> Any:
        cells = (self.line.get(f"{outcome}_{group}_{bound}") for bound in ("low", "best", "high"))
        low, best, high = (None if cell in (None, "") else int(cell) for cell in cells)
        return None if low is None else Bounds(low, best, high)


def _by_embed(client: Client, chart: str, address: str) -> tuple[int, str]:
    """Incidents, and the total of the outcome shown, as it is read."""
    page = client.get(f"/en/embed/{chart}/?{address}").content.decode()
    line = re.search(r'<p class="said">(.*?)</p>', page, re.S)
    assert line
    said = [re.sub(r"<[^>]+>", "", number) for number in re.findall(r"<b>(.*?)</b>", line[1])]
    return int(said[-1].replace(",", "")), said[0]


def _month_and_filter(rng: random.Random, rows: list[PublishedIncident], *, least: int = 1) -> tuple[date, Query]:
    """A random filter within a month in which something is meant by it, as often as there is one."""
    while True:
        query = {word: values for word, values in random_query(rng).items() if word not in {"from", "to"}}
        months = [row.month for row in rows if is_meant(row, query) and row.month]
        month = rng.choice(sorted(months)) if months else date(2022, 1 + rng.randrange(12), 1)
        if months.count(month) >= least or least < 2:
            last = calendar.monthrange(month.year, month.month)[1]
            return month, {"from": [f"{month}"], "to": [f"{month.replace(day=last)}"], **query}


def _summary(month: date, query: Query, language: str) -> Summary:
    chosen = read_filter(query).filter
    return monthly_summary(month, language=language, as_of=chosen.as_of, chosen=chosen)


def _by_summary(summary: Summary) -> Answer:
    return len(summary.incidents), {measure.outcome: _bounds(measure) for measure in summary.headline}


def _bounds(measure: Measure) -> Counted:
    cells = (measure.total, *measure.groups)
    return {cell.key: None if cell.low is None else (cell.low, cell.high) for cell in cells}


def _where_known(figures: dict[str, Counted]) -> dict[str, Counted]:
    """A summary has no line for the missing where nobody says that anyone is."""
    return {outcome: found for outcome, found in figures.items() if outcome != "missing" or found["total"]}


def _digits(text: str) -> str:
    """Digits and dashes for the unknown alone: of a line from right to left, words are drawn in another order."""
    return re.sub(r"[^\d—]", "", text)


def _by_page(client: Client, address: str) -> tuple[int, list[str]]:
    page = client.get(f"/en/?{address}").content.decode()
    headline = re.search(r'<ul class="headline">(.*?)</ul>', page, re.S)
    assert headline
    said = [html.unescape(re.sub(r"<[^>]+>", "", number)) for number in re.findall(r"<b>(.*?)</b>", headline[1])]
    return int(said[-1].replace(",", "")), said[:5]


@pytest.mark.django_db
def test_areas_count_what_lies_in_them_and_names_alike_are_kept_apart(places: dict[str, Place]) -> None:
    cast.publish_report()
    in_governorate = totals.totals(read_filter({"place": ["SY07"]}).filter)
    in_district = totals.totals(read_filter({"place": ["SY0700"]}).filter)
    assert (in_governorate.incidents, in_district.incidents) == (1, 0)
