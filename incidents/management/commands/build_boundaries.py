"""``manage.py build_boundaries``: the small boundary files of the map, from incidents/data/boundaries."""

from __future__ import annotations

import gzip
import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from incidents.gazetteer.arcs import encode
from incidents.gazetteer.boundaries import FILES, load_boundaries


class Command(BaseCommand):
    """Developers run it when the outlines change; its files are kept in the repository."""

    help = "Write static/boundaries/*.json; the same outlines always give the same bytes."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where to write, so that a test can compare."""
        parser.add_argument("--folder", type=Path, default=settings.BASE_DIR / "static" / "boundaries")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write one file a level and say how large it is."""
        folder: Path = options["folder"]
        folder.mkdir(parents=True, exist_ok=True)
        for level in FILES:
            text = json.dumps(encode(load_boundaries(level)), ensure_ascii=False, separators=(",", ":"))
            (folder / f"{level}.json").write_text(text + "\n", encoding="utf-8")
            small = len(gzip.compress(text.encode(), 9))
            self.stdout.write(f"{level}.json: {len(text.encode()):,} bytes, {small:,} compressed")
