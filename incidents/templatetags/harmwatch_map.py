"""Template tags of the map: what its script is told, and the incidents that it cannot show."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import template
from django.db.models import F

from incidents import wording
from incidents.models.record.version import VersionQuerySet
from incidents.statistics.filters import IncidentFilter

register = template.Library()


@register.simple_tag
def page_digits() -> str:
    """The digits of the page, for the numbers that its script writes: ``latn`` or ``arab``."""
    return wording.chosen_digits()


@register.simple_tag
def month_names() -> str:
    """The twelve months in the reader's language, one after another: ``January|February|…``."""
    return "|".join(str(name) for name in wording.MONTHS)


@register.filter
def dated(months: Sequence[tuple[str, Any]]) -> int:
    """How many months a list of linked months holds, without what is not dated to one."""
    return sum(1 for _link, part in months if part.key)


@register.simple_tag
def unplaced(chosen: IncidentFilter, most: int) -> VersionQuerySet:
    """The latest incidents that have no place of the gazetteer, no more than ``most``."""
    rows = chosen.rows().filter(place__isnull=True)
    return rows.order_by(F("date_start").desc(nulls_last=True), "code")[:most]
