"""What makes a reading urgent, counted when it is stored or corrected, so that the queue need not count it again."""

from __future__ import annotations

from collections import defaultdict

from incidents.figures import Bounds, with_implied_wholes
from incidents.models.desk.candidate import Candidate
from incidents.models.desk.figure import ReportedFigure
from incidents.models.desk.reading import Flag, Reading
from incidents.vocabulary import Group, Outcome

HARM = (Outcome.KILLED.value, Outcome.INJURED.value)
#: What the columns can hold; sums of misread numbers may be larger.
MOST = 2**31 - 1


def measure_reading(reading: Reading) -> None:
    """Note on a reading what its candidates say: people killed, injured, children among them, and what is unclear.

    The least numbers count, as everywhere; figures that a reviewer set aside do not. Period claims are no incidents
    and make nothing urgent.
    """
    harm = _harm_by_candidate(reading)
    candidates = list(Candidate.objects.filter(reading=reading).values_list("pk", "place_id", "date_start"))
    Reading.objects.filter(pk=reading.pk).update(
        killed=_people(harm, Outcome.KILLED, Group.TOTAL),
        injured=_people(harm, Outcome.INJURED, Group.TOTAL),
        children=sum(_people(harm, Outcome(outcome), Group.CHILDREN) for outcome in HARM),
        unclear=sum(place is None or day is None or pk not in harm for pk, place, day in candidates),
        warnings=Flag.objects.filter(reading=reading).count(),
    )


def _harm_by_candidate(reading: Reading) -> dict[int, dict[tuple[str, str], Bounds]]:
    rows = ReportedFigure.objects.filter(candidate__reading=reading, set_aside_by="", outcome__in=HARM)
    least: dict[int, dict[tuple[str, str], Bounds]] = defaultdict(dict)
    for candidate, outcome, group, low in rows.values_list("candidate", "outcome", "group", "low"):
        known = least[candidate or 0].get((outcome, group))
        least[candidate or 0][outcome, group] = Bounds(min(low, known.low) if known else low, None, None)
    return {candidate: with_implied_wholes(figures) for candidate, figures in least.items()}


def _people(harm: dict[int, dict[tuple[str, str], Bounds]], outcome: Outcome, group: Group) -> int:
    known = (figures.get((outcome.value, group.value)) for figures in harm.values())
    return min(MOST, sum(bounds.low for bounds in known if bounds))
