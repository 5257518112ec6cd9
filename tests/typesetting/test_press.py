"""The press: a process for each PDF or PNG; what it refuses is told, and what takes too long is stopped."""

from __future__ import annotations

from io import BytesIO

import psutil
import pytest
from PIL import Image

from incidents.typesetting import press as room
from incidents.typesetting.foundry import face_folder
from incidents.typesetting.press import PressError, press, press_picture

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


def test_a_drawing_becomes_a_png_of_twice_its_size() -> None:
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="30" height="20"><rect width="15" height="20" fill="red"/></svg>'
    )
    drawn = Image.open(BytesIO(press_picture(svg, width=30, height=20, fonts=face_folder())))

    assert (drawn.format, drawn.size) == ("PNG", (60, 40))
    assert [drawn.convert("RGB").getpixel((x, 20)) for x in (10, 50)] == [(255, 0, 0), (255, 255, 255)]


def test_a_drawing_that_is_none_is_told() -> None:
    with pytest.raises(PressError, match="SVG"):
        press_picture("<svg", width=30, height=20, fonts=face_folder())
