"""The shape of a language's word tables: what a contributor fills in to teach the parser a word or a language."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Role = Literal["civilian", "person", "fighter"]


@dataclass(frozen=True, slots=True)
class People:
    """Nouns for people: ``one`` and ``many`` hold their singulars and plurals, parted by " | " or blanks.

    ``group`` is the figure's group ("person" fills the total alone), ``also`` a second, overlapping group,
    ``outcome`` what has befallen them by the word alone (قتيل, جريح), ``kin`` a relation to another victim,
    ``two`` duals that no rule gives, ``not_two`` duals that are other words (أمين, a name).
    """

    group: str
    one: str = ""
    many: str = ""
    role: Role = "person"
    outcome: str | None = None
    also: str | None = None
    kin: bool = False
    two: str = ""
    not_two: str = ""


@dataclass(frozen=True, slots=True)
class Words:
    """Words and phrases of one kind, parted by " | ", with the features that the grammar asks for.

    Kinds and forms are listed in ``docs/parsing.md``.
    """

    kind: str
    phrases: str
    form: str = ""
    outcome: str | None = None
    value: int | None = None


@dataclass(frozen=True, slots=True)
class Language:
    """One language's tables. Spell words as people read them; the lexicon folds them."""

    code: str
    clitics: bool
    people: tuple[People, ...]
    words: tuple[Words, ...]
    units: dict[str, int]
    teens: dict[str, int]
    tens: dict[str, int]
    hundreds: dict[str, int]
    scales: dict[str, int]
    months: dict[str, int]
    hijri_months: dict[str, int] = field(default_factory=dict)
    weekdays: dict[str, int] = field(default_factory=dict)
    another: tuple[str, ...] = ()  # words that announce a further event: "also", "meanwhile"
