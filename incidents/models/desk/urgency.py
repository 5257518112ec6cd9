"""How urgent a report is, weighed when it is read, corrected or contradicted: a look at the queue weighs nothing.

What a report tells of counts as so many hours more of waiting. The formula and its reasons stand in docs/review.md.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from django.db import connection

from incidents.figures import Bounds, with_implied_wholes
from incidents.models.desk.candidate import Candidate
from incidents.models.desk.figure import ReportedFigure
from incidents.models.desk.reading import Flag, Reading
from incidents.models.desk.report import Report
from incidents.models.record.incident import PublishedIncident
from incidents.vocabulary import Group, Outcome

HARM = (Outcome.KILLED.value, Outcome.INJURED.value)
#: Hours that each person counts, and how many people count at most: one misread number must not hold the first place.
HOURS_KILLED, MOST_KILLED = 12, 25
HOURS_INJURED, MOST_INJURED = 3, 20
HOURS_CHILD, MOST_CHILDREN = 6, 10
#: A candidate without place, day or figure; warnings of the auditor.
HOURS_UNCLEAR = 12
HOURS_WARNING, MOST_WARNINGS = 3, 4
#: The public record may say something wrong right now.
HOURS_CORRECTION = 48
#: Weighs the current readings of some reports. A candidate contradicts the record where the same place is public on
#: the same days with another number of killed or injured; a coded dataset, or the demonstration, contradicts nobody.
#: It waits for nobody: a report that somebody decides on at this moment is passed over and weighed with the next hour,
#: for whoever publishes holds a report already, and two who wait for each other's would both be stopped.
WEIGH = f"""
WITH held AS (
    SELECT id FROM incidents_report WHERE id = ANY(%s) ORDER BY id FOR NO KEY UPDATE SKIP LOCKED
), current AS (
    SELECT DISTINCT ON (report_id) * FROM incidents_reading WHERE report_id IN (SELECT id FROM held)
    ORDER BY report_id, (parser_version <> 'by hand') DESC, read_at DESC, id DESC
), weighed AS (
    SELECT g.report_id,
           least(g.killed, {MOST_KILLED}) * {HOURS_KILLED} + least(g.injured, {MOST_INJURED}) * {HOURS_INJURED}
           + least(g.children, {MOST_CHILDREN}) * {HOURS_CHILD} + least(g.unclear, 1) * {HOURS_UNCLEAR}
           + least(g.warnings, {MOST_WARNINGS}) * {HOURS_WARNING} AS hours,
           EXISTS (
               SELECT 1 FROM incidents_candidate c
               JOIN incidents_report r ON r.id = g.report_id
               JOIN incidents_reportedfigure f
                   ON f.candidate_id = c.id AND f."group" = 'total' AND f.set_aside_by = ''
               JOIN record_incident i ON i.place_id = c.place_id AND i.superseded_at IS NULL
                   AND i.state = 'published' AND i.dataset = 'harmwatch' AND i.is_demonstration = r.is_demonstration
                   AND i.date_start <= c.date_end AND i.date_end >= c.date_start
               WHERE c.reading_id = g.id
                 AND (f.outcome = 'killed' AND (i.killed_total_low > f.high OR i.killed_total_high < f.low)
                      OR f.outcome = 'injured' AND (i.injured_total_low > f.high OR i.injured_total_high < f.low))
           ) AS contradicts
    FROM current g
)
UPDATE incidents_report r
SET contradicts = w.contradicts, ahead = w.hours + CASE WHEN w.contradicts THEN {HOURS_CORRECTION} ELSE 0 END
FROM weighed w
WHERE w.report_id = r.id
  AND (r.contradicts, r.ahead) IS DISTINCT FROM
      (w.contradicts, w.hours + CASE WHEN w.contradicts THEN {HOURS_CORRECTION} ELSE 0 END)
"""
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
    weigh_reports([reading.report_id])


def weigh_reports(numbers: Iterable[int]) -> None:
    """Note on reports how many hours they count for, and whether they contradict what is public: one statement.

    Reports that another transaction holds are passed over (``weigh_waiting_reports`` comes by every hour).
    """
    with connection.cursor() as cursor:
        cursor.execute(WEIGH, [list(numbers)])


def weigh_waiting_reports() -> int:
    """Weigh all reports that wait for review; how many there are."""
    numbers = list(Report.objects.waiting_for_review().values_list("pk", flat=True))
    weigh_reports(numbers)
    return len(numbers)


def weigh_reports_near(code: str) -> None:
    """Weigh the reports that wait and tell of a place at which an incident is or was public under this code."""
    places = PublishedIncident.objects.filter(code=code, place__isnull=False).values("place")
    waiting = Report.objects.waiting_for_review().filter(readings__candidates__place__in=places)
    weigh_reports(waiting.order_by().values_list("pk", flat=True).distinct())


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
