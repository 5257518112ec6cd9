"""The journal of changes kept short: lines go that no reading copy and no page needs any more.

Pages are told where the record stands by the latest line of each table; that one always stays. A reading copy needs
the lines of transactions that it had not seen. The copy of this machine is looked at; of copies elsewhere nothing is
known, so a line stays for as long as from one run to the next, a day, and what went is marked in the journal: a copy
that is older than the mark is not read any more, and PostgreSQL answers there until a new one is made.
"""

from __future__ import annotations

from django.db import connection, transaction

from incidents.statistics.standing import HORIZON

#: A line about the journal itself. ``first``: transactions before it were complete when it was written; ``last``: up to
#: which transaction lines may be gone.
MARK = "record_change"
LATEST = f"""
SELECT first, last FROM record_change, ({HORIZON}) AS horizon
WHERE "table" = '{MARK}' AND transaction < beyond ORDER BY id DESC LIMIT 1
"""
#: All but each table's latest of the transactions that everybody sees: ``standing`` says the same before and after.
NEEDLESS = f"""
DELETE FROM record_change AS line USING ({HORIZON}) AS horizon
WHERE "table" <> '{MARK}' AND transaction < %s AND transaction < settled
  AND EXISTS (SELECT FROM record_change AS later WHERE later."table" = line."table"
              AND later.transaction > line.transaction AND later.transaction < settled)
"""
MARKED = f"""
INSERT INTO record_change ("table", first, last, transaction)
SELECT '{MARK}', settled, %s, pg_current_xact_id()::text::bigint FROM ({HORIZON}) AS horizon
"""
BEHIND = f"""
SELECT EXISTS (SELECT FROM record_change, ({HORIZON}) AS horizon WHERE "table" = '{MARK}' AND transaction < beyond
               AND last >= pg_snapshot_xmin(%s::pg_snapshot)::text::bigint)
"""


@transaction.atomic
def shorten(*, seen: str | None) -> int:
    """Remove what was complete at the run before this one, save what a copy needs that has seen ``seen``; how many."""
    with connection.cursor() as cursor:
        cursor.execute(LATEST)
        complete, gone = cursor.fetchone() or (0, 0)
        before = min(complete, int(seen.partition(":")[0])) if seen else complete
        cursor.execute(NEEDLESS, [before])
        removed = int(cursor.rowcount)
        cursor.execute(f"DELETE FROM record_change WHERE \"table\" = '{MARK}'")
        cursor.execute(MARKED, [max(gone, before - 1)])
    return removed


def is_behind(seen: str) -> bool:
    """Whether lines may be gone of transactions that a copy had not seen."""
    with connection.cursor() as cursor:
        cursor.execute(BEHIND, [seen])
        return bool(cursor.fetchone()[0])
