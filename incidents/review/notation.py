"""How a reviewer writes a figure in one small field: ``11``, ``11–14``, ``270+``.

Three things that are easily mixed up are written apart: empty is unknown, ``0`` is none as somebody knows, and ``0?``
is none reported: the source says that it heard of none.
"""

from __future__ import annotations

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from incidents.vocabulary import Quantifier

Range = tuple[int, int | None]
#: What is typed as ``0?``.
NONE_REPORTED = Quantifier.NONE_REPORTED.value

_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "0123456789" * 2)
_NONE = re.compile(r"0\s*[?؟]|[?؟]\s*0")
_EXACT = re.compile(r"\d+")
_BETWEEN = re.compile(r"(\d+)\s*[-–—‑]\s*(\d+)")
_AT_LEAST = re.compile(r"(?:(?:≥|>=)\s*(\d+)|(\d+)\s*\+|\+\s*(\d+))")
#: More than any count of people at one place, and what the columns can hold.
LARGEST = 2_000_000_000


def read_range(written: str) -> Range | str | None:
    """Lowest and highest number (None: open above); None when nothing is written; ``NONE_REPORTED`` for ``0?``.

    Raises ValidationError.
    """
    text = written.translate(_DIGITS).replace(",", "").replace("٬", "").strip()
    if text in {"", "—", "–", "-"}:
        return None
    if _NONE.fullmatch(text):
        return NONE_REPORTED
    if _EXACT.fullmatch(text):
        found: Range = (int(text), int(text))
    elif between := _BETWEEN.fullmatch(text):
        found = (int(between[1]), int(between[2]))
    elif at_least := _AT_LEAST.fullmatch(text):
        found = (int(at_least[1] or at_least[2] or at_least[3]), None)
    else:
        raise ValidationError(_("Write a number as 11, 11–14 or 270+, and 0? for none reported."))
    if found[1] is not None and found[0] > found[1]:
        raise ValidationError(_("The lowest number is above the highest."))
    if max(found[0], found[1] or 0) > LARGEST:
        raise ValidationError(_("This number is too large."))
    return found


def write_range(low: int, high: int | None, quantifier: str = "") -> str:
    """The same the other way round: ``write_range(270, None)`` is ``"270+"``."""
    if quantifier == NONE_REPORTED:
        return "0?"
    if high is None:
        return f"{low}+"
    return str(low) if low == high else f"{low}–{high}"
