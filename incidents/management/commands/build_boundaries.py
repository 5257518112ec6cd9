"""``manage.py build_boundaries``: the small boundary files of the map, from incidents/data/boundaries."""

from __future__ import annotations

import gzip
import json
from argparse import ArgumentParser
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from incidents.gazetteer.arcs import STEP, encode
from incidents.gazetteer.boundaries import LEVELS, load_boundaries

ABROAD = 0.005  # degrees, about 500 m: their outlines are Natural Earth's, which are no finer


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
        files = {level: encode(load_boundaries(level)) for level in LEVELS}
        for name, file in (files | {"base": base()}).items():
            text = json.dumps(file, ensure_ascii=False, separators=(",", ":"))
            (folder / f"{name}.json").write_text(text + "\n", encoding="utf-8")
            small = len(gzip.compress(text.encode(), 9))
            self.stdout.write(f"{name}.json: {len(text.encode()):,} bytes, {small:,} compressed")


def base() -> dict[str, Any]:
    """What every map has below its figures: the governorates, and the neighbours as far as they tell where one is.

    Its governorates keep to their borders within a step of the grid. The neighbours have no names on the map.
    """
    neighbours = [replace(shape, name_en="", name_ar="") for shape in load_boundaries("region")]
    return {
        "region": encode(neighbours, step=ABROAD, tolerance=2 * ABROAD),
        "adm1": encode(load_boundaries("adm1"), tolerance=STEP),
    }
