"""The filter as a page shows it: its sentence, its form, its limits one by one with a link that lifts each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from incidents import wording
from incidents.dashboard.digits import WORD, read_digits
from incidents.dashboard.forms import FilterForm
from incidents.dashboard.ordering import WORD as ORDER
from incidents.dashboard.ordering import Order
from incidents.models.place import Place
from incidents.statistics.filters import PARAMETERS, FilterReading, IncidentFilter, read_filter
from incidents.statistics.sentence import as_known, sentence
from incidents.vocabulary import Actor, Dataset, Grade, Group, Outcome, Weapon

CHOICES = {
    "outcome": Outcome, "group": Group, "weapons": Weapon, "actors": Actor, "grades": Grade, "datasets": Dataset,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Limit:
    """One limit of the filter in words, and the query that leaves it out."""

    label: str
    query: str


def reading(request: HttpRequest) -> FilterReading:
    """The filter of an address and whatever is wrong in that; the ``digits`` it is written in are no part of it."""
    read = read_filter(dict(request.GET.lists()))
    error = read_digits(request).error
    return replace(read, errors={**read.errors, WORD: error}) if error else read


def with_order(read: FilterReading, order: Order) -> FilterReading:
    """The same reading, with what is wrong in the order that was asked for."""
    return replace(read, errors={**read.errors, ORDER: order.error}) if order.error else read


def filter_context(read: FilterReading, order: Order | None = None) -> dict[str, Any]:
    """What every page with a filter shows of it, and of the order of its table where it has one to choose."""
    if order:
        read = with_order(read, order)
    chosen = read.filter
    return {
        "ordering": order,
        "filter": chosen,
        "query": chosen.query(),
        "errors": read.errors,
        "form": FilterForm(chosen, read.errors),
        "limits": list(limits(chosen)),
        "sentence": sentence(chosen),
        "shown": shown_outcome(chosen),
    }


def shown_outcome(chosen: IncidentFilter) -> str:
    """The outcome that charts and tables are about: the filter's, else the killed."""
    return chosen.outcome or Outcome.KILLED.value


def limits(chosen: IncidentFilter) -> Iterable[Limit]:
    """Each limit that is set, in the order of the address."""
    if chosen.start and chosen.end:
        yield Limit(wording.period(chosen.start, chosen.end), chosen.query(start=None, end=None))
    for name in PARAMETERS:
        value = getattr(chosen, name)
        if name in {"start", "end"} and chosen.start and chosen.end:
            continue
        for each in value if isinstance(value, tuple) else (value,) if value else ():
            left = tuple(v for v in value if v != each) if isinstance(value, tuple) else _nothing(name)
            yield Limit(_label(name, each), chosen.query(**{name: left}))


def _nothing(name: str) -> str | None:
    return None if name in {"start", "end", "as_of"} else ""


def _label(name: str, value: Any) -> str:
    if name in CHOICES:
        return str(CHOICES[name](value).label)
    if name == "places":
        return Place.objects.get(key=value).name
    if isinstance(value, datetime):
        return as_known(value)
    if name in {"start", "end"}:
        day = wording.day(value)
        return _("since %(day)s") % {"day": day} if name == "start" else _("until %(day)s") % {"day": day}
    return f"“{value}”"
