"""How fast the public pages are over a large record: ``python -m benchmark.dashboard --incidents 1000000``.

Works in the database that ``DATABASE_URL`` names, whose name must end in ``_bench``: it is filled with synthetic
incidents, past the door and its checks, and is good for nothing else afterwards. Prints one line a measurement, ours
beside the plain way of doing the same; fails where a bound is missed.
"""

from __future__ import annotations

import argparse
import gzip
import os
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial

import django
from django.db import connection
from django.db.models import Count, Sum

BOUND_VIEW, BOUND_UNCHANGED, BOUND_MAP = 250.0, 10.0, 150_000  # milliseconds, milliseconds, bytes
#: What readers ask for: nothing at all, a year, a month, a governorate, a weapon, a party, and mixtures.
QUERIES = (
    "", "from=2016&to=2016", "from=2016-03&to=2016-03", "place=SY07", "place=SY0702&from=2015", "weapon=airstrike",
    "actor=russia&from=2017&to=2019", "group=children", "outcome=injured&grade=fair", "dataset=harmwatch&weapon=rocket",
    "place=SY02&weapon=barrel_bomb&from=2014&to=2016", "as_of=2026-01-15",
)  # fmt: skip
SYNTHETIC = """
INSERT INTO record_incident (
  code, previous_codes, version, state, published_at, superseded_at, reason, content_hash, is_demonstration,
  dataset, date_start, date_end, date_precision, place_id, place_text, place_precision, admin1, admin2, admin3,
  latitude, longitude, weapons, actors, grade, report_count, origin_count, external_url, note,
  killed_total_low, killed_total_high, killed_children_low, killed_children_high,
  killed_women_low, killed_women_high, killed_men_low, killed_men_high, injured_total_low, injured_total_high)
SELECT 'SYN-' || n, '[]', version, 'published', timestamptz '2025-01-01' + (n %% 600 + 30 * (version - 1)) * interval '1 day',
  CASE WHEN version = 1 AND n %% 20 = 0 THEN timestamptz '2025-01-01' + (n %% 600 + 30) * interval '1 day' END,
  CASE version WHEN 2 THEN 'a second report' ELSE '' END, md5(n::text) || md5(version::text), false,
  (ARRAY['harmwatch', 'ucdp_ged'])[1 + n %% 2], day, day, 'day', p.id, p.name_ar, 'community', p.admin1, p.admin2,
  p.admin3, p.latitude, p.longitude,
  CASE WHEN n %% 9 = 0 THEN ARRAY[]::varchar[] ELSE ARRAY[(ARRAY['airstrike', 'artillery', 'rocket', 'barrel_bomb',
    'mortar', 'ied', 'small_arms', 'drone'])[1 + (n * 7) %% 8]]::varchar[] END,
  ARRAY[(ARRAY['syrian_government', 'russia', 'opposition', 'isis', 'sdf', 'unknown'])[1 + (n * 5) %% 6]]::varchar[],
  (ARRAY['confirmed', 'fair', 'weak', 'unassessed'])[1 + n %% 4], 1 + n %% 3, 1 + n %% 2, '', '',
  c + w + m + n %% 3 + version - 1, c + w + m + n %% 5 + 3, c, c, w, w, m, m + 1, n %% 7,
  CASE WHEN n %% 11 = 0 THEN NULL ELSE n %% 7 + 1 END
FROM (SELECT n, (n * 31) %% 4 AS c, (n * 17) %% 3 AS w, (n * 13) %% 5 AS m,
        date '2011-03-01' + ((n * 7919) %% 4900)::int AS day, 1 + (n * n %% 104729 * 48271) %% %(places)s AS spot
      FROM generate_series(%(first)s::bigint, %(last)s) AS n) AS made
CROSS JOIN LATERAL (SELECT 1 AS version UNION ALL SELECT 2 WHERE n %% 20 = 0) AS versions  -- one in twenty was corrected
JOIN (SELECT *, row_number() OVER (ORDER BY key) AS number FROM incidents_place
      WHERE kind NOT IN ('country', 'governorate', 'district', 'subdistrict')) AS p ON p.number = made.spot
"""


def main() -> int:
    """Fill, measure, print; 1 where a bound is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--incidents", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=3, help="How often each filter is asked.")
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "harmwatch.settings")
    os.environ["HARMWATCH_DEBUG"] = "1"  # static files by their plain names: nothing needs to be collected
    django.setup()
    if not str(connection.settings_dict["NAME"]).endswith("_bench"):
        print("DATABASE_URL must name a database that ends in _bench: it is filled with synthetic incidents.")
        return 2
    fill(options.incidents)
    missed = [name for name, met in measure(options.rounds) if not met]
    print("all bounds met" if not missed else f"missed: {', '.join(missed)}")
    return bool(missed)


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
            cursor.execute(SYNTHETIC, {"first": have + 1, "last": incidents, "places": 6000})
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE record_incident")


def measure(rounds: int) -> Iterator[tuple[str, bool]]:
    """Each measurement's name and whether it kept its bound, printed as it is made."""
    from django.conf import settings
    from django.test import Client

    settings.ALLOWED_HOSTS, settings.DEBUG = ["*"], False
    client = Client()
    for path in ("/en/", "/en/incidents/", "/en/places/SY07/"):
        asked = [f"{path}?{query}" for query in QUERIES for _round in range(rounds)]
        times = [_milliseconds(partial(client.get, address)) for address in asked]
        worst = statistics.quantiles(times, n=20)[18]
        print(f"{path:24} median {statistics.median(times):7.1f} ms   95 % within {worst:7.1f} ms")
        yield path, worst <= BOUND_VIEW
    tag = client.get("/en/")["ETag"]
    unchanged = [_milliseconds(lambda: client.get("/en/", headers={"if-none-match": tag})) for _round in range(20)]
    print(f"{'unchanged (304)':24} median {statistics.median(unchanged):7.1f} ms")
    yield "304", statistics.median(unchanged) <= BOUND_UNCHANGED
    took = _milliseconds(lambda: client.get("/en/map.json"))
    size = len(gzip.compress(client.get("/en/map.json").content, 6))
    print(f"{'map.json':24} {took:14.1f} ms   {size:,} bytes compressed")
    yield "map.json", size <= BOUND_MAP
    print(f"{'plain ORM, by place id':24} {_milliseconds(_plain_sums):14.1f} ms   (sums of two columns, ids alone)")


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
