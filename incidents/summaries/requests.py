"""What an address asks for: the month, the language, the moment, the filter and the digits of a summary."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from incidents import wording
from incidents.statistics.filters import IncidentFilter, read_filter
from incidents.summaries.content import monthly_summary
from incidents.summaries.counts import scope_of
from incidents.summaries.months import SummaryError, moment_of_record, read_language, read_month
from incidents.summaries.parts import Summary


@dataclass(frozen=True, slots=True)
class Asked:
    """One summary, named: all that it depends on besides the record."""

    month: date
    language: str
    as_of: datetime
    chosen: IncidentFilter
    digits: str = "latn"

    @property
    def scope(self) -> IncidentFilter:
        """The filter whose rows it shows."""
        return scope_of(self.month, as_of=self.as_of, chosen=self.chosen)

    def summary(self) -> Summary:
        """The summary itself."""
        return monthly_summary(
            self.month, language=self.language, as_of=self.as_of, chosen=self.chosen, digits=self.digits
        )

    @property
    def file_name(self) -> str:
        """Without its ending: ``harmwatch-2023-11-ar``, and what narrows it."""
        narrowed = "" if replace(self.chosen, start=None, end=None).is_empty else "-filtered"
        return f"harmwatch-{self.month:%Y-%m}-{self.language}{narrowed}"


def read_asked(request: HttpRequest, month: str) -> Asked:
    """What a request for a month asks for. Raises SummaryError where any word of the address is not understood:
    a PDF leaves the site and must not show something else than was asked for."""
    return asked_for(month, language=get_language() or "", query=dict(request.GET.lists()))


def asked_for(month: str, *, language: str, query: dict[str, Any]) -> Asked:
    """As ``read_asked``, from plain values: the filter's words as lists."""
    first = read_month(month)
    reading = read_filter({name: values for name, values in query.items() if name not in {"from", "to"}})
    if reading.errors:
        raise SummaryError(" ".join(reading.errors.values()))
    digits = next(iter(query.get("digits", ())), "latn")
    if digits not in wording.DIGITS:
        words = {"value": digits, "known": ", ".join(wording.DIGITS)}
        raise SummaryError(_("“%(value)s” is not known here. Known are: %(known)s.") % words)
    as_of = reading.filter.as_of or moment_of_record()
    return Asked(first, read_language(language), as_of, replace(reading.filter, as_of=None), digits)
