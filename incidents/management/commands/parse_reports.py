"""Reads reports from JSON lines and writes what the parser reads in them, for benchmarks and for bulk use."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any, TextIO

from django.core.management.base import BaseCommand, CommandError

from incidents.parsing.interchange import as_document
from incidents.parsing.places import PlaceIndex, read_gazetteer
from incidents.parsing.reader import parse_report

SHIPPED_GAZETTEER = Path(__file__).resolve().parents[2] / "data" / "gazetteer" / "syria_places.csv.gz"


class Command(BaseCommand):
    help = (
        "Parses reports without touching the database: JSON lines in (id, text, optional lang and published_on), "
        "JSON lines out (id, incidents, claims, flags), in the same order."
    )
    requires_system_checks: list[str] = []  # no database, no settings of the site are needed

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="*", help="JSONL files to read; standard input where none is named")
        parser.add_argument("--gazetteer", type=Path, default=SHIPPED_GAZETTEER, help="places to resolve names with")

    def handle(self, *args: Any, **options: Any) -> None:
        places = PlaceIndex.from_rows(read_gazetteer(options["gazetteer"]))
        for line in parsed_lines(_lines(options["files"]), places):
            self.stdout.write(line)


def parsed_lines(lines: Iterable[str], places: PlaceIndex) -> Iterator[str]:
    """The reading of each report as one JSON line. Raises CommandError, with its number, for a line that is none."""
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield json.dumps(_parsed(line, number, places), ensure_ascii=False)


def _parsed(line: str, number: int, places: PlaceIndex) -> dict[str, Any]:
    try:
        report = json.loads(line)
        text, published = report["text"], report.get("published_on")
        day = date.fromisoformat(published) if published else None
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise CommandError(
            f"Line {number} is no report: expected JSON with a text and published_on as YYYY-MM-DD ({error})."
        ) from error
    reading = parse_report(text, published_on=day, language=report.get("lang"), places=places)
    return {"id": report.get("id"), **as_document(reading)}


def _lines(files: list[str]) -> Iterator[str]:
    if not files:
        yield from _decoded(sys.stdin)
    for name in files:
        with open(name, encoding="utf-8") as stream:
            yield from stream


def _decoded(stream: TextIO) -> Iterator[str]:
    """Standard input as UTF-8, whatever the terminal's own encoding."""
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(encoding="utf-8")
    yield from stream
