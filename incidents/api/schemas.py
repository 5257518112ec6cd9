"""What the API takes and gives, as its OpenAPI description says it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from ninja import Field, Schema

from incidents.vocabulary import Actor, Dataset, Grade, Group, Outcome, Weapon

MOST_PAGES, MOST_ON_A_PAGE, LONGEST_WORDS = 1_000_000, 1000, 200


DAY_WORDS: dict[str, Any] = {"pattern": r"^(\d{4}(-\d{2}(-\d{2})?)?)?$"}


def _one_of(values: list[str]) -> dict[str, Any]:
    """The known values, for the description alone: what is wrong is said by the filter's own reader."""
    return {"enum": ["", *values]}


def _any_of(values: list[str]) -> dict[str, Any]:
    return {"items": {"type": "string", **_one_of(values)}}


class FilterWords(Schema):
    """The one filter, in the words of every page's address; an impossible value is answered with 422 and a message."""

    from_: str = Field(
        "", alias="from", description="First day: 2023-10-05, 2023-10 or 2023.", json_schema_extra=DAY_WORDS
    )
    to: str = Field("", description="Last day, included: 2023-10-05, 2023-10 or 2023.", json_schema_extra=DAY_WORDS)
    place: list[str] = Field([], description="P-codes of any level; whatever lies in any of them.")
    outcome: str = Field("", description="What happened.", json_schema_extra=_one_of(Outcome.values))
    group: str = Field(
        "", description="A demographic: incidents in which it is documented.", json_schema_extra=_one_of(Group.values)
    )
    weapon: list[str] = Field([], description="Any of these weapons.", json_schema_extra=_any_of(Weapon.values))
    actor: list[str] = Field(
        [], description="Any of these parties, as sources attribute it.", json_schema_extra=_any_of(Actor.values)
    )
    grade: list[str] = Field([], description="Any of these grades.", json_schema_extra=_any_of(Grade.values))
    dataset: list[str] = Field([], description="Any of these datasets.", json_schema_extra=_any_of(Dataset.values))
    source: str = Field("", description="Part of a publisher's name.", json_schema_extra={"maxLength": LONGEST_WORDS})
    q: str = Field(
        "",
        description="Place name, code, or words of a published passage.",
        json_schema_extra={"maxLength": LONGEST_WORDS},
    )
    as_of: str = Field("", description="The record as it stood: a day (its end) or a moment, 20261122T120000Z.")


class Paging(Schema):
    """Which page of a list, of how many entries."""

    page: int = Field(1, ge=1, le=MOST_PAGES)
    page_size: int = Field(100, ge=1, le=MOST_ON_A_PAGE)


class BoundsOut(Schema):
    """A figure: at least ``low``, at most ``high`` (null: open above). A figure that is unknown is left out."""

    low: int
    best: int | None
    high: int | None


class FigureOut(Schema):
    """A sum: at least ``low``, at most ``high`` (null: open). ``low`` is null where no incident gives a figure."""

    low: int | None
    high: int | None
    known: int = Field(description="Incidents that give a figure.")
    unknown: int = Field(description="Incidents that give none and add nothing.")


class PlaceOut(Schema):
    key: str
    kind: str
    name_en: str
    name_ar: str
    latitude: float | None
    longitude: float | None


class IncidentOut(Schema):
    code: str
    previous_codes: list[str]
    version: int
    published_at: datetime
    dataset: str
    date_start: date | None
    date_end: date | None
    date_precision: str
    place: PlaceOut | None
    place_text: str
    place_precision: str
    admin1: str
    admin2: str
    admin3: str
    latitude: float | None
    longitude: float | None
    weapons: list[str]
    actors: list[str]
    grade: str
    report_count: int
    origin_count: int
    figures: dict[str, dict[str, BoundsOut]]
    none_reported: list[str] = Field(
        description="Figures, as injured.total, of which a source says that none were reported: unknown, not zero."
    )
    external_url: str
    note: str
    content_hash: str
    is_demonstration: bool
    url: str


class EvidenceOut(Schema):
    """The words of one value; ``start`` and ``end`` count from the start of the text as received."""

    field: str
    words: str
    start: int
    end: int
    value: str
    low: int | None
    high: int | None
    quantifier: str


class PassageOut(Schema):
    start: int
    text: str
    evidence: list[EvidenceOut]


class SourceOut(Schema):
    publisher: str
    original_publisher: str
    url: str
    published_on: date | None
    language: str
    sha256: str
    passages: list[PassageOut]


class VersionOut(Schema):
    version: int
    state: str
    published_at: datetime
    superseded_at: datetime | None
    reason: str
    content_hash: str


class IncidentDetail(IncidentOut):
    state: str
    sources: list[SourceOut]
    versions: list[VersionOut]


class Selection(Schema):
    """What was asked: the filter as a sentence and as an address, and the moment that the answer is of."""

    sentence: str
    query: str
    as_of: datetime
    count: int


class IncidentPage(Schema):
    selection: Selection
    page: int
    pages: int
    incidents: list[IncidentOut]


class TotalsOut(Schema):
    incidents: int
    figures: dict[str, dict[str, FigureOut]]


class SelectionTotals(Schema):
    selection: Selection
    totals: TotalsOut
    data_hash: str = Field(description="SHA-256 over code, version and content hash of every incident, sorted by code.")


class MonthOut(TotalsOut):
    month: str | None = Field(description="2023-10; null: not dated to one month.")


class MonthList(Schema):
    selection: Selection
    months: list[MonthOut]


class PlaceTotalsOut(TotalsOut):
    place: PlaceOut


class PlacePage(Schema):
    selection: Selection
    page: int
    pages: int
    places: list[PlaceTotalsOut]
    unlocated: TotalsOut = Field(description="Incidents without a place of the gazetteer.")


class ComparisonOut(Schema):
    outcome: str
    group: str
    claimed: BoundsOut
    documented: FigureOut
    gap_low: int | None
    gap_high: int | None


class ClaimOut(Schema):
    code: str
    version: int
    period_start: date | None
    period_end: date | None
    area_name: str
    area_text: str
    governorates: list[str]
    source_name: str
    comparisons: list[ComparisonOut]
    documented_by: str = Field(description="The query of the incidents that it is compared with.")


class ClaimPage(Schema):
    selection: Selection
    page: int
    pages: int
    claims: list[ClaimOut]


class Faults(Schema):
    """What was wrong, by the address's word, in the language of the address."""

    errors: dict[str, str]
