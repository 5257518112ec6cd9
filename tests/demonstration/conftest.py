"""The gazetteer, loaded once for this room's tests."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction

from incidents.gazetteer.loading import load_gazetteer


@pytest.fixture(scope="package")
def gazetteer(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The shipped places; the transaction that holds them is rolled back after the room's last test."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_gazetteer(by="test")
        yield
        transaction.set_rollback(True)
