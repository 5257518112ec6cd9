"""Puts findings together: events into incident readings and claim readings, with figures, dates and spans."""

from __future__ import annotations

from collections.abc import Iterable

from incidents.parsing import PARSER_VERSION
from incidents.parsing.actors import settle_actors
from incidents.parsing.auditor import audit
from incidents.parsing.carrying import carry_over
from incidents.parsing.claims import part_claims
from incidents.parsing.event_reader import EventReader
from incidents.parsing.events import Event
from incidents.parsing.findings import Findings
from incidents.parsing.merging import merge_retellings
from incidents.parsing.regions import RegionReading
from incidents.parsing.results import (
    ClaimReading,
    DateReading,
    Figure,
    IncidentReading,
    Mention,
    Outcome,
    Reading,
    Span,
)
from incidents.parsing.tally import figures
from incidents.parsing.weapons import settle_weapons

_OUTCOMES: tuple[Outcome, ...] = ("killed", "injured", "missing")


def assemble(findings: Findings) -> Reading:
    """The reading of a text from what was found in it."""
    events = EventReader(findings.passages, findings.grammar.another, findings.tokens, findings.grammar.arabic).read()
    events = [
        event
        for event in merge_retellings(events)
        if _harms_civilians(event) and not _accident(event) and not event.fighters
    ]
    carry_over(events, findings.passages)
    incidents, claims = part_claims(events)
    language = "ar" if findings.grammar.arabic else "en"
    reading = Reading(
        language,  # type: ignore[arg-type]
        PARSER_VERSION,
        tuple(_incident(event, findings) for event in incidents if _has_victims(event)),
        tuple(_claim(event, findings) for event in claims if _has_victims(event)),
        (),
    )
    flags = audit(findings, reading)
    return Reading(reading.language, PARSER_VERSION, reading.incidents, reading.claims, flags) if flags else reading


def _harms_civilians(event: Event) -> bool:
    """Whether an event counts anyone at all; fighters have been left out of its totals."""
    return any(tally.total is not None for tally in event.tallies.values())


def _has_victims(event: Event) -> bool:
    return any(event.tallies[o].total is not None for o in ("killed", "injured") if o in event.tallies)


def _accident(event: Event) -> bool:
    """Deaths by disease, cold, earthquake or traffic, where no weapon is named."""
    return event.accident and not event.weapons


def _figures(event: Event, findings: Findings) -> tuple[Figure, ...]:
    found: list[Figure] = []
    for outcome in _OUTCOMES:
        counted = event.tallies.get(outcome)
        if counted is None:
            continue
        part = event.parts.get(outcome)
        if part is not None:
            if part.fighters and event.period is None and not findings.grammar.arabic and not event.civil:
                counted = counted.without_fighters(part.fighters)
            if part.civilians is not None and event.period is None and not event.civil:
                counted = counted.only_civilians(part.civilians)
            for group, amount in part.groups.items():
                if group not in counted.groups or counted.groups[group].quantifier == "vague":
                    counted.groups[group] = amount
        found += figures(counted, outcome, findings.folded, findings.tokens)
    return tuple(found)


def _incident(event: Event, findings: Findings) -> IncidentReading:
    return IncidentReading(
        _date(event, findings),
        event.place,
        _figures(event, findings),
        settle_weapons(event.weapons),
        settle_actors(event.actors, abroad=_is_abroad(event)),
        _each(event.sources),
        _spans(event, findings),
    )


def _is_abroad(event: Event) -> bool:
    return event.place is not None and event.place.rule.startswith("abroad:")


def _date(event: Event, findings: Findings) -> DateReading | None:
    return event.date.reading(findings.folded, findings.tokens) if event.date is not None else None


def _claim(event: Event, findings: Findings) -> ClaimReading:
    period = event.period.reading(findings.folded, findings.tokens) if event.period else _date(event, findings)
    area = _area(event, findings)
    return ClaimReading(
        period,
        area.name if area else None,
        area.text if area else None,
        area.span if area else None,
        area.governorates if area else (),
        _figures(event, findings),
        settle_weapons(event.weapons),
        settle_actors(event.actors),
        _each(event.sources),
        _spans(event, findings),
    )


def _area(event: Event, findings: Findings) -> RegionReading | None:
    """The region that a claim's own sentences name, else the place; a place told of elsewhere is not the claim's."""
    told = _spans(event, findings)
    for region in findings.regions:
        if any(span.start <= region.span.start < span.end for span in told):
            return region
    place = event.place
    if place is None or not any(span.start <= place.span.start < span.end for span in told):
        return None
    return RegionReading(
        place.name, (place.governorate,) if place.governorate else (), place.span, place.text, place.rule
    )


def _each(mentions: Iterable[Mention]) -> tuple[Mention, ...]:
    """The mentions with each code once, the first of each."""
    found: dict[str, Mention] = {}
    for mention in mentions:
        found.setdefault(mention.code, mention)
    return tuple(found.values())


def _spans(event: Event, findings: Findings) -> tuple[Span, ...]:
    tokens = findings.tokens
    return tuple(findings.folded.span(tokens.begins[s.first], tokens.end(s.last - 1)) for s in event.sentences)
