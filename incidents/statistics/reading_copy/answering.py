"""Counting in the reading copy: the rows that a queryset means, by the WHERE that Django wrote for PostgreSQL.

Every function answers None where PostgreSQL is to answer: no copy, a filter that asks for what the copy does not hold
(words, sources), or a library that fails.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.core.exceptions import EmptyResultSet

from incidents.models.record.version import VersionQuerySet
from incidents.statistics.reading_copy import current
from incidents.statistics.reading_copy.shape import FACETS, PACKED, packed

if TYPE_CHECKING:
    from incidents.statistics.reading_copy.current import Edition

log = logging.getLogger(__name__)
Rows = list[Sequence[Any]]
TABLE = re.compile(r'\b(FROM|JOIN) "(\w+)"(?: (U\d+))?')
BY_FACET = re.compile(r'"(?:' + "|".join(FACETS) + r')"')


class NotHeld(Exception):
    """The question is about something that the copy does not hold."""


def grouped(
    rows: VersionQuerySet, keys: Sequence[str], wanted: Sequence[tuple[str, str]], also: Sequence[str] = ()
) -> Rows | None:
    """What ``totals.grouped`` promises: keys, number of incidents, four sums a figure, then ``also``."""
    sums = [f"sum({name})" for pair in wanted for name in packed(*pair)]
    if keys and set(keys) <= set(FACETS):
        return _answer(rows, lambda source, edition: _by_facet(source, edition, keys, sums, also))
    shown = [*keys, "count(*)", *_unpacked(sums), *also]
    by = f" GROUP BY {', '.join(keys)}" if keys else ""
    facets = set(keys) & set(FACETS)
    return _answer(rows, lambda source, _edition: f"SELECT {', '.join(shown)} {source}{by}", faceted=bool(facets))


def listed(rows: VersionQuerySet, columns: Sequence[str], rest: str) -> Rows | None:
    """Plain columns of the rows; ``rest`` is what follows the WHERE, in words of our own."""
    return _answer(rows, lambda source, _edition: f"SELECT {', '.join(columns)} {source} {rest}")


def _by_facet(source: str, edition: Edition, keys: Sequence[str], sums: Sequence[str], also: Sequence[str]) -> str:
    """Counted by the number of the combination, of which there are few, and only then by what it stands for."""
    parts = ["count(*) AS n"]
    parts += [f"{each} AS s{number}" for number, each in enumerate(sums)]
    parts += [f"{each} AS a{number}" for number, each in enumerate(also)]
    shown = [*keys, "sum(n)::BIGINT", *_unpacked([f"sum(s{number})" for number in range(len(sums))])]
    shown += [f"sum(a{number})::BIGINT" for number in range(len(also))]
    inner = f'SELECT "record_incident".facet, {", ".join(parts)} {source} GROUP BY 1'
    by = ", ".join(keys)
    return f"SELECT {', '.join(shown)} FROM ({inner}) JOIN {edition.facets} USING (facet) GROUP BY {by}"


def _unpacked(sums: Sequence[str]) -> list[str]:
    """Least, most, incidents that give it, incidents that leave it open: out of two packed sums a figure."""
    found = []
    for least, most in zip(sums[::2], sums[1::2], strict=True):
        whole = [f"coalesce({each}, 0)::BIGINT" for each in (least, most)]
        found += [f"{each} // {PACKED}" for each in whole] + [f"{each} % {PACKED}" for each in whole]
    return found


def _answer(rows: VersionQuerySet, question: Any, *, faceted: bool = False) -> Rows | None:
    try:
        import duckdb
    except ImportError:
        return None
    try:
        if (found := current.edition()) is None:
            return None
        cursor, edition = found
        source, parameters = _source(rows, edition, faceted=faceted)
        return list(cursor.execute(question(source, edition), parameters).fetchall())
    except EmptyResultSet:
        return []
    except (NotHeld, duckdb.BinderException, duckdb.CatalogException, duckdb.ParserException):
        return None
    except (duckdb.Error, OSError):
        log.exception("the reading copy does not answer; PostgreSQL does, more slowly, until there is a new copy")
        current.give_up()
        return None


def _source(rows: VersionQuerySet, edition: Edition, *, faceted: bool) -> tuple[str, list[Any]]:
    """FROM and WHERE of a queryset, asked of the edition's tables. Raises NotHeld."""
    query = rows.order_by().values_list("pk").query
    if query.is_sliced or query.distinct or query.annotations:
        raise NotHeld
    sql, parameters = query.sql_with_params()
    source = sql[sql.index(" FROM ") + 1 :].replace("%s", "?").replace("%%", "%")
    if faceted or BY_FACET.search(source):
        whole = f"(SELECT * FROM {edition.rows} JOIN {edition.facets} USING (facet))"
    else:
        whole = edition.rows
    tables = {"record_incident": whole, "incidents_place": edition.places}

    def table(found: re.Match[str]) -> str:
        word, name, alias = found.groups()
        if name not in tables:
            raise NotHeld
        return f"{word} {tables[name]} AS " + (alias or f'"{name}"')

    return TABLE.sub(table, source), list(parameters)
