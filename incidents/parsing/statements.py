"""What one clause says of one outcome: the shape in which casualties reach the events."""

from __future__ import annotations

from dataclasses import dataclass

from incidents.parsing.distributions import Share
from incidents.parsing.results import Outcome
from incidents.parsing.tally import Tally
from incidents.parsing.tokens import Sentence


@dataclass(slots=True)
class Statement:
    """What one clause says of one outcome, at the tokens ``[first, last)``; ``tops`` is where the counted words end.

    ``parts_only`` gives groups of a toll that stands elsewhere. ``revises`` marks a toll that replaces an earlier one,
    ``earlier`` one that was replaced, ``later_death`` a death among those injured before. ``pointer`` marks words like
    "the wounded", which say of an event told elsewhere that people were injured, and count nobody. ``of_them`` marks
    parts of a toll that only "them" or "they" points at: that of the sentence before.
    """

    outcome: Outcome
    tally: Tally
    first: int
    last: int
    sentence: Sentence
    parts_only: bool = False
    revises: bool = False
    earlier: bool = False
    later_death: bool = False
    accident: bool = False
    definite: bool = False
    pointer: bool = False
    of_them: bool = False
    other: bool = False
    share: Share | None = None
