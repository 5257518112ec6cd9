"""Reads "the Syrian capital", "Iraq's capital" as the city that is meant, where its name does not follow (English)."""

from __future__ import annotations

from incidents.parsing.english_place_words import Words
from incidents.parsing.languages import english_places as words
from incidents.parsing.place_index import PlaceIndex
from incidents.parsing.place_names import latin_word
from incidents.parsing.place_sightings import Sighting

_REACH = 7  # words before it that say how the place of the harm lies


def capital_meant(text: str, tokens: Words, at: int, index: PlaceIndex) -> Sighting | None:
    """The city that a country's name and "capital" at a token mean.

    None where they do not stand there, where the name follows ("the Syrian capital, Damascus"), where it happened
    beside the city, or people came from it.
    """
    if at + 1 >= len(tokens) or tokens.texts[at + 1] != "capital" or _name_follows(text, tokens, at + 1):
        return None
    name = words.CAPITALS[tokens.texts[at]]
    form = latin_word(name.lower())
    named = index.latin.get(form)
    before = set(tokens.texts[max(at - _REACH, 0) : at])
    if named is None or _lies_beside(before):
        return None
    city = Sighting(tokens.begins[at], tokens.end(at + 1), form, named.places, named.areas, seat=True, called=name)
    city.noun, city.strength = "city", 2
    return city


def _name_follows(text: str, tokens: Words, at: int) -> bool:
    if at + 1 >= len(tokens) or not (tokens.capitals[at + 1] or tokens.texts[at + 1] == "of"):
        return False
    if tokens.texts[at + 1] in words.AFTER_NAMES:
        return False  # "the Iraqi capital Thursday"
    between = text[tokens.end(at) : tokens.begins[at + 1]]
    return len(between) <= 2 and "." not in between


def _lies_beside(before: set[str]) -> bool:
    """Whether "a town east of the capital" stands before, or people fled it; "in its east" is inside."""
    if not before.isdisjoint(words.EDGES) or not before.isdisjoint(words.NEAR) or not before.isdisjoint(words.ORIGIN):
        return True
    return not before.isdisjoint(words.DIRECTIONS) and "in" not in before
