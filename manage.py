#!/usr/bin/env python3
"""Runs one of HarmWatch's commands; ``python manage.py help`` lists them."""

import os
import sys


def main() -> None:
    """Run the command; a database that is not running is said in one sentence."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "harmwatch.settings")
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line
    from django.db import OperationalError

    from harmwatch.unreachable import check_reachable, why_unreachable

    try:
        if sys.argv[1:2] == ["runserver"]:  # its reloader would print a traceback of its own
            check_reachable()
        execute_from_command_line(sys.argv)
    except OperationalError as error:
        raise SystemExit(why_unreachable(error)) from None
    except ImproperlyConfigured as error:
        raise SystemExit(
            f"The settings cannot be used: {error}\nالإعدادات غير صالحة، والسبب في السطر السابق."
        ) from None


if __name__ == "__main__":
    main()
