"""The filter's meaning and its sums once more: row by row, without a database, to hold all others to."""

from __future__ import annotations

import random
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from incidents import wording
from incidents.models.record.incident import PublishedIncident
from incidents.vocabulary import DEMOGRAPHICS, Actor, Dataset, Grade, Outcome, Weapon
from tests.dashboard import cast

#: Low and high by demographic; None: unknown.
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


def is_meant(row: PublishedIncident, query: Mapping[str, list[str]]) -> bool:
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


def count(rows: list[PublishedIncident], outcome: str) -> Counted:
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


def written(counted: Counted) -> list[str]:
    return [
        wording.bounds(*figure) if (figure := counted[group]) else wording.UNKNOWN for group in ("total", *DEMOGRAPHICS)
    ]
