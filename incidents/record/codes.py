"""Stable public codes: ``SY-2023-0412`` for incidents, ``SY-2023-C007`` for period claims."""

from __future__ import annotations

from django.conf import settings
from django.db import transaction

from incidents.models.record.code import CodeCounter


def next_incident_code(year: int) -> str:
    """The next free code of a year; the number is used up even if the caller's transaction is all that fails."""
    prefix = f"{settings.CODE_PREFIX}-{year}"
    return f"{prefix}-{_next(prefix):04d}"


def next_claim_code(year: int) -> str:
    """The next free code of a period claim of a year."""
    prefix = f"{settings.CODE_PREFIX}-{year}-C"
    return f"{prefix}{_next(prefix):03d}"


@transaction.atomic
def _next(prefix: str) -> int:
    CodeCounter.objects.get_or_create(prefix=prefix)
    counter = CodeCounter.objects.select_for_update().get(prefix=prefix)
    counter.last += 1
    counter.save(update_fields=["last"])
    return counter.last
