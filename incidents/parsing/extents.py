"""How far a figure reaches: over a whole country, over "various parts" of one, or mostly at a place that is named."""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from dataclasses import replace

from incidents.parsing.events import Event, Passage, is_scene
from incidents.parsing.places import settle
from incidents.parsing.timing import is_day

_MOST = frozenset(
    "معظمهم غالبيتهم اغلبهم اغلبيتهم جلهم اكثرهم معظمها غالبيتها اغلبها ومعظمهم وغالبيتهم واغلبهم mostly most".split()
)
_IN = frozenset(("في", "فى", "in", "at", "around", "from"))
_OF_THEM = frozenset(("of", "them", "whom", "those", "سقطوا", "قتلوا", "killed"))
_ONE_ATTACK = 2  # people; so few "in Syria" fell together
_MOST_LIST = 14  # tokens that a list of such places may take
_MANY_GOVERNORATES = 4  # "dozens in Daraa, Homs, Idlib and Latakia" were killed by no single attack
_COUNTRY = frozenset("سوريا سوريه سوريا، البلاد syria country nation".split())
_COUNTRIES = frozenset("lebanon ukraine iraq yemen gaza libya sudan afghanistan israel".split())  # only "across" them
_ABROAD = frozenset("لبنان اليمن العراق السودان ليبيا".split())
_MANY_ABROAD = 50  # people; fewer may have fallen to one attack in a country abroad
_ON = frozenset(("علي", "في", "عموم"))
_TOWNS = ("community", "neighbourhood")
_WHOLE = frozenset("انحاء عموم مختلف ارجاء كامل كافه across nationwide throughout".split())
_VARIOUS = frozenset("متفرقه مختلفه متعدده عده متنوعه عديده various several different other".split())
_SERIES = frozenset("series string spate".split())
_SEVERAL = frozenset("attacks bombings killings blasts explosions assassinations incidents".split())
_BODY = frozenset("الجسم جسمه جسمها جسده جسدها الجسد اجسادهم جسدهم".split())  # «مختلف أنحاء الجسم»
_PARTS = frozenset(
    "مناطق مدن انحاء اماكن محافظات مواقع بلدات قري جهات المدن المناطق المحافظات "
    "areas parts provinces regions cities".split()
)


def read_extent(event: Event, passage: Passage, start: int, end: int, texts: Sequence[str]) -> None:
    """Notes on an event how far its figures reach, by the words ``[start, end)`` that tell them."""
    found = [(at, p) for at, p in passage.places if start <= at < end]
    scenes = [(at, p) for at, p in found if is_scene(p)]
    said = not _MOST.isdisjoint(texts[start:end])
    most = next((at for at in range(start, end) if texts[at] in _MOST), None) if said else None
    if most is not None and scenes:
        others = [(at, p) for at, p in scenes if not _among_most(at, most, texts)]
        if len(others) < len(scenes):
            event.mostly = not others
            event.place = settle([p for _, p in others]) if others else event.place
    figure = event.figure
    near = range(max(start, figure - 4), min(end, event.heard[-1].last + 8 if event.heard else end))
    words = texts[near.start : near.stop]
    country, parts = not _COUNTRY.isdisjoint(words), not _PARTS.isdisjoint(words)
    abroad = not _COUNTRIES.isdisjoint(words) and any(texts[at] in _COUNTRIES and _covers(texts, at) for at in near)
    few = max(event.low("killed") or 0, event.low("injured") or 0) <= _ONE_ATTACK
    spans = _covers if few else _spans  # "a journalist was killed in Syria" is one attack
    event.nationwide = country and any(texts[at] in _COUNTRY and spans(texts, at) for at in near)
    event.nationwide |= abroad
    series = _is_vague(event) and _series(texts, start, end)
    many = max(event.low("killed") or 0, event.low("injured") or 0) >= _MANY_ABROAD
    event.nationwide |= many and not any(p.precision in _TOWNS for _, p in scenes) and _over_abroad(texts, start, end)
    event.nationwide |= series and _of_many(passage, start, end, texts)
    event.everywhere = (
        event.mostly
        or series
        or event.nationwide
        or _is_vague(event)
        and sum(p.precision == "governorate" for _, p in scenes) >= _MANY_GOVERNORATES
        or parts
        and any(_in_various(texts, at) for at in near)
    )


def _over_abroad(texts: Sequence[str], start: int, end: int) -> bool:
    """«غارات على لبنان أوقعت 105 قتلى»: a whole country abroad is named, and no town of it."""
    words = texts[start:end]
    return any(one in _ON and other in _ABROAD for one, other in zip(words, words[1:], strict=False))


def _among_most(at: int, most: int, texts: Sequence[str]) -> bool:
    """Whether a place stands in "most of them in Idlib and Daraa"; "most of them women" says nothing of places."""
    if not most < at <= most + _MOST_LIST:
        return False
    opens = most + 1
    while opens < at and texts[opens] in _OF_THEM:
        opens += 1
    return texts[opens] in _IN and not any(texts[i] in (".", ";", "؛", "\n") for i in range(most, at))


def _spans(texts: Sequence[str], at: int) -> bool:
    """Whether "in Syria", "across the country" stands at a token: a country as the scene, no origin or attribute."""
    before = [texts[i] for i in range(max(at - 3, 0), at)]
    return bool(before) and (before[-1] in ("في", "فى", "in", "across") or not _WHOLE.isdisjoint(before))


def _of_many(passage: Passage, start: int, end: int, texts: Sequence[str]) -> bool:
    """Whether a series was one of attacks told without a day, or on several towns: no single one has its dead."""
    if any(_in_various(texts, at) for at in range(start, end - 1)):
        return True
    attacks = any(texts[at] == "of" and texts[at + 1] in _SEVERAL for at in range(start, end - 1))
    return attacks and not any(start <= d.first < end and is_day(d) for d in passage.dates)


def _covers(texts: Sequence[str], at: int) -> bool:
    """Whether "across Syria", «في عموم سوريا» stand at a token."""
    return not _WHOLE.isdisjoint(texts[max(at - 3, 0) : at])


def _is_vague(event: Event) -> bool:
    totals = [statement.tally.total for statement in event.heard]
    return all(total is not None and total.quantifier == "vague" for total in totals)


def _series(texts: Sequence[str], start: int, end: int) -> bool:
    """ "A series of attacks has killed dozens": no single attack has them all."""
    words = texts[start:end]
    return any(one in _SERIES and other == "of" for one, other in zip(words, words[1:], strict=False))


def _in_various(texts: Sequence[str], at: int) -> bool:
    """«في مناطق متفرقة», "in various parts of": many places, none of them named."""
    if texts[at] not in _PARTS or not at or texts[at + 1 : at + 2] and texts[at + 1] in _BODY:
        return False
    around = (texts[at - 1], texts[at + 1] if at + 1 < len(texts) else "")
    return not _VARIOUS.isdisjoint(around) or texts[at - 1] in ("عموم", "مختلف", "كافه", "جميع")


def spread(event: Event, passage: Passage, texts: Sequence[str]) -> list[Event]:
    """The event, or one for each of the places of «واحد في كل من دير الزور وحلب», "one each in Homs and Hama"."""
    if not (event.share or event.low("killed") == 1 or event.low("injured") == 1):
        return [event]
    last = event.heard[-1].last if event.heard else event.first
    each = next(
        (at for at in range(max(last - 1, event.first), min(last + 4, event.last)) if _says_each(texts, at)), None
    )
    if each is None:
        return [event]
    places = [p for at, p in passage.places if each < at < event.last and is_scene(p)]
    listed = places[:1] + [p for p in places[1:] if p.rule.endswith(":listed")]
    if len(listed) < 2:
        return [event]
    return [
        replace(event, place=p, places=[p], own_place=True, share=True, tallies=deepcopy(event.tallies)) for p in listed
    ]


def _says_each(texts: Sequence[str], at: int) -> bool:
    return texts[at] == "each" or texts[at] == "كل" and texts[at + 1 : at + 2] == ["من"]
