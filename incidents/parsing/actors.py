"""Finds the armed parties that a text names as those who did it; holders, targets and speakers are left out."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from incidents.parsing.certainty import Doubts
from incidents.parsing.forces import find_forces
from incidents.parsing.languages import arabic_actors, english_actors, english_forces
from incidents.parsing.normalise import Folded, fold
from incidents.parsing.phrases import LONGEST_PHRASE, Found, PhraseTable, beginning, flatten
from incidents.parsing.results import Mention

_IS = re.compile(r"\bIS\b")
_SYRIAN = re.compile("syria|assad|سور|اسد|بشار")
_STOP = re.compile(r"[.\n!?؟؛;]")
_FIRED_FROM = re.compile(
    r"(?:مصدر(?:ه|ها|هما)|اطلق\w*|انطلق\w*|قذايف|صواريخ|قصف\w*)[^.\n]{0,25} من "
    r"(?:مناطق|مواقع|نقاط|مقرات|حواجز|جهه)[^.\n]{0,20}$"
    r"|انطلق\w*[^.\n]{0,45} من مناطق سيطره[^.\n]{0,30}$"
    r"|مصدر(?:ه|ها|هما) (?:ال)?(?:مناطق|مواقع|نقاط|حواجز)[^.\n]{0,50}$"
    r"|(?:fired|launched|shelling|shells|rockets|fire|coming) from [^.\n]{0,25}"
    r"(?:positions|areas|checkpoints|bases)[^.\n]{0,16}$"
)
_HELD = ("مناطق", "مواقع", "نقاط", "مقرات", "حواجز", "جهه", "positions", "areas", "checkpoints", "bases")
_PARTIES_BETWEEN = re.compile(
    r"(?:clash|battle|fight|gunfight|firefight|divided|split)\w* between [^.\n]{0,40} and (?:the )?$"
)
_JOINS = frozenset("و او and or".split())  # what may join two parties that did it together
_AND = (["و"],)
_ALLY = frozenset("its ally allied their allies the حليفتها حليفته حليفها حليفه".split())
_NAMED_AGAIN = frozenset((" (", " and ", " or ", " and the ", ", ", " and its ally "))
_COUNTED = re.compile(
    r"(?:\d|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens of|several|scores of)) (?:\w+ )?$"
)
_COUNTED_REACH = 26
_UNSURE = re.compile(r"(?:unclear|not clear) (?:if|whether) [^.\n]*$")
_UNSURE_REACH = 140
_FIGHT = re.compile(r"(?:rebels|fighters|militants|insurgents|jihadists)$")
_OF_SYRIA = ("syrian_government", "opposition")
_FIRE_REACH = 100
_ACCUSING = frozenset(("اتهم", "اتهمت", "حملت", "حمل"))
_WHEN = frozenset("القاء قصف استهداف سقوط اطلاق شن".split())
_OF_RANKS = frozenset(("fighters of", "members of", "fighters from", "militants from", "عناصر من", "مسلحين من"))
_DOING_REACH = 25
_CLAIMING_REACH = 50
_ATTACK_REACH = 12
_SORTIE_REACH = 60
_CONTEXT_REACH = 18
_ARAB_COALITION = (
    "التحالف العربي",
    "التحالف السعودي",
    "تقوده السعوديه",
    "بقياده السعوديه",
    "حوثي",
    "في اليمن",
    "اليمنيه",
    "saudi-led coalition",
    "saudi led coalition",
    "saudi coalition",
    "saudi arabia-led coalition",
    "led by saudi arabia",
    "coalition led by saudi",
    "arab coalition",
)
_NO_PARTY: tuple[str, ...] = ()
_BODIES = re.compile(r"(?:جث|جثامين|ضحايا|قتلي)[^.\n]{0,25}$")
_BODIES_REACH = 36
_SAME: tuple[str, ...] = ("same",)  # the party named last


@cache
def _parties(language: str) -> PhraseTable[tuple[str, ...]]:
    words = english_actors if language == "en" else arabic_actors
    entries: list[tuple[str, tuple[str, ...]]] = [(phrase, _NO_PARTY) for phrase in words.NOT_ACTORS]
    entries += list(words.PAIRS.items())
    entries += [(phrase, (code,)) for code, phrases in words.ACTORS.items() for phrase in phrases]
    entries += [(phrase, _SAME) for phrase in arabic_actors.SAME] if language != "en" else _fired_from()
    return PhraseTable(entries)


def _fired_from() -> list[tuple[str, tuple[str, ...]]]:
    """ "Shells from YPG-held areas": who holds a place is no party to what happens there, but to what comes from it."""
    words = english_forces
    holders = [(code, holder) for code, named in words.HOLDERS.items() for holder in named]
    return [
        (f"{source} {holder} {held}", (code,))
        for source in words.FIRED_FROM
        for code, holder in holders
        for held in words.HELD
    ]


@cache
def _contexts(language: str) -> tuple[PhraseTable[str], PhraseTable[str]]:
    """Phrases before a party's name, and after it, that make it something else than the one who did it."""
    words = english_actors if language == "en" else arabic_actors
    before = [(phrase, "holder") for phrase in words.NOT_DOING] + [
        (phrase, "speaker") for phrase in words.SAYING_BEFORE
    ]
    return PhraseTable(before), PhraseTable((phrase, "speaker") for phrase in words.SAYING_AFTER)


@cache
def _responsibility(language: str) -> PhraseTable[None]:
    words = english_actors if language == "en" else arabic_actors
    return PhraseTable((phrase, None) for phrase in words.RESPONSIBILITY)


@cache
def _attacking(language: str) -> tuple[frozenset[str], PhraseTable[None]]:
    """The names of countries, and the words of attack that one of them must stand beside."""
    words = english_actors if language == "en" else arabic_actors
    names = frozenset(flatten(fold(name).text) for name in words.COUNTRIES)
    return names, PhraseTable((phrase, None) for phrase in words.ATTACKING)


def _beside(hit: Found[tuple[str, ...]], words: Sequence[Found[None]]) -> bool:
    near = beginning(words, hit.start - _ATTACK_REACH - LONGEST_PHRASE, hit.end + _ATTACK_REACH + 1)
    return any(0 <= hit.start - word.end <= _ATTACK_REACH or word.start >= hit.end for word in near)


def find_actors(folded: Folded, language: str) -> list[Mention]:
    """The parties that did it, as the text says, in order; two mentions for "either Syrian or Russian"."""
    flat = flatten(folded.text)
    named = _parties(language).find(flat)
    hits = [hit for hit in named if hit.meaning]
    hits += [hit for hit in find_forces(flat, language, folded.text) if not _told(hit, named)]
    if language == "en":
        hits += [hit for hit in _islamic_state(folded) if not _told(hit, named)]
    hits = sorted([*hits, *_helicopters(flat, folded.text, language)], key=lambda hit: hit.start)
    if not hits:
        return []
    before, after = _contexts(language)
    ahead, behind = before.find(flat), after.find(flat)
    owned = _responsibility(language).find(flat)
    countries, attacking = _attacking(language)
    attacks = attacking.find(flat)
    arab = any(phrase in folded.text for phrase in _ARAB_COALITION) and "التحالف الدولي" not in folded.text
    doubts = Doubts(folded.text, flat, language)
    found: list[Mention] = []
    last: Found[tuple[str, ...]] | None = None
    passed: int | None = None  # the end of a party that only holds, suffers or speaks
    held: Found[tuple[str, ...]] | None = None
    for hit in hits:
        claims_it = bool(beginning(owned, hit.end, hit.end + _CLAIMING_REACH + 1))
        if passed is not None and _goes_on_naming(folded.text[passed : hit.start]):
            passed = hit.end  # "held by the Syrian Democratic Forces (SDF)", "by regime forces and Iranian militias"
            stop = folded.text.find(",", hit.end, hit.end + _ATTACK_REACH)
            if not beginning(attacks, hit.end, hit.end + _ATTACK_REACH if stop < 0 else stop):
                continue
        if not claims_it and (
            _stands_before(hit, ahead, folded.text, attacks) or _stands_after(hit, behind, flat, folded.text)
        ):
            passed = hit.end if language == "en" else None
            held = hit
            continue
        if held is not None and hit.start > held.end and _names_it_again(folded.text[held.end : hit.start]):
            held = hit  # «الخاضعة لسيطرة درع الفرات والقوات التركية»
            continue
        passed = None
        together = bool(found) and last is not None and _join(folded.text[last.end : hit.start])
        if hit.phrase in countries and not (together or _beside(hit, attacks) or _fired_from_there(hit, folded.text)):
            continue
        if arab and hit.meaning == ("us_coalition",):
            continue  # "the coalition" of a text on Yemen
        if hit.meaning == ("unknown",) and _BODIES.search(folded.text, max(hit.start - _BODIES_REACH, 0), hit.start):
            continue  # «جثامين ما زالت مجهولة الهوية»
        if hit.meaning == _SAME:
            if not found:
                continue
            hit = replace(hit, meaning=(found[-1].code,))
        span = folded.span(hit.start, hit.end)
        certainty, last = doubts.certainty(hit.start), hit
        found += [Mention(code, span, span.of(folded.source), f"party:{hit.phrase}", certainty) for code in hit.meaning]
    return found


def _fired_from_there(hit: Found[tuple[str, ...]], text: str) -> bool:
    return _FIRED_FROM.search(text, max(hit.start - _FIRE_REACH, 0), hit.start) is not None


def _names_it_again(between: str) -> bool:
    """Whether only "and", or a bracket, stands between two names: «سيطرة تنظيم "الدولة الإسلامية" (داعش)»."""
    return between.split() in _AND or "(" in between and not between.strip(' ("')


def _told(hit: Found[tuple[str, ...]], named: Sequence[Found[tuple[str, ...]]]) -> bool:
    """Whether a name of the tables, which stand in order, says already what these words name."""
    at = bisect_left(named, hit.end, key=lambda one: one.start)
    return at > 0 and named[at - 1].end > hit.start


def _join(between: str) -> bool:
    """Whether only "and", "or its ally" stand between two parties: «قوات النظام وروسيا»."""
    words = between.split()
    return bool(words) and words[0] in _JOINS and all(word in _ALLY for word in words[1:])


def _goes_on_naming(between: str) -> bool:
    """Whether only a bracket or "and" stands between two names: the second is told of like the first."""
    return between in _NAMED_AGAIN


def _islamic_state(folded: Folded) -> list[Found[tuple[str, ...]]]:
    """ "IS" in capitals, which folding makes a verb; a text all in capitals says nothing."""
    found: list[Found[tuple[str, ...]]] = []
    if "IS" not in folded.source:
        return found
    isis: tuple[str, ...] = ("isis",)
    for match in _IS.finditer(folded.source):
        around = folded.source[max(0, match.start() - 12) : match.end() + 12]
        if around.isupper():
            continue
        start = bisect_left(folded.starts, match.start())
        found.append(Found(start, start + 2, isis, "IS"))
    return found


@cache
def _aircraft(language: str) -> PhraseTable[str]:
    words = english_actors if language == "en" else arabic_actors
    entries = [(phrase, "helicopter") for phrase in words.HELICOPTERS]
    return PhraseTable(entries + [(phrase, "barrel") for phrase in words.BARRELS])


def _helicopters(flat: str, text: str, language: str) -> list[Found[tuple[str, ...]]]:
    """Helicopters with barrel bombs in one sentence: no other party of this war has had both."""
    found = _aircraft(language).find(flat)
    government: tuple[str, ...] = ("syrian_government",)
    return [
        Found(one.start, one.end, government, one.phrase)
        for one, other in zip(found, found[1:], strict=False)
        if {one.meaning, other.meaning} == {"helicopter", "barrel"}
        and other.start - one.end <= _SORTIE_REACH
        and not _STOP.search(text, one.end, other.start)
    ]


def _stands_before(
    hit: Found[tuple[str, ...]], contexts: Sequence[Found[str]], text: str, attacks: Sequence[Found[None]]
) -> bool:
    before = text[max(hit.start - _UNSURE_REACH, 0) : hit.start]  # a look at the words spares most of the patterns
    fired = "مصدر" in before or (" من " in before or " from " in before) and True in [word in before for word in _HELD]
    if fired and _FIRED_FROM.search(text, max(hit.start - _FIRE_REACH, 0), hit.start):
        return False  # "shells from the areas that the SDF holds"
    if "clear" in before and _UNSURE.search(before):
        return True  # "it was unclear if the raids were carried out by government or Russian aircraft"
    if _FIGHT.search(text, hit.start, hit.end) and _COUNTED.search(text, max(hit.start - _COUNTED_REACH, 0), hit.start):
        return True  # "six people, including four rebels"
    if " between " in before and _PARTIES_BETWEEN.search(text, max(hit.start - _FIRE_REACH, 0), hit.start):
        return True
    for context in beginning(contexts, hit.start - _CONTEXT_REACH - LONGEST_PHRASE, hit.start):
        between = text[context.end : hit.start]
        if context.phrase in _ACCUSING and flatten(between).strip():
            continue  # «اتهم المركز قوات النظام»: those accused, not those who accuse
        if context.phrase == "لدي" and between.strip() in _WHEN:
            continue  # «لدى إلقاء مروحيات النظام براميل»
        if context.phrase in _OF_RANKS and beginning(attacks, hit.end, hit.end + _DOING_REACH):
            continue  # "fighters of HTS opened fire"
        few = len(between) <= _CONTEXT_REACH and len(flatten(between).split()) <= 1
        if context.end <= hit.start and few and not _STOP.search(between):
            return True
    return False


def _stands_after(hit: Found[tuple[str, ...]], contexts: Sequence[Found[str]], flat: str, text: str) -> bool:
    end = hit.end
    if text.startswith(" (", end) and (closed := text.find(")", end, end + _CONTEXT_REACH)) > 0:
        end = closed + 1  # "the Syrian Democratic Forces (SDF) said"
    near = beginning(contexts, end, end + _CONTEXT_REACH)
    return any(not flat[end : context.start].strip() for context in near)


def settle_actors(mentions: Sequence[Mention], *, abroad: bool = False) -> tuple[Mention, ...]:
    """One mention a party: the plainest, of equals the first. ``unknown`` only where no party is named.

    ``abroad`` says that it happened outside Syria, where "government forces" and "rebels" are not those of Syria.
    """
    if abroad:
        mentions = [m for m in mentions if m.code not in _OF_SYRIA or _SYRIAN.search(m.rule)]
    first: dict[str, Mention] = {}
    for mention in mentions:
        known = first.get(mention.code)
        if known is None or (known.certainty != "stated" and mention.certainty == "stated"):
            first[mention.code] = mention
    if len(first) > 1:
        first.pop("unknown", None)
    return tuple(first.values())
