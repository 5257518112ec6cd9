"""The reading copy says what PostgreSQL says, at any moment, and leaves it to PostgreSQL where it cannot."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
import time_machine
from django.conf import settings as configured
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from incidents.figures import Bounds
from incidents.models.place import Place
from incidents.models.record.incident import PublishedIncident
from incidents.record import door
from incidents.statistics import listing, provenance, totals
from incidents.statistics.filters import IncidentFilter, read_filter
from incidents.statistics.reading_copy import answering, building, current, pointer
from incidents.statistics.standing import one_answer
from incidents.statistics.tasks import keep_reading_copy
from tests.dashboard import cast
from tests.statistics.copied import answers as answers
from tests.statistics.copied import by_postgresql, change_some, figures, main_figures, not_yet_ended
from tests.statistics.copied import copied as copied
from tests.statistics.copied import installation as installation
from tests.statistics.plain import random_query

pytestmark = pytest.mark.django_db(transaction=True)  # what others have not seen yet is not in a copy
EVERYTHING = IncidentFilter()


def killed(chosen: IncidentFilter = EVERYTHING) -> tuple[int, int]:
    """Incidents and the least killed; the same by both, or the test ends here."""
    found = totals.totals(chosen)
    assert found == by_postgresql(lambda: totals.totals(chosen))
    assert provenance.data_hash(chosen) == by_postgresql(lambda: provenance.data_hash(chosen))
    return found.incidents, found.figure("killed").low


def test_copy_and_postgresql_agree_for_random_filters(
    installation: Path, report: None, answers: list[bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    rng = random.Random(20261123)
    cast.publish_crowd(rng)
    building.build()
    documented = 0
    with time_machine.travel(cast.TODAY, tick=False):
        for number in range(200):
            if number == 100:
                change_some(rng)  # from here on it is the copy and what changed since
                monkeypatch.setattr(listing, "NEAR", 5)
            query = random_query(rng)
            chosen = read_filter(query).filter
            ask = main_figures if number % 10 else figures
            del answers[:]
            assert ask(chosen) == by_postgresql(lambda: ask(chosen)), urlencode(query, doseq=True)  # noqa: B023
            assert len(answers) >= 3
            assert all(answers) or chosen.text or chosen.source, "the copy knows all but words and sources"
            documented += totals.counted(chosen.rows()) > 0
    assert documented > 60
    by_words = IncidentFilter(text="Qoqfin")
    del answers[:]
    assert totals.totals(by_words).incidents > 0
    assert answers == [False]


def test_copy_follows_what_is_published_corrected_and_withdrawn(copied: Path, answers: list[bool]) -> None:
    assert killed() == (2, 16)
    door.publish(cast.qoqfin(code="SY-2023-0003", grade="contested", weapons=("other", "ied")), by="reviewer")
    assert killed() == (3, 27)
    before = PublishedIncident.objects.get(code="SY-2023-0003").published_at
    figures_now = {**cast.qoqfin().figures, ("killed", "total"): Bounds(12, None, 14)}
    door.publish(cast.qoqfin(code="SY-2023-0003", figures=figures_now), by="reviewer", reason="one more died")
    assert killed() == (3, 28)
    assert killed(IncidentFilter(as_of=before)) == (3, 27)
    door.withdraw("SY-2023-0001", by="reviewer", reason="counted twice")
    assert killed() == (2, 17)
    assert killed(IncidentFilter(grades=("contested",), as_of=before)) == (1, 11)
    assert figures(EVERYTHING) == by_postgresql(lambda: figures(EVERYTHING))
    assert all(answers)
    building.build()
    assert killed() == (2, 17)


def test_what_was_tried_and_undone_is_not_counted(copied: Path) -> None:
    with transaction.atomic():
        door.publish(cast.qoqfin(code="SY-2023-0003"), by="reviewer")
        assert killed() == (3, 27)  # one sees one's own
        transaction.set_rollback(True)
    assert killed() == (2, 16)
    with transaction.atomic():
        step = transaction.savepoint()
        door.publish(cast.qoqfin(code="SY-2023-0003"), by="reviewer")
        assert killed() == (3, 27)
        transaction.savepoint_rollback(step)
        assert killed() == (2, 16)
        door.publish(cast.kafr_nouran(code="SY-2023-0004"), by="reviewer")
        assert killed() == (3, 21)
    assert killed() == (3, 21)


@pytest.mark.parametrize("copied_meanwhile", [False, True])
def test_who_began_first_and_ended_last_is_counted(copied: Path, copied_meanwhile: bool) -> None:
    with not_yet_ended(lambda: door.publish(cast.qoqfin(code="SY-2023-0003"), by="slow")):
        door.publish(cast.kafr_nouran(code="SY-2023-0004"), by="quick")
        if copied_meanwhile:
            building.build()
        assert killed() == (3, 21)
    assert killed() == (4, 32)


def test_removed_demonstration_data_leave_the_copy(installation: Path, places: dict[str, Place]) -> None:
    cast.publish_report(is_demonstration=True)
    door.publish(cast.qoqfin(code="SY-2023-0003"), by="reviewer")
    building.build()
    assert killed() == (3, 27)
    door.remove_demonstration(by="administrator")
    assert killed() == (1, 11)
    file = next(installation.glob("*.duckdb"))
    building.build()
    assert killed() == (1, 11)
    assert not file.exists()


def test_new_places_are_known(copied: Path) -> None:
    assert killed(IncidentFilter(places=("C4064",))) == (1, 11)
    Place.objects.create(key="C9999", kind="community", name_en="New", admin1="SY07", admin2="SY0702")
    door.publish(cast.qoqfin(code="SY-2023-0003", place="C9999"), by="reviewer")
    assert killed(IncidentFilter(places=("C9999",))) == (1, 11)
    assert killed(IncidentFilter(places=("C9999", "SY02"))) == (2, 16)
    assert killed(IncidentFilter(places=("SY",))) == (3, 27)


def test_two_processes_see_the_same_at_once(copied: Path) -> None:
    program = (
        "import os, sys, django; django.setup();"
        "from django.conf import settings; from pathlib import Path;"
        f"settings.VAR_DIR, settings.READING_COPY_FROM = Path({str(configured.VAR_DIR)!r}), 1;"
        f"settings.DATABASES['default'].update(NAME={connection.settings_dict['NAME']!r});"
        "from incidents.statistics import totals; from incidents.statistics.filters import IncidentFilter;"
        "from incidents.statistics.reading_copy import current\n"
        "for line in sys.stdin: print(totals.counted(IncidentFilter().rows()), current._opened is not None, flush=True)"
    )
    facts = connection.settings_dict
    address = f"postgresql://{facts['USER']}:{facts['PASSWORD']}@:{facts['PORT']}/{facts['HOST']}/{facts['NAME']}"
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "harmwatch.settings", "DATABASE_URL": address}
    other = subprocess.Popen(
        [sys.executable, "-W", "ignore", "-c", program],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=environment,
    )
    assert other.stdin
    assert other.stdout
    for number in range(3, 6):
        other.stdin.write("now\n")
        other.stdin.flush()
        assert other.stdout.readline().split() == [str(number - 1), "True"]
        assert killed()[0] == number - 1
        door.publish(cast.qoqfin(code=f"SY-2023-000{number}"), by="reviewer")
        if number == 4:
            building.build()
    other.stdin.close()
    assert other.wait(20) == 0
    other.stdout.close()


def test_threads_read_while_others_publish(copied: Path) -> None:
    seen: list[list[int]] = []
    stop = threading.Event()

    def read() -> None:
        mine: list[int] = []
        while not stop.is_set():
            mine.append(totals.counted(EVERYTHING.rows()))
        seen.append(mine)
        connection.close()

    readers = [threading.Thread(target=read) for _number in range(4)]
    for reader in readers:
        reader.start()
    for number in range(20):
        door.publish(cast.qoqfin(code=f"SY-2024-{number:04d}"), by="reviewer")
    building.build()
    stop.set()
    for reader in readers:
        reader.join()
    assert all(mine == sorted(mine) and set(mine) <= set(range(2, 23)) for mine in seen)
    assert killed() == (22, 16 + 220)


def _published_and_counted_elsewhere(code: str) -> None:
    """By another answer of this process, which makes an edition of its own."""

    def publish() -> None:
        door.publish(cast.qoqfin(code=code), by="reviewer")
        totals.counted(EVERYTHING.rows())
        connection.close()

    other = threading.Thread(target=publish)
    other.start()
    other.join()


def test_an_answer_is_of_one_moment_until_two_later_ones_take_its_place(copied: Path, answers: list[bool]) -> None:
    door.publish(cast.qoqfin(code="SY-2023-0003"), by="reviewer")
    with one_answer():
        assert totals.counted(EVERYTHING.rows()) == 3
        _published_and_counted_elsewhere("SY-2023-0004")
        assert totals.counted(EVERYTHING.rows()) == 3
        _published_and_counted_elsewhere("SY-2023-0005")
        assert all(answers)
        assert totals.counted(EVERYTHING.rows()) == 5
        assert not answers[-1]
    assert killed() == (5, 49)
    assert answers[-1]


def _cut(folder: Path, file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-4096])


def _overwritten(folder: Path, file: Path) -> None:
    whole = file.stat().st_size
    file.write_bytes(os.urandom(whole))


def _lines_gone(folder: Path, file: Path) -> None:
    file.with_suffix(".lines").unlink()


def _gone(folder: Path, file: Path) -> None:
    file.unlink()


def _no_note(folder: Path, file: Path) -> None:
    (folder / pointer.NOTE).write_text("{")


def _changed(name: str, value: str) -> Any:
    def change(folder: Path, file: Path) -> None:
        note = json.loads((folder / pointer.NOTE).read_text())
        (folder / pointer.NOTE).write_text(json.dumps({**note, name: value}))

    return change


@pytest.mark.parametrize(
    "spoil",
    [_cut, _overwritten, _gone, _lines_gone, _no_note, _changed("shape", "older"), _changed("database", "another")],
)
def test_a_spoilt_copy_is_not_read_and_made_anew(copied: Path, answers: list[bool], spoil: Any) -> None:
    spoil(copied, next(copied.glob("*.duckdb")))
    assert killed() == (2, 16)
    assert killed() == (2, 16)
    assert not any(answers)
    assert building.is_due() or spoil is _overwritten  # of which only the reader knows
    building.build()
    assert killed() == (2, 16)
    assert answers[-1]


def test_a_copy_that_cannot_be_opened_is_tried_once(copied: Path, caplog: pytest.LogCaptureFixture) -> None:
    _overwritten(copied, next(copied.glob("*.duckdb")))
    for _number in range(3):
        assert killed() == (2, 16)
    assert caplog.text.count("the reading copy does not answer") == 1


def test_no_hash_is_made_of_lines_that_are_not_what_was_written(copied: Path, answers: list[bool]) -> None:
    right = by_postgresql(lambda: provenance.data_hash(EVERYTHING))
    lines = next(copied.glob("*.lines"))
    lines.write_bytes(lines.read_bytes().replace(b"SY-2023-0001", b"SY-2023-0009"))
    assert provenance.data_hash(EVERYTHING) == right
    assert answers == [False]
    building.build()
    assert provenance.data_hash(EVERYTHING) == right
    assert answers[-1]


@pytest.mark.parametrize("answered", [0, 1, 2, 4, 100])
def test_every_row_comes_once_by_its_code_also_when_the_copy_is_lost_midway(
    copied: Path, monkeypatch: pytest.MonkeyPatch, answered: int
) -> None:
    for year in range(2011, 2021):
        for number in range(3):
            door.publish(cast.qoqfin(code=f"SY-{year}-{number:04d}"), by="reviewer")
    rows, left, ask = EVERYTHING.rows(), iter(range(answered)), answering.listed
    monkeypatch.setattr(listing, "STRETCH", 7)
    monkeypatch.setattr(listing, "NEAR", 4)
    monkeypatch.setattr(listing, "TOGETHER", 2)
    monkeypatch.setattr(answering, "listed", lambda *args: None if next(left, None) is None else ask(*args))
    codes = [row.code for row in listing.by_code(rows)]
    assert len(codes) == 32
    assert codes == sorted(set(codes))


def test_without_the_library_postgresql_answers(copied: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "duckdb", None)
    assert killed() == (2, 16)
    with pytest.raises(building.NotCopied, match="cannot be loaded"):
        building.build()
    keep_reading_copy()  # says so and ends


def test_too_much_that_is_new_is_left_to_postgresql(
    copied: Path, answers: list[bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(current, "MOST_FRESH", 2)
    for number in range(3):
        door.publish(cast.qoqfin(code=f"SY-2024-{number:04d}"), by="reviewer")
    assert killed() == (5, 49)
    assert not any(answers)
    for number in range(3, 6):
        door.publish(cast.qoqfin(code=f"SY-2024-{number:04d}"), by="reviewer")
        assert killed()[0] == number + 3
    assert current._opened
    editions = "SELECT count(*) FROM duckdb_schemas() WHERE schema_name LIKE 'edition%'"
    assert current._opened.db.execute(editions).fetchone() == (2,)  # the others hold no memory any more


def test_figures_beyond_what_can_be_packed_are_left_to_postgresql(copied: Path, answers: list[bool]) -> None:
    enormous = {("killed", "total"): Bounds(2_000_000_000, None, None)}
    door.publish(cast.qoqfin(code="SY-2024-0001", figures=enormous), by="reviewer")
    assert killed() == (3, 2_000_000_016)
    assert not any(answers)
    with pytest.raises(building.NotCopied, match="too large"):
        building.build()


def test_what_a_killed_builder_left_is_cleared_away(copied: Path) -> None:
    (copied / "record-killed.duckdb.passing").mkdir()
    (copied / "record-killed.duckdb.raw").write_bytes(b"half")
    building.build()
    assert sorted(file.suffix for file in copied.glob("record-*")) == [".duckdb", ".lines"]
    assert killed() == (2, 16)


def test_a_small_record_has_no_copy(installation: Path, report: None, settings: Any, answers: list[bool]) -> None:
    settings.READING_COPY_FROM = 3
    keep_reading_copy()
    assert not installation.exists() or not list(installation.glob("*.duckdb"))
    with pytest.raises(CommandError, match="fewer than 3"):
        call_command("build_reading_copy")
    settings.READING_COPY_FROM = 2
    keep_reading_copy()
    assert killed() == (2, 16)
    assert any(answers)


def test_a_new_copy_is_due_once_much_has_changed_and_some_time_has_passed(
    copied: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(building, "STALE_AFTER", 2)
    assert not building.is_due()
    for number in range(3):
        door.publish(cast.qoqfin(code=f"SY-2024-{number:04d}"), by="reviewer")
    assert not building.is_due()
    monkeypatch.setattr(building, "SECONDS_BETWEEN", 0.0)
    note = json.loads((copied / pointer.NOTE).read_text())
    (copied / pointer.NOTE).write_text(json.dumps({**note, "made_at": 0.0}))
    assert building.is_due()
    keep_reading_copy()
    assert not building.is_due()
    assert killed() == (5, 49)
