"""Looks the words of a text up in a language's tables, with Arabic clitics taken off and phrases matched longest first.

The tables themselves are data in ``languages/``; nothing here knows a word of any language but the Arabic clitics.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from incidents.parsing.normalise import fold
from incidents.parsing.tokens import Token, tokenise

Role = Literal["civilian", "person", "fighter"]
Count = Literal["one", "two", "many"]


@dataclass(frozen=True, slots=True)
class Sense:
    """What a word or phrase means to the grammar: its ``kind`` and, for that kind, its features.

    ``group`` is a figure's group, ``role`` whom a noun speaks of, ``count`` the number its form carries (طفلان: two),
    ``outcome`` what has befallen them (قتيل: killed), ``form`` how a verb stands to its victims, ``low`` the least
    number of a vague word, ``value`` a number, ``side`` where the victims of a verb stand.
    """

    kind: str
    group: str | None = None
    role: Role = "person"
    count: Count | None = None
    outcome: str | None = None
    form: str = ""
    value: int | None = None
    word: str = ""


@dataclass(frozen=True, slots=True)
class Unit:
    """A sense found at the tokens ``[first, last)``; ``prefix`` and ``suffix`` are the clitics taken off its first word."""

    sense: Sense
    first: int
    last: int
    prefix: str = ""
    suffix: str = ""

    @property
    def kind(self) -> str:
        return self.sense.kind

    @property
    def definite(self) -> bool:
        """Whether an Arabic article or a possessive pronoun stands on the word."""
        return bool(self.suffix) or self.prefix.endswith("ال") or self.prefix.endswith("لل")

    @property
    def joined(self) -> bool:
        """Whether an Arabic "and" is written onto the word."""
        return self.prefix.startswith(("و", "ف"))


@dataclass(frozen=True, slots=True)
class _Analysis:
    stem: str
    prefix: str
    suffix: str


_PREFIXES = (
    "", "و", "ف", "ال", "ب", "ل", "ك", "وال", "فال", "بال", "لل", "كال", "وب", "ول", "وبال", "ولل", "فب", "فل", "س", "وس",
    "ع", "عال", "ه", "هال",
)  # fmt: skip
_SUFFIXES = ("", "هما", "هم", "هن", "ها", "ه", "نا", "ي", "كم")
_COLLOQUIAL = frozenset(("ع", "عال", "ه", "هال"))


@dataclass(slots=True)
class Lexicon:
    """The senses of one language by their first word; ``clitics`` says whether to take Arabic clitics off."""

    clitics: bool
    entries: dict[str, list[tuple[tuple[str, ...], Sense]]] = field(default_factory=dict)
    _seen: dict[str, tuple[_Analysis, ...]] = field(default_factory=dict)

    def add(self, phrases: Iterable[str], sense: Sense) -> None:
        """Adds one sense under each of the phrases, which may be spelled as people read them."""
        for phrase in phrases:
            first, *rest = (token.text for token in tokenise(fold(phrase)))
            self.entries.setdefault(first, []).append((tuple(rest), sense))

    def finish(self) -> Lexicon:
        """Sorts the phrases so that the longest is tried first; of equal ones the one added first wins."""
        for found in self.entries.values():
            found.sort(key=lambda entry: -len(entry[0]))
        return self

    def analyses(self, word: str) -> tuple[_Analysis, ...]:
        """The ways to read a word as clitics around an entry, the fewest clitics first."""
        known = self._seen.get(word)
        if known is None:
            known = tuple(self._analyse(word))
            if len(self._seen) < 50_000:
                self._seen[word] = known
        return known

    def match(self, tokens: Sequence[Token], at: int, limit: int) -> Unit | None:
        """The longest entry that begins at token ``at`` and ends before ``limit``, or None."""
        best: Unit | None = None
        for analysis in self.analyses(tokens[at].text):
            for rest, sense in self.entries[analysis.stem]:
                last = at + 1 + len(rest)
                if last > limit or (best is not None and last <= best.last):
                    continue
                if all(tokens[at + 1 + i].text == word for i, word in enumerate(rest)):
                    best = Unit(sense, at, last, analysis.prefix, analysis.suffix)
                    break
        return best

    def _analyse(self, word: str) -> Iterable[_Analysis]:
        if word in self.entries:
            yield _Analysis(word, "", "")
        if not self.clitics:
            if word.endswith("'s") and word[:-2] in self.entries:
                yield _Analysis(word[:-2], "", "'s")
            return
        for suffix in _SUFFIXES:
            if suffix and not word.endswith(suffix):
                continue
            body = word[: len(word) - len(suffix)]
            for prefix in _PREFIXES:
                if not body.startswith(prefix) or (suffix and prefix.endswith(("ال", "لل"))):
                    continue
                for stem in _stems(body[len(prefix) :], suffix):
                    if (prefix or suffix) and stem in self.entries and len(stem) >= (3 if prefix in _COLLOQUIAL else 2):
                        yield _Analysis(stem, prefix, suffix)


def _stems(body: str, suffix: str) -> Iterable[str]:
    """The spellings that a noun may have without its pronoun: زوجت(ها) is زوجه, ابناو(ها) is ابناء."""
    if not suffix:
        return (body,)
    found = [body]
    if body.endswith("ت"):
        found.append(body[:-1] + "ه")
    if body.endswith(("او", "اي")):
        found.append(body[:-1] + "ء")
    return found
