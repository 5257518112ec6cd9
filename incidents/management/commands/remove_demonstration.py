"""``manage.py remove_demonstration``: everything that load_demonstration brought, and nothing else."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import translation
from django.utils.translation import gettext as _

from incidents.demonstration.loading import remove_all
from incidents.management.terminal import add_language
from incidents.summaries.issues import remove_demonstration_issues

YES = ("yes", "y", "نعم")


class Command(BaseCommand):
    """Real reports, incidents and accounts, the gazetteer and the audit trail stay as they are."""

    help = "Remove the demonstration's events, reports, incidents, claims and accounts."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Whether to ask first."""
        parser.add_argument("--yes", action="store_true", help="Do not ask first.")
        add_language(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        """Ask, remove, say what was removed."""
        with translation.override(options["language"]):
            if not options["yes"] and not self._confirmed():
                raise CommandError(_("Nothing was removed."))
            removed = remove_all()
            remove_demonstration_issues(by="remove_demonstration")
            self.stdout.write(
                _(
                    "Removed: %(public)s published versions of incidents, %(claims)s of claims, %(reports)s reports, "
                    "%(accounts)s accounts. Real data was not touched."
                )
                % {
                    "public": removed["public incident"],
                    "claims": removed["public claim"],
                    "reports": removed["reports"],
                    "accounts": removed["accounts"],
                }
            )

    def _confirmed(self) -> bool:
        question = _("Remove all demonstration data for good? Type “yes”: ")
        try:
            return input(question).strip().casefold() in YES
        except EOFError:
            return False
