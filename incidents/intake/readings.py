"""From what the parser read to the desk's rows: a pure mapping first, then one place that stores it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.db import transaction

from incidents.models.desk.candidate import Candidate
from incidents.models.desk.claim import ReportedClaim
from incidents.models.desk.figure import ReportedFigure
from incidents.models.desk.reading import Finding, FindingKind, Flag, Reading
from incidents.models.desk.report import Report
from incidents.models.desk.urgency import measure_reading
from incidents.models.place import Place
from incidents.parsing import results

#: The flag of a reading that came to nothing because the parser broke off; ``params`` say how.
FAILED = "reading_failed"
#: The flag of a number that is larger than any count of people; it is marked in the text and not proposed.
TOO_LARGE = "figure_too_large"
LARGEST_FIGURE = 2**31 - 1

Places = Mapping[str, Place]
_Row = TypeVar("_Row", Finding, Flag)


@dataclass(frozen=True, slots=True)
class Draft:
    """One candidate or claim, not stored yet, with the figures and findings that belong to it."""

    subject: Candidate | ReportedClaim
    figures: list[ReportedFigure] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    @property
    def link(self) -> str:
        """The name under which figures and findings point to the subject."""
        return "candidate" if isinstance(self.subject, Candidate) else "claim"


def drafts_of(reading: results.Reading, *, places: Places) -> list[Draft]:
    """The candidates of a reading and then its claims, each in the order of the text; nothing is written."""
    drafts = [_candidate(incident, number, places) for number, incident in enumerate(reading.incidents)]
    return drafts + [_claim(claim, number) for number, claim in enumerate(reading.claims)]


def flags_of(reading: results.Reading) -> Iterator[Flag]:
    """The auditor's warnings, and one for each number that no column can hold."""
    for flag in reading.flags:
        yield Flag(code=flag.code, params=flag.params, spans=_ranges(flag.spans), suggestion=flag.suggestion)
    parts: list[results.IncidentReading | results.ClaimReading] = [*reading.incidents, *reading.claims]
    for part in parts:
        too_large = (figure for figure in part.figures if not _fits(figure))
        for figure in too_large:
            yield Flag(code=TOO_LARGE, params={"words": figure.text[:80]}, spans=_ranges([figure.span]))


def places_named(reading: results.Reading) -> dict[str, Place]:
    """The gazetteer places that the reading settled on, by key; places abroad are in no gazetteer of ours."""
    keys = {incident.place.key for incident in reading.incidents if incident.place and incident.place.key}
    return Place.objects.in_bulk(keys, field_name="key") if keys else {}


@transaction.atomic
def store_reading(report: Report, reading: results.Reading, *, took_ms: float) -> Reading:
    """Write one reading with all that belongs to it. Raises IntegrityError where this version has read it already."""
    row = Reading.objects.create(
        report=report, parser_version=reading.parser_version, language=reading.language, took_ms=took_ms
    )
    drafts = drafts_of(reading, places=places_named(reading))
    for draft in drafts:
        draft.subject.reading = row
    Candidate.objects.bulk_create(d.subject for d in drafts if isinstance(d.subject, Candidate))
    ReportedClaim.objects.bulk_create(d.subject for d in drafts if isinstance(d.subject, ReportedClaim))
    ReportedFigure.objects.bulk_create(figure for draft in drafts for figure in draft.figures)
    Finding.objects.bulk_create(_of(row, (finding for draft in drafts for finding in draft.findings)))
    Flag.objects.bulk_create(_of(row, flags_of(reading)))
    measure_reading(row)
    return row


@transaction.atomic
def store_failure(report: Report, error: Exception, *, parser_version: str, took_ms: float) -> Reading:
    """Write a reading that came to nothing, with the error as a flag where reviewers see it."""
    row = Reading.objects.create(
        report=report, parser_version=parser_version, language=report.language or "other", took_ms=took_ms
    )
    Flag.objects.create(reading=row, code=FAILED, params={"error": _described(error)})
    return row


def _described(error: Exception) -> str:
    return f"{type(error).__name__}: {error}".replace("\x00", "")[:500]


def _of(reading: Reading, rows: Iterable[_Row]) -> Iterator[_Row]:
    for row in rows:
        row.reading = reading
        yield row


def _candidate(incident: results.IncidentReading, number: int, places: Places) -> Draft:
    when, where = incident.date, incident.place
    subject = Candidate(
        ordinal=number,
        date_start=when.start if when else None,
        date_end=when.end if when else None,
        date_precision=when.precision if when else "",
        place=places.get(where.key or "") if where else None,
        place_text=where.name[:200] if where else "",
        place_precision=where.precision if where else "",
        place_candidates=[_ranked(candidate) for candidate in where.candidates] if where else [],
        weapons=_codes(incident.weapons),
        actors=_codes(incident.actors),
        passages=_ranges(incident.spans),
    )
    draft = Draft(subject)
    _add_figures_and_findings(draft, incident, when)
    if where:
        _add_finding(draft, FindingKind.PLACE, where.key or where.name, where.span, where.rule)
    return draft


def _claim(claim: results.ClaimReading, number: int) -> Draft:
    when = claim.period
    subject = ReportedClaim(
        ordinal=number,
        period_start=when.start if when else None,
        period_end=when.end if when else None,
        area_name=(claim.area_name or "")[:120],
        area_text=(claim.area_text or "")[:200],
        governorates=list(claim.governorates),
        source_name=claim.sources[0].text[:200] if claim.sources else "",
        passages=_ranges(claim.spans),
    )
    draft = Draft(subject)
    _add_figures_and_findings(draft, claim, when)
    if claim.area_span:
        _add_finding(draft, FindingKind.PLACE, claim.area_name or claim.area_text or "", claim.area_span, "area")
    return draft


def _add_figures_and_findings(
    draft: Draft, part: results.IncidentReading | results.ClaimReading, when: results.DateReading | None
) -> None:
    draft.figures.extend(_figure(figure, draft) for figure in part.figures if _fits(figure))
    if when:
        _add_finding(draft, FindingKind.DATE, _iso(when), when.span, when.rule)
    mentions = (
        (FindingKind.WEAPON, part.weapons),
        (FindingKind.ACTOR, part.actors),
        (FindingKind.SOURCE, part.sources),
    )
    for kind, found in mentions:
        for mention in found:
            _add_finding(draft, kind, mention.code, mention.span, mention.rule, mention.certainty)


def _add_finding(
    draft: Draft, kind: FindingKind, value: str, span: results.Span, rule: str, certainty: str = "stated"
) -> None:
    finding = Finding(kind=kind, value=value[:120], start=span.start, end=span.end, rule=rule[:60], certainty=certainty)
    setattr(finding, draft.link, draft.subject)
    draft.findings.append(finding)


def _figure(figure: results.Figure, draft: Draft) -> ReportedFigure:
    row = ReportedFigure(
        outcome=figure.outcome,
        group=figure.group,
        low=figure.low,
        high=figure.high,
        quantifier=figure.quantifier,
        start=figure.span.start,
        end=figure.span.end,
        rule=figure.rule[:80],
    )
    setattr(row, draft.link, draft.subject)
    return row


def _fits(figure: results.Figure) -> bool:
    return max(figure.low, figure.high or 0) <= LARGEST_FIGURE


def _codes(mentions: Iterable[results.Mention]) -> list[str]:
    """Each code once, in the order of the text; what the text itself denies is kept as a finding only."""
    return list(dict.fromkeys(mention.code for mention in mentions if mention.certainty != "disputed"))


def _ranked(candidate: results.PlaceCandidate) -> dict[str, Any]:
    return {"key": candidate.key, "score": candidate.score, "reasons": list(candidate.reasons)}


def _ranges(spans: Iterable[results.Span]) -> list[list[int]]:
    return [[span.start, span.end] for span in spans]


def _iso(when: results.DateReading) -> str:
    days = [when.start.isoformat()] if when.start == when.end else [when.start.isoformat(), when.end.isoformat()]
    return "/".join(days)
