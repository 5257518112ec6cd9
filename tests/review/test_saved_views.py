"""Saved views of the queue: each reviewer's own."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.test import Client

from incidents.models.desk.report import Report
from incidents.models.desk.saved_view import SavedView
from incidents.review.queue import QueueFilter
from incidents.review.saved_views import MOST, save_view
from tests.review.pages import LANGUAGES, address

At = Callable[[str], Client]
QUERY = "?flags=yes&order=harm"


@pytest.mark.parametrize("language", LANGUAGES)
def test_view_is_kept_followed_and_dropped_without_script(
    at_desk: At, seed: Report, second_report: Report, language: str
) -> None:
    client, queue = at_desk("reviewer"), address("queue", language=language)
    kept = client.post(address("save_view", language=language) + QUERY, {"name": " عاجل  اليوم ", "move": "save"})
    assert kept["Location"] == queue + QUERY
    response = client.get(queue)
    (view,) = response.context["saved_views"]
    assert (view.name, view.query, view.is_here) == ("عاجل اليوم", QUERY, False)
    followed = client.get(queue + view.query)
    assert [line.report for line in followed.context["lines"]] == [seed]
    assert followed.context["saved_views"][0].is_here
    client.post(address("save_view", language=language), {"move": "drop", "view": view.pk})
    assert client.get(queue).context["saved_views"] == []


def test_view_of_another_is_neither_seen_nor_dropped(at_desk: At, accounts: dict[str, User]) -> None:
    row = save_view(accounts["editor"], name="mine", chosen=QueueFilter(lang="ar"))
    client = at_desk("reviewer")
    assert client.get(address("queue")).context["saved_views"] == []
    client.post(address("save_view"), {"move": "drop", "view": row.pk})
    assert SavedView.objects.filter(pk=row.pk).exists()


@pytest.mark.parametrize("view", ["", "nonsense", "٣", "9" * 40])
def test_drop_of_nothing_changes_nothing(at_desk: At, accounts: dict[str, User], view: str) -> None:
    save_view(accounts["reviewer"], name="mine", chosen=QueueFilter())
    assert at_desk("reviewer").post(address("save_view"), {"move": "drop", "view": view}).status_code == 302
    assert SavedView.objects.count() == 1


def test_the_same_name_takes_the_new_filter(accounts: dict[str, User]) -> None:
    save_view(accounts["reviewer"], name="mine", chosen=QueueFilter(lang="ar"))
    assert save_view(accounts["reviewer"], name="mine", chosen=QueueFilter(lang="en")).query == "?lang=en"
    assert SavedView.objects.count() == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_view_without_name_or_beyond_the_most_is_refused(at_desk: At, accounts: dict[str, User], language: str) -> None:
    client, path = at_desk("reviewer"), address("save_view", language=language)
    told = client.post(path, {"name": " "}, follow=True)
    assert [str(message.level_tag) for message in told.context["messages"]] == ["error"]
    for number in range(MOST):
        save_view(accounts["reviewer"], name=str(number), chosen=QueueFilter())
    client.post(path, {"name": "one more"})
    assert SavedView.objects.count() == MOST


@pytest.mark.parametrize("name", ["visitor", ""])
def test_nobody_else_keeps_views(at_desk: At, name: str) -> None:
    assert at_desk(name).post(address("save_view"), {"name": "mine"}).status_code == (403 if name else 302)
    assert not SavedView.objects.exists()


def test_two_views_of_one_name_are_refused_by_the_database(accounts: dict[str, User]) -> None:
    SavedView.objects.create(account=accounts["editor"], name="mine")
    with pytest.raises(IntegrityError), transaction.atomic():
        SavedView.objects.create(account=accounts["editor"], name="mine")
