"""``manage.py load_demonstration``: a site with something to show, and accounts to look at it with."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation
from django.utils.translation import gettext as _

from incidents.demonstration.accounts import VARIABLE, make_accounts
from incidents.demonstration.loading import Carried, load_reports
from incidents.management.terminal import Progress, add_language
from incidents.models.place import Place
from incidents.review.accounts import DEMONSTRATION_NAMES
from incidents.review.moves import Role


class Command(BaseCommand):
    """May be repeated: what is there already is left as it is, what was broken off is finished."""

    help = "Load the demonstration: UCDP events of 2016-2019, forty invented reports, one account per role."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Without the events of UCDP it takes two seconds."""
        parser.add_argument("--without-ucdp", action="store_true", help="Only the reports and the accounts.")
        add_language(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        """Places if there are none, events, accounts, reports; the accounts' passwords last."""
        with translation.override(options["language"]):
            if not Place.objects.exists():
                call_command("load_gazetteer", language=options["language"], stdout=self.stdout, stderr=self.stderr)
            if not options["without_ucdp"]:
                call_command(
                    "import_ucdp",
                    demonstration=True,
                    language=options["language"],
                    stdout=self.stdout,
                    stderr=self.stderr,
                )
            accounts = self._accounts()
            self._load_reports()
            self._show(accounts)

    def _accounts(self) -> dict[str, str]:
        try:
            return make_accounts()
        except ValidationError as error:
            reasons = " ".join(error.messages)
            raise CommandError(
                _("%(variable)s cannot be used: %(reasons)s") % {"variable": VARIABLE, "reasons": reasons}
            ) from error

    def _load_reports(self) -> None:
        progress = Progress(self.stdout)
        try:
            carried = load_reports(
                reviewer=DEMONSTRATION_NAMES[Role.REVIEWER],
                editor=DEMONSTRATION_NAMES[Role.EDITOR],
                tell=lambda done, of: progress.tell(_("Reports: %(done)s of %(of)s") % {"done": done, "of": of}),
            )
        finally:
            progress.end()
        self._report(carried)

    def _report(self, carried: Carried) -> None:
        self.stdout.write(
            _(
                "Reports: %(new)s received, %(known)s were there already; %(corrected)s corrected by the reviewer, "
                "%(waiting)s left waiting in the queue."
            )
            % {
                "new": carried.reports,
                "known": carried.known,
                "corrected": carried.corrected,
                "waiting": carried.waiting,
            }
        )
        if carried.refused:
            self.stderr.write(
                _("%(count)s reports could not be published and wait in the queue.") % {"count": carried.refused}
            )

    def _show(self, accounts: dict[str, str]) -> None:
        self.stdout.write(_("Accounts for the demonstration (user name: password):"))
        for name, password in accounts.items():
            self.stdout.write(f"  {name}: {password or _('set earlier')}")
