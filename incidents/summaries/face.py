"""The face of the summaries: its files for Typst, and the characters that it can set.

It is FiraGO with lam-alef set by two glyphs (``manage.py build_face``), so that what is copied is what is read.
"""

from __future__ import annotations

import re
import struct
import unicodedata
from functools import cache
from pathlib import Path

import typst

FOLDER = Path(__file__).resolve().parent.parent / "data" / "faces"
FAMILY = "HarmWatch Sans"
FILES = ("HarmWatchSans-Regular.ttf", "HarmWatchSans-Bold.ttf")
#: Stands for a character that the face lacks; PDF/UA allows no character without a glyph.
MISSING = "\u25af"
#: Marks of direction and joints, which need no glyph.
UNSEEN = set(range(0x200B, 0x2010)) | set(range(0x202A, 0x202F)) | set(range(0x2060, 0x206A)) | {0x0A}
_HARAKAT = re.compile("[\u064b-\u0652\u0640]")


def settable(text: str) -> str:
    """The text as it can be set: composed, without Arabic vowel marks, ``▯`` for what the face lacks.

    Arabic is set without vowel marks, as the press does: a mark shares its letter's place in the PDF, and readers that
    copy or search the text would get the letter twice.
    """
    plain = _HARAKAT.sub("", unicodedata.normalize("NFC", text))
    known = _characters()
    return "".join(each if ord(each) in known else _instead(each) for each in plain)


def _instead(character: str) -> str:
    kind = unicodedata.category(character)
    if kind in {"Zs", "Cc"}:
        return " "
    return "" if kind in {"Mn", "Me", "Cf"} else MISSING


@cache
def fonts() -> typst.Fonts:
    """The face for Typst, and no other: read once a process."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FOLDER])


@cache
def _characters() -> frozenset[int]:
    """What both weights have a glyph for."""
    covered = [_mapped((FOLDER / name).read_bytes()) for name in FILES]
    return frozenset(covered[0].intersection(*covered[1:]) | UNSEEN)


def _mapped(font: bytes) -> set[int]:
    """The code points of a TrueType font's character map (its subtables of format 4 and 12)."""
    start = _table(font, b"cmap")
    (count,) = struct.unpack_from(">H", font, start + 2)
    found: set[int] = set()
    for index in range(count):
        (offset,) = struct.unpack_from(">I", font, start + 4 + 8 * index + 4)
        (kind,) = struct.unpack_from(">H", font, start + offset)
        if kind == 4:
            found |= _segments(font, start + offset)
        elif kind == 12:
            (groups,) = struct.unpack_from(">I", font, start + offset + 12)
            for group in range(groups):
                first, last, _glyph = struct.unpack_from(">III", font, start + offset + 16 + 12 * group)
                found |= set(range(first, last + 1))
    return found


def _table(font: bytes, name: bytes) -> int:
    (count,) = struct.unpack_from(">H", font, 4)
    tables = (struct.unpack_from(">4sIII", font, 12 + 16 * index) for index in range(count))
    return int(next(offset for tag, _sum, offset, _length in tables if tag == name))


def _segments(font: bytes, at: int) -> set[int]:
    """Format 4: ranges that end at the first numbers and begin at the second; 0xFFFF closes them."""
    (double,) = struct.unpack_from(">H", font, at + 6)
    ends = struct.unpack_from(f">{double // 2}H", font, at + 14)
    starts = struct.unpack_from(f">{double // 2}H", font, at + 16 + double)
    return {code for first, last in zip(starts, ends, strict=True) for code in range(first, last + 1) if code != 0xFFFF}
