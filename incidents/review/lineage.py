"""Which reports repeat one another: the same text, nearly the same text, or the same named origin.

Reports of one lineage count once; a later toll of a lineage takes the place of its earlier ones.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import combinations
from typing import Protocol

#: So much of the shorter text's runs of words found in the other makes a reprint.
REPRINT = 0.6
#: Words in a run; reprints keep whole runs, independent reports share single words.
RUN = 4

_WORD = re.compile(r"\w+")
_MARKS = re.compile("[\u0640\u064b-\u0652\u0670]")
_LETTERS = str.maketrans("أإآىةؤئ٠١٢٣٤٥٦٧٨٩", "ااايهوي0123456789")


class Text(Protocol):
    """What lineage needs to know of a report."""

    pk: int
    text: str
    sha256: str
    publisher: str
    original_publisher: str
    published_on: date | None


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """How much of the shorter text stands in the longer one, 0 to 1, by its runs of words (``runs_of``)."""
    shorter, longer = sorted((one, other), key=len)
    return len(shorter & longer) / len(shorter) if shorter else 0.0


def runs_of(text: str) -> frozenset[str]:
    """The runs of four words of a text, in plain spelling; a text of fewer words is one run."""
    words = _WORD.findall(plain(text))
    if len(words) <= RUN:
        return frozenset({" ".join(words)}) if words else frozenset()
    return frozenset(" ".join(words[at : at + RUN]) for at in range(len(words) - RUN + 1))


def plain(text: str) -> str:
    """Lower case, without vowel signs, one spelling of alef, yeh, teh marbuta and digits: for comparing only."""
    return _MARKS.sub("", text.lower()).translate(_LETTERS)


def origin_name(report: Text) -> str:
    """Who said it first as far as the report tells; a report that names nobody stands for itself."""
    return report.original_publisher or report.publisher or report.sha256


def origins_of(reports: Iterable[Text]) -> dict[int, str]:
    """The origin of each report by its number; reports of one lineage have the same, named after the earliest."""
    ordered = sorted(reports, key=_age)
    group = {report.pk: report.pk for report in ordered}
    runs = {report.pk: runs_of(report.text) for report in ordered}
    for earlier, later in combinations(ordered, 2):
        if _repeat(earlier, later, runs):
            first, second = group[earlier.pk], group[later.pk]
            group = {pk: first if of == second else of for pk, of in group.items()}
    names: dict[int, str] = {}
    for report in ordered:
        names.setdefault(group[report.pk], origin_name(report))
    return {pk: names[of] for pk, of in group.items()}


def _repeat(one: Text, other: Text, runs: dict[int, frozenset[str]]) -> bool:
    if one.sha256 == other.sha256:
        return True
    if plain(origin_name(one)).strip() == plain(origin_name(other)).strip():
        return True
    return likeness(runs[one.pk], runs[other.pk]) >= REPRINT


def _age(report: Text) -> tuple[date, int]:
    return (report.published_on or date.max, report.pk)


def latest_of_each(reports: Sequence[Text], origins: Mapping[int, str]) -> set[int]:
    """The numbers of the reports that speak for their lineage: its latest; earlier tolls are superseded, not added."""
    latest: dict[str, int] = {}
    for report in sorted(reports, key=lambda each: (each.published_on or date.min, each.pk)):
        latest[origins[report.pk]] = report.pk
    return set(latest.values())
