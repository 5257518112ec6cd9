"""The door for answers to requests for correction: dated decisions, added and never changed."""

from __future__ import annotations

from dataclasses import asdict

from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from incidents.models.audit import record_event
from incidents.models.record.answer import AnswerKind, PublishedAnswer
from incidents.models.record.incident import PublishedIncident
from incidents.record.door import DoorError
from incidents.record.entries import AnswerEntry


@transaction.atomic
def publish_answer(entry: AnswerEntry, *, by: str) -> PublishedAnswer:
    """Make one decision on one request public, under the next number of its incident or the one that it has.

    Raises DoorError for an answer without words, and for an incident that was never public.
    """
    if entry.kind != AnswerKind.REOPENED and not entry.answer.strip():
        raise DoorError(_("Write the answer: what you decided, and why."))
    if not PublishedIncident.objects.filter(code=entry.code).exists():
        raise DoorError(_("%(code)s is not public.") % {"code": entry.code})
    number = entry.number or _next_number(entry.code)
    values = asdict(entry) | {"number": number, "published_at": timezone.now()}
    row = PublishedAnswer.objects.create(**values)
    record_event("publish_answer", subject=f"publishedanswer {entry.code} {number}", by=by, reason=entry.answer)
    return row


def _next_number(code: str) -> int:
    """The next number under a code, held for this transaction so that two at once get two."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 1))", [code])
    last = PublishedAnswer.objects.filter(code=code).aggregate(last=Max("number"))["last"]
    return (last or 0) + 1
