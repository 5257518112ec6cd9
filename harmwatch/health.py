"""Whether the web server of this container answers: ``python -m harmwatch.health`` ends with 0 or 1."""

import sys

from harmwatch import settings
from harmwatch.run import answers

if __name__ == "__main__":
    sys.exit(0 if answers("127.0.0.1", settings.PORT) else 1)
