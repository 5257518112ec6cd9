"""Asking for a correction of what is public: the questions, and how an answer to them is stored."""

from __future__ import annotations

import hashlib

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy

from incidents.intake.fields import GuardedForm, LineField, StoredTextField
from incidents.models.audit import record_event
from incidents.models.desk.candidate import Decision
from incidents.models.desk.correction import CorrectionRequest
from incidents.models.record.incident import PublishedIncident

#: Who the audit trail names: readers have no account and no name.
READER = "reader"
LONGEST = 5_000
#: Unanswered requests that one incident can have: room for every honest one, none for a flood.
MOST_WAITING = 50


class CorrectionForm(GuardedForm):
    """What is wrong, where that can be checked, and how to reach who asks; only the first needs an answer."""

    text = StoredTextField(
        label=gettext_lazy("What is wrong, and what would be right?"),
        help_text=gettext_lazy("A number, a day, a place, a name, or that it did not happen. Any language."),
        longest=LONGEST,
        must_say_something=True,
        rows=6,
        error_messages={"required": gettext_lazy("Write what is to be corrected.")},
    )
    source = LineField(
        label=gettext_lazy("Where can it be checked?"),
        help_text=gettext_lazy("A link, a document, a publisher and a day."),
        longest=1000,
    )
    reply_to = LineField(
        label=gettext_lazy("How can you be reached, if you want a reply?"),
        help_text=gettext_lazy("Only if you want one. Without it nobody knows who asks."),
        longest=200,
    )

    def fingerprint(self) -> str:
        """The same for the same sending repeated: a second click, a reload."""
        given = self.cleaned_data
        parts = (given["token"].number, given["text"], given["source"], given["reply_to"])
        return hashlib.sha256("\x00".join(parts).encode()).hexdigest()


class TooManyWaiting(Exception):
    """The incident has as many unanswered requests as anybody can read."""


def store_request(incident: PublishedIncident, *, text: str, source: str, reply_to: str, fingerprint: str) -> None:
    """Store one request for the desk; the same sending again changes nothing. Raises TooManyWaiting.

    The audit trail says that there is one, never what it says.
    """
    mine = CorrectionRequest.objects.filter(code=incident.code, decision=Decision.PENDING)
    if mine.count() >= MOST_WAITING:
        raise TooManyWaiting
    try:
        with transaction.atomic():
            row = CorrectionRequest.objects.create(
                code=incident.code,
                about_version=incident.version,
                text=text,
                source=source,
                reply_to=reply_to,
                fingerprint=fingerprint,
                is_demonstration=incident.is_demonstration,
            )
            record_event("correction_requested", subject=f"correction {row.pk} of {row.code}", by=READER)
    except IntegrityError:
        if not CorrectionRequest.objects.filter(fingerprint=fingerprint).exists():
            raise
