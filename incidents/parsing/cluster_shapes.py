"""The shapes that counted people take: a mention with its parts, mentions added up, and a sentence of them."""

from __future__ import annotations

from dataclasses import dataclass, field

from incidents.parsing.distributions import Share
from incidents.parsing.lexicon import Unit
from incidents.parsing.people_mentions import PeopleMention
from incidents.parsing.tokens import Sentence

# Two mentions whose kinds differ cannot be parts of one another.
KIND = {"children": "child", "girls": "child", "boys": "child", "women": "adult", "men": "adult"}


@dataclass(slots=True)
class Node:
    """One mention with the mentions that split it."""

    mention: PeopleMention
    parts: list[Node] = field(default_factory=list)
    partition: bool = False


@dataclass(slots=True)
class Cluster:
    """Mentions that the text adds up, at the tokens ``[first, last)``. ``outcome`` comes from a noun (قتلى) or
    later.
    """

    tops: list[Node]
    first: int
    last: int
    outcome: str | None = None
    mixed: bool = False
    share: Share | None = None  # where these people are the part of a toll that one place had
    part_of: str | None = None  # the outcome whose toll these people are part of ("among the dead were ...")

    def end_of_tops(self) -> int:
        return self.tops[-1].mention.last

    @property
    def counted(self) -> bool:
        return True in [node.mention.counted for node in self.tops]


@dataclass(slots=True)
class Clause:
    """The elements of one sentence in order: its clusters, and the units that govern or bound them."""

    sentence: Sentence
    clusters: list[Cluster]
    units: list[Unit]
    kinds: set[str] = field(init=False)  # those of the units: most questions are answered by what is not there

    def __post_init__(self) -> None:
        self.kinds = {unit.kind for unit in self.units}
