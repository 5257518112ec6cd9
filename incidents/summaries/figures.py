"""The number page, the months before, the charts and the map: figures of one scope, worded."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from incidents.charts import specs
from incidents.charts.map import country_map
from incidents.statistics.totals import Figure, Totals
from incidents.summaries.counts import Counts
from incidents.summaries.parts import Cell, Drawing, Fact, Measure, Row
from incidents.summaries.pen import Pen
from incidents.vocabulary import DEMOGRAPHICS, Actor, Outcome, Weapon

COMPARED_MONTHS, CATEGORIES = 6, 8
CHART_WIDTH, CHART_HEIGHT, NARROW_WIDTH, MAP_WIDTH = 780, 190, 190, 700


def headline(whole: Totals, pen: Pen) -> tuple[Measure, ...]:
    """Killed and injured, and missing where any are documented."""
    outcomes = [Outcome.KILLED, Outcome.INJURED]
    if whole.figure(Outcome.MISSING).is_known:
        outcomes.append(Outcome.MISSING)
    return tuple(_measure(whole, outcome, pen) for outcome in outcomes)


def _measure(whole: Totals, outcome: Outcome, pen: Pen) -> Measure:
    groups = list(DEMOGRAPHICS)
    labels = specs.demographic_labels()
    everyone = whole.figure(outcome)
    return Measure(
        outcome=outcome.value,
        label=str(outcome.label),
        total=_cell("total", str(outcome.label), everyone, pen),
        groups=tuple(_cell(group, labels[group], whole.figure(outcome, group), pen) for group in groups),
        unknown=_unknown(outcome, everyone, pen),
    )


def _cell(key: str, label: str, figure: Figure, pen: Pen) -> Cell:
    low, high = (figure.low, figure.high) if figure.is_known else (None, None)
    return Cell(key, label, pen.figure(figure), low, high)


def _unknown(outcome: Outcome, figure: Figure, pen: Pen) -> str:
    if not figure.unknown:
        return ""
    words = {"outcome": outcome.label, "shown": pen.number(figure.unknown)}
    said = ngettext(
        "%(outcome)s: in %(shown)s incident the number is not known; it adds nothing to the sum.",
        "%(outcome)s: in %(shown)s incidents the number is not known; they add nothing to the sum.",
        figure.unknown,
    )
    return said % words


def facts(counts: Counts, pen: Pen) -> tuple[Fact, ...]:
    """How much the figures rest on."""
    covered = counts.covered
    said = [
        Fact(_("Incidents"), pen.number(covered.incidents)),
        Fact(_("Villages, towns and cities"), pen.number(len(counts.villages))),
        Fact(_("Reports behind them"), pen.number(covered.reports)),
        Fact(_("Incidents from a single origin"), pen.number(covered.single_origin)),
    ]
    if counts.undated:
        said.append(
            Fact(_("Incidents whose date leaves open whether they are of this month"), pen.number(counts.undated))
        )
    return tuple(said)


def months_table(months: Sequence[Totals], pen: Pen) -> tuple[Row, ...]:
    """The last months, this one last and marked."""
    shown = months[-COMPARED_MONTHS - 1 :]
    return tuple(
        Row(pen.month(part.key), figure_cells(part, pen), is_whole=part.key == months[-1].key) for part in shown
    )


def comparison(months: Sequence[Totals], pen: Pen) -> str:
    """This month beside the one before, in a sentence that claims no trend."""
    before, now = months[-2], months[-1]
    words = {
        "this_month": pen.month(now.key),
        "this_killed": _said_of_month(now, pen),
        "month_before": pen.month(before.key),
        "killed_before": _said_of_month(before, pen),
    }
    return (
        _("Documented killed: %(this_month)s: %(this_killed)s; %(month_before)s: %(killed_before)s.") % words
        + " "
        + _("Months also differ by what was reported and reviewed: the difference alone is no trend.")
    )


def _said_of_month(part: Totals, pen: Pen) -> str:
    return pen.figure(part.figure(Outcome.KILLED)) if part.incidents else _("no incident documented")


def figure_columns() -> tuple[str, ...]:
    """The heads of every table of figures, after its first column."""
    labels = specs.demographic_labels()
    return (_("Incidents"), _("Killed"), *(labels[group] for group in DEMOGRAPHICS), _("Injured"))


def figure_cells(part: Totals, pen: Pen) -> tuple[str, ...]:
    """One line of such a table: incidents, killed, killed by demographic, injured."""
    killed = [pen.figure(part.figure(Outcome.KILLED, group)) for group in ("total", *DEMOGRAPHICS)]
    return (pen.number(part.incidents), *killed, pen.figure(part.figure(Outcome.INJURED)))


def charts(counts: Counts, pen: Pen) -> tuple[Drawing, ...]:
    """By month, by weapon, by party; a chart with nothing to show is left out."""
    drawings = (
        _monthly_chart(counts.months, pen),
        _category_chart(counts.weapons, "weapons", Weapon, _("Killed, by weapon"), pen),
        _category_chart(counts.actors, "actors", Actor, _("Killed, by party, as sources attribute it"), pen),
    )
    return tuple(drawing for drawing in drawings if drawing.spec)


def _monthly_chart(months: Sequence[Totals], pen: Pen) -> Drawing:
    told = (f"{pen.month(part.key)}: {pen.figure(part.figure(Outcome.KILLED))}" for part in months if part.incidents)
    drawn = any(part.figure(Outcome.KILLED).low for part in months)
    return Drawing(
        key="months",
        title=_("Killed, by month and demographic"),
        alternative=_("Stacked bars of the documented killed by month.") + " " + _listed(told),
        spec=specs.monthly(months, outcome="killed", width=CHART_WIDTH, height=CHART_HEIGHT) if drawn else {},
    )


def _category_chart(parts: Sequence[Totals], key: str, words: Any, title: str, pen: Pen) -> Drawing:
    named = [(str(words(part.key).label) if part.key else _("not said"), part) for part in parts]
    drawn = [(name, part) for name, part in named if part.figure(Outcome.KILLED).low]
    shown, left = drawn[:CATEGORIES], drawn[CATEGORIES:]
    notes = []
    if len(drawn) > 1:
        notes.append(_("An incident with two of them counts under each."))
    if left:
        notes.append(_("Not drawn: %(names)s.") % {"names": _listed(name for name, _part in left)})
    return Drawing(
        key=key,
        title=title,
        alternative=_listed(f"{name}: {pen.figure(part.figure(Outcome.KILLED))}" for name, part in drawn),
        spec=specs.by_category(shown, outcome="killed", width=NARROW_WIDTH) if shown else {},
        note=" ".join(notes),
    )


def month_map(counts: Counts, pen: Pen) -> Drawing:
    """The country with the month's villages; by injured where nobody is documented killed."""
    villages = counts.villages
    killed = any(village.totals.figure(Outcome.KILLED).low for village in villages)
    outcome = Outcome.KILLED if killed or not villages else Outcome.INJURED
    told = (f"{v.place.name}: {pen.figure(v.totals.figure(outcome))}" for v in villages[:CATEGORIES])
    title = _("Killed, by village") if outcome == Outcome.KILLED else _("Injured, by village")
    tinted = [area.place.key for area in counts.areas]
    return Drawing(
        key="map",
        title=title,
        alternative=title + ". " + (_listed(told) or _("No village is documented.")),
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


def _listed(words: Iterable[str]) -> str:
    return pgettext("list in a sentence", ", ").join(words)
