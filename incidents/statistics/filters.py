"""The one incident filter: read from an address, written back into one, applied to the record, said in a sentence.

Every page, chart, export and PDF counts through it, so that one question has one answer wherever it is asked.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import UTC, date, datetime, time
from typing import TypeVar
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from incidents.models.place import Place
from incidents.models.record.evidence import PublishedPassage, PublishedSource
from incidents.models.record.incident import PublishedIncident
from incidents.models.record.version import VersionQuerySet
from incidents.vocabulary import Actor, Dataset, DatePrecision, Grade, Group, Outcome, Weapon

MONTH = re.compile(r"(\d{4})-(\d{2})")
EARLIEST_YEAR = 1900
#: The code of an area: two letters for the country, two digits more for each level within. No populated place's is so.
AREA = re.compile(r"[A-Z]{2}(\d{2}){0,3}")
LEVELS = {"admin1": 4, "admin2": 6, "admin3": 8}  # characters in the code of an area of that level
T = TypeVar("T")


def is_country(key: str) -> bool:
    """Whether a place's code is that of a country, which means everything within it."""
    return len(key) == 2


def is_governorate(key: str) -> bool:
    """Whether a place's code is that of an admin area of the first level."""
    return len(key) == LEVELS["admin1"] and bool(AREA.fullmatch(key))


@dataclass(frozen=True, slots=True)
class IncidentFilter:
    """Which published incidents are meant, and as of when. Empty means no limit; see ``read`` for the address's words.

    ``start`` and ``end`` are days, both included. ``places`` are gazetteer keys of any level; an area means all
    within it. ``group`` is the
    demographic that the reader looks at: incidents in which it is documented.
    """

    start: date | None = None
    end: date | None = None
    places: tuple[str, ...] = ()
    outcome: str = ""
    group: str = ""
    weapons: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()
    grades: tuple[str, ...] = ()
    datasets: tuple[str, ...] = ()
    source: str = ""
    text: str = ""
    as_of: datetime | None = None

    def rows(self) -> VersionQuerySet:
        """The published incidents that are meant, as they stood at ``as_of``."""
        rows: VersionQuerySet = PublishedIncident.objects.as_of(self.as_of)
        for condition in self._conditions():
            rows = rows.filter(condition)
        return rows

    def rows_outside_period(self) -> VersionQuerySet:
        """Incidents that meet all but the period, and may lie in it or not: undated, or astride its edge."""
        rows = replace(self, start=None, end=None).rows()
        if not (self.start or self.end):
            return rows.none()
        rows = rows.exclude(date_precision=DatePrecision.DAY)  # a day lies in or out; the others have an index
        astride = Q(date_start__isnull=True)
        if self.start:
            astride |= Q(date_start__lt=self.start, date_end__gte=self.start)
        if self.end:
            astride |= Q(date_start__lte=self.end, date_end__gt=self.end)
        return rows.filter(astride)

    def _conditions(self) -> Iterable[Q]:
        if self.start:
            yield Q(date_start__gte=self.start)
        if self.end:
            yield Q(date_end__lte=self.end)
        if self.places:
            yield self._within_places()
        for name, values in (("grade", self.grades), ("dataset", self.datasets)):
            if values:
                yield Q(**{f"{name}__in": values})
        for name, values in (("weapons", self.weapons), ("actors", self.actors)):
            if values:
                yield Q(**{f"{name}__overlap": list(values)})
        if self.outcome or self.group:
            yield self._documents()
        if self.source:
            yield self._reported_by()
        if self.text:
            yield self._mentions()

    def _within_places(self) -> Q:
        """Whatever lies in any of the places: an area's code stands in the rows themselves."""
        meant = Q()
        exactly = [key for key in self.places if not AREA.fullmatch(key) or is_country(key)]
        for level, length in LEVELS.items():
            if codes := [key for key in self.places if AREA.fullmatch(key) and len(key) == length]:
                meant |= Q(**{f"{level}__in": codes})
        for country in filter(is_country, self.places):
            meant |= Q(admin1__startswith=country)
        if exactly:
            # A subquery, not a join, which the planner would make for every row although few places are meant.
            meant |= Q(place_id__in=Place.objects.filter(key__in=exactly).values("pk"))
        return meant

    def _documents(self) -> Q:
        """At least one person of the group is documented, for the outcome or, where none is named, for any."""
        outcomes = [self.outcome] if self.outcome else Outcome.values
        group = self.group or Group.TOTAL
        condition = Q()
        for outcome in outcomes:
            condition |= Q(**{f"{outcome}_{group}_low__gt": 0}) | Q(**{f"{outcome}_{group}_high__gt": 0})
        return condition

    def _reported_by(self) -> Q:
        # A subquery, not a join: an incident with two such sources must not be counted twice.
        named = Q(publisher__icontains=self.source) | Q(original_publisher__icontains=self.source)
        return Q(Exists(PublishedSource.objects.filter(named, incident=OuterRef("pk"))))

    def _mentions(self) -> Q:
        quoted = PublishedPassage.objects.filter(source__incident=OuterRef("pk"), text__icontains=self.text)
        return (
            Q(code__iexact=self.text)
            | Q(previous_codes__contains=[self.text.upper()])
            | Q(place_text__icontains=self.text)
            | Q(place__name_ar__icontains=self.text)
            | Q(place__name_en__icontains=self.text)
            | Q(Exists(quoted))
        )

    def query(self, **changes: object) -> str:
        """The filter as the query of an address, with some fields changed; always in the same order."""
        return urlencode(self.pairs(**changes))

    def pairs(self, **changes: object) -> list[tuple[str, str]]:
        """The same as words and values, one pair a value: what a form needs to carry the filter on."""
        return [pair for name, value in self._words(**changes) for pair in _pairs(name, value)]

    def _words(self, **changes: object) -> Iterable[tuple[str, object]]:
        changed = replace(self, **changes)  # type: ignore[arg-type]
        return ((PARAMETERS[f.name], getattr(changed, f.name)) for f in fields(changed))

    @property
    def is_empty(self) -> bool:
        """Whether no limit is set at all, an as-of date aside."""
        return replace(self, as_of=None) == IncidentFilter()


#: Field of the filter to word of the address.
PARAMETERS = {
    "start": "from",
    "end": "to",
    "places": "place",
    "outcome": "outcome",
    "group": "group",
    "weapons": "weapon",
    "actors": "actor",
    "grades": "grade",
    "datasets": "dataset",
    "source": "source",
    "text": "q",
    "as_of": "as_of",
}


def _pairs(name: str, value: object) -> Iterable[tuple[str, str]]:
    if isinstance(value, tuple):
        return ((name, each) for each in sorted(value))
    if not value:
        return ()
    return ((name, _written(value)),)


def _written(value: object) -> str:
    """A value as the address says it; a moment is short, exact and needs no escaping: ``20261122T163809Z``."""
    if not isinstance(value, datetime):
        return value.isoformat() if isinstance(value, date) else str(value)
    local = timezone.localtime(value)
    if local.timetz().replace(tzinfo=None) == time.max:
        return local.date().isoformat()
    moment = value.astimezone(UTC)
    return f"{moment:%Y%m%dT%H%M%S}" + (f".{moment.microsecond:06d}Z" if moment.microsecond else "Z")


@dataclass(frozen=True, slots=True)
class FilterReading:
    """A filter read from an address, with what was wrong, by the address's word; what was wrong is left out of it."""

    filter: IncidentFilter
    errors: dict[str, str] = field(default_factory=dict)


def read_filter(query: Mapping[str, Sequence[str]]) -> FilterReading:
    """Read the filter from an address's values (``dict(request.GET.lists())``).

    Understands ``from``/``to`` as a day (2023-10-05), a month (2023-10) or a year (2023); ``as_of`` as a day (its
    end, in the site's time zone) or a moment (2026-11-22T15:00, 20261122T120000Z). What is impossible is left out and
    named in ``errors``.
    """
    reader = _Reader(query)
    chosen = IncidentFilter(
        start=reader.one("from", lambda text: _read_day(text, last=False)),
        end=reader.one("to", lambda text: _read_day(text, last=True)),
        places=reader.places("place"),
        outcome=reader.one("outcome", _one_of(Outcome.values)) or "",
        group=reader.one("group", _one_of(Group.values)) or "",
        weapons=reader.many("weapon", _one_of(Weapon.values)),
        actors=reader.many("actor", _one_of(Actor.values)),
        grades=reader.many("grade", _one_of(Grade.values)),
        datasets=reader.many("dataset", _one_of(Dataset.values)),
        source=reader.one("source", _short) or "",
        text=reader.one("q", _short) or "",
        as_of=reader.one("as_of", read_moment),
    )
    if chosen.start and chosen.end and chosen.start > chosen.end:
        reader.errors["to"] = _("The period ends before it begins: the end was left out.")
        chosen = replace(chosen, end=None)
    return FilterReading(chosen, reader.errors)


class _Reader:
    def __init__(self, query: Mapping[str, Sequence[str]]) -> None:
        self.query = query
        self.errors: dict[str, str] = {}

    def one(self, name: str, read: Callable[[str], T]) -> T | None:
        values = [value.strip() for value in self.query.get(name, ()) if value.strip()]
        return self._read(name, values[-1], read) if values else None

    def many(self, name: str, read: Callable[[str], str]) -> tuple[str, ...]:
        values = (self._read(name, value.strip(), read) for value in self.query.get(name, ()) if value.strip())
        return tuple(sorted({value for value in values if value is not None}))

    def places(self, name: str) -> tuple[str, ...]:
        words = (value.replace("\0", "").strip() for value in self.query.get(name, ()))  # which PostgreSQL refuses
        asked = {word for word in words if word}
        known = set(Place.objects.filter(key__in=asked).values_list("key", flat=True)) if asked else set()
        if unknown := asked - known:
            self.errors[name] = _("There is no place with the code %(code)s.") % {"code": ", ".join(sorted(unknown))}
        return tuple(sorted(known))

    def _read(self, name: str, text: str, read: Callable[[str], T]) -> T | None:
        try:
            return read(text)
        except ValueError as error:
            self.errors[name] = str(error)
            return None


def _one_of(values: Sequence[str]) -> Callable[[str], str]:
    def read(text: str) -> str:
        if text not in values:
            raise ValueError(
                _("“%(value)s” is not known here. Known are: %(known)s.") % {"value": text, "known": ", ".join(values)}
            )
        return text

    return read


def _short(text: str) -> str:
    if len(text) > 200:
        raise ValueError(_("Too long: write at most 200 characters."))
    return text.replace("\0", "")


def _read_day(text: str, *, last: bool) -> date:
    """A day; of a month or year its first or last day. Raises ValueError with a message for the reader."""
    try:
        if re.fullmatch(r"\d{4}", text):
            day = date(int(text), 12 if last else 1, 31 if last else 1)
        elif month := MONTH.fullmatch(text):
            year, number = int(month[1]), int(month[2])
            day = date(year, number, calendar.monthrange(year, number)[1] if last else 1)
        else:
            day = date.fromisoformat(text)
    except ValueError:
        raise ValueError(_("“%(value)s” is no date: write 2023-10-05, 2023-10 or 2023.") % {"value": text}) from None
    if not EARLIEST_YEAR <= day.year <= 2100:
        raise ValueError(_("“%(value)s” lies outside the years of this record.") % {"value": text})
    return day


def read_moment(text: str) -> datetime:
    """A past moment; a day means its last moment in the site's time zone. Raises ValueError with a message."""
    try:
        if len(text) == len("2026-11-22"):
            moment = datetime.combine(date.fromisoformat(text), time.max)
        else:
            moment = datetime.fromisoformat(text)
    except ValueError:
        raise ValueError(_("“%(value)s” is no date: write 2026-11-22.") % {"value": text}) from None
    if timezone.is_naive(moment):
        moment = timezone.make_aware(moment)
    if timezone.localdate(moment) > timezone.localdate():
        raise ValueError(_("“%(value)s” lies in the future.") % {"value": text})
    return moment
