"""Which people a verb of harm has: those behind it, before it, carried to hospital, or told as a toll."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from incidents.parsing.cluster_shapes import Clause, Cluster, Node
from incidents.parsing.lexicon import Unit
from incidents.parsing.people import PeopleReader
from incidents.parsing.scan import Item
from incidents.parsing.tokens import Tokens

REACH = 22  # tokens between a verb and its victims: the attacker and the place may stand between them
_ACTIVE = frozenset("اردي اردت اردوا اغتال اغتالت اغتالوا اصاب اصابت اصابوا صفي صفت يقتل تقتل يصيب تصيب قتلوا".split())
_DESCRIBED = 5  # tokens between "12, five of them children, ..." and «عدد الشهداء»
_BARE = ("جثث", "جثامين", "bodies", "deaths", "injuries", "lives", "corpses")  # these count only with a number
_CAUSED = frozenset(("caused", "causing", "causes"))
_FEW = 3  # bodies that a picture shows
_BREAKS = frozenset(("saying", "captive", "denial", "future"))


class VerbClaims:
    """The part of :class:`incidents.parsing.casualties.StatementReader` that both languages share."""

    def __init__(self, reader: PeopleReader, tokens: Tokens, items: Sequence[Item | None], arabic: bool) -> None:
        self._reader = reader
        self._tokens = tokens
        self._items = items
        self._arabic = arabic

    def _text(self, at: int) -> str:
        return self._tokens.texts[at] if at < len(self._tokens) else ""

    def _next_verb(self, clause: Clause, verb: Unit) -> int:
        later = (
            u.first
            for u in clause.units
            if u.first >= verb.last and u.kind == "outcome" and not (self._arabic and u.sense.form == "after")
        )
        return next(later, clause.sentence.last)

    def _broken(self, clause: Clause, start: int, end: int) -> bool:
        if _BREAKS.isdisjoint(clause.kinds):
            return False
        return any(start <= u.first < end and u.kind in _BREAKS for u in clause.units)

    def _verb_between(self, clause: Clause, start: int, end: int) -> bool:
        return any(start <= u.first < end and u.kind == "outcome" and u.sense.form != "after" for u in clause.units)

    def _counted_between(self, clause: Clause, start: int, end: int) -> bool:
        return any(start <= cluster.first < cluster.last < end for cluster in clause.clusters)

    def _handed_over(self, clause: Clause, cluster: Cluster) -> bool:
        """Bodies that are handed over, exchanged or buried, or that no number counts, are no new dead."""
        if self._tokens.texts[cluster.first].endswith(_BARE) and not cluster.counted:
            return self._tokens.texts[cluster.first - 1] not in _CAUSED  # "a raid which caused injuries"
        if "illustration" in clause.kinds and self._shown(clause, cluster):
            return True
        if "handover" not in clause.kinds:
            return False
        if not self._arabic:
            end = cluster.end_of_tops()
            return any(u.kind == "handover" and 0 <= u.first - end <= 2 for u in clause.units)
        near = any(u.kind == "handover" and -4 <= cluster.first - u.last <= 12 for u in clause.units)
        return near and not (cluster.counted and self._fell(clause, cluster))

    def _shown(self, clause: Clause, cluster: Cluster) -> bool:
        """ "Footage showed the body of a child": a few of the dead whom the text counts elsewhere."""
        shown = next(u for u in clause.units if u.kind == "illustration")
        bodies = any(
            u.first >= shown.last - 3
            and u.last <= cluster.first
            and self._text(u.first) in ("body", "bodies", "remains")
            for u in clause.units
            if u.kind == "outcome"
        )
        return bodies and cluster.tops[0].mention.low <= _FEW

    def _fell(self, clause: Clause, cluster: Cluster) -> bool:
        """«جثامين أربعة أطفال قضوا أمس بقصف»: a verb behind the dead says how they died."""
        return self._arabic and any(
            u.kind == "outcome" and u.sense.form == "after" and 0 <= u.first - cluster.last <= 8 for u in clause.units
        )

    def _carried(self, clause: Clause, cluster: Cluster) -> bool:
        """«تحويل عشرات المصابين إلى أربيل»: the injured on their way, told of elsewhere."""
        top = cluster.tops[0].mention
        near = any(u.kind == "carried" and 0 <= cluster.first - u.last <= 2 for u in clause.units)
        return near and top.outcome == "injured" and top.quantifier == "vague"

    def _anaphor(self, cluster: Cluster) -> bool:
        """«الجرحى», "the victims" without a number point back and count nobody."""
        top = cluster.tops[0].mention
        if top.counted and top.rule not in ("singular", "dual"):
            return False
        if self._arabic:
            return top.definite and top.outcome is not None
        before = self._items[top.first - 1] if top.first else None
        article = isinstance(before, Unit) and before.kind == "poss"
        return top.rule == "plural" and article

    def _to_hospital(self, clause: Clause, verb: Unit) -> bool:
        return any(u.kind == "hospital" and 0 < u.first - verb.last <= 14 for u in clause.units)

    def _claim_carried(self, clause: Clause, verb: Unit, outcomes: dict[int, str]) -> None:
        """«ونُقلت سيدتان إلى نقطة طبية بحروق»: people carried to hospital were injured."""
        hospital = next(u.first for u in clause.units if u.kind == "hospital" and u.first > verb.last)
        for index, cluster in enumerate(clause.clusters):
            behind = 0 <= verb.first - cluster.end_of_tops() <= 12 and not self._verb_between(
                clause, cluster.last, verb.first
            )
            beside = verb.last <= cluster.first < hospital or behind
            if beside and index not in outcomes and cluster.counted and not self._anaphor(cluster):
                outcomes[index] = "injured"
                return

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
            risen = toll and any(u.kind == "rises" and 0 <= cluster.first - u.last <= 3 for u in clause.units)
            if cluster.first - edge > REACH + 10 * toll and not risen:
                break
            if not toll and self._broken(clause, edge, cluster.first):
                break
            if toll and (not cluster.counted or cluster.tops[0].mention.rule == "singular"):
                continue
            if toll and self._passive_behind(cluster):
                break  # "the toll may rise as several others were badly wounded"
            if self._verb_follows(clause, cluster, verb):
                break
            if index in outcomes or cluster.part_of or cluster.outcome == "victim" and self._anaphor(cluster):
                edge = cluster.last
                taken += index in outcomes and outcomes[index] == verb.sense.outcome
                continue
            if cluster.tops[0].mention.role == "fighter" and (
                not cluster.counted or not taken and self._does_it(clause, cluster, verb, limit)
            ):
                edge = cluster.last
                continue
            if not self._object(cluster, verb, taken):
                if cluster.tops[0].mention.role == "fighter" or not cluster.counted:
                    continue
                break
            later = risen and not self._arabic  # "put the toll at six but raised it to 11"
            if taken and not later and (not self._joined(cluster) or self._passive_behind(cluster)):
                break
            outcomes[index] = verb.sense.outcome or "killed"
            taken += 1
            edge = cluster.last
        return taken

    def _passive_behind(self, cluster: Cluster) -> bool:
        """ "... to 44, and more than 60 people were injured": a verb of their own stands right behind them."""
        at = cluster.end_of_tops()
        verb = self._items[at] if at < len(self._items) else None
        if self._arabic or not isinstance(verb, Unit) or verb.kind not in ("be", "have"):
            return False
        behind = self._items[verb.last : verb.last + 3]
        return any(isinstance(item, Unit) and item.kind == "outcome" for item in behind)

    def _does_it(self, clause: Clause, cluster: Cluster, verb: Unit, limit: int) -> bool:
        """«أردى مسلح معلمة»: behind a verb that is never passive the one who fights did it, if others follow."""
        if not self._arabic or self._text(verb.first).lstrip("وف") not in _ACTIVE:
            return False
        return any(cluster.last <= c.first < limit and c.tops[0].mention.role != "fighter" for c in clause.clusters)

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
            if outcomes.get(index) == "injured" and self._died_of_wounds(clause, cluster, verb):
                outcomes[index] = "killed"
                return True
            if index in outcomes or verb.first - end > reach or cluster.mixed:
                return True
            if not cluster.counted and cluster.tops[0].mention.definite or self._verb_between(clause, end, verb.first):
                return True
            outcomes[index] = verb.sense.outcome or "killed"
            return True
        return False

    def _died_of_wounds(self, clause: Clause, cluster: Cluster, verb: Unit) -> bool:
        """ "A man wounded on Sunday has died of his injuries": he is counted among the killed alone."""
        if self._arabic or verb.sense.outcome != "killed" or "later_death" not in clause.kinds or not cluster.counted:
            return False
        return verb.sense.form == "after" and not cluster.tops[-1].parts

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

    def _number_before(self, clause: Clause, toll: Unit, outcomes: dict[int, str]) -> bool:
        """«ارتفع إلى 17 عدد القتلى»: the number stands before the words that say what it counts."""
        for index, cluster in enumerate(clause.clusters):
            split_here = bool(cluster.tops) and bool(cluster.tops[0].parts) and cluster.last <= toll.first
            whole = self._arabic or not cluster.tops or split_here
            gap = toll.first - (cluster.last if whole else cluster.end_of_tops())
            split = cluster.tops and cluster.tops[0].parts and cluster.tops[0].mention.rule == "number:alone"
            most = (_DESCRIBED if split else 1) if self._arabic else 3
            if 0 <= gap <= most and index not in outcomes and (self._arabic or cluster.counted):
                outcomes[index] = toll.sense.outcome or "killed"
                return True
        return False
