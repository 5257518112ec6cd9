"""Planted duplicates: the right incident is offered first, origins are counted, nothing is counted twice in public."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from incidents.gazetteer.loading import load_gazetteer
from incidents.intake.reader import READ, read_stored
from incidents.intake.receive import receive_report
from incidents.models.desk.candidate import Candidate
from incidents.models.desk.incident import Incident
from incidents.models.desk.report import ReportOrigin
from incidents.models.place import Place, PlaceKind
from incidents.models.record.incident import PublishedIncident
from incidents.review import decisions, publication
from incidents.review.suggestions import suggest
from incidents.statistics.filters import IncidentFilter
from incidents.statistics.totals import totals
from tests.review.planted import Attack, Told, accounts_of, in_order_of_publication, planted, tell

SETS = 24
RIGHT_FIRST = 0.95


def received(told: Told) -> list[Candidate]:
    """What the real parser reads in a text."""
    report = receive_report(
        text=told.text,
        publisher=told.publisher,
        original_publisher=told.original_publisher,
        published_on=told.published_on,
        origin=ReportOrigin.FORM,
    )
    assert read_stored(report.pk) == READ
    return list(Candidate.objects.filter(reading__report=report).select_related("reading__report", "place"))


def told_alone(attack: Attack, number: int, governorates: dict[str, Place]) -> Told:
    language = "ar" if number % 2 else "en"
    text = tell(attack, language, 0, governorates)
    return Told(text, language, 0, f"publisher {number}", "", attack.day)


@pytest.mark.django_db
def test_planted_duplicates(client: Client, capsys: Any) -> None:
    load_gazetteer(by="test")
    governorates = {place.key: place for place in Place.objects.areas(PlaceKind.GOVERNORATE)}
    sets = planted(SETS)
    texts: list[tuple[Attack, list[Told]]] = []
    for at, (attack, others) in enumerate(sets):
        texts.append((attack, accounts_of(attack, at, governorates)))
        texts += [(other, [told_alone(other, 2 * at + n, governorates)]) for n, other in enumerate(others)]

    incidents: dict[Attack, Incident] = {}
    asked = first = chosen_rightly = wrongly_offered = 0
    for attack, told in in_order_of_publication(texts):
        (candidate,) = received(told)
        offered = suggest([candidate])[candidate.pk]
        known = incidents.get(attack)
        if known is None:
            wrongly_offered += bool(offered and offered[0].is_likely)
            incidents[attack] = decisions.accept_candidate(candidate, by="amal", incident=None)
            continue
        asked += 1
        first += bool(offered and offered[0].incident == known)
        chosen_rightly += bool(offered and offered[0].incident == known and offered[0].is_likely)
        decisions.accept_candidate(candidate, by="amal", incident=known)

    origins = [publication.origin_count(incidents[attack]) for attack, _others in sets]
    for incident in incidents.values():
        publication.publish_incident(incident, by="editor")
    whole = totals(IncidentFilter(), wanted=(("killed", "total"), ("injured", "total")))
    low = sum(attack.killed for attack in incidents)
    high = low + len(sets)  # the third lineage of each planted attack knows of one more
    with capsys.disabled():
        print(
            f"\nplanted: {SETS} sets, {len(texts) - SETS} attacks like them, {asked} repeats; right incident first "
            f"{first}/{asked}, chosen beforehand {chosen_rightly}/{asked}; a new attack taken for a known one "
            f"{wrongly_offered}/{len(incidents)}; three origins {origins.count(3)}/{SETS}; public "
            f"{whole.incidents} incidents, killed {whole.figure('killed').low}–{whole.figure('killed').high} "
            f"of {low}–{high}"
        )
    assert asked == 4 * SETS
    assert first >= RIGHT_FIRST * asked
    assert wrongly_offered == 0, "a key that accepts would link two attacks"
    assert origins == [3] * SETS
    assert {row.origin_count for row in PublishedIncident.objects.all()} == {1, 3}
    assert whole.incidents == len(incidents) == 3 * SETS
    assert (whole.figure("killed").low, whole.figure("killed").high) == (low, high)
    assert whole.figure("injured").low == whole.figure("injured").high == sum(attack.injured for attack in incidents)
    for language in ("ar", "en"):
        shown = client.get(f"/{language}/").context
        assert shown["totals"].incidents == whole.incidents
        assert shown["totals"].figure("killed") == whole.figure("killed")
