"""The desk's task of the queue: erasing what was only kept to answer somebody."""

from celery import shared_task

from incidents.review import corrections


@shared_task
def erase_replies() -> int:
    """Erase ways to reply that have been kept long enough after the answer; how many there were."""
    return corrections.erase_replies()
