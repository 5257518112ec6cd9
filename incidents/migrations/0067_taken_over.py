"""From whom a report was taken over, so that both are told."""

from django.db import migrations, models

HALF = """
UPDATE incidents_report SET taken_by = '', taken_at = NULL WHERE (taken_by = '') <> (taken_at IS NULL);
"""


class Migration(migrations.Migration):
    dependencies = [("incidents", "0042_incident_orders")]

    operations = [
        migrations.AddField(
            "report",
            "taken_from",
            models.CharField(
                blank=True,
                db_default="",
                default="",
                help_text="The reviewer from whom it was taken over.",
                max_length=150,
            ),
        ),
        migrations.RunSQL(HALF, migrations.RunSQL.noop),
        migrations.AddConstraint(
            "report",
            models.CheckConstraint(
                name="report_taken_whole",
                condition=models.Q(taken_by="", taken_at__isnull=True, taken_from="")
                | (~models.Q(taken_by="") & models.Q(taken_at__isnull=False)),
            ),
        ),
    ]
