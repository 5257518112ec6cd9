"""How the tests read a PDF back."""

from __future__ import annotations

import io
import re
import shutil
import subprocess

import pypdf

DIRECTION_MARKS = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069\u200b]")
PDFTOTEXT = shutil.which("pdftotext")


def pages(content: bytes) -> list[str]:
    """The text of each page in the order in which it is drawn, marks of direction left out."""
    return [DIRECTION_MARKS.sub("", page.extract_text()) for page in pypdf.PdfReader(io.BytesIO(content)).pages]


def text(content: bytes) -> str:
    """The text of the whole document."""
    return "\n".join(pages(content))


def holds(content: bytes, phrase: str) -> bool:
    """Whether a phrase stands in the document: as it is, or drawn from right to left."""
    drawn = text(content)
    return phrase in drawn or phrase[::-1] in drawn


def in_reading_order(content: bytes) -> str:
    """The text as a reader's program copies it (Poppler), marks of direction left out."""
    assert PDFTOTEXT is not None
    command = [PDFTOTEXT, "-layout", "-enc", "UTF-8", "-", "-"]
    done = subprocess.run(command, input=content, capture_output=True, check=True)
    return re.sub(r"[ \u00a0]+", " ", DIRECTION_MARKS.sub("", done.stdout.decode()))
