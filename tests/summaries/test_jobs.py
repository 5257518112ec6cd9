"""Large summaries: made by the queue once, with progress, kept and served again; clear words where that fails."""

from __future__ import annotations

import hashlib
from datetime import date, timedelta
from pathlib import Path

import pytest
import time_machine
from celery.exceptions import SoftTimeLimitExceeded
from celery.signals import worker_init
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from kombu.exceptions import OperationalError as BrokerAway

from incidents.models.summary_job import ATTEMPTS, Failure, JobState, SummaryJob
from incidents.record import door
from incidents.summaries import jobs
from incidents.summaries.issues import remove_demonstration_issues
from incidents.summaries.requests import Asked, asked_for
from incidents.summaries.tasks import make_summary
from incidents.summaries.typeset import typeset
from incidents.typesetting import face
from tests.dashboard import cast
from tests.dashboard.cast import LANGUAGES

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today", "report")]
ADDRESS = "/en/summaries/2023-11.pdf"


@pytest.fixture(autouse=True)
def queue(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every month is large, an empty one too, and what is put on the queue is written down."""
    sent: list[str] = []
    monkeypatch.setattr(jobs, "AT_ONCE", -1)
    monkeypatch.setattr(make_summary, "apply_async", lambda args, **_options: sent.extend(args))
    return sent


def asked(language: str = "en", **query: list[str]) -> Asked:
    return asked_for("2023-11", language=language, query=query)


def queued(**fields: object) -> SummaryJob:
    job, _is_new = jobs.ask(asked())
    SummaryJob.objects.filter(pk=job.pk).update(**fields)
    job.refresh_from_db()
    return job


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_large_summary_is_made_by_the_queue_and_is_the_same_to_the_byte(
    client: Client, queue: list[str], language: str
) -> None:
    address = f"/{language}/summaries/2023-11.pdf?digits=arab"
    waiting = client.get(address)
    make_summary(queue[0])
    done = client.get(address)

    assert (waiting.status_code, waiting["Cache-Control"], waiting.cookies) == (202, "no-store", {})
    assert '<progress class="making" max="3" value="0"' in waiting.content.decode()
    assert (done.status_code, done["Content-Type"]) == (200, "application/pdf")
    assert done.content == typeset(asked(language, digits=["arab"]).summary())
    assert client.get(address, headers={"if-none-match": done["ETag"]}).status_code == 304
    assert len(queue) == 1


def test_the_page_asks_again_for_the_same_moment_of_the_record(client: Client, queue: list[str]) -> None:
    waiting = client.get(ADDRESS)
    seconds, address = waiting["Refresh"].split("; url=")
    with time_machine.travel(cast.TODAY + timedelta(hours=1), tick=False):
        door.withdraw("SY-2023-0001", by="editor", reason="the place is wrong")
        make_summary(queue[0])
        pinned, now = client.get(address), client.get(ADDRESS)

    assert int(seconds) > 0
    assert pinned["Content-Type"] == "application/pdf"
    assert now.status_code == 202  # the record as it stands now is another summary
    assert len(queue) == 2


def test_a_small_month_is_answered_at_once(client: Client, queue: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "AT_ONCE", asked().scope.rows().count())

    assert client.get(ADDRESS)["Content-Type"] == "application/pdf"
    assert not queue
    assert not SummaryJob.objects.exists()


def test_another_filter_digit_or_data_is_another_job() -> None:
    keys = {jobs.key_of(asked()), jobs.key_of(asked(digits=["arab"])), jobs.key_of(asked("ar"))}
    keys |= {jobs.key_of(asked(weapon=["drone"])), jobs.key_of(asked(as_of=["2026-11-20"]))}

    assert len(keys) == 5
    assert jobs.key_of(asked()) in keys


@pytest.mark.parametrize(("done", "words"), [(0, "Step 1 of 3"), (1, "Step 2 of 3"), (2, "Step 3 of 3")])
def test_the_page_says_which_step_is_done(client: Client, done: int, words: str) -> None:
    queued(state=JobState.WORKING, steps_done=done)
    page = client.get(ADDRESS).content.decode()

    assert words in page
    assert f'value="{done}"' in page


def test_the_steps_are_told_while_it_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    job = queued()
    seen: list[int] = []

    def look(_summary: object) -> bytes:
        job.refresh_from_db()
        seen.append(job.steps_done)
        return b"%PDF-"

    monkeypatch.setattr(jobs, "typeset", look)
    make_summary(job.key)
    job.refresh_from_db()

    assert seen == [2]
    assert (job.state, job.steps_done, jobs.read(job)) == (JobState.DONE, jobs.STEPS, b"%PDF-")


@pytest.mark.parametrize(
    ("raised", "failure"), [(SoftTimeLimitExceeded(), Failure.STOPPED), (ValueError("no"), Failure.ERROR)]
)
def test_what_breaks_off_ends_as_failed_and_may_be_asked_for_later(
    client: Client, queue: list[str], monkeypatch: pytest.MonkeyPatch, raised: Exception, failure: Failure
) -> None:
    def break_off(_summary: object) -> bytes:
        raise raised

    with monkeypatch.context() as while_broken:
        while_broken.setattr(jobs, "typeset", break_off)
        client.get(ADDRESS)
        make_summary(queue[0])
    page = client.get(ADDRESS)

    assert SummaryJob.objects.get().failure == failure
    assert (page.status_code, page["Retry-After"], "Refresh" in page) == (503, "120", False)
    assert "Making it" in page.content.decode()
    SummaryJob.objects.update(changed_at=timezone.now() - jobs.TRIED_AGAIN_AFTER - timedelta(seconds=1))
    assert client.get(ADDRESS).status_code == 202
    assert len(queue) == 2


@pytest.mark.parametrize(
    ("state", "minutes", "words"),
    [(JobState.WAITING, 11, "Nothing took up the work"), (JobState.WORKING, 4, "took too long, or was stopped")],
)
def test_what_is_not_heard_of_ends_as_failed(client: Client, state: JobState, minutes: int, words: str) -> None:
    queued(state=state, changed_at=timezone.now() - timedelta(minutes=minutes))
    page = client.get(ADDRESS)

    assert page.status_code == 503
    assert words in page.content.decode()


def test_what_stopped_its_workers_is_not_given_to_another() -> None:
    job = queued(state=JobState.WORKING, attempts=ATTEMPTS)
    make_summary(job.key)
    job.refresh_from_db()

    assert (job.state, job.failure, jobs.read(job)) == (JobState.FAILED, Failure.STOPPED, None)


def test_a_worker_that_was_stopped_is_followed_by_another() -> None:
    job = queued(state=JobState.WORKING, attempts=1, steps_done=2)
    make_summary(job.key)
    job.refresh_from_db()

    assert job.state == JobState.DONE


def test_without_a_queue_the_page_says_so_at_once(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(_args: object, **_options: object) -> None:
        raise BrokerAway("no server")

    monkeypatch.setattr(make_summary, "apply_async", away)
    page = client.get(ADDRESS)

    assert page.status_code == 503
    assert "cannot be reached" in page.content.decode()


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_more_than_a_limit_are_under_way(
    client: Client, queue: list[str], monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    monkeypatch.setattr(jobs, "UNDER_WAY_AT_MOST", 1)
    client.get(f"/{language}/summaries/2023-11.pdf")
    refused = client.get(f"/{language}/summaries/2023-11.pdf?weapon=drone")

    assert (refused.status_code, refused["Retry-After"], refused.cookies) == (503, "60", {})
    assert client.get(f"/{language}/summaries/2023-11.pdf").status_code == 202  # who asked before keeps the place
    make_summary(queue[0])
    assert client.get(f"/{language}/summaries/2023-11.pdf?weapon=drone").status_code == 202


def test_a_file_that_was_lost_is_made_again(client: Client, queue: list[str]) -> None:
    client.get(ADDRESS)
    make_summary(queue[0])
    jobs.path_of(SummaryJob.objects.get()).unlink()

    assert client.get(ADDRESS).status_code == 202
    assert len(queue) == 2


def test_old_ones_and_those_over_the_limit_are_thrown_away(
    settings: LazySettings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.VAR_DIR = tmp_path
    (tmp_path / "summaries").mkdir()
    fields = {"month": date(2023, 11, 1), "language": "en", "digits": "latn", "as_of": timezone.now()}
    for age in (1, 2, 3, 20):
        asked_at = timezone.now() - timedelta(days=age)
        job = SummaryJob.objects.create(key=f"{age:064d}", state=JobState.DONE, asked_at=asked_at, **fields)
        jobs.path_of(job).write_bytes(b"%PDF-")
    monkeypatch.setattr(jobs, "KEPT_AT_MOST", 2)
    jobs.forget_old()

    kept = {f"{age:064d}" for age in (1, 2)}
    assert set(SummaryJob.objects.values_list("key", flat=True)) == kept
    assert {file.stem for file in (tmp_path / "summaries").iterdir()} == kept


def test_demonstration_that_is_removed_takes_what_was_made_on_demand_along(queue: list[str], client: Client) -> None:
    client.get(ADDRESS)
    make_summary(queue[0])
    path = jobs.path_of(SummaryJob.objects.get())
    assert path.exists()
    remove_demonstration_issues(by="remove_demonstration")

    assert not SummaryJob.objects.exists()
    assert not path.exists()


def test_a_worker_gets_ready_before_its_first_summary() -> None:
    face._characters.cache_clear()
    face.settable.cache_clear()
    worker_init.send(sender="worker")

    assert face._characters.cache_info().currsize == 1


def test_a_job_that_is_no_longer_asked_for_does_nothing() -> None:
    make_summary("0" * 64)

    assert not SummaryJob.objects.exists()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_large_pdf_is_checked_by_the_queue_and_not_kept(client: Client, queue: list[str], language: str) -> None:
    content = typeset(asked(weapon=["artillery"], digits=["arab"]).summary())
    waiting = client.post(f"/{language}/summaries/verify/", {"file": SimpleUploadedFile("x.pdf", content)})
    _seconds, address = waiting["Refresh"].split("; url=")
    still = client.get(address)
    make_summary(queue[0])
    done = client.get(address)
    other = client.get(address.replace(hashlib.sha256(content).hexdigest(), "0" * 64))

    assert (waiting.status_code, still.status_code, len(queue)) == (202, 202, 1)
    assert (waiting["Cache-Control"], waiting.cookies) == ("no-store", {})
    assert address.startswith(f"/{language}/summaries/verify/?")
    assert "note good" in done.content.decode()
    assert "note error" in other.content.decode()


def test_a_check_that_the_queue_cannot_make_says_so(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(_args: object, **_options: object) -> None:
        raise BrokerAway("no server")

    monkeypatch.setattr(make_summary, "apply_async", away)
    content = typeset(asked().summary())
    page = client.post("/en/summaries/verify/", {"file": SimpleUploadedFile("x.pdf", content)})

    assert page.status_code == 503
    assert "cannot be reached" in page.content.decode()


@pytest.mark.parametrize(
    "words", ["claim=abc", "claim=" + "0" * 64, "claim=" + "0" * 64 + "&month=2023-11&language=xx"]
)
def test_an_address_that_names_no_file_gives_the_form(client: Client, queue: list[str], words: str) -> None:
    page = client.get(f"/en/summaries/verify/?{words}")

    assert page.status_code == 200
    assert 'type="file"' in page.content.decode()
    assert not queue
