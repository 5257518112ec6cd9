"""Finds who was killed, injured or is missing: gives each cluster of people the outcome of the verb that governs it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import cast

from incidents.parsing.arabic_verbs import ArabicVerbs
from incidents.parsing.cluster_shapes import Clause, Cluster, Node
from incidents.parsing.english_verbs import EnglishVerbs
from incidents.parsing.lexicon import Unit
from incidents.parsing.named_victims import NamedVictims
from incidents.parsing.people import PeopleReader
from incidents.parsing.people_mentions import PeopleMention
from incidents.parsing.results import Outcome
from incidents.parsing.scan import Item
from incidents.parsing.statements import Statement
from incidents.parsing.tally import tally
from incidents.parsing.tokens import Tokens

_BULLETS = frozenset("-•*–—▪●►◾🔻🔸🔹")


_EARLIER_REACH = 70  # tokens between «في تصريح سابق» and its toll
_EARLIER_WORDS = frozenset(("تصريح", "تصريحات", "بيان"))  # an earlier statement may be told at length
_HEADING = 1  # tokens of a heading besides the people and a mark: "Civilian fatalities:"
_REST_REACH = 6  # tokens behind others in which a verb of their own would stand
_OTHERS_REACH = 14  # tokens between people and "another seven"
_OTHERS_FAR = 30  # tokens between people and «وآخر في X»
_AT = frozenset(("في", "فى"))
_RUBBLE = frozenset(("الانقاض", "الركام", "انقاض", "ركام"))
_FATES = frozenset(("dead", "killed", "wounded", "injured", "hurt"))  # in the place of a noun: "and four wounded"
_ROLE_REACH = 12  # tokens between fighters and the others who are fighters too


class StatementReader(ArabicVerbs, EnglishVerbs, NamedVictims):
    """Assigns outcomes in one language."""

    def __init__(self, reader: PeopleReader, tokens: Tokens, items: Sequence[Item | None], arabic: bool) -> None:
        super().__init__(reader, tokens, items, arabic)
        self._listed: str | None = None  # the outcome of a list that a colon has opened

    def read(self, clause: Clause) -> list[Statement]:
        """The statements of a sentence in order; people whom no verb of harm governs give none.

        The items of a list after a colon ("38 were killed: - 17 people in ...") take the outcome told before it.
        """
        found = self._read(clause)
        if len(found) == 1 and self._heads(clause, found[0]):
            self._listed = found[0].outcome
            return []
        opens = self._tokens.texts[clause.sentence.first]
        if (
            not found
            and self._listed is not None
            and (opens in _BULLETS or self._tokens.kinds[clause.sentence.first] == "number")
        ):
            cluster = clause.clusters[0] if clause.clusters else None
            if cluster is not None and cluster.counted and cluster.first - clause.sentence.first <= 2:
                statement = self._statement(clause, cluster, self._listed)
                return [statement] if statement else []
        if opens not in _BULLETS:
            ends = self._tokens.texts[clause.sentence.last - 1]
            self._listed = found[-1].outcome if found and ends == ":" else None
        return found

    def _told_first(self, near: Sequence[Unit], before: Sequence[Unit], cluster: Cluster) -> bool:
        """ "Initially 21"; not the later toll of "initially 21, but later raised the toll to 34"."""
        first = any(u.kind == "first_toll" for u in near if u.first < cluster.first)
        return first and not any(u.kind == "rises" for u in before)

    def _heads(self, clause: Clause, statement: Statement) -> bool:
        """Whether a line only names what the next ones count: "Civilian fatalities", «الشهداء المدنيون»."""
        total, sentence = statement.tally.total, clause.sentence
        short = sentence.alone and sentence.last - sentence.first <= statement.last - statement.first + _HEADING
        return short and total is not None and total.quantifier == "vague" and not statement.pointer

    def _read(self, clause: Clause) -> list[Statement]:
        if not clause.clusters and not any(unit.sense.outcome for unit in clause.units):
            return []
        if "denial" in clause.kinds:
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
        self._pass_on_role(clause, outcomes)
        self._deal_out(clause, outcomes)
        self._carry_to_others(clause, outcomes)
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

    def _carry_to_others(self, clause: Clause, outcomes: dict[int, str]) -> None:
        """ "Seven were killed in X and another seven in Y": the verb of the first is left out for the others."""
        if self._arabic:
            self._carry_to_other_places(clause, outcomes)
            return
        for index in range(1, len(clause.clusters)):
            before, cluster = clause.clusters[index - 1], clause.clusters[index]
            top = cluster.tops[0].mention
            if index in outcomes or index - 1 not in outcomes or not top.other or not cluster.counted:
                continue
            gap = list(self._items[before.end_of_tops() : cluster.first])
            gap += self._items[cluster.last : cluster.last + 4]
            if any(isinstance(item, Unit) and item.kind == "captive" for item in gap):
                continue  # "killed 10,000 people, displaced 3 million others"; "another two were able to flee"
            verbs = [u for u in clause.units if u.kind == "outcome" and u.first >= before.last]
            between = sum(u.first < cluster.first for u in verbs)
            behind = any(0 <= u.first - cluster.last <= _REST_REACH for u in verbs)
            if between <= 1 and not behind and cluster.first - before.last <= _OTHERS_REACH:
                outcomes[index] = outcomes[index - 1]

    def _carry_to_other_places(self, clause: Clause, outcomes: dict[int, str]) -> None:
        """«قُتل مدني بقصف على X، وآخر في Y»: another one at another place, of whom no verb is said."""
        for index in range(1, len(clause.clusters)):
            before, cluster = clause.clusters[index - 1], clause.clusters[index]
            top = cluster.tops[0].mention
            if index in outcomes or index - 1 not in outcomes or not top.other or not top.joined or not cluster.counted:
                continue
            placed = self._text(cluster.last) in _AT and cluster.last + 1 < len(self._tokens)
            verbs = any(u.kind == "outcome" and u.first >= before.last for u in clause.units if u.first < cluster.first)
            fighters = before.tops[0].mention.role == "fighter"
            if placed and not verbs and not fighters and cluster.first - before.last <= _OTHERS_FAR:
                outcomes[index] = outcomes[index - 1]

    def _deal_out(self, clause: Clause, outcomes: dict[int, str]) -> None:
        """Gives the shares of a toll its outcome: that of the people counted before, of a verb, or of a list's lead."""
        known = self._listed
        verbs = [u for u in clause.units if u.kind in ("outcome", "toll") and u.sense.outcome in ("killed", "injured")]
        for index, cluster in enumerate(clause.clusters):
            if cluster.share is None:
                known = outcomes.get(index) or (cluster.tops[0].mention.outcome if cluster.tops else None) or known
                continue
            if cluster.share.opened and (whole := self._whole_before(clause, outcomes, index)) is not None:
                known = whole
            before = [u.sense.outcome for u in verbs if u.last <= cluster.first]
            after = next((u.sense.outcome for u in verbs if u.first >= cluster.last), None)
            outcome = outcomes.get(index) or known or (before[-1] if before else after)
            if outcome in ("killed", "injured", "victim"):
                outcomes[index] = known = "injured" if outcome == "injured" else "killed"

    def _whole_before(self, clause: Clause, outcomes: dict[int, str], index: int) -> str | None:
        """The outcome of the people whom «بينهم أربعة في X وثلاثة في Y» deals out: as many, or more, told before."""
        dealt = 0
        for cluster in clause.clusters[index:]:
            if cluster.share is None:
                break
            dealt += cluster.tops[0].mention.low
        for at in range(index - 1, -1, -1):
            told = clause.clusters[at]
            if at in outcomes and told.share is None and told.counted and told.tops[0].mention.low >= dealt:
                return outcomes[at]
        return None

    def _dead(self, cluster: Cluster) -> bool:
        """Whether "victims" are the dead: with a number, or in Arabic without an article (سقوط ضحايا)."""
        top = cluster.tops[0].mention
        return top.quantifier != "vague" or self._arabic and (top.counted or not top.definite)

    def _pass_on_role(self, clause: Clause, outcomes: dict[int, str]) -> None:
        """«قتل خمسة من العناصر وجرح آخرون»: others after fighters are fighters too."""
        for index, (one, other) in enumerate(zip(clause.clusters, clause.clusters[1:], strict=False)):
            if self._arabic and self._of_one_side(one, other):
                for node in one.tops:
                    node.mention = replace(node.mention, role="fighter")  # «25 قتيلاً و16 جريحاً من الحوثيين»
            if not self._arabic and not one.counted and index not in outcomes and index + 1 in outcomes:
                continue  # "security forces fired on the crowd and killed five"
            top = other.tops[0].mention
            listed = self._text(one.last) in (",", "،")
            if (
                not self._arabic
                and one.tops[0].mention.rule == "number:alone"
                and top.role == "fighter"
                and other.first - one.last <= (8 if "number" in map(self._text, range(one.last, other.first)) else 4)
                and not listed
            ):
                one.tops[0].mention = replace(one.tops[0].mention, role="fighter")
            fated = top.noun is not None and self._text(top.noun) in _FATES
            if (
                (top.noun is None or fated)
                and (fated or top.other or top.rule == "number:alone" or top.quantifier == "vague")
                and one.tops[-1].mention.role == "fighter"
                and other.first - one.last <= _ROLE_REACH
                and not one.tops[0].parts
            ):
                for node in other.tops:
                    node.mention = replace(node.mention, role="fighter")

    def _of_one_side(self, one: Cluster, other: Cluster) -> bool:
        """Whether the dead and the injured stand side by side, and an armed side behind the injured is that of both."""
        dead, hurt = one.tops[-1].mention, other.tops[0].mention
        beside = hurt.joined and 0 <= other.first - one.last <= 1 and not one.tops[-1].parts
        return beside and hurt.role == "fighter" and dead.role == "person" and None not in (dead.outcome, hurt.outcome)

    def _named_victim(self, clause: Clause, verb: Unit) -> Statement | None:
        """«استشهد محمد العلي», "Yasser Hajo was injured": one person, known by name alone."""
        mention = self._name_after(clause, verb) if self._arabic else self._name_before(clause, verb)
        if mention is None:
            return None
        near, far = (
            (mention.first, mention.last) if mention.rule == "named:given" else (verb.first - 12, verb.first + 12)
        )
        if any(c.first <= far and c.last >= near and not self._acts(c) for c in clause.clusters):
            return None
        cluster = Cluster([Node(mention)], mention.first, mention.last)
        return self._statement(clause, cluster, verb.sense.outcome or "killed")

    def _acts(self, cluster: Cluster) -> bool:
        """Whether a cluster is the attackers of "was shot dead by unidentified gunmen"."""
        return (
            not self._arabic
            and not cluster.counted
            and "by" in map(self._text, range(cluster.first - 3, cluster.first))
        )

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

    def _rose_since(self, clause: Clause, cluster: Cluster) -> bool:
        """«وثق مقتل 17 في هذه الغارات، إلا أن الحصيلة ارتفعت»: an earlier toll, the later one is told elsewhere."""
        if "rises" not in clause.kinds or "toll" not in clause.kinds:
            return False
        rises = next((u for u in clause.units if u.kind == "rises" and u.first >= cluster.last), None)
        if rises is None or any(c.counted and c.first > cluster.last for c in clause.clusters):
            return False
        return any(
            u.kind == "toll" and cluster.last <= u.first and abs(u.first - rises.first) <= 2 for u in clause.units
        )

    def _under_rubble(self, cluster: Cluster) -> bool:
        """«آلاف الضحايا تحت الأنقاض»: those who are still missing are not counted among the dead."""
        vague = cluster.tops[0].mention.quantifier == "vague" if cluster.tops else False
        beside = self._text(cluster.last) == "تحت" and self._text(cluster.last + 1) in _RUBBLE
        return vague and beside

    def _statement(self, clause: Clause, cluster: Cluster, outcome: str) -> Statement | None:
        if cluster.mixed or outcome == "victim" or self._under_rubble(cluster):
            return None
        counted = tally(cluster.tops, parts_only=cluster.part_of is not None)
        told = counted.total or counted.groups or counted.fighters or counted.civilians
        if not told or self._handed_over(clause, cluster):
            return None
        vague = counted.total is not None and counted.total.quantifier == "vague"
        near: list[Unit] = []
        if not clause.kinds.isdisjoint(("first_toll", "later_death")):
            near = [
                u
                for u in clause.units
                if abs(u.first - cluster.first) <= (_EARLIER_REACH if self._text(u.first) in _EARLIER_WORDS else 25)
            ]
        before: list[Unit] = []
        if not vague and not clause.kinds.isdisjoint(("rises", "toll")):
            before = [u for u in clause.units if u.last <= cluster.first and cluster.first - u.last <= 6]
        return Statement(
            cast("Outcome", outcome),
            counted,
            cluster.first,
            cluster.last,
            clause.sentence,
            parts_only=cluster.part_of is not None,
            of_them=cluster.part_of == "victim" or not self._arabic and cluster.tops[0].mention.part,
            revises=any(
                u.kind in ("rises", "toll") and not self._counted_between(clause, u.last, cluster.first) for u in before
            ),
            earlier=self._told_first(near, before, cluster) or self._arabic and self._rose_since(clause, cluster),
            later_death=any(u.kind == "later_death" for u in near) and outcome == "killed",
            accident="accident" in clause.kinds,
            definite=cluster.tops[0].mention.definite,
            other=cluster.tops[0].mention.other,
            share=cluster.share,
        )
