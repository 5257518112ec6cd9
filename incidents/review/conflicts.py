"""What a reviewer is told when another one was first."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _


class ReviewConflict(ValidationError):
    """The subject of a move is no longer in the state that the reviewer saw. Says who was first, and when."""

    def __init__(self, subject: str, *, state: str, who: str = "", when: datetime | None = None) -> None:
        self.who = who
        if who and when:
            at = date_format(localtime(when), "DATETIME_FORMAT")
            message = _("%(who)s was first: %(subject)s has been “%(state)s” since %(at)s. Nothing of yours was lost.")
            params = {"who": who, "subject": subject, "state": state, "at": at}
        else:
            message = _("%(subject)s has changed meanwhile and is now “%(state)s”. Look at it again before you decide.")
            params = {"subject": subject, "state": state}
        super().__init__(message % params, code="conflict")
