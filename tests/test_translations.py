"""Translations are whole, compiled and up to date: a fresh machine has no gettext to do it."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import polib
import pytest

ROOT = Path(__file__).resolve().parent.parent
CATALOGUES = sorted((ROOT / "locale").glob("*/LC_MESSAGES/*.po"))
Key = tuple[str | None, str, str]


def entries(catalogue: polib.POFile | polib.MOFile) -> dict[Key, object]:
    """Every live entry by context, text and plural."""
    return {
        (entry.msgctxt or None, entry.msgid, entry.msgid_plural): entry.msgstr_plural or entry.msgstr
        for entry in catalogue
        if not entry.obsolete
    }


def forms(text: object) -> list[str]:
    """The forms of a translation: one, or as many as the language has plurals."""
    return [str(form) for form in text.values()] if isinstance(text, dict) else [str(text)]


def test_arabic_is_there() -> None:
    assert ROOT / "locale" / "ar" / "LC_MESSAGES" / "django.po" in CATALOGUES


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: str(path.relative_to(ROOT)))
def test_the_compiled_catalogue_is_that_of_its_source(path: Path) -> None:
    source = polib.pofile(str(path))
    live = {entry: text for entry, text in entries(source).items() if any(forms(text))}
    compiled = entries(polib.mofile(str(path.with_suffix(".mo"))))

    assert compiled == live, "make messages, and commit the .mo file"


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: str(path.relative_to(ROOT)))
def test_nothing_is_left_untranslated_or_doubtful(path: Path) -> None:
    source = polib.pofile(str(path))

    assert [entry.msgid for entry in source.untranslated_entries()] == []
    assert [entry.msgid for entry in source if "fuzzy" in entry.flags and not entry.obsolete] == []


def test_arabic_counts_in_its_six_forms() -> None:
    catalogue = polib.pofile(str(ROOT / "locale" / "ar" / "LC_MESSAGES" / "django.po"))

    assert catalogue.metadata["Plural-Forms"].startswith("nplurals=6;")
    for entry in catalogue:
        if entry.msgid_plural and not entry.obsolete:
            assert len(entry.msgstr_plural) == 6, entry.msgid
            assert all(entry.msgstr_plural.values()), entry.msgid


@pytest.mark.skipif(shutil.which("xgettext") is None, reason="gettext is not installed here: apt install gettext")
@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_text_in_the_code_is_in_the_catalogue(path: Path, tmp_path: Path) -> None:
    for name in ("harmwatch", "incidents", "templates", "static", "locale"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__", "data", "vendor"))
    shutil.copy(ROOT / "manage.py", tmp_path)
    language, domain = path.parent.parent.name, path.stem
    command = [sys.executable, "manage.py", "makemessages", "--locale", language, "--domain", domain, "--no-obsolete"]
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "harmwatch.settings"}
    done = subprocess.run(command, cwd=tmp_path, env=environment, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr

    collected = entries(polib.pofile(str(tmp_path / path.relative_to(ROOT))))
    assert set(collected) - set(entries(polib.pofile(str(path)))) == set(), "make messages, then translate"
