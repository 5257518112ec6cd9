"""Loading the demonstration and removing it: what is added by hand, what stays, what the commands say."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from pytest_django import Settings

from incidents.demonstration.accounts import make_accounts
from incidents.demonstration.loading import Carried, load_reports, remove_all
from incidents.intake import reader
from incidents.intake.receive import receive_report
from incidents.models.audit import AuditEvent
from incidents.models.desk.incident import Incident
from incidents.models.desk.report import Report, ReportOrigin
from incidents.models.place import Place
from incidents.models.record.incident import PublishedIncident
from incidents.parsing import PARSER_VERSION, results
from incidents.record.door import publish
from incidents.record.entries import IncidentEntry

Load = Callable[[], Carried]


@pytest.fixture
def load(gazetteer: None, db: None) -> Load:
    return lambda: load_reports(reviewer="reviewer", editor="editor")


def test_reviewer_adds_by_hand_what_the_parser_missed(load: Load, monkeypatch: pytest.MonkeyPatch) -> None:
    nothing = results.Reading(language="ar", parser_version=PARSER_VERSION, incidents=(), claims=(), flags=())
    monkeypatch.setattr(reader, "parse", lambda report, *, places: nothing)

    carried = load()

    assert carried.refused == 5  # claims cannot be added by hand; their reports stay in the queue
    row = PublishedIncident.objects.as_of(None).select_related("place").get(date_start=date(2024, 1, 14))
    assert row.place is not None
    assert (row.place.key, row.figures()["killed", "children"].low, row.weapons) == ("C3953", 2, ["artillery"])
    assert row.sources.filter(passages__evidence__field="killed.children").exists()


@pytest.mark.usefixtures("gazetteer", "db")
def test_events_of_ucdp_come_as_demonstration_and_end_in_2019() -> None:
    call_command("import_ucdp", demonstration=True, language="en")

    events = PublishedIncident.objects.filter(is_demonstration=True)
    assert events.count() == 16_566
    assert events.order_by("-date_end")[0].date_end == date(2019, 12, 1)


def test_removal_leaves_real_data_untouched(load: Load, tmp_path: Path, settings: Settings) -> None:
    settings.VAR_DIR = tmp_path
    real = receive_report(text="A real report of a real day.", origin=ReportOrigin.FORM)
    incident = Incident.objects.create(code="SY-2023-0001", date_start=None)
    publish(IncidentEntry(code="SY-2023-0001"), by="person")
    person = User.objects.create_user("person")
    make_accounts()
    load()
    places = Place.objects.count()

    removed = remove_all()

    assert (removed["reports"], removed["incidents"], removed["accounts"]) == (40, 28, 3)
    assert (removed["public incident"], removed["public claim"]) == (30, 5)
    assert list(Report.objects.all()) == [real]
    assert list(Incident.objects.all()) == [incident]
    assert [row.code for row in PublishedIncident.objects.all()] == ["SY-2023-0001"]
    assert list(User.objects.all()) == [person]
    assert Place.objects.count() == places
    assert AuditEvent.objects.filter(action="remove_demonstration").count() == 2
    assert not (tmp_path / "demonstration.json").exists()


def test_demonstration_can_be_loaded_again_after_removal(load: Load) -> None:
    load()
    remove_all()

    assert load().reports == 40
    assert PublishedIncident.objects.as_of(None).count() == 28


@pytest.mark.usefixtures("gazetteer", "db")
def test_easy_password_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HARMWATCH_DEMO_PASSWORD", "short")

    with pytest.raises(CommandError, match="HARMWATCH_DEMO_PASSWORD cannot be used"):
        call_command("load_demonstration", without_ucdp=True, language="en")


@pytest.mark.usefixtures("gazetteer", "db")
@pytest.mark.parametrize(
    ("language", "loaded", "again", "removed"),
    [
        ("en", "6 left waiting in the queue", "40 were there already", "40 reports, 3 accounts"),
        ("ar", "وبقي 6 في قائمة الانتظار", "وكان 40 موجودًا من قبل", "و40 من التقارير، و3 من الحسابات"),
    ],
)
def test_commands_say_what_they_did(
    tmp_path: Path,
    settings: Settings,
    capsys: pytest.CaptureFixture[str],
    language: str,
    loaded: str,
    again: str,
    removed: str,
) -> None:
    settings.VAR_DIR = tmp_path

    call_command("load_demonstration", without_ucdp=True, language=language)
    first = capsys.readouterr().out
    call_command("load_demonstration", without_ucdp=True, language=language)
    second = capsys.readouterr().out
    call_command("remove_demonstration", yes=True, language=language)
    last = capsys.readouterr().out

    assert loaded in first
    assert again in second
    assert removed in last
    accounts = first.splitlines()[-3:]
    assert accounts == second.splitlines()[-3:]
    assert [line.split(":")[0].strip() for line in accounts] == ["reviewer", "editor", "administrator"]


@pytest.mark.django_db
@pytest.mark.parametrize("answer", ["", "no", "yesterday"])
def test_nothing_is_removed_without_a_yes(monkeypatch: pytest.MonkeyPatch, answer: str) -> None:
    monkeypatch.setattr("builtins.input", lambda question: answer)

    with pytest.raises(CommandError, match=r"Nothing was removed\."):
        call_command("remove_demonstration", language="en")
    assert not AuditEvent.objects.filter(action="remove_demonstration").exists()


@pytest.mark.django_db
@pytest.mark.parametrize("answer", ["yes", "نعم"])
def test_removal_goes_on_after_a_yes_in_either_language(monkeypatch: pytest.MonkeyPatch, answer: str) -> None:
    monkeypatch.setattr("builtins.input", lambda question: answer)

    call_command("remove_demonstration", language="en")

    assert AuditEvent.objects.filter(action="remove_demonstration").exists()
