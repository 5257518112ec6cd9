"""What the parser answers: frozen findings, each with the span of the words that it rests on.

The words are those of ``docs/glossary.md``. A *figure* is a number one text gives; an *incident reading* is a candidate
incident; a *claim reading* is a total that a source claims for a period or region and is never an incident.
Unknown is ``None``; zero is zero.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, NamedTuple

Outcome = Literal["killed", "injured", "missing"]
Group = Literal[
    "total", "children", "girls", "boys", "women", "men", "adults",
    "under_six", "elderly", "rescue_workers", "medical_workers", "media_workers",
]  # fmt: skip
Quantifier = Literal["exact", "at_least", "more_than", "about", "at_most", "less_than", "between", "vague"]
DatePrecision = Literal["day", "range", "week", "month", "year"]
PlacePrecision = Literal["neighbourhood", "community", "subdistrict", "district", "governorate", "country"]


class Span(NamedTuple):
    """Half-open range ``[start, end)`` in the text exactly as received, in Python characters (code points)."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """The words of this span: ``Span(0, 2).of("قُتل")`` is ``"قُ"``."""
        return text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Figure:
    """A number of people that the text gives for one outcome and group, as ``low``–``high``.

    ``high is None`` means open above ("at least 270": low 270). A vague word has its documented lower bound as
    ``low`` (see ``docs/parsing.md``) and quantifier ``vague``. A figure that is a sum the parser made ("a woman
    and two children": total 3) has the span from the first to the last part and a rule name beginning ``sum:``.
    """

    outcome: Outcome
    group: Group
    low: int
    high: int | None
    quantifier: Quantifier
    span: Span
    text: str
    rule: str


@dataclass(frozen=True, slots=True)
class DateReading:
    """When, as the earliest and latest possible day; ``start == end`` for one known day."""

    start: date
    end: date
    precision: DatePrecision
    span: Span
    text: str
    rule: str


@dataclass(frozen=True, slots=True)
class PlaceCandidate:
    """One gazetteer place that a name may mean; ``reasons`` are codes such as ``name``, ``governorate``, ``near``."""

    key: str
    score: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlaceReading:
    """Where, as the text names it. ``key`` is set only when the gazetteer leaves one answer without a guess.

    ``name`` is the most specific populated place as spelled in the text, without "village of". ``governorate`` is
    the P-code of admin 1 ("SY07") as the text says or the place plainly implies. ``candidates`` are ranked, best
    first, and hold homonyms where ``key`` is None.
    """

    name: str
    span: Span
    text: str
    rule: str
    key: str | None
    governorate: str | None
    precision: PlacePrecision
    candidates: tuple[PlaceCandidate, ...] = ()


@dataclass(frozen=True, slots=True)
class Mention:
    """A weapon, an actor or a source, with the code list's word, e.g. ``artillery``, ``russia``.

    For a source, ``code`` is its kind (``rescue_service``, ``monitor``, ``media``, ``officials``, ``witnesses``,
    ``medics``, ``armed_party``, ``other``) and ``text`` names it. ``certainty`` is the text's own: said plainly,
    said to be likely, or denied/disputed in the text.
    """

    code: str
    span: Span
    text: str
    rule: str
    certainty: Literal["stated", "suspected", "disputed"] = "stated"


@dataclass(frozen=True, slots=True)
class IncidentReading:
    """A candidate incident: harm to civilians at one place in one attack or wave of attacks.

    ``spans`` are the passages (clauses or sentences) that tell of it, in order.
    """

    date: DateReading | None
    place: PlaceReading | None
    figures: tuple[Figure, ...]
    weapons: tuple[Mention, ...]
    actors: tuple[Mention, ...]
    sources: tuple[Mention, ...]
    spans: tuple[Span, ...]

    def figure(self, outcome: Outcome, group: Group) -> Figure | None:
        """The figure of one outcome and group, or None where the text gives none."""
        for figure in self.figures:
            if figure.outcome == outcome and figure.group == group:
                return figure
        return None


@dataclass(frozen=True, slots=True)
class ClaimReading:
    """A total that a source claims for a period or a region. ``area`` is a place reading or a wider region.

    ``area_name`` is the canonical English name of a region ("northwest Syria", "Syria", "Aleppo"), ``governorates``
    the P-codes of admin 1 that it touches (empty: the whole country or not in the gazetteer).
    """

    period: DateReading | None
    area_name: str | None
    area_text: str | None
    area_span: Span | None
    governorates: tuple[str, ...]
    figures: tuple[Figure, ...]
    weapons: tuple[Mention, ...]
    actors: tuple[Mention, ...]
    sources: tuple[Mention, ...]
    spans: tuple[Span, ...]

    def figure(self, outcome: Outcome, group: Group) -> Figure | None:
        """The figure of one outcome and group, or None where the text gives none."""
        for figure in self.figures:
            if figure.outcome == outcome and figure.group == group:
                return figure
        return None


@dataclass(frozen=True, slots=True)
class Flag:
    """Something a reviewer should look at: a warning of the auditor, by code, with the words it rests on.

    ``params`` fill the message of that code in the interface's language: JSON values only (dates as ISO strings).
    ``suggestion`` is the reading that would be consistent, where the text allows one, as JSON values too.
    """

    code: str
    spans: tuple[Span, ...]
    params: dict[str, Any]
    suggestion: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """All that one run of the parser read in one text."""

    language: Literal["ar", "en", "other"]
    parser_version: str
    incidents: tuple[IncidentReading, ...]
    claims: tuple[ClaimReading, ...]
    flags: tuple[Flag, ...]
