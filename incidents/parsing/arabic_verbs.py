"""Arabic verbs of harm and their victims: they follow the verb, but for plural verbs."""

from __future__ import annotations

from incidents.parsing.cluster_shapes import Clause
from incidents.parsing.lexicon import Unit
from incidents.parsing.numbers import Number
from incidents.parsing.verb_claims import REACH, VerbClaims

_NOUN_OR_VERB = frozenset(("قتل", "جرح", "توفي", "ستشهد"))
_OWNED = {"ه": (1, 1), "ها": (1, 1), "هما": (2, 2), "هم": (2, 10_000), "هن": (2, 10_000)}  # how many a pronoun means
_CAUSES = frozenset("اثر بعد نتيجه جراء بسبب عقب".split())
_CAUSE_REACH = 8  # tokens between «قُتل» and «إصابته»
_STRIKING = ("اصاب", "قتل", "اعدم", "اغتال", "ارد")  # of verbs with a pronoun: «وصفته» describes him
_TAKING_REACH = 14  # tokens between «أودى» and «بحياة»: what took the lives stands between
_HAD_REACH = 9  # tokens between a subject and «قد توفيت»
_OWNER_REACH = 30  # tokens between people and «مقتلهم»
_LIVES = frozenset(("حياه", "ارواح"))
_TAKING = tuple("اود يود تود خسر فقد قدت حصد ازه زهق انه فجع كلف سلب".split())  # «أودى ... بحياة»
_AGE_MARKS = frozenset(("،", ",", "(", ")", "-", "/"))  # around an age: «الطفل خالد، 13 عاماً، فارق الحياة»
_BACK = frozenset(("بها", "به", "بهم"))  # «جروح أصيبت بها»: the verb looks back


class ArabicVerbs(VerbClaims):
    """The Arabic part of :class:`incidents.parsing.casualties.StatementReader`."""

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
            if unit.sense.form == "object" and unit.prefix.endswith("ال"):
                continue  # «ظروف الاستشهاد»: no victims follow a noun with the article
            if unit.sense.form == "after":
                if self._relative_toll(clause, unit):
                    self._claim_right(clause, unit, outcomes, toll=True)
                elif not self._claim_left(clause, unit, outcomes, REACH):
                    self._claim_right(clause, unit, outcomes)
            elif unit.suffix:
                self._claim_owner(clause, unit, outcomes)
            elif not (
                self._claim_right(clause, unit, outcomes)
                or (self._may_be_verb(unit) and self._claim_beside(clause, unit, outcomes))
            ):
                idle.append(unit)
        self._claim_subjects(clause, outcomes)
        return idle

    def _claim_owner(self, clause: Clause, verb: Unit, outcomes: dict[int, str]) -> None:
        """«على الشابين ..، ما أسفر عن مقتلهما»: the nearest people before whom the pronoun can mean."""
        plain = verb.sense.form == "object" or self._text(verb.first).lstrip("وفل").startswith(_STRIKING)
        fits = _OWNED.get(verb.suffix) if plain else None
        for index in range(len(clause.clusters) - 1, -1, -1) if fits else ():
            cluster = clause.clusters[index]
            top = cluster.tops[0].mention if cluster.tops else None
            if cluster.first >= verb.first or top is None:
                continue
            again = any(u.suffix and u.kind == "outcome" and 0 < verb.first - u.first <= 2 for u in clause.units)
            if again and outcomes.get(index) == "injured" and verb.sense.outcome == "killed":
                outcomes[index] = "killed"  # «ما أدى إلى إصابته ووفاته»
                return
            people = sum(node.mention.low for node in cluster.tops)
            if verb.first - cluster.last > _OWNER_REACH or index in outcomes or not cluster.counted:
                return
            if fits and fits[0] <= people <= fits[1] and top.outcome in (None, "victim") and not cluster.mixed:
                outcomes[index] = "killed" if self._died_of(clause, verb) else verb.sense.outcome or "killed"
            return

    def _died_of(self, clause: Clause, verb: Unit) -> bool:
        """«قُتل في حمص إثر إصابته في الرأس»: the wound only says how he died."""
        if self._text(verb.first - 1) not in _CAUSES:
            return False
        return any(
            u.kind == "outcome" and u.sense.outcome == "killed" and 0 < verb.first - u.first <= _CAUSE_REACH
            for u in clause.units
        )

    def _may_be_verb(self, unit: Unit) -> bool:
        """Whether a word of harm is a verb, or may be one unvowelled: قتل, جرح."""
        return unit.sense.form == "verb" or self._text(unit.first).lstrip("وف") in _NOUN_OR_VERB

    def _claim_beside(self, clause: Clause, verb: Unit, outcomes: dict[int, str]) -> bool:
        """«أن مواطنة قُتلت»: a verb that finds no victims behind it has those right before it."""
        for index, cluster in enumerate(clause.clusters):
            gap = verb.first - cluster.last
            aged = any(self._told_age(at) for at in range(cluster.last, verb.first))
            plain = all(
                self._items[at] is None
                and (self._tokens.kinds[at] == "word" or aged and self._text(at) in _AGE_MARKS)
                or self._text(at) == '"'
                or aged
                and (self._told_age(at) or isinstance(self._items[at], Number))
                for at in range(cluster.last, verb.first)
            )
            beside = 0 <= gap <= 7 + 4 * aged and (gap <= 1 or plain)
            if (
                (beside or 0 <= gap <= _HAD_REACH and self._had(clause, verb, cluster.last))
                and index not in outcomes
                and cluster.counted
                and cluster.tops[0].mention.role != "fighter"
            ):
                outcomes[index] = verb.sense.outcome or "killed"
                return True
        return False

    def _told_age(self, at: int) -> bool:
        item = self._items[at]
        return isinstance(item, Unit) and item.kind in ("age_unit", "age_word")

    def _had(self, clause: Clause, verb: Unit, after: int) -> bool:
        """«كانت فتاة من مهجري السويداء قد توفيت»: the subject stands before «قد»."""
        return self._text(verb.first - 1) == "قد" and not self._verb_between(clause, after, verb.first)

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
        text = self._text(verb.first)
        if verb.last == verb.first + 1 and text.lstrip("ب") in _LIVES:
            before = range(max(verb.first - _TAKING_REACH, 0), verb.first)
            return any(self._text(at).lstrip("وفل").startswith(_TAKING) for at in before)
        if not text.startswith("حيات"):
            return True
        return any(
            self._tokens.texts[at].lstrip("وف").startswith(("قد", "خسر"))
            for at in range(max(verb.first - 9, 0), verb.first)
        )

    def _relative_toll(self, clause: Clause, verb: Unit) -> bool:
        """«عدد الأطفال الذين قتلوا ... بلغ 23»: the number of those killed follows."""
        relative = any(u.kind == "relative" and verb.first - 2 <= u.last <= verb.first for u in clause.units)
        told = any(u.kind in ("rises", "toll") for u in clause.units)
        return relative and told
