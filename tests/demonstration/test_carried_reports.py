"""The demonstration's reports, carried through the real pipeline to what a careful reader has."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.db import transaction

from incidents.demonstration.examples import ANNOTATED, Example, read_examples
from incidents.demonstration.loading import Carried, load_reports
from incidents.models.audit import AuditEvent
from incidents.models.desk.candidate import Candidate
from incidents.models.desk.report import Report
from incidents.models.record.claim import PublishedClaim
from incidents.models.record.incident import PublishedIncident

EXAMPLES = {example.id: example for example in read_examples()}
DECIDED = [example for example in EXAMPLES.values() if not example.waiting]


def killed(row: PublishedIncident | PublishedClaim) -> int:
    """The least killed of a published row."""
    bounds = row.bounds("killed", "total")
    assert bounds is not None
    return bounds.low


@pytest.fixture(scope="module")
def loaded(gazetteer: None, django_db_blocker: Any) -> Iterator[Carried]:
    """The demonstration's reports, carried through once; the transaction is rolled back after the module."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield load_reports(reviewer="reviewer", editor="editor")
        transaction.set_rollback(True)


def test_demonstration_holds_forty_reports_in_both_languages() -> None:
    languages = [example.language for example in EXAMPLES.values()]

    assert (len(EXAMPLES), languages.count("ar"), languages.count("en")) == (40, 28, 12)
    assert [example.id[-3:] for example in EXAMPLES.values() if example.waiting] == [
        *("029", "030", "037", "038", "039", "040")
    ]


@pytest.mark.parametrize("example", EXAMPLES.values(), ids=EXAMPLES)
def test_every_expected_figure_rests_on_words_of_its_text(example: Example) -> None:
    told = [*(each.figures for each in example.incidents), *(each.figures for each in example.claims)]
    assert told
    for figures in told:
        assert figures
        for figure in figures.values():
            start, end = figure.span_in(example.text)
            assert example.text[start:end].strip() == example.text[start:end] != ""


#: Reports whose incident an earlier one told already, and the one that a later one revised.
TOLD_AGAIN = ("demo-016", "demo-006")


@pytest.mark.django_db
def test_everything_decided_is_published_as_a_careful_reader_has_it(loaded: Carried) -> None:
    assert (loaded.reports, loaded.known, loaded.waiting, loaded.refused) == (40, 0, 6, 0)
    published = list(PublishedIncident.objects.as_of(None).order_by("date_start", "code").select_related("place"))
    expected = [incident for example in DECIDED for incident in example.incidents if example.id not in TOLD_AGAIN]
    assert len(published) == len(expected) == 28
    for row, wanted in zip(published, sorted(expected, key=lambda each: each.date_start), strict=True):
        assert (row.date_start, row.date_end) == (wanted.date_start, wanted.date_end)
        assert row.place is not None
        assert set(row.weapons) == set(wanted.weapons)
        assert set(row.actors) == set(wanted.actors)
        for key in ANNOTATED:
            bounds, figure = row.bounds(*key), wanted.figures.get(key)
            assert (bounds and (bounds.low, bounds.high)) == (figure and (figure.low, figure.high)), (row.code, key)


@pytest.mark.django_db
def test_claims_are_published_apart_from_incidents(loaded: Carried) -> None:
    claims = PublishedClaim.objects.as_of(None).order_by("period_start")
    assert [claim.period_start for claim in claims] == [
        claim.period_start for example in DECIDED for claim in example.claims
    ]
    assert [killed(claim) for claim in claims] == [11, 9, 18, 22, 7]


@pytest.mark.django_db
def test_second_report_revises_the_toll_of_the_first(loaded: Carried) -> None:
    first, second = PublishedIncident.objects.filter(date_start=date(2024, 3, 16)).order_by("version")
    assert (killed(first), first.grade, first.report_count) == (3, "weak", 1)
    assert (killed(second), second.grade, second.report_count, second.origin_count) == (4, "fair", 2, 2)
    assert second.code == first.code
    assert second.reason


@pytest.mark.django_db
def test_reprint_of_one_statement_adds_a_report_and_no_origin(loaded: Carried) -> None:
    row = PublishedIncident.objects.as_of(None).get(date_start=date(2024, 8, 6))
    assert (row.report_count, row.origin_count, row.grade) == (2, 1, "weak")


@pytest.mark.django_db
def test_every_published_figure_leads_to_its_words(loaded: Carried) -> None:
    for row in PublishedIncident.objects.as_of(None):
        fields = set(row.sources.values_list("passages__evidence__field", flat=True))
        assert {f"{outcome}.{group}" for outcome, group in row.figures()} <= fields, row.code


@pytest.mark.django_db
def test_six_reports_wait_at_the_desk(loaded: Carried) -> None:
    waiting = Report.objects.waiting_for_review()
    assert [report.text for report in waiting] == [each.text for each in EXAMPLES.values() if each.waiting]
    assert all(report.is_demonstration for report in Report.objects.all())
    assert Candidate.objects.filter(reading__report__in=waiting, decision="pending").count() >= 5


@pytest.mark.django_db
def test_second_load_changes_nothing(loaded: Carried) -> None:
    before = AuditEvent.objects.count()

    again = load_reports(reviewer="reviewer", editor="editor")

    assert (again.reports, again.known, again.corrected, again.refused) == (0, 40, 0, 0)
    assert AuditEvent.objects.count() == before


@pytest.mark.django_db
def test_no_demonstration_incident_or_claim_lies_in_autumn_2023(loaded: Carried) -> None:
    autumn = (date(2023, 9, 1), date(2023, 12, 31))

    assert not PublishedIncident.objects.filter(date_end__gte=autumn[0], date_start__lte=autumn[1]).exists()
    assert not PublishedClaim.objects.filter(period_end__gte=autumn[0], period_start__lte=autumn[1]).exists()
