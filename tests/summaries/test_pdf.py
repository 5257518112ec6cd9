"""The PDF itself: read back in both languages, the same bytes again, tagged, one face, nothing that cannot be set."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pypdf
import pytest
import time_machine
from django.conf import settings
from django.db import connection
from django.utils import translation

from incidents import wording
from incidents.charts.map import country_map
from incidents.record import door
from incidents.statistics import totals
from incidents.summaries.content import monthly_summary
from incidents.summaries.counts import scope_of
from incidents.summaries.typeset import typeset, typeset_all
from incidents.typesetting.face import MISSING, settable
from tests.dashboard import cast
from tests.dashboard.cast import LANGUAGES
from tests.summaries import reading

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today", "report")]
OCTOBER, NOVEMBER = date(2023, 10, 1), date(2023, 11, 1)
ROOT = Path(settings.BASE_DIR)


def pdf(month: date, language: str, **options: Any) -> bytes:
    return typeset(monthly_summary(month, language=language, **options))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_month_is_told_in_its_language(language: str) -> None:
    content = pdf(NOVEMBER, language)

    assert "11" in reading.pages(content)[0].split()
    for code in ("SY-2023-0001", "C4064"):
        assert code in reading.text(content)
    summary = monthly_summary(NOVEMBER, language=language)
    with translation.override(language):
        for phrase in (wording.month(NOVEMBER), summary.words["limits"], summary.words["proof"]):
            assert reading.holds(content, settable(phrase)), phrase
    assert summary.data_hash[:16] in reading.text(content)


@pytest.mark.skipif(reading.PDFTOTEXT is None, reason="Poppler is not installed here: apt install poppler-utils")
def test_arabic_is_copied_in_reading_order() -> None:
    copied = reading.in_reading_order(pdf(OCTOBER, "ar"))
    summary = monthly_summary(OCTOBER, language="ar")

    for phrase in (*summary.limits, summary.words["not_added"], summary.words["whole_method"], summary.standing):
        first_words = " ".join(reading.words(settable(phrase)).split()[:5])
        assert first_words in copied


@pytest.mark.skipif(reading.PDFTOTEXT is None, reason="Poppler is not installed here: apt install poppler-utils")
def test_lam_alef_is_copied_as_it_is_read() -> None:
    copied = reading.in_reading_order(pdf(date(2020, 2, 1), "ar"))
    empty = reading.words(settable(monthly_summary(date(2020, 2, 1), language="ar").words["empty"]))

    pairs = [word for word in empty.split() if re.search("ل[اأإآ]", word)]
    assert len(pairs) >= 3
    assert set(pairs) <= set(copied.split())


@pytest.mark.parametrize("language", LANGUAGES)
def test_claimed_documented_and_gap_are_printed_in_a_row(language: str) -> None:
    content = pdf(OCTOBER, language)

    words = "".join(reading.text(content).split())
    assert re.search(r"66\D{0,40}5\D{0,40}61", words)


def test_each_figure_of_the_number_page_is_read_with_its_label() -> None:
    words = " ".join(reading.pages(pdf(OCTOBER, "en"))[0].split())

    assert "killed 5 — children 3 women 2 men 0 not specified" in words
    assert "1 Incidents 1 Villages" in words


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_same_data_gives_the_same_bytes(language: str) -> None:
    first = pdf(OCTOBER, language, as_of=cast.TODAY)
    with time_machine.travel(cast.TODAY.replace(hour=18), tick=False):
        again = pdf(OCTOBER, language, as_of=cast.TODAY)

    assert first == again


@pytest.mark.django_db(transaction=True)
def test_two_processes_with_faces_of_their_own_make_the_same_bytes(tmp_path: Path) -> None:
    def made(name: str, **environment: str) -> bytes:
        out = tmp_path / name
        environment["HARMWATCH_VAR_DIR"] = str(tmp_path / f"var of {name}")
        command = ["manage.py", "summarise", "2023-10", "--lang", "ar", "--output", str(out), "--as-of", "2026-11-02"]
        done = subprocess.run(
            [sys.executable, *command], cwd=ROOT, env=_environment() | environment, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr
        assert [*(tmp_path / f"var of {name}").glob("faces/*/*.ttf")]
        return out.read_bytes()

    assert made("one.pdf", PYTHONHASHSEED="1", LANG="C") == made("two.pdf", PYTHONHASHSEED="2", LANG="ar_SY.UTF-8")


def _environment() -> dict[str, str]:
    """The environment of a process that reads this test's database."""
    database = connection.settings_dict
    query = "".join(f"?host={database['HOST']}" for _once in [0] if str(database["HOST"]).startswith("/"))
    place = "" if query else f"{database['HOST']}:{database['PORT']}"
    url = f"postgresql://{database['USER']}:{database['PASSWORD']}@{place}/{database['NAME']}{query}"
    kept = {name: value for name, value in os.environ.items() if not name.startswith("HARMWATCH_")}
    kept |= {"DJANGO_SETTINGS_MODULE": "harmwatch.settings", "DATABASE_URL": url, "HARMWATCH_ENV_FILE": os.devnull}
    return kept | {"HARMWATCH_VAR_DIR": str(settings.VAR_DIR)}


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_tagged_titled_and_in_its_language(language: str) -> None:
    document = pypdf.PdfReader(io.BytesIO(pdf(OCTOBER, language)))
    root: Any = document.trailer["/Root"]

    assert root["/Lang"] == language
    assert root["/MarkInfo"]["/Marked"]
    assert "pdfuaid:part>1<" in document.xmp_metadata.stream.get_data().decode()  # type: ignore[union-attr]
    assert wording.UNKNOWN not in str(document.metadata and document.metadata.title)
    with translation.override(language):
        assert wording.month(OCTOBER) in str(document.metadata and document.metadata.title)
    assert len(document.outline) >= 10


def test_one_face_alone_is_embedded_in_part() -> None:
    document = pypdf.PdfReader(io.BytesIO(pdf(OCTOBER, "ar")))
    names = {str(font["/BaseFont"]) for page in document.pages for font in _fonts(page)}

    assert names
    assert all("+HarmWatchSans-" in name for name in names), names


def _fonts(page: Any) -> Iterator[Any]:
    for font in page["/Resources"].get("/Font", {}).values():
        yield font.get_object()


@pytest.mark.parametrize("language", LANGUAGES)
def test_drawings_have_an_alternative_in_words(language: str) -> None:
    summary = monthly_summary(OCTOBER, language=language)

    for drawing in (*summary.charts, summary.map):
        assert any(character.isdigit() for character in drawing.alternative), drawing.key


@pytest.mark.parametrize("language", LANGUAGES)
def test_arabic_digits_leave_the_marks_of_names_alone(language: str) -> None:
    """The map names Al Ma'ra, whose apostrophe is written with digits in SVG."""
    content = pdf(NOVEMBER, language, digits="arab")

    assert "١١" in reading.text(content)


@pytest.mark.parametrize("language", LANGUAGES)
def test_demonstration_is_said_on_every_page(language: str) -> None:
    with time_machine.travel(cast.TODAY, tick=False):
        door.publish(cast.qoqfin(code="SY-2023-0003", is_demonstration=True), by="reviewer")
    content = pdf(NOVEMBER, language)
    with translation.override(language):
        mark = settable(monthly_summary(NOVEMBER, language=language).words["demonstration"])

    for page in reading.pages(content):
        assert all(word.strip(":") in page for word in mark.split())


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_month_without_incidents_is_set_too(language: str) -> None:
    content = pdf(date(2020, 2, 1), language)
    first_words = " ".join(settable(monthly_summary(date(2020, 2, 1), language=language).words["empty"]).split()[:4])

    assert reading.holds(content, first_words)


def test_what_the_face_lacks_never_stops_the_month() -> None:
    strange = replace(cast.source_of(), publisher="新华社 🕊️ ᚠ \x07 Kurdî ژێڤی", url="https://example.org/新?a=1&b=2")
    with time_machine.travel(cast.TODAY, tick=False):
        door.publish(cast.qoqfin(sources=(strange,)), by="reviewer", reason="another source")

    assert "Kurdî" in reading.text(pdf(NOVEMBER, "en"))


@pytest.mark.parametrize(
    ("text", "set_as"),
    [
        ("قُتل مدنيًا", "قتل مدنيا"),
        ("محمـــد", "محمد"),
        ("e\u0301cole", "école"),
        ("a\u00a0b", "a\u00a0b"),
        ("新", MISSING),
        ("🕊\ufe0f", MISSING),
        ("\u206811–14\u2069", "\u206811–14\u2069"),
        ("a\tb", "a b"),
    ],
)
def test_text_is_set_as_the_face_can(text: str, set_as: str) -> None:
    assert settable(text) == set_as


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_map_names_villages_and_draws_areas_without_a_point(language: str) -> None:
    with time_machine.travel(cast.TODAY, tick=False):
        door.publish(cast.qoqfin(code="SY-2023-0004", place="SY0702", place_precision="district"), by="reviewer")
    scope = scope_of(NOVEMBER, as_of=cast.TODAY)
    with translation.override(language):
        villages, areas = totals.place_totals(scope)
        drawn = country_map(villages, outcome="killed", tinted=[area.place.key for area in areas])

    assert {"ar": "قوقفين", "en": "Qoqfin"}[language] in drawn
    assert drawn.count('fill="#f3e3df"') == 1
    assert drawn.count('fill-opacity="0.62"') == 1
    assert drawn == drawn.replace("nan", "")


@pytest.mark.usefixtures("today", "report")
def test_both_languages_at_once_are_what_each_is_alone() -> None:
    summaries = [monthly_summary(date(2023, 10, 1), language=language) for language in LANGUAGES]

    assert typeset_all(summaries) == [typeset(summary) for summary in summaries]
