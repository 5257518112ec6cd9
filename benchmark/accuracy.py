"""Scores the parser on the benchmark and compares it with the last recorded run, set by set and document by document.

python benchmark/accuracy.py             # print scores, gains and losses
python benchmark/accuracy.py --record    # the same, then keep this run as the one to compare with
python benchmark/accuracy.py FILE ...    # score other annotated reports in the same shape (nothing is recorded)
"""

from __future__ import annotations

import argparse
import io
import json
import re
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any, TextIO

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))  # run as a script, Python looks for modules beside the script only

from benchmark import score  # noqa: E402
from incidents.parsing import PARSER_VERSION  # noqa: E402
from incidents.parsing.interchange import as_document  # noqa: E402
from incidents.parsing.place_index import PlaceIndex, read_gazetteer  # noqa: E402
from incidents.parsing.reader import parse_report  # noqa: E402

SETS = (HERE / "reports_ar.jsonl", HERE / "reports_en.jsonl")
RECORDED = HERE / "recorded.json"
GAZETTEER = HERE.parent / "incidents/data/gazetteer/syria_places.csv.gz"

_LINE = re.compile(
    r"^(?P<name>\S.*?) +P \S+ +R \S+ +F1 (?P<f1>\S+) +"
    r"\(hit (?P<hit>\d+), missed (?P<missed>\d+), false (?P<false>\d+)\)"
)

Document = dict[str, Any]

# The scorer runs alone as well and is not typed.
_score: Callable[..., float] = score.score
_read_gold: Callable[[Path], list[Document]] = score.read


@dataclass(frozen=True, slots=True)
class DocumentScore:
    """The facts of one document: how many agree, are missing, or are not in the gold."""

    hit: int
    missed: int
    false: int

    @property
    def f1(self) -> float:
        """1.0 for a document without facts that was left without any."""
        facts = 2 * self.hit + self.missed + self.false
        return 2 * self.hit / facts if facts else 1.0


@dataclass(frozen=True, slots=True)
class SetScore:
    """One set: F1 of each line of the scorer's table, of all facts, and the score of each document."""

    lines: dict[str, float]
    documents: dict[str, DocumentScore]

    @property
    def f1(self) -> float:
        return self.lines["ALL FACTS"]


def predict(gold: Iterable[Document], index: PlaceIndex) -> list[Document]:
    """What the parser reads in each document, in the shape of the gold."""
    return [{"id": document["id"], **as_document(_read(document, index))} for document in gold]


def _read(document: Document, index: PlaceIndex) -> Any:
    day = document.get("published_on")
    return parse_report(document["text"], published_on=date.fromisoformat(day) if day else None, places=index)


def score_set(gold: Sequence[Document], predicted: Sequence[Document], show: TextIO | None = None) -> SetScore:
    """The scores of one set. ``show`` receives every error and the scorer's table."""
    table = io.StringIO()
    _score(gold, predicted, show is not None, show or table)
    if show is not None:
        _score(gold, predicted, False, table)
    lines = {m["name"].strip(): float(m["f1"]) for line in table.getvalue().splitlines() if (m := _LINE.match(line))}
    by_id = {document["id"]: document for document in predicted}
    return SetScore(lines, {document["id"]: _score_document(document, by_id[document["id"]]) for document in gold})


def _score_document(gold: Document, predicted: Document) -> DocumentScore:
    table = io.StringIO()
    _score([gold], [predicted], False, table)
    matches = [match for line in table.getvalue().splitlines() if (match := _LINE.match(line))]
    facts = next(match for match in matches if match["name"].startswith("ALL FACTS"))
    return DocumentScore(int(facts["hit"]), int(facts["missed"]), int(facts["false"]))


def compare(now: SetScore, recorded: dict[str, Any]) -> list[str]:
    """One line for each document whose facts changed since the recorded run, losses first."""
    changed: list[tuple[float, str]] = []
    for key, current in now.documents.items():
        before = recorded.get("documents", {}).get(key)
        if before is None and recorded:
            changed.append((0.0, f"  new   {key}: {current.f1:.2f}"))
        elif before is not None and before != asdict(current):
            known = DocumentScore(**before)
            gain = current.f1 - known.f1
            word = "gain " if gain > 0 else "loss " if gain < 0 else "other"
            changed.append((gain, f"  {word} {key}: {known.f1:.2f} -> {current.f1:.2f}"))
    return [line for _, line in sorted(changed)]


def report(name: str, now: SetScore, recorded: dict[str, Any], seconds: float, out: TextIO) -> None:
    """Prints one set: its scores beside those recorded, and the documents that changed."""
    before = recorded.get("lines", {})
    print(f"{name}: {len(now.documents)} documents in {seconds:.2f} s", file=out)
    for line, f1 in now.lines.items():
        change = f"  ({f1 - before[line]:+.3f})" if line in before and abs(f1 - before[line]) >= 0.0005 else ""
        print(f"  {line:17} F1 {f1:.3f}{change}", file=out)
    for line in compare(now, recorded):
        print(line, file=out)


def main() -> int:
    """Scores the sets; with ``--at-least`` ends with 1 where the F1 of all facts of a set is below it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path, help="annotated reports to score instead of the benchmark")
    parser.add_argument("--record", action="store_true", help="keep this run as the one to compare with")
    parser.add_argument("--show", action="store_true", help="list every error")
    parser.add_argument("--half", choices=("odd", "even"), help="only documents at odd or even positions, from 1")
    parser.add_argument("--at-least", type=float, default=0.0)
    options = parser.parse_args()
    recorded = json.loads(RECORDED.read_text("utf-8")) if RECORDED.exists() and not options.files else {}
    index = PlaceIndex.from_rows(read_gazetteer(GAZETTEER))
    found: dict[str, SetScore] = {}
    for path in options.files or SETS:
        gold = _read_gold(path)
        if options.half:
            gold = gold[0 if options.half == "odd" else 1 :: 2]
        started = time.perf_counter()
        predicted = predict(gold, index)
        seconds = time.perf_counter() - started
        found[path.name] = score_set(gold, predicted, sys.stdout if options.show else None)
        report(path.name, found[path.name], recorded.get("sets", {}).get(path.name, {}), seconds, sys.stdout)
    if options.record and not options.files:
        _record(found)
    return int(any(each.f1 < options.at_least for each in found.values()))


def _record(found: dict[str, SetScore]) -> None:
    kept = {
        "parser_version": PARSER_VERSION,
        "sets": {
            name: {"lines": each.lines, "documents": {key: asdict(value) for key, value in each.documents.items()}}
            for name, each in found.items()
        },
    }
    RECORDED.write_text(json.dumps(kept, ensure_ascii=False, indent=1) + "\n", "utf-8")
    print(f"recorded in {RECORDED.name}")


if __name__ == "__main__":
    sys.exit(main())
