"""What may pass the door: plain values, an allow-list by construction.

A field that is not named here cannot become public: no remark of a submitter, no whole text, no reviewer's name.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from incidents.figures import Bounds
from incidents.vocabulary import Dataset, Grade


@dataclass(frozen=True, slots=True)
class Evidence:
    """The words of one value, ``[start, end)`` in the source's text as received.

    ``field`` is ``killed.children`` and the like, ``date``, ``place``, ``weapon`` or ``actor``; a figure has ``low``,
    ``high`` (None: open) and ``quantifier``, anything else a ``value``.
    """

    field: str
    start: int
    end: int
    value: str = ""
    low: int | None = None
    high: int | None = None
    quantifier: str = ""


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of a source's text that may be shown, beginning at ``start`` in the text as received."""

    start: int
    text: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """One report behind an entry. Sources with the same ``origin`` repeat one another and count once."""

    sha256: str
    publisher: str = ""
    original_publisher: str = ""
    origin: str = ""
    url: str = ""
    published_on: date | None = None
    language: str = ""
    passages: tuple[Passage, ...] = ()


Figures = Mapping[tuple[str, str], Bounds]


@dataclass(frozen=True, slots=True)
class IncidentEntry:
    """One incident as it is to become public; ``place`` is a gazetteer key, None where it is not located.

    ``none_reported`` names figures (``injured.total``) that are unknown, and of which a source says that none were
    reported.
    """

    code: str
    date_start: date | None = None
    date_end: date | None = None
    date_precision: str = ""
    place: str | None = None
    place_text: str = ""
    place_precision: str = ""
    latitude: float | None = None
    longitude: float | None = None
    weapons: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()
    grade: str = Grade.UNASSESSED
    figures: Figures = field(default_factory=dict)
    sources: tuple[Source, ...] = ()
    previous_codes: tuple[str, ...] = ()
    dataset: str = Dataset.HARMWATCH
    report_count: int | None = None
    origin_count: int | None = None
    external_url: str = ""
    note: str = ""
    none_reported: tuple[str, ...] = ()
    is_demonstration: bool = False


@dataclass(frozen=True, slots=True)
class ClaimEntry:
    """One period claim as it is to become public; no ``governorates`` means the whole country."""

    code: str
    period_start: date | None = None
    period_end: date | None = None
    area_name: str = ""
    area_text: str = ""
    governorates: tuple[str, ...] = ()
    source_name: str = ""
    figures: Figures = field(default_factory=dict)
    sources: tuple[Source, ...] = ()
    previous_codes: tuple[str, ...] = ()
    none_reported: tuple[str, ...] = ()
    is_demonstration: bool = False


@dataclass(frozen=True, slots=True)
class AnswerEntry:
    """The answer to one request for correction as it is to become public; ``number`` None: its first.

    There is no field for who asked, how to reach them, what they wrote or when: ``summary`` is a reviewer's own words.
    """

    code: str
    kind: str
    decided_on: date
    number: int | None = None
    answer: str = ""
    summary: str = ""
    carried_in: int | None = None
    is_demonstration: bool = False


Entry = IncidentEntry | ClaimEntry
