"""Which incident is it? Existing incidents that a candidate may be, ranked by day, place and figures, with reasons."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import asin, cos, radians, sin, sqrt

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from incidents import wording
from incidents.figures import Bounds
from incidents.models.desk.candidate import Candidate, WhenAndWhere
from incidents.models.desk.incident import Incident
from incidents.models.place import Place
from incidents.review.assessment import combined, says_none
from incidents.review.notation import write_range
from incidents.vocabulary import Group, Outcome

#: Days apart at which two accounts may still mean one attack (night, time zone, day of publication).
DAYS = 3
#: Kilometres at which two named places may still mean one.
NEAR = 15.0
#: Below this an incident is not offered; from ``LIKELY`` on it is chosen beforehand.
OFFERED = 0.5
LIKELY = 0.8
SHOWN = 5
MOST_COMPARED = 400


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One incident that a candidate may be: how likely (0 to 1), and why."""

    incident: Incident
    score: float
    reasons: tuple[str, ...]
    is_elsewhere: bool = False

    @property
    def is_likely(self) -> bool:
        """Likely enough to be chosen beforehand. Two neighbouring villages never are: one raid hits several of them."""
        return self.score >= LIKELY and not self.is_elsewhere

    @property
    def line(self) -> str:
        """The incident in one line: code, place, day, figures."""
        place = self.incident.place.name if self.incident.place else self.incident.place_text or wording.UNKNOWN
        when = wording.days(self.incident.date_start, self.incident.date_end, self.incident.date_precision)
        killed = next((f for f in _totals(self.incident) if f[0] == Outcome.KILLED), None)
        harm = f" · {Outcome.KILLED.label} {write_range(killed[1].low, killed[1].high)}" if killed else ""
        return f"{self.incident.code} · {place} · {when}{harm}"


def suggest(candidates: Sequence[Candidate]) -> dict[int, list[Suggestion]]:
    """For each candidate, by its number, the incidents that it may be, the likeliest first; a few queries for all."""
    compared = _incidents_near(candidates)
    found: dict[int, list[Suggestion]] = {}
    for candidate in candidates:
        scored = (compare(candidate, incident) for incident in compared)
        kept = [each for each in scored if each is not None and each.score >= OFFERED]
        found[candidate.pk] = sorted(kept, key=lambda each: (-each.score, each.incident.code))[:SHOWN]
    return found


def compare(candidate: Candidate, incident: Incident) -> Suggestion | None:
    """How likely a candidate is an incident; None where day or place rule it out."""
    day = _day_score(candidate, incident)
    place = _place_score(candidate, incident)
    if day is None or place is None:
        return None
    harm = _figure_score(candidate, incident)
    score = 0.4 * day[0] + 0.4 * place[0] + 0.2 * harm[0]
    reasons = tuple(reason for _score, reason in (day, place, harm) if reason)
    return Suggestion(incident, round(score, 3), reasons, is_elsewhere=_is_elsewhere(candidate.place, incident.place))


def _incidents_near(candidates: Sequence[Candidate]) -> list[Incident]:
    """Incidents with a day near one of the candidates', or without one in the same place."""
    near = Q()
    for candidate in candidates:
        if candidate.date_start and candidate.date_end:
            window = timedelta(days=DAYS)
            near |= Q(date_start__lte=candidate.date_end + window, date_end__gte=candidate.date_start - window)
        if candidate.place:
            near |= Q(date_start__isnull=True, place=candidate.place)
            if candidate.date_start is None:
                near |= Q(place=candidate.place)
    if not near:
        return []
    report = candidates[0].reading.report
    rows = Incident.objects.filter(near, is_demonstration=report.is_demonstration, merged_into__isnull=True)
    rows = rows.exclude(candidates__reading__report=report)  # two incidents of one text are two incidents
    return list(rows.select_related("place").prefetch_related("accepted_figures").order_by("-pk")[:MOST_COMPARED])


def _day_score(one: WhenAndWhere, other: WhenAndWhere) -> tuple[float, str] | None:
    if not (one.date_start and one.date_end and other.date_start and other.date_end):
        return 0.4, ""
    apart = _days_apart((one.date_start, one.date_end), (other.date_start, other.date_end))
    if apart > DAYS:
        return None
    if apart:
        return 1 - 0.25 * apart, ngettext("%(days)s day apart", "%(days)s days apart", apart) % {"days": apart}
    exact = one.date_start == one.date_end and other.date_start == other.date_end
    return (1.0, _("same day")) if exact else (0.7, _("days overlap"))


def _days_apart(one: tuple[date, date], other: tuple[date, date]) -> int:
    return max(0, (other[0] - one[1]).days, (one[0] - other[1]).days)


def _place_score(one: WhenAndWhere, other: WhenAndWhere) -> tuple[float, str] | None:
    if one.place is None or other.place is None:
        same = one.place_text.strip() and one.place_text.strip() == other.place_text.strip()
        return (0.8, _("same name of the place")) if same else (0.3, "")
    if one.place.pk == other.place.pk:
        return 1.0, _("same place")
    if _holds(one.place, other.place) or _holds(other.place, one.place):
        return 0.6, _("one place lies in the other")
    apart = distance_km(one.place, other.place)
    if one.place.is_area or other.place.is_area or apart is None or apart > NEAR:
        return None
    return 0.75 * (1 - apart / NEAR), _("%(km)s km apart") % {"km": round(apart, 1)}


def _is_elsewhere(one: Place | None, other: Place | None) -> bool:
    """Whether both are known, and neither is the other or lies in it."""
    if one is None or other is None or one.pk == other.pk:
        return False
    return not _holds(one, other) and not _holds(other, one)


def _holds(area: Place, place: Place) -> bool:
    return area.is_area and area.key in {place.admin1, place.admin2, place.admin3}


def distance_km(one: Place, other: Place) -> float | None:
    """The distance of two places' points on the globe, None where one has none."""
    if None in (one.latitude, one.longitude, other.latitude, other.longitude):
        return None
    lat1, lon1, lat2, lon2 = (radians(v or 0.0) for v in (one.latitude, one.longitude, other.latitude, other.longitude))
    half = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lon2 - lon1) / 2) ** 2
    return 2 * 6371 * asin(sqrt(half))


def _figure_score(candidate: Candidate, incident: Incident) -> tuple[float, str]:
    """Agreement of the totals of killed and injured; tolls that differ a little are usual, and no reason against."""
    mine = {}
    for outcome in (Outcome.KILLED, Outcome.INJURED):
        rows = [f for f in candidate.reported_figures.all() if (f.outcome, f.group) == (outcome, Group.TOTAL)]
        rows = [f for f in rows if not f.set_aside_by]
        if rows and not says_none(rows):
            mine[outcome.value] = combined(rows)
    scores, reasons = [], []
    for outcome_code, bounds in _totals(incident):
        if outcome_code in mine:
            score, reason = _agreement(mine[outcome_code], bounds, str(Outcome(outcome_code).label))
            scores.append(score)
            reasons.append(reason)
    if not scores:
        return 0.4, ""
    return sum(scores) / len(scores), ", ".join(reason for reason in reasons if reason)


def _totals(incident: Incident) -> Iterable[tuple[str, Bounds]]:
    rows = [row for row in incident.accepted_figures.all() if row.group == Group.TOTAL]
    known = ((row.outcome, row.bounds) for row in rows if row.outcome in (Outcome.KILLED, Outcome.INJURED))
    return [(outcome, bounds) for outcome, bounds in known if bounds is not None]


def _agreement(one: Bounds, other: Bounds, word: str) -> tuple[float, str]:
    high = min(h for h in (one.high, other.high, 10**9) if h is not None)
    if max(one.low, other.low) <= high:
        return 1.0, _("same number %(outcome)s") % {"outcome": word}
    apart = max(one.low, other.low) - high
    size = max(one.low, other.low, 1)
    return max(0.0, 1 - apart / size), _("%(outcome)s differ by %(number)s") % {"outcome": word, "number": apart}
