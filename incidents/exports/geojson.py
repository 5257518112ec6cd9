"""The record as GeoJSON (RFC 7946): one feature a row, with the cells of the CSV as its properties.

A property that is not there is unknown: most rows know few of some hundred figures, and their names alone would weigh
five times as much as all the rest.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from incidents.exports.about import Fact
from incidents.exports.columns import FLAG, Cell, Column
from incidents.exports.tables import Table
from incidents.statistics.filters import IncidentFilter

CONTENT_TYPE = "application/geo+json"


def written(table: Table, chosen: IncidentFilter, facts: Sequence[Fact]) -> Iterator[str]:
    """A table that has points, feature by feature, a line each; what the file is stands before them, in ``about``."""
    about: dict[str, Any] = {fact.name: fact.says for fact in facts}
    about["attribution"] = [fact.says for fact in facts if fact.name == "attribution"]
    yield '{"type":"FeatureCollection","about":' + _json(about) + ',"features":['
    columns, before = table.columns(), "\n"
    for row in table.rows(chosen):
        yield before + _json(_feature(columns, row))
        before = ",\n"
    yield "\n]}\n"


def _feature(columns: Sequence[Column], row: Any) -> dict[str, Any]:
    read = ((column, column.read(row)) for column in columns)
    cells = {column.name: _value(column, cell) for column, cell in read if cell not in (None, "")}
    latitude, longitude = cells.pop("latitude", None), cells.pop("longitude", None)
    point = None if latitude is None else {"type": "Point", "coordinates": [longitude, latitude]}
    return {"type": "Feature", "geometry": point, "properties": cells}


def _value(column: Column, cell: Cell) -> Cell:
    return bool(cell) if column.kind == FLAG else cell


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
