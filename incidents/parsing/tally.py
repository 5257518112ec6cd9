"""Counts a cluster of people into figures: the total without fighters, and the groups that the text names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from incidents.parsing.cluster_shapes import Node
from incidents.parsing.normalise import Folded
from incidents.parsing.people_mentions import PeopleMention, group_by_age
from incidents.parsing.results import Figure, Group, Outcome, Quantifier
from incidents.parsing.tokens import Tokens

_CHILD = ("children", "girls", "boys")


@dataclass(slots=True)
class Amount:
    """A number of people with its bounds and the tokens ``[first, last)`` that it rests on."""

    low: int
    high: int | None
    quantifier: Quantifier
    first: int
    last: int
    rule: str

    def plus(self, other: Amount) -> Amount:
        """The sum of two amounts; it is open above as soon as one of them is."""
        high = None if self.high is None or other.high is None else self.high + other.high
        quantifier = (
            self.quantifier
            if self.quantifier == other.quantifier
            else other.quantifier
            if self.quantifier == "exact"
            else self.quantifier
        )
        rule = self.rule if self.rule.startswith("sum:") else f"sum:{self.rule}"
        return Amount(
            self.low + other.low, high, quantifier, min(self.first, other.first), max(self.last, other.last), rule
        )


@dataclass(slots=True)
class Tally:
    """What one statement counts for one outcome: the total and the groups, None where it says none."""

    total: Amount | None = None
    groups: dict[str, Amount] = field(default_factory=dict)
    fighters: int = 0
    civilians: Amount | None = None  # how many of a toll told elsewhere are said to have been civilians

    def only_civilians(self, count: Amount) -> Tally:
        """The tally of a toll of which the text says how many were civilians: they alone count."""
        total = self.total
        if total is None or self.fighters or total.low <= count.low or total.quantifier == "vague":
            return self
        return replace(self, total=replace(count, rule="civilians"))

    def without_fighters(self, count: int) -> Tally:
        """The tally of a toll among whose dead the text counts so many fighters; this one where that leaves nobody."""
        total = self.total
        if total is None or self.fighters or total.low <= count or total.quantifier == "vague":
            return self
        high = None if total.high is None else total.high - count
        return replace(self, total=replace(total, low=total.low - count, high=high, rule="minus:fighters"))

    def add_total(self, amount: Amount) -> None:
        self.total = amount if self.total is None else self.total.plus(amount)

    def add_group(self, group: str, amount: Amount) -> None:
        known = self.groups.get(group)
        self.groups[group] = amount if known is None else known.plus(amount)


def tally(tops: Sequence[Node], *, parts_only: bool = False) -> Tally:
    """Counts the mentions of a cluster. Fighters are left out; where some are said to be civilians, only they count.

    ``parts_only`` counts the mentions as part of a toll told elsewhere, so that they give groups and no total.
    """
    result = Tally()
    for node in tops:
        _count(node, result, parts_only)
    return result


def with_total(counted: Tally) -> Tally:
    """The tally of people told by their groups alone, with the total that the groups make; flags count nobody."""
    told = [counted.groups[group] for group in ("children", "women", "men") if group in counted.groups]
    result = Tally(None, dict(counted.groups), counted.fighters)
    for amount in told:
        result.add_total(amount)
    return result


def _count(node: Node, result: Tally, parts_only: bool) -> None:
    mention = node.mention
    if mention.role == "fighter":
        civilians = [p for p in node.parts if p.mention.civilian_word and p.mention.counted]
        if civilians:
            for part in civilians:
                _count(part, result, parts_only)
            return
        result.fighters += mention.low if mention.counted else 0
        return
    total = _amount(mention)
    civilians = [p for p in node.parts if p.mention.civilian_word and p.mention.counted]
    if civilians and not mention.civilian_word and civilians[0].mention.low <= mention.low:
        total = _amount(civilians[0].mention)
        for part in civilians[1:]:
            total = total.plus(_amount(part.mention))
    else:
        fighters = sum(p.mention.low for p in node.parts if p.mention.role == "fighter" and p.mention.counted)
        if fighters and not mention.civilian_word and fighters <= mention.low:
            total = Amount(
                total.low - fighters,
                None if total.high is None else total.high - fighters,
                total.quantifier,
                total.first,
                total.last,
                "minus:fighters",
            )
            result.fighters += fighters
            if total.low == 0:
                return
    if not parts_only:
        result.add_total(total)
    elif mention.civilian_word and mention.counted:
        result.civilians = total if result.civilians is None else result.civilians.plus(total)
    _groups(node, total, result)


def _groups(node: Node, total: Amount, result: Tally) -> None:
    """Adds the groups of one mention: its own, or those of its parts where it names none or its parts say more."""
    mention = node.mention
    group = group_by_age(mention)
    parts = [p for p in node.parts if p.mention.role != "fighter"]
    if mention.also:
        result.add_group(mention.also, total)
    if group in _CHILD or group in ("women", "men"):
        if _divides(mention, parts):
            for part in parts:
                _groups(part, _amount(part.mention), result)
            return
        young = sum(p.mention.low for p in parts if p.mention.group in _CHILD) if group in ("women", "men") else 0
        if 0 < young < total.low:
            rest = replace(
                total,
                low=total.low - young,
                high=None if total.high is None else total.high - young,
                rule="minus:children",
            )
            result.add_group(group, rest)
            for part in parts:
                if part.mention.group in _CHILD:
                    _groups(part, _amount(part.mention), result)
            return
        result.add_group("children" if group in _CHILD else group, total)
        if group in ("girls", "boys"):
            result.add_group(group, total)
        for part in parts:
            _flags(part, result)
        return
    if group == "couple":
        one = Amount(1, 1, "exact", total.first, total.last, "couple")
        result.add_group("women", one)
        result.add_group("men", one)
    elif group == "female":
        if mention.age is not None:
            result.add_group("children" if mention.age < 18 else "women", total)
            if mention.age < 18:
                result.add_group("girls", total)
    elif group not in ("person", ""):
        result.add_group(group, total)
    for part in _first_split(mention, parts):
        _groups(part, _amount(part.mention), result)


def _first_split(mention: PeopleMention, parts: Sequence[Node]) -> Sequence[Node]:
    """The parts up to those that add up to all: what follows them, as in a bracket, splits the same people again."""
    summed = 0
    for count, part in enumerate(parts, start=1):
        summed += part.mention.low
        split = part.mention.group not in ("person", "") and part.mention.quantifier == "exact"
        if not split:
            return parts
        if summed == mention.low and mention.low > 1:
            return parts[:count]
    return parts


def _divides(mention: PeopleMention, parts: Sequence[Node]) -> bool:
    """Whether the parts add up to a relative's number and say better who they were: "her four children: two young
    men ...".
    """
    if not mention.kin or not parts:
        return False
    return sum(p.mention.low for p in parts) == mention.low and all(p.mention.group != "person" for p in parts)


def _flags(node: Node, result: Tally) -> None:
    """The parts of a known group give no second count, only what may overlap it: under six, girls, rescue workers."""
    amount = _amount(node.mention)
    if node.mention.also:
        result.add_group(node.mention.also, amount)
    if node.mention.group in ("girls", "boys"):
        result.add_group(node.mention.group, amount)


def _amount(mention: PeopleMention) -> Amount:
    low, high = mention.low, mention.high
    if mention.group == "couple":
        low, high = 2, 2
    return Amount(low, high, mention.quantifier, mention.first, mention.last, mention.rule)


def figures(counted: Tally, outcome: Outcome, folded: Folded, tokens: Tokens) -> list[Figure]:
    """The tally as figures with spans, the total first."""
    rows: list[tuple[str, Amount]] = [("total", counted.total)] if counted.total is not None else []
    rows += counted.groups.items()
    return [_figure(outcome, group, amount, folded, tokens) for group, amount in rows]  # type: ignore[arg-type]


def _figure(outcome: Outcome, group: Group, amount: Amount, folded: Folded, tokens: Tokens) -> Figure:
    span = folded.span(tokens.begins[amount.first], tokens.end(amount.last - 1))
    return Figure(outcome, group, amount.low, amount.high, amount.quantifier, span, span.of(folded.source), amount.rule)
