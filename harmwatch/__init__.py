"""The project around the application: settings, addresses, the queue and the embedded servers."""

from harmwatch.celery import app as celery_app

__version__ = "0.1.0"
__all__ = ["celery_app"]
