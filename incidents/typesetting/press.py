"""PDFs and PNGs are set by a process of their own each: several at once, and what Typst keeps goes when they end.

Measured for a month of 200 incidents: the process that asks stays as it is, the one that sets takes 130 MB for half a
second, of which 0.05 s are its start.
"""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

TYPESETTER = Path(__file__).with_name("typesetter.py")
#: A month of 1,000 incidents takes 3 s.
SECONDS_AT_MOST = 110
POINTS_PER_INCH = 72
#: A page's readers may ask for many pictures at once: each web process draws one at a time.
_PICTURES = threading.Semaphore(1)


class PressError(RuntimeError):
    """Nothing was set; the message holds what Typst said."""


def press(files: dict[str, str], *, fonts: Path, moment: int) -> bytes:
    """The PDF of ``main.typ`` among some files, dated by a moment (seconds since 1970).

    The same files give the same bytes. Raises PressError where Typst refuses them or takes too long.
    """
    return _pressed({"files": files, "fonts": str(fonts), "moment": moment})


def press_picture(svg: str, *, width: int, height: int, fonts: Path) -> bytes:
    """A drawing of so many pixels as PNG, at twice its size in pixels, for articles and slides. Raises as ``press``."""
    page = f'#set page(width: {width}pt, height: {height}pt, margin: 0pt)\n#image("picture.svg", width: 100%)'
    files = {"main.typ": page, "picture.svg": svg}
    with _PICTURES:
        return _pressed({"files": files, "fonts": str(fonts), "pixels_per_inch": 2 * POINTS_PER_INCH})


def _pressed(asked: dict[str, Any]) -> bytes:
    # Without the script's folder on the path: modules of this room have names that libraries have too.
    command = [sys.executable, "-P", str(TYPESETTER)]
    said = json.dumps(asked, ensure_ascii=False).encode()
    try:
        done = subprocess.run(command, input=said, capture_output=True, timeout=SECONDS_AT_MOST)
    except subprocess.TimeoutExpired as error:
        raise PressError(f"Typst was stopped after {SECONDS_AT_MOST} seconds") from error
    if done.returncode:
        raise PressError(done.stderr.decode(errors="replace").strip() or f"Typst ended with {done.returncode}")
    return done.stdout
