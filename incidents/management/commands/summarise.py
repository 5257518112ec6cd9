"""``manage.py summarise 2023-11 --lang ar``: issue a month's summary, or write one made on demand to a file."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from time import perf_counter
from typing import Any
from urllib.parse import parse_qs

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation
from django.utils.translation import gettext as _

from incidents.management.terminal import add_language
from incidents.summaries.issues import issue_month, path_of
from incidents.summaries.months import SummaryError
from incidents.summaries.requests import asked_for
from incidents.summaries.typeset import typeset


class Command(BaseCommand):
    """Issues by default; with ``--output`` it writes a PDF made on demand and issues nothing."""

    help = "Issue the PDF summary of a month that is over, or write one made on demand to a file."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The month, the languages, and for a PDF on demand its file, moment and filter."""
        parser.add_argument("month", help="Such as 2023-11.")
        parser.add_argument("--lang", action="append", metavar="LANG", help="ar or en; may be repeated; default: all.")
        parser.add_argument("--reason", default="", help="Public: why a month that was issued already is corrected.")
        parser.add_argument("--output", metavar="FILE", help="Write a PDF made on demand to FILE; for one language.")
        parser.add_argument("--as-of", default="", help="With --output: as the record stood then, 2024-01-31.")
        parser.add_argument("--filter", default="", help="With --output: as in an address, place=SY07&weapon=drone.")
        parser.add_argument("--digits", default="latn", help="With --output: latn (1, 2, 3) or arab (١، ٢، ٣).")
        add_language(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        """Say what was made, where it is and how long it took."""
        languages = options["lang"] or [code for code, _name in settings.LANGUAGES]
        with translation.override(options["language"]):
            try:
                self._write(languages, options) if options["output"] else self._issue(languages, options)
            except SummaryError as error:
                raise CommandError(str(error)) from error

    def _issue(self, languages: list[str], options: dict[str, Any]) -> None:
        if options["as_of"] or options["filter"] or options["digits"] != "latn":
            raise CommandError(_("--as-of, --filter and --digits are for --output: an issue shows all, as of now."))
        month = asked_for(options["month"], language=languages[0], query={}).month
        started = perf_counter()
        for issue in issue_month(month, languages=languages, by="summarise", reason=options["reason"]):
            words = {"code": issue.code, "path": path_of(issue), "sha256": issue.sha256}
            self.stdout.write(_("%(code)s: %(path)s, SHA-256 %(sha256)s") % words)
        self.stdout.write(_("Done in %(seconds).1f s.") % {"seconds": perf_counter() - started})

    def _write(self, languages: list[str], options: dict[str, Any]) -> None:
        if len(languages) != 1:
            raise CommandError(_("Name one language with --lang: a file holds one."))
        query = {**parse_qs(options["filter"]), "digits": [options["digits"]], "as_of": [options["as_of"]]}
        asked = asked_for(options["month"], language=languages[0], query=query)
        content = typeset(asked.summary())
        try:
            Path(options["output"]).write_bytes(content)
        except OSError as error:
            words = {"path": options["output"], "error": error.strerror}
            raise CommandError(_("%(path)s cannot be written: %(error)s") % words) from error
        self.stdout.write(_("%(path)s: %(size)s bytes") % {"path": options["output"], "size": len(content)})
