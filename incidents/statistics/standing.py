"""Where the record stands: a word that is another whenever a row was added, closed or deleted, told in a millisecond.

It is read from the journal that triggers keep (``models.record.change``) and names its lines, not moments: a
transaction that began first and ended last changes it as well.
"""

from __future__ import annotations

from django.db import connection

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


def standing(*tables: str) -> str:
    """Where some tables of the record stand; without one, where all that pages show does."""
    with connection.cursor() as cursor:
        cursor.execute(f"WITH horizon AS ({HORIZON}) {STANDING.format(tables='%s')}", [list(tables or RECORD)])
        return str(cursor.fetchone()[0])
