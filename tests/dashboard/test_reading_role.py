"""The public wing can run on a database role that may read the record and the gazetteer, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import ProgrammingError, connection, transaction
from django.test import Client

from tests.dashboard import cast
from tests.dashboard.test_embeds import EMBEDS
from tests.dashboard.test_pages import PAGES

ROLE = "harmwatch_test_reader"
READABLE = (
    "record_incident", "record_claim", "record_source", "record_passage", "record_evidence", "record_change",
    "record_answer",
    "incidents_place",
)  # fmt: skip
FILES = [
    "map.json", "data/incidents.csv", "data/months.csv", "data/places.csv", "data/tables.xlsx", "data/months.svg",
    "api/v1/incidents", "api/v1/incidents/SY-2023-0001", "api/v1/totals", "api/v1/months", "api/v1/places",
    "api/v1/claims", "api/v1/openapi.json", "data/tables.gpkg", "data/incidents.geojson", "data/villages.svg",
    "cite/SY-2023-0001/", *EMBEDS,
]  # fmt: skip


@pytest.fixture
def reader(report: None) -> Iterator[None]:
    """All that follows is asked of the database by the reading role; undone with the test's transaction."""
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE ROLE {ROLE}")
        cursor.execute(f"GRANT {ROLE} TO CURRENT_USER")
        cursor.execute(f"GRANT SELECT ON {', '.join(READABLE)} TO {ROLE}")
        cursor.execute(f"SET LOCAL ROLE {ROLE}")
    yield
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")


@pytest.mark.django_db
@pytest.mark.parametrize("language", cast.LANGUAGES)
def test_every_public_page_and_file_needs_the_record_alone(
    client: Client, reader: None, today: Any, language: str
) -> None:
    for path in [*PAGES, *FILES]:
        answer = client.get(f"/{language}/{path}")
        assert answer.status_code == 200, path
        assert cast.body_of(answer), path
        assert not answer.cookies


@pytest.mark.django_db
def test_reading_role_may_not_read_the_desk_nor_write_the_record(reader: None) -> None:
    for command in ("SELECT * FROM incidents_report", "SELECT * FROM auth_user", "DELETE FROM record_incident"):
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            connection.cursor().execute(command)


@pytest.mark.django_db
def test_a_reviewer_who_reads_the_public_pages_leaves_no_trace_in_them(
    client: Client, report: None, today: Any
) -> None:
    client.force_login(User.objects.create_user("reviewer"), backend="django.contrib.auth.backends.ModelBackend")
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE ROLE {ROLE}")
        cursor.execute(f"GRANT {ROLE} TO CURRENT_USER")
        cursor.execute(f"GRANT SELECT ON {', '.join(READABLE)} TO {ROLE}")
        cursor.execute(f"SET LOCAL ROLE {ROLE}")
    for path in PAGES:
        answer = client.get(f"/ar/{path}")
        assert answer.status_code == 200
        assert not answer.cookies
        assert "Cookie" not in answer.get("Vary", "")
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
