"""How many names of real incidents the parser places rightly, without a guess, with and without the governorate named.

    python benchmark/places.py airwars_syria_incidents.csv.gz [--show 40]

Reads a table of incidents with ``location_ar``, ``location_en``, ``governorate_ar``, ``governorate_en``, ``latitude``,
``longitude`` and ``geolocation_accuracy`` (Airwars' columns; the data are not ours to ship). An incident counts where
others placed it at a village, town or city. Right: the parser's key lies within 5 km of their point. Wrong: farther.
Open: candidates without a key, or a wider area. Not found: no reading at all.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import math
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))  # a script finds modules beside itself only

from incidents.parsing.normalise import fold
from incidents.parsing.place_index import AREA_KINDS, PlaceIndex, PlaceRow, read_gazetteer
from incidents.parsing.places import find_places

GAZETTEER = Path(__file__).resolve().parent.parent / "incidents/data/gazetteer/syria_places.csv.gz"
SETTLED = ("village", "town", "city")
RIGHT_KM = 5.0
SENTENCES = {
    ("ar", False): "قصف استهدف {name} أمس",
    ("ar", True): "قصف استهدف {name} في محافظة {governorate} أمس",
    ("en", False): "An attack hit {name} on Monday",
    ("en", True): "An attack hit {name}, in {governorate} governorate, on Monday",
}


@dataclass(frozen=True, slots=True)
class Named:
    """A place as an incident names it, with the point that others gave it."""

    language: str
    name: str
    governorate: str
    lat: float
    lon: float


def read_names(path: Path, language: str) -> Iterator[Named]:
    """The names of the incidents placed at a village, town or city."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in csv.DictReader(lines):
            name = line[f"location_{language}"].strip("\u200e\u200f ")
            governorate = line[f"governorate_{language}"] or line[f"region_{language}"]
            if name and governorate and line["latitude"] and line["geolocation_accuracy"] in SETTLED:
                yield Named(language, name, governorate, float(line["latitude"]), float(line["longitude"]))


def judge(named: Named, index: PlaceIndex, *, with_governorate: bool) -> str:
    """``right``, ``wrong``, ``open`` or ``not found`` for one name."""
    text = SENTENCES[named.language, with_governorate].format(name=named.name, governorate=named.governorate)
    readings = find_places(fold(text), index, named.language)
    settlements = [r for r in readings if r.span.start < text.index(named.name) + len(named.name)]
    if not settlements:
        return "not found"
    keyed = [row for r in settlements if r.key and (row := index.row(r.key)) is not None and row.kind not in AREA_KINDS]
    if not keyed:
        capital = [row for r in settlements for row in _capital(index, r.key)]
        return "right" if any(_km(row, named) <= RIGHT_KM for row in capital) else "open"
    return "right" if any(_km(row, named) <= RIGHT_KM for row in keyed) else "wrong"


def _capital(index: PlaceIndex, key: str | None) -> list[PlaceRow]:
    """The city that a governorate is called after: a bare "in Aleppo" is read as the governorate, which holds it."""
    area = index.row(key) if key else None
    if area is None or area.kind != "governorate":
        return []
    return [row for row in index.rows if row.kind == "city" and row.admin1 == area.key and row.name_en == area.name_en]


def _km(row: PlaceRow, named: Named) -> float:
    if row.lat is None or row.lon is None:
        return math.inf
    east = (row.lon - named.lon) * math.cos(math.radians(named.lat))
    return 111.2 * math.hypot(row.lat - named.lat, east)


def main() -> None:
    """Prints one line for each language, with and without the governorate."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("incidents", type=Path)
    parser.add_argument("--show", type=int, default=0, help="list so many names for each ending that is not right")
    options = parser.parse_args()
    if not options.incidents.exists():
        print(f"{options.incidents} is not here: nothing measured")
        return
    index = PlaceIndex.from_rows(read_gazetteer(GAZETTEER))
    for language in ("ar", "en"):
        names = Counter(read_names(options.incidents, language))
        for with_governorate in (False, True):
            _report(names, index, with_governorate, options.show)


def _report(names: Counter[Named], index: PlaceIndex, with_governorate: bool, show: int) -> None:
    ends: Counter[str] = Counter()
    shown: dict[str, Counter[str]] = {}
    language = ""
    for named, times in names.items():
        language = named.language
        end = judge(named, index, with_governorate=with_governorate)
        ends[end] += times
        shown.setdefault(end, Counter())[f"{named.name} ({named.governorate})"] += times
    total = ends.total() or 1
    shares = "  ".join(f"{end} {ends[end] / total:.1%}" for end in ("right", "wrong", "open", "not found"))
    print(f"{language} {'with' if with_governorate else 'without'} governorate, {ends.total()} incidents: {shares}")
    for end in ("wrong", "open", "not found"):
        for name, times in shown.get(end, Counter()).most_common(show):
            print(f"    {end}: {name} x{times}")


if __name__ == "__main__":
    main()
