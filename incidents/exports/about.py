"""What a file says of itself, so that it can be cited and asked for again when it has left the site."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from django.utils.translation import gettext as _

from harmwatch import __version__
from incidents.gazetteer.attributions import attributions
from incidents.statistics import provenance
from incidents.statistics.filters import IncidentFilter
from incidents.statistics.sentence import sentence


@dataclass(frozen=True, slots=True)
class Fact:
    """One line about a file: its name for programs, which is the same in every language, and what it says."""

    name: str
    says: str


def pinned(chosen: IncidentFilter) -> IncidentFilter:
    """The filter as of one moment, so that all the tables of a file are of the same state of the record."""
    return chosen if chosen.as_of else replace(chosen, as_of=provenance.citable_moment())


def facts(chosen: IncidentFilter, address: str) -> list[Fact]:
    """The selection in words and as an address, its moment and hash, how to read it, whose data are in it.

    ``chosen`` is ``pinned``; ``address`` is the page that shows the same, without the filter.
    """
    behind = provenance.coverage(chosen)
    said = [
        Fact("selection", sentence(chosen)),
        Fact("as_of", iso(chosen)),
        Fact("filter", chosen.query()),
        Fact("address", f"{address}?{chosen.query()}"),
        Fact("incidents", str(behind.incidents)),
        Fact("data_hash", provenance.data_hash(chosen)),
        Fact("unknown", _("What is empty is unknown, not zero. A most that is empty beside a least is open above.")),
        Fact("limits", _("Numbers are of documented cases. They are no estimate of all harm done.")),
        *_warnings(behind),
        *(Fact("attribution", str(line)) for line in attributions(datasets=behind.by_dataset)),
        Fact("software", f"HarmWatch {__version__}"),
    ]
    return [fact for fact in said if fact.says]


def iso(chosen: IncidentFilter) -> str:
    """The moment of a pinned filter in full, in UTC."""
    return moment(chosen.as_of) if chosen.as_of else ""


def moment(value: datetime) -> str:
    """``2026-11-22T16:38:09.000Z``: to the millisecond, as a GeoPackage writes it."""
    return f"{value.astimezone(UTC):%Y-%m-%dT%H:%M:%S}.{value.microsecond // 1000:03d}Z"


def _warnings(behind: provenance.Coverage) -> Iterable[Fact]:
    if len(behind.by_dataset) > 1:
        yield Fact("overlap", _("These figures add up datasets that may hold the same event twice."))
    if behind.demonstration:
        yield Fact("demonstration", _("Demonstration data: do not cite"))
