"""Puts the auditor's flags into words, in English and in Arabic."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from incidents.parsing.languages.flags import MESSAGES, SUGGESTIONS, WORDS

_MISSING = "—"  # a value that a stored flag lacks


def message(code: str, params: Mapping[str, object], language: str) -> str:
    """The message of a flag in ``en`` or ``ar``, with code words in that language; the bare code if it has none."""
    return _fill(MESSAGES, code, params, language) or code.replace("_", " ")


def suggestion(code: str, params: Mapping[str, object], language: str) -> str:
    """A flag's suggestion in words, the empty string for a code without one."""
    return _fill(SUGGESTIONS, code, params, language)


def _fill(templates: Mapping[str, Mapping[str, str]], code: str, params: Mapping[str, object], language: str) -> str:
    spoken = templates.get(code)
    if spoken is None:
        return ""
    values = defaultdict(lambda: _MISSING, {name: _word(value, language) for name, value in params.items()})
    return spoken[language].format_map(values) if language in spoken else code.replace("_", " ")


def _word(value: object, language: str) -> object:
    return WORDS[value][language] if isinstance(value, str) and value in WORDS else value
