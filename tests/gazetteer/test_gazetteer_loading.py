"""Loading small gazetteer files: twice, changed, with bad rows, in both languages."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from incidents.gazetteer.loading import load_gazetteer
from incidents.gazetteer.places import COLUMNS
from incidents.gazetteer.tables import TableError
from incidents.models.audit import AuditEvent
from incidents.models.place import Place

SARMIN = {
    "pcode": "C3953",
    "name_en": "Sarmin",
    "name_ar": "سرمين",
    "alt_names": "Sarmeen|Sermin",
    "admin1_pcode": "SY07",
    "admin2_pcode": "SY0700",
    "admin3_pcode": "SY070006",
    "lat": "35.9030",
    "lon": "36.7264",
    "kind": "town",
    "population": "17000",
    "source": "cod-pplp;ar:gn+kb;geonames:172408",
}


def write(path: Path, *changes: dict[str, str]) -> Path:
    """A gazetteer file of as many rows as changes, each Sarmin but for what is changed."""
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, COLUMNS)
        table.writeheader()
        table.writerows(SARMIN | change for change in changes)
    return path


@pytest.fixture
def small(tmp_path: Path) -> Path:
    return tmp_path / "places.csv"


@pytest.mark.django_db
def test_changed_row_is_updated_and_leaves_an_audit_line(small: Path) -> None:
    load_gazetteer(by="first", path=write(small, {}))
    loaded = load_gazetteer(by="second", path=write(small, {"name_ar": "سرمين الجديدة"}))

    assert (loaded.added, loaded.changed) == (0, 1)
    assert Place.objects.get(key="C3953").name_ar == "سرمين الجديدة"
    line = AuditEvent.objects.get(by="second")
    assert (line.action, line.changes) == ("load_gazetteer", {"added": 0, "changed": 1})


@pytest.mark.django_db
def test_place_that_the_file_no_longer_names_is_left_as_it_is(small: Path) -> None:
    load_gazetteer(by="test", path=write(small, {}))
    loaded = load_gazetteer(by="test", path=write(small, {"pcode": "C4000"}))

    assert loaded.elsewhere == 1
    assert Place.objects.filter(key="C3953").exists()


BAD_ROWS = [
    ({"lat": "north"}, "lat", "“north” is not a number"),
    ({"lat": "nan"}, "lat", "nan is outside -90 to 90"),
    ({"lon": "361.0"}, "lon", "361.0 is outside -180 to 180"),
    ({"kind": "governorate"}, "kind", "“governorate” is no kind of place"),
    ({"name_en": "", "name_ar": " "}, "name_en", "the place has no name"),
    ({"admin1_pcode": ""}, "admin1_pcode", "“” is no admin area of the boundary files"),
    ({"admin2_pcode": "SY9999"}, "admin2_pcode", "“SY9999” is no admin area of the boundary files"),
    ({"pcode": "sarmin"}, "pcode", "“sarmin” is no P-code"),
    ({"pcode": "", "source": "ar:gn"}, "pcode", "there is neither a P-code nor a GeoNames number"),
    ({"population": "many"}, "population", "“many” is not a whole number"),
    ({"name_ar": "س" * 121}, "name_ar", "longer than 120 letters"),
    ({"pcode": "C0001"}, "pcode", "C0001 stands in line 2 already"),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("change", "column", "reason"), BAD_ROWS)
def test_bad_row_is_named_and_the_good_ones_are_kept(
    small: Path, change: dict[str, str], column: str, reason: str
) -> None:
    path = write(small, {"pcode": "C0001"}, change, {"pcode": "C0003"})

    with translation.override("en"):
        loaded = load_gazetteer(by="test", path=path)

    assert [(fault.line, fault.column, fault.reason) for fault in loaded.faults] == [(3, column, reason)]
    assert set(Place.objects.populated().values_list("key", flat=True)) == {"C0001", "C0003"}


@pytest.mark.django_db
def test_row_with_too_few_cells_is_named(small: Path) -> None:
    write(small, {}).write_text(small.read_text() + "C0002,Half a row\n", encoding="utf-8")

    with translation.override("en"):
        said = [str(fault) for fault in load_gazetteer(by="test", path=small).faults]

    assert said == ["line 3: the row has another number of cells than the header"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"pcode,name_en\nC1,x\n", "lacks these columns: name_ar"),
        (b"\xff\xfe\x00a", "not text in UTF-8"),
        (b"\x1f\x8b\x08\x00broken", "damaged"),
    ],
)
def test_file_that_is_no_gazetteer_is_refused(small: Path, content: bytes, words: str) -> None:
    small.write_bytes(content)

    with translation.override("en"), pytest.raises(TableError, match=words):
        load_gazetteer(by="test", path=small)


@pytest.mark.django_db
def test_command_says_what_it_did_in_english(small: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("load_gazetteer", str(write(small, {}, {"pcode": "C4", "lat": "?"})), language="en")

    said = capsys.readouterr()
    assert "Gazetteer: 350 places added, 0 changed, 0 kept as they were" in said.out
    assert "line 3, pcode: “C4” is no P-code" in said.err


@pytest.mark.django_db
def test_command_says_what_it_did_in_arabic(small: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("load_gazetteer", str(write(small, {}, {"pcode": "C4444", "lat": "?"})), language="ar")

    said = capsys.readouterr()
    assert "أُضيف 350 مكانًا" in said.out
    assert "السطر 3، lat: القيمة «?» ليست عددًا" in said.err


def test_command_without_its_file_says_so(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="There is no file .*nowhere.csv"):
        call_command("load_gazetteer", str(tmp_path / "nowhere.csv"), language="en")
