"""The queue: which texts wait, which first, with what in them; one page in a bounded number of queries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.db.models import BooleanField, Case, Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from incidents.models.desk.candidate import Candidate, Decision
from incidents.models.desk.claim import ReportedClaim
from incidents.models.desk.reading import Flag, Reading
from incidents.models.desk.report import Language, Report, ReportState
from incidents.review.decisions import BY_HAND
from incidents.review.taking import holder_of
from incidents.review.urgency import Urgency, urgency_of, with_urgency
from incidents.review.withdrawn import taken_back
from incidents.vocabulary import Quantifier

WAITING = "waiting"
STATES: dict[str, Any] = {
    WAITING: _("waiting"),
    ReportState.RECEIVED.value: _("being read"),
    ReportState.FAILED.value: ReportState.FAILED.label,
    ReportState.REVIEWED.value: ReportState.REVIEWED.label,
    ReportState.REJECTED.value: ReportState.REJECTED.label,
    "all": _("all"),
}
AGES: dict[str, Any] = {
    "": _("any age"),
    "1": _("older than a day"),
    "3": _("older than 3 days"),
    "7": _("older than a week"),
}
FLAGS: dict[str, Any] = {"": _("with or without"), "yes": _("with warnings"), "no": _("without warnings")}
URGENT = "urgent"
ORDERS: dict[str, Any] = {
    URGENT: _("most urgent first"),
    "oldest": _("oldest first"),
    "newest": _("newest first"),
    "harm": _("most people killed first"),
}
#: What makes a report urgent, to see such reports alone.
REASONS: dict[str, Any] = {
    "": _("any reason"),
    "killed": _("people killed"),
    "children": _("children harmed"),
    "differs": _("differs from what is public"),
    "unclear": _("unclear or not read"),
}
PAGE = 50


@dataclass(frozen=True, slots=True)
class QueueFilter:
    """What a reviewer asked for; empty means no limit."""

    state: str = WAITING
    lang: str = ""
    source: str = ""
    flags: str = ""
    place: str = ""
    age: str = ""
    why: str = ""
    order: str = URGENT

    def query(self) -> str:
        """The filter as it stands in an address, without what is usual; begins with "?" or is empty."""
        usual = QueueFilter()
        given = {name: getattr(self, name) for name in self.__slots__ if getattr(self, name) != getattr(usual, name)}
        return f"?{urlencode(given)}" if given else ""


@dataclass(frozen=True, slots=True)
class QueueLine:
    """One report in the queue, with what its current reading holds."""

    report: Report
    candidates: int
    claims: int
    pending: int
    flags: int
    killed: int | None
    places: tuple[str, ...]
    withdrawn: bool
    urgency: Urgency

    @property
    def holder(self) -> str:
        """Who works on it now."""
        return holder_of(self.report)


def read_queue_filter(values: Mapping[str, str]) -> QueueFilter:
    """The filter of an address; what is not in the lists is left out."""
    allowed = {
        "state": STATES,
        "lang": dict(Language.choices),
        "flags": FLAGS,
        "age": AGES,
        "why": REASONS,
        "order": ORDERS,
    }
    given = {name: values.get(name, "").strip()[:200] for name in QueueFilter.__slots__}
    kept = {name: value for name, value in given.items() if value and value in allowed.get(name, {value: value})}
    return QueueFilter(**kept)


def current_readings() -> QuerySet[Reading]:
    """The newest reading of the report that an outer query is at; a reading by hand gives way to any other."""
    machine = Case(When(parser_version=BY_HAND, then=Value(False)), default=Value(True), output_field=BooleanField())
    return Reading.objects.filter(report=OuterRef("pk")).order_by(machine.desc(), "-read_at", "-pk")


def queued(chosen: QueueFilter) -> QuerySet[Report]:
    """The reports that are meant, in order, each with the id of its current reading."""
    rows: QuerySet[Report] = Report.objects.annotate(
        current=Subquery(current_readings().values("pk")[:1]), withdrawn=taken_back("pk")
    )
    rows = with_urgency(_of_state(rows, chosen.state))
    if chosen.lang:
        rows = rows.filter(language=chosen.lang)
    if chosen.source:
        rows = rows.filter(Q(publisher__icontains=chosen.source) | Q(original_publisher__icontains=chosen.source))
    if chosen.age:
        rows = rows.filter(received_at__lte=timezone.now() - timedelta(days=int(chosen.age)))
    if chosen.flags:
        flagged = Exists(Flag.objects.filter(reading=OuterRef("current")))
        rows = rows.filter(flagged if chosen.flags == "yes" else ~flagged)
    if chosen.place:
        rows = rows.filter(_somewhere_in(chosen.place))
    if chosen.why:
        rows = rows.filter(_because(chosen.why))
    return _in_order(rows, chosen.order)


def _because(why: str) -> Any:
    if why == "differs":
        return Q(contradicts=True)
    named = Exists(Reading.objects.filter(**{f"{why}__gt": 0}, pk=OuterRef("current")))
    return named | Q(state=ReportState.FAILED) if why == "unclear" else named


def _of_state(rows: QuerySet[Report], state: str) -> QuerySet[Report]:
    if state == WAITING:
        return rows.filter(state__in=[ReportState.PARSED, ReportState.FAILED])
    return rows if state == "all" else rows.filter(state=state)


def _somewhere_in(place: str) -> Exists:
    """A candidate of the current reading lies in the place, by P-code of any level or by name."""
    named = Q(place__name_ar__icontains=place) | Q(place__name_en__icontains=place) | Q(place_text__icontains=place)
    within = Q(place__key=place) | Q(place__admin1=place) | Q(place__admin2=place) | Q(place__admin3=place)
    return Exists(Candidate.objects.filter(named | within, reading=OuterRef("current")))


def _in_order(rows: QuerySet[Report], order: str) -> QuerySet[Report]:
    if order == URGENT:
        return rows.order_by(F("due").asc(), "received_at", "pk")
    if order == "newest":
        return rows.order_by("-received_at", "-pk")
    if order == "harm":
        killed = Subquery(Reading.objects.filter(pk=OuterRef("current")).values("killed"))
        return rows.annotate(killed=killed).order_by(F("killed").desc(nulls_last=True), "received_at", "pk")
    return rows.order_by("received_at", "pk")


def lines_of(reports: Iterable[Report]) -> list[QueueLine]:
    """The reports with what their current readings hold: five queries, however many they are."""
    shown = list(reports)
    readings = Reading.objects.in_bulk([report.current for report in shown if report.current])  # type: ignore[attr-defined]
    candidates = _counted(Candidate.objects.filter(reading__in=readings))
    claims = _counted(ReportedClaim.objects.filter(reading__in=readings))
    flags = dict(Flag.objects.filter(reading__in=readings).values_list("reading").annotate(n=Count("pk")).order_by())
    harm = _harm(readings)
    urgency = {report.pk: urgency_of(report, readings.get(report.current)) for report in shown}  # type: ignore[attr-defined]
    return [_line(report, candidates, claims, flags, harm, urgency[report.pk]) for report in shown]


def _counted(rows: QuerySet[Any]) -> dict[int, tuple[int, int]]:
    """Reading to (all, pending)."""
    pending = Count("pk", filter=Q(decision=Decision.PENDING))
    counted = rows.values_list("reading").annotate(n=Count("pk"), pending=pending).order_by()
    return {reading: (number, waiting) for reading, number, waiting in counted}


def _harm(readings: Mapping[int, Reading]) -> dict[int, tuple[int | None, list[str]]]:
    """Reading to the people killed at least, None where nothing is said of any, and the places named."""
    found: dict[int, tuple[int | None, list[str]]] = {}
    spoken_of = Count(
        "reported_figures",
        filter=Q(reported_figures__outcome="killed", reported_figures__set_aside_by="")
        & ~Q(reported_figures__quantifier=Quantifier.NONE_REPORTED),
    )
    rows = Candidate.objects.filter(reading__in=readings).annotate(spoken_of=spoken_of).order_by("reading", "ordinal")
    for candidate in rows.select_related("place"):
        killed, places = found.get(candidate.reading_id, (None, []))
        name = candidate.place.name if candidate.place else candidate.place_text
        if candidate.spoken_of:
            killed = readings[candidate.reading_id].killed
        found[candidate.reading_id] = (killed, [*places, name] if name and name not in places else places)
    return found


def _line(
    report: Report,
    candidates: Mapping[int, tuple[int, int]],
    claims: Mapping[int, tuple[int, int]],
    flags: Mapping[int, int],
    harm: Mapping[int, tuple[int | None, list[str]]],
    urgency: Urgency,
) -> QueueLine:
    reading = report.current  # type: ignore[attr-defined]
    of_candidates, of_claims = candidates.get(reading, (0, 0)), claims.get(reading, (0, 0))
    killed, places = harm.get(reading, (None, []))
    return QueueLine(
        report=report,
        candidates=of_candidates[0],
        claims=of_claims[0],
        pending=of_candidates[1] + of_claims[1],
        flags=flags.get(reading, 0),
        killed=killed,
        places=tuple(places),
        withdrawn=report.withdrawn,  # type: ignore[attr-defined]
        urgency=urgency,
    )


def counts() -> dict[str, int]:
    """How many reports are in each state; ``waiting`` sums those that a person must look at."""
    by_state = dict(Report.objects.values_list("state").annotate(n=Count("pk")).order_by())
    waiting = by_state.get(ReportState.PARSED, 0) + by_state.get(ReportState.FAILED, 0)
    return {**by_state, WAITING: waiting, "all": sum(by_state.values())}


@dataclass(frozen=True, slots=True)
class Progress:
    """What was done today, by all and by one person; ``waiting`` is what is left."""

    done: int
    mine: int
    waiting: int

    @property
    def of(self) -> int:
        """Done and waiting together, for the bar."""
        return self.done + self.waiting


def progress_of_the_day(by: str, *, now: datetime | None = None) -> Progress:
    """Reports decided since midnight, in the site's time zone."""
    midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    today = Report.objects.filter(decided_at__gte=midnight)
    both = today.aggregate(done=Count("pk"), mine=Count("pk", filter=Q(decided_by=by)))
    return Progress(both["done"], both["mine"], Report.objects.waiting_for_review().count())


def neighbours(report: Report, chosen: QueueFilter) -> tuple[int | None, int | None]:
    """The reports before and after this one in the same queue, by its place there now or, once it left, as it had."""
    rows = queued(chosen)
    if chosen.order == "harm":
        return _neighbours_in_list(report, list(rows.values_list("pk", flat=True)[:500]))
    here = report
    if chosen.order == URGENT:
        here = with_urgency(Report.objects.all()).get(pk=report.pk)
    keys = ("due", "received_at", "pk") if chosen.order == URGENT else ("received_at", "pk")
    earlier, later = _before(here, keys, "lt"), _before(here, keys, "gt")
    if chosen.order == "newest":
        earlier, later = later, earlier
    backwards = rows.filter(earlier).reverse().values_list("pk", flat=True).first()
    onwards = rows.filter(later).values_list("pk", flat=True).first()
    return backwards, onwards


def _before(here: Report, keys: Sequence[str], way: str) -> Q:
    """Rows that stand before (``lt``) or behind (``gt``) one in the order of the keys."""
    found, same = Q(), Q()
    for key in keys:
        value = getattr(here, key)
        found |= same & Q(**{f"{key}__{way}": value})
        same &= Q(**{key: value})
    return found


def _neighbours_in_list(report: Report, keys: list[int]) -> tuple[int | None, int | None]:
    at = keys.index(report.pk) if report.pk in keys else -1
    others = [key for key in keys if key != report.pk]
    before = keys[at - 1] if at > 0 else None
    after = keys[at + 1] if 0 <= at < len(keys) - 1 else (others[0] if at < 0 and others else None)
    return before, after
