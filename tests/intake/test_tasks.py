"""The queue: a broker that is away costs nobody a report, and the sweep finds what was forgotten."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone
from kombu.exceptions import OperationalError

from harmwatch.celery import app
from incidents.intake import tasks
from incidents.intake.receive import receive_report
from incidents.intake.tasks import queue_forgotten_reports, read_report
from incidents.models.desk.report import Report, ReportState
from tests.intake.conftest import filled

Received = Callable[..., Report]


@pytest.fixture
def received(db: None) -> Received:
    """Makes a report that came in some seconds ago."""

    def make(*, seconds_ago: float = 90, state: str = ReportState.RECEIVED) -> Report:
        report = receive_report(text="a report of three words", origin="form")
        # A report is never changed, and so has no way to be older than it is: the trigger is let sleep.
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE incidents_report DISABLE TRIGGER report_as_received")
            moment = timezone.now() - timedelta(seconds=seconds_ago)
            Report.objects.filter(pk=report.pk).update(received_at=moment, state=state)
            cursor.execute("ALTER TABLE incidents_report ENABLE TRIGGER report_as_received")
        return report

    return make


def test_sweep_queues_the_forgotten_the_oldest_first(received: Received, queued: list[int]) -> None:
    younger, older = received(seconds_ago=70), received(seconds_ago=700)
    received(seconds_ago=5)
    received(state=ReportState.PARSED)
    received(state=ReportState.FAILED)
    assert queue_forgotten_reports() == 2
    assert queued == [older.pk, younger.pk]


def test_sweep_takes_a_batch_at_a_time(received: Received, queued: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tasks, "SWEEP_BATCH", 2)
    for _ in range(3):
        received()
    assert queue_forgotten_reports() == 2


def test_sweep_stops_when_the_broker_is_away(received: Received, monkeypatch: pytest.MonkeyPatch) -> None:
    tries: list[int] = []

    def away(args: tuple[int], **_: object) -> None:
        tries.append(args[0])
        raise OperationalError("no broker")

    monkeypatch.setattr(read_report, "apply_async", away)
    received()
    received()
    assert queue_forgotten_reports() == 0
    assert len(tries) == 1


@pytest.mark.django_db(transaction=True)
def test_sweep_passes_over_what_a_worker_or_another_sweep_holds(queued: list[int]) -> None:
    held = receive_report(text="held by a worker now", origin="form")
    free = receive_report(text="held by nobody at all", origin="form")
    ready, done = threading.Event(), threading.Event()

    def hold() -> None:
        from django.db import transaction

        with transaction.atomic():
            Report.objects.select_for_update().get(pk=held.pk)
            ready.set()
            done.wait(10)
        connection.close()

    worker = threading.Thread(target=hold)
    worker.start()
    assert ready.wait(10)
    try:
        original, tasks.FORGOTTEN_AFTER = tasks.FORGOTTEN_AFTER, timedelta(seconds=-5)
        assert queue_forgotten_reports() == 1
    finally:
        tasks.FORGOTTEN_AFTER = original
        done.set()
        worker.join()
    assert queued == [free.pk]


@pytest.fixture
def hanging_broker() -> Iterator[str]:
    """A server that takes connections and never says a word."""
    with socket.create_server(("127.0.0.1", 0), backlog=50) as server:
        yield f"redis://127.0.0.1:{server.getsockname()[1]}/0"


def with_broker(url: str) -> None:
    """Point the queue at another broker, and let go of the connections to the one before."""
    app.conf.update(broker_url=url, broker_read_url=url, broker_write_url=url)
    app.__dict__["_pool"] = app.amqp.__dict__["_producer_pool"] = None


@pytest.fixture
def broker() -> Iterator[Callable[[str], None]]:
    """Points the queue at another broker for one test."""
    kept = app.conf.broker_url
    yield with_broker
    with_broker(kept)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("fault", ["refuses", "no socket", "hangs"])
def test_broker_away_does_not_make_the_form_fail(
    client: Client,
    language: str,
    fault: str,
    broker: Callable[[str], None],
    hanging_broker: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    broker(
        {
            "refuses": "redis://127.0.0.1:1/0",
            "no socket": "redis+socket:///nowhere/valkey.sock",
            "hangs": hanging_broker,
        }[fault]
    )
    response = client.post(f"/{language}/submit/", filled())
    given_before_the_broker_gave_up = "the queue does not answer" in caplog.text
    assert given_before_the_broker_gave_up or (fault != "hangs" and "the queue is away" in caplog.text)
    assert "data-receipt" in response.content.decode()
    assert Report.objects.get().state == ReportState.RECEIVED


@pytest.mark.servers
@pytest.mark.django_db(transaction=True)
def test_report_goes_through_a_real_queue(client: Client, broker: Callable[[str], None], broker_url: str) -> None:
    broker(broker_url)
    client.post("/en/submit/", filled())
    report = Report.objects.get()
    with app.connection_for_read() as line, line.SimpleQueue(app.conf.task_default_queue) as queue:
        message = queue.get(timeout=5)
        message.ack()
    assert message.headers["task"] == "incidents.intake.tasks.read_report"
    assert read_report.apply(args=message.payload[0]).result == "read"
    report.refresh_from_db()
    assert report.state == ReportState.PARSED


def test_sweep_is_on_the_timetable() -> None:
    entry = app.conf.beat_schedule["queue-forgotten-reports"]
    assert entry["schedule"] == 60
    assert entry["task"] == queue_forgotten_reports.name
