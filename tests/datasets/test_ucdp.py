"""UCDP GED: how one event becomes a coded incident, in both layouts, and which rows are left out and why."""

from __future__ import annotations

import csv
import gzip
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from incidents.datasets.finder import Finder
from incidents.datasets.ucdp import SHIPPED, import_ucdp, read_ucdp
from incidents.figures import Bounds
from incidents.gazetteer.loading import store_places
from incidents.gazetteer.places import area_places
from incidents.gazetteer.tables import Fault
from incidents.models.audit import AuditEvent
from incidents.models.place import Place
from incidents.models.record.incident import PublishedIncident
from incidents.record.entries import IncidentEntry

EVENT = {
    "id": "214797",
    "type_of_violence": "1",
    "side_a": "Government of Syria",
    "side_b": "Syrian insurgents",
    "number_of_sources": "2",
    "source_article": '"SOHR,2016-01-02,headline";"Reuters News,2016-01-03,headline"',
    "source_office": "SOHR;Reuters News",
    "source_date": "2016-01-02;2016-01-03",
    "where_prec": "1",
    "where_coordinates": "Sarmin town",
    "adm_1": "Idlib Governorate",
    "adm_2": "Markaz Idlib district",
    "latitude": "35.9027",
    "longitude": "36.7250",
    "country": "Syria",
    "date_prec": "1",
    "date_start": "2016-01-01",
    "date_end": "2016-01-01",
    "deaths_a": "4",
    "deaths_b": "0",
    "deaths_civilians": "3",
    "deaths_unknown": "2",
    "best": "9",
}
SARMIN = {"kind": "town", "name_en": "Sarmin", "name_ar": "سرمين", "admin1": "SY07", "admin2": "SY0700"}
DABIT = SARMIN | {"name_en": "Dabit", "kind": "neighbourhood"}
PLACES = (
    Place(key="C3953", latitude=35.903, longitude=36.7264, admin3="SY070006", variants=["Sarmeen"], **SARMIN),
    Place(key="N0001", latitude=35.93, longitude=36.63, admin3="SY070000", **DABIT),
    Place(
        key="C3954",
        latitude=35.90,
        longitude=36.76,
        admin3="SY070006",
        **SARMIN | {"name_en": "Nayrab", "kind": "community"},
    ),
)


def write(path: Path, *changes: dict[str, str], columns: tuple[str, ...] = tuple(EVENT)) -> Path:
    """A UCDP file of as many rows as changes, each the event above but for what is changed."""
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, columns)
        table.writeheader()
        for number, change in enumerate(changes):
            table.writerow(EVENT | {"id": str(int(EVENT["id"]) + number)} | change)
    return path


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "ged.csv"


@pytest.fixture(scope="module")
def finder() -> Finder:
    return Finder([*area_places(), *PLACES])


@pytest.fixture
def places(db: None) -> None:
    store_places([*area_places(), *PLACES], by="test")


def read_one(path: Path, finder: Finder, **change: str) -> IncidentEntry:
    (entry,) = read_ucdp(write(path, change), finder)
    assert isinstance(entry, IncidentEntry), entry
    return entry


def test_event_becomes_an_incident_of_its_dataset(file: Path, finder: Finder) -> None:
    entry = read_one(file, finder)

    assert (entry.code, entry.dataset, entry.grade) == ("UCDP-214797", "ucdp_ged", "unassessed")
    assert (entry.date_start, entry.date_end, entry.date_precision) == (date(2016, 1, 1), date(2016, 1, 1), "day")
    assert (entry.place, entry.place_text, entry.place_precision) == ("C3953", "Sarmin town", "community")
    assert (entry.report_count, entry.origin_count) == (2, 2)
    assert (entry.weapons, entry.sources, entry.external_url) == ((), (), "")


def test_figures_are_civilians_and_at_most_those_of_unknown_status_too(file: Path, finder: Finder) -> None:
    entry = read_one(file, finder)

    assert entry.figures == {("killed", "total"): Bounds(3, 3, 5)}
    assert "2 killed of unknown status" in entry.note
    assert "2 من القتلى مجهولي الصفة" in entry.note


def test_event_in_which_only_fighters_died_has_no_civilian_killed(file: Path, finder: Finder) -> None:
    entry = read_one(file, finder, deaths_civilians="0", deaths_unknown="0")

    assert entry.figures == {("killed", "total"): Bounds(0, 0, 0)}
    assert entry.note == "SOHR (2016-01-02); Reuters News (2016-01-03)"


def test_note_holds_no_headline_and_no_date_before_the_event(file: Path, finder: Finder) -> None:
    many = {"source_office": "A;B;C;D;E;F;G", "source_date": "2015-01-01;2016-01-02;;;;;", "number_of_sources": "7"}
    entry = read_one(file, finder, **many, deaths_unknown="0")

    assert entry.note == "A; B (2016-01-02); C; D; E; +2"


@pytest.mark.parametrize(
    ("code", "end", "precision"),
    [
        ("1", "2016-01-01", "day"),
        ("1", "2016-01-02", "range"),
        ("2", "2016-01-05", "range"),
        ("3", "2016-01-07", "week"),
        ("4", "2016-01-31", "month"),
        ("5", "2016-12-31", "year"),
    ],
)
def test_date_precision(file: Path, finder: Finder, code: str, end: str, precision: str) -> None:
    entry = read_one(file, finder, date_prec=code, date_end=end)

    assert (entry.date_precision, entry.date_end) == (precision, date.fromisoformat(end))


NOWHERE = {"where_coordinates": "Army base"}
IN_DABIT = {"where_coordinates": "Dabit", "latitude": "35.93", "longitude": "36.63"}
WHERE = [
    ("exact, named", {}, "C3953", "community", False),
    ("exact, spelled otherwise", {"where_coordinates": "Sirmeen village"}, "C3953", "community", False),
    ("near, named", {"where_prec": "2"}, "SY0700", "district", False),
    ("exact, another name", NOWHERE, "SY070006", "exact", True),
    ("near, another name", NOWHERE | {"where_prec": "2"}, "SY0700", "district", False),
    ("named but 7 km off", {"latitude": "35.9660", "adm_2": "Markaz Idlib district"}, "SY070002", "exact", True),
    ("a neighbourhood", IN_DABIT, "N0001", "neighbourhood", False),
    ("district", {"where_prec": "3"}, "SY0700", "district", False),
    ("district by its point", {"where_prec": "3", "adm_2": "Unheard of district"}, "SY0700", "district", False),
    ("governorate", {"where_prec": "4"}, "SY07", "governorate", False),
    ("fuzzy, in a governorate", {"where_prec": "5"}, "SY07", "governorate", False),
    ("fuzzy, in none", {"where_prec": "5", "adm_1": "", "adm_2": ""}, "SY", "country", False),
    ("country", {"where_prec": "6", "adm_1": "", "adm_2": ""}, "SY", "country", False),
    ("international waters", {"where_prec": "7", "adm_1": ""}, "SY", "country", False),
]


@pytest.mark.parametrize(
    ("change", "place", "precision", "own_point"), [row[1:] for row in WHERE], ids=[row[0] for row in WHERE]
)
def test_place(file: Path, finder: Finder, change: dict[str, str], place: str, precision: str, own_point: bool) -> None:
    entry = read_one(file, finder, **change)

    assert (entry.place, entry.place_precision, entry.latitude is not None) == (place, precision, own_point)


def test_event_in_a_country_that_the_gazetteer_lacks_is_kept_without_a_place(file: Path, finder: Finder) -> None:
    entry = read_one(file, finder, country="Lebanon", where_coordinates="Arsal town")

    assert (entry.place, entry.place_text, entry.latitude) == (None, "Arsal town, Lebanon", None)


@pytest.mark.parametrize(
    ("violence", "side_a", "side_b", "actors"),
    [
        ("3", "IS", "Civilians", ("isis",)),
        ("3", "Ahrar al-Sham, HTS, Southern Front", "Civilians", ("hts",)),
        ("3", "Government of Jordan", "Civilians", ()),
        ("1", "Government of Syria", "Syrian insurgents", ()),
        ("2", "Government of Turkey", "SDF", ()),
    ],
)
def test_only_one_sided_violence_is_attributed(
    file: Path, finder: Finder, violence: str, side_a: str, side_b: str, actors: tuple[str, ...]
) -> None:
    assert read_one(file, finder, type_of_violence=violence, side_a=side_a, side_b=side_b).actors == actors


def test_one_publisher_under_two_spellings_is_one_origin(file: Path, finder: Finder) -> None:
    entry = read_one(file, finder, source_office="Airwars;Air Wars;airwars", number_of_sources="3")

    assert (entry.report_count, entry.origin_count) == (3, 1)


def test_newer_layout_with_times_and_unknown_number_of_sources(file: Path, finder: Finder) -> None:
    columns = ("relid", *reversed(EVENT), "where_description")
    change = {"date_start": "2016-01-01 00:00:00", "date_end": "2016-01-02 00:00:00", "number_of_sources": "-1"}
    (entry,) = read_ucdp(write(file, change, columns=columns), finder)

    assert isinstance(entry, IncidentEntry)
    assert (entry.date_start, entry.date_end) == (date(2016, 1, 1), date(2016, 1, 2))
    assert (entry.report_count, entry.origin_count) == (0, 0)


BAD_ROWS = [
    ({"id": "one"}, "id", "“one” is not a whole number"),
    ({"id": "214797"}, "id", "214797 stands in line 2 already"),
    ({"date_start": "January"}, "date_start", "“January” is no date (YYYY-MM-DD)"),
    ({"date_start": "2016-02-01"}, "date_end", "the last day lies before the first"),
    ({"date_prec": "9"}, "date_prec", "“9” is none of the codes 1–5"),
    ({"where_prec": "0"}, "where_prec", "“0” is none of the codes 1–7"),
    ({"where_prec": "12"}, "where_prec", "“12” is none of the codes 1–7"),
    ({"latitude": ""}, "latitude", "“” is not a number"),
    ({"longitude": "200"}, "longitude", "200.0 is outside -180 to 180"),
    ({"deaths_civilians": "-1"}, "deaths_civilians", "“-1” is not a whole number"),
    ({"deaths_unknown": "few"}, "deaths_unknown", "“few” is not a whole number"),
]


@pytest.mark.parametrize(("change", "column", "reason"), BAD_ROWS)
def test_bad_row_is_named_and_the_good_ones_are_read(
    file: Path, finder: Finder, change: dict[str, str], column: str, reason: str
) -> None:
    write(file, {}, change, {})
    with translation.override("en"):
        good, bad, other = read_ucdp(file, finder)

    assert isinstance(good, IncidentEntry)
    assert isinstance(other, IncidentEntry)
    assert bad == Fault(3, column, reason)


@pytest.mark.usefixtures("places")
def test_import_publishes_and_a_second_one_changes_nothing(file: Path) -> None:
    write(file, {}, {"date_start": "?"}, {})

    first, second = import_ucdp(by="test", path=file), import_ucdp(by="test", path=file)

    assert (first.published, first.known, len(first.faults)) == (2, 0, 1)
    assert (second.published, second.known, len(second.faults)) == (0, 2, 1)
    assert PublishedIncident.objects.count() == 2
    assert AuditEvent.objects.filter(action="publish_dataset").count() == 1


@pytest.mark.usefixtures("places")
def test_imported_row_says_in_the_record_what_the_file_says(file: Path) -> None:
    import_ucdp(by="test", path=write(file, {}, NOWHERE))

    linked, exact = PublishedIncident.objects.order_by("code").select_related("place")
    assert linked.place is not None
    assert exact.place is not None
    assert (linked.place.key, linked.latitude, linked.admin1) == ("C3953", 35.903, "SY07")
    assert (exact.place.key, exact.latitude, exact.admin3) == ("SY070006", 35.9027, "SY070006")
    assert linked.figures() == {("killed", "total"): Bounds(3, 3, 5)}
    assert (linked.month, linked.actors, linked.is_demonstration) == (
        date(2016, 1, 1),
        [],
        False,
    )


@pytest.mark.usefixtures("places")
@pytest.mark.parametrize(
    ("language", "said", "fault"),
    [
        ("en", "UCDP: 1 events published, 0 were public already.", "line 3, date_start: “?” is no date"),
        ("ar", "نُشر 1 من الأحداث", "السطر 3، date_start: القيمة «?» ليست تاريخًا"),
    ],
)
def test_command_says_what_it_did(
    file: Path, capsys: pytest.CaptureFixture[str], language: str, said: str, fault: str
) -> None:
    call_command("import_ucdp", str(write(file, {}, {"date_start": "?"})), language=language)

    spoken = capsys.readouterr()
    assert said in spoken.out
    assert fault in spoken.err


@pytest.mark.django_db
def test_command_without_a_gazetteer_says_what_to_do(file: Path) -> None:
    with pytest.raises(CommandError, match="load_gazetteer"):
        call_command("import_ucdp", str(write(file, {})), language="en")


@pytest.mark.usefixtures("places")
def test_command_refuses_a_file_that_is_no_ucdp_file(file: Path) -> None:
    file.write_text("id,year\n1,2016\n", encoding="utf-8")

    with pytest.raises(CommandError, match="lacks these columns: type_of_violence"):
        call_command("import_ucdp", str(file), language="en")


def test_shipped_file_is_read_whole(finder: Finder) -> None:
    entries = [row for row in read_ucdp(SHIPPED, finder) if isinstance(row, IncidentEntry)]

    figures = [entry.figures["killed", "total"] for entry in entries]
    assert len(entries) == 16_566
    assert sum(f.low for f in figures) == _column_sum("deaths_civilians")
    assert sum(f.high or 0 for f in figures) == _column_sum("deaths_civilians") + _column_sum("deaths_unknown")
    assert sum(f.high == 0 for f in figures) == 8_597
    assert max(entry.date_start for entry in entries if entry.date_start) == date(2019, 11, 30)
    assert all(entry.place for entry in entries)


def _column_sum(column: str) -> int:
    def cells() -> Iterator[int]:
        with gzip.open(SHIPPED, "rt", encoding="utf-8", newline="") as text:
            yield from (int(row[column]) for row in csv.DictReader(text))

    return sum(cells())
