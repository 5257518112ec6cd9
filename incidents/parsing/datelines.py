"""Finds where the dateline of an agency's text ends: "AIN ISSA, Syria (North Press) –", "BEIRUT:"."""

from __future__ import annotations

from incidents.parsing.tokens import Tokens

_AGENCIES = frozenset((")", "sana", "afp", "ap", "reuters", "upi", "سانا", "رويترز", "قنا", "وات"))
_DATELINE = 9  # tokens in which a dateline ("AIN ISSA, Syria (North Press) –") must end


def _agency_end(tokens: Tokens) -> int | None:
    """The token after "Damascus, Dec 7 (AFP):", None where the text opens otherwise."""
    texts = tokens.texts[: _DATELINE * 2]
    opened = texts.index("(") if "(" in texts else 0
    if not 0 < opened <= _DATELINE or texts[opened + 1 : opened + 2] == [] or texts[opened + 1] not in _AGENCIES:
        return None
    closed = texts.index(")", opened) if ")" in texts[opened:] else 0
    if not closed or texts[closed + 1 : closed + 2] == [] or texts[closed + 1] not in (":", "-", "–", "—"):
        return None
    return closed + 2


def dateline_end(tokens: Tokens) -> int:
    """The token after a dateline, 0 where the text opens without one. A hyphen inside a word ends none."""
    if tokens.texts[:1] == ["("] and tokens.texts[2:3] == [")"] and tokens.texts[3:4] != []:
        return 4 if tokens.texts[3] in ("-", "–", "—") else 0  # "(Beirut) – Syrian government forces"
    if not len(tokens) or not tokens.texts[0].isalpha() or tokens.texts[0] in ("on", "في"):
        return 0
    if (closed := _agency_end(tokens)) is not None:
        return closed
    if tokens.texts[1:2] == [":"] and tokens.shouted(0):
        return 2  # "BEIRUT: The ministry said"
    for at, text in enumerate(tokens.texts[:_DATELINE]):
        if text.isdigit() or text in (".", "\n", ":"):
            return 0
        if text not in ("—", "-", "–") or not at or at + 1 >= len(tokens):
            continue
        spaced = tokens.end(at - 1) < tokens.begins[at] or tokens.texts[at - 1] in _AGENCIES
        if spaced and not tokens.texts[at + 1].isdigit():
            return at + 1
    return 0
