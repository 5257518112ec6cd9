"""``manage.py setup_roles``: makes the groups and permissions of the desk say what the table of moves says."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from incidents.review.accounts import set_up_roles
from incidents.review.moves import ALLOWED, Role


class Command(BaseCommand):
    help = "Make the roles of the desk say what the table of moves says. Runs after each migration by itself."

    def handle(self, *args: Any, **options: Any) -> None:
        set_up_roles()
        for role in Role:
            moves = [move.value for move, roles in ALLOWED.items() if role in roles]
            self.stdout.write(f"{role.value}: {', '.join(moves)}")
