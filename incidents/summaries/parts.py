"""What a summary holds: plain frozen data, worded in one language and ready to be set; ``asdict`` of it is JSON."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Cell:
    """One figure as it is read, with its bounds for drawing (None: unknown, or open above)."""

    key: str
    label: str
    says: str
    low: int | None
    high: int | None


@dataclass(frozen=True, slots=True)
class Measure:
    """Killed, injured or missing: everyone and by demographic, and in how many incidents the number is unknown."""

    outcome: str
    label: str
    total: Cell
    groups: tuple[Cell, ...]
    unknown: str


@dataclass(frozen=True, slots=True)
class Fact:
    """A label and what it says."""

    label: str
    says: str


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a table of figures: a month, a governorate, a place."""

    label: str
    cells: tuple[str, ...]
    second: str = ""
    code: str = ""
    is_whole: bool = False


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of a chart: its name, its figure as it is read, the least of each demographic, the least and most of all.

    ``low`` is None where the figure is unknown, ``high`` where it is unknown or open above.
    """

    name: str
    says: str
    sizes: tuple[tuple[str, int], ...]
    low: int | None
    high: int | None


@dataclass(frozen=True, slots=True)
class Tick:
    """A round number at which a chart has a line."""

    at: int
    says: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart as bars on a scale that ends at ``most``, or a map as SVG; ``alternative`` says it in words."""

    key: str
    title: str
    alternative: str
    bars: tuple[Bar, ...] = ()
    ticks: tuple[Tick, ...] = ()
    most: int = 0
    svg: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A report behind an incident or claim, in words, and its address where it has one."""

    says: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class IncidentLine:
    """One incident of the month."""

    code: str
    url: str
    place: str
    area: str
    when: str
    killed: str
    killed_groups: str
    injured: str
    injured_groups: str
    grade: str
    weapons: str
    actors: str
    sources: tuple[SourceLine, ...]


@dataclass(frozen=True, slots=True)
class ClaimTable:
    """One claimed total beside what is documented for its period and area."""

    code: str
    period: str
    area: str
    source: str
    rows: tuple[tuple[str, str, str, str], ...]
    sources: tuple[SourceLine, ...]
    documented_by: tuple[SourceLine, ...]
    more: int


@dataclass(frozen=True, slots=True)
class MonthChange:
    """What changed in an earlier month since it was last issued."""

    month: str
    issue: str
    before: str
    after: str
    lines: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Summary:
    """All that a summary says, in the order in which it says it; ``asdict`` of it is JSON."""

    month: str
    language: str
    direction: str
    digits: str
    as_of: str
    query: str
    software: str
    data_hash: str
    claims_hash: str
    issue: str
    is_demonstration: bool
    is_empty: bool
    words: dict[str, str]
    month_name: str
    sentence: str
    standing: str
    corrects: str
    headline: tuple[Measure, ...]
    facts: tuple[Fact, ...]
    comparison: str
    before: tuple[Row, ...]
    charts: tuple[Drawing, ...]
    map: Drawing
    columns: tuple[str, ...]
    places: tuple[Row, ...]
    claims: tuple[ClaimTable, ...]
    incidents: tuple[IncidentLine, ...]
    changes: tuple[MonthChange, ...]
    changes_note: str
    method: tuple[Fact, ...]
    limits: tuple[str, ...]
    attributions: tuple[str, ...]
    citation: str
    address: str
    proof: tuple[Fact, ...]

    def as_data(self) -> dict[str, Any]:
        """The summary as plain dictionaries, lists and strings."""
        return asdict(self)
