"""The Celery application: finds the tasks of ``incidents`` and keeps the timetable of beat."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "harmwatch.settings")

app = Celery("harmwatch")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(["incidents.intake", "incidents.review", "incidents.summaries", "incidents.statistics"])
