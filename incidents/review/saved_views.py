"""Saved views of the queue: kept, listed and dropped by the one whose they are.

A personal bookmark is no decision on a report: it leaves no line in the audit trail.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from incidents.models.desk.saved_view import SavedView
from incidents.review.queue import QueueFilter

#: More than this nobody finds again.
MOST = 20


@dataclass(frozen=True, slots=True)
class ShownView:
    """One saved view as a link; ``is_here`` when it is what the page shows."""

    pk: int
    name: str
    query: str
    is_here: bool


def saved_views(account: User, chosen: QueueFilter) -> list[ShownView]:
    """A reviewer's own views, by name."""
    here = chosen.query()
    return [ShownView(row.pk, row.name, row.query or "?", row.query == here) for row in _own(account)]


@transaction.atomic
def save_view(account: User, *, name: str, chosen: QueueFilter) -> SavedView:
    """Keep a filter under a name; the same name again takes the new filter. Raises ValidationError."""
    name = " ".join(name.split())[:60]
    if not name:
        raise ValidationError(_("Give the view a name."))
    User.objects.select_for_update().get(pk=account.pk)  # two at once would both find room
    names = {row.name for row in _own(account)}
    if name not in names and len(names) >= MOST:
        raise ValidationError(_("You have %(most)s saved views; drop one first.") % {"most": MOST})
    row, _made = SavedView.objects.update_or_create(account=account, name=name, defaults={"query": chosen.query()})
    return row


def drop_view(account: User, *, pk: int) -> None:
    """Drop one of one's own views; another's, or one that is gone, is left alone."""
    SavedView.objects.filter(account=account, pk=pk).delete()


def _own(account: User) -> list[SavedView]:
    return list(SavedView.objects.filter(account=account))
