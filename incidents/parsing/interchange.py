"""Writes a reading as plain JSON values in the shape of the benchmark's gold, with spans and rules added."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from incidents.parsing.places import GOVERNORATE_NAMES
from incidents.parsing.results import (
    ClaimReading,
    DateReading,
    Figure,
    Flag,
    IncidentReading,
    Mention,
    PlaceReading,
    Reading,
    Span,
)

_GROUPS = ("total", "children", "women", "men")


def as_document(reading: Reading) -> dict[str, Any]:
    """A reading as one JSON document: ``incidents``, ``claims``, ``flags``, each with its evidence."""
    return {
        "language": reading.language,
        "parser_version": reading.parser_version,
        "incidents": [_incident(incident) for incident in reading.incidents],
        "claims": [_claim(claim) for claim in reading.claims],
        "flags": [_flag(flag) for flag in reading.flags],
    }


def _incident(incident: IncidentReading) -> dict[str, Any]:
    place, when = incident.place, incident.date
    return {
        "date_start": when.start.isoformat() if when else None,
        "date_end": when.end.isoformat() if when else None,
        "place": place.name if place else None,
        "place_key": place.key if place else None,
        "place_candidates": [candidate.key for candidate in place.candidates] if place else [],
        "governorate": GOVERNORATE_NAMES.get(place.governorate) if place and place.governorate else None,
        "killed": _ranges(incident.figures, "killed"),
        "injured": _ranges(incident.figures, "injured"),
        "weapons": [mention.code for mention in incident.weapons],
        "actors": [mention.code for mention in incident.actors],
        "evidence": {
            "date": _evidence(when),
            "place": _evidence(place),
            "figures": [_figure(f) for f in incident.figures],
            "weapons": _mentions(incident.weapons),
            "actors": _mentions(incident.actors),
            "sources": _mentions(incident.sources),
            "passages": [_span(span) for span in incident.spans],
        },
    }


def _claim(claim: ClaimReading) -> dict[str, Any]:
    return {
        "period_start": claim.period.start.isoformat() if claim.period else None,
        "period_end": claim.period.end.isoformat() if claim.period else None,
        "area": claim.area_name,
        "killed": _ranges(claim.figures, "killed"),
        "injured": _ranges(claim.figures, "injured"),
        "evidence": {
            "period": _evidence(claim.period),
            "figures": [_figure(f) for f in claim.figures],
            "area": [_span(claim.area_span), claim.area_text] if claim.area_span else None,
            "passages": [_span(span) for span in claim.spans],
        },
    }


def _ranges(figures: Iterable[Figure], outcome: str) -> dict[str, list[int | None] | None]:
    """One outcome as {group: [low, high]} with null for what the text does not say."""
    found: dict[str, list[int | None] | None] = dict.fromkeys(_GROUPS)
    for figure in figures:
        if figure.outcome == outcome:
            found[figure.group] = [figure.low, figure.high]
    return found


def _figure(figure: Figure) -> dict[str, Any]:
    return {
        "outcome": figure.outcome,
        "group": figure.group,
        "low": figure.low,
        "high": figure.high,
        "quantifier": figure.quantifier,
        "rule": figure.rule,
        "span": _span(figure.span),
        "text": figure.text,
    }


def _evidence(found: DateReading | PlaceReading | None) -> dict[str, Any] | None:
    return {"span": _span(found.span), "text": found.text, "rule": found.rule} if found else None


def _mentions(mentions: Iterable[Mention]) -> list[dict[str, Any]]:
    return [
        {"code": m.code, "span": _span(m.span), "text": m.text, "rule": m.rule, "certainty": m.certainty}
        for m in mentions
    ]


def _flag(flag: Flag) -> dict[str, Any]:
    return {
        "code": flag.code,
        "spans": [_span(span) for span in flag.spans],
        "params": flag.params,
        "suggestion": flag.suggestion,
    }


def _span(span: Span) -> list[int]:
    return [span.start, span.end]
