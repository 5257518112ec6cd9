"""``manage.py load_gazetteer``: the places and admin areas that incidents are put on, from the shipped files."""

from __future__ import annotations

from argparse import ArgumentParser
from time import perf_counter
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import translation
from django.utils.translation import gettext as _

from incidents.gazetteer.loading import Loaded, load_gazetteer
from incidents.gazetteer.places import SHIPPED
from incidents.gazetteer.tables import TableError
from incidents.management.terminal import add_language, describe_faults


class Command(BaseCommand):
    """Safe to run at any time: it adds and corrects, and never deletes a place."""

    help = "Load the gazetteer (places and admin areas of Syria); may be repeated, never deletes a place."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """A file of one's own, the strict reading of licences, the language of the messages."""
        parser.add_argument("file", nargs="?", default=SHIPPED, help="CSV, plain or .gz; default: the shipped one.")
        parser.add_argument(
            "--strict-licences",
            action="store_true",
            help="Leave out Arabic names that rest on a list without a stated licence alone (docs/data.md).",
        )
        add_language(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        """Load, then say what was added, changed, kept and left out."""
        with translation.override(options["language"]):
            started = perf_counter()
            try:
                loaded = load_gazetteer(
                    by="load_gazetteer", path=options["file"], strict_licences=options["strict_licences"]
                )
            except TableError as error:
                raise CommandError(str(error)) from error
            self._report(loaded, perf_counter() - started)

    def _report(self, loaded: Loaded, seconds: float) -> None:
        for line in describe_faults(loaded.faults):
            self.stderr.write(line)
        self.stdout.write(
            _("Gazetteer: %(added)s places added, %(changed)s changed, %(kept)s kept as they were (%(seconds).1f s).")
            % {"added": loaded.added, "changed": loaded.changed, "kept": loaded.kept, "seconds": seconds}
        )
        if loaded.elsewhere:
            self.stdout.write(
                _("%(count)s places of the database are not in this file; they were left as they are.")
                % {"count": loaded.elsewhere}
            )
