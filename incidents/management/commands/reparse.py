"""``manage.py reparse``: what the present parser would read differently in stored reports, and storing it."""

from __future__ import annotations

from argparse import ArgumentParser
from collections import Counter
from dataclasses import dataclass, field
from time import perf_counter
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import translation
from django.utils.translation import gettext as _

from incidents.intake.comparison import ADDED, CHANGED, REMOVED
from incidents.intake.rereading import Reread, note_run, reports_read, reread, store_again
from incidents.management.terminal import Progress, add_language
from incidents.parsing import PARSER_VERSION

SIGNS = ((ADDED, "+"), (REMOVED, "−"), (CHANGED, "~"))


@dataclass(slots=True)
class Sums:
    """What a run comes to over all reports."""

    changed: int = 0
    reviewed: int = 0
    failed: int = 0
    same_version: int = 0
    stored: int = 0
    subjects: Counter[str] = field(default_factory=Counter)
    figures: Counter[str] = field(default_factory=Counter)

    def add(self, outcome: Reread) -> None:
        """Count one report in."""
        self.changed += bool(outcome.comparison)
        self.reviewed += outcome.is_reviewed and bool(outcome.comparison)
        self.failed += bool(outcome.error)
        self.same_version += bool(outcome.comparison) and outcome.read_by == PARSER_VERSION
        self.subjects += outcome.comparison.subjects
        self.figures += outcome.comparison.figures


class Command(BaseCommand):
    """Writes nothing unless asked to; may be broken off and run again, what is stored stays stored."""

    help = (
        "Read stored reports again with the present parser and show what would change, figure by figure. "
        "With --apply, store the new readings of reports that no reviewer has worked on."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which reports, whether to store, how much to say."""
        parser.add_argument("reports", nargs="*", type=int, help="numbers of reports; all where none is given")
        parser.add_argument("--apply", action="store_true", help="store the new readings")
        parser.add_argument("--details", action="store_true", help="name every value before and after")
        add_language(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        """Go through the reports, one at a time, and sum up."""
        with translation.override(options["language"]):
            rows = reports_read(options["reports"])
            total, sums, started = rows.count(), Sums(), perf_counter()
            progress = Progress(self.stderr)
            self._say_head()
            for number, report in enumerate(rows.iterator(chunk_size=200), start=1):
                outcome = reread(report)
                sums.add(outcome)
                if outcome.comparison or outcome.error:
                    self._say(outcome, details=options["details"])
                if options["apply"] and outcome.is_wanted:
                    sums.stored += store_again(report.pk)
                progress.tell(_how_far(number, total, perf_counter() - started))
            progress.end()
            if options["apply"]:
                note_run(stored=sums.stored)
            self._say_sum(sums, total, applied=options["apply"])

    def _say_head(self) -> None:
        report, state, subjects, figures = _("Report"), _("State"), _("Incidents, claims"), _("Figures")
        self.stdout.write(f"{report:>8}  {state:<10}  {subjects:<20}  {figures}")

    def _say(self, outcome: Reread, *, details: bool) -> None:
        compared = outcome.comparison
        state = _("reviewed, stays") if outcome.is_reviewed else str(outcome.report.state)
        told = outcome.error or f"{_signed(compared.subjects):<20}  {_signed(compared.figures):<20}"
        self.stdout.write(f"{outcome.report.pk:>8}  {state:<10}  {told}".rstrip())
        for change in compared.changes if details else ():
            sign = dict(SIGNS)[change.what]
            self.stdout.write(f"{'':>10}{sign} {change.title}")
            for line in change.details:
                self.stdout.write(f"{'':>14}{line}")

    def _say_sum(self, sums: Sums, total: int, *, applied: bool) -> None:
        values = {"version": PARSER_VERSION, "total": total, "changed": sums.changed, "failed": sums.failed}
        self.stdout.write(
            _("Parser %(version)s, %(total)s reports: %(changed)s would be read differently, %(failed)s not at all.")
            % values
        )
        self.stdout.write(
            f"{_('Incidents, claims')}: {_signed(sums.subjects)}  {_('Figures')}: {_signed(sums.figures)}"
        )
        self.stdout.write(_("Signs: + added, − removed, ~ changed."))
        self.stdout.write(
            _("%(reviewed)s of these reports have been worked on by reviewers and stay as they are.")
            % {"reviewed": sums.reviewed}
        )
        if sums.same_version:
            self.stdout.write(
                _("%(count)s of them were read by this very version: raise PARSER_VERSION to store what differs.")
                % {"count": sums.same_version}
            )
        if applied:
            self.stdout.write(_("%(stored)s new readings stored.") % {"stored": sums.stored})
        else:
            self.stdout.write(_("Nothing was stored: --apply stores the new readings."))


def _how_far(number: int, total: int, seconds: float) -> str:
    left = seconds / number * (total - number)
    values = {"number": number, "total": total, "left": round(left)}
    return _("%(number)s of %(total)s reports, about %(left)s s left") % values


def _signed(counts: Counter[str]) -> str:
    return " ".join(f"{sign}{counts[what]}" for what, sign in SIGNS)
