"""``manage.py verify_summary FILE``: whether a PDF is an unaltered summary, and what has changed since."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import translation
from django.utils.translation import gettext as _

from incidents.management.terminal import add_language
from incidents.summaries.verification import Verdict, verify_file, verify_hash


class Command(BaseCommand):
    """Ends with 1 where the file is not what this site made."""

    help = "Say whether a PDF (or a SHA-256) is that of an unaltered summary, and what has changed since."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file or hash."""
        parser.add_argument("file", help="A PDF, or 64 characters of SHA-256.")
        add_language(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the verdict and the changes."""
        with translation.override(options["language"]):
            verdict = self._verdict(options["file"])
            if not verdict.is_good:
                raise CommandError(verdict.says)
            self.stdout.write(verdict.says)
            self._report(verdict)

    def _verdict(self, name: str) -> Verdict:
        path = Path(name)
        if not path.exists() and "/" not in name and "." not in name:
            return verify_hash(name)
        try:
            return verify_file(path.read_bytes())
        except OSError as error:
            words = {"path": name, "error": error.strerror}
            raise CommandError(_("%(path)s cannot be read: %(error)s") % words) from error

    def _report(self, verdict: Verdict) -> None:
        if verdict.corrected_by:
            later = verdict.corrected_by
            self.stdout.write(_("Corrected by %(code)s: %(reason)s") % {"code": later.code, "reason": later.reason})
        if verdict.change is None:
            self.stdout.write(_("Nothing has changed in the record of this month since."))
            return
        words = {"before": verdict.change.before, "after": verdict.change.after}
        self.stdout.write(_("Changed since; killed then %(before)s, now %(after)s:") % words)
        for code, what, reason in verdict.change.lines:
            self.stdout.write("  " + " · ".join(part for part in (code, what, reason) if part))
