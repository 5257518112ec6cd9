"""The auditor's warnings in the reader's language, by code and values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from incidents.models.desk.reading import Flag


@dataclass(frozen=True, slots=True)
class Warning:
    """One warning: its number on the page, its code, its message, and the reading that would be consistent."""

    number: int
    code: str
    message: str
    suggestion: str = ""


def warning_of(flag: Flag, number: int) -> Warning:
    """The warning of a flag; a code without a message of its own is shown as it is, with its values."""
    return Warning(number, flag.code, _message(flag), _values(flag.suggestion or {}))


def _message(flag: Flag) -> str:
    params = {"error": "", "words": ""} | flag.params
    if flag.code == "reading_failed":
        return _("The parser broke off (%(error)s). Read the text yourself and add incidents by hand.") % params
    if flag.code == "figure_too_large":
        return _("“%(words)s” is larger than any count of people and was left out.") % params
    values = _values(flag.params)
    return flag.code.replace("_", " ") + (f": {values}" if values else "")


def _values(values: dict[str, Any]) -> str:
    return ", ".join(f"{name.replace('_', ' ')} {value}" for name, value in values.items())
