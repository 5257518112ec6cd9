"""The parser's door: one text in, all that is read in it out."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Literal, Protocol, TypeVar

from incidents.parsing import PARSER_VERSION
from incidents.parsing.actors import find_actors
from incidents.parsing.assemble import assemble
from incidents.parsing.casualties import StatementReader
from incidents.parsing.clusters import ClusterBuilder
from incidents.parsing.distributions import ShareReader
from incidents.parsing.events import Passage, is_scene
from incidents.parsing.findings import Findings
from incidents.parsing.normalise import Folded, fold
from incidents.parsing.people import PeopleReader
from incidents.parsing.phrases import flatten
from incidents.parsing.places import PlaceIndex, find_places, places_meant
from incidents.parsing.regions import RegionReading, find_regions
from incidents.parsing.results import Flag, Mention, PlaceReading, Reading, Span
from incidents.parsing.rosters import RosterReader
from incidents.parsing.scan import grammar_of
from incidents.parsing.sources import find_sources
from incidents.parsing.stems import note_standing
from incidents.parsing.tokens import Sentence, split_sentences, tokenise
from incidents.parsing.weapons import find_weapons
from incidents.parsing.wrapping import unwrapped

_YEARS = range(1900, 2200)  # of publication
LONGEST_TEXT = 150_000  # characters; the densest such text takes some 1.5 s. A flag says that there was more
_BESIDE = 12  # characters between a place and the area it lies in: «، بريف »
_LAST_WORDS = 40  # characters, the last ones read: what the flag shows

_ARABIC_LETTERS = re.compile("[\u0620-\u06ff]+")
_LATIN_LETTERS = re.compile("[a-z]+")


_FINDERS: dict[str, Callable[[Folded, str], list[Mention]]] = {
    "weapons": find_weapons,
    "actors": find_actors,
}


class _Spanned(Protocol):
    @property
    def span(self) -> Span: ...


_T = TypeVar("_T", bound=_Spanned)
_F = TypeVar("_F")


def parse_report(
    text: str, *, published_on: date | None = None, language: str | None = None, places: PlaceIndex
) -> Reading:
    """All that one report says: incidents, period claims and what a reviewer should look at.

    ``published_on`` resolves "yesterday" and "Friday"; without it they stay open. ``language`` ("ar" or "en") is told
    from the letters where it is not given; a text in neither gives an empty reading. The same arguments always give
    the same reading. Never raises on text.
    """
    if published_on is not None and published_on.year not in _YEARS:
        published_on = None  # a slip of the form or of a feed; dates counted back from it would be wrong or none
    folded = fold(text[:LONGEST_TEXT])
    code = language if language in ("ar", "en") else language_of(folded)
    if code == "other":
        return Reading("other", PARSER_VERSION, (), (), ())
    reading = assemble(find_all(unwrapped(folded), code, published_on, places))
    return reading if len(text) <= LONGEST_TEXT else replace(reading, flags=(*reading.flags, _cut(text)))


def _cut(text: str) -> Flag:
    """The flag of a text that was too long to be read to its end."""
    params = {"read": LONGEST_TEXT, "length": len(text)}
    return Flag("text_cut", (Span(LONGEST_TEXT - _LAST_WORDS, LONGEST_TEXT),), params)


def language_of(folded: Folded) -> Literal["ar", "en", "other"]:
    """The language of a text by its letters: Arabic as soon as a fifth of them are, else English if it has Latin
    ones.
    """
    text = folded.text
    if text.isascii():
        return "en" if _LATIN_LETTERS.search(text) else "other"
    if _arabic_letters(text[: len(text) // 3]) * 5 >= len(text):
        return "ar"  # whatever the rest may be
    arabic = _arabic_letters(text)
    if arabic == 0:
        return "en" if _LATIN_LETTERS.search(text) else "other"
    if arabic * 4 >= len(text) - arabic:
        return "ar"  # however many of the other characters are Latin
    return "ar" if arabic * 4 >= sum(map(len, _LATIN_LETTERS.findall(text))) else "en"


def _arabic_letters(text: str) -> int:
    return sum(map(len, _ARABIC_LETTERS.findall(text)))


def find_all(folded: Folded, language: str, published_on: date | None, places: PlaceIndex) -> Findings:
    """Everything found in a text, sentence by sentence, before it is put together."""
    grammar = grammar_of(language)
    tokens = tokenise(folded, grammar.vocabulary)
    note_standing(flatten(folded.text), tokens.begun())
    dates = grammar.dates.find(folded, tokens, published_on)
    items = grammar.scan(tokens, ((d.first, d.last) for d in dates))
    starts = tokens.starts
    regions = find_regions(folded, language)
    sources = find_sources(folded, language)
    named = _with_origins(_outside(places_meant(find_places(folded, places, language, tokens)), sources))
    found_places = _at_tokens(_widened(named, regions), starts)
    extents = _extents(found_places, starts)
    scenes = frozenset(
        token
        for at, place in found_places
        if place.rule.startswith(("at:", "abroad:"))
        for token in range(at, extents.get(at, at + 1))
    )
    people = PeopleReader(grammar, tokens, items)
    shares = ShareReader(people, tokens, items, extents)
    clusters = ClusterBuilder(people, tokens, items, grammar.arabic, scenes, shares)
    statements = StatementReader(people, tokens, items, grammar.arabic)
    mentions = {name: _at_tokens(finder(folded, language), starts) for name, finder in _FINDERS.items()}
    mentions["sources"] = _at_tokens(sources, starts)
    passages = []
    sentences = split_sentences(tokens)
    firsts = [sentence.first for sentence in sentences]
    rosters = RosterReader(people, tokens, items).read(sentences)
    listed = max((statement.last for statement in rosters.values()), default=0)
    dates_in = _by_sentence(((d.first, d) for d in dates), sentences, firsts)
    places_in = _by_sentence(found_places, sentences, firsts)
    mentions_in = {name: _by_sentence(found, sentences, firsts) for name, found in mentions.items()}
    regions_in = _by_sentence(_at_tokens(regions, starts), sentences, firsts)
    for number, sentence in enumerate(sentences):
        clause = clusters.build(sentence)
        roster = rosters.get(number)
        on_roster = sentence.first < listed and any(s.first <= sentence.first < s.last for s in rosters.values())
        passages.append(
            Passage(
                sentence,
                [roster] if roster is not None else [] if on_roster else statements.read(clause),
                clause.units,
                [d for _, d in dates_in[number]],
                places_in[number],
                mentions_in["weapons"][number],
                mentions_in["actors"][number],
                mentions_in["sources"][number],
                [region for _, region in regions_in[number]],
                clause.kinds,
            )
        )
    return Findings(folded, tokens, grammar, published_on, passages, [p for _, p in found_places], regions)


def _outside(places: Iterable[PlaceReading], sources: Sequence[Mention]) -> list[PlaceReading]:
    """The places but for those that are only in the name of who tells it: "the Aleppo Media Centre"."""
    starts = [source.span.start for source in sources]
    ends = [source.span.end for source in sources]
    return [
        place
        for place in places
        if not (at := bisect_right(starts, place.span.start))
        or place.span.start >= ends[at - 1]
        or _is_today(place, sources[at - 1])
    ]


def _is_today(place: PlaceReading, source: Mention) -> bool:
    """«على مدينة حلب اليوم» tells of the city and of today, not of the channel of that name."""
    begins = source.span.start == place.span.start and source.text.endswith("اليوم")
    return begins and place.rule in ("at:city", "at:cue")


def _with_origins(places: list[PlaceReading]) -> list[PlaceReading]:
    """The places, with what only says where an origin lies: «نازحين من مدينة تدمر بريف حمص» tells nothing of Homs."""
    for at in range(1, len(places)):
        before, place = places[at - 1], places[at]
        beside = place.span.start - before.span.end <= _BESIDE
        if beside and before.rule.startswith("from:") and place.rule.startswith(("within:", "near:")):
            places[at] = replace(place, rule="from:" + place.rule.partition(":")[2])
    return places


def _extents(places: Iterable[tuple[int, PlaceReading]], starts: Sequence[int]) -> dict[int, int]:
    """The token after each place where harm may have happened, by its first token."""
    return {at: max(bisect_left(starts, place.span.end), at + 1) for at, place in places if is_scene(place)}


def _widened(places: Iterable[PlaceReading], regions: Sequence[RegionReading]) -> list[PlaceReading]:
    """The places, those that are the name of a region ("Jabal al-Zawiya") marked as wide."""
    spans = [region.span for region in regions]
    wide = [region.span for region in regions if region.name.endswith("Syria")]
    places = [_region_named(place, regions) for place in places] if regions else list(places)
    return [
        replace(place, precision="country")
        if any(s.start <= place.span.start and place.span.end <= s.end for s in wide)
        else replace(place, precision="subdistrict")
        if place.precision == "community"
        and any(s.start <= place.span.start and place.span.end <= s.end for s in spans)
        else place
        for place in places
    ]


def _region_named(place: PlaceReading, regions: Sequence[RegionReading]) -> PlaceReading:
    """«الغوطة الشرقية» is the name, where the gazetteer has «الغوطة» alone; likewise of other regions."""
    for region in regions:
        longer = region.span.start == place.span.start and region.span.end > place.span.end
        if longer and len(region.governorates) == 1:
            return replace(place, name=region.text, span=region.span, text=region.text)
    return place


def _at_tokens(found: Iterable[_T], starts: Sequence[int]) -> list[tuple[int, _T]]:
    """Each finding with the token in which it begins."""
    return [(max(bisect_right(starts, item.span.start) - 1, 0), item) for item in found]


def _by_sentence(
    found: Iterable[tuple[int, _F]], sentences: Sequence[Sentence], firsts: Sequence[int]
) -> list[list[tuple[int, _F]]]:
    """The findings of each sentence, in their order; those that begin between two sentences belong to none."""
    shares: list[list[tuple[int, _F]]] = [[] for _ in sentences]
    for at, item in found:
        number = bisect_right(firsts, at) - 1
        if number >= 0 and at < sentences[number].last:
            shares[number].append((at, item))
    return shares
