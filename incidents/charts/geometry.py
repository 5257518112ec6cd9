"""Where a stretch of a bar lies in a page that is read from either side, and how it is written in SVG."""

from __future__ import annotations

from django.utils.translation import get_language_bidi


def from_start(start: float, size: float) -> float:
    """Where a stretch begins, counted from the left, although an Arabic page counts from the right; in per cent."""
    return 100 - start - size if get_language_bidi() else start


def mirrored(at: float) -> float:
    """A place counted from the left, although an Arabic page counts from the right; in per cent."""
    return 100 - at if get_language_bidi() else at


def per_cent(value: float) -> str:
    """A share in as few characters as two decimals need: a page holds thousands."""
    return f"{value:.2f}".rstrip("0").rstrip(".")
