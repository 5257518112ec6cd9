"""Other reports that say nearly the same as this one: reprints and near-reprints, with how much they share."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Q

from incidents.models.desk.candidate import Candidate
from incidents.models.desk.report import Report
from incidents.review.lineage import REPRINT, likeness, runs_of

#: Reports compared at most, and the days around within which a reprint is looked for.
COMPARED = 200
DAYS = 3
SHOWN = 5


@dataclass(frozen=True, slots=True)
class NearText:
    """A report that repeats another, and how much of the shorter text the two share, in per cent."""

    report: Report
    percent: int


def near_texts(report: Report) -> list[NearText]:
    """Reports on the same days or places whose text largely repeats this one, in two queries; not identical ones."""
    runs = runs_of(report.text)
    found = []
    for other in _neighbours(report):
        share = likeness(runs, runs_of(other.text))
        if share >= REPRINT:
            found.append(NearText(other, round(100 * share)))
    return sorted(found, key=lambda each: (-each.percent, each.report.pk))[:SHOWN]


def _neighbours(report: Report) -> list[Report]:
    """Reports with a candidate near in time to one of this report's, or on the same place."""
    mine = Candidate.objects.filter(reading__report=report).values_list("date_start", "date_end", "place_id")
    near = Q()
    for start, end, place in mine[:40]:
        if start and end:
            window = timedelta(days=DAYS)
            days = Q(
                readings__candidates__date_start__lte=end + window, readings__candidates__date_end__gte=start - window
            )
            near |= days & Q(readings__candidates__place=place) if place else days
    if not near:
        return []
    rows = Report.objects.filter(near).exclude(pk=report.pk).exclude(sha256=report.sha256)
    return list(rows.distinct().order_by("-pk")[:COMPARED])
