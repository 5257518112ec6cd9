"""The text of a report cut into pieces, each lit by what was found there; joined again it is the text to the letter."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Light:
    """Words that something rests on: whose (label and place in the order of colours), what it says, its name.

    ``owner`` is "A", "B" … for candidates, "§1" … for claims and "!" for warnings; ``name`` ties the words to the
    field beside them, e.g. ``c12.killed.total``.
    """

    start: int
    end: int
    owner: str
    tone: str
    name: str
    says: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the text, beginning at ``start``, with all the lights that fall on the whole of it."""

    start: int
    text: str
    lights: tuple[Light, ...] = ()
    begins: tuple[str, ...] = ()

    @property
    def owners(self) -> list[Light]:
        """One light for each owner, in the order of colours: each is an underline of its own."""
        return sorted({light.owner: light for light in self.lights}.values(), key=lambda light: light.tone)

    @property
    def names(self) -> str:
        """The names of all that rests on these words."""
        return " ".join(dict.fromkeys(light.name for light in self.lights))

    @property
    def says(self) -> str:
        """What rests on these words, for a reader without colours."""
        return " · ".join(dict.fromkeys(f"{light.owner}: {light.says}" for light in self.lights))


def pieces(text: str, lights: Iterable[Light]) -> list[Piece]:
    """Cut the text at every edge of a light; overlapping lights share pieces, and spans beyond the text are ignored."""
    kept = [light for light in lights if 0 <= light.start < light.end <= len(text)]
    edges = sorted({0, len(text), *(light.start for light in kept), *(light.end for light in kept)})
    return list(_cut(text, edges, kept))


def _cut(text: str, edges: list[int], lights: list[Light]) -> Iterator[Piece]:
    for start, end in zip(edges, edges[1:], strict=False):
        over = tuple(light for light in lights if light.start <= start and end <= light.end)
        begins = tuple(dict.fromkeys(light.owner for light in over if light.start == start))
        yield Piece(start, text[start:end], over, begins)


def label(ordinal: int) -> str:
    """The label of a candidate: A to Z, then A2, B2 …"""
    letter = chr(ord("A") + ordinal % 26)
    return letter if ordinal < 26 else f"{letter}{ordinal // 26 + 1}"
