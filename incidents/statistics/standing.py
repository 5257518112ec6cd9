"""Where the record stands: a word that is another whenever a row was added, closed or deleted, told in a millisecond.

It is read from the journal that triggers keep (``models.record.change``) and names its lines, not moments: a
transaction that began first and ended last changes it as well.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import connection

#: What was looked up for the answer that is being made; None outside of one.
_answer: ContextVar[dict[Any, Any] | None] = ContextVar("answer", default=None)

RECORD = ("record_incident", "record_claim", "incidents_place")

#: What the asking statement sees of the journal. Lines of transactions before ``settled`` are complete: the last of
#: them stands for all. Of the others each is named. Numbers from ``beyond`` on are of the server a backup came from.
HORIZON = """
SELECT pg_snapshot_xmin(seen)::text::bigint AS settled,
       greatest(pg_snapshot_xmax(seen)::text::bigint, 1 + pg_current_xact_id_if_assigned()::text::bigint) AS beyond
FROM pg_current_snapshot() AS seen
"""
STANDING = """
SELECT string_agg(concat_ws(' ', name,
    (SELECT max(transaction) FROM record_change WHERE "table" = name AND transaction < settled),
    (SELECT string_agg(id::text, ',' ORDER BY id) FROM record_change
     WHERE "table" = name AND transaction >= settled AND transaction < beyond)), '; ' ORDER BY name)
FROM horizon, unnest({tables}::text[]) AS name
"""


@contextmanager
def one_answer() -> Iterator[None]:
    """While one answer is made the record is taken to stand still: it is asked once where it stands, and what the
    reading copy counts is of that one moment.

    For answers that only read; what is written within would not be seen."""
    token = _answer.set({})
    try:
        yield
    finally:
        _answer.reset(token)


def of_answer() -> dict[Any, Any] | None:
    """What was looked up for this answer, to add to; None where no answer is being made."""
    return _answer.get()


def standing(*tables: str) -> str:
    """Where some tables of the record stand; without one, where all that pages show does."""
    held = of_answer()
    if held is None:
        return _standing(tables or RECORD)
    if tables not in held:
        held[tables] = _standing(tables or RECORD)
    return str(held[tables])


def _standing(tables: tuple[str, ...]) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"WITH horizon AS ({HORIZON}) {STANDING.format(tables='%s')}", [list(tables)])
        return str(cursor.fetchone()[0])
