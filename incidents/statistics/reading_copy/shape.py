"""What the reading copy holds of each published version, how it leaves PostgreSQL and how figures are packed in it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.db import connection

from incidents.figures import column
from incidents.statistics.measures import BEHIND, NAMED, bounds, people
from incidents.vocabulary import Group, Outcome

if TYPE_CHECKING:
    import duckdb

#: Each column and its type in the copy; ``state``, the moments and the figures are what filters ask for.
PLAIN = {
    "id": "BIGINT",
    "code": "VARCHAR",
    "version": "INTEGER",
    "content_hash": "VARCHAR",
    "state": "VARCHAR",
    "published_at": "TIMESTAMPTZ",
    "superseded_at": "TIMESTAMPTZ",
    "is_demonstration": "BOOLEAN",
    "date_start": "DATE",
    "date_end": "DATE",
    "date_precision": "VARCHAR",
    "month": "DATE",
    "place_id": "BIGINT",
    "admin1": "VARCHAR",
    "admin2": "VARCHAR",
    "admin3": "VARCHAR",
    "report_count": "INTEGER",
    "origin_count": "INTEGER",
} | {column(o, g, b): "INTEGER" for o in Outcome.values for g in Group.values for b in ("low", "high")}
#: What few combinations of exist: a row holds the number of its combination, a filter by them looks at those alone.
FACETS = {"dataset": "VARCHAR", "grade": "VARCHAR", "weapons": "VARCHAR[]", "actors": "VARCHAR[]"}
#: What a row's line in the data hash is made of: of rows that were there when the copy was made it lies ready.
HASHED = ("code", "version", "content_hash")
SUMMED = [(o, g) for o in Outcome.values for g in Group.values]

#: A sum and a count in one number: people times this, plus incidents. Adding up is all the work there is, and half as
#: many additions are half the time. Doubles add whole numbers exactly up to 2^53; ``holds_exactly`` sees to that.
PACKED = 1 << 24
MOST_PEOPLE, MOST_ROWS = 1 << 28, 1 << 23

#: How the library is opened: on two cores, and fetching nothing from anywhere.
OPTIONS: dict[str, Any] = {"threads": 2, "autoinstall_known_extensions": False, "perfect_ht_threshold": 16}
SEPARATOR = "\x1f"  # between the values of an array on their way


def packed(outcome: str, group: str) -> tuple[str, str]:
    """The two columns of a figure: least people and incidents that give it, most people and those open above."""
    return f"{outcome}_{group}_least", f"{outcome}_{group}_most"


def fingerprint(version: str) -> str:
    """Another one for every change of what the copy holds, and for every version of the library."""
    words = [version, SEPARATOR, *PLAIN.items(), *FACETS.items(), *_packings(), ORDER, ROWS_TOGETHER]
    return hashlib.sha256(repr(words).encode()).hexdigest()[:16]


@cache
def columns() -> frozenset[str]:
    """The names of all columns of the copy's rows."""
    return frozenset([*PLAIN, "facet", "line", "own_line", *(packing.rpartition(" AS ")[2] for packing in _packings())])


def leaving(table: str = "record_incident") -> str:
    """The columns as PostgreSQL is to write them out."""
    arrays = {name for name, kind in FACETS.items() if kind.endswith("[]")}
    return ", ".join(
        f"array_to_string({table}.{name}, E'\\x1f') AS {name}" if name in arrays else f"{table}.{name}"
        for name in (*PLAIN, *FACETS)
    )


def copy_out(query: str, file: Path) -> None:
    """Write what PostgreSQL answers to a query into a file, as CSV."""
    command = f"COPY ({query}) TO STDOUT (FORMAT csv)"
    with (
        connection.wrap_database_errors,
        connection.cursor() as cursor,
        cursor.copy(command) as copy,
        file.open("wb") as out,
    ):
        out.writelines(copy)


def reading_in(file: Path, first: Sequence[tuple[str, str]] = ()) -> str:
    """The query by which the library reads such a file; ``first`` are columns before ours."""
    kinds = [*first, *PLAIN.items(), *((name, "VARCHAR") for name in FACETS)]
    columns = ", ".join(f"'{name}': '{kind}'" for name, kind in kinds)
    arrays = ", ".join(
        f"CASE WHEN {name} = '' THEN []::VARCHAR[] ELSE string_split({name}, chr(31)) END AS {name}"
        for name, kind in FACETS.items()
        if kind.endswith("[]")
    )
    read = f"read_csv('{file}', header=false, auto_detect=false, allow_quoted_nulls=false, columns={{{columns}}})"
    return f"SELECT * REPLACE ({arrays}) FROM {read}"


ROWS_TOGETHER = 16_384  # small enough to pass over a village's neighbours, large enough to read the whole quickly
#: Rows of one year lie together, and in it those of one area: a filter by either passes over most of the file.
ORDER = "year(date_start), admin1, place_id, id"


def rows_of(raw: str, facets: str, numbered: str = "") -> str:
    """The query that makes the copy's rows of raw ones: the number of the combination, the packed figures.

    ``numbered`` tells the number of each row's line in the data hash; without it, a row carries what its line says.
    """
    same = " AND ".join(f"f.{name} = r.{name}" for name in FACETS)
    said = ", ".join(f"r.{name}" for name in HASHED)
    line = "l.line, NULL::VARCHAR" if numbered else f"NULL::INTEGER AS line, concat_ws(chr(31), {said})"
    joined = f" JOIN {numbered} AS l ON l.id = r.id" if numbered else ""
    left_out = ", ".join([*FACETS, "version", "content_hash"])
    return (
        f"SELECT r.* EXCLUDE ({left_out}), f.facet, {line} AS own_line, {', '.join(_packings())} "
        f"FROM {raw} AS r JOIN {facets} AS f ON {same}{joined}"
    )


def numbering(raw: str) -> str:
    """The query that numbers the lines of raw rows in the order of the data hash."""
    return f"SELECT id, (row_number() OVER (ORDER BY code, version) - 1)::INTEGER AS line FROM {raw}"


def new_facets(raw: str, known: str = "") -> str:
    """The query that numbers the combinations of raw rows that are not ``known`` yet."""
    names = ", ".join(FACETS)
    unknown = f" EXCEPT SELECT {names} FROM {known}" if known else ""
    start = f"(SELECT coalesce(max(facet), 0) FROM {known})" if known else "0"
    return (
        f"SELECT ({start} + row_number() OVER (ORDER BY {names}))::INTEGER AS facet, {names} "
        f"FROM (SELECT DISTINCT {names} FROM {raw}{unknown})"
    )


def holds_exactly(db: duckdb.DuckDBPyConnection, rows: str) -> bool:
    """Whether every sum over any of the rows fits where it is packed (far beyond any record of real people), and
    nobody is named who is not in a total: then "not specified" can be told from sums as from rows."""
    highest = ", ".join(f"coalesce(sum(greatest({', '.join(_every_bound(o))}, 0)), 0)" for o in Outcome.values)
    beyond = " OR ".join(f"{_named(o)} > coalesce({column(o, 'total', 'low')}, 0)" for o in Outcome.values)
    highest += ", coalesce(sum(report_count), 0)"
    found = db.execute(f"SELECT count(*), count(*) FILTER (WHERE {beyond}), {highest} FROM {rows}").fetchone()
    if found is None or found[1]:
        return False
    return bool(found[0] < MOST_ROWS and all(people < MOST_PEOPLE for people in found[2:]))


def _named(outcome: str) -> str:
    return " + ".join(f"coalesce({column(outcome, part, 'low')}, 0)" for part in NAMED)


def _every_bound(outcome: str) -> Iterable[str]:
    return (column(outcome, group, bound) for group in Group.values for bound in ("low", "high"))


def behind() -> dict[str, str]:
    """The sums of ``measures.BEHIND`` as the copy adds them up."""
    packed_sum, plain_sum = (f"coalesce(sum({name}), 0)::BIGINT" for name in ("reports", "demonstrations"))
    return dict(zip(BEHIND, (f"{packed_sum} // {PACKED}", f"{packed_sum} % {PACKED}", plain_sum), strict=True))


def _packings() -> list[str]:
    reports = f"(report_count::BIGINT * {PACKED} + (origin_count <= 1)::BIGINT)::DOUBLE AS reports"
    figures = [packing for pair in SUMMED for packing in _packing(*pair)]
    return [*figures, reports, "is_demonstration::INTEGER::DOUBLE AS demonstrations"]


def _packing(outcome: str, group: str) -> Iterable[str]:
    low, high = bounds(outcome, group)
    counted = (f"({low} IS NOT NULL)", f"({low} IS NOT NULL AND {high} IS NULL)")
    for name, most, incidents in zip(packed(outcome, group), people(outcome, group), counted, strict=True):
        number = f"{most}::BIGINT * {PACKED} + {incidents}::BIGINT"
        yield f"(CASE WHEN {low} IS NULL THEN 0 ELSE {number} END)::DOUBLE AS {name}"
