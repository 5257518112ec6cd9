"""``manage.py build_face``: the summaries' face, built before the first reader waits for it."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from incidents.typesetting.foundry import face_folder


class Command(BaseCommand):
    """Does nothing where the face is there already."""

    help = "Build the face of the summaries from the installed FiraGO, and say where it is."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Build it."""
        self.stdout.write(str(face_folder()))
