"""How much work the parser does for a text, counted in lines run: the same on every machine, however busy it is."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

Trace = Callable[[FrameType, str, Any], Any]


def lines_run(act: Callable[[], object]) -> int:
    """How many lines of Python ``act()`` runs, in a second call: the first fills what is remembered between texts."""
    act()
    count, before = 0, sys.gettrace()

    def counted(frame: FrameType, event: str, argument: Any) -> Trace:
        nonlocal count
        count += event == "line"
        return counted

    sys.settrace(counted)
    try:
        act()
    finally:
        sys.settrace(before)
    return count
