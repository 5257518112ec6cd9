"""The record of the public pages, see tests/dashboard/cast.py."""

from tests.dashboard.conftest import english, places, report, today

__all__ = ["english", "places", "report", "today"]
