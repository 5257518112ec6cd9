"""Counters behind the stable public codes, such as ``SY-2023-0412``."""

from django.db import models


class CodeCounter(models.Model):
    """The last number given out under one prefix ("SY-2023"). Numbers are never given twice, gaps are harmless."""

    prefix = models.CharField(max_length=20, primary_key=True)
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.prefix}: {self.last}"
