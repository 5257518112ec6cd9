#!/usr/bin/env python3
"""How many reports the parser reads in a second, beside dateparser's search on the same texts in the same run.

    python benchmark/speed.py                 # 1,000-character reports made of the benchmark's texts
    python benchmark/speed.py --seconds 10

It also reads one text of a megabyte: as the parser is set, which reads the first LONGEST_TEXT characters and flags the
rest, and as if it read texts to their end, in four lengths, since the time should grow as the text does and no faster.

dateparser only looks for dates; it is here as a yardstick that many projects know. It is a development dependency.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from incidents.parsing import reader  # noqa: E402
from incidents.parsing.places import PlaceIndex, read_gazetteer  # noqa: E402
from incidents.parsing.reader import parse_report  # noqa: E402

LENGTH = 1_000
LONG = 1_000_000


def texts(language: str) -> list[str]:
    """Reports of exactly ``LENGTH`` characters, cut from the benchmark's texts put end to end."""
    lines = (HERE / f"reports_{language}.jsonl").read_text("utf-8").splitlines()
    whole = "\n".join(json.loads(line)["text"] for line in lines)
    return [whole[at : at + LENGTH] for at in range(0, len(whole) - LENGTH, LENGTH)]


def long_text(language: str) -> str:
    """The benchmark's texts over and over, ``LONG`` characters of them."""
    whole = "\n".join(texts(language))
    return (whole * (LONG // len(whole) + 1))[:LONG]


def seconds_for(text: str, places: PlaceIndex, longest: int) -> float:
    """Processor time for one text when so many characters of it are read."""
    usual, reader.LONGEST_TEXT = reader.LONGEST_TEXT, longest
    started = time.process_time()
    try:
        parse_report(text, places=places)
    finally:
        reader.LONGEST_TEXT = usual
    return time.process_time() - started


def rate(read: Callable[[str], object], reports: list[str], seconds: float) -> float:
    """Reports a second of processor time, after one run to warm up."""
    for report in reports[:3]:
        read(report)
    done, started = 0, time.process_time()
    for report in _again(reports):
        read(report)
        done += 1
        if time.process_time() - started > seconds:
            break
    return done / (time.process_time() - started)


def _again(reports: list[str]) -> Iterator[str]:
    while True:
        yield from reports


def main() -> None:
    """Prints one line a language and reader."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=5.0, help="processor time for each measurement")
    arguments = parser.parse_args()
    places = PlaceIndex.from_rows(read_gazetteer(HERE.parent / "incidents/data/gazetteer/syria_places.csv.gz"))
    for language in ("ar", "en"):
        reports, long = texts(language), long_text(language)
        ours = rate(lambda text: parse_report(text, places=places), reports, arguments.seconds)
        print(f"{language}  parse_report               {ours:8.1f} reports of {LENGTH} characters a second")
        capped = seconds_for(long, places, reader.LONGEST_TEXT)
        print(f"{language}  a text of {LONG:,} characters  {capped:6.2f} s, of which {reader.LONGEST_TEXT:,} are read")
        whole = ((size, seconds_for(long[:size], places, LONG)) for size in (LONG // 8, LONG // 4, LONG // 2, LONG))
        print(f"{language}  read to the end            ", ", ".join(f"{size:,}: {took:.2f} s" for size, took in whole))
        try:
            from dateparser.search import search_dates
        except ImportError:
            print(f"{language}  dateparser is not installed")
            continue
        search = partial(search_dates, languages=[language])
        theirs = rate(search, reports, arguments.seconds)
        print(f"{language}  dateparser.search_dates    {theirs:8.1f} reports of {LENGTH} characters a second")
        print(f"{language}  {ours / theirs:.1f} times as fast")


if __name__ == "__main__":
    main()
