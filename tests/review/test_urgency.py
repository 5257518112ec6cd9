"""The order of the queue: more harm comes first, nothing starves or is hidden, and each row says why."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from incidents.models.desk.change import DeskChange
from incidents.models.desk.reading import Reading
from incidents.models.desk.report import Report, ReportState
from incidents.models.desk.urgency import HOURS_KILLED, MOST_KILLED, measure_reading
from incidents.models.place import Place
from incidents.review import decisions, publication
from incidents.review.queue import QueueFilter, lines_of, neighbours, queued, read_queue_filter
from tests.review.cast import Desk, candidates_of
from tests.review.pages import LANGUAGES, address, text_of

At = Callable[[str], Client]
ATTACK = "قُتل 4 مدنيين بينهم طفلان وأصيب 6 بقصف على قرية قوقفين يوم 7 تشرين الثاني 2023."


def received(report: Report, *, hours_ago: float) -> Report:
    """Let a report have come in so long ago; a trigger holds its arrival, so it is lifted for the moment."""
    moment = timezone.now() - timedelta(hours=hours_ago)
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE incidents_report DISABLE TRIGGER report_as_received")
        cursor.execute("UPDATE incidents_report SET received_at = %s WHERE id = %s", [moment, report.pk])
        cursor.execute("ALTER TABLE incidents_report ENABLE TRIGGER report_as_received")
    report.refresh_from_db()
    return report


@pytest.fixture
def attack(desk: Desk, places: dict[str, Place]) -> Callable[..., Report]:
    """Makes reports of one dated and placed attack, measured as intake measures them."""

    def make(killed: int = 0, *, children: int = 0, injured: int = 0, placed: bool = True, flags: int = 0) -> Report:
        report = desk.report(ATTACK)
        reading = desk.reading(report)
        figures = [
            ("killed", "total", killed, killed, "4 مدنيين"),
            ("killed", "children", children, children, "طفلان"),
            ("injured", "total", injured, injured, "6"),
        ]
        day = date(2023, 11, 7)
        where: dict[str, Any] = {"place": places["C3001"]} if placed else {}
        said = [figure for figure in figures if figure[2]]
        if said:  # a report that tells of nobody has no candidate
            desk.candidate(reading, said, date_start=day, date_end=day, date_precision="day", **where)
        for _number in range(flags):
            reading.flags.create(code="weekday_mismatch", params={}, spans=[])
        measure_reading(reading)
        return report

    return make


def order(**chosen: str) -> list[int]:
    return list(queued(QueueFilter(**chosen)).values_list("pk", flat=True))


def reasons(report: Report) -> tuple[str, ...]:
    return lines_of(queued(QueueFilter(state="all")).filter(pk=report.pk))[0].urgency.reasons


def test_more_harm_comes_first_whichever_came_in_before(attack: Any) -> None:
    nothing, few, many = attack(0), attack(1), attack(9)
    assert order() == [many.pk, few.pk, nothing.pk]
    assert order(order="oldest") == [nothing.pk, few.pk, many.pk]


def test_children_bring_a_report_forward(attack: Any) -> None:
    adults, children = attack(4), attack(4, children=2)
    assert order() == [children.pk, adults.pk]
    assert reasons(children) == ("4 killed", "2 children")


def test_injured_count_less_than_killed(attack: Any) -> None:
    injured, killed = attack(0, injured=3), attack(1)
    assert order() == [killed.pk, injured.pk]


def test_unclear_and_warned_reports_come_before_plain_ones(attack: Any) -> None:
    plain, warned, unclear = attack(1), attack(1, flags=2), attack(1, placed=False)
    assert order() == [unclear.pk, warned.pk, plain.pk]
    assert reasons(warned) == ("1 killed", "2 warnings")
    assert reasons(unclear) == ("1 killed", "place, day or number unclear")


def test_a_text_that_the_parser_broke_off_at_is_urgent(attack: Any, desk: Desk) -> None:
    failed = desk.report("نص", state=ReportState.FAILED)
    attacked = attack(9)
    assert order() == [failed.pk, attacked.pk]
    assert reasons(failed) == ("not read by the parser",)
    assert order(why="unclear") == [failed.pk]


def test_waiting_brings_every_report_to_the_front_one_day(attack: Any) -> None:
    most = HOURS_KILLED * MOST_KILLED
    massacre, patient = attack(9_000), attack(0)
    assert order() == [massacre.pk, patient.pk]
    received(patient, hours_ago=most + 1)
    assert order() == [patient.pk, massacre.pk]
    assert reasons(patient) == ("waits for 12 days",)


def test_two_reports_never_change_places_by_waiting_alone(attack: Any) -> None:
    later, earlier = attack(3), received(attack(2), hours_ago=13)
    before = order()
    for hours in (1, 5, 24, 1000):
        for report in (later, earlier):
            now_waited = (timezone.now() - report.received_at).total_seconds() / 3600
            received(report, hours_ago=now_waited + hours)
        assert order() == before == [earlier.pk, later.pk]


def test_ties_are_broken_by_arrival_and_number(attack: Any) -> None:
    rows = [attack(2) for _number in range(5)]
    moment = timezone.now()
    for report in rows:
        received(report, hours_ago=1)
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE incidents_report DISABLE TRIGGER report_as_received")
        cursor.execute("UPDATE incidents_report SET received_at = %s", [moment])
        cursor.execute("ALTER TABLE incidents_report ENABLE TRIGGER report_as_received")
    assert order() == order() == [report.pk for report in rows]


def test_a_report_that_differs_from_what_is_public_is_named(attack: Any) -> None:
    known = attack(4)
    incident = decisions.accept_candidate(candidates_of(known)[0], by="amal")
    same, other = attack(4), attack(5)
    assert not [report for report in (same, other) if "differs" in " ".join(reasons(report))], "nothing is public yet"
    publication.publish_incident(incident, by="editor")
    assert reasons(other) == ("5 killed", "differs from what is public")
    assert reasons(same) == ("4 killed",)
    assert order(why="differs") == [other.pk]
    publication.withdraw_incident(incident, by="editor", reason="It did not happen.")
    assert reasons(other) == ("5 killed",)


def test_a_demonstration_is_never_weighed_against_the_record(attack: Any, desk: Desk, places: Any) -> None:
    publication.publish_incident(decisions.accept_candidate(candidates_of(attack(4))[0], by="amal"), by="editor")
    shown = desk.report(ATTACK, is_demonstration=True)
    day = date(2023, 11, 7)
    reading = desk.reading(shown)
    desk.candidate(
        reading,
        [("killed", "total", 9, 9, "4 مدنيين")],
        date_start=day,
        date_end=day,
        date_precision="day",
        place=places["C3001"],
    )
    measure_reading(reading)
    assert order(why="differs") == []


def test_order_and_reasons_hide_nothing(attack: Any, desk: Desk) -> None:
    rows = {attack(3).pk, attack(0).pk, desk.report("نص").pk, desk.report("نص", state=ReportState.FAILED).pk}
    assert set(order()) == set(order(order="oldest")) == set(order(order="harm")) == rows


def test_a_corrected_figure_moves_its_report(attack: Any) -> None:
    wrong, right = attack(2), attack(3)
    assert order() == [right.pk, wrong.pk]
    text = wrong.text
    marked = decisions.Correction(marked=(_marked(text, 20),))
    decisions.edit_candidate(candidates_of(wrong)[0], by="amal", correction=marked)
    assert order() == [wrong.pk, right.pk]


def _marked(text: str, number: int) -> Any:
    from incidents.review.assessment import Marked

    start = text.index("4 مدنيين")
    return Marked("killed", "total", number, number, start, start + 8)


def test_parts_alone_tell_of_their_whole(desk: Desk) -> None:
    reading = desk.reading(desk.report(ATTACK))
    desk.candidate(reading, [("killed", "girls", 2, 2, "طفلان"), ("killed", "women", 1, 1, "4")])
    measure_reading(reading)
    held = Reading.objects.get(pk=reading.pk)
    assert (held.killed, held.children, held.injured, held.unclear) == (3, 2, 0, 1)


def test_period_claims_make_nothing_urgent(desk: Desk) -> None:
    reading = desk.reading(desk.report(ATTACK))
    desk.claim(reading, [("killed", "total", 66, 66, "4 مدنيين")])
    measure_reading(reading)
    assert Reading.objects.get(pk=reading.pk).killed == 0


@pytest.mark.parametrize("chosen", ["urgent", "oldest", "newest"])
def test_neighbours_follow_the_order(attack: Any, chosen: str) -> None:
    for killed in (1, 5, 3):
        attack(killed)
    keys = order(order=chosen)
    found = [neighbours(report, QueueFilter(order=chosen)) for report in Report.objects.filter(pk__in=keys)]
    by_key = dict(zip(Report.objects.filter(pk__in=keys).values_list("pk", flat=True), found, strict=True))
    assert [by_key[key] for key in keys] == [(None, keys[1]), (keys[0], keys[2]), (keys[1], None)]


def test_the_next_text_is_the_one_that_the_page_named(at_desk: At, attack: Any) -> None:
    """A decision that makes its report less urgent must not lead back to texts that were passed over."""
    _passed_over, here, named = attack(9), attack(5), attack(3)
    path = address("decide_report", here.pk)
    answer = at_desk("reviewer").post(path, {"move": "reject", "reason": "opinion", "next": str(named.pk)})
    assert answer["Location"].endswith(f"/reports/{named.pk}/")


def test_the_next_text_falls_back_to_the_most_urgent_that_is_free(at_desk: At, attack: Any) -> None:
    here, held, free, gone = attack(9), attack(8), attack(7), attack(1)
    Report.objects.filter(pk=held.pk).update(taken_by="basel", taken_at=timezone.now())
    decisions.reject_report(gone, by="basel", reason="opinion")
    path = address("decide_report", here.pk)
    answer = at_desk("reviewer").post(path, {"move": "reject", "reason": "opinion", "next": str(gone.pk)})
    assert answer["Location"].endswith(f"/reports/{free.pk}/")


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_row_says_why_it_stands_where_it_stands(at_desk: At, attack: Any, language: str) -> None:
    attack(4, children=2, injured=6, flags=1)
    response = at_desk("reviewer").get(address("queue", language=language))
    line = response.context["lines"][0]
    assert line.urgency.hours == 4 * 12 + 2 * 6 + 6 * 3 + 3
    assert len(line.urgency.reasons) == 4
    for reason in line.urgency.reasons:
        assert reason in text_of(response)


def test_filter_of_an_address_knows_order_and_reason() -> None:
    assert read_queue_filter({"order": "urgent", "why": "children"}) == QueueFilter(why="children")
    assert read_queue_filter({"order": "x", "why": "y"}) == QueueFilter()


def test_queue_of_fifty_takes_as_many_queries_as_of_one(at_desk: At, attack: Any) -> None:
    client = at_desk("reviewer")
    attack(1)
    with CaptureQueriesContext(
        connection,
    ) as one:
        client.get(address("queue"))
    for number in range(49):
        attack(number)
    with CaptureQueriesContext(connection) as fifty:
        client.get(address("queue"))
    assert len(fifty) == len(one)


def test_weighing_anew_changes_nothing_that_was_weighed(attack: Any, capsys: Any) -> None:
    rows = [attack(4, children=2), attack(0), attack(9, flags=1)]
    before = dict(Report.objects.values_list("pk", "ahead"))
    assert before == {rows[0].pk: 60, rows[1].pk: 0, rows[2].pk: 111}
    Report.objects.update(ahead=7)
    call_command("weigh_reports")
    assert dict(Report.objects.values_list("pk", "ahead")) == before
    assert "3 reports" in capsys.readouterr().out


def test_weighing_leaves_no_line_in_the_history(attack: Any) -> None:
    attack(4)
    assert not DeskChange.objects.filter(table="incidents_report").exists()
