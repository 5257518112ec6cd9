"""Template tags: figures, dates and filtered addresses, written the one way of ``incidents.wording``."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from incidents import vocabulary, wording

register = template.Library()
LISTS = {
    "weapon": vocabulary.Weapon,
    "actor": vocabulary.Actor,
    "grade": vocabulary.Grade,
    "group": vocabulary.Group,
    "outcome": vocabulary.Outcome,
    "dataset": vocabulary.Dataset,
    "quantifier": vocabulary.Quantifier,
    "precision": vocabulary.PlacePrecision,
}


@register.filter
def figure(value: object) -> SafeString:
    """A figure in an isolated run, so that a range reads the right way round in Arabic: ``<bdi>11–14</bdi>``."""
    return format_html("<bdi>{}</bdi>", wording.figure(value))


@register.filter
def grouped(value: int | None) -> SafeString:
    """A whole number with its thousands grouped, ``—`` for None."""
    return format_html("<bdi>{}</bdi>", wording.UNKNOWN if value is None else wording.number(value))


@register.filter
def word(code: str, kind: str) -> str:
    """A code's word in the reader's language: ``"artillery"|word:"weapon"``; an unlisted code as it stands."""
    choices = LISTS[kind]
    return str(choices(code).label) if code in choices.values else code


@register.filter
def full_day(value: date | None) -> str:
    """A date in full, ``—`` for None."""
    return wording.UNKNOWN if value is None else wording.day(value)


@register.filter
def full_month(value: date | None) -> str:
    """A month in full, ``—`` for None."""
    return wording.UNKNOWN if value is None else wording.month(value)


@register.filter
def when(row: Any) -> str:
    """When an incident was, as exactly as it is known."""
    return wording.days(row.date_start, row.date_end, row.date_precision)


@register.filter
def period(claim: Any) -> str:
    """The period of a claim: a whole month or year is said as one."""
    return wording.period(claim.period_start, claim.period_end)


@register.simple_tag
def figure_of(source: Any, outcome: str, group: str = "total") -> SafeString:
    """One figure of totals or of a published row."""
    value = source.figure(outcome, group) if hasattr(source, "figure") else source.bounds(outcome, group)
    return figure(value)


@register.filter
def says(evidence: Any) -> str:
    """What one piece of evidence says: ``killed · children: 7``, ``artillery``, ``2023-11-07``."""
    outcome, _dot, group = evidence.field.partition(".")
    if group:
        return f"{word(outcome, 'outcome')} · {word(group, 'group')}: {wording.bounds(evidence.low, evidence.high)}"
    return word(evidence.value, evidence.field) if evidence.field in LISTS else evidence.value
