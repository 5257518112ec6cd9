"""The lines of the data hash, one for each version, sorted by code: a plain file beside the reading copy.

A data hash runs over a line for each row of a selection (``record.hashing``). To sort a million rows and to write out
what they say takes longer than a page may; here the lines lie ready in their order, and what is chosen is read from
where it lies.
"""

from __future__ import annotations

import hashlib
import os
import threading
import weakref
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import compress
from pathlib import Path

from incidents.record.hashing import line

Row = tuple[str, int, str]
TOGETHER = 8_192  # lines read at once: some 700 KB
PLACE = "I"  # where a line ends, in bytes: four gigabytes would be more versions than a copy can hold
IS_CHOSEN = bytes.maketrans(b"01", b"\0\1")


def beside(path: Path) -> Path:
    """Where the lines of a copy lie."""
    return path.with_suffix(".lines")


def write(batches: Iterable[Sequence[Row]], path: Path) -> str:
    """Write the lines of rows, which come sorted, and after them where each ends; the SHA-256 of the file."""
    made = hashlib.sha256()
    ends = array(PLACE, [0])
    with path.open("wb") as out:
        for rows in batches:
            lines = [line(*row).encode() for row in rows]
            for each in lines:
                ends.append(ends[-1] + len(each))
            text = b"".join(lines)
            made.update(text)
            out.write(text)
        made.update(ends.tobytes())
        out.write(ends.tobytes())
    return made.hexdigest()


@dataclass(slots=True)
class _File:
    """An open file and where its lines end; it can be read on after it was deleted."""

    number: int
    ends: array[int]

    def read(self, start: int, stop: int) -> bytes:
        """The lines from one number to before another."""
        begin, end = self.ends[start], self.ends[stop]
        text = os.pread(self.number, end - begin, begin)
        if len(text) != end - begin:
            raise OSError("the file of lines ends before its time")
        return text


class HashLines:
    """Such a file of ``count`` lines, opened when it is first asked. Then it raises OSError where it is spoilt."""

    def __init__(self, path: Path, count: int, digest: str) -> None:
        self.path, self.count, self.digest = path, count, digest
        self._opening = threading.Lock()

    def parts(self, bits: str, others: Iterable[Row]) -> Iterator[bytes]:
        """In the order of codes: the lines at whose number ``bits`` has a 1, and those of rows that are not here."""
        with self._opening:
            file = self._file
        done = 0
        for row in sorted(others):
            place = bisect_left(range(self.count), row[:2], lo=done, key=lambda number: _said_of(file, number))
            yield from _chosen(file, bits, done, place)
            yield line(*row).encode()
            done = place
        yield from _chosen(file, bits, done, len(bits))

    @cached_property
    def _file(self) -> _File:
        with self.path.open("rb") as file:
            if hashlib.file_digest(file, "sha256").hexdigest() != self.digest:
                raise OSError(f"{self.path} is not what was written")
            number = os.dup(file.fileno())
        weakref.finalize(self, os.close, number)
        size, places = os.fstat(number).st_size, 4 * (self.count + 1)
        return _File(number, array(PLACE, os.pread(number, places, size - places)))


def _chosen(file: _File, bits: str, first: int, last: int) -> Iterator[bytes]:
    """The chosen lines, many of them as one part."""
    for start in range(first, last, TOGETHER):
        stop = min(start + TOGETHER, last)
        if bits.find("1", start, stop) >= 0:
            yield _picked(file.read(start, stop), file.ends[start : stop + 1], bits[start:stop])


def _picked(text: bytes, ends: array[int], bits: str) -> bytes:
    """The chosen lines of a text; what lies together is taken as one piece, and its edges are found without looking at
    each line: they are where a bit is not the one before it."""
    chosen = bits.encode().translate(IS_CHOSEN)
    edges = int.from_bytes(b"\0" + chosen, "big") ^ int.from_bytes(chosen + b"\0", "big")
    found = list(compress(ends, edges.to_bytes(len(chosen) + 1, "big")))
    base = ends[0]  # bytes, not views of them: thousands of views at once wake the collector
    return b"".join([text[begin - base : end - base] for begin, end in zip(found[::2], found[1::2], strict=True)])


def _said_of(file: _File, number: int) -> tuple[str, int]:
    code, version, _content = file.read(number, number + 1).decode().rsplit(" ", 2)
    return code, int(version)
