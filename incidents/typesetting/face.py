"""The face of summaries and pictures: its name, and the characters that it can set.

It is FiraGO with lam-alef set by two glyphs (``casting.py``), so that what is copied is what is read.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from html import escape, unescape

from fontTools.ttLib import TTFont

from incidents.typesetting.foundry import FILES, face_folder

FAMILY = "HarmWatch Sans"
#: Stands for a character that the face lacks; PDF/UA allows no character without a glyph.
MISSING = "\u25af"
#: Marks of direction and joints, which need no glyph.
UNSEEN = set(range(0x200B, 0x2010)) | set(range(0x202A, 0x202F)) | set(range(0x2060, 0x206A)) | {0x0A}
_SVG_TEXT = re.compile(r"(<text\b[^>]*>)([^<]*)(</text>)")
_HARAKAT = re.compile("[\u064b-\u0652\u0640]")


@lru_cache(maxsize=4096)
def settable(text: str) -> str:
    """The text as it can be set: composed, without Arabic vowel marks, ``▯`` for what the face lacks.

    Arabic is set without vowel marks, as the press does: a mark shares its letter's place in the PDF, and readers that
    copy or search the text would get the letter twice.
    """
    plain = _HARAKAT.sub("", unicodedata.normalize("NFC", text))
    known = _characters()
    return plain if known.issuperset(plain) else "".join(each if each in known else _instead(each) for each in plain)


def settable_drawing(svg: str) -> str:
    """An SVG that names FiraGO, in our face, its texts as the face can set them."""

    def as_set(found: re.Match[str]) -> str:
        return found[1] + escape(settable(unescape(found[2]))) + found[3]

    return _SVG_TEXT.sub(as_set, svg.replace("FiraGO", FAMILY))


def _instead(character: str) -> str:
    kind = unicodedata.category(character)
    if kind in {"Zs", "Cc"}:
        return " "
    return "" if kind in {"Mn", "Me", "Cf"} else MISSING


@cache
def _characters() -> frozenset[str]:
    """What both weights have a glyph for."""
    covered = []
    for name in FILES:
        with TTFont(face_folder() / name, lazy=True) as font:
            covered.append(set(font.getBestCmap()))
    return frozenset(map(chr, covered[0].intersection(*covered[1:]) | UNSEEN))
