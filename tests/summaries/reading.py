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
    """Whether every word of a phrase stands in the document. Of a line from right to left, pypdf gives the words in the
    order in which they are drawn; ``in_reading_order`` is for the order."""
    drawn = text(content)
    return all(word in drawn for word in phrase.split())


def in_reading_order(content: bytes) -> str:
    """The words as a reader's program copies them (Poppler); marks of direction and of sentences left out."""
    assert PDFTOTEXT is not None
    command = [PDFTOTEXT, "-enc", "UTF-8", "-", "-"]
    done = subprocess.run(command, input=content, capture_output=True, check=True)
    return words(done.stdout.decode())


def words(phrase: str) -> str:
    """The words of a phrase with one space between them, no marks."""
    return " ".join(re.sub(r"[.,:;،؛«»()]", " ", DIRECTION_MARKS.sub("", phrase)).split())
