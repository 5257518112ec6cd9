"""The charts that are shown elsewhere or taken away: what each is of, and what must be said beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from incidents import wording
from incidents.charts.palette import demographic_labels
from incidents.statistics import totals
from incidents.statistics.filters import IncidentFilter
from incidents.statistics.totals import Figure, PlaceTotals, Totals
from incidents.vocabulary import DEMOGRAPHICS, Actor, Grade, Outcome, Weapon

#: Each chart's name in addresses; those between the first and the last are level bars, one a part.
CHARTS = ("months", "demographics", "villages", "weapons", "actors", "grade", "map")
#: A longer list of villages is read in the table of the page, not in an article.
LONGEST = 15
_FACETS: Mapping[str, tuple[Any, str]] = {
    "weapons": (Weapon, "weapons"), "actors": (Actor, "actors"), "grade": (Grade, "grades"),
}  # fmt: skip
_NOTHING = Figure(0, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Part:
    """One bar: its name, its figures, and what the filter must be changed to for it alone (nothing: cannot be)."""

    name: str
    totals: Totals
    limits: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Content:
    """What a chart is drawn from: ``months``, ``parts`` or ``villages`` and ``areas``, by its kind."""

    chart: str
    outcome: str
    whole: Totals
    months: Sequence[Totals] = ()
    parts: Sequence[Part] = ()
    villages: Sequence[PlaceTotals] = ()
    areas: Sequence[PlaceTotals] = ()
    remarks: Sequence[str] = ()

    @property
    def title(self) -> str:
        """What the chart shows, and whom it counts: ``By month · killed``."""
        return f"{titles()[self.chart]} · {Outcome(self.outcome).label}"

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to draw."""
        return not (self.parts or self.villages or self.areas or any(month.key for month in self.months))


def titles() -> dict[str, str]:
    """The charts' names in the reader's language."""
    return {
        "months": _("By month"),
        "demographics": _("By demographic"),
        "villages": _("By village"),
        "weapons": _("By weapon"),
        "actors": _("By party, as sources attribute it"),
        "grade": _("By grade"),
        "map": _("Map of villages"),
    }


def content(chart: str, chosen: IncidentFilter, outcome: str) -> Content:
    """Count what a chart of ``CHARTS`` shows."""
    wanted = totals.shown_with(outcome)
    make: Callable[..., Content] = {"months": _months, "map": _map}.get(chart, _levels)
    return make(chart, chosen, outcome, wanted)


def _months(chart: str, chosen: IncidentFilter, outcome: str, wanted: totals.Wanted) -> Content:
    months = totals.monthly_totals(chosen, wanted)
    undated = [part for part in months if part.key is None]
    remarks = [
        _("Not dated to one month, and in no bar: %(figure)s.") % {"figure": wording.figure(part.figure(outcome))}
        for part in undated
    ]
    return Content(chart, outcome, totals.added(None, months, wanted), months=months, remarks=remarks)


def _map(chart: str, chosen: IncidentFilter, outcome: str, wanted: totals.Wanted) -> Content:
    villages, areas, unlocated = totals.spots(chosen, wanted)
    whole = totals.added(None, [unlocated, *(each.totals for each in (*villages, *areas))], wanted)
    remarks = _off_the_map(len(areas), unlocated.incidents)
    return Content(chart, outcome, whole, villages=villages, areas=areas, remarks=list(remarks))


def _off_the_map(areas: int, unlocated: int) -> Iterable[str]:
    yield _("A circle is a village; its area grows with the number of people.")
    if areas:
        yield _("Areas marked on the map: incidents that are known only by their area.")
    if unlocated:
        said = ngettext(
            "%(shown)s incident has no place of the gazetteer.",
            "%(shown)s incidents have no place of the gazetteer.",
            unlocated,
        )
        yield said % {"shown": wording.number(unlocated)}


def _levels(chart: str, chosen: IncidentFilter, outcome: str, wanted: totals.Wanted) -> Content:
    whole = totals.totals(chosen, wanted)
    if chart == "demographics":
        return Content(chart, outcome, whole, parts=_demographics(whole, outcome))
    if chart == "villages":
        found = [
            Part(v.place.name, v.totals, {"places": (v.place.key,)}) for v in totals.village_totals(chosen, wanted)
        ]
        return Content(chart, outcome, whole, parts=found[:LONGEST], remarks=list(_shortened(len(found))))
    words, limit = _FACETS[chart]
    parts = [
        Part(str(words(part.key).label), part, {limit: (part.key,)}) if part.key else Part(_("not said"), part)
        for part in totals.totals_by(chosen, chart, wanted)
    ]
    twice = [_("An incident with two of them counts under each.")] if chart != "grade" else []
    return Content(chart, outcome, whole, parts=parts, remarks=twice)


def _shortened(count: int) -> Iterable[str]:
    if count > LONGEST:
        words = {"shown": wording.number(LONGEST), "all": wording.number(count)}
        yield _("The first %(shown)s of %(all)s villages.") % words


def _demographics(whole: Totals, outcome: str) -> list[Part]:
    """Those of whom anything is known, in their fixed order."""
    labels = demographic_labels()
    return [
        Part(labels[group], _alone(whole, outcome, group), {} if group == totals.NOT_SPECIFIED else {"group": group})
        for group in DEMOGRAPHICS
        if whole.figure(outcome, group).is_known
    ]


def _alone(whole: Totals, outcome: str, group: str) -> Totals:
    """The figures as though this demographic were everyone."""
    figure = whole.figure(outcome, group)
    others = {(outcome, other): _NOTHING for other in DEMOGRAPHICS}
    return Totals(group, figure.known, others | {(outcome, group): figure, (outcome, "total"): figure})
