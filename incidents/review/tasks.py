"""The desk's tasks of the queue: erasing what was only kept to answer somebody, and weighing what waits."""

from celery import shared_task

from incidents.models.desk.urgency import weigh_waiting_reports
from incidents.review import corrections


@shared_task
def erase_replies() -> int:
    """Erase ways to reply that have been kept long enough after the answer; how many there were."""
    return corrections.erase_replies()


@shared_task
def weigh_reports() -> int:
    """Weigh all reports that wait, for those that were passed over when something changed; how many wait."""
    return weigh_waiting_reports()
