"""What the sentences after a toll say of its people: who was among them, who of them fought, that some lay wounded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from incidents.parsing.event_grouping import EventGrouping
from incidents.parsing.events import Event, Passage, is_scene, is_wide
from incidents.parsing.results import Outcome
from incidents.parsing.statements import Statement

LOOKBACK = 20  # events; bounds that keep the work linear in the length of a text


class EventParts(EventGrouping):
    """The part of :class:`incidents.parsing.event_reader.EventReader` that hears of some of an event's people."""

    def _add_parts(self, events: Sequence[Event], parts: Sequence[Statement]) -> None:
        """Gives "among the dead were two children" to the last event that tells such a toll."""
        for part in parts:
            event = next(
                (e for e in reversed(events[-LOOKBACK:]) if part.outcome in e.tallies), events[-1] if events else None
            )
            if event is not None and event.share:
                event = _whole_of(events[-LOOKBACK:], part.outcome)
            if event is not None:
                _add_part(event, part)
                if part.sentence not in event.sentences:
                    event.sentences.append(part.sentence)

    def _parts_told(self, passage: Passage, events: Sequence[Event], number: int) -> list[Statement]:
        """What a sentence tells of parts of a toll; "among them" speaks of the people of the sentence before alone."""
        told = [s for s in passage.statements if s.parts_only]
        if not any(s.of_them for s in told):
            return told
        before = events[-1] if events and events[-1].passage == number - 1 else None
        hurt = before is not None and before.low("killed") is None and before.low("injured") is not None
        outcome: Outcome = "injured" if hurt else "killed"
        return [
            replace(s, outcome=outcome) if s.of_them else s
            for s in told
            if not s.of_them or before is not None and outcome in before.tallies
        ]

    def _placed_apart(self, passage: Passage, event: Event) -> bool:
        """Whether some of a country's dead get a town of their own: "among the victims were four children in X"."""
        towns = [p for _, p in passage.places if is_scene(p) and not is_wide(p) and p.rule.startswith("at:")]
        return event.everywhere and bool(towns)

    def _recognise_fighters(self, passage: Passage, events: Sequence[Event]) -> None:
        """A toll of "11 people" whose 11 dead a later sentence counts as fighters of both sides was one of fighters."""
        if not events:
            return
        fallen = [s.tally for s in passage.statements if s.outcome == "killed" and s.tally.fighters]
        fighters = sum(t.fighters for t in fallen if t.total is None or not self._arabic)
        if fighters <= 2:
            return
        fighters += sum(t.total.low for t in fallen if t.total is not None and not self._arabic)
        scenes = {p.name for _, p in passage.places if is_scene(p)} if self._arabic else set()
        for event in events[-LOOKBACK:]:
            elsewhere = bool(scenes) and event.place is not None and event.place.name not in scenes
            if event.low("killed") == fighters and not event.tallies["killed"].groups and not elsewhere:
                event.fighters = True

    def _point(self, event: Event, pointers: Sequence[Statement], passage: Passage) -> None:
        """ "The wounded were taken to hospital": people were injured, as many as the text says elsewhere or at
        least one.
        """
        fullest = max(pointers, key=lambda pointer: len(pointer.tally.groups))
        known = event.tallies.setdefault("injured", fullest.tally)
        if self._arabic and known.total is not None and known.total.low > len(fullest.tally.groups):
            for group, amount in fullest.tally.groups.items():
                known.groups.setdefault(group, amount)  # «معظم الجرحى من النساء والأطفال»
        if passage.sentence not in event.sentences:
            event.sentences.append(passage.sentence)


def _add_part(event: Event, part: Statement) -> None:
    """Notes what a sentence says of some of an event's people; what was said of a group before it stays."""
    known = event.parts.setdefault(part.outcome, part.tally)
    if known is part.tally:
        return
    for group, amount in part.tally.groups.items():
        known.groups.setdefault(group, amount)
    known.fighters = known.fighters or part.tally.fighters
    known.civilians = known.civilians or part.tally.civilians


def _whole_of(events: Sequence[Event], outcome: str) -> Event | None:
    """The total whose shares were told last: "among the dead" are some of all of them. None where none is told."""
    dealt = 0
    for event in reversed(events):
        total = event.low(outcome) or 0
        if not event.share:
            return event if total >= dealt else None
        dealt += total
    return None
