"""What the desk needs to keep besides: figures a reviewer set aside, incidents whose exact place must stay private."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("incidents", "0003_parts_within_wholes")]

    operations = [
        migrations.AddField(
            model_name="reportedfigure",
            name="set_aside_by",
            field=models.CharField(
                blank=True,
                default="",
                help_text="The reviewer who does not count on it; empty: it stands.",
                max_length=150,
            ),
        ),
        migrations.AddField(
            model_name="incident",
            name="is_restricted",
            field=models.BooleanField(
                default=False, help_text="Only the sub-district becomes public, and none of the reports' words."
            ),
        ),
    ]
