"""The overview counts in three passes what its parts count one by one."""

from __future__ import annotations

import random
from typing import Any

import pytest

from incidents.statistics import provenance, totals
from incidents.statistics.filters import IncidentFilter, read_filter
from incidents.statistics.overview import overview
from tests.dashboard import cast
from tests.statistics.plain import random_query


@pytest.mark.django_db
def test_overview_is_what_its_parts_are(report: None, today: Any) -> None:
    rng = random.Random(11)
    cast.publish_crowd(rng, 60)
    for chosen in [IncidentFilter(), *(read_filter(random_query(rng)).filter for _number in range(30))]:
        wanted = totals.shown_with(rng.choice(["killed", "injured", "missing"]))
        seen = overview(chosen, wanted)
        assert seen.whole == totals.totals(chosen, wanted)
        assert seen.months == totals.monthly_totals(chosen, wanted)
        assert (seen.villages, seen.areas) == totals.place_totals(chosen, wanted)
        assert seen.unlocated == totals.unlocated_totals(chosen, wanted)
        assert seen.by == {field: totals.totals_by(chosen, field, wanted) for field in ("weapons", "actors", "grade")}
        assert seen.coverage == provenance.coverage(chosen)


@pytest.mark.django_db
def test_places_made_one_by_one_are_those_made_together(report: None, today: Any) -> None:
    rng = random.Random(12)
    cast.publish_crowd(rng, 60)
    for chosen in [IncidentFilter(), *(read_filter(random_query(rng)).filter for _number in range(20))]:
        villages, areas, unlocated = totals.spots(chosen)
        ranked = totals.ranked_places(chosen)
        assert list(totals.in_full(chosen, ranked.ids)) == [*villages, *areas]
        assert ranked.incidents + unlocated.incidents == totals.counted(chosen.rows())


@pytest.mark.django_db
def test_nothing_is_unknown_not_zero(places: Any) -> None:
    seen = overview(IncidentFilter(), totals.shown_with("killed"))
    assert seen.whole.incidents == 0
    assert not seen.whole.figure("killed").is_known
    assert (seen.months, seen.villages, seen.areas) == ([], [], [])
