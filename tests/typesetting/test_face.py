"""The face: built from the installed package when it is first needed, whole or not at all, under a name of its own."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path

import pytest
from django.conf import LazySettings
from fontTools.ttLib import TTFont

from incidents.typesetting import foundry
from incidents.typesetting.foundry import FILES, LICENCE, build_face, face_folder


@pytest.fixture
def var(settings: LazySettings, tmp_path: Path) -> Path:
    settings.VAR_DIR = tmp_path
    return tmp_path


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Casting takes seconds; what is tried here is what happens around it."""
    monkeypatch.setattr(foundry, "_cast", lambda weight: weight.encode())


@pytest.mark.usefixtures("var", "quick")
def test_a_face_that_is_there_is_not_built_again() -> None:
    assert build_face() is True
    assert build_face() is False


@pytest.mark.usefixtures("quick")
def test_the_folder_is_named_by_packages_and_code(var: Path) -> None:
    folder = face_folder()

    assert folder.parent == var / "faces"
    assert folder.name.startswith(f"{version('pymupdf-fonts')}-{version('fonttools')}-")
    assert {file.name for file in folder.iterdir()} == {*FILES, LICENCE}


@pytest.mark.usefixtures("quick")
def test_of_two_that_build_at_once_the_first_stays(var: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def other_was_quicker() -> bytes:
        monkeypatch.setattr(foundry, "_licence", lambda: b"the first one's")
        build_face()
        return b"the second one's"

    monkeypatch.setattr(foundry, "_licence", other_was_quicker)

    assert (face_folder() / LICENCE).read_bytes() == b"the first one's"
    assert [folder.name for folder in (var / "faces").iterdir()] == [face_folder().name]


def test_a_build_that_breaks_off_leaves_nothing(var: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_room(_weight: str) -> bytes:
        raise OSError("no space left on device")

    monkeypatch.setattr(foundry, "_cast", no_room)

    with pytest.raises(OSError, match="no space"):
        build_face()
    assert list((var / "faces").iterdir()) == []


def test_a_rename_that_fails_for_another_reason_is_told(
    var: Path, quick: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_self: Path, _target: Path) -> None:
        raise PermissionError("not allowed")

    monkeypatch.setattr(Path, "rename", refuse)

    with pytest.raises(PermissionError):
        build_face()
    assert list((var / "faces").iterdir()) == []


def test_the_licence_goes_along_and_the_reserved_name_is_not_used() -> None:
    """Of the face that this test run sets with; what it asks for is in FiraGO's own licence."""
    folder = face_folder()

    said = (folder / LICENCE).read_text()
    assert "SIL OPEN FONT LICENSE Version 1.1" in said
    assert "FiraGO" in said
    for name in FILES:
        with TTFont(folder / name, lazy=True) as font:
            names = {record.nameID: record.toUnicode() for record in font["name"].names}
        assert names[1] == "HarmWatch Sans"
        assert not [names[number] for number in (1, 3, 4, 6) if "Fira" in names[number]]
        assert "FiraGO" in names[0]


def test_the_dates_in_the_files_are_those_of_firago() -> None:
    for name in FILES:
        with TTFont(face_folder() / name, lazy=True) as font:
            modified = font["head"].modified
        assert modified < 3_700_000_000  # seconds since 1904: 2021
