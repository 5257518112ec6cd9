"""The auditor's checks of days and periods: weekdays, dates ahead, periods inside periods, rates, exclusions."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from datetime import date, timedelta

from incidents.parsing.audit_text import AuditText, StatedNumber
from incidents.parsing.results import ClaimReading, DateReading, Figure, Flag, Outcome, Reading

_OUTCOMES: tuple[Outcome, ...] = ("killed", "injured")
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_RATE_REACH = 24
_RATE_TOLERANCE = 0.1
_PRESENT_REACH = 22
_LEAST_PRESENT = 2
_LEAST_CLAIM = 5
_MOST_CLAIMS = 60  # each is compared with each: so many are enough, and the time stays in step with the text


def audit_weekdays(text: AuditText, reading: Reading) -> Iterator[Flag]:
    """Full dates that fall on another weekday than the one the text names beside them."""
    tokens = text.findings.tokens
    for passage in text.findings.passages:
        for found in passage.dates:
            if found.contradicts is None or found.start is None:
                continue
            span = text.span(tokens.begins[found.first], tokens.end(found.last - 1))
            params = {"date": found.start.isoformat(), "weekday": _WEEKDAYS[found.start.weekday()]}
            nearest = _nearest(found.start, found.contradicts)
            yield Flag("weekday_contradicts_date", (span,), params, {"date": nearest.isoformat()})


def _nearest(day: date, weekday: int) -> date:
    ahead = (weekday - day.weekday()) % 7
    return day + timedelta(days=ahead if ahead <= 3 else ahead - 7)


def audit_future(text: AuditText, reading: Reading) -> Iterator[Flag]:
    """Incidents dated after the day of publication."""
    published = text.findings.published_on
    for incident in reading.incidents:
        if published is not None and incident.date is not None and incident.date.start > published:
            params = {"date": incident.date.start.isoformat(), "published_on": published.isoformat()}
            yield Flag("date_after_publication", (incident.date.span,), params)


def audit_periods(text: AuditText, reading: Reading) -> Iterator[Flag]:
    """Claims for a period that lies inside another claim's period: they are not to be added."""
    for inner in reading.claims[:_MOST_CLAIMS]:
        for outer in reading.claims[:_MOST_CLAIMS]:
            if inner is outer or not _lies_inside(inner.period, outer.period) or not _same_area(inner, outer):
                continue
            yield from _nested(inner, outer)


def _lies_inside(inner: DateReading | None, outer: DateReading | None) -> bool:
    if inner is None or outer is None or (inner.start, inner.end) == (outer.start, outer.end):
        return False
    return outer.start <= inner.start and inner.end <= outer.end


def _same_area(inner: ClaimReading, outer: ClaimReading) -> bool:
    """Whether the inner area lies in the outer one, as far as governorates tell; unsaid areas may be anywhere."""
    return not outer.governorates or not inner.governorates or bool(set(inner.governorates) & set(outer.governorates))


def _nested(inner: ClaimReading, outer: ClaimReading) -> Iterator[Flag]:
    assert inner.period is not None
    assert outer.period is not None
    for outcome in _OUTCOMES:
        small, large = inner.figure(outcome, "total"), outer.figure(outcome, "total")
        if small is None or large is None:
            continue
        params = {
            "outcome": outcome, "inner": small.low, "outer": large.low,
            "inner_start": inner.period.start.isoformat(), "inner_end": inner.period.end.isoformat(),
            "outer_start": outer.period.start.isoformat(), "outer_end": outer.period.end.isoformat(),
        }  # fmt: skip
        larger = large.high is not None and small.low > large.high and _subset_area(inner, outer)
        yield Flag("part_of_period_exceeds_whole" if larger else "nested_periods", (small.span, large.span), params)
        return


def _subset_area(inner: ClaimReading, outer: ClaimReading) -> bool:
    return not outer.governorates or (bool(inner.governorates) and set(inner.governorates) <= set(outer.governorates))


def audit_months(text: AuditText, reading: Reading) -> Iterator[Flag]:
    """Months of one year that add up to more than the year."""
    years = [c for c in reading.claims[:_MOST_CLAIMS] if c.period is not None and c.period.precision == "year"]
    for year in years:
        assert year.period is not None
        months = [claim for claim in reading.claims if _is_month_of(claim, year)]
        for outcome in _OUTCOMES:
            total = year.figure(outcome, "total")
            counted = [figure for c in months if (figure := c.figure(outcome, "total")) is not None]
            added = sum(figure.low for figure in counted)
            if total is not None and total.high is not None and len(counted) > 1 and added > total.high:
                params = {"year": year.period.start.year, "sum": added, "total": total.high, "outcome": outcome}
                yield Flag("months_exceed_year", (total.span, *(figure.span for figure in counted)), params)


def _is_month_of(claim: ClaimReading, year: ClaimReading) -> bool:
    in_months = claim.period is not None and claim.period.precision == "month"
    return in_months and _lies_inside(claim.period, year.period) and _same_area(claim, year)


def audit_days(text: AuditText, reading: Reading) -> Iterator[Flag]:
    """Attacks of one period that add up to more than the text claims for that period."""
    for claim in reading.claims[:_MOST_CLAIMS]:
        if claim.period is None or claim.governorates:
            continue
        inside = [i for i in reading.incidents if _within(i.date, claim.period)]
        for outcome in _OUTCOMES:
            total = claim.figure(outcome, "total")
            counted = [figure for i in inside if (figure := i.figure(outcome, "total")) is not None]
            added = sum(figure.low for figure in counted)
            if total is not None and total.low == total.high and _LEAST_CLAIM <= total.low < added:
                params = {"sum": added, "total": total.high, "outcome": outcome}
                yield Flag("incidents_exceed_claim", (total.span, *(figure.span for figure in counted)), params)


def _within(day: DateReading | None, period: DateReading) -> bool:
    return day is not None and period.start <= day.start and day.end <= period.end


def audit_rates(text: AuditText, reading: Reading) -> Iterator[Flag]:
    """Numbers a day: said not to be totals, and compared with a total and its period where the text gives both."""
    for number in _nearest_to_rates(text):
        span = text.span(number.start, number.end)
        misfit = _misfit(number, reading)
        if misfit is None:
            yield Flag("rate_per_day", (span,), {"number": number.value})
        else:
            total, days = misfit
            computed = round(total.low / days)
            params = {"number": number.value, "total": total.low, "days": days, "computed": computed}
            yield Flag("rate_does_not_fit", (span, total.span), params, {"number": computed})


def _nearest_to_rates(text: AuditText) -> list[StatedNumber]:
    """The numbers of people that "a day" is said of; a number with another one nearer to those words is a total."""
    found: list[StatedNumber] = []
    for at, number in enumerate(text.numbers) if "per_day" in text.words else ():
        word = text.near(number.start, number.end, "per_day", _RATE_REACH)
        people = text.near(number.start, number.end, "victims", 60)
        if word is None or people is None or word.start < number.start - 16:
            continue
        behind = word.start >= number.end
        neighbours = text.numbers[at + 1 : at + 2] if behind else text.numbers[max(at - 1, 0) : at]
        if all(_gap(number, word.start, word.end) <= _gap(other, word.start, word.end) for other in neighbours):
            found.append(number)
    return found


def _gap(number: StatedNumber, start: int, end: int) -> int:
    return max(start - number.end, number.start - end)


def _misfit(number: StatedNumber, reading: Reading) -> tuple[Figure, int] | None:
    """The first total that the rate does not fit, unless it fits another one of the text."""
    found: tuple[Figure, int] | None = None
    for claim in reading.claims[:_MOST_CLAIMS]:
        total = claim.figure("killed", "total")
        if total is None or claim.period is None or total.low <= number.value:
            continue
        days = (claim.period.end - claim.period.start).days + 1
        if days < 2:
            continue
        if abs(total.low / days - number.value) <= max(1.0, _RATE_TOLERANCE * number.value):
            return None
        found = found or (total, days)
    return found


def audit_exclusions(text: AuditText, reading: Reading) -> Iterator[Flag]:
    """Figures from which the text leaves some victims out ("except victims in Aleppo city")."""
    for word in text.words.get("excluding", ()):
        if text.near(word.start, word.end, "victims", 40) is not None:
            end = min(word.end + 40, len(text.text))
            stop = min((at for at in (text.text.find(mark, word.end) for mark in ".\n،,") if at >= 0), default=end)
            if text.near(word.start, word.end, "fighters", 40) is not None:
                continue
            span = text.span(word.start, min(end, stop))
            yield Flag("excludes_part", (span,), {"words": span.of(text.folded.source)})


def audit_present(text: AuditText, reading: Reading) -> Iterator[Flag]:
    """Numbers of people who were there («كانت الورشة تضم 15 عاملًا»): they are no casualties."""
    if "present" not in text.words:
        return
    read = {figure.span.start for incident in reading.incidents for figure in incident.figures}
    read |= {figure.span.start for claim in reading.claims for figure in claim.figures}
    for word in text.words["present"]:
        for number in text.numbers_from(word.end, word.end + _PRESENT_REACH + 1):
            if number.value < _LEAST_PRESENT or not _counts_people(text, number):
                continue
            span = text.span(number.start, number.end)
            if span.start not in read:
                yield Flag("people_present", (span,), {"number": number.value})
            break


def _counts_people(text: AuditText, number: StatedNumber) -> bool:
    """Whether the grammar reads a noun for people right after the number."""
    tokens, grammar = text.findings.tokens, text.findings.grammar
    at = bisect_left(tokens.begins, number.end)
    if at >= len(tokens):
        return False
    unit = grammar.lexicon.match(tokens.texts[at : at + 3], 0)
    return unit is not None and unit.kind == "people"
