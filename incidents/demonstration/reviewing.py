"""What the demonstration's reviewer does: accepts what was read right, corrects the rest, rejects the surplus."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from incidents.demonstration.examples import ANNOTATED, Example, ExpectedClaim, ExpectedFigure, ExpectedIncident, Key
from incidents.demonstration.gazetteer import find_place
from incidents.models.desk.candidate import Candidate, Decision
from incidents.models.desk.claim import ReportedClaim
from incidents.models.desk.incident import Incident
from incidents.models.desk.report import Report
from incidents.models.place import Place
from incidents.review.assessment import Marked, assess, combined, standing
from incidents.review.circumstances import Circumstances, circumstances_of, date_precision_of
from incidents.review.decisions import (
    ClaimDetails,
    Correction,
    accept_candidate,
    accept_claim,
    add_candidate,
    current_reading,
    edit_incident,
    reject,
)
from incidents.vocabulary import Grade

SURPLUS = "Not in the text as a careful reader has it. · لا يرد في النص وفق قراءة متأنية."
REVISED = "The later report revises the first toll. · التقرير اللاحق يعدّل الحصيلة الأولى."


@dataclass(frozen=True, slots=True)
class Decided:
    """What came of one report: incidents and claims to publish, and whether anything of the reading was corrected."""

    incidents: tuple[Incident, ...]
    claims: tuple[ReportedClaim, ...]
    corrected: bool


def decide(report: Report, example: Example, *, by: str) -> Decided:
    """Decide on all that waits in a report. Raises ValidationError where the desk refuses it."""
    pairs = _paired(report, example.incidents, by=by)
    decided = [_accept(candidate, expected, example, by=by) for candidate, expected in pairs]
    claims = [_accept_claim(claim, expected, by=by) for claim, expected in _paired_claims(report, example.claims)]
    surplus = _reject_surplus(report, by=by)
    corrected = any(corrected for _row, corrected in (*decided, *claims)) or surplus > 0
    return Decided(tuple(incident for incident, _ in decided), tuple(claim for claim, _ in claims), corrected)


def _paired(
    report: Report, expected: Sequence[ExpectedIncident], *, by: str
) -> list[tuple[Candidate, ExpectedIncident]]:
    """For each incident the candidate that is most like it; an empty one, added by hand, where there is none."""
    waiting = _waiting(report)
    pairs = []
    for each in expected:
        best = max(waiting, key=lambda candidate: _likeness(candidate, each), default=None)
        if best is not None and _likeness(best, each):
            waiting.remove(best)
        else:
            best = add_candidate(report, by=by)
        pairs.append((best, each))
    return pairs


def _waiting(report: Report) -> list[Candidate]:
    reading = current_reading(report)
    rows = reading.candidates.filter(decision=Decision.PENDING).select_related("place") if reading else ()
    return list(rows)


def _likeness(candidate: Candidate, expected: ExpectedIncident) -> int:
    """How many of place, date and figures agree."""
    read = {(f.outcome, f.group, f.low, f.high) for f in standing(candidate)}
    alike = sum((*key, figure.low, figure.high) in read for key, figure in expected.figures.items())
    alike += candidate.date_start == expected.date_start
    return alike + 2 * (candidate.place is not None and candidate.place == _place(candidate, expected))


def _accept(candidate: Candidate, expected: ExpectedIncident, example: Example, *, by: str) -> tuple[Incident, bool]:
    correction = _correction(candidate, expected)
    told_before = _told_before(_circumstances(candidate, expected))
    incident = accept_candidate(candidate, by=by, correction=correction, incident=told_before, grade=Grade.WEAK)
    if told_before is not None and example.revises:
        incident = _revise(incident, candidate, by=by)
    if _origins(incident) > 1:
        incident = edit_incident(incident, by=by, grade=Grade.FAIR)
    return incident, correction is not None


def _told_before(circumstances: Circumstances) -> Incident | None:
    """The demonstration's incident of the same days at the same place: a second report of it is no second incident."""
    days = {"date_start": circumstances.date_start, "date_end": circumstances.date_end}
    return Incident.objects.filter(is_demonstration=True, place=circumstances.place, **days).first()


def _revise(incident: Incident, candidate: Candidate, *, by: str) -> Incident:
    """Let the later report's figures stand for those of the earlier one."""
    earlier = [
        figure for accepted in incident.accepted_figures.prefetch_related("basis") for figure in accepted.basis.all()
    ]
    later = standing(candidate)
    spoken_of = {(figure.outcome, figure.group) for figure in later}
    kept = {figure.pk: figure for figure in earlier if (figure.outcome, figure.group) not in spoken_of}
    return edit_incident(incident, by=by, figures=assess([*later, *kept.values()]), reason=REVISED)


def _origins(incident: Incident) -> int:
    """How many independent sources stand behind an incident: reports that name one origin count once."""
    reports = Report.objects.filter(readings__candidates__incident=incident).distinct()
    return len({report.original_publisher or report.publisher for report in reports})


def _correction(candidate: Candidate, expected: ExpectedIncident) -> Correction | None:
    """What has to be changed before the candidate can be accepted; None when all was read right."""
    circumstances = _circumstances(candidate, expected)
    marked, left_out = _figure_changes(candidate, expected.figures)
    if circumstances == circumstances_of(candidate) and not (marked or left_out):
        return None
    return Correction(circumstances=circumstances, marked=marked, left_out=left_out)


def _circumstances(candidate: Candidate, expected: ExpectedIncident) -> Circumstances:
    """As the text has them; the order of weapons and actors, and the words for the place, stay the parser's."""
    read = circumstances_of(candidate)
    same_days = (read.date_start, read.date_end) == (expected.date_start, expected.date_end)
    return Circumstances(
        date_start=expected.date_start,
        date_end=expected.date_end,
        date_precision=read.date_precision if same_days else date_precision_of(expected.date_start, expected.date_end),
        place=_place(candidate, expected),
        place_text=read.place_text or expected.place,
        weapons=_as_read(read.weapons, expected.weapons),
        actors=_as_read(read.actors, expected.actors),
    )


def _as_read(read: tuple[str, ...], expected: tuple[str, ...]) -> tuple[str, ...]:
    return read if set(read) == set(expected) else expected


def _place(candidate: Candidate, expected: ExpectedIncident) -> Place | None:
    return find_place(expected.place, expected.governorate, likely=candidate.place)


def _figure_changes(
    owner: Candidate | ReportedClaim, expected: dict[Key, ExpectedFigure]
) -> tuple[tuple[Marked, ...], tuple[Key, ...]]:
    """Figures to mark anew in the text, and those to leave out, of the ones that the annotation speaks of."""
    read = standing(owner)
    marked, left_out = [], []
    for key in ANNOTATED:
        mine = [figure for figure in read if (figure.outcome, figure.group) == key]
        wanted = expected.get(key)
        if wanted is None:
            left_out += [key] if mine else []
        elif not mine or (combined(mine).low, combined(mine).high) != (wanted.low, wanted.high):
            start, end = wanted.span_in(owner.reading.report.text)
            marked.append(Marked(*key, low=wanted.low, high=wanted.high, start=start, end=end))
    return tuple(marked), tuple(left_out)


def _paired_claims(report: Report, expected: Iterable[ExpectedClaim]) -> list[tuple[ReportedClaim, ExpectedClaim]]:
    """For each claim the one read for the same period, else the first that is left; none can be added by hand."""
    reading = current_reading(report)
    waiting = list(reading.claims.filter(decision=Decision.PENDING)) if reading else []
    pairs = []
    for each in expected:
        waiting.sort(key=lambda claim: (claim.period_start, claim.period_end) != (each.period_start, each.period_end))
        if waiting:
            pairs.append((waiting.pop(0), each))
    return pairs


def _accept_claim(claim: ReportedClaim, expected: ExpectedClaim, *, by: str) -> tuple[ReportedClaim, bool]:
    marked, left_out = _figure_changes(claim, expected.figures)
    same_period = (claim.period_start, claim.period_end) == (expected.period_start, expected.period_end)
    details = None if same_period else _details(claim, expected)
    changed = bool(marked or left_out or details)
    correction = Correction(marked=marked, left_out=left_out) if changed else None
    return accept_claim(claim, by=by, details=details, correction=correction), changed


def _details(claim: ReportedClaim, expected: ExpectedClaim) -> ClaimDetails:
    return ClaimDetails(
        period_start=expected.period_start,
        period_end=expected.period_end,
        area_name=claim.area_name or expected.area,
        governorates=tuple(claim.governorates),
        source_name=claim.source_name,
    )


def _reject_surplus(report: Report, *, by: str) -> int:
    """Reject what is left of the reading; how much that was."""
    reading = current_reading(report)
    if reading is None:
        return 0
    candidates = list(reading.candidates.filter(decision=Decision.PENDING))
    claims = list(reading.claims.filter(decision=Decision.PENDING))
    for candidate in candidates:
        reject(candidate, by=by, reason=SURPLUS)
    for claim in claims:
        reject(claim, by=by, reason=SURPLUS)
    return len(candidates) + len(claims)
