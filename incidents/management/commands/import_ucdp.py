"""``manage.py import_ucdp``: a UCDP GED file into the record, under its dataset's name."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import translation
from django.utils.translation import gettext as _

from incidents.datasets.ucdp import SHIPPED, Imported, import_ucdp
from incidents.gazetteer.tables import TableError
from incidents.management.terminal import Progress, add_language, describe_faults
from incidents.models.place import Place
from incidents.models.record.incident import PublishedIncident
from incidents.vocabulary import Dataset


class Command(BaseCommand):
    """May be repeated, and goes on where it was broken off: events that are public already are passed over."""

    help = "Import events of the UCDP Georeferenced Event Dataset (CSV of 41 or 49 columns, plain or .gz)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file, whether it is for demonstration, the language of the messages."""
        parser.add_argument("file", nargs="?", default=SHIPPED, help="Default: the shipped events of Syria, 2016–2019.")
        parser.add_argument(
            "--demonstration", action="store_true", help="Mark the events, so that remove_demonstration removes them."
        )
        add_language(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        """Import, saying how far it is; then what was published, what was known and what was left out."""
        with translation.override(options["language"]):
            if not Place.objects.exists():
                raise CommandError(_("There are no places yet: run “manage.py load_gazetteer” first."))
            progress = Progress(self.stdout)
            try:
                done = import_ucdp(
                    by="import_ucdp",
                    path=options["file"],
                    is_demonstration=options["demonstration"],
                    tell=lambda read: progress.tell(_("%(count)s events read") % {"count": read}),
                )
            except TableError as error:
                raise CommandError(str(error)) from error
            finally:
                progress.end()
            self._report(done, demonstration=options["demonstration"])

    def _report(self, done: Imported, *, demonstration: bool) -> None:
        for line in describe_faults(done.faults):
            self.stderr.write(line)
        counts = {"published": done.published, "known": done.known}
        self.stdout.write(_("UCDP: %(published)s events published, %(known)s were public already.") % counts)
        if not demonstration and self._marked():
            self.stdout.write(
                _("Some UCDP events are demonstration data. To keep them, run remove_demonstration and import again.")
            )

    def _marked(self) -> bool:
        return PublishedIncident.objects.filter(dataset=Dataset.UCDP_GED, is_demonstration=True).exists()
