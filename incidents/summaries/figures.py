"""The number page and the months before: figures of one scope, worded."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from incidents.charts import palette
from incidents.statistics.totals import Figure, Totals
from incidents.summaries.counts import Counts
from incidents.summaries.parts import Cell, Fact, Measure, Row
from incidents.summaries.pen import Pen
from incidents.vocabulary import DEMOGRAPHICS, Outcome

COMPARED_MONTHS = 6


def headline(whole: Totals, pen: Pen) -> tuple[Measure, ...]:
    """Killed and injured, and missing where any are documented."""
    outcomes = [Outcome.KILLED, Outcome.INJURED]
    if whole.figure(Outcome.MISSING).is_known:
        outcomes.append(Outcome.MISSING)
    return tuple(_measure(whole, outcome, pen) for outcome in outcomes)


def _measure(whole: Totals, outcome: Outcome, pen: Pen) -> Measure:
    groups = list(DEMOGRAPHICS)
    labels = palette.demographic_labels()
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
    labels = palette.demographic_labels()
    return (_("Incidents"), _("Killed"), *(labels[group] for group in DEMOGRAPHICS), _("Injured"))


def figure_cells(part: Totals, pen: Pen) -> tuple[str, ...]:
    """One line of such a table: incidents, killed, killed by demographic, injured."""
    killed = [pen.figure(part.figure(Outcome.KILLED, group)) for group in ("total", *DEMOGRAPHICS)]
    return (pen.number(part.incidents), *killed, pen.figure(part.figure(Outcome.INJURED)))
