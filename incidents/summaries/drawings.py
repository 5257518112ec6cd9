"""What the charts and the map show: bars and their scale as plain data, which the template draws."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from incidents import wording
from incidents.charts.fluid import scale_for
from incidents.charts.map import country_map
from incidents.statistics.totals import Totals
from incidents.summaries.counts import Counts
from incidents.summaries.parts import Bar, Drawing, Tick
from incidents.summaries.pen import Pen, listed
from incidents.vocabulary import DEMOGRAPHICS, Actor, Outcome, Weapon

#: So many weapons or parties are drawn; those that are left are named with their figures below the chart.
CATEGORIES = 10
VILLAGES_TOLD = 8
MAP_WIDTH = 700


def charts(counts: Counts, pen: Pen) -> tuple[Drawing, ...]:
    """By month, by weapon, by party; a chart with nothing to show is left out."""
    drawings = (
        _monthly_chart(counts.months, pen),
        _category_chart(counts.weapons, "weapons", Weapon, _("Killed, by weapon"), pen),
        _category_chart(counts.actors, "actors", Actor, _("Killed, by party, as sources attribute it"), pen),
    )
    return tuple(drawing for drawing in drawings if drawing.bars)


def _monthly_chart(months: Sequence[Totals], pen: Pen) -> Drawing:
    told = (f"{pen.month(part.key)}: {pen.figure(part.figure(Outcome.KILLED))}" for part in months if part.incidents)
    figures = [part.figure(Outcome.KILLED) for part in months]
    most = max((max(figure.low, figure.high or 0) for figure in figures if figure.is_known), default=0)
    drawn = any(figure.low for figure in figures)
    return Drawing(
        key="months",
        title=_("Killed, by month and demographic"),
        alternative=_("Stacked bars of the documented killed by month.") + " " + listed(told),
        bars=tuple(_bar(_month_on_axis(part, pen), part, pen) for part in months) if drawn else (),
        ticks=tuple(Tick(at, pen.number(at)) for at in scale_for(figures).ticks if at <= most),
        most=most,
    )


def _month_on_axis(part: Totals, pen: Pen) -> str:
    return wording.in_digits(f"{wording.month_name(part.key)}\n{part.key.year}", digits=pen.digits)


def _bar(name: str, part: Totals, pen: Pen) -> Bar:
    whole = part.figure(Outcome.KILLED)
    sizes = ((group, part.figure(Outcome.KILLED, group).low) for group in DEMOGRAPHICS)
    return Bar(
        name=name,
        says=pen.figure(whole) if part.incidents else "",
        sizes=tuple((group, low) for group, low in sizes if low),
        low=whole.low if whole.is_known else None,
        high=whole.high if whole.is_known else None,
    )


def _category_chart(parts: Sequence[Totals], key: str, words: Any, title: str, pen: Pen) -> Drawing:
    named = [(str(words(part.key).label) if part.key else _("not said"), part) for part in parts]
    drawn = [(name, part) for name, part in named if part.figure(Outcome.KILLED).low]
    told = [f"{name}: {pen.figure(part.figure(Outcome.KILLED))}" for name, part in drawn]
    notes = []
    if len(drawn) > 1:
        notes.append(_("An incident with two of them counts under each."))
    if told[CATEGORIES:]:
        notes.append(_("Not drawn: %(names)s.") % {"names": listed(told[CATEGORIES:])})
    return Drawing(
        key=key,
        title=title,
        alternative=listed(told),
        bars=tuple(_bar(name, part, pen) for name, part in drawn[:CATEGORIES]),
        most=max((part.figure(Outcome.KILLED).low for _name, part in drawn), default=0),
        note=" ".join(notes),
    )


def month_map(counts: Counts, pen: Pen) -> Drawing:
    """The country with the month's villages; by injured where nobody is documented killed."""
    villages = counts.villages
    killed = any(village.totals.figure(Outcome.KILLED).low for village in villages)
    outcome = Outcome.KILLED if killed or not villages else Outcome.INJURED
    told = (f"{v.place.name}: {pen.figure(v.totals.figure(outcome))}" for v in villages[:VILLAGES_TOLD])
    title = _("Killed, by village") if outcome == Outcome.KILLED else _("Injured, by village")
    tinted = [area.place.key for area in counts.areas]
    return Drawing(
        key="map",
        title=title,
        alternative=title + ". " + (listed(told) or _("No village is documented.")),
        svg=country_map(villages, outcome=outcome, tinted=tinted, width=MAP_WIDTH, digits=pen.digits),
        note=_map_note(counts, pen),
    )


def _map_note(counts: Counts, pen: Pen) -> str:
    notes = [_("A circle is a village; its area grows with the number of people; a ring is a number unknown.")]
    if counts.areas:
        notes.append(_("Tinted: areas of incidents that are known only by their area."))
    if counts.unlocated:
        said = ngettext(
            "%(shown)s incident has no place of the gazetteer.",
            "%(shown)s incidents have no place of the gazetteer.",
            counts.unlocated,
        )
        notes.append(said % {"shown": pen.number(counts.unlocated)})
    return " ".join(notes)
