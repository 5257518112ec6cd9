"""The companion of a summary's PDF: its rows as CSV, with the hash that the PDF prints and how it is made."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from harmwatch import __version__
from incidents.figures import column
from incidents.models.record.incident import PublishedIncident
from incidents.summaries.counts import Counts
from incidents.summaries.months import iso
from incidents.vocabulary import Group, Outcome

#: A cell that begins so would be run as a formula by a spreadsheet.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
PLAIN = (
    "code", "version", "content_hash", "dataset", "date_start", "date_end", "date_precision", "place_code",
    "place_name_ar", "place_name_en", "place_precision", "admin1", "admin2", "admin3", "latitude", "longitude",
    "weapons", "actors", "grade", "report_count", "origin_count", "sources", "is_demonstration",
)  # fmt: skip
FIGURES = tuple(column(outcome, group, bound) for outcome in Outcome for group in Group for bound in ("low", "high"))


def as_csv(counts: Counts) -> bytes:
    """UTF-8 with a byte order mark, for spreadsheets; the first rows begin with ``#`` and say what the file is."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerows(_head(counts))
    writer.writerow((*PLAIN, *FIGURES))
    writer.writerows(_line(row) for row in counts.incidents)
    return text.getvalue().encode("utf-8-sig")


def _head(counts: Counts) -> Iterator[tuple[str, str]]:
    yield "#summary", f"{counts.month:%Y-%m}"
    yield "#filter", counts.scope.query(as_of=None)
    yield "#as_of", iso(counts.as_of)
    yield "#data_hash", counts.data_hash
    yield (
        "#data_hash_is",
        "SHA-256 over the lines 'code version content_hash' sorted by code, each ended by a line feed",
    )
    yield "#software", f"HarmWatch {__version__}"


def _line(row: PublishedIncident) -> list[object]:
    place = row.place
    plain = {
        "place_code": place.key if place else "",
        "place_name_ar": place.name_ar if place else row.place_text,
        "place_name_en": place.name_en if place else "",
        "weapons": " ".join(row.weapons),
        "actors": " ".join(row.actors),
        "sources": " | ".join(source.url or source.publisher for source in row.sources.all()) or row.external_url,
    }
    values = [plain[name] if name in plain else getattr(row, name) for name in (*PLAIN, *FIGURES)]
    return [_safe(value) for value in values]


def _safe(value: object) -> object:
    """Unknown is an empty cell, zero is 0; text that a spreadsheet would run is defused by an apostrophe."""
    if value is None:
        return ""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA_STARTS) else value
