"""What makes a summary a numbered issue."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Imprint:
    """The code of an issue, and the code of the issue that it corrects, with the reason given."""

    code: str
    corrects: str = ""
    reason: str = ""
