"""Indexes for the orders that a list of incidents is offered in."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('incidents', '0066_public_answers'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='publishedincident',
            index=models.Index(models.OrderBy(models.F('date_start'), nulls_last=True), models.F('code'), condition=models.Q(('superseded_at__isnull', True)), name='incident_now_earliest'),
        ),
        migrations.AddIndex(
            model_name='publishedincident',
            index=models.Index(models.OrderBy(models.F('killed_total_low'), descending=True, nulls_last=True), models.F('code'), condition=models.Q(('superseded_at__isnull', True)), name='incident_now_killed'),
        ),
        migrations.AddIndex(
            model_name='publishedincident',
            index=models.Index(models.OrderBy(models.F('injured_total_low'), descending=True, nulls_last=True), models.F('code'), condition=models.Q(('superseded_at__isnull', True)), name='incident_now_injured'),
        ),
    ]
