"""How commands speak on the terminal: in whose language, how far they are, which rows they left out."""

from __future__ import annotations

import os
from argparse import ArgumentParser
from collections.abc import Iterator, Sequence
from time import monotonic

from django.core.management.base import OutputWrapper
from django.utils.translation import gettext as _

from incidents.gazetteer.tables import Fault

MOST_FAULTS = 50


def terminal_language() -> str:
    """``ar`` where the terminal's locale is Arabic, else ``en``."""
    locale = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return "ar" if locale.startswith("ar") else "en"


def add_language(parser: ArgumentParser) -> None:
    """Give a command the option ``--language``."""
    parser.add_argument(
        "--language",
        choices=["ar", "en"],
        default=terminal_language(),
        help="Of the messages.",
    )


def describe_faults(faults: Sequence[Fault], *, most: int = MOST_FAULTS) -> Iterator[str]:
    """Lines that name each row left out; of very many the first ``most`` and how many more there are."""
    if faults:
        yield _("Rows that could not be used and were left out: %(count)s") % {"count": len(faults)}
    for fault in faults[:most]:
        yield f"  {fault}"
    if len(faults) > most:
        yield "  " + _("… and %(count)s more") % {"count": len(faults) - most}


class Progress:
    """One line that is written over on a terminal; elsewhere, as in a log, a line every few seconds."""

    def __init__(self, out: OutputWrapper, *, seconds: float = 5.0) -> None:
        self._out = out
        self._seconds = seconds
        self._told_at = 0.0
        self._open = False

    def tell(self, text: str) -> None:
        """Say how far the work is."""
        if self._out.isatty():
            self._out.write(f"\r\033[K{text}", ending="")
            self._out.flush()
            self._open = True
        elif monotonic() - self._told_at >= self._seconds:
            self._told_at = monotonic()
            self._out.write(text)

    def end(self) -> None:
        """Clear the line, so that what follows begins at the left."""
        if self._open:
            self._out.write("\r\033[K", ending="")
            self._open = False
