"""Issues: numbered, kept, never overwritten or deleted; a correction says what it corrects and why."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
import time_machine
from django.conf import LazySettings
from django.db import DatabaseError, IntegrityError, transaction
from django.db.models import F

from incidents.models.audit import AuditEvent
from incidents.models.record.issue import Issue
from incidents.record import door
from incidents.summaries.issues import issue_month, path_of, read_issue, remove_demonstration_issues
from incidents.summaries.months import SummaryError
from incidents.summaries.parts import Summary
from incidents.summaries.tasks import issue_last_month
from incidents.summaries.typeset import typeset
from tests.dashboard import cast
from tests.summaries import reading

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
OCTOBER = date(2023, 10, 1)


@pytest.mark.usefixtures("report")
def test_an_issue_is_numbered_kept_and_audited() -> None:
    arabic, english = issue_month(OCTOBER, languages=["ar", "en"], by="editor")

    assert [arabic.code, english.code] == ["SY-2023-10-I1-ar", "SY-2023-10-I1-en"]
    assert arabic.data_hash == english.data_hash
    assert arabic.as_of == english.as_of
    assert read_issue(arabic) == path_of(arabic).read_bytes()
    assert arabic.code in reading.text(read_issue(arabic))
    assert AuditEvent.objects.filter(action="issue_summary", by="editor").count() == 2


@pytest.mark.usefixtures("report")
def test_issued_again_without_a_change_it_stays_the_same() -> None:
    first = issue_month(OCTOBER, languages=["ar"], by="editor")
    with time_machine.travel(cast.TODAY + timedelta(days=3), tick=False):
        again = issue_month(OCTOBER, languages=["ar"], by="editor", reason="no reason is needed")

    assert first == again
    assert Issue.objects.count() == 1


@pytest.mark.usefixtures("report")
def test_a_changed_month_needs_a_reason_and_names_what_it_corrects() -> None:
    (first,) = issue_month(OCTOBER, languages=["en"], by="editor")
    kept = read_issue(first)
    with time_machine.travel(cast.TODAY + timedelta(days=1), tick=False):
        door.withdraw("SY-2023-0002", by="editor", reason="counted twice")
        with pytest.raises(SummaryError, match="say why it is corrected"):
            issue_month(OCTOBER, languages=["en"], by="editor")
        (second,) = issue_month(OCTOBER, languages=["en"], by="editor", reason="One incident was counted twice.")

    assert (second.number, second.corrects, second.reason) == (2, first, "One incident was counted twice.")
    assert first.code in reading.text(read_issue(second))
    assert read_issue(first) == kept


@pytest.mark.usefixtures("report")
@pytest.mark.parametrize("month", [date(2026, 11, 1), date(2026, 12, 1)])
def test_a_month_that_is_not_over_is_not_issued(month: date) -> None:
    with pytest.raises(SummaryError, match=r"is not over yet|has not begun"):
        issue_month(month, languages=["ar"], by="editor")

    assert not Issue.objects.exists()


@pytest.mark.usefixtures("report")
def test_the_database_refuses_to_change_or_delete_an_issue() -> None:
    issue_month(OCTOBER, languages=["ar"], by="editor")

    with pytest.raises(DatabaseError, match="stays as it is"), transaction.atomic():
        Issue.objects.update(sha256="0" * 64)
    with pytest.raises(DatabaseError, match="stays as it is"), transaction.atomic():
        Issue.objects.all().delete()


@pytest.mark.usefixtures("report")
def test_the_database_wants_a_reason_for_a_correction() -> None:
    (issue,) = issue_month(OCTOBER, languages=["ar"], by="editor")

    issue.pk, issue.number, issue.code, issue.sha256 = None, 2, "SY-2023-10-I2-ar", "0" * 64
    with pytest.raises(IntegrityError, match="issue_corrects_with_reason"), transaction.atomic():
        issue.save(force_insert=True)


@pytest.mark.usefixtures("report")
@pytest.mark.parametrize("damage", ["missing", "changed"])
def test_a_file_that_is_gone_or_changed_is_never_given_out(damage: str) -> None:
    (issue,) = issue_month(OCTOBER, languages=["ar"], by="editor")
    path = path_of(issue)
    path.unlink() if damage == "missing" else path.write_bytes(path.read_bytes()[:-1] + b"?")

    with pytest.raises(SummaryError, match=issue.code):
        read_issue(issue)


@pytest.mark.usefixtures("report")
def test_a_failure_while_setting_leaves_no_issue(monkeypatch: pytest.MonkeyPatch, media: Path) -> None:
    def fails_in_english(summary: Summary) -> bytes:
        if summary.language == "en":
            raise RuntimeError("the template is broken")
        return typeset(summary)

    monkeypatch.setattr("incidents.summaries.typeset.typeset", fails_in_english)
    with pytest.raises(RuntimeError):
        issue_month(OCTOBER, languages=["ar", "en"], by="editor")

    assert not Issue.objects.exists()
    assert not list(media.rglob("*.pdf"))


@pytest.mark.usefixtures("report")
def test_beat_issues_last_month_from_the_configured_day_on_and_once(settings: LazySettings) -> None:
    settings.SUMMARY_DAY = 5
    with time_machine.travel(cast.TODAY.replace(month=12, day=4), tick=False):
        issue_last_month()
        assert not Issue.objects.exists()
    for day in (5, 5, 9):
        with time_machine.travel(cast.TODAY.replace(month=12, day=day), tick=False):
            issue_last_month()

    assert [(issue.month, issue.language) for issue in Issue.objects.all()] == [
        (date(2026, 11, 1), "ar"),
        (date(2026, 11, 1), "en"),
    ]
    assert not Issue.objects.exclude(as_of__day=F("issued_at__day")).filter(number__gt=1).exists()


@pytest.mark.usefixtures("places")
def test_demonstration_issues_go_with_the_demonstration() -> None:
    cast.publish_report(is_demonstration=True)
    (issue,) = issue_month(OCTOBER, languages=["ar"], by="editor")

    assert issue.is_demonstration
    assert remove_demonstration_issues(by="remove_demonstration") == 1
    assert not Issue.objects.exists()


@pytest.mark.usefixtures("places")
def test_a_demonstration_issue_that_a_real_one_corrects_stays() -> None:
    cast.publish_report(is_demonstration=True)
    issue_month(OCTOBER, languages=["ar"], by="editor")
    with time_machine.travel(cast.TODAY + timedelta(days=1), tick=False):
        door.remove_demonstration(by="editor")
        issue_month(OCTOBER, languages=["ar"], by="editor", reason="The demonstration is gone.")

    assert remove_demonstration_issues(by="remove_demonstration") == 0
    assert Issue.objects.count() == 2
