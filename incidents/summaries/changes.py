"""What changed in the record between two moments: of an issue, of the months before a summary."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime

from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from incidents.models.record.issue import Issue
from incidents.models.record.version import Version, VersionQuerySet, VersionState
from incidents.statistics import totals
from incidents.statistics.filters import IncidentFilter
from incidents.statistics.reconciliation import claims_touching
from incidents.summaries.counts import hashes, scope_of
from incidents.summaries.parts import MonthChange
from incidents.summaries.pen import Pen
from incidents.vocabulary import Outcome

KILLED = ((Outcome.KILLED.value, "total"),)


def since_last_issues(scope: IncidentFilter, pen: Pen) -> tuple[MonthChange, ...]:
    """For each earlier month that was issued in this language: what changed from that issue to this summary."""
    assert scope.as_of is not None
    issues = _issues_before(scope, pen)
    return tuple(change for issue in issues if (change := since_issue(issue, until=scope.as_of, pen=pen)))


def since_issue(issue: Issue, *, until: datetime | None, pen: Pen) -> MonthChange | None:
    """What changed in an issue's month since it was issued, until a moment (None: now); None where nothing did."""
    then = scope_of(issue.month, as_of=issue.as_of)
    now = replace(then, as_of=until)
    if (issue.data_hash, issue.claims_hash) == hashes(now):
        return None
    return _change(then, now, pen, issue=issue.code)


def since_moment(then: IncidentFilter, *, pen: Pen) -> MonthChange | None:
    """What changed in a scope from its own moment until now; None where nothing did."""
    now = replace(then, as_of=None)
    return None if hashes(then) == hashes(now) else _change(then, now, pen)


def _change(then: IncidentFilter, now: IncidentFilter, pen: Pen, *, issue: str = "") -> MonthChange:
    assert then.start is not None
    killed = [pen.figure(totals.totals(scope, KILLED).figure(*KILLED[0])) for scope in (then, now)]
    return MonthChange(
        month=pen.month(then.start), issue=issue, before=killed[0], after=killed[1], lines=tuple(_lines(then, now))
    )


def note(scope: IncidentFilter, changed: Iterable[MonthChange], pen: Pen) -> str:
    """What stands above the changes, or instead of them."""
    if any(True for _change in changed):
        return ""
    if _issues_before(scope, pen):
        return _("No earlier month has changed since its last issue.")
    return _("No earlier month has been issued so far.")


def _issues_before(scope: IncidentFilter, pen: Pen) -> list[Issue]:
    latest = Issue.objects.filter(month__lt=scope.start, as_of__lte=scope.as_of).latest_by_month(pen.language)
    return list(latest)


def _lines(then: IncidentFilter, now: IncidentFilter) -> Iterator[tuple[str, str, str]]:
    """Code, what happened to it and why: incidents by code, then claims."""
    yield from _differences(then.rows(), now.rows())
    yield from _differences(claims_touching(then), claims_touching(now))


def _differences(then: VersionQuerySet, now: VersionQuerySet) -> Iterator[tuple[str, str, str]]:
    before = dict(then.order_by().values_list("code", "version"))
    after = {row["code"]: row for row in now.order_by().values("code", "version", "reason")}
    for code in sorted(before.keys() | after.keys()):
        row = after.get(code)
        if row is None:
            yield code, *_gone(then.model, code, before[code])
        elif code not in before:
            yield code, pgettext("entry", "added"), row["reason"]
        elif row["version"] != before[code]:
            yield code, pgettext("entry", "changed"), row["reason"]


def _gone(model: type[Model], code: str, version: int) -> tuple[str, str]:
    """Withdrawn, or no longer of this month by a new date; removed, with the demonstration data alone."""
    row = model._default_manager.filter(code=code, version__gt=version).order_by("version").first()
    if not isinstance(row, Version):
        return pgettext("entry", "removed"), ""
    if row.state == VersionState.WITHDRAWN:
        return pgettext("entry", "withdrawn"), row.reason
    return pgettext("entry", "no longer of this month"), row.reason
