"""Finds who was killed, injured or is missing: gives each cluster of people the outcome of the verb that governs it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import cast

from incidents.parsing.cluster_shapes import Clause, Cluster, Node
from incidents.parsing.lexicon import Unit
from incidents.parsing.people import PeopleReader
from incidents.parsing.people_mentions import PeopleMention
from incidents.parsing.results import Outcome
from incidents.parsing.scan import Item
from incidents.parsing.statements import Statement
from incidents.parsing.tally import tally
from incidents.parsing.tokens import Token

_REACH = 22  # tokens between a verb and its victims: the attacker and the place may stand between them
_NO_NAME = frozenset("في من على إلى الى عن علي جراء اثر برصاص خلال بعد قبل و نتيجه بسبب به بها فيه فيها ان".split())
_BARE = ("جثث", "جثامين", "bodies", "deaths", "injuries", "lives", "corpses")  # these count only with a number
_BULLETS = frozenset("-•*–—▪●►◾🔻🔸🔹")
_BACK = frozenset(("بها", "به", "بهم"))  # «جروح أصيبت بها»: the verb looks back
_BREAKS = frozenset(("saying", "captive", "denial", "future"))


class StatementReader:
    """Assigns outcomes in one language."""

    def __init__(
        self, reader: PeopleReader, tokens: Sequence[Token], items: Sequence[Item | None], arabic: bool
    ) -> None:
        self._reader = reader
        self._listed: str | None = None  # the outcome of a list that a colon has opened
        self._tokens = tokens
        self._items = items
        self._arabic = arabic

    def read(self, clause: Clause) -> list[Statement]:
        """The statements of a sentence in order; people whom no verb of harm governs give none.

        The items of a list after a colon ("38 were killed: - 17 people in ...") take the outcome told before it.
        """
        found = self._read(clause)
        opens = self._tokens[clause.sentence.first].text
        if (
            not found
            and self._listed is not None
            and (opens in _BULLETS or self._tokens[clause.sentence.first].kind == "number")
        ):
            cluster = clause.clusters[0] if clause.clusters else None
            if cluster is not None and cluster.counted and cluster.first - clause.sentence.first <= 2:
                statement = self._statement(clause, cluster, self._listed)
                return [statement] if statement else []
        if opens not in _BULLETS:
            ends = self._tokens[clause.sentence.last - 1].text
            self._listed = found[-1].outcome if found and ends == ":" else None
        return found

    def _read(self, clause: Clause) -> list[Statement]:
        if not clause.clusters and not any(unit.sense.outcome for unit in clause.units):
            return []
        if any(unit.kind == "denial" for unit in clause.units):
            return []
        outcomes: dict[int, str] = {}
        for index, cluster in enumerate(clause.clusters):
            if cluster.part_of:
                continue
            if cluster.outcome == "victim" and not self._anaphor(cluster) and self._dead(cluster):
                cluster.outcome = "killed"
            if (
                cluster.outcome in ("killed", "injured", "missing")
                and not self._anaphor(cluster)
                and not self._handed_over(clause, cluster)
                and not self._carried(clause, cluster)
            ):
                outcomes[index] = cluster.outcome
        assign = self._assign_arabic if self._arabic else self._assign_english
        idle = assign(clause, outcomes)
        self._pass_on_role(clause)
        found = [s for verb in idle if (s := self._named_victim(clause, verb)) is not None]
        for index, cluster in enumerate(clause.clusters):
            outcome = outcomes.get(index)
            if outcome is None and self._points_at_injured(cluster):
                found.append(
                    Statement(
                        "injured", tally(cluster.tops), cluster.first, cluster.last, clause.sentence, pointer=True
                    )
                )
                continue
            if (
                outcome is None
                and not cluster.part_of
                and (told := self._parts_of_victims(clause, cluster)) is not None
            ):
                found.append(told)
                continue
            if outcome is None and cluster.part_of:
                outcome = "killed" if cluster.part_of == "victim" else cluster.part_of
            statement = self._statement(clause, cluster, outcome) if outcome else None
            if statement is not None:
                found.append(statement)
        if not self._arabic:
            found += [
                self._pointer(clause, u)
                for u in clause.units
                if u.kind == "outcome" and u.sense.outcome == "injured" and self._points(u)
            ]
        return sorted(found, key=lambda statement: statement.first)

    def _dead(self, cluster: Cluster) -> bool:
        """Whether "victims" are the dead: with a number, or in Arabic without an article (سقوط ضحايا)."""
        top = cluster.tops[0].mention
        return top.quantifier != "vague" or self._arabic and (top.counted or not top.definite)

    # -- Arabic: the victims follow their verb, but for plural verbs ---
    def _assign_arabic(self, clause: Clause, outcomes: dict[int, str]) -> list[Unit]:
        """Gives clusters their outcome; the answer are the verbs that found no victims."""
        idle: list[Unit] = []
        for unit in clause.units:
            if unit.kind == "toll" and unit.sense.outcome and not self._number_before(clause, unit, outcomes):
                self._claim_right(clause, unit, outcomes, toll=True)
            if unit.kind == "carried" and self._to_hospital(clause, unit):
                self._claim_carried(clause, unit, outcomes)
            if unit.kind != "outcome" or self._text(unit.last) in _BACK or not self._loses_life(unit):
                continue
            if unit.sense.form == "after":
                if self._relative_toll(clause, unit):
                    self._claim_right(clause, unit, outcomes, toll=True)
                elif not self._claim_left(clause, unit, outcomes, _REACH):
                    self._claim_right(clause, unit, outcomes)
            elif not (
                unit.suffix
                or self._claim_right(clause, unit, outcomes)
                or (unit.sense.form == "verb" and self._claim_beside(clause, unit, outcomes))
            ):
                idle.append(unit)
        self._claim_subjects(clause, outcomes)
        return idle

    def _pass_on_role(self, clause: Clause) -> None:
        """«قتل خمسة من العناصر وجرح آخرون»: others after fighters are fighters too."""
        for one, other in zip(clause.clusters, clause.clusters[1:], strict=False):
            top = other.tops[0].mention
            listed = self._text(one.last) in (",", "،")
            if (
                not self._arabic
                and one.tops[0].mention.rule == "number:alone"
                and one.tops[0].mention.quantifier == "exact"
                and top.role == "fighter"
                and other.first - one.last <= 4
                and not listed
            ):
                one.tops[0].mention = replace(one.tops[0].mention, role="fighter")
            if (
                top.noun is None
                and (top.other or top.rule == "number:alone" or top.quantifier == "vague")
                and one.tops[-1].mention.role == "fighter"
                and not one.tops[0].parts
            ):
                for node in other.tops:
                    node.mention = replace(node.mention, role="fighter")

    def _text(self, at: int) -> str:
        return self._tokens[at].text if at < len(self._tokens) else ""

    def _number_before(self, clause: Clause, toll: Unit, outcomes: dict[int, str]) -> bool:
        """«ارتفع إلى 17 عدد القتلى»: the number stands before the words that say what it counts."""
        for index, cluster in enumerate(clause.clusters):
            if 0 <= toll.first - cluster.last <= 1 and index not in outcomes:
                outcomes[index] = toll.sense.outcome or "killed"
                return True
        return False

    def _to_hospital(self, clause: Clause, verb: Unit) -> bool:
        return any(u.kind == "hospital" and 0 < u.first - verb.last <= 14 for u in clause.units)

    def _claim_carried(self, clause: Clause, verb: Unit, outcomes: dict[int, str]) -> None:
        """«ونُقلت سيدتان إلى نقطة طبية بحروق»: people carried to hospital were injured."""
        injured = Unit(replace(verb.sense, outcome="injured", form="verb"), verb.first, verb.last)
        hospital = next(u.first for u in clause.units if u.kind == "hospital" and u.first > verb.last)
        for index, cluster in enumerate(clause.clusters):
            behind = 0 <= verb.first - cluster.end_of_tops() <= 12 and not self._verb_between(
                clause, cluster.last, verb.first
            )
            beside = verb.last <= cluster.first < hospital or behind
            if beside and index not in outcomes and cluster.counted and not self._anaphor(cluster):
                outcomes[index] = injured.sense.outcome or "injured"
                return

    def _claim_beside(self, clause: Clause, verb: Unit, outcomes: dict[int, str]) -> bool:
        """«أن مواطنة قُتلت»: a verb that finds no victims behind it has those right before it."""
        for index, cluster in enumerate(clause.clusters):
            gap = verb.first - cluster.last
            plain = all(
                self._items[at] is None and self._tokens[at].kind == "word" for at in range(cluster.last, verb.first)
            )
            if (
                0 <= gap <= 5
                and (gap <= 1 or plain)
                and index not in outcomes
                and cluster.counted
                and cluster.tops[0].mention.role != "fighter"
            ):
                outcomes[index] = verb.sense.outcome or "killed"
                return True
        return False

    def _claim_subjects(self, clause: Clause, outcomes: dict[int, str]) -> None:
        """«القتلى، وفق سكان، بين ثلاثين وخمسة وثلاثين مدنياً»: the dead as the subject of a number."""
        for index in range(1, len(clause.clusters)):
            subject, cluster = clause.clusters[index - 1], clause.clusters[index]
            top = subject.tops[0].mention
            if index in outcomes or index - 1 in outcomes or not cluster.counted or top.counted or not top.definite:
                continue
            if (
                top.outcome in ("killed", "injured")
                and cluster.first - subject.last <= 14
                and not self._verb_between(clause, subject.last, cluster.first)
            ):
                outcomes[index] = top.outcome

    def _loses_life(self, verb: Unit) -> bool:
        """«حياتهم» ends a life only after «فقد» or «خسر»."""
        if not self._text(verb.first).startswith("حيات"):
            return True
        return any(
            self._tokens[at].text.lstrip("وف").startswith(("قد", "خسر"))
            for at in range(max(verb.first - 9, 0), verb.first)
        )

    def _relative_toll(self, clause: Clause, verb: Unit) -> bool:
        """«عدد الأطفال الذين قتلوا ... بلغ 23»: the number of those killed follows."""
        relative = any(u.kind == "relative" and verb.first - 2 <= u.last <= verb.first for u in clause.units)
        told = any(u.kind in ("rises", "toll") for u in clause.units)
        return relative and told

    def _claim_right(self, clause: Clause, verb: Unit, outcomes: dict[int, str], *, toll: bool = False) -> int:
        """The first cluster after the verb, and those joined to it; an attacker that fights is passed over. How
        many.
        """
        limit = self._next_verb(clause, verb)
        taken = 0
        edge = verb.last
        for index, cluster in enumerate(clause.clusters):
            if cluster.first < verb.last or cluster.first >= limit:
                continue
            if not self._arabic and any(edge <= u.first < cluster.first and u.kind == "left" for u in clause.units):
                break
            if cluster.first - edge > _REACH + 10 * toll or not toll and self._broken(clause, edge, cluster.first):
                break
            if toll and (not cluster.counted or cluster.tops[0].mention.rule == "singular"):
                continue
            if self._verb_follows(clause, cluster, verb):
                break
            if index in outcomes or cluster.part_of or cluster.outcome == "victim" and self._anaphor(cluster):
                edge = cluster.last
                taken += index in outcomes and outcomes[index] == verb.sense.outcome
                continue
            if cluster.tops[0].mention.role == "fighter" and not cluster.counted:
                edge = cluster.last
                continue
            if not self._object(cluster, verb, taken):
                if cluster.tops[0].mention.role == "fighter" or not cluster.counted:
                    continue
                break
            if taken and not self._joined(cluster):
                break
            outcomes[index] = verb.sense.outcome or "killed"
            taken += 1
            edge = cluster.last
        return taken

    def _verb_follows(self, clause: Clause, cluster: Cluster, verb: Unit) -> bool:
        """«... وولدين انجرحوا»: a plural verb of another outcome right behind a joined cluster has it."""
        if not self._arabic or not cluster.tops[0].mention.joined:
            return False
        return any(
            u.kind == "outcome"
            and u.sense.form == "after"
            and 0 <= u.first - cluster.last <= 2
            and u.sense.outcome != verb.sense.outcome
            for u in clause.units
        )

    def _object(self, cluster: Cluster, verb: Unit, taken: int) -> bool:
        """Whether a cluster can be the victims of a verb: counted people, or bare nouns right beside it."""
        top = cluster.tops[0].mention
        if cluster.counted:
            return not (top.definite and top.rule == "singular" and cluster.first - verb.last > 8)
        if top.rule == "vague:noun":
            return True
        return (
            not top.definite
            and cluster.first - verb.last <= 2
            and not taken
            or (top.other and cluster.first - verb.last <= 1)
        )

    def _joined(self, cluster: Cluster) -> bool:
        top = cluster.tops[0].mention
        return top.joined or any(
            isinstance(item := self._items[at], Unit) and item.kind == "addition"
            for at in range(max(cluster.first - 3, 0), cluster.first)
        )

    def _claim_left(self, clause: Clause, verb: Unit, outcomes: dict[int, str], reach: int) -> bool:
        """The nearest cluster before the verb that no other verb has; whether there is one."""
        for index in range(len(clause.clusters) - 1, -1, -1):
            cluster = clause.clusters[index]
            end = cluster.end_of_tops()
            if end > verb.first:
                continue
            if self._arabic and cluster.tops[0].mention.role == "fighter" and not cluster.counted:
                return False
            if (
                outcomes.get(index) == "injured"
                and verb.sense.outcome == "killed"
                and self._died_later(clause, cluster, verb, outcomes)
            ):
                return True
            if index in outcomes or verb.first - end > reach or cluster.mixed:
                return True
            if not cluster.counted and cluster.tops[0].mention.definite or self._verb_between(clause, end, verb.first):
                return True
            outcomes[index] = verb.sense.outcome or "killed"
            return True
        return False

    def _died_later(self, clause: Clause, cluster: Cluster, verb: Unit, outcomes: dict[int, str]) -> bool:
        """ "Five wounded, one of whom died in the evening": moves those who died from the injured to the killed."""
        top = cluster.tops[-1]
        dead = next(
            (
                p
                for p in top.parts
                if p.mention.rule == "number:noun" and p.mention.part and p.mention.first < verb.first
            ),
            None,
        )
        low, high = top.mention.low, top.mention.high
        if self._arabic or dead is None or not low > dead.mention.low or len(cluster.tops) > 1:
            return False
        count = dead.mention.low
        kinds = [
            p
            for p in top.parts
            if p is not dead and dead.mention.last <= p.mention.first < verb.first and p.mention.low == count
        ]
        top.mention = replace(top.mention, low=low - count, high=None if high is None else high - count)
        top.parts = [p for p in top.parts if p is not dead and p not in kinds]
        moved = Node(replace(dead.mention, part=False, other=True), parts=kinds)
        outcomes[len(clause.clusters)] = "killed"
        clause.clusters.append(Cluster([moved], dead.mention.first, verb.last))
        return True

    # -- English: active verbs look right, passive ones left ---
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
                self._claim_left(clause, unit, outcomes, _REACH)
            elif self._active(clause, unit):
                self._claim_right(clause, unit, outcomes)
            elif not self._claim_left(clause, unit, outcomes, _REACH):
                idle.append(unit)
        return idle

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
            and self._tokens[verb.first - 1].text in ("the", "those")
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
            if item is not None or at < clause.sentence.first or self._tokens[at].kind != "word":
                break
            at -= 1
        following = next((c for c in clause.clusters if c.first >= verb.last), None)
        return following is not None and following.first - verb.last <= 1

    # -- shared ---

    def _next_verb(self, clause: Clause, verb: Unit) -> int:
        later = (
            u.first
            for u in clause.units
            if u.first >= verb.last and u.kind == "outcome" and not (self._arabic and u.sense.form == "after")
        )
        return next(later, clause.sentence.last)

    def _broken(self, clause: Clause, start: int, end: int) -> bool:
        return any(start <= u.first < end and u.kind in _BREAKS for u in clause.units)

    def _verb_between(self, clause: Clause, start: int, end: int) -> bool:
        return any(start <= u.first < end and u.kind in ("outcome",) and u.sense.form != "after" for u in clause.units)

    def _counted_between(self, clause: Clause, start: int, end: int) -> bool:
        return any(start <= cluster.first < cluster.last < end for cluster in clause.clusters)

    def _handed_over(self, clause: Clause, cluster: Cluster) -> bool:
        """Bodies that are handed over, exchanged or buried, or that no number counts, are no new dead."""
        if self._tokens[cluster.first].text.endswith(_BARE) and not cluster.counted:
            return True
        return any(u.kind == "handover" and -4 <= cluster.first - u.last <= 12 for u in clause.units)

    def _carried(self, clause: Clause, cluster: Cluster) -> bool:
        """«تحويل عشرات المصابين إلى أربيل»: the injured on their way, told of elsewhere."""
        top = cluster.tops[0].mention
        near = any(u.kind == "carried" and 0 <= cluster.first - u.last <= 2 for u in clause.units)
        return near and top.outcome == "injured" and top.quantifier == "vague"

    def _named_victim(self, clause: Clause, verb: Unit) -> Statement | None:
        """«استشهد محمد العلي», "Yasser Hajo was injured": one person, known by name alone."""
        mention = self._name_after(clause, verb) if self._arabic else self._name_before(clause, verb)
        if mention is None or any(c.first <= verb.first + 12 and c.last >= verb.first - 12 for c in clause.clusters):
            return None
        cluster = Cluster([Node(mention)], mention.first, mention.last)
        return self._statement(clause, cluster, verb.sense.outcome or "killed")

    def _name_after(self, clause: Clause, verb: Unit) -> PeopleMention | None:
        if verb.sense.form != "verb":
            return None
        last = verb.last
        while (
            last < clause.sentence.last
            and last - verb.last < 4
            and self._tokens[last].kind == "word"
            and self._items[last] is None
        ):
            last += 1
        if last - verb.last < 2 or self._tokens[verb.last].text in _NO_NAME:
            return None
        age = self._reader.age_after(last)
        return PeopleMention(verb.last, last, 1, 1, "exact", "person", "person", "named", age=age)

    def _name_before(self, clause: Clause, verb: Unit) -> PeopleMention | None:
        last = verb.first
        while last > clause.sentence.first and (
            isinstance(item := self._items[last - 1], Unit)
            and item.kind in ("be", "have")
            or self._tokens[last - 1].text in ("also", "later")
        ):
            last -= 1
        first = last
        while (
            first > clause.sentence.first
            and last - first < 5
            and self._tokens[first - 1].upper
            and self._items[first - 1] is None
        ):
            first -= 1
        if last == verb.first or last - first < 2 or self._tokens[last].text not in ("was", "has", "had"):
            return None
        return PeopleMention(first, last, 1, 1, "exact", "person", "person", "named", age=self._reader.age_after(last))

    def _anaphor(self, cluster: Cluster) -> bool:
        """«الجرحى», "the victims" without a number point back and count nobody."""
        top = cluster.tops[0].mention
        if top.counted and top.rule != "singular":
            return False
        if self._arabic:
            return top.definite and top.outcome is not None and top.rule in ("plural", "singular")
        before = self._items[top.first - 1] if top.first else None
        article = isinstance(before, Unit) and before.kind in ("poss",)
        return top.rule == "plural" and article

    def _pointer(self, clause: Clause, unit: Unit) -> Statement:
        mention = PeopleMention(unit.first, unit.last, 1, None, "vague", "person", "person", "pointer", counted=False)
        return Statement("injured", tally([Node(mention)]), unit.first, unit.last, clause.sentence, pointer=True)

    def _points_at_injured(self, cluster: Cluster) -> bool:
        top = cluster.tops[0].mention
        return (
            top.outcome == "injured"
            and top.rule in ("plural", "vague:noun")
            and not cluster.mixed
            and top.role != "fighter"
        )

    def _parts_of_victims(self, clause: Clause, cluster: Cluster) -> Statement | None:
        """ "The victims included four children": parts of a toll told elsewhere."""
        top = cluster.tops[0]
        if top.mention.outcome is None or top.mention.counted or not top.parts:
            return None
        counted = tally(top.parts, parts_only=True)
        outcome: Outcome = "injured" if top.mention.outcome == "injured" else "killed"
        return (
            Statement(outcome, counted, cluster.first, cluster.last, clause.sentence, parts_only=True)
            if counted.groups
            else None
        )

    def _statement(self, clause: Clause, cluster: Cluster, outcome: str) -> Statement | None:
        if cluster.mixed or outcome == "victim":
            return None
        counted = tally(cluster.tops, parts_only=cluster.part_of is not None)
        if counted.total is None and not counted.groups and not counted.fighters or self._handed_over(clause, cluster):
            return None
        vague = counted.total is not None and counted.total.quantifier == "vague"
        near = [u for u in clause.units if abs(u.first - cluster.first) <= 25]
        before = [u for u in clause.units if u.last <= cluster.first and cluster.first - u.last <= 6]
        return Statement(
            cast("Outcome", outcome),
            counted,
            cluster.first,
            cluster.last,
            clause.sentence,
            parts_only=cluster.part_of is not None,
            revises=not vague
            and any(
                u.kind in ("rises", "toll") and not self._counted_between(clause, u.last, cluster.first) for u in before
            ),
            earlier=any(u.kind == "first_toll" for u in near if u.first < cluster.first),
            later_death=any(u.kind == "later_death" for u in near) and outcome == "killed",
            accident=any(u.kind == "accident" for u in clause.units),
            definite=cluster.tops[0].mention.definite,
            other=cluster.tops[0].mention.other,
        )
