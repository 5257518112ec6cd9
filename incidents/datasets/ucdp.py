"""UCDP Georeferenced Event Dataset: its rows, in either layout, as coded incidents of the record.

What its figures and places mean here, and what they do not, is written in ``docs/data.md``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import zip_longest
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from incidents.datasets.finder import Finder
from incidents.figures import Bounds
from incidents.gazetteer.tables import BadCell, Fault, Row, decimal, read_table, whole_number
from incidents.models.place import Place
from incidents.record.door import publish_dataset
from incidents.record.entries import IncidentEntry
from incidents.vocabulary import Actor, Dataset, DatePrecision, Group, Outcome, PlacePrecision

SHIPPED = Path(__file__).resolve().parent.parent / "data" / "datasets" / "ucdp_ged_syria.csv.gz"
COLUMNS = (
    *("id", "type_of_violence", "side_a", "number_of_sources", "source_office", "source_date"),
    *("where_prec", "where_coordinates"),
    *("adm_1", "adm_2", "latitude", "longitude", "country", "date_prec", "date_start", "date_end"),
    *("deaths_civilians", "deaths_unknown"),
)
DATE_PRECISIONS = {
    "1": DatePrecision.DAY,
    "2": DatePrecision.RANGE,
    "3": DatePrecision.WEEK,
    "4": DatePrecision.MONTH,
    "5": DatePrecision.YEAR,
}
#: Attackers that our code list has under the same meaning; brigades and coalitions of them are left out.
ACTORS = {
    "Government of Syria": Actor.SYRIAN_GOVERNMENT,
    "Government of Russia (Soviet Union)": Actor.RUSSIA,
    "Government of Turkey": Actor.TURKEY,
    "Government of Israel": Actor.ISRAEL,
    "Syrian insurgents": Actor.OPPOSITION,
    "SDF": Actor.SDF,
    "SNA": Actor.SNA,
    "HTS": Actor.HTS,
    "IS": Actor.ISIS,
}
ONE_SIDED = "3"
MOST_SOURCES_NAMED = 5


@dataclass(slots=True)
class Imported:
    """What one import did, in events; ``known`` were public before and are left as they are."""

    published: int = 0
    known: int = 0
    faults: list[Fault] = field(default_factory=list)


def import_ucdp(
    *,
    by: str,
    path: str | Path = SHIPPED,
    is_demonstration: bool = False,
    tell: Callable[[int], None] = lambda read: None,
) -> Imported:
    """Publish the file's events that are not public yet; ``tell`` hears after each batch how many rows are read.

    Rows that cannot be used are the result's faults. Raises TableError when the file cannot be read; what was
    published until then stays, and a second run goes on from there.
    """
    done = Imported()
    read = 0

    def entries() -> Iterator[IncidentEntry]:
        nonlocal read
        for row in read_ucdp(path, Finder(Place.objects.all()), is_demonstration=is_demonstration):
            read += 1
            if isinstance(row, Fault):
                done.faults.append(row)
            else:
                yield row

    for done.published in publish_dataset(entries(), by=by, reason="Import of UCDP GED"):
        tell(read)
    done.known = read - done.published - len(done.faults)
    return done


def read_ucdp(path: str | Path, finder: Finder, *, is_demonstration: bool = False) -> Iterator[IncidentEntry | Fault]:
    """The file's events in its order, a Fault for each row that cannot be used; columns are told apart by name."""
    seen: dict[str, int] = {}
    for line, row in read_table(path, needs=COLUMNS):
        if isinstance(row, Fault):
            yield row
            continue
        try:
            number = str(whole_number(row, "id"))
            if number in seen:
                earlier = {"key": number, "line": seen[number]}
                raise BadCell("id", _("%(key)s stands in line %(line)s already") % earlier)
            entry = _entry(number, row, finder, is_demonstration=is_demonstration)
        except BadCell as bad:
            yield bad.at(line)
            continue
        seen[number] = line
        yield entry


def _entry(number: str, row: Row, finder: Finder, *, is_demonstration: bool) -> IncidentEntry:
    start, end = _day(row, "date_start"), _day(row, "date_end")
    if start > end:
        raise BadCell("date_end", _("the last day lies before the first"))
    civilians, unknown = whole_number(row, "deaths_civilians"), whole_number(row, "deaths_unknown")
    offices = _offices(row)
    reports = _source_count(row)
    return IncidentEntry(
        code=f"UCDP-{number}",
        dataset=Dataset.UCDP_GED,
        date_start=start,
        date_end=end,
        date_precision=_date_precision(row, start, end),
        **_location(row, finder),
        actors=_actors(row),
        figures={(Outcome.KILLED, Group.TOTAL): Bounds(civilians, civilians, civilians + unknown)},
        report_count=reports,
        origin_count=min(reports, len({_folded(office) for office, _day in offices})),
        note=_note(offices, start, unknown),
        is_demonstration=is_demonstration,
    )


def _day(row: Row, column: str) -> date:
    """A day; the newer layout adds a time, which is always midnight."""
    try:
        return date.fromisoformat(row[column][:10])
    except ValueError:
        raise BadCell(column, _("“%(cell)s” is no date (YYYY-MM-DD)") % {"cell": row[column]}) from None


def _date_precision(row: Row, start: date, end: date) -> str:
    precision = DATE_PRECISIONS.get(row["date_prec"])
    if precision is None:
        raise BadCell("date_prec", _("“%(cell)s” is none of the codes %(codes)s") % _codes(row["date_prec"], "1–5"))
    return DatePrecision.RANGE if precision == DatePrecision.DAY and start != end else precision


def _location(row: Row, finder: Finder) -> dict[str, Any]:
    """Place, precision and, for an exact point that is no place of the gazetteer, the dataset's own coordinates."""
    if row["where_prec"] not in "1234567" or len(row["where_prec"]) != 1:
        raise BadCell("where_prec", _("“%(cell)s” is none of the codes %(codes)s") % _codes(row["where_prec"], "1–7"))
    latitude = decimal(row, "latitude", low=-90, high=90)
    longitude = decimal(row, "longitude", low=-180, high=180)
    country = finder.country(row["country"])
    if country is None:  # the gazetteer ends at its country's borders: the incident is kept, and says so
        return {"place_text": f"{row['where_coordinates']}, {row['country']}"[:200]}
    text = {"place_text": row["where_coordinates"][:200]}
    if row["where_prec"] == "1" and (place := finder.place(row["where_coordinates"], longitude, latitude)):
        return text | {"place": place.key, "place_precision": _precision_at(place)}
    area = _area(row, finder, longitude, latitude) or country
    if row["where_prec"] == "1":
        exact = {"place_precision": PlacePrecision.EXACT, "latitude": latitude, "longitude": longitude}
        return text | {"place": area.key} | exact
    return text | {"place": area.key, "place_precision": area.kind}


def _precision_at(place: Place) -> str:
    return PlacePrecision.NEIGHBOURHOOD if place.kind == "neighbourhood" else PlacePrecision.COMMUNITY


def _area(row: Row, finder: Finder, longitude: float, latitude: float) -> Place | None:
    """The smallest area that UCDP's precision vouches for, None where that is the country.

    UCDP's 2 is "near" a place, within about 25 km: that is the district, and no village's figure.
    """
    precision = row["where_prec"]
    found = None
    if precision == "1":
        found = finder.area("subdistrict", "", longitude, latitude)
    if not found and precision in "123" and row["adm_2"]:
        found = finder.area("district", row["adm_2"], longitude, latitude)
    if not found and precision in "12345" and row["adm_1"]:
        found = finder.area("governorate", row["adm_1"], longitude, latitude)
    return found


def _actors(row: Row) -> tuple[str, ...]:
    """The attacker of one-sided violence, where the code list has it.

    Of a fight UCDP names the two sides, not which of them harmed civilians: such an event is attributed to nobody.
    """
    if row["type_of_violence"] != ONE_SIDED:
        return ()
    sides = [side.strip() for side in row["side_a"].split(",")]
    return tuple(dict.fromkeys(ACTORS[side].value for side in sides if side in ACTORS))


def _source_count(row: Row) -> int:
    """The number of sources; the newer layout writes -1 where it is not known, which is no report that we know of."""
    return 0 if row["number_of_sources"] in ("-1", "") else whole_number(row, "number_of_sources")


def _offices(row: Row) -> list[tuple[str, str]]:
    """Who published the sources, each with its date as written; the two columns run in step."""
    names, days = row["source_office"].split(";"), row["source_date"].split(";")
    pairs = zip_longest(names, days, fillvalue="")
    return list(dict.fromkeys((name.strip(), day.strip()[:10]) for name, day in pairs if name.strip()))


def _note(offices: list[tuple[str, str]], start: date, unknown: int) -> str:
    """Publishers and dates of the sources and, in both languages, what the upper figure rests on."""
    named = [f"{name} ({day})" if day >= start.isoformat() else name for name, day in offices]
    more = len(named) - MOST_SOURCES_NAMED
    lines = ["; ".join(named[:MOST_SOURCES_NAMED]) + (f"; +{more}" if more > 0 else "")] if named else []
    if unknown:
        lines.append(f"The upper figure includes {unknown} killed of unknown status, who may be civilians.")
        lines.append(f"يشمل الحد الأعلى {unknown} من القتلى مجهولي الصفة، وقد يكونون مدنيين.")
    return "\n".join(lines)


def _folded(office: str) -> str:
    """ "Air Wars" and "airwars" are one publisher."""
    return re.sub(r"\W", "", office).casefold()


def _codes(cell: str, codes: str) -> dict[str, str]:
    return {"cell": cell, "codes": codes}
