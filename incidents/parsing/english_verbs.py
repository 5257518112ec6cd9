"""English verbs of harm and their victims: active verbs look right, passive ones left."""

from __future__ import annotations

from dataclasses import replace

from incidents.parsing.cluster_shapes import Clause
from incidents.parsing.lexicon import Unit
from incidents.parsing.verb_claims import REACH, VerbClaims

_WHEN = frozenset(
    "on early late last yesterday today overnight night morning evening afternoon monday tuesday wednesday thursday "
    "friday saturday sunday".split()
)  # what may stand between "shot and killed" and whom

_LOST = frozenset(("lost", "died", "succumbed", "perished"))  # verbs that one person known by name may have


class EnglishVerbs(VerbClaims):
    """The English part of :class:`incidents.parsing.casualties.StatementReader`."""

    def _assign_english(self, clause: Clause, outcomes: dict[int, str]) -> list[Unit]:
        """Gives clusters their outcome; the answer are the passive verbs that found no victims."""
        idle: list[Unit] = []
        for unit in clause.units:
            if (
                unit.kind == "toll"
                and (toll := self._toll_outcome(clause, unit))
                and not self._number_before(clause, toll, outcomes)
            ):
                self._claim_right(clause, toll, outcomes, toll=True)
            if unit.kind == "carried" and self._to_hospital(clause, unit):
                self._claim_carried(clause, unit, outcomes)
            if unit.kind != "outcome" or self._points(unit):
                continue
            if unit.sense.form == "object":
                self._claim_right(clause, unit, outcomes)
            elif unit.sense.form == "after":
                if not self._claim_left(clause, unit, outcomes, REACH) and self._text(unit.first) in _LOST:
                    idle.append(unit)
            elif self._active(clause, unit):
                self._claim_right(clause, unit, outcomes)
            elif not self._claim_left(clause, unit, outcomes, REACH):
                idle.append(unit)
            else:
                self._claim_together(clause, unit, outcomes)
        return idle

    def _claim_together(self, clause: Clause, verb: Unit, outcomes: dict[int, str]) -> None:
        """ "A child was killed along with his brother and a neighbour": those behind "along with" fell too."""
        beside = self._items[verb.last] if verb.last < len(self._items) else None
        if not isinstance(beside, Unit) or beside.kind != "addition":
            return
        edge = beside.last
        whose = max((i for i in outcomes if clause.clusters[i].last <= verb.first), default=None)
        index = next((i for i, c in enumerate(clause.clusters) if c.first >= edge), None)
        if whose is None or index is None or index in outcomes or clause.clusters[index].first > edge:
            return
        fallen = clause.clusters.pop(index)
        clause.clusters[whose].tops += fallen.tops
        clause.clusters[whose].last = fallen.last
        told = {i - (i > index): outcome for i, outcome in outcomes.items()}
        outcomes.clear()
        outcomes.update(told)

    def _toll_outcome(self, clause: Clause, unit: Unit) -> Unit | None:
        """The toll with its outcome; that of "the number of Palestinians killed" stands a few words on."""
        if unit.sense.outcome:
            return unit
        verb = next((u for u in clause.units if u.kind == "outcome" and 0 < u.first - unit.last <= 5), None)
        return (
            Unit(replace(unit.sense, outcome=verb.sense.outcome), unit.first, unit.last) if verb is not None else None
        )

    def _points(self, verb: Unit) -> bool:
        """Whether "the injured", "those wounded" point at people told elsewhere."""
        return (
            verb.sense.form in ("part", "after")
            and verb.first > 0
            and self._tokens.texts[verb.first - 1] in ("the", "those")
        )

    def _active(self, clause: Clause, verb: Unit) -> bool:
        """ "Air strikes killed 29 people" is active; "were killed", "two people killed in" are passive."""
        at = verb.first - 1
        for _ in range(4):
            item = self._items[at] if at >= clause.sentence.first else None
            if isinstance(item, Unit) and item.kind == "be":
                return False
            if isinstance(item, Unit) and item.kind == "have":
                return True
            if item is not None or at < clause.sentence.first or self._tokens.kinds[at] != "word":
                break
            at -= 1
        following = next((c for c in clause.clusters if c.first >= verb.last), None)
        if following is None:
            return False
        between = self._tokens.texts[verb.last : following.first]
        return len(between) <= 1 or len(between) <= 4 and _WHEN.issuperset(between)
