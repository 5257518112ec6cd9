"""The journal of changes is shortened, and nobody who reads it is told anything else for it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as configured

from incidents.models.place import Place
from incidents.models.record.change import RecordChange
from incidents.record import door
from incidents.statistics import journal, provenance, totals
from incidents.statistics.filters import IncidentFilter
from incidents.statistics.reading_copy import building, current
from incidents.statistics.standing import RECORD, standing
from incidents.statistics.tasks import keep_reading_copy, shorten_journal
from tests.dashboard import cast
from tests.statistics.copied import answers as answers
from tests.statistics.copied import by_postgresql, not_yet_ended

pytestmark = pytest.mark.django_db(transaction=True)
EVERYTHING = IncidentFilter()


@pytest.fixture
def installation(settings: Any, tmp_path: Path, report: None) -> Iterator[Path]:
    settings.VAR_DIR, settings.READING_COPY_FROM = tmp_path, 1
    yield tmp_path / "reading_copy"
    current._opened = None


def lines() -> int:
    return RecordChange.objects.exclude(table=journal.MARK).count()


def publish(*numbers: int) -> None:
    for number in numbers:
        door.publish(cast.qoqfin(code=f"SY-2024-{number:04d}"), by="reviewer")


def agree() -> int:
    """How many incidents there are; both say the same, or the test ends here."""
    found = totals.counted(EVERYTHING.rows()), provenance.data_hash(EVERYTHING)
    assert found == by_postgresql(lambda: (totals.counted(EVERYTHING.rows()), provenance.data_hash(EVERYTHING)))
    return found[0]


def test_what_was_there_at_the_run_before_goes_and_pages_stay_good(report: None) -> None:
    publish(1, 2, 3)
    stood, had = standing(), lines()
    shorten_journal()
    assert (standing(), lines()) == (stood, had)  # the first run marks where the journal stands
    publish(4, 5)
    stood, added = standing(), lines() - had
    shorten_journal()
    assert standing() == stood
    assert lines() <= added + len(RECORD)
    shorten_journal()
    assert standing() == stood
    assert lines() == RecordChange.objects.exclude(table=journal.MARK).values("table").distinct().count()
    publish(6)
    assert standing() != stood
    assert RecordChange.objects.filter(table=journal.MARK).count() == 1


def test_a_page_is_not_taken_for_an_earlier_one(report: None) -> None:
    seen = [standing()]
    for number in range(6):
        publish(number)
        shorten_journal()
        seen.append(standing())
    Place.objects.filter(key="C4064").update(name_en="Qawqafin")
    seen.append(standing())
    assert len(set(seen)) == len(seen)


def test_what_the_copy_here_has_not_seen_stays(installation: Path, answers: list[bool]) -> None:
    building.build()
    publish(1, 2, 3)
    for number in range(4, 8):
        shorten_journal()
        current._opened = None  # another process
        assert agree() == number + 1
        publish(number)
    assert all(answers)
    needed = building.changed_since(str(building.seen_by_copy()))
    shorten_journal()
    assert building.changed_since(str(building.seen_by_copy())) == needed
    building.build()
    shorten_journal()
    shorten_journal()
    assert building.changed_since(str(building.seen_by_copy())) <= 1
    assert agree() == 9


def test_a_copy_elsewhere_that_is_too_old_is_not_read(installation: Path, answers: list[bool]) -> None:
    building.build()
    publish(1)
    journal.shorten(seen=None)  # by a worker that knows nothing of this copy
    assert agree() == 3
    assert all(answers)
    journal.shorten(seen=None)
    publish(2)
    current._opened = None
    del answers[:]
    assert agree() == 4
    assert not any(answers)
    assert building.is_due()
    keep_reading_copy()
    assert not building.is_due()
    assert agree() == 4
    assert answers[-1]


def test_who_began_first_and_ends_last_stays_seen(installation: Path) -> None:
    with not_yet_ended(lambda: publish(1)):
        publish(2)
        building.build()
        for _run in range(3):
            shorten_journal()
        assert agree() == 3
        stood = standing()
    assert standing() != stood
    assert agree() == 4
    for _run in range(3):
        shorten_journal()
    current._opened = None
    assert agree() == 4


def test_marks_of_the_server_that_a_backup_came_from_are_passed_over(installation: Path, answers: list[bool]) -> None:
    far = 10**12
    RecordChange.objects.create(table=journal.MARK, first=far, last=far, transaction=far)
    building.build()
    publish(1)
    assert agree() == 3
    assert all(answers)
    shorten_journal()
    shorten_journal()
    assert agree() == 3
    assert all(answers)
    assert not RecordChange.objects.filter(table=journal.MARK, last__gte=far).exists()


def test_the_timetable_shortens_the_journal_every_day() -> None:
    entry: dict[str, Any] = configured.CELERY_BEAT_SCHEDULE["shorten-journal"]
    assert entry["task"] == shorten_journal.name
    assert (entry["schedule"].hour, entry["schedule"].minute) == ({3}, {29})
