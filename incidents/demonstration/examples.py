"""The demonstration's reports, what a careful reader finds in each, and the words that it rests on."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from incidents.vocabulary import Group, Outcome

FOLDER = Path(__file__).resolve().parent.parent / "data" / "demonstration"
REPORTS = FOLDER / "reports.jsonl"
REVIEW = FOLDER / "review.jsonl"

Key = tuple[str, str]

#: The figures that the reports' annotation speaks of; what a parser reads beyond them is left as it reads it.
ANNOTATED: tuple[Key, ...] = tuple(
    (outcome.value, group.value)
    for outcome in (Outcome.KILLED, Outcome.INJURED)
    for group in (Group.TOTAL, Group.CHILDREN, Group.WOMEN, Group.MEN)
)


@dataclass(frozen=True, slots=True)
class ExpectedFigure:
    """A figure as a careful reader has it; ``high`` None is open above. ``words`` hold ``[[…]]`` round its evidence."""

    low: int
    high: int | None
    words: str

    def span_in(self, text: str) -> tuple[int, int]:
        """Where the evidence stands in the text. Raises ValueError unless the words stand there once."""
        before, marked, after = self.words.replace("]]", "[[").split("[[")
        if text.count(before + marked + after) != 1:
            raise ValueError(f"the words stand in the text {text.count(before + marked + after)} times: {self.words}")
        start = text.index(before + marked + after) + len(before)
        return start, start + len(marked)


@dataclass(frozen=True, slots=True)
class ExpectedIncident:
    """An incident as a careful reader has it."""

    date_start: date
    date_end: date
    place: str
    governorate: str
    figures: dict[Key, ExpectedFigure]
    weapons: tuple[str, ...]
    actors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ExpectedClaim:
    """A claimed total as a careful reader has it."""

    period_start: date
    period_end: date
    area: str
    figures: dict[Key, ExpectedFigure]


@dataclass(frozen=True, slots=True)
class Example:
    """One report. ``waiting`` ones are left in the queue; one that ``revises`` takes the place of an earlier toll."""

    id: str
    text: str
    language: str
    publisher: str
    original_publisher: str
    published_on: date
    incidents: tuple[ExpectedIncident, ...]
    claims: tuple[ExpectedClaim, ...]
    waiting: bool
    revises: bool


def read_examples() -> list[Example]:
    """The demonstration's reports in the order of their publication."""
    review = {row["id"]: row for row in _lines(REVIEW)}
    return [_example(row, review[row["id"]]) for row in _lines(REPORTS)]


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as file:
        yield from (json.loads(line) for line in file if line.strip())


def _example(row: dict[str, Any], review: dict[str, Any]) -> Example:
    expected = row["expected"]
    words = review["words"]  # an example has incidents or claims, never both
    return Example(
        id=row["id"],
        text=row["text"],
        language=row["lang"],
        publisher=row["publisher"] or "",
        original_publisher=row["original_publisher"] or "",
        published_on=date.fromisoformat(row["published_on"]),
        incidents=tuple(_incident(each, said) for each, said in zip(expected["incidents"], words, strict=False)),
        claims=tuple(_claim(each, said) for each, said in zip(expected["claims"], words, strict=False)),
        waiting=review.get("waiting", False),
        revises=review.get("revises", False),
    )


def _incident(row: dict[str, Any], words: dict[str, str]) -> ExpectedIncident:
    return ExpectedIncident(
        date_start=date.fromisoformat(row["date_start"]),
        date_end=date.fromisoformat(row["date_end"]),
        place=row["place"],
        governorate=row["governorate"],
        figures=_figures(row, words),
        weapons=tuple(row["weapons"]),
        actors=tuple(row["actors"]),
    )


def _claim(row: dict[str, Any], words: dict[str, str]) -> ExpectedClaim:
    start, end = (date.fromisoformat(row[name]) for name in ("period_start", "period_end"))
    return ExpectedClaim(start, end, row["area"], _figures(row, words))


def _figures(row: dict[str, Any], words: dict[str, str]) -> dict[Key, ExpectedFigure]:
    return {
        (outcome, group): ExpectedFigure(low, high, words[f"{outcome}.{group}"])
        for outcome, group in ANNOTATED
        if row[outcome][group] is not None
        for low, high in [row[outcome][group]]
    }
