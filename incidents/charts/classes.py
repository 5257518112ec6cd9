"""The classes of a map by area: round bounds between the least and the most documented, the same in every month."""

from __future__ import annotations

import math
from collections.abc import Iterable

CLASSES = 5  # as many tints as an eye can tell apart on a map


def class_bounds(values: Iterable[int]) -> list[int]:
    """The least of each class, from the smallest value above 0 on; at most five, fewer where values are few or alike.

    A class ends below the next one's least, the last with the largest value. Each is as many times larger than the one
    before, because harm is spread unevenly: classes of equal width would leave all places but one in the first.

    >>> class_bounds([3, 0, 40, 1200])
    [3, 10, 30, 100, 400]
    """
    counted = [value for value in values if value > 0]
    if not counted:
        return []
    least, most = min(counted), max(counted)
    ratio = (most / least) ** (1 / CLASSES)
    bounds = [least]
    for step in range(1, CLASSES):
        bound = max(_rounded(least * ratio**step), bounds[-1] + 1)
        if bound <= most:
            bounds.append(bound)
    return bounds


def _rounded(value: float) -> int:
    """To one leading digit; below ten to the next whole number."""
    power: int = 10 ** max(math.floor(math.log10(value)), 0)
    return round(value / power) * power
