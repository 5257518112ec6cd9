"""Weighs the reports that wait anew, after the weights were changed; see docs/review.md."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from incidents.models.desk.urgency import weigh_waiting_reports


class Command(BaseCommand):
    """Safe at any time; doing it twice changes nothing."""

    help = "Weigh the urgency of all reports that wait for review anew."

    def handle(self, *args: Any, **options: Any) -> None:
        """One statement for all of them."""
        self.stdout.write(f"{weigh_waiting_reports()} reports weighed.")
