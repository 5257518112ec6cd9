"""Hashes by which a published row, or a whole selection of rows, can be told from any other."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import asdict
from typing import Any

from incidents.record.entries import Entry


def content_hash(entry: Entry) -> str:
    """SHA-256 over the canonical JSON of all that an entry says: keys sorted, UTF-8, dates in ISO form."""
    return _sha256(json.dumps(_plain(entry), ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str))


def selection_hash(rows: Iterable[tuple[str, int, str]]) -> str:
    """SHA-256 over ``code version content_hash``, one line a row, sorted by code: the data hash of a page or PDF."""
    return _sha256("".join(line(*row) for row in sorted(rows)))


def line(code: str, version: int, content: str) -> str:
    """A row's line in the data hash of a selection."""
    return f"{code} {version} {content}\n"


def hash_of_lines(parts: Iterable[bytes]) -> str:
    """The same hash from such lines, sorted already; a part may be many of them.

    While one part is hashed, which lets go of the interpreter, the next is made.
    """
    made = hashlib.sha256()
    with ThreadPoolExecutor(max_workers=1) as beside:
        hashed: Future[None] | None = None
        for part in parts:
            if hashed:
                hashed.result()
            hashed = beside.submit(made.update, part)
        if hashed:
            hashed.result()
    return made.hexdigest()


def _plain(entry: Entry) -> dict[str, Any]:
    plain = asdict(entry)
    plain["figures"] = {f"{o}.{g}": [b.low, b.best, b.high] for (o, g), b in entry.figures.items()}
    plain.pop("is_demonstration")  # a mark about the row, not something that it says
    if not plain["none_reported"]:
        plain.pop("none_reported")  # versions from before it could be said keep the hash that they were cited with
    return plain


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
