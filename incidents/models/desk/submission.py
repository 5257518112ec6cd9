"""Submissions: what a submitter added to a report for the reviewers alone. Private and erasable."""

from django.db import models

from incidents.models.desk.report import Report


class Submission(models.Model):
    """The private side of a report that came by the form: its receipt, the remark, the place as the submitter knows it.

    No address, user agent or account is kept. Of the receipt code only a slow hash is stored.
    """

    report = models.OneToOneField(Report, on_delete=models.CASCADE, related_name="submission")
    receipt_hash = models.CharField(max_length=64, unique=True, editable=False)
    remark = models.TextField(blank=True)
    place_hint = models.CharField(max_length=200, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"submission of report {self.report_id}"
