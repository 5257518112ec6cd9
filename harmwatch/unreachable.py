"""What to say when the database does not answer."""

from pathlib import Path

from django.conf import settings
from django.db import OperationalError, connection

from harmwatch.addresses import socket_folder


def why_unreachable(error: OperationalError) -> str:
    """One sentence in each language with what to do. Raises the error again when the database does answer."""
    if answers():
        raise error
    if settings.EMBEDDED_DATABASE:
        folder = socket_folder(Path(settings.VAR_DIR))
        return (
            f"The embedded database is not running (no answer in {folder}): start it with `make db` or `make run`.\n"
            "قاعدة البيانات المضمّنة متوقفة: شغّلها بالأمر make db أو شغّل كل شيء بالأمر make run."
        )
    reason = " ".join(str(error).split())
    return (
        f"The database named in DATABASE_URL does not answer: {reason}\n"
        "قاعدة البيانات المحددة في DATABASE_URL لا تستجيب."
    )


def check_reachable() -> None:
    """Raise OperationalError unless the database answers."""
    connection.ensure_connection()
    connection.close()


def answers() -> bool:
    """Whether the database can be reached."""
    try:
        connection.ensure_connection()
    except OperationalError:
        return False
    return True
