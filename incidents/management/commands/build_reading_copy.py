"""``manage.py build_reading_copy``: makes the copy from which pages of a large record are counted, now."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from incidents.statistics.reading_copy.building import NotCopied, build


class Command(BaseCommand):
    """Safe at any time, while pages are read and incidents published."""

    help = "Make the reading copy anew (large records only; see docs/operations.md). The timetable does so by itself."

    def handle(self, *args: Any, **options: Any) -> None:
        """Build, and say how large it is and how long it took."""
        try:
            made = build()
        except NotCopied as reason:
            raise CommandError(str(reason)) from reason
        self.stdout.write(f"{made.rows:,} versions in {made.size / 1e6:.1f} MB, made in {made.took:.1f} s: {made.path}")
