"""The record that the summaries are tried on: the one of the public pages, and a place for issued files."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.utils import translation

from tests.dashboard.conftest import places, report, today

__all__ = ["places", "report", "today"]


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Words are compared in English unless a test says otherwise."""
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def media(settings: LazySettings, tmp_path: Path) -> Path:
    """Issued PDFs of a test go to a folder of its own."""
    settings.MEDIA_ROOT = tmp_path
    return tmp_path
