"""A summary that is made on demand by the queue, with its progress; the PDF is kept as a file for some days."""

from __future__ import annotations

from datetime import timedelta
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils import timezone

#: Nobody took it, or it was put back after a stop: longer than that, and no worker runs.
WAITS_AT_MOST = timedelta(minutes=10)
#: A worker says where it is at every step; its time limit lies below this.
WORKS_AT_MOST = timedelta(minutes=3)
#: A worker that died takes it up again once; what kills two workers is not given to a third.
ATTEMPTS = 2


class JobState(models.TextChoices):
    """Where a job stands; ``failed`` says why in ``failure``."""

    WAITING = "waiting"
    WORKING = "working"
    DONE = "done"
    FAILED = "failed"


class Failure(models.TextChoices):
    """Why a job failed."""

    QUEUE = "queue"  # the queue could not be reached
    WAITED = "waited"  # no worker took it
    STOPPED = "stopped"  # it took too long, or the worker died
    ERROR = "error"  # it broke off


class SummaryJobQuerySet(models.QuerySet["SummaryJob"]):
    """Phrases about jobs."""

    def under_way(self) -> Self:
        """Waiting or being made."""
        return self.filter(state__in=[JobState.WAITING, JobState.WORKING])

    def take(self, key: str) -> bool:
        """Begin, or begin again after a worker died; False where it is no longer asked for, or has failed too often."""
        taken = self.under_way().filter(key=key, attempts__lt=ATTEMPTS)
        return bool(
            taken.update(state=JobState.WORKING, attempts=F("attempts") + 1, steps_done=0, changed_at=timezone.now())
        )

    def fail(self, failure: Failure) -> int:
        """End those of the set that have not ended."""
        return self.under_way().update(state=JobState.FAILED, failure=failure, changed_at=timezone.now())

    def fail_forgotten(self) -> None:
        """End what no worker took, and what was not heard of since a worker took it."""
        now = timezone.now()
        self.filter(state=JobState.WAITING, changed_at__lt=now - WAITS_AT_MOST).fail(Failure.WAITED)
        self.filter(state=JobState.WORKING, changed_at__lt=now - WORKS_AT_MOST).fail(Failure.STOPPED)


class SummaryJob(models.Model):
    """One PDF that readers asked for. ``key`` names all that its bytes depend on; it is the name of its file too.

    No part of the record: rows and files are thrown away after some days, and hold nothing of who asked.
    """

    key = models.CharField(max_length=64, unique=True)
    month = models.DateField(help_text="Its first day.")
    language = models.CharField(max_length=5)
    digits = models.CharField(max_length=4)
    as_of = models.DateTimeField()
    query = models.TextField(blank=True, help_text="The filter as words of an address, without period and as-of.")
    state = models.CharField(max_length=10, choices=JobState, default=JobState.WAITING)
    failure = models.CharField(max_length=10, choices=Failure, blank=True)
    steps_done = models.PositiveSmallIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    asked_at = models.DateTimeField(db_default=Now())
    changed_at = models.DateTimeField(db_default=Now())

    objects = SummaryJobQuerySet.as_manager()

    class Meta:
        db_table = "summary_job"
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="summary_job_failed_with_reason",
                condition=(Q(state="failed") & ~Q(failure="")) | (~Q(state="failed") & Q(failure="")),
            ),
        ]
        indexes = [models.Index(fields=["state", "changed_at"], name="summary_job_state")]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.language}: {self.state}"
