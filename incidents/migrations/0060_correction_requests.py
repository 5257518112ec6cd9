"""Requests for correction from the public, with their answers; the desk's history follows each answer."""

import django.db.models.functions.datetime
from django.db import migrations, models

HISTORY = """
CREATE TRIGGER desk_history AFTER UPDATE ON incidents_correctionrequest
    FOR EACH ROW EXECUTE FUNCTION desk_history();
"""
UNDO = "DROP TRIGGER desk_history ON incidents_correctionrequest;"
PENDING = models.Q(decision="pending")


class Migration(migrations.Migration):
    dependencies = [("incidents", "0040_record_indexes")]

    operations = [
        migrations.CreateModel(
            name="CorrectionRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "decision",
                    models.CharField(
                        choices=[("pending", "pending"), ("accepted", "accepted"), ("rejected", "rejected")],
                        default="pending",
                        max_length=10,
                    ),
                ),
                ("decided_by", models.CharField(blank=True, max_length=150)),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("decision_reason", models.TextField(blank=True)),
                ("code", models.CharField(db_index=True, max_length=30)),
                (
                    "about_version",
                    models.PositiveIntegerField(help_text="The public version that was current when it was asked."),
                ),
                ("text", models.TextField()),
                ("source", models.CharField(blank=True, help_text="Where it can be checked.", max_length=1000)),
                ("reply_to", models.CharField(blank=True, help_text="How to reach who asks; private.", max_length=200)),
                (
                    "fingerprint",
                    models.CharField(
                        editable=False,
                        help_text="Of one sending: the same again is stored once.",
                        max_length=64,
                        unique=True,
                    ),
                ),
                ("is_demonstration", models.BooleanField(default=False)),
                (
                    "received_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                ("carried_in", models.PositiveIntegerField(blank=True, null=True)),
            ],
            options={
                "ordering": ["received_at", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        name="correction_decision_is_whole",
                        condition=models.Q(decision="pending", decided_by="", decided_at__isnull=True)
                        | (~PENDING & ~models.Q(decided_by="") & models.Q(decided_at__isnull=False)),
                    ),
                    models.CheckConstraint(name="correction_has_text", condition=~models.Q(text="")),
                    models.CheckConstraint(
                        name="correction_has_answer",
                        condition=models.Q(decision="pending", decision_reason="")
                        | (~PENDING & ~models.Q(decision_reason="")),
                    ),
                    models.CheckConstraint(
                        name="correction_carried_if_accepted",
                        condition=models.Q(carried_in__isnull=True) | models.Q(decision="accepted"),
                    ),
                ],
            },
        ),
        migrations.RunSQL(HISTORY, UNDO),
    ]
