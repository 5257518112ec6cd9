"""A row of months as a few characters, for the time slider of the map.

Each month is one number: 0 nothing documented, 1 incidents whose number of people is unknown, otherwise the least
documented and 2. A run of zeros is a 0 and how many more of them follow. Numbers are written five bits a character from
the lowest on, 32 added to all but the last and 63 to each, as in ``gazetteer/arcs.py``; ``static/js/map-months.js``
reads them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from incidents.statistics.totals import Figure

NOTHING, UNKNOWN, FIRST = 0, 1, 2


def cell(figure: Figure) -> int:
    """The number of a month in which there are incidents."""
    return figure.low + FIRST if figure.is_known else UNKNOWN


def written(cells: Sequence[int]) -> str:
    """The row as characters; nothing at its end is left out.

    >>> written([0, 0, 0, 7])
    '?AF'
    """
    last = max((at for at, value in enumerate(cells) if value), default=-1)
    return "".join(_characters(number) for number in _numbers(cells[: last + 1]))


def read(text: str) -> list[int]:
    """The row again, without what is nothing at its end."""
    numbers = _decoded(text)
    cells: list[int] = []
    for number in numbers:
        cells += [number] if number else [0] * (next(numbers) + 1)
    return cells


def _numbers(cells: Sequence[int]) -> Iterator[int]:
    for value, run in groupby(cells):
        length = len(list(run))
        yield from (NOTHING, length - 1) if value == NOTHING else (value,) * length


def _characters(number: int) -> str:
    text = ""
    while number >= 32:
        text += chr((number & 31 | 32) + 63)
        number >>= 5
    return text + chr(number + 63)


def _decoded(text: str) -> Iterator[int]:
    value = shift = 0
    for character in text:
        bits = ord(character) - 63
        value |= (bits & 31) << shift
        shift += 5
        if bits < 32:
            yield value
            value = shift = 0
