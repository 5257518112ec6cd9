#!/usr/bin/env python3
"""Check the annotated reports of the benchmark for slips that a script can see (see GUIDE.md).

    check_gold.py [reports_ar.jsonl reports_en.jsonl ...] [--quiet]

Without paths it checks every reports_*.jsonl beside it. It prints each slip with the id of its record, then how often
each rule, weapon, actor and length is covered. It ends with 1 if there is a slip.
"""

import argparse
import datetime
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

Record = dict[str, Any]

WEAPONS = frozenset(
    [
        "airstrike",
        "barrel_bomb",
        "artillery",
        "rocket",
        "mortar",
        "guided_missile",
        "drone",
        "cluster_munition",
        "incendiary",
        "chemical",
        "landmine",
        "ied",
        "car_bomb",
        "small_arms",
        "shelling",
        "execution",
        "torture",
        "stabbing",
        "other",
    ]
)
ACTORS = frozenset(
    [
        "syrian_government",
        "russia",
        "iran_militias",
        "us_coalition",
        "turkey",
        "sdf",
        "opposition",
        "sna",
        "hts",
        "isis",
        "israel",
        "unknown",
    ]
)
GOVERNORATES = frozenset(
    [
        "Aleppo",
        "Idlib",
        "Hama",
        "Homs",
        "Latakia",
        "Tartus",
        "Damascus",
        "Rural Damascus",
        "Dar'a",
        "As-Sweida",
        "Quneitra",
        "Deir-ez-Zor",
        "Ar-Raqqa",
        "Al-Hasakeh",
    ]
)
OUTCOMES = ("killed", "injured")
GROUPS = ("children", "women", "men")
RECORD_KEYS = {"id", "lang", "fictional", "published_on", "covers", "text", "incidents", "claims"}
INCIDENT_KEYS = {"date_start", "date_end", "place", "governorate", *OUTCOMES, "weapons", "actors"}
CLAIM_KEYS = {"period_start", "period_end", "area", *OUTCOMES}

# Each rule a report can be written to test; a report may name several.
COVERS = {
    "digits-western": "counts in 0-9",
    "digits-eastern": "counts in ٠-٩",
    "number-word": "counts in words",
    "number-compound": "words of several parts, hundreds and thousands",
    "dual": "a dual that carries the number two",
    "singular": "a bare singular that carries the number one",
    "quantifier-lower": "at least, more than",
    "quantifier-approx": "about, nearly, almost",
    "range": "between N and M",
    "dozens-hundreds": "dozens, hundreds, without a figure",
    "unquantified": "several, others, people were hurt",
    "children": "minors under several names",
    "infants": "babies counted as children; the unborn left out",
    "women": "women under several names, feminine job titles",
    "men": "persons called men, youths, fathers",
    "elderly": "old women and old men",
    "workers": "rescue, medical, media and aid workers",
    "family": "a family of N, a mother and her children",
    "subset": "among them N children",
    "partition-list": "a list that breaks a total down",
    "named-victims": "a list of names and ages",
    "age": "ages that decide the group",
    "not-people": "numbers that count no people",
    "missing": "missing people who are not counted",
    "fighters-out": "fighters and soldiers left out",
    "mixed-total": "a total of fighters and civilians",
    "dead-and-injured": "a figure for dead and injured together",
    "date-levantine": "month names of the Levant",
    "date-gregorian": "month names of January, in either language",
    "date-maghrebi": "month names of North Africa",
    "date-hijri": "dates of the Hijri calendar",
    "date-numeric": "dates in digits alone",
    "date-weekday": "a weekday resolved by the day of publication",
    "date-relative": "today, yesterday, the day before",
    "date-night": "the night of one day to the next, after midnight",
    "date-range": "an attack over several days",
    "date-conflict": "a weekday that contradicts the full date",
    "date-no-year": "a day and month without a year",
    "date-none": "no day can be found",
    "date-reported-day": "a weekday that belongs to the report, not the attack",
    "place-clitic": "a place with a preposition or conjunction attached",
    "place-spelling": "a spelling that differs from the gazetteer",
    "place-rural": "a countryside named instead of a town, or beside one",
    "place-homonym": "a name that several places bear",
    "place-common-word": "a name that is a common word too",
    "place-cluster": "several places with one number",
    "place-camp": "a camp",
    "place-neighbourhood": "a quarter, with or without its city",
    "place-unlisted": "a place that the gazetteer lacks",
    "place-abroad": "a place in another country",
    "place-none": "no place is named",
    "revision": "a toll that is raised or lowered",
    "died-later": "an injured person who died later",
    "sources-disagree": "two sources with different figures",
    "several-incidents": "more than one incident",
    "told-twice": "one incident told twice",
    "background": "an older incident recalled",
    "claim-day": "a day's total that is broken down",
    "claim-month": "a total for a month",
    "claim-year": "a total since the start of the year, or for a year",
    "claim-since": "a total since a given day or month",
    "claim-war": "a total since the war or a campaign began",
    "claim-region": "a total for a region without a stated period",
    "claim-nested": "one claim inside the period of another",
    "no-incident": "nothing to annotate as an incident",
    "nonviolent-death": "accident, disease, cold, earthquake",
    "figurative": "words of killing that mean something else",
    "denial": "an attack that is denied or corrected",
    "headline": "a headline alone or one above the text",
    "list": "bullets or numbered lines",
    "social-post": "emoji, hashtags, links",
    "dialect": "spoken language",
    "diacritics": "letters with vowel marks",
    "tatweel": "stretched letters",
    "farsi-letters": "ی and ک for ي and ك",
    "typos": "typing errors",
}


def read_records(path: Path) -> Iterator[Record]:
    """The records of one JSONL file."""
    with path.open(encoding="utf-8") as lines:
        yield from (json.loads(line) for line in lines if line.strip())


def plain(text: str) -> str:
    """The text without vowel marks, tatweel and the underscores of hashtags, so that a name can be found in it."""
    return re.sub(r"[\u064b-\u0652\u0640]", "", text).replace("_", " ")


def is_date(value: object) -> bool:
    """True for an ISO date and for None."""
    if value is None:
        return True
    try:
        return isinstance(value, str) and datetime.date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def slips_in_period(start: object, end: object) -> Iterator[str]:
    """Dates must be ISO, both or none known, and in order."""
    if not (is_date(start) and is_date(end)):
        yield f"not an ISO date: {start} / {end}"
    elif (start is None) != (end is None):
        yield f"only one end of the period is known: {start} / {end}"
    elif isinstance(start, str) and isinstance(end, str) and start > end:
        yield f"the period ends before it starts: {start} / {end}"


def is_range(value: object) -> bool:
    """True for [low, high] with 1 <= low <= high, or high unknown."""
    if not (isinstance(value, list) and len(value) == 2 and type(value[0]) is int and value[0] > 0):
        return False
    return value[1] is None or (type(value[1]) is int and value[0] <= value[1])


def slips_in_counts(outcome: str, counts: object) -> Iterator[str]:
    """Ranges must be well formed, and the groups must fit into the total."""
    if not isinstance(counts, dict) or set(counts) != {"total", *GROUPS}:
        yield f"{outcome}: keys must be total, children, women, men"
        return
    bad = [name for name, value in counts.items() if value is not None and not is_range(value)]
    if bad:
        yield f"{outcome}: not a range: {', '.join(bad)}"
        return
    known = [counts[name] for name in GROUPS if counts[name]]
    total = counts["total"]
    if known and total is None:
        yield f"{outcome}: a group without a total"
    elif known and total[1] is not None and sum(low for low, _ in known) > total[1]:
        yield f"{outcome}: the groups exceed the total"


def slips_in_harm(item: Record) -> Iterator[str]:
    """Killed and injured must be sound, and at least one of them known."""
    for outcome in OUTCOMES:
        yield from slips_in_counts(outcome, item.get(outcome))
    if not any((item.get(outcome) or {}).get("total") for outcome in OUTCOMES):
        yield "neither killed nor injured is known"


def slips_in_codes(name: str, codes: object, allowed: frozenset[str]) -> Iterator[str]:
    """Codes must come from the list, each once."""
    if not isinstance(codes, list) or len(set(codes)) != len(codes):
        yield f"{name}: must be a list without repeats"
    elif set(codes) - allowed:
        yield f"{name}: not in the list: {', '.join(sorted(set(codes) - allowed))}"


def slips_in_incident(incident: Record, record: Record) -> Iterator[str]:
    """What is wrong with one incident of a record."""
    if set(incident) != INCIDENT_KEYS:
        yield f"incident keys: {sorted(set(incident) ^ INCIDENT_KEYS)}"
        return
    yield from slips_in_period(incident["date_start"], incident["date_end"])
    published, end = record["published_on"], incident["date_end"]
    if published and end and end > published:
        yield f"the attack of {end} comes after publication on {published}"
    place, governorate = incident["place"], incident["governorate"]
    if place is not None and plain(place) not in plain(record["text"]):
        yield f"the place is not in the text: {place}"
    if governorate is not None and governorate not in GOVERNORATES:
        yield f"no such governorate: {governorate}"
    yield from slips_in_harm(incident)
    yield from slips_in_codes("weapons", incident["weapons"], WEAPONS)
    yield from slips_in_codes("actors", incident["actors"], ACTORS)


def slips_in_claim(claim: Record) -> Iterator[str]:
    """What is wrong with one claim."""
    if set(claim) != CLAIM_KEYS:
        yield f"claim keys: {sorted(set(claim) ^ CLAIM_KEYS)}"
        return
    yield from slips_in_period(claim["period_start"], claim["period_end"])
    yield from slips_in_harm(claim)


def slips_in_record(record: Record) -> Iterator[str]:
    """What is wrong with one record."""
    if set(record) - {"url"} != RECORD_KEYS:
        yield f"record keys: {sorted((set(record) - {'url'}) ^ RECORD_KEYS)}"
        return
    if record["fictional"] is not True or record["lang"] not in ("ar", "en"):
        yield "fictional must be true and lang ar or en"
    if not record["text"].strip():
        yield "no text"
    if not is_date(record["published_on"]):
        yield f"published_on is no ISO date: {record['published_on']}"
    if not record["covers"] or set(record["covers"]) - set(COVERS):
        yield f"covers: {sorted(set(record['covers']) - set(COVERS)) or 'empty'}"
    if ("no-incident" in record["covers"]) == bool(record["incidents"]):
        yield "no-incident must be named exactly where there is no incident"
    if any(rule.startswith("claim-") for rule in record["covers"]) != bool(record["claims"]):
        yield "a claim rule must be named exactly where there is a claim"
    for incident in record["incidents"]:
        yield from slips_in_incident(incident, record)
    for claim in record["claims"]:
        yield from slips_in_claim(claim)


def find_slips(records: list[Record]) -> Iterator[tuple[str, str]]:
    """(id, slip) for every slip in the records of one file or several."""
    for name, count in Counter(record.get("id", "?") for record in records).items():
        if count > 1:
            yield name, f"the id occurs {count} times"
    for record in records:
        for slip in slips_in_record(record):
            yield record.get("id", "?"), slip


def length_class(text: str) -> str:
    """The class a text's length falls in."""
    return next(
        name for limit, name in ((140, "to 140"), (700, "141 to 700"), (10**9, "over 700")) if len(text) <= limit
    )


def print_counts(records: list[Record]) -> None:
    """Print how often each rule, code and length occurs, with the rules that no report covers."""
    incidents = [incident for record in records for incident in record["incidents"]]
    claims = sum(len(record["claims"]) for record in records)
    print(f"{len(records)} reports, {len(incidents)} incidents, {claims} claims")
    print(f"with published_on: {sum(record['published_on'] is not None for record in records)}")
    rules = Counter(rule for record in records for rule in record["covers"])
    tables = {
        "lengths": Counter(length_class(record["text"]) for record in records),
        "weapons": Counter(code for incident in incidents for code in incident["weapons"]),
        "actors": Counter(code for incident in incidents for code in incident["actors"]),
        "covers": Counter({rule: rules[rule] for rule in COVERS}),
    }
    for name, counter in tables.items():
        print(f"{name}: " + ", ".join(f"{key} {count}" for key, count in counter.items()))


def main() -> int:
    """Check the files named on the command line; 1 if there is a slip."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", nargs="*", type=Path, help="default: every reports_*.jsonl beside this script")
    parser.add_argument("--quiet", action="store_true", help="print slips only")
    args = parser.parse_args()
    paths = args.paths or sorted(Path(__file__).parent.glob("reports_*.jsonl"))
    records = [record for path in paths for record in read_records(path)]
    slips = list(find_slips(records))
    for name, slip in slips:
        print(f"{name}: {slip}")
    if not args.quiet and not slips:
        print_counts(records)
    return int(bool(slips) or not records)


if __name__ == "__main__":
    sys.exit(main())
