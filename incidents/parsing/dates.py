"""Finds the dates and periods of a text: days, weekdays, "yesterday", months, "since", "the last ten days"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from incidents.parsing.calendars import day_of, hijri_day_of, weekday_before
from incidents.parsing.date_mentions import DateMention
from incidents.parsing.date_scan import DateScan
from incidents.parsing.languages.tables import Language, Words
from incidents.parsing.lexicon import Lexicon, Sense, Unit
from incidents.parsing.normalise import Folded
from incidents.parsing.numbers import NumberReader
from incidents.parsing.tokens import Tokens

_NUMERIC = re.compile(
    r"(?<![\d/.-])(?:(?P<y>(?:19|20)\d\d)([-/.])(?P<m>\d{1,2})\2(?P<d>\d{1,2})"
    r"|(?P<d2>\d{1,2})([-/.])(?P<m2>\d{1,2})\6(?P<y2>(?:19|20)\d\d|1[34]\d\d))(?![\d/-])"
)
_GLUE = frozenset(
    (",", "،", "(", ")", "-", "–", "في", "on", "الموافق", "ل", "of", "the", "|", "لل", "م", "يوم", "اي", "ال")
)
_LONGEST_GLUE = 3
_TO = frozenset(("و", "and", "to", "حتي", "الي", "until", "وحتي", "لغايه", "ولغايه", "والي"))
_HALF_A_YEAR = timedelta(days=182)
_UNTIL_REACH = 25  # tokens between "since X" and "until Y"
_SPELL = frozenset(("الفتره", "فتره", "period"))  # "in the period from 5 to 12 March"


class DateFinder:
    """Finds the dates of one language; make it once."""

    def __init__(self, language: Language, words: Sequence[Words], numbers: NumberReader) -> None:
        self._numbers = numbers
        self.lexicon = lexicon = Lexicon(language.clitics)
        for name, value in language.months.items():
            lexicon.add([name], Sense("month", value=value))
        for name, value in language.hijri_months.items():
            lexicon.add([name], Sense("hijri", value=value))
        for name, value in language.weekdays.items():
            lexicon.add([name], Sense("weekday", value=value))
        for row in words:
            lexicon.add(row.phrases.split("|"), Sense(row.kind, value=row.value, form=row.form))
        lexicon.finish()

    def find(self, folded: Folded, tokens: Tokens, published_on: date | None) -> list[DateMention]:
        """Every date of the text in order, neighbouring parts of one date ("Saturday, 7 Nov 2023") joined.

        Without ``published_on``, days without a year take the year that brings them nearest to the first full date
        of the text.
        """
        units = self.lexicon.matches(tokens)
        numeric = _numeric(folded, tokens)
        scan = DateScan(units, self._numbers, tokens, published_on, published_on)
        found = self._find(scan, tokens, numeric, published_on)
        if published_on is None:
            full = next((m.end for m in found if m.explicit and m.start is not None), None)
            if full is not None and any(m.start is None for m in found):
                scan = DateScan(units, self._numbers, tokens, None, full + _HALF_A_YEAR)
                found = self._find(scan, tokens, numeric, None)
        return found

    def _find(
        self, scan: DateScan, tokens: Tokens, numeric: dict[int, DateMention], published_on: date | None
    ) -> list[DateMention]:
        atoms: list[DateMention] = []
        after = 0
        for at in scan.beginnings():
            atom = (numeric.get(at) or scan.atom(at)) if at >= after else None
            if atom is not None:
                atoms.append(atom)
                after = atom.last
        return _join(atoms, tokens, published_on, scan)


def _numeric(folded: Folded, tokens: Tokens) -> dict[int, DateMention]:
    """The dates in digits by their first token: "7/11/2023", "2023-11-07", "7.11.2023"."""
    found: dict[int, DateMention] = {}
    for first in tokens.numbers:
        match = _NUMERIC.match(folded.text, tokens.begins[first])
        known = _day_in(match) if match is not None else None
        if match is None or known is None:
            continue
        last = first
        while last < len(tokens) and tokens.begins[last] < match.end():
            last += 1
        found[first] = DateMention(first, last, "day", known, known, "numeric", explicit=True)
    return found


def _day_in(match: re.Match[str]) -> date | None:
    year, month, day = (int(match[a] or match[b]) for a, b in (("y", "y2"), ("m", "m2"), ("d", "d2")))
    if month > 12 >= day:
        month, day = day, month
    resolve = hijri_day_of if year < 1500 else day_of
    return resolve(year, month, day, published_on=None)


def _join(atoms: list[DateMention], tokens: Tokens, published_on: date | None, scan: DateScan) -> list[DateMention]:
    """Joins neighbouring parts of one date, and marks what "since" and "until" make of it."""
    joined: list[DateMention] = []
    for atom in atoms:
        if joined and _adjacent(joined[-1], atom, tokens):
            whole = _merge(joined[-1], atom, published_on)
            if whole is not None:
                joined[-1] = whole
                continue
        joined.append(atom)
    return _with_since([_with_part(mention, scan) for mention in joined], scan, published_on)


def _adjacent(one: DateMention, other: DateMention, tokens: Tokens) -> bool:
    gap = tokens.texts[one.last : other.first]
    return len(gap) <= _LONGEST_GLUE and _GLUE.issuperset(gap)


def _merge(one: DateMention, other: DateMention, published_on: date | None) -> DateMention | None:
    """One date out of two neighbours: a full date wins over a weekday, a weekday over "today"; None if they
    differ in kind.
    """
    if (
        "same_day" in (one.rule, other.rule)
        or one.kind in ("year", "period", "since")
        or other.kind in ("year", "period")
    ):
        return None
    weekday = one.weekday if one.weekday is not None else other.weekday
    full = next((m for m in (one, other) if m.explicit), None)
    if one.explicit and other.explicit:
        return None
    if full is not None:
        wrong = weekday if weekday is not None and full.start is not None and _off(full, weekday) else None
        return replace(full, first=one.first, last=other.last, contradicts=wrong, weekday=weekday)
    if (
        one.rule == "relative"
        and other.rule.startswith("weekday")
        or one.rule.startswith("weekday")
        and other.rule == "relative"
    ):
        relative, named = (one, other) if one.rule == "relative" else (other, one)
        if (
            relative.start is not None
            and named.weekday is not None
            and relative.start.weekday() != named.weekday
            and named.kind == "day"
        ):
            strictly = relative.key != "offset0"
            known = weekday_before(named.weekday, published_on, strictly=strictly) if published_on else None
            return replace(named, first=one.first, last=other.last, start=known, end=known)
        told = relative if relative.start else named
        return replace(told, first=one.first, last=other.last, weekday=named.weekday)
    return None


def _off(full: DateMention, weekday: int) -> bool:
    """Whether a weekday named beside a full date falls on none of its days."""
    if full.start is None or full.end is None:
        return False
    days = (full.end - full.start).days
    return all((full.start + timedelta(days=n)).weekday() != weekday for n in range(min(days, 6) + 1))


def _with_part(mention: DateMention, scan: DateScan) -> DateMention:
    """Takes the part of the day and the word "day" before a date into its span: "مساء يوم الخميس"."""
    first, night = mention.first, mention.night
    for _ in range(4 if scan.tells("part", "day_word") else 0):
        before = _word_ending_at(first, scan)
        if before is None or before.kind not in ("part", "day_word"):
            break
        first = before.first
        night = night or before.kind == "part"
    if night and mention.kind == "day" and scan.text(first - 1) == "منتصف" and scan.text(first - 2) == "بعد":
        return _after_midnight(mention, first - 2)
    return replace(mention, first=first, night=night) if first != mention.first else mention


def _after_midnight(mention: DateMention, first: int) -> DateMention:
    """«بعد منتصف ليل الثلاثاء»: Wednesday."""
    day = mention.start + timedelta(days=1) if mention.start is not None else None
    weekday = None if mention.weekday is None else (mention.weekday + 1) % 7
    return replace(mention, first=first, start=day, end=day, weekday=weekday, night=True)


def _word_ending_at(first: int, scan: DateScan) -> Unit | None:
    """The date word that ends right before a token."""
    for back in (1, 2, 3):
        unit = scan.unit(first - back)
        if unit is not None and unit.last == first:
            return unit
    return None


def _closes_range(one: DateMention, other: DateMention, scan: DateScan) -> bool:
    """Whether two dates are the ends of "between May 3 and June 7", «بين 1 مارس 2011 و31 مارس 2022»."""
    if one.start is None or other.end is None or one.start > other.end or not (one.explicit and other.explicit):
        return False
    opened = scan.text(one.first - 1) in ("بين", "between", "from", "من") or scan.text(one.first - 2) in (
        "بين",
        "between",
        "from",
        "من",
    )
    gap = [scan.text(at) for at in range(one.last, other.first)]
    return opened and len(gap) <= 2 and not _TO.isdisjoint(gap)


def _next_day(one: DateMention, other: DateMention, scan: DateScan) -> bool:
    """Whether two dates are neighbouring days told in one breath: «أمس الجمعة واليوم السبت»."""
    if one.kind != "day" or other.kind != "day" or other.first != one.last or one.end is None or other.start is None:
        return False
    return scan.text(other.first)[:1] == "و" and other.start - one.end == timedelta(days=1)


def _may_end(since: DateMention, mention: DateMention) -> bool:
    """Whether a day behind "until" ends the period: not "brought to hospital in the last 24 hours", not one far off."""
    near = mention.first - since.last <= _UNTIL_REACH
    return near and mention.kind != "period" and (mention.end is not None or mention.rule == "relative")


def _word_before(first: int, scan: DateScan) -> Unit | None:
    """The date word that ends right before a token, or one token before it."""
    for back in (1, 2, 3, 4):
        unit = scan.unit(first - back)
        if unit is not None and first - 1 <= unit.last <= first:
            return unit
    return None


def _with_since(mentions: list[DateMention], scan: DateScan, published_on: date | None) -> list[DateMention]:
    """Turns "since X" into a period up to publication, and "since X until Y" into one from X to Y."""
    found: list[DateMention] = []
    bounded = scan.tells("since", "until")
    for mention in mentions:
        before = _word_before(mention.first, scan) if bounded else None
        since = before if before is not None and before.kind == "since" else scan.since_event(mention.first)
        if (
            since is None
            and scan.text(mention.first - 1) in ("من", "from")
            and mention.rule in ("this month", "year", "this year", "month edge")
        ):
            found.append(
                replace(mention, first=mention.first - 1, kind="since", end=published_on, rule=f"since {mention.rule}")
            )
            continue
        if found and _next_day(found[-1], mention, scan):
            found[-1] = replace(found[-1], last=mention.last, kind="range", end=mention.end, rule="two days")
            continue
        if found and _closes_range(found[-1], mention, scan):
            found[-1] = replace(found[-1], last=mention.last, kind="range", end=mention.end, rule="from to")
            continue
        if mention.kind == "range" and any(scan.text(mention.first - back) in _SPELL for back in (1, 2, 3)):
            mention = replace(mention, kind="period", rule="period of days")
        if since is not None:
            before = since
        if before is not None and before.kind == "since":
            found.append(
                replace(mention, first=before.first, kind="since", end=published_on, rule=f"since {mention.rule}")
            )
        elif (
            found
            and found[-1].kind == "since"
            and (
                (mention.rule == "relative" and mention.first == found[-1].last)
                or (before is not None and before.kind == "until" and _may_end(found[-1], mention))
            )
        ):
            found[-1] = replace(found[-1], last=mention.last, end=mention.end or found[-1].end)
        else:
            found.append(mention)
    return found
