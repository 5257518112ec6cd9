"""An incident's figures with the words behind each, and its passages cut so that every value is lit where it stands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Prefetch

from incidents.figures import Bounds
from incidents.models.record.claim import PublishedClaim
from incidents.models.record.evidence import PublishedEvidence, PublishedPassage, PublishedSource
from incidents.models.record.incident import PublishedIncident
from incidents.vocabulary import Group, Outcome


@dataclass(frozen=True, slots=True)
class FigureRow:
    """One accepted figure and the evidence of every source for it; ``anchor`` names it within the page."""

    outcome: str
    group: str
    bounds: Bounds | None
    evidence: tuple[PublishedEvidence, ...]
    none_reported: bool = False

    @property
    def field(self) -> str:
        """The evidence's name for this figure."""
        return f"{self.outcome}.{self.group}"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a passage: plain, or lit by the values that rest on it; ``start`` as in the text received."""

    start: int
    text: str
    evidence: tuple[PublishedEvidence, ...] = ()

    @property
    def fields(self) -> str:
        """The names of the values lit here, for the page's anchors and scripts."""
        return " ".join(dict.fromkeys(e.field for e in self.evidence))


def figure_rows(row: PublishedIncident | PublishedClaim) -> dict[str, list[FigureRow]]:
    """Every figure that is known, or said not to be reported, by outcome, totals first.

    Killed and injured always have a total, if only "—".
    """
    evidence = _by_field(row)
    found: dict[str, list[FigureRow]] = {}
    for outcome in Outcome.values:
        rows = [
            FigureRow(
                outcome,
                group,
                row.bounds(outcome, group),
                tuple(evidence.get(f"{outcome}.{group}", ())),
                row.says_none_reported(outcome, group),
            )
            for group in Group.values
            if row.bounds(outcome, group) is not None
            or row.says_none_reported(outcome, group)
            or (group == Group.TOTAL and outcome != Outcome.MISSING)
        ]
        if rows:
            found[outcome] = rows
    return found


def sources(row: PublishedIncident | PublishedClaim) -> list[PublishedSource]:
    """The sources with their passages, each passage cut into ``pieces``."""
    lit = Prefetch("passages", PublishedPassage.objects.prefetch_related("evidence"))
    found = list(row.sources.prefetch_related(lit))
    for source in found:
        for passage in source.passages.all():
            passage.pieces = pieces(passage, passage.evidence.all())  # type: ignore[attr-defined]
    return found


def pieces(passage: PublishedPassage, evidence: Iterable[PublishedEvidence]) -> list[Piece]:
    """Cut a passage at every edge of its evidence; overlapping values light the same piece together.

    Joined again, the pieces' texts are the passage to the letter.
    """
    marks = list(evidence)
    base, text = passage.start, passage.text
    edges = sorted({0, len(text), *(e.start - base for e in marks), *(e.end - base for e in marks)})
    return [
        Piece(
            base + left, text[left:right], tuple(e for e in marks if e.start - base <= left and right <= e.end - base)
        )
        for left, right in zip(edges, edges[1:], strict=False)
    ]


def _by_field(row: PublishedIncident | PublishedClaim) -> dict[str, list[PublishedEvidence]]:
    link = "incident" if isinstance(row, PublishedIncident) else "claim"
    found: dict[str, list[PublishedEvidence]] = {}
    asked = PublishedEvidence.objects.filter(**{f"passage__source__{link}": row}).select_related("passage__source")
    for each in asked.order_by("passage__source_id", "start"):
        found.setdefault(each.field, []).append(each)
    return found
