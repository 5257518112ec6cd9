"""Turns tokens into grammar units: numbers, nouns for people, verbs of harm, and the words around them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import compress
from typing import NamedTuple

from incidents.parsing.dates import DateFinder
from incidents.parsing.english_place_words import place_words
from incidents.parsing.languages.arabic import ARABIC
from incidents.parsing.languages.date_words import ARABIC_DATE_WORDS, ENGLISH_DATE_WORDS
from incidents.parsing.languages.english import ENGLISH
from incidents.parsing.languages.tables import Language, People
from incidents.parsing.lexicon import Count, Lexicon, Readings, Sense, Unit, Way
from incidents.parsing.normalise import fold
from incidents.parsing.numbers import Number, NumberReader
from incidents.parsing.tokens import Tokens, Vocabulary

Item = Unit | Number

_REMEMBERED = 50_000  # words; a bound for hostile texts


class Items(list[Item | None]):
    """The unit or number that begins at each token of a text, None at all others.

    ``kinds`` are their kinds by token, "number" for numbers and "" where none begins; ``places`` the tokens where one
    does, in order: most questions are answered by these alone.
    """

    __slots__ = ("kinds", "places")

    def __init__(self, items: Iterable[Item | None]) -> None:
        super().__init__(items)
        self.places = list(compress(range(len(self)), self))
        self.kinds = [""] * len(self)
        for at in self.places:
            self.kinds[at] = self[at].kind  # type: ignore[union-attr]

    def places_between(self, first: int, last: int) -> list[int]:
        """The tokens in ``[first, last)`` where one begins."""
        begin = bisect_left(self.places, first)
        return self.places[begin : bisect_left(self.places, last, lo=begin)]

    def units(self, first: int, last: int) -> list[Unit]:
        """The units that begin at the tokens ``[first, last)``."""
        return [item for at in self.places_between(first, last) if type(item := self[at]) is Unit]


class Grammar:
    """What one language brings to the parser, made ready for matching: its lexicon, numbers and dates."""

    def __init__(self, language: Language, dates: DateFinder, numbers: NumberReader) -> None:
        self.language = language
        self.arabic = language.clitics
        self.numbers = numbers
        self.dates = dates
        self.lexicon = _lexicon(language)
        self.another = frozenset(fold(word).text for word in language.another)
        self._telling = _Telling(self.lexicon, numbers)
        names = None if self.arabic else place_words
        self.vocabulary = Vocabulary(self._telling.__getitem__, dates.lexicon.known, names)

    def scan(self, tokens: Tokens, taken: Iterable[tuple[int, int]]) -> Items:
        """The unit or number that begins at each token, or None; ``taken`` tokens (dates) are left out."""
        found: list[Item | None] = [None] * len(tokens)
        blocked = bytearray(len(tokens))
        for first, last in taken:
            blocked[first:last] = b"\x01" * (last - first)
        if self.arabic:
            _mark_ages(tokens.texts, found, blocked)
        after = 0
        told = tokens.units
        for at in compress(range(len(tokens)), told):
            if at < after or blocked[at] or found[at] is not None:
                continue
            tells = told[at]
            if type(tells) is Way:
                item: Item | None = Unit(tells.sense, at, at + 1, tells.prefix, tells.suffix)
            elif tells.counts:
                item = self._read(tokens, at, tells)
            else:
                unit = tells.readings.match(tokens.texts, at)
                item = self._halved(tokens, unit) if unit is not None and unit.kind == "most" else unit
            if item is None:
                continue
            found[at] = item
            after = item.last
        items = Items(found)
        if _OF_AGE.isdisjoint(items.kinds):
            return items
        _drop_ages(found, tokens, [at for at in items.places if items.kinds[at] in _OF_AGE])
        return Items(found)

    def _read(self, tokens: Tokens, at: int, tells: _Tells) -> Item | None:
        """The unit or number that begins at a token: a number before a word, but a phrase before a number."""
        unit = tells.readings.match(tokens.texts, at) if tells.readings is not None else None
        if unit is not None and unit.last > at + 1:
            return self._halved(tokens, unit) if unit.kind == "most" else unit
        if unit is not None and unit.kind in ("vague", "det"):
            return unit
        number = self.numbers.read(tokens, at, len(tokens))
        return number if number is not None else unit

    def _halved(self, tokens: Tokens, unit: Unit) -> Unit:
        """«أكثر من نصف مليون»: what reads as "most" is "more than" before half of a number."""
        half = unit.last - 1
        halved = half > unit.first and tokens.texts[half] in ("نصف", "half")
        if halved and self.numbers.read(tokens, half, len(tokens)):
            return Unit(Sense("quantifier", form="more_than"), unit.first, half)
        return unit


class _Tells(NamedTuple):
    """The ways to read a word, if any, and whether a number may begin with it."""

    readings: Readings | None
    counts: bool


class _Telling(dict[str, "_Tells | Way | None"]):
    """What units or numbers may begin with a word, or the one unit that it is; most words begin none."""

    def __init__(self, lexicon: Lexicon, numbers: NumberReader) -> None:
        self._lexicon = lexicon
        self._numbers = numbers

    def __missing__(self, word: str) -> _Tells | Way | None:
        counts = word[0].isdecimal() or self._numbers.knows(word)
        readings = self._lexicon.known(word)
        tells: _Tells | Way | None = _Tells(readings, counts) if counts or readings is not None else None
        if readings is not None and not counts and not readings.phrases:
            tells = readings.alone
        if len(self) < _REMEMBERED:
            self[word] = tells
        return tells


_OF_AGE = frozenset(("age_unit", "month_age_unit", "aged"))


def _mark_ages(texts: Sequence[str], found: list[Item | None], blocked: bytearray) -> None:
    """Ages in Arabic ordinals, «في السادسة عشرة», «في السبعين من عمره»: no numbers of people."""
    at = -1
    for _ in range(texts.count("في")):
        at = texts.index("في", at + 1)
        if at + 1 == len(texts) or blocked[at + 1]:
            continue
        two = f"{texts[at + 1]} {texts[at + 2]}" if at + 2 < len(texts) else ""
        age = _AGES.get(two) or _DECADES.get(texts[at + 1])
        last = at + 3 if two in _AGES else at + 2
        if age is None and texts[at + 1] in _AGES and at + 2 < len(texts) and texts[at + 2] in ("من", ",", "،", "."):
            age = _AGES[texts[at + 1]]
        if age is not None:
            found[at] = Unit(Sense("age_word", value=age), at, last)
            while (
                last < len(texts)
                and texts[last].startswith("و")
                and f"{texts[last][1:]} {texts[min(last + 1, len(texts) - 1)]}" in _AGES
            ):
                last += 2
            blocked[at:last] = b"\x01" * (last - at)


_AGE_LINKS = frozenset(("و", "to", "and", "-", ",", "،", "او", "or", "الي"))


def _drop_ages(items: list[Item | None], tokens: Tokens, ages: Iterable[int]) -> None:
    """Takes out the numbers of a row of ages, "aged four to 14", «(3 و6 سنوات)», which are no people.

    ``ages`` are the tokens of the words for years of age.
    """
    for at in ages:
        item = items[at]
        if not isinstance(item, Unit):
            continue
        if item.kind in ("age_unit", "month_age_unit") and at:
            _drop_back(items, tokens, at - 1)
        elif item.kind == "aged":
            position, eldest = item.last, None
            while position < len(items) and (
                isinstance(items[position], Number)
                or tokens.texts[position] in _AGE_LINKS
                or tokens.texts[position] == "between"
            ):
                number = items[position]
                if isinstance(number, Number):
                    eldest = max(eldest or 0, number.value)
                    items[position] = None
                position += 1
            if eldest is not None:
                items[at] = Unit(Sense("age_word", value=eldest), at, item.last)


def _drop_back(items: list[Item | None], tokens: Tokens, at: int) -> None:
    """Drops the numbers before the last one of a row that an age unit closes."""
    if not isinstance(items[at], Number):
        return
    position = at - 1
    while position >= 0 and (tokens.texts[position] in _AGE_LINKS or isinstance(items[position], Number)):
        if isinstance(items[position], Number):
            items[position] = None
        position -= 1


_TEENS = "الحادية الثانية الثالثة الرابعة الخامسة السادسة السابعة الثامنة التاسعة".split()
_AGES = {fold(f"{unit} عشرة").text: 11 + n for n, unit in enumerate(_TEENS)}
_AGES |= {fold(unit).text: n + 1 for n, unit in enumerate(_TEENS) if n} | {fold("العاشرة").text: 10}
_DECADES = {
    fold(word).text: n
    for n, word in zip(
        range(20, 100, 10),
        "العشرينات الثلاثينات الأربعينات الخمسينات الستينات السبعينات الثمانينات التسعينات".split(),
        strict=True,
    )
}
_DECADES |= {
    fold(word).text: n
    for n, word in zip(
        range(20, 100, 10), "العشرين الثلاثين الأربعين الخمسين الستين السبعين الثمانين التسعين".split(), strict=True
    )
}


def _lexicon(language: Language) -> Lexicon:
    lexicon = Lexicon(language.clitics)
    for people in language.people:
        told: tuple[tuple[Count, str], ...] = (
            ("one", people.one),
            ("two", _duals(people, language)),
            ("many", people.many),
        )
        for count, forms in told:
            if forms:
                lexicon.add(_split(forms, language), _sense(people, count))
                if count in ("one", "many") and language.clitics:
                    lexicon.add(_accusatives(forms), _sense(people, count))
    for row in language.words:
        phrases = (
            row.phrases.split("|")
            if "|" in row.phrases
            else (row.phrases.split() if row.kind == "thing" else [row.phrases])
        )
        if row.kind == "outcome" and language.clitics:
            phrases = [*phrases, *_colloquial(phrases)]
        lexicon.add(phrases, Sense(row.kind, outcome=row.outcome, form=row.form, value=row.value))
    return lexicon.finish()


def _colloquial(phrases: Iterable[str]) -> list[str]:
    """Arabic plural verbs without their last letter, as posts write them: استشهدو for استشهدوا."""
    words = (phrase.strip() for phrase in phrases)
    return [word[:-1] for word in words if word.endswith("وا") and " " not in word]


def _sense(people: People, count: Count) -> Sense:
    return Sense(
        "people",
        group=people.group,
        role=people.role,
        count=count,
        outcome=people.outcome,
        form="kin" if people.kin else "",
        word=people.also or "",
    )


def _split(forms: str, language: Language) -> list[str]:
    """Forms are parted by blanks; a part between bars that holds several words is one phrase."""
    if "|" not in forms:
        return forms.split() if language.clitics else [forms]
    parts = [part.strip() for part in forms.split("|")]
    if not language.clitics:
        return parts
    return parts[0].split() + parts[1:]


def _accusatives(forms: str) -> list[str]:
    """The Arabic accusative of masculine singulars, as after a number from 11 on: طفلاً، قتيلاً."""
    stems = (fold(form).text for form in forms.split("|")[0].split())
    return [stem + "ا" for stem in stems if len(stem) > 2 and not stem.endswith(("ه", "ا", "ات", "ين", "ون", "ء"))]


def _duals(people: People, language: Language) -> str:
    """The Arabic duals of the singulars; the form in -ين is left out where it is also the plural (مدنيين)."""
    if not language.clitics:
        return people.two
    others = {fold(word).text for word in (people.many + " " + people.not_two).split()}
    made = people.two.split()
    for one in people.one.split("|")[0].split():
        stem = fold(one).text
        stem = stem[:-1] + "ت" if stem.endswith("ه") else stem
        made += [form for form in (stem + "ان", stem + "ين") if form not in others]
        made += [stem + "اه", stem + "اها", stem + "يه", stem + "يها", stem + "اهما", stem + "اهم"]
    return " ".join(made)


@cache
def grammar_of(code: str) -> Grammar:
    """The grammar of "ar" or "en", made once a process."""
    language, words = (ARABIC, ARABIC_DATE_WORDS) if code == "ar" else (ENGLISH, ENGLISH_DATE_WORDS)
    numbers = NumberReader(language)
    return Grammar(language, DateFinder(language, words, numbers), numbers)
