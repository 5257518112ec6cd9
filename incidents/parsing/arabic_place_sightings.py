"""Finds the names of places in Arabic text and reads the words before and after them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from incidents.parsing.arabic_known_names import DIRECTIONS, PREFIXES, known_names
from incidents.parsing.languages import arabic_places as words
from incidents.parsing.normalise import Folded, fold
from incidents.parsing.phrases import flatten
from incidents.parsing.place_index import Named, PlaceIndex
from incidents.parsing.place_sightings import Sighting
from incidents.parsing.stems import Entries

_STOP = re.compile(r"[.\n!?؟؛،,:|]")
_CONTEXT = 48
_LONG_NAME = 6  # letters; shorter ones hide in everyday words behind a clitic: رميل in برميل


def _folded(table: set[str] | dict[str, str]) -> set[str]:
    return {fold(word).text for word in table}


_NOUNS = {fold(word).text: kind for word, kind in words.SETTLEMENT_NOUNS.items()}
_PARTS = _folded(words.PART_NOUNS)
_COUNTRYSIDE = _folded(words.COUNTRYSIDE_NOUNS)

_PREPOSITIONS = _folded(words.PREPOSITIONS)
_NEAR = _folded(words.NEAR_WORDS)
_ORIGIN = _folded(words.ORIGIN_WORDS)
_RESIDENTS = _folded(words.RESIDENTS)
_OWNERS = _folded(words.OWNERS)
_DEPARTED = _folded(words.DEPARTED_WORDS)
_FACILITIES = _folded(words.FACILITY_WORDS)
_PERSONS = _folded(words.PERSON_WORDS)
_AFTER = _folded(words.AFTER_WORDS)
_HEADS = _folded(words.NAME_HEADS)
_NOT_NAMES = _folded(words.NOT_NAMES)
_HOSPITALS = _folded({"مشفى", "مستشفى", "المشفى", "المستشفى"})
_HIT = _folded({"على", "قصف", "استهداف", "استهدف", "استهدفت", "مجزرة", "محيط", "طال", "قصفت", "ضرب"})
_KIN = frozenset(("ابن", "نجل", "شقيق", "والد"))
_BUILDINGS = _folded({"مدرسة", "منزل", "سوق", "مسجد", "جامع", "مبنى", "موقع", "نقطة", "مركز", "مستوصف", "فرن"})
_AREA = fold("منطقة").text
_NO_AREAS = _folded(words.NO_AREAS) | _folded(words.COMMON_WORDS)
_LOOKS_AT = frozenset(
    _NOUNS.keys() | _PARTS | _COUNTRYSIDE | DIRECTIONS.keys() | _PREPOSITIONS | _NEAR | _ORIGIN | _RESIDENTS
    | _DEPARTED | _FACILITIES | _PERSONS
)  # fmt: skip

_ARTICLES = frozenset(p for p in PREFIXES if p.endswith(("ال", "لل")))
_LOCATING = frozenset(("ب", "ل", "وب", "بال", "لل", "وبال", "ولل", "عال", "فب", "فبال"))
_CLITICS = ("و", "ف", "ب", "ل", "ك", "ع")
_NEVER_ANNOUNCE = _folded(words.TITLES)
_ANNOUNCED = re.compile(
    r"(?<![ء-ي])[وف]?[بلك]?("
    + "|".join(sorted(_NOUNS, key=len, reverse=True))
    + r")(?: ال?ا?سم)? +(?:[\"(]\s?)?(?=[ء-ي])"
)
_SETTLEMENT_HEADS = _folded(words.SETTLEMENT_HEADS)
_ANNOUNCING = Entries(_NOUNS)
_HEADING = Entries(_SETTLEMENT_HEADS)
_HEADS_BEFORE = tuple(f"{head} " for head in _SETTLEMENT_HEADS)
_HEAD_BEFORE = re.compile(r"(?<![ء-ي])([ء-ي]{2,6}) $")
_HEADED = re.compile(r"(?<![ء-ي])([وفبل]?)((?:" + "|".join(sorted(_SETTLEMENT_HEADS)) + r") ([ء-ي]{3,}))")
_FOLLOWING = re.compile(r" ([ء-ي]+)")
_LAST_LETTERS = re.compile("[ء-ي]*$")
_CLOSING = re.compile(r'[")]')
_NAME = re.compile(r"[ء-ي]+(?: ?- ?[ء-ي]+)?")


@dataclass(frozen=True, slots=True)
class _Page:
    """One text with what its names are judged by, found once."""

    text: str
    flat: str
    stops: list[int]  # where the marks stand that end a clause

    @classmethod
    def of(cls, text: str) -> _Page:
        return cls(text, flatten(text), [match.start() for match in _STOP.finditer(text)])


def find_sightings(folded: Folded, index: PlaceIndex) -> list[Sighting]:
    """Every name of the gazetteer that the words beside it allow, and unknown names that a noun announces, in order."""
    page = _Page.of(folded.text)
    found: list[Sighting] = []
    for word_start, start, end, form in known_names(page.flat, page.text, index):
        prefix = page.flat[word_start:start]
        sighting = _judge(page, start, end, prefix, form, index.arabic[form], found[-1] if found else None)
        if sighting is not None:
            found.append(sighting)
    found = sorted([*found, *_announced(page, found)], key=lambda s: s.start)
    return sorted([*found, *_headed(page, found)], key=lambda s: s.start)


def _judge(
    page: _Page, start: int, end: int, prefix: str, form: str, named: Named, before: Sighting | None
) -> Sighting | None:
    """The sighting of a name in its context, or None where the words beside it do not bear it out."""
    text = page.text
    article = prefix in _ARTICLES
    if _is_another_word(text, end, article, form, named):
        return None
    sighting = Sighting(start - PREFIXES[prefix], end, form, named.places, named.areas, loose=named.loose)
    word_start = start - len(prefix)
    if before is not None and _continues(text, before, word_start, prefix):
        sighting.role, sighting.noun = before.role, before.noun
        sighting.strength, sighting.listed = before.strength, True
    elif not _read_before(sighting, page, word_start, prefix, named):
        return None
    if form.startswith("ريف "):
        sighting.role = "within"
    sighting.strength += _reads_on(page, end)
    if sighting.strength < _needed(form, named, article):
        return None
    _take_head(sighting, text, word_start, prefix)
    return sighting


def _is_another_word(text: str, end: int, article: bool, form: str, named: Named) -> bool:
    """Whether the word is an adjective, a noun of the tables, or only the first word of a longer name."""
    if form in _PARTS and not article and _goes_on_as_place(text, end):
        return True  # «بمركز مدينة عفرين»
    if form in _BUILDINGS and not article:
        return True  # «مدرسة بريف إدلب»
    if form in DIRECTIONS or (article and (form == "سوريه" or (named.article == "never" and named.common))):
        return True
    if form in _NOUNS and not (named.seat and article):
        return True
    return form in _HEADS and not article and _goes_on(text, end)


def _goes_on_as_place(text: str, end: int) -> bool:
    following = _FOLLOWING.match(text, end)
    return following is not None and following.group(1) in _NOUNS


def _needed(form: str, named: Named, article: bool) -> int:
    """How many words must speak for a name: none for well-known names, two for everyday words."""
    kunya = form.startswith(("ابو ", "ام ")) and not named.seat
    needed = 0 if named.strong and not kunya else 1
    if named.common:
        needed = 1 if named.seat and article else 2
    if form in _LOOKS_AT:
        needed = 2
    return needed + int(named.article == "always" and not article) + int(named.loose and len(form) < 6)


def _take_head(sighting: Sighting, text: str, word_start: int, prefix: str) -> None:
    """Takes in the head right before a name: معارة النعسان is not النعسان but a place the gazetteer lacks."""
    if prefix not in ("", "ال"):
        return
    if not text.endswith(_HEADS_BEFORE, max(0, word_start - 12), word_start):
        return
    match = _HEAD_BEFORE.search(text, max(0, word_start - 12), word_start)
    if match is None or match.group(1) not in _SETTLEMENT_HEADS:
        return
    sighting.start, sighting.form = match.start(1), text[match.start(1) : sighting.end]
    sighting.places, sighting.areas, sighting.loose = [], [], True


def _goes_on(text: str, end: int) -> bool:
    """Whether the first word of a longer name goes on with a word of its own: دار سعد is no دار."""
    following = _FOLLOWING.match(text, end)
    return following is not None and following.group(1) not in _NOT_NAMES and following.group(1) not in _LOOKS_AT


def _continues(text: str, before: Sighting, word_start: int, prefix: str) -> bool:
    """Whether the name goes on a list of names: "كنصفرة والبارة وبليون", "حلب، إدلب"."""
    between = text[before.end : word_start].strip(" ()")
    if prefix.startswith(("و", "ف")) and between in ("", "،", ","):
        return True
    return between in ("،", ",", "و", "-", "/", "، و", ",و", "او") and before.strength > 0 and prefix in ("", "ال")


@lru_cache(maxsize=20_000)
def _bare(word: str) -> str:
    """The word without the clitics written onto it, if that makes it one of the tables' words."""
    if word in _LOOKS_AT:
        return word
    for clitic in _CLITICS:
        if word.startswith(clitic):
            rest = word[1:]
            if rest in _LOOKS_AT:
                return rest
            if rest[:1] in ("ب", "ل") and rest[1:] in _LOOKS_AT:
                return rest[1:]
    return word


def _read_before(sighting: Sighting, page: _Page, word_start: int, prefix: str, named: Named | None = None) -> bool:
    """Reads the words before a name into the sighting; False where they say that it is no place."""
    nearest = bisect_left(page.stops, word_start)
    context_start = max(0, word_start - _CONTEXT, page.stops[nearest - 1] + 1 if nearest else 0)
    before = page.flat[context_start:word_start].split()
    text = page.text
    if text[word_start - 1 : word_start] == "#" or text[context_start:word_start].rstrip(" ").endswith("#"):
        sighting.strength = 1 if named is not None and named.common else 2
    if prefix in _LOCATING and named is not None and _clitic_counts(prefix, sighting.form, named):
        sighting.strength = max(sighting.strength, 1)
    left = False
    for distance, raw in enumerate(reversed(before[-4:])):
        word = _bare(raw)
        if word not in _LOOKS_AT:
            _read_other(sighting, word, before, distance)
            break
        if word in _NOUNS:
            sighting.noun = sighting.noun or _NOUNS[word]
            sighting.strength = 2
            if _NOUNS[word] == "governorate":
                sighting.role = "within"
        elif word in _COUNTRYSIDE:
            sighting.role, sighting.strength = "within", 2
        elif word in DIRECTIONS:
            sighting.direction = DIRECTIONS[word] + sighting.direction
            sighting.strength = max(sighting.strength, 1)
            sighting.role = "near" if sighting.role == "at" else sighting.role
        elif word in _PARTS:
            sighting.strength = max(sighting.strength, 2)
        elif word in _NEAR:
            sighting.role = "near" if sighting.role == "at" else sighting.role
            sighting.strength = max(sighting.strength, 1)
        elif word in _FACILITIES:
            sighting.role = "facility"
            sighting.strength = max(sighting.strength, 1)
            break
        elif word in _RESIDENTS:
            sighting.strength = max(sighting.strength, 1)
            if before[-3 - distance : -1 - distance] and _bare(before[-3 - distance :][0]) in _DEPARTED:
                sighting.role = "from"  # «ينحدر من عشائر السويداء»
                break
            if before[-2 - distance :][:1] == ["من"] and len(before) > distance + 1:
                sighting.role = "near"  # where they are from, which is where it happened if no other place is named
                break
        elif word in _ORIGIN or (word in _DEPARTED and left):
            sighting.role = "from"
            sighting.strength = max(sighting.strength, 1)
            break
        elif word in _PERSONS:
            return sighting.strength > 0 or distance > 0
        elif word in _PREPOSITIONS:
            sighting.strength = max(sighting.strength, 1)
            left = left or word == "من"
        else:
            _read_other(sighting, word, before, distance)
            break
    return True


def _read_other(sighting: Sighting, word: str, before: list[str], distance: int) -> None:
    """Reads a word that says nothing of places by itself, by what stands before it."""
    if len(before) > distance + 1 and _bare(before[-2 - distance]) in _HOSPITALS:
        target = len(before) > distance + 2 and before[-3 - distance].lstrip("وب") in _HIT
        sighting.role = sighting.role if target else "facility"  # «مشفى الكيصوم في بلدة هجين»
    elif word == "مختار" and len(before) > distance + 1 and before[-2 - distance] in _KIN:
        sighting.role = "from"  # «هو ابن مختار قرية جبيب»
    elif word in _OWNERS and any(_bare(farther) in _ORIGIN for farther in before[-6 - distance : -1 - distance]):
        sighting.role = "from"


def _clitic_counts(prefix: str, form: str, named: Named) -> bool:
    """Whether a clitic speaks for a place: the ب of برميل and the ل of للثورة do not."""
    if named.common and prefix.endswith(("ل", "لل")):
        return False
    return prefix in _ARTICLES or named.seat or " " in form or len(form) >= _LONG_NAME


def _reads_on(page: _Page, end: int) -> int:
    """1 where the words after the name say where the place lies, 2 where it is a heading, else 0."""
    near = page.text[end : end + 24]
    if near[:1] == ":" or near[:2] == " :":
        return 2
    near = near.split("\n", 1)[0].split(".", 1)[0]
    after = page.flat[end : end + len(near)].split(None, 2)
    if not after:
        return 0
    return int(
        after[0] in _AFTER
        or (after[0] in DIRECTIONS and not after[0].startswith("ال") and len(after) > 1)
        or (after[0] == "في" and after[1:2] == ["ريف"])
    )


def _overlapping(found: list[Sighting], start: int, end: int) -> Sighting | None:
    """The last of the sightings, which stand in order, that shares a character with ``[start, end)``."""
    at = bisect_left(found, end, key=lambda sighting: sighting.start)
    return found[at - 1] if at and found[at - 1].end > start else None


def _announced(page: _Page, found: list[Sighting]) -> Iterator[Sighting]:
    """Names that the gazetteer lacks but a noun announces: "قرية X", "مخيم X", "حي X"."""
    text = page.text
    for match in _beginning_with(_ANNOUNCING, _ANNOUNCED, page):
        noun = _NOUNS[match.group(1)]
        area = match.group(1) == _AREA
        if noun in ("governorate", "district") and not area or match.group(1) in _NEVER_ANNOUNCE:
            continue
        end = _name_end(text, match.end(), quoted=text[match.end() - 1] in '"(')
        if end is None or area and not _may_name_area(text[match.end() : end]):
            continue
        inner = _overlapping(found, match.end(), end)
        if inner is not None:
            if noun == "camp" and inner.start >= match.end():
                _make_camp(inner, match.start(1))
            continue
        start = match.start(1) if noun == "camp" else match.end()
        sighting = Sighting(start, end, text[match.end() : end], strength=2)
        if noun != "camp":
            _read_before(sighting, page, match.start(), "")
        sighting.noun = "village" if area else noun
        if area and sighting.role == "at":
            sighting.role = "near"  # any town that is named goes before it
        yield sighting


def _may_name_area(name: str) -> bool:
    """Whether the word after «منطقة» may be a name: no everyday word, no adjective, no part of the body."""
    first = name.split()[0]
    bare = first.removeprefix("ال")
    return bool({first, bare} & _HEADS) and " " in name or not {first, bare} & _NO_AREAS


def _beginning_with(firsts: Entries, pattern: re.Pattern[str], page: _Page) -> Iterator[re.Match[str]]:
    """What ``pattern.finditer`` gives for a pattern that begins with one of these words, clitics before it or not."""
    starts = {
        at + len(prefix) - len(_LAST_LETTERS.search(prefix).group())  # type: ignore[union-attr]
        for at, _, (prefix, _, _) in firsts.standing(page.flat)
    }
    after = 0
    for start in sorted(starts):
        match = pattern.match(page.text, start) if start >= after else None
        if match is not None:
            after = match.end()
            yield match


def _make_camp(inner: Sighting, start: int) -> None:
    """A camp keeps its noun; the name in it is a place of its own only for the governorate that it implies."""
    inner.start, inner.noun, inner.strength, inner.loose = start, "camp", 2, True
    inner.places = inner.places if inner.form.startswith("مخيم") else []
    inner.role = inner.role if inner.role in ("from", "facility") else "at"


def _headed(page: _Page, found: list[Sighting]) -> Iterator[Sighting]:
    """Names that the gazetteer lacks but that begin like a settlement's, where words beside them speak for a place."""
    for match in _beginning_with(_HEADING, _HEADED, page):
        start, end = match.span(2)
        if match.group(3) in _NOT_NAMES or match.group(3) in _LOOKS_AT or _overlapping(found, start, end):
            continue
        sighting = Sighting(start, end, match.group(2), loose=True)
        if _read_before(sighting, page, match.start(1), "") and sighting.strength + _reads_on(page, end) > 0:
            sighting.strength += 1
            yield sighting


def _name_end(text: str, start: int, *, quoted: bool) -> int | None:
    """Where an announced name ends: one word, more where the first is a head such as كفر or the name is quoted."""
    if quoted:
        closing = _CLOSING.search(text, start, start + 40)
        return closing.start() if closing else None
    match = _NAME.match(text, start)
    if match is None or match.group() in _NOT_NAMES or len(match.group()) < 3 and match.group() not in _HEADS:
        return None
    end = match.end()
    heads = 0
    while text[start:end].rsplit(" ", 1)[-1] in _HEADS and heads < 2:
        following = _FOLLOWING.match(text, end)
        if following is None or following.group(1) in _NOT_NAMES:
            break
        end, heads = following.end(), heads + 1
    return end
