"""What stands behind each side of a comparison, and where a difference may be one of documentation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from incidents import wording
from incidents.statistics.filters import IncidentFilter
from incidents.statistics.overview import Overview
from incidents.statistics.totals import counted

#: A share that differs by a tenth, or reports per incident by half as much again, is worth a word.
SHARE_APART = 0.1
TIMES_APART = 1.5
FEW = 5


@dataclass(frozen=True, slots=True)
class Behind:
    """How one side is documented; ``days`` is None where its period is open, shares are of its incidents."""

    days: int | None
    incidents: int
    reports: int
    single_origin: int
    unknown: int
    unlocated: int
    undated: int
    outside: int
    datasets: Mapping[str, int]

    def share(self, part: int) -> float | None:
        """A part of the incidents, from 0 to 1; None where there is no incident."""
        return part / self.incidents if self.incidents else None

    @property
    def reports_each(self) -> float | None:
        """Reports per incident."""
        return self.reports / self.incidents if self.incidents else None


def standing(chosen: IncidentFilter, seen: Overview, shown: str) -> Behind:
    """What stands behind a side; ``unknown`` are the incidents without a number of the outcome that is shown."""
    days = (chosen.end - chosen.start).days + 1 if chosen.start and chosen.end else None
    return Behind(
        days=days,
        incidents=seen.whole.incidents,
        reports=seen.coverage.reports,
        single_origin=seen.coverage.single_origin,
        unknown=seen.whole.figure(shown).unknown,
        unlocated=seen.unlocated.incidents + sum(part.totals.incidents for part in seen.areas),
        undated=next((part.incidents for part in seen.months if part.key is None), 0),
        outside=counted(chosen.rows_outside_period()),
        datasets=seen.coverage.by_dataset,
    )


def cautions(first: Behind, second: Behind, in_both: int, shown: str) -> Iterator[str]:
    """What a reader should know before reading a difference as one of harm, a sentence each."""
    if first.days and second.days and first.days != second.days:
        words = {"first": wording.number(first.days), "second": wording.number(second.days)}
        yield _("The periods are not of the same length: %(first)s days and %(second)s.") % words
    if in_both:
        yield ngettext(
            "%(number)s incident is counted on both sides.", "%(number)s incidents are counted on both sides.", in_both
        ) % {"number": wording.number(in_both)}
    if min(first.incidents, second.incidents) < FEW:
        yield _("One side has very few incidents: a single one more or less changes the difference much.")
    if not (first.incidents and second.incidents):
        return
    if _apart(first, second, "unknown"):
        yield _("The share of incidents whose number is unknown differs: those add nothing to their side.")
    if _apart(first, second, "single_origin"):
        yield _("The share of incidents that rest on a single origin differs.")
    each = sorted((first.reports_each or 0, second.reports_each or 0))
    if each[0] and each[1] / each[0] >= TIMES_APART:
        yield _("One side is reported on more densely: more reports stand behind each of its incidents.")
    if _mixed(first, second):
        yield _("The sides draw on different datasets, which document by different rules.")
    if _apart(first, second, "unlocated") or _apart(first, second, "undated"):
        yield _("The share of incidents that are not dated to a month or not placed in a village differs.")


def _apart(first: Behind, second: Behind, part: str) -> bool:
    one, two = (side.share(getattr(side, part)) or 0 for side in (first, second))
    return abs(one - two) >= SHARE_APART


def _mixed(first: Behind, second: Behind) -> bool:
    names = {*first.datasets, *second.datasets}
    shares = ((side.share(side.datasets.get(name, 0)) or 0 for side in (first, second)) for name in names)
    return any(abs(one - two) >= SHARE_APART for one, two in shares)
