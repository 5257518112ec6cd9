"""How fast the public pages are over a large record: ``python -m benchmark.dashboard --incidents 1000000``.

Works in the database that ``DATABASE_URL`` names, whose name must end in ``_bench``: it is filled with synthetic
incidents, past the door and its checks, and is good for nothing else afterwards (``benchmark/passing.py`` makes one and
removes it). Asks each page for some sixty filters, mixed at random but the same each time, dates of asking among them;
nothing is cached between them. Beside it stands the plain way of doing much less: one grouped sum by the ORM, measured
again and again in between, because what else the machine does slows down both; where the bound of 250 ms was set, that
sum took 194 ms over 1,000,000 incidents. Fails where a bound is missed.
"""

from __future__ import annotations

import argparse
import gzip
import os
import random
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from functools import partial
from typing import Any
from urllib.parse import urlencode

import django
import psutil
from django.db import connection
from django.db.models import Count, Sum

BOUND_VIEW, BOUND_UNCHANGED, BOUND_MAP = 250.0, 10.0, 150_000  # milliseconds, milliseconds, bytes
FILTERS = 60
#: What readers ask for: nothing at all, a year, a month, a governorate, a weapon, a party, and mixtures.
USUAL = (
    "", "from=2016&to=2016", "from=2016-03&to=2016-03", "place=SY07", "place=SY0702&from=2015", "weapon=airstrike",
    "actor=russia&from=2017&to=2019", "group=children", "outcome=injured&grade=fair", "dataset=harmwatch&weapon=rocket",
    "place=SY02&weapon=barrel_bomb&from=2014&to=2016", "as_of=2026-01-15",
)  # fmt: skip
WEAPONS = ("airstrike", "artillery", "rocket", "barrel_bomb", "mortar", "ied", "small_arms", "drone")
ACTORS = ("syrian_government", "russia", "opposition", "isis", "sdf", "unknown")
GRADES = ("confirmed", "fair", "weak", "unassessed")
DATASETS = ("harmwatch", "ucdp_ged")
CODES = {"weapons": list(WEAPONS), "actors": list(ACTORS), "grades": list(GRADES), "datasets": list(DATASETS)}
#: Kinds are drawn by a hash, so that every combination of them occurs; one incident in twenty was corrected later.
SYNTHETIC = """
INSERT INTO record_incident (
  code, previous_codes, version, state, published_at, superseded_at, reason, content_hash, is_demonstration,
  dataset, date_start, date_end, date_precision, place_id, place_text, place_precision, admin1, admin2, admin3,
  latitude, longitude, weapons, actors, grade, report_count, origin_count, external_url, note,
  killed_total_low, killed_total_high, killed_children_low, killed_children_high,
  killed_women_low, killed_women_high, killed_men_low, killed_men_high, injured_total_low, injured_total_high)
SELECT 'SYN-' || n, '[]', version, 'published', first + (version - 1) * interval '30 days',
  CASE WHEN version = 1 AND n %% 20 = 0 THEN first + interval '30 days' END,
  CASE version WHEN 2 THEN 'a second report' ELSE '' END, md5(n::text) || md5(version::text), false,
  (%(datasets)s::varchar[])[1 + drawn %% 2], day, day, 'day', p.id, p.name_ar, 'community', p.admin1, p.admin2,
  p.admin3, p.latitude, p.longitude,
  CASE drawn / 2 %% 11 WHEN 0 THEN ARRAY[]::varchar[]
    WHEN 1 THEN ARRAY[(%(weapons)s::varchar[])[1 + drawn / 22 %% 8], 'shelling']
    ELSE ARRAY[(%(weapons)s::varchar[])[1 + drawn / 22 %% 8]] END,
  CASE drawn / 176 %% 9 WHEN 0 THEN ARRAY[]::varchar[] ELSE ARRAY[(%(actors)s::varchar[])[1 + drawn / 1584 %% 6]] END,
  (%(grades)s::varchar[])[1 + drawn / 9504 %% 4], 1 + n %% 3, 1 + n %% 2, '', '',
  c + w + m + n %% 3 + version - 1, c + w + m + n %% 5 + 3, c, c, w, w, m, m + 1, n %% 7,
  CASE WHEN n %% 11 = 0 THEN NULL ELSE n %% 7 + 1 END
FROM (SELECT n, (n * 31) %% 4 AS c, (n * 17) %% 3 AS w, (n * 13) %% 5 AS m, abs(hashint8(n)::bigint) AS drawn,
        timestamptz '2025-01-01' + (n %% 600) * interval '1 day' AS first,
        date '2011-03-01' + ((n * 7919) %% 4900)::int AS day, 1 + (n * n %% 104729 * 48271) %% %(places)s AS spot
      FROM generate_series(%(first)s::bigint, %(last)s) AS n) AS made
CROSS JOIN LATERAL (SELECT 1 AS version UNION ALL SELECT 2 WHERE n %% 20 = 0) AS versions
JOIN (SELECT *, row_number() OVER (ORDER BY key) AS number FROM incidents_place
      WHERE kind NOT IN ('country', 'governorate', 'district', 'subdistrict')) AS p ON p.number = made.spot
"""


def main() -> int:
    """Fill, measure, print; 1 where a bound is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--incidents", type=int, default=200_000)
    parser.add_argument("--filters", type=int, default=FILTERS, help="How many filters each page is asked for.")
    parser.add_argument("--pages", nargs="*", default=[], help="Only pages whose name begins so, e.g. API; none: all.")
    parser.add_argument("--without-copy", action="store_true", help="Let PostgreSQL count everything.")
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "harmwatch.settings")
    os.environ["HARMWATCH_DEBUG"] = "1"  # static files by their plain names: nothing needs to be collected
    django.setup()
    if not str(connection.settings_dict["NAME"]).endswith("_bench"):
        print("DATABASE_URL must name a database that ends in _bench: it is filled with synthetic incidents.")
        return 2
    fill(options.incidents)
    copy(without=options.without_copy)
    missed = [name for name, met in measure(options.filters, options.pages) if not met]
    print(f"memory of this process: {psutil.Process().memory_info().rss / 1e6:.0f} MB")
    print("all bounds met" if not missed else f"missed: {', '.join(missed)}")
    return bool(missed)


def queries(count: int) -> list[str]:
    """The usual ones, then mixtures of two or three limits drawn at random, the same ones each time."""
    rng = random.Random(20261122)
    found = dict.fromkeys(USUAL)
    while len(found) < count:
        found[mixed(rng)] = None
    return list(found)[:count]


def mixed(rng: random.Random) -> str:
    """Two or three limits; one filter in five looks back."""
    year = rng.randrange(2011, 2024)
    limits = {
        "from": [rng.choice([f"{year}", f"{year}-{rng.randrange(1, 13):02d}"])],
        "to": [f"{rng.randrange(year, 2025)}"],
        "place": [rng.choice(["SY", f"SY{rng.randrange(1, 15):02d}", "SY0702", "SY0203", "C4064"])],
        "weapon": rng.sample(WEAPONS, rng.choice([1, 2])),
        "actor": rng.sample(ACTORS, rng.choice([1, 2])),
        "grade": rng.sample(GRADES, rng.choice([1, 2])),
        "dataset": [rng.choice(DATASETS)],
        "outcome": [rng.choice(["killed", "injured"])],
        "group": [rng.choice(["children", "women", "men"])],
    }
    chosen = {name: limits[name] for name in rng.sample(sorted(limits), rng.choice([1, 2, 2, 3]))}
    if rng.random() < 0.2:
        chosen["as_of"] = [f"2026-{rng.randrange(1, 11):02d}-{rng.randrange(1, 28):02d}"]
    return urlencode(chosen, doseq=True)


def fill(incidents: int) -> None:
    """Migrate, load the gazetteer, add what is missing to the number of incidents."""
    from django.core.management import call_command

    from incidents.models.place import Place
    from incidents.models.record.incident import PublishedIncident

    call_command("migrate", verbosity=0)
    if not Place.objects.exists():
        call_command("load_gazetteer")
    have = PublishedIncident.objects.filter(version=1).count()
    if have < incidents:
        with connection.cursor() as cursor:
            # Versions cannot overlap here: one each. Its index would take longer to build than all else.
            cursor.execute("ALTER TABLE record_incident DROP CONSTRAINT IF EXISTS incident_no_overlap")
            lists = {
                "weapons": list(WEAPONS),
                "actors": list(ACTORS),
                "grades": list(GRADES),
                "datasets": list(DATASETS),
            }
            cursor.execute(SYNTHETIC, {"first": have + 1, "last": incidents, "places": 6000, **lists})
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE record_incident")
    claim_totals()


def claim_totals() -> None:
    """A claimed total for each month of some years, as rescue services give them."""
    from incidents.figures import Bounds
    from incidents.record import door
    from incidents.record.entries import ClaimEntry

    for number in range(48):
        month = date(2015 + number // 12, 1 + number % 12, 1)
        entry = ClaimEntry(
            code=f"SYN-C{number:03d}", period_start=month, period_end=month + timedelta(days=27),
            area_name="northwest Syria", governorates=("SY02", "SY07"), source_name="a rescue service",
            figures={("killed", "total"): Bounds(700, None, 700), ("injured", "total"): Bounds(900, None, None)},
        )  # fmt: skip
        door.publish_claim(entry, by="benchmark")


def copy(*, without: bool) -> None:
    """Make the reading copy as the worker does, whatever the size of the record."""
    from django.conf import settings

    from incidents.statistics.reading_copy import building

    settings.READING_COPY_FROM = 0 if without else 1
    if without:
        print("without the reading copy: PostgreSQL counts")
        return
    made = building.build(at_any_size=True)
    print(f"reading copy: {made.rows:,} versions, {made.size / 1e6:.0f} MB, made in {made.took:.0f} s")


def measure(filters: int, only: Sequence[str]) -> Iterator[tuple[str, bool]]:
    """Each measurement's name and whether it kept its bound, printed as it is made.

    ``only``: how the names of the pages begin that are asked for; none: of all.
    """
    from django.conf import settings
    from django.test import Client

    settings.ALLOWED_HOSTS, settings.DEBUG = ["*"], False
    client = Client(headers={"accept-encoding": "gzip"})
    print(f"{os.cpu_count()} cores, load before {os.getloadavg()[0]:.1f}; {filters} filters a page")
    for name, path in PAGES.items():
        if only and not name.startswith(tuple(only)):
            continue
        asked = [f"{path}{'&' if '?' in path else '?'}{query}" for query in queries(filters)]
        _get(client, path)  # what a process loads once
        yield name, _report(name, [(partial(_get, client, address)) for address in asked])
    if only:
        return
    yield "unchanged", _unchanged(client) <= BOUND_UNCHANGED
    yield "after a publication", _after_publication(client)
    size = len(gzip.compress(client.get("/en/map.json", headers={"accept-encoding": "identity"}).content, 6))
    print(f"{'map.json':24} {size:,} bytes compressed")
    yield "map data", size <= BOUND_MAP
    print(f"load after {os.getloadavg()[0]:.1f}")


#: The last page of the list is as near as its first. Of files it is the beginning that is measured.
PAGES = {
    "dashboard": "/en/",
    "list of incidents": "/ar/incidents/",
    "its last page": "/en/incidents/?page=99999999",
    "page of a governorate": "/ar/places/SY07/",
    "page of a village": "/en/places/C4064/",
    "map data": "/en/map.json",
    "map, time slider": "/en/map/village/months.json",
    "map, half a year": "/en/map/village/2016-1.json",
    "map, districts": "/en/map/district.json",
    "all villages in a table": "/en/?all=1",
    "citing": "/en/cite/",
    "API totals": "/en/api/v1/totals",
    "API months": "/en/api/v1/months",
    "API places": "/en/api/v1/places",
    "API incidents": "/en/api/v1/incidents",
    "API claims": "/en/api/v1/claims",
    "file incidents.csv": "/en/data/incidents.csv",
    "file months.csv": "/en/data/months.csv",
    "file places.csv": "/en/data/places.csv",
    "file incidents.geojson": "/en/data/incidents.geojson",
}
BEGINNING = 20_000  # bytes of a file: the names of its columns and its first rows


def _get(client: Any, address: str) -> None:
    as_it_is = {"accept-encoding": "identity"} if "/data/" in address else {}  # compression gathers before it gives
    answer = client.get(address, headers=as_it_is)
    if answer.status_code != 200:
        raise RuntimeError(f"{address} answers {answer.status_code}")
    if answer.streaming:
        begun = 0
        for part in answer.streaming_content:
            begun += len(part)
            if begun > BEGINNING:
                break
        answer.close()


def _report(name: str, works: Sequence[Callable[[], object]]) -> bool:
    """Print a page's times beside those of the plain sum, measured after every tenth; whether it kept its bound."""
    times: list[float] = []
    own: list[float] = []
    plain: list[float] = []
    for number, work in enumerate(works):
        processor = time.process_time()
        times.append(_milliseconds(work))
        own.append((time.process_time() - processor) * 1000)
        if number % 10 == 9:
            plain.append(_milliseconds(_plain_sums))
    worst = statistics.quantiles(times, n=20)[18]
    middle, processor = statistics.median(times), statistics.median(own)
    print(
        f"{name:22} median {middle:5.0f} ms   95 % within {worst:5.0f} ms   longest {max(times):5.0f} ms"
        f"   own processor time {processor:4.0f} ms, 95 % within {statistics.quantiles(own, n=20)[18]:5.0f} ms"
        f"   plain ORM sum {statistics.median(plain or [0]):4.0f} ms{_beside(worst, plain)}",
        flush=True,
    )
    return worst <= BOUND_VIEW


def _beside(worst: float, plain: Sequence[float]) -> str:
    return f"   {worst / statistics.median(plain):4.2f} of it" if plain else ""


def _unchanged(client: Any) -> float:
    tag = client.get("/en/")["ETag"]
    times = [_milliseconds(lambda: client.get("/en/", headers={"if-none-match": tag})) for _round in range(60)]
    worst = statistics.quantiles(times, n=20)[18]
    print(f"{'unchanged (304)':24} median {statistics.median(times):6.1f} ms   95 % within {worst:6.1f} ms")
    return worst


def _after_publication(client: Any) -> bool:
    """The first page after something was published: it must show it, and be no later for it."""
    from incidents.models.record.incident import PublishedIncident
    from incidents.record import door
    from incidents.record.entries import IncidentEntry

    times, plain = [], []
    for _round in range(10):
        number = PublishedIncident.objects.filter(code__startswith="NEW-").count()
        door.publish(IncidentEntry(code=f"NEW-{number}", place="C4064", place_precision="community"), by="benchmark")
        times.append(_milliseconds(lambda: _get(client, "/en/?place=SY07&from=2016&to=2016")))
        plain.append(_milliseconds(_plain_sums))
    print(
        f"{'after a publication':24} median {statistics.median(times):6.0f} ms   longest {max(times):6.0f} ms"
        f"   plain ORM sum {statistics.median(plain):4.0f} ms{_beside(max(times), plain)}"
    )
    return max(times) <= BOUND_VIEW


def _plain_sums() -> object:
    """The plain way done well: one grouped query of the ORM, by the place's id alone."""
    from incidents.models.record.incident import PublishedIncident

    rows = PublishedIncident.objects.as_of(None).order_by().values("place_id")
    return list(rows.annotate(n=Count("pk"), low=Sum("killed_total_low"), high=Sum("killed_total_high")))


def _milliseconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


if __name__ == "__main__":
    sys.exit(main())
