"""How commands speak on the terminal: in whose language, and how many faults they list."""

from __future__ import annotations

import os
from argparse import ArgumentParser
from collections.abc import Iterator, Sequence

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
        "--language", choices=["ar", "en"], default=terminal_language(), help="Of the messages; default: the terminal's."
    )


def describe_faults(faults: Sequence[Fault], *, most: int = MOST_FAULTS) -> Iterator[str]:
    """Lines that name each row left out; of very many the first ``most`` and how many more there are."""
    if faults:
        yield _("Rows that could not be used and were left out: %(count)s") % {"count": len(faults)}
    for fault in faults[:most]:
        yield f"  {fault}"
    if len(faults) > most:
        yield "  " + _("… and %(count)s more") % {"count": len(faults) - most}
