"""How long the monthly PDF takes, how large it is and how much memory it needs, beside WeasyPrint on the same content.

    python benchmark/pdf.py [--incidents 200] [--keep FOLDER]

It needs the site's database with the gazetteer loaded. The incidents are made up, published for July 1999 inside a
transaction and rolled back: nothing is left behind. WeasyPrint is measured where it can be imported.
"""

from __future__ import annotations

import argparse
import gzip
import os
import random
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import date, datetime, timedelta
from functools import partial
from html import escape
from pathlib import Path
from statistics import median
from time import perf_counter, sleep
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "harmwatch.settings")

import django
import psutil

django.setup()

from django.db import transaction  # noqa: E402

from incidents.figures import Bounds  # noqa: E402
from incidents.models.place import Place  # noqa: E402
from incidents.record import door  # noqa: E402
from incidents.record.entries import ClaimEntry, IncidentEntry, Source  # noqa: E402
from incidents.summaries.content import write  # noqa: E402
from incidents.summaries.counts import Counts, count  # noqa: E402
from incidents.summaries.months import moment_of_record  # noqa: E402
from incidents.summaries.parts import Summary  # noqa: E402
from incidents.summaries.typeset import typeset, typeset_all  # noqa: E402
from incidents.typesetting.face import settable_drawing  # noqa: E402
from incidents.vocabulary import Actor, Grade, Weapon  # noqa: E402

MONTH = date(1999, 7, 1)
LANGUAGES = ("ar", "en")
PUBLISHERS = ("موقع إخباري محلي", "الدفاع المدني", "An agency of news", "شبكة حقوقية", "صحيفة يومية")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--incidents", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--keep", type=Path, help="Write the PDFs into this folder.")
    options = parser.parse_args()
    with transaction.atomic():
        publish_month(options.incidents)
        for number in range(options.rounds + 1):
            publish_month(options.incidents, _year(number), seed=number)
        measure(options.rounds, options.keep)
        transaction.set_rollback(True)


def publish_month(incidents: int, month: date = MONTH, *, seed: int = 20231107) -> None:
    """Publish made-up incidents for a month, two claims among them; the same seed gives the same month."""
    chance = random.Random(seed)
    places = list(
        Place.objects.populated().filter(admin1__startswith="SY").order_by("key").values_list("key", flat=True)
    )
    areas = list(
        Place.objects.filter(kind__in=["district", "subdistrict"]).order_by("key").values_list("key", flat=True)
    )
    for number in range(incidents):
        door.publish(_incident(number, month, places, areas, chance), by="benchmark")
    for number, (days, killed) in enumerate([(30, 4 * incidents), (6, incidents)]):
        figures = {
            ("killed", "total"): Bounds(killed, None, killed),
            ("injured", "total"): Bounds(2 * killed, None, None),
        }
        claim = ClaimEntry(
            code=f"XX-{month:%Y}-C{number:03d}", period_start=month, period_end=month + timedelta(days=days),
            area_name="northwest Syria", area_text="شمال غربي سوريا", governorates=("SY02", "SY05", "SY06", "SY07"),
            source_name=PUBLISHERS[1], figures=figures, is_demonstration=True,
        )  # fmt: skip
        door.publish_claim(claim, by="benchmark")


def _incident(number: int, month: date, places: list[str], areas: list[str], chance: random.Random) -> IncidentEntry:
    day = month + timedelta(days=chance.randrange(28))
    kind = chance.random()
    place = None if kind > 0.97 else chance.choice(areas if kind > 0.9 else places)
    return IncidentEntry(
        code=f"XX-{month:%Y}-{number:04d}",
        date_start=day,
        date_end=day + timedelta(days=chance.choice([0, 0, 0, 0, 2])),
        date_precision="day",
        place=place,
        place_text="" if place else "قرية في الريف الجنوبي",
        place_precision="community" if place in set(places) else "subdistrict" if place else "",
        weapons=tuple(chance.sample(Weapon.values, chance.choice([1, 1, 1, 2]))),
        actors=tuple(chance.sample(Actor.values, chance.choice([0, 1, 1, 2]))),
        grade=chance.choice(Grade.values),
        figures=_figures(chance),
        sources=tuple(_source(number, index, day, chance) for index in range(chance.choice([1, 1, 2, 3]))),
        is_demonstration=True,
    )


def _figures(chance: random.Random) -> dict[tuple[str, str], Bounds]:
    groups = {("killed", group): chance.choice([0, 1, 1, 2, 3]) for group in ("children", "women", "men")}
    known = {pair: Bounds(value, None, value) for pair, value in groups.items() if chance.random() < 0.7}
    low = sum(bounds.low for bounds in known.values()) + chance.choice([0, 0, 1, 5])
    total = Bounds(low, None, chance.choice([low, low, low + 3]))
    injured = chance.choice([None, Bounds(4, None, 4), Bounds(1, None, None), Bounds(12, None, 15)])
    return {("killed", "total"): total, **known, **({("injured", "total"): injured} if injured else {})}


def _source(number: int, index: int, day: date, chance: random.Random) -> Source:
    publisher = chance.choice(PUBLISHERS)
    return Source(
        sha256=f"{number:060d}{index:04d}", publisher=publisher, original_publisher=chance.choice(["", PUBLISHERS[1]]),
        origin=f"{number}-{index}", url=f"https://example.org/{number}/{index}", published_on=day + timedelta(days=1),
        language="ar",
    )  # fmt: skip


def measure(rounds: int, keep: Path | None) -> None:
    """Each step on its own, then both languages as they are issued; the median of the rounds after the first."""
    as_of = moment_of_record()
    held = [_held()]
    counts = count(MONTH, as_of=as_of)
    print(f"{len(counts.incidents)} incidents, {len(counts.villages)} villages")
    _report("count (once for both languages)", _timed(lambda: count(MONTH, as_of=as_of), rounds))
    for language in LANGUAGES:
        summary = write(counts, language=language)
        _report(f"{language}: word", _timed(lambda: write(counts, language=language), rounds))  # noqa: B023
        _report(f"{language}: set", _timed(lambda: typeset(summary), rounds))  # noqa: B023
    made = _both(MONTH, as_of)
    _report("both languages in all", _timed(lambda: _both(MONTH, as_of), rounds))
    fresh = [_seconds(partial(_both, _year(number), as_of)) for number in range(rounds)]
    _report("both languages in all, other months", fresh)
    held.append(_held())
    print(f"size: {', '.join(f'{name} {len(pdf) / 1000:.0f} kB' for name, pdf in zip(LANGUAGES, made, strict=True))}")
    sent = (f"{name} {len(gzip.compress(pdf)) / 1000:.0f} kB" for name, pdf in zip(LANGUAGES, made, strict=True))
    print(f"as sent with gzip: {', '.join(sent)}")
    print(f"memory held: {held[0]:.0f} MB at first, {held[1]:.0f} MB after all")
    print(f"memory of a process that sets, at most: {_most(summary):.0f} MB")
    _beside_weasyprint(count(_year(rounds), as_of=as_of), keep)
    if keep:
        keep.mkdir(parents=True, exist_ok=True)
        for language, content in zip(LANGUAGES, made, strict=True):
            (keep / f"summary-{language}.pdf").write_bytes(content)


def _held() -> float:
    return float(psutil.Process().memory_info().rss) / 1024**2


def _most(summary: Summary) -> float:
    """The most that the process which sets a summary holds, in MB, looked at every five milliseconds."""
    most = 0
    with ThreadPoolExecutor(max_workers=1) as pool:
        setting = pool.submit(typeset, summary)
        while not setting.done():
            for child in psutil.Process().children():
                with suppress(psutil.NoSuchProcess):
                    most = max(most, child.memory_info().rss)
            sleep(0.005)
    return most / 1024**2


def _year(number: int) -> date:
    """The same month of an earlier year, with incidents of its own."""
    return MONTH.replace(year=MONTH.year - 1 - number)


def _both(month: date, as_of: datetime) -> list[bytes]:
    """As ``issue_month`` does it."""
    counts = count(month, as_of=as_of)
    return typeset_all(write(counts, language=language) for language in LANGUAGES)


def _timed(act: Callable[[], object], rounds: int) -> list[tuple[float, float]]:
    """Seconds by the clock and of the processor (all threads and the processes that set), for each round after a first
    that is not counted."""
    act()
    return [_seconds(act) for _round in range(rounds)]


def _seconds(act: Callable[[], object]) -> tuple[float, float]:
    clock, processor = perf_counter(), _processor()
    act()
    return perf_counter() - clock, _processor() - processor


def _processor() -> float:
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system


def _clock(times: list[tuple[float, float]]) -> float:
    return median(clock for clock, _processor in times)


def _report(what: str, times: list[tuple[float, float]]) -> None:
    processor = median(processor for _clock, processor in times)
    least = min(clock for clock, _processor in times)
    print(f"{what:<36} {_clock(times) * 1000:6.0f} ms (least {least * 1000:.0f}), processor {processor * 1000:.0f} ms")


def _beside_weasyprint(counts: Counts, keep: Path | None) -> None:
    """Each sets the same content; WeasyPrint may do it twice, and the second time counts."""
    ours: list[tuple[float, float]] = []
    theirs: list[tuple[float, float]] = []
    for language in LANGUAGES:
        summary = write(counts, language=language)
        page = "".join(as_html(summary))
        ours += _timed(lambda: typeset(summary), 3)  # noqa: B023
        _report(f"{language}: Typst", ours[-3:])
        weasyprint = _weasyprint()
        if weasyprint is None:
            continue
        theirs += _timed(lambda: weasyprint.HTML(string=page).write_pdf(pdf_variant="pdf/ua-1"), 1)  # noqa: B023
        _report(f"{language}: WeasyPrint {weasyprint.__version__}, HTML to PDF", theirs[-1:])
        if keep:
            (keep / f"weasyprint-{language}.pdf").write_bytes(weasyprint.HTML(string=page).write_pdf())
    if theirs:
        shares = (ours, 3), (theirs, 1)
        processor = [sum(processor for _clock, processor in times) / rounds for times, rounds in shares]
        print(
            f"setting alone, both languages, processor: Typst {processor[0]:.2f} s, WeasyPrint {processor[1]:.2f} s, "
            f"{processor[1] / processor[0]:.1f} times as long"
        )


def _weasyprint() -> Any:
    try:
        import weasyprint  # type: ignore[import-not-found,unused-ignore]
    except (ImportError, OSError) as error:
        print(f"WeasyPrint is not measured: {error}")
        return None
    return weasyprint


def as_html(summary: Summary) -> Iterator[str]:
    """The same content as a plain page for a comparison of the typesetters: the same map, the charts as tables."""
    yield f'<html lang="{summary.language}" dir="{summary.direction}"><head><title>{escape(summary.month_name)}</title>'
    yield "<style>@page{size:A4;margin:25mm 18mm;@bottom-center{content:counter(page)}} body{font:9pt sans-serif}"
    yield " td,th{border-bottom:1px solid #ccc;padding:3pt;vertical-align:top;text-align:start}</style></head><body>"
    yield f"<h1>{escape(summary.month_name)}</h1><p>{escape(summary.comparison)}</p>"
    for measured in summary.headline:
        cells = " ".join(f"{cell.says} {cell.label}" for cell in measured.groups)
        yield f"<h2>{measured.total.says} {escape(measured.label)}</h2><p>{escape(cells)}</p>"
    for drawing in summary.charts:
        yield f"<h2>{escape(drawing.title)}</h2><p>{escape(drawing.note)}</p>"
        yield from _html_table(["", ""], [[bar.name, bar.says] for bar in drawing.bars])
    yield f"<h2>{escape(summary.map.title)}</h2>{settable_drawing(summary.map.svg)}<p>{escape(summary.map.note)}</p>"
    yield from _html_table(
        ["", *summary.columns], [[row.label, *row.cells] for row in (*summary.before, *summary.places)]
    )
    for claim in summary.claims:
        yield from _html_table([claim.period, claim.area, "", ""], [list(row) for row in claim.rows])
    yield from _html_table(
        ["code", "place", "killed", "injured", "how", "sources"],
        [
            [f"{i.code} {i.when} {i.grade}", f"{i.place} {i.area}", f"{i.killed} {i.killed_groups}",
             f"{i.injured} {i.injured_groups}", f"{i.weapons} {i.actors}", " ".join(s.says for s in i.sources)]
            for i in summary.incidents
        ],
    )  # fmt: skip
    for item in summary.method:
        yield f"<p><b>{escape(item.label)}</b> {escape(item.says)}</p>"
    yield "".join(f"<p>{escape(text)}</p>" for text in (*summary.limits, *summary.attributions, summary.citation))
    yield "</body></html>"


def _html_table(head: list[str], rows: list[list[str]]) -> Iterator[str]:
    yield "<table><thead><tr>" + "".join(f"<th>{escape(cell)}</th>" for cell in head) + "</tr></thead>"
    for row in rows:
        yield "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>"
    yield "</table>"


if __name__ == "__main__":
    main()
