"""How gunicorn serves HarmWatch, on a laptop and in a container alike. No visitor's address is written anywhere."""

import re

from gunicorn.glogging import Logger

from harmwatch import settings

_ADDRESS = re.compile(r"\bip=\S+")


class AddresslessLogger(Logger):  # type: ignore[misc]  # gunicorn has no type hints
    """Gunicorn names the sender of a malformed request; we leave the name out."""

    def warning(self, msg: object, *args: object, **kwargs: object) -> None:
        """Log a warning without the visitor's address."""
        super().warning(_ADDRESS.sub("ip=-", str(msg)), *args, **kwargs)


bind = f"{settings.HOST}:{settings.PORT}"
workers = settings.WEB_PROCESSES
worker_class = "gthread"
threads = 4
timeout = 60
graceful_timeout = 10
max_requests = 2000  # a new process now and then, whatever a library may keep
max_requests_jitter = 400
accesslog = None
errorlog = "-"
loglevel = "warning"
logger_class = AddresslessLogger
control_socket_disable = True
