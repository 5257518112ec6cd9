"""The gazetteer in the form in which the parser searches it: every spelling of every place, and where it lies."""

from __future__ import annotations

import csv
import gzip
import io
import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, cast

from incidents.parsing.languages.abroad import FOREIGN_PLACES
from incidents.parsing.languages.arabic_places import COMMON_WORDS
from incidents.parsing.languages.place_spellings import SPELLINGS
from incidents.parsing.normalise import fold
from incidents.parsing.place_names import arabic_forms, latin_form, skeleton, squeeze
from incidents.parsing.stems import Entries

AREA_KINDS = ("governorate", "district", "subdistrict")
SEAT_KINDS = ("city", "town")
EARTH_KM = 6371.0
_ANNOUNCING = re.compile(r"^(?:مدينة|محافظة|منطقة|دولة) ")


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """One place of the gazetteer. ``key`` is its P-code, or ``geonames:<id>`` where it has none.

    ``kind`` is governorate, district, subdistrict, city, town, community, neighbourhood, locality, abandoned or camp;
    ``country`` and ``foreign`` for what lies outside Syria (``admin1`` empty). ``population`` only ranks.
    """

    key: str
    name_ar: str
    name_en: str
    variants: tuple[str, ...]
    admin1: str
    admin2: str
    admin3: str
    kind: str
    lat: float | None
    lon: float | None
    population: int | None = None
    admin1_name_ar: str = ""
    admin1_name_en: str = ""
    admin2_name_ar: str = ""
    admin2_name_en: str = ""
    admin3_name_ar: str = ""
    admin3_name_en: str = ""

    @property
    def abroad(self) -> bool:
        """Whether the place lies outside Syria."""
        return self.kind == "foreign" or (self.kind == "country" and self.key != "SY")

    @property
    def names(self) -> Iterator[str]:
        """All its names, the principal ones first."""
        yield from (name for name in (self.name_ar, self.name_en, *self.variants) if name)


@dataclass(slots=True)
class Named:
    """What one spelling may stand for: ``places`` and ``areas`` are positions in the index's rows.

    ``loose`` says that the spelling is not the gazetteer's own; ``common`` that it is an everyday word; ``strong``
    that it names a place well enough to need no word beside it.
    """

    places: list[int] = field(default_factory=list)
    areas: list[int] = field(default_factory=list)
    loose: bool = False
    common: bool = False
    strong: bool = False
    seat: bool = False
    settled: bool = False
    article: str = ""


def distance_km(a: PlaceRow, b: PlaceRow) -> float:
    """Kilometres between two places as the crow flies; infinite where one has no point."""
    if a.lat is None or a.lon is None or b.lat is None or b.lon is None:
        return math.inf
    x = math.radians(b.lon - a.lon) * math.cos(math.radians((a.lat + b.lat) / 2))
    y = math.radians(b.lat - a.lat)
    return EARTH_KM * math.hypot(x, y)


@dataclass(slots=True)
class PlaceIndex:
    """All places by their spellings. Build it once a process with ``from_rows``: it takes about a second."""

    rows: tuple[PlaceRow, ...]
    arabic: dict[str, Named]
    latin: dict[str, Named]
    skeletons: dict[str, list[str]]
    arabic_entries: Entries
    _by_key: dict[str, int]
    _within: dict[tuple[str, int], tuple[list[str], list[int]]] = field(default_factory=dict)

    @classmethod
    def from_rows(cls, rows: Iterable[PlaceRow]) -> PlaceIndex:
        """The index of these places, of the admin areas that their columns name, and of well-known places abroad."""
        places = list(rows)
        known = {row.key for row in places}
        places += [area for area in _areas_of(places) if area.key not in known]
        places += _foreign_rows()
        arabic, latin = _spellings(places)
        skeletons: dict[str, list[str]] = {}
        for form in latin:
            skeletons.setdefault(skeleton(form), []).append(form)
        by_key = {row.key: at for at, row in enumerate(places)}
        return cls(tuple(places), arabic, latin, skeletons, Entries(arabic), by_key)

    def row(self, key: str) -> PlaceRow | None:
        """The place of that key, or None."""
        at = self._by_key.get(key)
        return None if at is None else self.rows[at]

    def spelled_in(self, governorate: str, length: int) -> tuple[list[str], list[int]]:
        """A governorate's Arabic spellings of so many letters, and the positions of their rows; sorted once."""
        if not self._within:
            self._sort_spellings()
        return self._within.get((governorate, length), ([], []))

    def _sort_spellings(self) -> None:
        for form, named in self.arabic.items():
            for at in () if named.loose else named.places:
                spellings, positions = self._within.setdefault((self.rows[at].admin1, len(form)), ([], []))
                spellings.append(form)
                positions.append(at)


def _spellings(rows: list[PlaceRow]) -> tuple[dict[str, Named], dict[str, Named]]:
    arabic: dict[str, Named] = {}
    latin: dict[str, Named] = {}
    loose_arabic: dict[str, list[int]] = {}
    for at, row in enumerate(rows):
        for name in (*row.names, *SPELLINGS.get(row.key, ())):
            if "\u0600" <= name[0] <= "\u06ff":
                exact, loose = arabic_forms(name)
                for form in exact:
                    _enter(arabic, form, at, row, "always" if name.startswith("ال") else "never")
                for form in loose:
                    loose_arabic.setdefault(form, []).append(at)
            elif len(form := latin_form(name)) > 2:
                _enter(latin, form, at, row)
                if name[:3].lower() in ("al ", "al-"):
                    _enter(latin, "al" + form, at, row)
    for form, positions in loose_arabic.items():
        if form not in arabic:
            for at in dict.fromkeys(positions):
                _enter(arabic, form, at, rows[at])
            arabic[form].loose = True
    _mark_strength(arabic, latin, rows)
    return arabic, latin


def _enter(forms: dict[str, Named], form: str, at: int, row: PlaceRow, article: str = "") -> None:
    named = forms.get(form)
    if named is None:
        named = forms[form] = Named(article=article)
    elif named.article != article:
        named.article = ""
    group = named.areas if row.kind in AREA_KINDS else named.places
    if at not in group:
        group.append(at)


def _mark_strength(arabic: dict[str, Named], latin: dict[str, Named], rows: list[PlaceRow]) -> None:
    everyday = {squeeze(fold(word).text) for word in COMMON_WORDS}
    for form, named in arabic.items():
        named.common = form in everyday or len(form) < 3
        named.seat = _is_seat(named, rows)
        compound = " " in form and len(form) > 6
        named.strong = not named.common and (named.seat or compound) and (compound or not named.loose or len(form) > 5)
    for form, named in latin.items():
        named.seat = named.strong = _is_seat(named, rows)
        kinds = {rows[at].kind for at in named.places}
        named.settled = bool(kinds & {*SEAT_KINDS, "community", "foreign"}) and "neighbourhood" not in kinds
        named.common = len(form) < 3


def _is_seat(named: Named, rows: list[PlaceRow]) -> bool:
    """Whether the name is that of a city, a town, a governorate or a place abroad."""
    return any(rows[at].kind in (*SEAT_KINDS, "foreign", "country") for at in named.places) or any(
        rows[at].kind == "governorate" for at in named.areas
    )


def _areas_of(rows: list[PlaceRow]) -> Iterator[PlaceRow]:
    """The admin areas that the places name, each with the mean point of its places."""
    points: dict[tuple[str, str], list[PlaceRow]] = {}
    for row in rows:
        for kind, code in zip(AREA_KINDS, (row.admin1, row.admin2, row.admin3), strict=True):
            if code and row.kind not in AREA_KINDS:
                points.setdefault((kind, code), []).append(row)
    for (kind, code), inside in points.items():
        first = inside[0]
        level = AREA_KINDS.index(kind) + 1
        placed = [(r.lat, r.lon) for r in inside if r.lat is not None and r.lon is not None]
        yield PlaceRow(
            key=code,
            name_ar=getattr(first, f"admin{level}_name_ar"),
            name_en=getattr(first, f"admin{level}_name_en"),
            variants=(),
            admin1=first.admin1,
            admin2=first.admin2 if level > 1 else "",
            admin3=first.admin3 if level > 2 else "",
            kind=kind,
            lat=sum(lat for lat, _ in placed) / len(placed) if placed else None,
            lon=sum(lon for _, lon in placed) / len(placed) if placed else None,
        )


def _foreign_rows() -> Iterator[PlaceRow]:
    yield PlaceRow("SY", "سوريا", "Syria", ("سورية", "الأراضي السورية"), "", "", "", "country", None, None)
    for country, kind, name_en, spelled in FOREIGN_PLACES:
        names = [_ANNOUNCING.sub("", name) for name in spelled]
        arabic = next((name for name in names if "\u0600" <= name[0] <= "\u06ff"), "")
        yield PlaceRow(f"{country}:{name_en}", arabic, name_en, tuple(names), "", "", "", kind, None, None)


def read_gazetteer(path: str | Path) -> list[PlaceRow]:
    """The places of the shipped gazetteer file (CSV, plain or ``.gz``), in the file's order."""
    with gzip.open(path, "rb") if str(path).endswith(".gz") else open(path, "rb") as raw:
        return [_row(line) for line in csv.DictReader(io.TextIOWrapper(cast(IO[bytes], raw), encoding="utf-8"))]


def _row(line: dict[str, str]) -> PlaceRow:
    key = line["pcode"] or next(t for t in line["source"].split(";") if t.startswith(("geonames:", "wof:")))
    return PlaceRow(
        key=key,
        name_ar=line["name_ar"],
        name_en=line["name_en"],
        variants=tuple(name for name in line["alt_names"].split("|") if name),
        admin1=line["admin1_pcode"],
        admin2=line["admin2_pcode"],
        admin3=line["admin3_pcode"],
        kind=line["kind"],
        lat=float(line["lat"]) if line["lat"] else None,
        lon=float(line["lon"]) if line["lon"] else None,
        population=int(line["population"]) if line["population"] else None,
        **{f"admin{n}_name_{lang}": line[f"admin{n}_{lang}"] for n in (1, 2, 3) for lang in ("ar", "en")},
    )
