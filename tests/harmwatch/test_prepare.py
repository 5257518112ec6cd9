"""What a start does once and leaves out afterwards."""

from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.core.management import CommandError
from pytest_django import Settings

from harmwatch import prepare
from harmwatch.prepare import Stamps, contents_hash, database_identity, once


@pytest.fixture
def stamps(tmp_path: Path) -> Stamps:
    return Stamps(tmp_path / "run" / "stamps.json")


def test_work_is_done_once_for_each_value(stamps: Stamps) -> None:
    done: list[str] = []

    assert once(stamps, "places", "first", lambda: done.append("first")) is True
    assert once(stamps, "places", "first", lambda: done.append("again")) is False
    assert once(stamps, "places", "second", lambda: done.append("second")) is True
    assert done == ["first", "second"]


def test_work_that_failed_is_done_again(stamps: Stamps) -> None:
    def fail() -> None:
        raise CommandError("no such file")

    with pytest.raises(CommandError):
        once(stamps, "places", "first", fail)

    assert once(stamps, "places", "first", lambda: None) is True


def test_a_stamp_file_that_was_cut_short_only_repeats_work(stamps: Stamps) -> None:
    stamps.file.parent.mkdir()
    stamps.file.write_text('{"places": "fir')

    assert once(stamps, "places", "first", lambda: None) is True
    assert stamps.read() == {"places": "first"}


def test_the_hash_follows_contents_and_names_not_times(tmp_path: Path, settings: Settings) -> None:
    settings.BASE_DIR = tmp_path
    file = tmp_path / "data" / "places.csv"
    file.parent.mkdir()
    file.write_text("حلب")
    first = contents_hash(file.parent)

    file.write_text("حلب")
    assert contents_hash(file.parent) == first
    file.write_text("حماة")
    changed = contents_hash(file.parent)
    file.rename(file.with_name("towns.csv"))

    assert len({first, changed, contents_hash(file.parent)}) == 3


@pytest.mark.django_db
def test_a_database_made_anew_has_another_identity() -> None:
    cluster, database = database_identity().split("/")

    assert int(cluster) > 0
    assert int(database) > 0
    assert database_identity() == f"{cluster}/{database}"


def test_static_files_that_were_removed_are_gathered_again(
    stamps: Stamps, tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.STATIC_ROOT = tmp_path / "static"
    gathered: list[str] = []

    def gather(command: str, **_options: object) -> None:
        gathered.append(command)
        settings.STATIC_ROOT.mkdir(exist_ok=True)
        (settings.STATIC_ROOT / "staticfiles.json").write_text("{}")

    monkeypatch.setattr(prepare, "call_command", gather)

    assert prepare.collect_static(stamps) is True
    assert prepare.collect_static(stamps) is False
    (django_settings.STATIC_ROOT / "staticfiles.json").unlink()
    assert prepare.collect_static(stamps) is True
    assert gathered == ["collectstatic", "collectstatic"]


def test_a_removed_demonstration_does_not_come_back(stamps: Stamps, monkeypatch: pytest.MonkeyPatch) -> None:
    loaded: list[str] = []
    monkeypatch.setattr(prepare, "call_command", lambda command: loaded.append(command))

    assert prepare.load_demonstration(stamps, "this database") is True
    assert prepare.load_demonstration(stamps, "this database") is False
    assert prepare.load_demonstration(stamps, "another database") is True
    assert loaded == ["load_demonstration", "load_demonstration"]
