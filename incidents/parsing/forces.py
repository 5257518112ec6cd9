"""Finds parties by what they attack with: «غارة روسية», «طيران حربي تركي», «مدفعية الأسد», "Russian fighter jets"."""

from __future__ import annotations

from functools import cache, lru_cache

from incidents.parsing.languages import arabic_forces, english_forces
from incidents.parsing.normalise import fold
from incidents.parsing.phrases import Found, PhraseTable, flatten

Parties = tuple[str, ...]

_REACH = 48  # characters that the words between an owner and its asset may take
_AND = frozenset(("", "و", "ال", "وال", "او", "او ال", "واخري"))  # between two adjectives of one asset
_CLITICS = ("وال", "فال", "بال", "كال", "ولل", "وب", "ول", "ال", "لل", "و", "ف", "ب", "ل", "ك")


def find_forces(flat: str, language: str, text: str = "") -> list[Found[Parties]]:
    """The parties that words like "Russian" or «الأسد» name beside a weapon, an aircraft, an attack; in order.

    ``text`` is the folded text before it was flattened: «قصف "إسرائيلي"» is told by its quotation marks.
    """
    return _english(flat) if language == "en" else _arabic(flat, text)


@cache
def _owners(language: str) -> PhraseTable[tuple[str, str]]:
    """Adjectives and owners with their party, and whether the thing they belong to stands beside them or far."""
    entries: list[tuple[str, tuple[str, str]]] = []
    if language == "en":
        return PhraseTable(
            (owner, (code, "owner")) for code, owners in english_forces.OWNERS.items() for owner in owners
        )
    for code, owners in arabic_forces.OWNERS.items():
        entries += [(owner, (code, "owner")) for owner in owners]
    for code, adjectives in arabic_forces.ADJECTIVES.items():
        entries += [(adjective, (code, "adjective")) for adjective in adjectives]
    return PhraseTable(entries)


@cache
def _words(language: str) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """Assets, words of kind between asset and owner, and words that link an adjective to a thing told before."""
    forces = english_forces if language == "en" else arabic_forces
    links = arabic_forces.LINKS if language != "en" else ()
    return _folded(forces.ASSETS), _folded(forces.MIDDLES), _folded(links)


def _folded(words: tuple[str, ...]) -> frozenset[str]:
    return frozenset(flatten(fold(word.replace("_", " ")).text) for word in words)


def _arabic(flat: str, text: str) -> list[Found[Parties]]:
    assets, kinds, links = _words("ar")
    found: list[Found[Parties]] = []
    for hit in _owners("ar").find(flat):
        code, form = hit.meaning
        quoted = form == "adjective" and text[hit.start - 1 : hit.start] == '"'
        start = _asset_before(flat, hit.start - quoted, assets, kinds if form == "adjective" else frozenset(), links)
        beside = bool(found) and form == "adjective" and flat[found[-1].end : hit.start].strip() in _AND
        if start is None and beside:
            start = hit.start  # «قصف روسي سوري»
        if start is not None:
            found.append(Found(start, hit.end, (code,), flat[start : hit.end]))
    return found


def _asset_before(
    flat: str, end: int, assets: frozenset[str], kinds: frozenset[str], links: frozenset[str]
) -> int | None:
    """Where the asset begins that stands before an adjective, up to two words of kind between; None without one."""
    at = flat.rfind(" ", 0, end) + 1  # the article may be written onto the word
    for step in range(3):
        stop = at - 1
        at = flat.rfind(" ", 0, max(stop, 0)) + 1
        word = flat[at:stop]
        if not word or stop <= 0:
            return None
        if _is_one_of(assets, word) or step == 0 and word in links:
            return at
        if not _is_one_of(kinds, word):
            return None
    return None


def _is_one_of(known: frozenset[str], word: str) -> bool:
    return not known.isdisjoint(_readings(word))


@lru_cache(maxsize=20_000)
def _readings(word: str) -> tuple[str, ...]:
    """The word as it stands, and without each of the clitics that it may begin with."""
    return word, *(word[len(c) :] for c in _CLITICS if word.startswith(c))


_LIKELY = ("to be", "likely", "presumably", "apparently", "possibly", "probably", "either")  # "thought to be Russian"


def _english(flat: str) -> list[Found[Parties]]:
    assets, kinds, _ = _words("en")
    found: list[Found[Parties]] = []
    for hit in _owners("en").find(flat):
        words = flat[hit.end : hit.end + _REACH].split(" ")
        if words[0]:
            continue
        if hit.phrase in english_forces.ADJECTIVES and flat[: hit.start].rstrip().endswith(_LIKELY):
            found.append(Found(hit.start, hit.end, (hit.meaning[0],), hit.phrase))
            continue
        end = hit.end
        for word in words[1:4]:
            end += 1 + len(word)
            if word in assets:
                found.append(Found(hit.start, end, (hit.meaning[0],), flat[hit.start : end]))
            if word not in kinds:
                break
    return found
