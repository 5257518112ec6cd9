"""Looks the words of a text up in a language's tables, with Arabic clitics taken off and phrases matched longest first.

The tables themselves are data in ``languages/``; nothing here knows a word of any language but the Arabic clitics.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import compress
from typing import Literal

from incidents.parsing.normalise import fold
from incidents.parsing.tokens import Tokens, tokenise

Role = Literal["civilian", "person", "fighter"]
Count = Literal["one", "two", "many"]


@dataclass(frozen=True, slots=True)
class Sense:
    """What a word or phrase means to the grammar: its ``kind`` and, for that kind, its features.

    ``group`` is a figure's group, ``role`` whom a noun speaks of, ``count`` the number its form carries (طفلان: two),
    ``outcome`` what has befallen them (قتيل: killed), ``form`` how a verb stands to its victims, ``value`` a number or
    the least number of a vague word, ``word`` a further group that a noun says of people ("elderly").
    """

    kind: str
    group: str | None = None
    role: Role = "person"
    count: Count | None = None
    outcome: str | None = None
    form: str = ""
    value: int | None = None
    word: str = ""


@dataclass(slots=True, init=False)
class Unit:
    """A sense found at the tokens ``[first, last)``; ``prefix`` and ``suffix`` are the clitics taken off its
    first word. ``kind`` is that of the sense: the readers ask for nothing as often.
    """

    sense: Sense
    first: int
    last: int
    prefix: str
    suffix: str
    kind: str

    def __init__(self, sense: Sense, first: int, last: int, prefix: str = "", suffix: str = "") -> None:
        self.sense = sense
        self.first = first
        self.last = last
        self.prefix = prefix
        self.suffix = suffix
        self.kind = sense.kind

    @property
    def definite(self) -> bool:
        """Whether an Arabic article or a possessive pronoun stands on the word."""
        return bool(self.suffix) or self.prefix.endswith("ال") or self.prefix.endswith("لل")

    @property
    def joined(self) -> bool:
        """Whether an Arabic "and" is written onto the word."""
        return self.prefix.startswith(("و", "ف"))


@dataclass(slots=True)
class Way:
    """One way to read a word: the words that must follow it, its sense, and the clitics taken off."""

    rest: list[str]
    sense: Sense
    prefix: str
    suffix: str


class Readings:
    """The ways to read a word: ``phrases`` by the word that must follow, the longest first, and the word ``alone``."""

    __slots__ = ("alone", "phrases")

    def __init__(self, candidates: Sequence[Way]) -> None:
        self.alone = next((candidate for candidate in candidates if not candidate.rest), None)
        self.phrases: dict[str, list[Way]] = {}
        for candidate in candidates:
            if candidate.rest:
                self.phrases.setdefault(candidate.rest[0], []).append(candidate)

    def match(self, texts: Sequence[str], at: int) -> Unit | None:
        """The word at token ``at`` of these, read with the longest of the phrases that follow it there."""
        if self.phrases and at + 1 < len(texts):
            for way in self.phrases.get(texts[at + 1], ()):
                rest = way.rest
                if len(rest) == 1 or texts[at + 1 : at + 1 + len(rest)] == rest:
                    return Unit(way.sense, at, at + 1 + len(rest), way.prefix, way.suffix)
        alone = self.alone
        return None if alone is None else Unit(alone.sense, at, at + 1, alone.prefix, alone.suffix)


_PREFIXES = (
    "",
    "و",
    "ف",
    "ال",
    "ب",
    "ل",
    "ك",
    "وال",
    "فال",
    "بال",
    "لل",
    "كال",
    "وب",
    "ول",
    "وبال",
    "ولل",
    "فب",
    "فل",
    "س",
    "وس",
    "عال",
)
_SUFFIXES = ("", "هما", "هم", "هن", "ها", "ه", "نا", "ي", "كم")
_NONE = ("",)
# By the letter that a word must begin or end with to have them; most words have one of the others.
_PREFIXES_BY_FIRST = {c[0]: tuple(p for p in _PREFIXES if p[:1] in ("", c[0])) for c in _PREFIXES if c}
_SUFFIXES_BY_LAST = {c[-1]: tuple(s for s in _SUFFIXES if s[-1:] in ("", c[-1])) for c in _SUFFIXES if c}
_REMEMBERED = 50_000  # words kept per lexicon; a bound, so that hostile texts cannot fill a worker's memory
_COLLOQUIAL = frozenset(("عال",))


@dataclass(slots=True)
class Lexicon:
    """The senses of one language by their first word; ``clitics`` says whether to take Arabic clitics off."""

    clitics: bool
    entries: dict[str, list[tuple[tuple[str, ...], Sense]]] = field(default_factory=dict)
    _seen: _Seen = field(init=False)

    def __post_init__(self) -> None:
        self._seen = _Seen(self)

    def add(self, phrases: Iterable[str], sense: Sense) -> None:
        """Adds one sense under each of the phrases, which may be spelled as people read them."""
        for phrase in phrases:
            first, *rest = tokenise(fold(phrase)).texts
            self.entries.setdefault(first, []).append((tuple(rest), sense))

    def finish(self) -> Lexicon:
        """Sorts the phrases so that the longest is tried first; of equal ones the one added first wins."""
        for found in self.entries.values():
            found.sort(key=lambda entry: -len(entry[0]))
        return self

    def match(self, texts: Sequence[str], at: int) -> Unit | None:
        """The longest entry that begins at token ``at`` of these, of equal ones the one with the fewest clitics."""
        readings = self._seen[texts[at]]
        return None if readings is None else readings.match(texts, at)

    def matches(self, tokens: Tokens) -> list[Unit | None]:
        """The date word that begins at each word, None at all other tokens."""
        size, texts = len(tokens), tokens.texts
        found: list[Unit | None] = [None] * size
        for at in compress(range(size), tokens.dates):
            found[at] = tokens.dates[at].match(texts, at)
        return found

    def known(self, word: str) -> Readings | None:
        """The ways to read a word, remembered; None where no entry begins with it, as is so of most words."""
        return self._seen[word]

    def readings(self, word: str) -> Readings | None:
        """The ways to read a word, None where there is none."""
        found = [
            Way(list(rest), sense, prefix, suffix)
            for stem, prefix, suffix in self._analyse(word)
            for rest, sense in self.entries[stem]
        ]
        found.sort(key=lambda candidate: -len(candidate.rest))
        return Readings(found) if found else None

    def _analyse(self, word: str) -> Iterable[tuple[str, str, str]]:
        """The entries that a word may stand for, as (stem, prefix, suffix), the fewest clitics first."""
        if word in self.entries:
            yield word, "", ""
        if not self.clitics:
            if word.endswith("'s") and word[:-2] in self.entries:
                yield word[:-2], "", "'s"
            return
        for suffix in _SUFFIXES_BY_LAST.get(word[-1:], _NONE):
            if not word.endswith(suffix):
                continue
            body = word[: len(word) - len(suffix)]
            for prefix in _PREFIXES_BY_FIRST.get(word[:1], _NONE):
                if not body.startswith(prefix) or (suffix and prefix.endswith(("ال", "لل"))):
                    continue
                for stem in _stems(body[len(prefix) :], suffix):
                    if (prefix or suffix) and stem in self.entries and len(stem) >= (3 if prefix in _COLLOQUIAL else 2):
                        yield stem, prefix, suffix


class _Seen(dict[str, "Readings | None"]):
    """The ways to read each word seen before; a further one is taken apart when it is asked for."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon

    def __missing__(self, word: str) -> Readings | None:
        readings = self._lexicon.readings(word)
        if len(self) < _REMEMBERED:
            self[word] = readings
        return readings


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
