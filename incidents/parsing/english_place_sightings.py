"""Finds the names of places in English text, whatever the transliteration, and reads the words beside them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import compress

from rapidfuzz import fuzz

from incidents.parsing.capitals import capital_meant
from incidents.parsing.english_place_words import Words
from incidents.parsing.languages import english_places as words
from incidents.parsing.normalise import Folded
from incidents.parsing.place_index import Named, PlaceIndex
from incidents.parsing.place_names import latin_word, skeleton
from incidents.parsing.place_sightings import Sighting
from incidents.parsing.tokens import Tokens

_JOINS = re.compile(r"[-']| {1,2}")
_STOP = re.compile(r"[.\n!?;:|]")
_ARTICLES = frozenset("al el ar as ash at ad an az ul ez es ed et us en er ech esh".split())
_BETWEEN = frozenset("a an the small s its 's his home border northern southern area".split())  # a name and what it is
_MOST_WORDS = 4
_LONGEST_RUN = 9
_CARRIED_REACH = 8
_BULLET = re.compile(r"[^a-z\n]{0,16}(?:al-|el-)?")


@dataclass(slots=True)
class _Match:
    """Words ``[first, last)`` read as one name."""

    first: int
    last: int
    form: str
    named: Named
    loose: bool
    cut: int = 0  # letters of its last word that do not belong to it


def find_sightings(folded: Folded, found_tokens: Tokens, index: PlaceIndex) -> list[Sighting]:
    """Every name of the gazetteer that the words beside it allow, and unknown names that a noun announces, in order."""
    tokens = Words(folded, found_tokens)
    found: list[Sighting] = []
    after = 0
    for at in compress(range(len(tokens)), tokens.capitals):
        text = tokens.texts[at]
        if text in words.CAPITALS and (capital := capital_meant(folded.text, tokens, at, index)) is not None:
            found.append(capital)
            after = at + 2
        if at < after or (text in words.NOT_NAMES and text not in words.NAME_HEADS):
            continue
        match = _match(folded.text, tokens, at, index)
        sighting = _judge(folded.text, tokens, match, found[-1] if found else None) if match else None
        if match is not None and sighting is not None:
            found.append(sighting)
            after = match.last
            continue
        unknown = _announced(folded.text, tokens, at, index)
        if unknown is not None:
            found.append(unknown[0])
            after = unknown[1]
    return found


def _match(text: str, tokens: Words, at: int, index: PlaceIndex) -> _Match | None:
    """The longest run of words from ``at`` that is a known name, read loosely where no strict reading is known."""
    form = ""
    best: _Match | None = None
    constructs = False
    last_name = at
    for position in range(at, min(at + _MOST_WORDS + 2, len(tokens))):
        word = tokens.texts[position]
        if position > at and not _JOINS.fullmatch(text, tokens.end(position - 1), tokens.begins[position]):
            break
        if word in _ARTICLES:
            continue
        if not tokens.capitals[position] or last_name - at > _MOST_WORDS:
            break
        form += latin_word(_plain(word))
        last_name = position
        named = index.latin.get(form)
        if named is None and word[-1] == "s" and _owns(tokens, position):
            owner = index.latin.get(latin_word(_plain(form[:-1])))
            if owner is not None and owner.seat:
                return _Match(at, position + 1, form[:-1], owner, False, cut=1)  # "Aleppos Shaar district"
        if named is not None:
            best = _Match(at, position + 1, form, named, False)
            article = position + 1 < len(tokens) and tokens.texts[position + 1] in _ARTICLES
            constructs = position == at and (word in words.CONSTRUCTS or article and not named.seat)
        elif (best is None or position > at) and not (position > at and word in words.AFTER_NAMES):
            loose = _loosely(form, index)
            if loose is not None and (best is None or len(loose[0]) > len(best.form) + 2):
                best = _Match(at, position + 1, loose[0], loose[1], True)
    if best is not None and constructs and best.last == at + 1 and last_name > at:
        return None  # "Bab al-Nairab" is no quarter of al-Bab
    return best


def _owns(tokens: Words, at: int) -> bool:
    """Whether a genitive that lost its apostrophe may stand at a token: a name or a part of the place follows it."""
    if at + 1 == len(tokens) or len(tokens.texts[at]) < 5:
        return False
    return tokens.capitals[at + 1] or _known_kind(tokens.texts[at + 1])


def _plain(word: str) -> str:
    """The word without a genitive's "s" and the apostrophes of transliteration."""
    word = word.removesuffix("'s")
    return word.replace("'", "")


def _loosely(form: str, index: PlaceIndex) -> tuple[str, Named] | None:
    """The known name with the same consonants that sounds most like ``form``, when one clearly does."""
    if len(form) < 5:
        return None
    rivals = index.skeletons.get(skeleton(form))
    if not rivals:
        return None
    best = max(rivals, key=lambda known: fuzz.ratio(known, form))
    abroad = any(index.rows[at].abroad for at in index.latin[best].places)
    least = words.LOOSE_RATIO_ABROAD if abroad else words.LOOSE_RATIO
    return (best, index.latin[best]) if fuzz.ratio(best, form) >= least else None


def _judge(text: str, tokens: Words, match: _Match, before: Sighting | None) -> Sighting | None:
    """The sighting of a match in its context, or None where the words beside it do not bear it out."""
    first, last = match.first, match.last
    start = tokens.begins[first]
    if first and tokens.texts[first - 1] in ("al", "el") and text[tokens.end(first - 1) : start] in ("-", " "):
        start, first = tokens.begins[first - 1], first - 1
    end = tokens.end(last - 1) - (2 if tokens.texts[last - 1].endswith("'s") else match.cut)
    sighting = Sighting(
        start,
        end,
        match.form,
        match.named.places,
        match.named.areas,
        loose=match.loose,
        seat=match.named.seat,
        settled=match.named.settled,
    )
    if before is not None and _continues(text, before, start):
        sighting.role, sighting.noun, sighting.strength, sighting.listed = (
            before.role,
            before.noun,
            before.strength,
            True,
        )
    elif not _read_before(sighting, text, tokens, first):
        return None
    _read_after(sighting, text, tokens, last)
    owner = tokens.texts[last - 1].endswith("'s") or tokens.texts[last : last + 1] in (["state's"], ["province's"])
    if owner and not words.OFFICES.isdisjoint(tokens.texts[last : last + 3]):
        sighting.role = "from"
    _read_heading(sighting, text)
    if not _stands_alone(text, tokens, first, last, sighting):
        return None
    needed = 0 if match.named.strong and not match.loose else 1
    _take_camp(sighting, tokens, last)
    needed += int(match.named.common) + int(match.loose and not (match.named.seat and len(match.form) > 6))
    return sighting if sighting.strength >= needed else None


def _continues(text: str, before: Sighting, start: int) -> bool:
    between = text[before.end : start].strip()
    return (
        before.strength > 0
        and between in (",", "and", ", and", "&", "/", "or", "")
        and (between != "" or before.listed)
    )


def _stands_alone(text: str, tokens: Words, first: int, last: int, sighting: Sighting) -> bool:
    """Whether the name is no part of a longer proper name ("Mohamed Ibrahim al-Bayati", "Aleppo Media Center")."""
    if last < len(tokens) and text[tokens.end(last - 1) : tokens.begins[last]] in (" ", "-"):
        after = tokens.texts[last]
        if after in ("based", "born", "backed", "led", "linked", "allied"):
            return False
        if after in words.INSTITUTIONS:
            sighting.role = "facility"
        elif (
            tokens.capitals[last]
            and after not in words.AFTER_NAMES
            and not _known_kind(after)
            and after not in _ARTICLES
        ):
            return sighting.listed or (not sighting.loose and (sighting.seat or len(sighting.form) > 7))
    if not first or text[tokens.end(first - 1) : tokens.begins[first]] not in (" ", "-"):
        return True
    before = tokens.texts[first - 1]
    inside = before in _ARTICLES or before in words.BEFORE_NAMES or _known_kind(before)
    outside = tokens.capitals[first - 1] and not inside
    if outside and tokens.texts[first] in _ARTICLES and before not in words.NOT_NAMES and before not in words.NEAR:
        return sighting.listed  # "Muhannad al-Qasim was shot"
    return not outside or sighting.listed or _opens_sentence(text, tokens.begins[first - 1])


def _opens_sentence(text: str, at: int) -> bool:
    before = text[max(0, at - 8) : at].rstrip(" \"'(")
    return not before or before[-1] in ".!?\n-—"


def _known_kind(word: str) -> bool:
    return word in words.SETTLEMENT_NOUNS or word in words.DIRECTIONS or word in words.COUNTRYSIDE


def _read_before(sighting: Sighting, text: str, tokens: Words, first: int) -> bool:
    """Reads the words before a name into the sighting; False where they say that it is no place."""
    end = tokens.begins[first]
    if first and text[end - 1 : end] == "#":
        sighting.strength = 2
    elif first and tokens.texts[first - 1] in ("syria's", "syrias"):
        sighting.strength = 1
    of = False
    for position in range(first - 1, max(-1, first - 8), -1):
        word = tokens.texts[position]
        gap = text[tokens.begins[position] + len(word) : end]
        if gap != " " and ("," in gap or _STOP.search(gap)):
            break
        end = tokens.begins[position]
        kind = words.SETTLEMENT_NOUNS.get(word, "")
        bound, of = of, of and word == "the"
        if bound and sighting.settled and kind in ("district", "neighbourhood"):
            sighting.noun, sighting.strength = "city" if sighting.seat else "town", 2  # "the old quarter of Kansafra"
            break
        if word == "suburb" and bound and sighting.areas:
            sighting.role, sighting.strength = "within", 2  # "a suburb of Damascus"
        elif kind and (bound or position == first - 1):
            sighting.noun = sighting.noun or kind
            sighting.strength = 2
            if sighting.noun == "governorate":
                sighting.role = "within"
        elif word in ("province's", "governorate's"):
            sighting.strength = 2  # "Idlib province's Ariha city"
        elif word in words.EDGE_OF and bound and sighting.form not in words.GREAT_CITIES and sighting.role != "from":
            sighting.strength = 2  # "the outskirts of Sarmin"
        elif word in words.COUNTRYSIDE:
            sighting.role, sighting.strength = "within", 2
        elif word in words.DIRECTIONS:
            sighting.direction = words.DIRECTIONS[word] + sighting.direction
            sighting.strength = max(sighting.strength, 1)
            if sighting.role == "at":
                sighting.role = "near" if bound or word.endswith(("th", "st")) else "within"
        elif word == "of":
            of = True
            sighting.strength = max(sighting.strength, 1)
        elif word in words.NEAR:
            sighting.role = "near" if sighting.role == "at" else sighting.role
            sighting.strength = max(sighting.strength, 1)
        elif word in words.HOSPITALS:
            if any(tokens.texts[at] in words.CARRIED for at in range(max(position - _CARRIED_REACH, 0), position)):
                sighting.role = "from"  # "taken to a hospital in Idlib"
            break
        elif word in words.ORIGIN:
            sighting.role = "from"
            sighting.strength = max(sighting.strength, 1)
            break
        elif word in words.PREPOSITIONS:
            sighting.strength = max(sighting.strength, 1)
        elif (
            word in words.PERSONS
            and position == first - 1
            or word == "as"
            and position == first - 1
            and position
            and tokens.texts[position - 1] in words.CALLED
        ):
            return False
        elif word not in words.LET_THROUGH:
            break
    return True


def _read_after(sighting: Sighting, text: str, tokens: Words, last: int) -> None:
    """Reads "city", "province", "'s countryside" and ", a village in" after a name into the sighting."""
    comma = False
    for position in range(last, min(last + 4, len(tokens))):
        word = tokens.texts[position]
        gap = text[tokens.end(position - 1) : tokens.begins[position]]
        if gap != " ":
            if _STOP.search(gap):
                return
            comma = comma or "," in gap
        kind = words.SETTLEMENT_NOUNS.get(word)
        followed = tokens.texts[position + 1 : position + 2] == ["of"]  # "the Mazraa district of central Damascus"
        if kind == "district" and position == last and (followed or not sighting.areas):
            kind = "neighbourhood"
        of = position + 1 < len(tokens) and tokens.texts[position + 1] == "of"
        if of and kind in ("town", "village", "city") and not comma:
            sighting.role = "within" if sighting.role == "at" else sighting.role  # "the Damascus suburb of Douma"
            sighting.strength += 1
            return
        if kind and not comma:
            sighting.noun = sighting.noun if sighting.noun and kind == "district" else kind
            sighting.strength += 1
            if kind == "governorate" and sighting.role != "from":
                sighting.role = "within"
            return
        if kind and comma:
            sighting.noun, sighting.strength = sighting.noun or kind, sighting.strength + 1
            return
        if word in words.COUNTRYSIDE and not comma:
            sighting.role, sighting.strength = "within" if sighting.role != "from" else "from", 2
            return
        if word in words.DIRECTIONS or word in ("in", "near"):
            sighting.strength += int(position == last)
            if not comma:
                return
        elif word not in _BETWEEN:
            return


def _read_heading(sighting: Sighting, text: str) -> None:
    """A name that opens a line and ends with a colon or a comma is the heading of what follows."""
    line = text.rfind("\n", 0, sighting.start) + 1
    if not _BULLET.fullmatch(text, line, sighting.start):
        return
    after = text[sighting.end : sighting.end + 1]
    sighting.strength += 2 if after == ":" else int(after == ",")


def _take_camp(sighting: Sighting, tokens: Words, last: int) -> None:
    """A camp keeps its noun in its name: it is not the town it is called after."""
    if sighting.noun == "camp" and last < len(tokens) and tokens.texts[last] == "camp":
        sighting.end, sighting.places, sighting.loose = tokens.end(last), [], True


def _lies_in_a_known_place(text: str, tokens: Words, last: int, index: PlaceIndex) -> bool:
    """Whether a comma and then a known place follow: "in Siddikine, southern Lebanon"."""
    for position in range(last, min(last + 4, len(tokens))):
        gap = text[tokens.end(position - 1) : tokens.begins[position]]
        if (position == last and gap != ", ") or _STOP.search(gap):
            return False
        if tokens.capitals[position]:
            word = tokens.texts[position]
            named = index.latin.get(latin_word(_plain(word)))
            return named is not None and named.seat and word not in words.NOT_NAMES
    return False


def _attacked(text: str, tokens: Words, first: int, last: int) -> bool:
    """Whether a name is what a strike was on, and how it lies is told behind: "a strike on Barja in the Shouf"."""
    if first < 2 or tokens.texts[first - 1] != "on" or tokens.texts[first - 2] not in words.ATTACKS:
        return False
    if last >= len(tokens):
        return False
    gap, word = text[tokens.end(last - 1) : tokens.begins[last]], tokens.texts[last]
    lies = word in words.DIRECTIONS or word in words.NEAR or word in ("in", "about", "around", "some", "just")
    return gap == " " and lies or gap == ", " and (lies or word in ("a", "an"))


def _announced(text: str, tokens: Words, at: int, index: PlaceIndex) -> tuple[Sighting, int] | None:
    """A name that the gazetteer lacks but a noun announces: "the village of X", "X neighborhood"; and where it ends."""
    last = at
    while (
        last < min(len(tokens), at + _LONGEST_RUN)
        and (tokens.capitals[last] or tokens.texts[last] in _ARTICLES)
        and tokens.texts[last] not in words.NOT_NAMES
    ):
        if last > at and text[tokens.end(last - 1) : tokens.begins[last]] not in (" ", "-", "'"):
            break
        last += 1
    while last > at and tokens.texts[last - 1] in words.SETTLEMENT_NOUNS:
        last -= 1
    first = at
    while first < last and (
        tokens.texts[first] in words.SETTLEMENT_NOUNS
        or tokens.texts[first] in words.DIRECTIONS
        or tokens.texts[first] in words.BEFORE_NAMES
    ):
        first += 1
    if first >= last or last - first > 4:
        return None
    if first and tokens.texts[first - 1] in ("al", "el") and text[tokens.end(first - 1)] == "-":
        first -= 1
    sighting = Sighting(
        tokens.begins[first],
        tokens.end(last - 1),
        "".join(latin_word(_plain(text)) for text in tokens.texts[first:last]),
    )
    if not _read_before(sighting, text, tokens, first):
        return None
    _read_after(sighting, text, tokens, last)
    if tokens.texts[last - 1] in words.INSTITUTIONS or last < len(tokens) and tokens.texts[last] in words.INSTITUTIONS:
        return None
    _take_camp(sighting, tokens, last)
    announced = sighting.noun in ("village", "town", "city", "neighbourhood", "camp") and sighting.strength >= 2
    placed = (
        sighting.noun == ""
        and first
        and (
            tokens.texts[first - 1] == "in"
            and _lies_in_a_known_place(text, tokens, last, index)
            or _attacked(text, tokens, first, last)
        )
    )
    if announced or placed:
        if tokens.texts[last - 1].endswith("'s"):
            sighting.end -= 2
        return sighting, last
    return None
