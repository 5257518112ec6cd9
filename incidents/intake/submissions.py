"""What submitters can do with a receipt: find their submission, withdraw it, add a correction."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from incidents.intake.attachments import remove_files
from incidents.intake.receipts import receipt_hash
from incidents.intake.texts import as_stored
from incidents.models.audit import record_event
from incidents.models.desk.submission import Submission

#: Who the audit trail names: submitters have no account and no name.
SUBMITTER = "submitter"
LONGEST_REMARKS = 20_000


def find_submission(code: str) -> Submission | None:
    """The submission with this receipt (16 digits), with its report; None where there is none."""
    return Submission.objects.select_related("report").filter(receipt_hash=receipt_hash(code)).first()


@transaction.atomic
def withdraw_submission(submission: Submission, *, by: str = SUBMITTER) -> Submission:
    """Erase the private parts for good and mark the submission as withdrawn; doing it again changes nothing.

    The text stays with the reviewers, who see the mark: a report is never changed or deleted.
    """
    row = _locked(submission)
    if row.withdrawn_at is not None:
        return row
    # The files go before their rows: a row without its file can be withdrawn again, a file without its row is
    # found by nobody.
    files = list(row.attachments.all())
    remove_files(iter(files))
    row.attachments.all().delete()
    row.remark = row.place_hint = ""
    row.withdrawn_at = timezone.now()
    row.save(update_fields=["remark", "place_hint", "withdrawn_at"])
    record_event(
        "submission_withdrawn", subject=f"report {row.report_id}", by=by, changes={"files_erased": [len(files), 0]}
    )
    return row


@transaction.atomic
def add_correction(submission: Submission, *, remark: str, by: str = SUBMITTER) -> Submission:
    """Add a dated remark for the reviewers below the earlier ones. Raises ValidationError.

    The audit trail says that there is one, never what it says: the trail cannot be erased.
    """
    row = _locked(submission)
    if row.withdrawn_at is not None:
        raise ValidationError(_("This submission was withdrawn. Send a new report instead."))
    added = as_stored(remark)
    if not added:
        raise ValidationError(_("Write what is to be corrected."))
    dated = f"[{timezone.localdate().isoformat()}] {added}"
    whole = f"{row.remark}\n\n{dated}" if row.remark else dated
    if len(whole) > LONGEST_REMARKS:
        raise ValidationError(_("There is no room for more remarks here. Send a new report instead."))
    row.remark = whole
    row.save(update_fields=["remark"])
    record_event("submission_corrected", subject=f"report {row.report_id}", by=by)
    return row


def _locked(submission: Submission) -> Submission:
    return Submission.objects.select_for_update(of=("self",)).select_related("report").get(pk=submission.pk)
