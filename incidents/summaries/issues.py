"""Issuing a summary: numbered, kept as a file, never overwritten; a changed month gets a new issue that says so."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from harmwatch import __version__
from incidents import wording
from incidents.models.audit import record_event
from incidents.models.record.issue import Issue
from incidents.models.summary_job import SummaryJob
from incidents.summaries.content import write
from incidents.summaries.counts import Counts, count
from incidents.summaries.imprint import Imprint
from incidents.summaries.jobs import forget
from incidents.summaries.months import SummaryError, check_month, last_day, read_language
from incidents.summaries.typeset import typeset_all

FOLDER = "summaries"


def issue_month(
    month: date, *, languages: Iterable[str], by: str, reason: str = "", as_of: datetime | None = None
) -> list[Issue]:
    """Issue a month that is over, in some languages, all as of one moment (None: now).

    Where the latest issue shows the same data it stays the latest, and is returned; where the data have changed, a new
    issue corrects it and needs a ``reason``. Raises SummaryError, in the active language, where that is missing, and
    for a month that is not over.
    """
    chosen = [read_language(language) for language in languages]
    if last_day(check_month(month)) >= timezone.localdate():
        words = {"month": wording.month(month)}
        raise SummaryError(
            _("%(month)s is not over yet: it can be read on demand, and issued once it is over.") % words
        )
    counts = count(month, as_of=as_of or timezone.now())
    return _issue(counts, list(dict.fromkeys(chosen)), by=by, reason=reason.strip())


@transaction.atomic
def _issue(counts: Counts, languages: list[str], *, by: str, reason: str) -> list[Issue]:
    """In all of the languages or in none; those that are to be issued are set at the same time."""
    for language in sorted(languages):  # in one order, so that two that issue at once do not wait for each other
        _hold(counts.month, language)
    found = {language: Issue.objects.of_month(counts.month, language).last() for language in languages}
    imprints = {
        language: _imprint(counts, language, latest, reason=reason)
        for language, latest in found.items()
        if latest is None or (latest.data_hash, latest.claims_hash) != (counts.data_hash, counts.claims_hash)
    }
    written = (write(counts, language=language, imprint=imprint) for language, imprint in imprints.items())
    for (language, imprint), content in zip(imprints.items(), typeset_all(written), strict=True):
        found[language] = _add(counts, language, imprint, content, corrects=found[language], by=by)
    return [issue for issue in found.values() if issue]


def _imprint(counts: Counts, language: str, latest: Issue | None, *, reason: str) -> Imprint:
    if latest is None:
        return Imprint(issue_code(counts.month, 1, language))
    if not reason:
        words = {"code": latest.code}
        raise SummaryError(_("%(code)s was issued and its data have changed since: say why it is corrected.") % words)
    return Imprint(issue_code(counts.month, latest.number + 1, language), latest.code, reason)


def _add(counts: Counts, language: str, imprint: Imprint, content: bytes, *, corrects: Issue | None, by: str) -> Issue:
    issue = _row(counts, language, corrects.number + 1 if corrects else 1, imprint, content, corrects=corrects)
    _keep(issue, content)
    record_event(
        "issue_summary", subject=f"summary {issue.code}", by=by, reason=imprint.reason, changes={"sha256": issue.sha256}
    )
    return issue


def issue_code(month: date, number: int, language: str) -> str:
    """``SY-2023-11-I1-ar``: the record's prefix, the month, the number of the issue, the language."""
    return f"{settings.CODE_PREFIX}-{month:%Y-%m}-I{number}-{language}"


def _hold(month: date, language: str) -> None:
    """One at a time for each month and language: two workers must not give the same number."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"issue {month:%Y-%m} {language}"])


def _row(
    counts: Counts, language: str, number: int, imprint: Imprint, content: bytes, *, corrects: Issue | None
) -> Issue:
    digest = hashlib.sha256(content).hexdigest()
    return Issue.objects.create(
        code=imprint.code,
        month=counts.month,
        language=language,
        number=number,
        as_of=counts.as_of,
        data_hash=counts.data_hash,
        claims_hash=counts.claims_hash,
        sha256=digest,
        size=len(content),
        file=f"{FOLDER}/{counts.month:%Y-%m}/{imprint.code}-{digest[:12]}.pdf",
        software=__version__,
        corrects=corrects,
        reason=imprint.reason,
        is_demonstration=counts.is_demonstration,
    )


def path_of(issue: Issue) -> Path:
    """Where an issue's PDF is kept."""
    return Path(settings.MEDIA_ROOT) / issue.file


def _keep(issue: Issue, content: bytes) -> None:
    """Write the file before the row is there for others; the name holds the hash, so nothing is ever overwritten."""
    path = path_of(issue)
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_suffix(".part")
    beside.write_bytes(content)
    os.replace(beside, path)


def read_issue(issue: Issue) -> bytes:
    """The PDF of an issue as it was issued. Raises SummaryError where its file is gone or is not what was issued."""
    try:
        content = path_of(issue).read_bytes()
    except OSError as error:
        raise SummaryError(_("The file of %(code)s cannot be read; please tell us.") % {"code": issue.code}) from error
    if hashlib.sha256(content).hexdigest() != issue.sha256:
        raise SummaryError(_("The file of %(code)s is not what was issued; please tell us.") % {"code": issue.code})
    return content


def issue_due(*, by: str, today: date | None = None) -> list[Issue]:
    """Issue last month in every language where that has not been done; an issue there is stays as it is."""
    day = today or timezone.localdate()
    month = (day.replace(day=1) - timedelta(days=1)).replace(day=1)
    done = set(Issue.objects.filter(month=month).values_list("language", flat=True))
    missing = [code for code, _name in settings.LANGUAGES if code not in done]
    with translation.override(settings.LANGUAGE_CODE):
        return issue_month(month, languages=missing, by=by) if missing else []


@transaction.atomic
def remove_demonstration_issues(*, by: str) -> int:
    """Delete the issues that show demonstration data, with their files, and return how many there were.

    One that a later issue of real data corrects stays: that issue names it. What was made on demand is thrown away too.
    """
    forget(list(SummaryJob.objects.all()))
    removed = 0
    for issue in Issue.objects.filter(is_demonstration=True).order_by("-number"):
        if Issue.objects.filter(corrects=issue).exists():
            continue
        issue.delete()
        transaction.on_commit(partial(path_of(issue).unlink, missing_ok=True))
        removed += 1
    if removed:
        record_event("remove_demonstration_issues", subject="summaries", by=by, changes={"issues": removed})
    return removed
