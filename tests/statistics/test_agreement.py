"""Page, API, CSV and statistics agree to the digit, and with a plain count over the rows, whatever is asked."""

from __future__ import annotations

import csv
import html
import io
import random
import re
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any
from urllib.parse import parse_qs, urlencode

import pytest
from django.test import Client

from incidents import wording
from incidents.figures import Bounds
from incidents.models.place import Place
from incidents.models.record.incident import PublishedIncident
from incidents.statistics import totals
from incidents.statistics.filters import read_filter
from incidents.vocabulary import DEMOGRAPHICS, Actor, Dataset, Grade, Outcome, Weapon
from tests.dashboard import cast

FILTERS = 200
Counted = dict[str, tuple[int, int | None] | None]


def random_query(rng: random.Random) -> dict[str, list[str]]:
    """Any filter a reader might set, mostly of one or two limits."""
    limits: dict[str, list[str]] = {
        "from": [f"2022-{rng.randrange(1, 13):02d}"],
        "to": [rng.choice(["2022", "2023", f"2022-{rng.randrange(1, 13):02d}-15"])],
        "place": rng.sample([key for key, *_rest in cast.PLACES], rng.choice([1, 1, 2])),
        "outcome": [rng.choice(Outcome.values)],
        "group": [rng.choice(["children", "women", "men", "girls", "elderly"])],
        "weapon": rng.sample(Weapon.values, rng.choice([1, 3])),
        "actor": rng.sample(Actor.values, rng.choice([1, 2])),
        "grade": rng.sample(Grade.values, rng.choice([1, 2])),
        "dataset": [rng.choice(Dataset.values)],
        "q": [rng.choice(["حلب", "Qoqfin", "SY-2022-0007", "11 مدنياً"])],
        "source": ["الدفاع"],
        "as_of": [rng.choice([f"2026-11-{rng.randrange(1, 23):02d}", f"20261110T{rng.randrange(24):02d}3000Z"])],
    }
    chance = rng.choice([0.1, 0.2, 0.35])
    return {word: values for word, values in limits.items() if rng.random() < chance}


@pytest.mark.django_db
def test_figures_agree_on_page_api_csv_and_statistics_for_random_filters(
    client: Client, report: None, today: Any
) -> None:
    rng = random.Random(20261122)
    cast.publish_crowd(rng)
    rows = list(PublishedIncident.objects.select_related("place").prefetch_related("sources__passages"))
    documented = 0
    for _number in range(FILTERS):
        query = random_query(rng)
        address = urlencode([(word, value) for word, values in query.items() for value in values])
        meant = [row for row in rows if _is_meant(row, query)]
        shown = query.get("outcome", ["killed"])[0]
        plain = {outcome: _count(meant, outcome) for outcome in Outcome.values}
        documented += bool(meant)

        assert _by_statistics(address) == (len(meant), plain), address
        assert _by_api(client, address) == (len(meant), plain), address
        assert _by_csv(client, address) == (len(meant), plain), address
        assert _by_page(client, address) == (len(meant), _written(plain[shown])), address
    assert documented > FILTERS / 3  # or the test would compare nothing with nothing


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


def _is_meant(row: PublishedIncident, query: Mapping[str, list[str]]) -> bool:
    """The filter's meaning once more, row by row and without a database."""
    start, end = (_day(query.get(word), last=word == "to") for word in ("from", "to"))
    if start and end and start > end:
        end = None
    places = {row.admin1, row.admin2, row.admin3, row.admin1[:2], row.place.key if row.place else ""} - {""}
    return (
        _was_public(row, query.get("as_of"))
        and (not start or (row.date_start is not None and row.date_start >= start))
        and (not end or (row.date_end is not None and row.date_end <= end))
        and ("place" not in query or bool(places & set(query["place"])))
        and ("weapon" not in query or bool(set(row.weapons) & set(query["weapon"])))
        and ("actor" not in query or bool(set(row.actors) & set(query["actor"])))
        and ("grade" not in query or row.grade in query["grade"])
        and ("dataset" not in query or row.dataset in query["dataset"])
        and _documents(row, query)
        and ("source" not in query or any("الدفاع" in s.original_publisher for s in row.sources.all()))
        and ("q" not in query or _mentions(row, query["q"][0]))
    )


def _was_public(row: PublishedIncident, as_of: list[str] | None) -> bool:
    moment = cast.TODAY
    if as_of and len(as_of[0]) == len("2026-11-22"):
        moment = datetime.combine(date.fromisoformat(as_of[0]), time.max, tzinfo=cast.DAMASCUS)
    elif as_of:
        moment = datetime.fromisoformat(as_of[0])
    since = row.published_at <= moment
    return row.state == "published" and since and (row.superseded_at is None or row.superseded_at > moment)


def _day(values: list[str] | None, *, last: bool) -> date | None:
    if not values:
        return None
    parts = [int(part) for part in values[0].split("-")]
    if len(parts) == 3:
        return date(*parts)
    if not last:
        return date(parts[0], parts[1] if len(parts) > 1 else 1, 1)
    following = date(parts[0] + 1, 1, 1) if len(parts) == 1 or parts[1] == 12 else date(parts[0], parts[1] + 1, 1)
    return following - timedelta(days=1)


def _documents(row: PublishedIncident, query: Mapping[str, list[str]]) -> bool:
    if "outcome" not in query and "group" not in query:
        return True
    group = query.get("group", ["total"])[0]
    figures = [row.bounds(outcome, group) for outcome in query.get("outcome", Outcome.values)]
    return any(figure and (figure.low > 0 or (figure.high or 0) > 0) for figure in figures)


def _mentions(row: PublishedIncident, text: str) -> bool:
    names = (row.code, row.place_text, row.place.name_ar if row.place else "", row.place.name_en if row.place else "")
    quoted = [passage.text for source in row.sources.all() for passage in source.passages.all()]
    return any(text in each for each in (*names, *quoted))


def _count(rows: list[PublishedIncident], outcome: str) -> Counted:
    counted: Counted = {
        group: _add([row.bounds(outcome, group) for row in rows]) for group in ("total", *DEMOGRAPHICS[:3])
    }
    return counted | {"not_specified": _add([_left(row, outcome) for row in rows])}


def _left(row: PublishedIncident, outcome: str) -> Any:
    total = row.bounds(outcome, "total")
    if total is None:
        return None
    named = sum(bounds.low for group in DEMOGRAPHICS[:3] if (bounds := row.bounds(outcome, group)))
    high = None if total.high is None else max(total.high - named, 0)
    return type(total)(total.low - named, None, high)


def _add(figures: list[Any]) -> tuple[int, int | None] | None:
    known = [figure for figure in figures if figure is not None]
    if not known:
        return None
    highs = [figure.high for figure in known]
    return sum(figure.low for figure in known), None if None in highs else sum(highs)


def _by_statistics(address: str) -> tuple[int, dict[str, Counted]]:
    sums = totals.totals(read_filter(parse_qs(address)).filter)
    figures = {
        outcome: {
            group: (f.low, f.high) if (f := sums.figure(outcome, group)).is_known else None
            for group in ("total", *DEMOGRAPHICS)
        }
        for outcome in Outcome.values
    }
    return sums.incidents, figures


def _by_api(client: Client, address: str) -> tuple[int, dict[str, Counted]]:
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


def _by_csv(client: Client, address: str) -> tuple[int, dict[str, Counted]]:
    answer = client.get(f"/en/data/incidents.csv?{address}")
    if answer.status_code == 400:
        return _by_statistics(address)
    rows = list(csv.DictReader(io.StringIO(cast.body_of(answer).decode())))[1:]
    read = [_FromFile(row) for row in rows]
    return len(rows), {outcome: _count(read, outcome) for outcome in Outcome.values}  # type: ignore[arg-type]


class _FromFile:
    """A line of the CSV, asked like a row of the record."""

    def __init__(self, line: Mapping[str, str]) -> None:
        self.line = line

    def bounds(self, outcome: str, group: str) -> Any:
        low, best, high = (self.line[f"{outcome}_{group}_{bound}"] for bound in ("low", "best", "high"))
        return Bounds(int(low), int(best) if best else None, int(high) if high else None) if low else None


def _by_page(client: Client, address: str) -> tuple[int, list[str]]:
    page = client.get(f"/en/?{address}").content.decode()
    headline = re.search(r'<ul class="headline">(.*?)</ul>', page, re.S)
    assert headline
    said = [html.unescape(re.sub(r"<[^>]+>", "", number)) for number in re.findall(r"<b>(.*?)</b>", headline[1])]
    return int(said[-1].replace(",", "")), said[:5]


def _written(counted: Counted) -> list[str]:
    return [
        wording.bounds(*figure) if (figure := counted[group]) else wording.UNKNOWN for group in ("total", *DEMOGRAPHICS)
    ]


@pytest.mark.django_db
def test_areas_count_what_lies_in_them_and_names_alike_are_kept_apart(places: dict[str, Place]) -> None:
    cast.publish_report()
    in_governorate = totals.totals(read_filter({"place": ["SY07"]}).filter)
    in_district = totals.totals(read_filter({"place": ["SY0700"]}).filter)
    assert (in_governorate.incidents, in_district.incidents) == (1, 0)
