"""What a phrase that counts people says of them, and what a stated age makes of it."""

from __future__ import annotations

from dataclasses import dataclass

from incidents.parsing.lexicon import Role, Sense
from incidents.parsing.results import Quantifier

_ADULT = 18


@dataclass(slots=True)
class PeopleMention:
    """People that the text counts or names by a noun, at the tokens ``[first, last)``.

    ``low``–``high`` is how many (``high`` None: open above). ``group`` is a figure's group, "person" where the words
    say none, "couple" for a man and a woman. ``counted`` says that a number, a dual or a singular carries the count;
    a bare plural ("civilians") has low 1. ``noun`` is the token of the noun, or None for a number that stands alone.
    """

    first: int
    last: int
    low: int
    high: int | None
    quantifier: Quantifier
    group: str
    role: Role
    rule: str
    outcome: str | None = None
    also: str = ""
    kin: bool = False
    definite: bool = False
    joined: bool = False
    counted: bool = True
    noun: int | None = None
    civilian_word: bool = False
    age: int | None = None
    other: bool = False
    part: bool = False
    of_those: bool = False  # "one of the women": some of people told before


def fused(head: Sense, other: Sense) -> Sense:
    """One sense of two nouns for the same people: the first known group and outcome, fighter over civilian."""
    role: Role = (
        "fighter"
        if "fighter" in (head.role, other.role)
        else "civilian"
        if "civilian" in (head.role, other.role)
        else "person"
    )
    group = (
        head.group
        if head.group not in (None, "person", "female")
        else other.group
        if other.group != "person"
        else head.group
    )
    outcome, word = head.outcome or other.outcome, head.word or other.word
    return Sense(head.kind, group, role, head.count, outcome, head.form, head.value, word)


def group_by_age(mention: PeopleMention) -> str:
    """The group of a mention once a stated age is heard: under 18 is a child, an adult son a man."""
    if mention.age is None:
        return mention.group
    if mention.age < _ADULT:
        return mention.group if mention.group in ("children", "girls", "boys") else "children"
    if mention.kin and mention.group == "person":
        return "men"  # a son or brother whose adult age is told
    return "person" if mention.group in ("children", "girls", "boys") else mention.group
