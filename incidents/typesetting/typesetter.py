"""The program that sets one PDF or PNG and ends: files as JSON on standard input, what was set on standard output.

It is run by ``press.py``, on its own, without Django: Typst keeps what it has set, some 100 MB a month, and gives it
back only with its process.
"""

from __future__ import annotations

import json
import os
import sys
from typing import Any

import typst

#: PDF/UA-1: tagged, with alternative texts, a title and a language; Typst refuses to write what does not keep to it.
STANDARDS = ["ua-1"]


def main() -> int:
    """Set what is asked for. Ends with 1 where Typst refuses, its words on standard error."""
    asked = json.load(sys.stdin.buffer)
    try:
        content = _set(asked)
    except typst.TypstError as error:
        print(error.diagnostic or error, file=sys.stderr)
        return 1
    sys.stdout.buffer.write(content)
    return 0


def _set(asked: dict[str, Any]) -> bytes:
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[asked["fonts"]])
    files = {name: text.encode() for name, text in asked["files"].items()}
    if "pixels_per_inch" in asked:
        how = {"format": "png", "ppi": asked["pixels_per_inch"]}
    else:
        how = {"pdf_standards": STANDARDS, "timestamp": asked["moment"]}
    # The wheel takes a file system as a dictionary, though its type hints do not say so.
    return bytes(typst.compile(files, font_paths=fonts, ignore_system_fonts=True, **how))


if __name__ == "__main__":
    code = main()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)  # what Typst has kept need not be taken apart piece by piece
