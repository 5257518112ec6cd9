"""What the desk's tests are made of: reports and readings made by hand, word by word."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from incidents.models.desk.candidate import Candidate
from incidents.models.desk.claim import ReportedClaim
from incidents.models.desk.reading import Reading
from incidents.models.desk.report import Report, ReportState
from incidents.models.desk.submission import Submission

CASES = Path(__file__).parent / "cases"
Row = tuple[Any, ...]
PASSWORD = "correct horse battery"
REMARK = "SECRET-REMARK my cousin saw it from the school roof"
PLACE_HINT = "SECRET-HINT second house behind the mosque"

SEED = (CASES / "seed.txt").read_text(encoding="utf-8").rstrip("\n")
#: A second, short report of the first attack by another publisher.
SECOND = (
    "إدلب – مراسلنا. نزح أهالي القرية إلى الشمال.\n"
    "قُتل 12 مدنياً بينهم 8 أطفال بقصف مدفعي على قرية قوقفين يوم 7 تشرين الثاني 2023. وعاد الهدوء مساءً."
)


class Desk:
    """Makes reports and readings; spans are given as words, since offsets in such a text cannot be read by eye."""

    def report(self, text: str, **fields: Any) -> Report:
        """A report that came by the form, with a remark and a place hint that must never become public."""
        values = {"language": "ar", "state": ReportState.PARSED, "publisher": "شبكة أخبار"} | fields
        report = Report.objects.create(text=text, **values)
        Submission.objects.create(report=report, receipt_hash=f"hash-{report.pk}", remark=REMARK, place_hint=PLACE_HINT)
        return report

    def reading(self, report: Report, version: str = "1.0") -> Reading:
        return Reading.objects.create(report=report, parser_version=version, language=report.language, took_ms=4.2)

    def candidate(self, reading: Reading, figures: list[Row], findings: Sequence[Row] = (), **fields: Any) -> Candidate:
        """``figures`` are (outcome, group, low, high, words); ``findings`` are (kind, value, words)."""
        fields.setdefault("ordinal", reading.candidates.count())
        candidate = Candidate.objects.create(reading=reading, **fields)
        self.fill(candidate, figures, findings)
        return candidate

    def claim(self, reading: Reading, figures: list[Row], findings: Sequence[Row] = (), **fields: Any) -> ReportedClaim:
        fields.setdefault("ordinal", reading.claims.count())
        claim = ReportedClaim.objects.create(reading=reading, **fields)
        self.fill(claim, figures, findings)
        return claim

    def fill(self, owner: Candidate | ReportedClaim, figures: Sequence[Row], findings: Sequence[Row]) -> None:
        text = owner.reading.report.text
        link = "candidate" if isinstance(owner, Candidate) else "claim"
        for outcome, group, low, high, words in figures:
            start, end = span_of(text, words)
            quantifier = "exact" if low == high else "more_than"
            owner.reported_figures.create(
                outcome=outcome,
                group=group,
                low=low,
                high=high,
                quantifier=quantifier,
                start=start,
                end=end,
                rule="test",
            )
        for kind, value, words in findings:
            start, end = span_of(text, words)
            owner.reading.findings.create(**{link: owner}, kind=kind, value=value, start=start, end=end, rule="test")


def span_of(text: str, words: str) -> tuple[int, int]:
    """Where the words stand; "…words…" with a bar in front, "3|words", means their third occurrence."""
    nth, _bar, rest = words.partition("|") if words[:1].isdigit() and words[1:2] == "|" else ("1", "", words)
    start = -1
    for _round in range(int(nth)):
        start = text.index(rest, start + 1)
    return start, start + len(rest)


def candidates_of(report: Report) -> list[Candidate]:
    """The candidates of a report's only reading, in their order."""
    return list(Candidate.objects.filter(reading__report=report).order_by("ordinal"))


def claim_of(report: Report) -> ReportedClaim:
    return ReportedClaim.objects.get(reading__report=report)
