"""The press: a process for each PDF; what it refuses is told, and what takes too long is stopped."""

from __future__ import annotations

from datetime import date

import psutil
import pytest

from incidents.summaries import press as room
from incidents.summaries.content import monthly_summary
from incidents.summaries.foundry import face_folder
from incidents.summaries.press import PressError, press
from incidents.summaries.typeset import typeset, typeset_all
from tests.dashboard.cast import LANGUAGES

MINIMAL = '#set document(title: "x")\n#set text(font: "HarmWatch Sans", lang: "en")\n'


def pressed(text: str) -> bytes:
    return press({"main.typ": MINIMAL + text}, fonts=face_folder(), moment=1_700_000_000)


def test_files_become_a_pdf_that_is_the_same_each_time() -> None:
    first = pressed("قرية and a village")

    assert first.startswith(b"%PDF-1.7")
    assert first == pressed("قرية and a village")
    assert first != pressed("قرية and a town")


def test_what_typst_refuses_is_told() -> None:
    with pytest.raises(PressError, match="unknown variable: nothing"):
        pressed("#nothing")
    with pytest.raises(PressError, match="alt"):  # PDF/UA: a picture without words
        press(
            {"main.typ": MINIMAL + '#image("a.svg")', "a.svg": '<svg xmlns="http://www.w3.org/2000/svg"/>'},
            fonts=face_folder(),
            moment=0,
        )


def test_what_takes_too_long_is_stopped_and_leaves_no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "SECONDS_AT_MOST", 0.3)
    before = set(psutil.Process().children())

    with pytest.raises(PressError, match="stopped after"):
        pressed("#for a in range(9000) { for b in range(9000) { for c in range(9000) { } } }")
    assert set(psutil.Process().children()) == before


@pytest.mark.django_db
@pytest.mark.usefixtures("today", "report")
def test_both_languages_at_once_are_what_each_is_alone() -> None:
    summaries = [monthly_summary(date(2023, 10, 1), language=language) for language in LANGUAGES]

    assert typeset_all(summaries) == [typeset(summary) for summary in summaries]
