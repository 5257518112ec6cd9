"""Figures of which the source says that none were reported: kept apart from zero and from unknown, on both sides.

Published versions from before say nothing of the kind; their hashes stay as they are.
"""

import django.contrib.postgres.fields
from django.db import migrations, models

QUANTIFIERS = [
    ("exact", "exactly"),
    ("at_least", "at least"),
    ("more_than", "more than"),
    ("about", "about"),
    ("at_most", "at most"),
    ("less_than", "less than"),
    ("between", "between"),
    ("vague", "a vague word"),
    ("none_reported", "none reported"),
]


def none_reported() -> models.Field:
    words = models.CharField(max_length=30)
    return django.contrib.postgres.fields.ArrayField(base_field=words, blank=True, db_default=[], default=list, size=None)


class Migration(migrations.Migration):
    dependencies = [("incidents", "0064_marked_words")]

    operations = [
        migrations.AddField("publishedincident", "none_reported", none_reported()),
        migrations.AddField("publishedclaim", "none_reported", none_reported()),
        migrations.AlterField(
            "publishedevidence",
            "quantifier",
            models.CharField(blank=True, choices=QUANTIFIERS, max_length=16),
        ),
        migrations.AlterField("reportedfigure", "quantifier", models.CharField(choices=QUANTIFIERS, max_length=16)),
        migrations.AddField(
            "acceptedfigure",
            "none_reported",
            models.BooleanField(
                db_default=False, default=False, help_text="No number: the reports say that none were reported."
            ),
        ),
        migrations.AddConstraint(
            "reportedfigure",
            models.CheckConstraint(
                name="reported_none_has_no_number",
                condition=~models.Q(quantifier="none_reported") | models.Q(low=0, high__isnull=True),
            ),
        ),
        migrations.AddConstraint(
            "acceptedfigure",
            models.CheckConstraint(
                name="accepted_none_has_no_number",
                condition=models.Q(none_reported=False)
                | models.Q(low=0, best__isnull=True, high__isnull=True),
            ),
        ),
    ]
