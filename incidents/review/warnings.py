"""The auditor's warnings in the reader's language, by code and values."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from incidents import wording
from incidents.models.desk.reading import Flag
from incidents.parsing import flag_messages
from incidents.parsing.languages.flags import MESSAGES, SUGGESTIONS


@dataclass(frozen=True, slots=True)
class Warning:
    """One warning: its number on the page, its code, its message, and the reading that would be consistent."""

    number: int
    code: str
    message: str
    suggestion: str = ""


def warning_of(flag: Flag, number: int) -> Warning:
    """The warning of a flag; a code without a message of its own is shown as it is, with its values."""
    language = "ar" if (get_language() or "").startswith("ar") else "en"
    return Warning(number, flag.code, _message(flag, language), _suggestion(flag, language))


def _message(flag: Flag, language: str) -> str:
    values = _in_words(flag.params)
    if flag.code in MESSAGES:
        return flag_messages.message(flag.code, values, language)
    if flag.code == "reading_failed":
        return _("The parser broke off (%(error)s). Read the text yourself and add incidents by hand.") % values
    if flag.code == "figure_too_large":
        return _("“%(words)s” is larger than any count of people and was left out.") % values
    return f"{flag.code.replace('_', ' ')}: {_listed(flag.params)}"


def _suggestion(flag: Flag, language: str) -> str:
    if not flag.suggestion:
        return ""
    if flag.code in SUGGESTIONS:
        return flag_messages.suggestion(flag.code, _in_words(flag.suggestion), language)
    return _listed(flag.suggestion)


def _in_words(values: Mapping[str, Any]) -> defaultdict[str, str]:
    """The values as they are read: numbers and days in full, a value that is missing as "—"; codes stay codes."""
    return defaultdict(lambda: wording.UNKNOWN, {name: _one(value) for name, value in values.items()})


def _one(value: Any) -> str:
    if isinstance(value, int) and not isinstance(value, bool):
        return wording.number(value)
    try:
        return wording.day(date.fromisoformat(str(value)))
    except ValueError:
        return str(value)


def _listed(values: Mapping[str, Any]) -> str:
    return ", ".join(f"{name.replace('_', ' ')} {value}" for name, value in values.items())
