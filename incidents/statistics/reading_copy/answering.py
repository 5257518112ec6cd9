"""Counting in the reading copy: the rows that a queryset means, by the WHERE that Django wrote for PostgreSQL.

Every function answers None where PostgreSQL is to answer: no copy, a filter that asks for what the copy does not hold
(words, sources), or a library that fails.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Collection, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar

from django.core.exceptions import EmptyResultSet

from incidents.models.record.version import VersionQuerySet
from incidents.record.hashing import hash_of_lines
from incidents.statistics.measures import NAMED, NOT_SPECIFIED
from incidents.statistics.reading_copy import current, shape
from incidents.statistics.reading_copy.shape import FACETS, PACKED, SEPARATOR, behind, packed

if TYPE_CHECKING:
    import duckdb

    from incidents.statistics.reading_copy.current import Edition

log = logging.getLogger(__name__)
T = TypeVar("T")
Rows = list[Sequence[Any]]
Scope = tuple[date, date, Sequence[str]]  # first and last day, codes of governorates; none: wherever
Question = Callable[[str, "Edition"], str]  # of FROM and WHERE, and of the tables that they name
TABLE = re.compile(r'\b(FROM|JOIN) "(\w+)"(?: (U\d+))?')
WORD = re.compile(r"\w+")
ROWS = "{rows}"  # stands in a question for the rows, until it is known which of their columns it names
BY_MONTH, BY_PLACE, BY_FACETS = 0b011, 0b101, 0b110  # what grouping() says of month, place and facets
WAYS = ("way", "month", "place_id", "facet")
BY_FACET = re.compile(r'"(?:' + "|".join(FACETS) + r')"')


class NotHeld(Exception):
    """The question is about something that the copy does not hold."""


def grouped(
    rows: VersionQuerySet, keys: Sequence[str], wanted: Sequence[tuple[str, str]], also: Sequence[str] = ()
) -> Rows | None:
    """What ``totals.grouped`` promises: keys, number of incidents, four sums a figure, then ``also``."""
    also = [behind().get(each, each) for each in also]
    facets = set(keys) & set(FACETS)
    if facets and len(facets) == len(keys):
        return _answer(rows, lambda source, edition: _by_facet(source, edition, keys, wanted, also))
    return _answer(rows, lambda source, _edition: _by_column(source, keys, wanted, also), faceted=bool(facets))


def _by_column(source: str, keys: Sequence[str], wanted: Sequence[tuple[str, str]], also: Sequence[str]) -> str:
    by = f" GROUP BY {', '.join(keys)}" if keys else ""
    return _unpacked(f"SELECT {', '.join([*keys, *_sums(wanted, also)])} {source}{by}", keys, wanted, also)


def _by_facet(
    source: str, edition: Edition, keys: Sequence[str], wanted: Sequence[tuple[str, str]], also: Sequence[str]
) -> str:
    """Counted by the number of the combination, of which there are few, and only then by what it stands for."""
    inner = f'SELECT "record_incident".facet, {", ".join(_sums(wanted, also))} {source} GROUP BY 1'
    names = ["n", *_packed_columns(wanted), *(f"also{number}" for number in range(len(also)))]
    added = ", ".join(f"sum({name}) AS {name}" for name in names)
    by = ", ".join(keys)
    named = f"SELECT {by}, {added} FROM ({inner}) JOIN {edition.facets} USING (facet) GROUP BY {by}"
    return _unpacked(named, keys, wanted, also)


def _packed_columns(wanted: Sequence[tuple[str, str]]) -> list[str]:
    pairs = dict.fromkeys(pair for each in wanted for pair in _counted_from(*each))
    return [name for pair in pairs for name in packed(*pair)]


def _counted_from(outcome: str, group: str) -> list[tuple[str, str]]:
    """The figures that one is made of: "not specified" is the total without those who are named, sum by sum."""
    return [(outcome, group)] if group != NOT_SPECIFIED else [(outcome, part) for part in ("total", *NAMED)]


def _sums(wanted: Sequence[tuple[str, str]], also: Sequence[str]) -> list[str]:
    figures = [f"coalesce(sum({name}), 0) AS {name}" for name in _packed_columns(wanted)]
    return ["count(*) AS n", *figures, *(f"{each} AS also{number}" for number, each in enumerate(also))]


def _unpacked(sums: str, keys: Sequence[str], wanted: Sequence[tuple[str, str]], also: Sequence[str]) -> str:
    """Least, most, incidents that give it, incidents that leave it open: four numbers a figure."""
    figures = (number for pair in wanted for number in _figure(*pair))
    shown = [*keys, "n::BIGINT AS n", *(f"{each} AS f{number}" for number, each in enumerate(figures))]
    shown += [f"also{number}::BIGINT AS also{number}" for number in range(len(also))]
    return f"SELECT {', '.join(shown)} FROM ({sums})"


def _figure(outcome: str, group: str) -> list[str]:
    whole, *named = [packed(*pair) for pair in _counted_from(outcome, group)]
    without = "".join(f" - {least}::BIGINT // {PACKED}" for least, _most in named)
    people = [f"{name}::BIGINT // {PACKED}{without}" for name in whole]
    return people + [f"{name}::BIGINT % {PACKED}" for name in whole]


def in_three_ways(
    rows: VersionQuerySet,
    wanted: Sequence[tuple[str, str]],
    also: Sequence[str],
    *,
    areas: Collection[int],
    shown: tuple[int, int] | None,
) -> Rows | None:
    """``grouped`` by month, by place and by combination of facets, in one pass over the rows.

    A row holds: what it is grouped by (``BY_MONTH``, ``BY_PLACE``, ``BY_FACETS``), the month, the place's number, the
    facets, the number of incidents, four sums a figure, ``also``; then the kind of place (0: populated place, 1: area,
    2: no place), how many places there are of it, and the most of the first figure in any of them. There are only
    the ``shown`` populated places and areas with the most of the first figure, and whoever is level; None: all.
    """
    also = [behind().get(each, each) for each in also]
    inner = ", ".join(str(int(number)) for number in areas) or "NULL"
    kind = f"CASE WHEN way <> {BY_PLACE} OR place_id IN ({inner}) THEN 1 WHEN place_id IS NULL THEN 2 ELSE 0 END"
    most = "CASE WHEN f2 = 0 THEN 0 WHEN f3 > 0 THEN f0 ELSE f1 END"  # of a figure that is open above: its least
    populated, others = shown or (0, 0)
    room = f"CASE kind WHEN 0 THEN {int(populated)} ELSE {int(others)} END"
    level = f"rank() OVER (PARTITION BY way, kind ORDER BY f0 DESC, n DESC) <= {room}"

    numbers = ["n", *(f"f{number}" for number in range(4 * len(wanted))), *(f"also{n}" for n in range(len(also)))]
    by = ("month", "place_id", '"record_incident".facet')

    def question(source: str, edition: Edition) -> str:
        sets = f"GROUPING SETS ({', '.join(f'({each})' for each in by)})"
        summed = ", ".join([f"grouping({', '.join(by)}) AS way", *by, *_sums(wanted, also)])
        counted = _unpacked(f"SELECT {summed} {source} GROUP BY {sets}", WAYS, wanted, also)
        asked = (
            f"SELECT way, month, place_id, {', '.join([*FACETS, *numbers])}, "
            f"kind, count(*) OVER alike, max({most}) OVER alike "
            f"FROM (SELECT *, {kind} AS kind FROM ({counted}) LEFT JOIN {edition.facets} USING (facet)) "
            f"WINDOW alike AS (PARTITION BY way, kind)"
        )
        return asked if shown is None else f"{asked} QUALIFY way <> {BY_PLACE} OR {level}"

    return _answer(rows, question)


def in_scopes(rows: VersionQuerySet, scopes: Sequence[Scope], wanted: Sequence[tuple[str, str]]) -> Rows | None:
    """What ``grouped`` gives for each of many periods and areas, in one pass over rows that hold them all; each row
    begins with the number of its scope, and a scope without a row is not there."""

    def question(source: str, _edition: Edition) -> str:
        days = f"SELECT date_start, date_end, admin1, {', '.join(_sums(wanted, ()))} {source} GROUP BY ALL"
        added = ", ".join(f"sum({name}) AS {name}" for name in ["n", *_packed_columns(wanted)])
        meant = ", ".join(
            f"({number}, DATE '{first}', DATE '{last}', {[str(area) for area in areas]}::VARCHAR[])"
            for number, (first, last, areas) in enumerate(scopes)
        )
        within = "date_start >= first AND date_end <= last AND (len(areas) = 0 OR list_contains(areas, admin1))"
        scoped = f"({days}) JOIN (VALUES {meant}) AS s(scope, first, last, areas) ON {within}"
        return _unpacked(f"SELECT scope, {added} FROM {scoped} GROUP BY 1", ("scope",), wanted, ())

    return _answer(rows, question)


def listed(rows: VersionQuerySet, columns: Sequence[str], rest: str) -> Rows | None:
    """Plain columns of the rows; ``rest`` is what follows the WHERE, in words of our own."""
    return _answer(rows, lambda source, _edition: f"SELECT {', '.join(columns)} {source} {rest}")


def largest_sums(rows: VersionQuerySet, key: str, part: str, summed: str) -> Rows | None:
    """For each value of a column, the largest sum in any of the parts that another column makes of its rows."""

    def question(source: str, _edition: Edition) -> str:
        sums = f"SELECT {key}, sum({summed}) AS most {source} GROUP BY {key}, {part}"
        return f"SELECT {key}, max(most)::BIGINT FROM ({sums}) GROUP BY 1"

    return _answer(rows, question)


def data_hash(rows: VersionQuerySet) -> str | None:
    """The hash of the rows as ``record.hashing.selection_hash`` makes it."""

    def question(source: str, edition: Edition) -> str:
        bits = f"bitstring_agg(line, 0, {max(edition.lines.count - 1, 0)})::VARCHAR"
        return f"SELECT {bits}, list(own_line) FILTER (own_line IS NOT NULL) {source}"

    def hashed(found: Rows, edition: Edition) -> str:
        bits, own = found[0] if found else ("", ())
        others = (each.split(SEPARATOR) for each in own or ())
        new = ((code, int(version), content) for code, version, content in others)
        return hash_of_lines(edition.lines.parts(bits or "", new))

    return _made(rows, question, hashed)


def _answer(rows: VersionQuerySet, question: Question, *, faceted: bool = False) -> Rows | None:
    return _made(rows, question, lambda found, _edition: found, faceted=faceted)


def _made(
    rows: VersionQuerySet, question: Question, made: Callable[[Rows, Edition], T], *, faceted: bool = False
) -> T | None:
    """What is made of the rows that answer a question."""
    try:
        import duckdb
    except ImportError:
        return None
    try:
        if (copied := current.edition()) is None:
            return None
        cursor, edition = copied
        return made(_found(rows, question, cursor, edition, faceted=faceted), edition)
    except NotHeld:
        return None
    except (duckdb.BinderException, duckdb.CatalogException, duckdb.ParserException) as error:
        log.warning("the reading copy does not understand a question; PostgreSQL answers it: %s", error)
        return None
    except (duckdb.Error, OSError):
        log.exception("the reading copy does not answer; PostgreSQL does, more slowly, until there is a new copy")
        current.give_up()
        return None


def _found(
    rows: VersionQuerySet, question: Question, cursor: duckdb.DuckDBPyConnection, edition: Edition, *, faceted: bool
) -> Rows:
    try:
        source, parameters = _source(rows, edition, faceted=faceted)
    except EmptyResultSet:
        return []
    asked = question(source, edition)
    named = sorted(shape.columns() & set(WORD.findall(asked)))
    return list(cursor.execute(asked.replace(ROWS, edition.rows_with(named)), parameters).fetchall())


def _source(rows: VersionQuerySet, edition: Edition, *, faceted: bool) -> tuple[str, list[Any]]:
    """FROM and WHERE of a queryset, asked of the edition's tables. Raises NotHeld."""
    query = rows.order_by().values_list("pk").query
    if query.is_sliced or query.distinct or query.annotations:
        raise NotHeld
    sql, parameters = query.sql_with_params()
    source = sql[sql.index(" FROM ") + 1 :].replace("%s", "?").replace("%%", "%")
    if faceted or BY_FACET.search(source):
        whole = f"(SELECT * FROM {ROWS} JOIN {edition.facets} USING (facet))"
    else:
        whole = ROWS
    tables = {"record_incident": whole, "incidents_place": edition.places}

    def table(found: re.Match[str]) -> str:
        word, name, alias = found.groups()
        if name not in tables:
            raise NotHeld
        return f"{word} {tables[name]} AS " + (alias or f'"{name}"')

    return TABLE.sub(table, source), list(parameters)
