"""The journal of what changed in the record and the gazetteer: which rows, by which transaction of the database.

Written by triggers, so that nothing changes unseen, whoever writes. Pages are told by it whether they are still good,
and the reading copy which rows to take in anew. ``incidents.statistics.journal`` removes what is not needed any more,
and marks it by a line of its own; other lines must stay.
"""

from django.db import models


class RecordChange(models.Model):
    """One statement that added, closed or deleted rows of ``table``: all of them lie between two numbers.

    ``transaction`` is PostgreSQL's number of the transaction. Moments would not do: a transaction that began first may
    end last, and then what it wrote would seem old to whoever had looked in between.
    """

    table = models.CharField(max_length=40)
    first = models.BigIntegerField()
    last = models.BigIntegerField()
    transaction = models.BigIntegerField()

    class Meta:
        db_table = "record_change"
        indexes = [models.Index(name="record_change_of_table", fields=["table", "transaction"])]

    def __str__(self) -> str:
        return f"{self.table} {self.first}–{self.last}"
