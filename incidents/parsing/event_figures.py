"""Takes the statements of one attack into its tallies: first tolls, later tolls, two sources, people more."""

from __future__ import annotations

from dataclasses import replace

from incidents.parsing.event_grouping import PARTED, EventGrouping
from incidents.parsing.events import Event
from incidents.parsing.statements import Statement
from incidents.parsing.tally import Tally


class EventFigures(EventGrouping):
    """The part of :class:`incidents.parsing.event_reader.EventReader` that counts."""

    def _add(self, event: Event, statement: Statement) -> None:
        vague = statement.tally.total is not None and statement.tally.total.quantifier == "vague"
        if vague and statement.outcome in event.told and statement.first - event.told[statement.outcome] > 8:
            return
        if statement.outcome in event.revised and any(self._explains(s, statement) for s in event.heard):
            return  # "rose to 12 after three succumbed": the toll counts them already
        event.heard.append(statement)
        event.revises |= statement.revises
        if statement.revises:
            event.revised.add(statement.outcome)
        event.later_death |= statement.later_death
        event.accident |= statement.accident
        event.definite |= statement.definite
        known = event.tallies.get(statement.outcome)
        if statement.earlier:
            event.earlier = known is None
            event.tallies.setdefault(statement.outcome, statement.tally)
        elif (
            known is not None
            and self._said_between(statement, event)
            and not statement.other
            and not self._rises_between(statement, event)
        ):
            _span(known, statement.tally)
        elif known is None or event.earlier or statement.revises:
            event.tallies[statement.outcome] = statement.tally
            event.told[statement.outcome] = statement.last
            event.earlier = False
        elif statement.later_death and event.revises:
            for group, amount in statement.tally.groups.items():
                known.groups.setdefault(group, amount)
        elif self._one_verb(statement, event) or self._more(statement):
            _sum_up(known, statement.tally)

    def _one_verb(self, statement: Statement, event: Event) -> bool:
        """Whether no further verb of harm stands before a statement: then it adds to the one before it."""
        told = event.told.get(statement.outcome, statement.first)
        return not any(u.kind == "outcome" and told <= u.first < statement.first for u in event.units)

    def _said_between(self, statement: Statement, event: Event) -> bool:
        """ "Seven were wounded; the council spoke of nine": another source tells the same outcome in the same
        sentence.
        """
        told = event.told.get(statement.outcome, statement.first)
        stop = next((at for at in range(told, statement.first) if self._texts[at] in PARTED), None)
        return stop is not None and any(u.kind == "saying" and stop < u.first < statement.first for u in event.units)

    def _rises_between(self, statement: Statement, event: Event) -> bool:
        told = event.told.get(statement.outcome, statement.first)
        return any(u.kind == "rises" and told <= u.first < statement.first for u in event.units)

    def _more(self, statement: Statement) -> bool:
        """Whether the words say that these are other people than those told before."""
        return statement.other


def _sum_up(known: Tally, more: Tally) -> None:
    """Adds people told in one breath for the same outcome at the same place."""
    if more.total is not None:
        known.add_total(more.total)
    for group, amount in more.groups.items():
        known.add_group(group, amount)
    known.fighters += more.fighters


def _span(known: Tally, other: Tally) -> None:
    """Two tolls of one attack by two sources as one range."""
    if known.total is None or other.total is None or known.total.low == other.total.low:
        return
    highs = (known.total.high or known.total.low, other.total.high or other.total.low)
    low = min(known.total.low, other.total.low)
    known.total = replace(
        known.total, low=low, high=max(highs), quantifier="between", last=other.total.last, rule="sources:differ"
    )
