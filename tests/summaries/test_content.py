"""The summary as data: every figure is that of statistics, in both languages, as of any moment, empty months too."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from datetime import date, timedelta

import pytest
import time_machine
from django.utils import translation

from incidents import wording
from incidents.figures import Bounds
from incidents.record import door
from incidents.statistics import provenance, totals
from incidents.statistics.filters import IncidentFilter
from incidents.statistics.reconciliation import Gap
from incidents.summaries.content import monthly_summary
from incidents.summaries.counts import scope_of
from incidents.summaries.drawings import CATEGORIES
from incidents.summaries.issues import issue_month
from incidents.summaries.months import SummaryError, read_language, read_month
from incidents.summaries.pen import END, ISOLATE, Pen
from incidents.vocabulary import DEMOGRAPHICS
from tests.dashboard import cast
from tests.dashboard.cast import LANGUAGES

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
OCTOBER, NOVEMBER = date(2023, 10, 1), date(2023, 11, 1)


def plain(text: str) -> str:
    """A figure without the marks that set it apart."""
    return text.replace(ISOLATE, "").replace(END, "")


@pytest.mark.usefixtures("places")
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_figure_is_that_of_statistics(language: str) -> None:
    cast.publish_crowd(random.Random(6))
    month = date(2022, 5, 1)
    summary = monthly_summary(month, language=language, as_of=cast.TODAY)
    scope = scope_of(month, as_of=cast.TODAY)

    with translation.override(language):
        whole = totals.totals(scope)
        for measure in summary.headline:
            assert plain(measure.total.says) == wording.figure(whole.figure(measure.outcome))
            for cell in measure.groups:
                assert plain(cell.says) == wording.figure(whole.figure(measure.outcome, cell.key))
        by_key = {part.place.key: part.totals for part in totals.village_totals(scope)}
        rows = [row for row in summary.places if row.code in by_key]
        assert len(rows) == len(by_key) > 0
        for row in rows:
            part = by_key[row.code]
            figures = [part.figure("killed", group) for group in ("total", *DEMOGRAPHICS)]
            said = [
                wording.number(part.incidents),
                *map(wording.figure, figures),
                wording.figure(part.figure("injured")),
            ]
            assert [plain(cell) for cell in row.cells] == said
        assert [plain(row.cells[1]) for row in summary.before if row.is_whole] == [
            wording.figure(whole.figure("killed"))
        ]
    assert len(summary.incidents) == whole.incidents == scope.rows().count()
    assert summary.data_hash == provenance.data_hash(scope)


@pytest.mark.usefixtures("report")
def test_both_languages_say_the_same_figures() -> None:
    arabic, english = (monthly_summary(OCTOBER, language=language) for language in LANGUAGES)

    assert [m.total.low for m in arabic.headline] == [m.total.low for m in english.headline] == [5, 1]
    assert [plain(row.cells[0]) for row in arabic.places] == [plain(row.cells[0]) for row in english.places]
    assert (arabic.direction, english.direction) == ("rtl", "ltr")
    assert arabic.data_hash == english.data_hash


@pytest.mark.usefixtures("places")
@pytest.mark.parametrize("language", LANGUAGES)
def test_claimed_stands_beside_documented_with_the_gap_and_both_sources(language: str) -> None:
    source = replace(cast.source_of(), passages=())
    with time_machine.travel(cast.FIRST_DAY, tick=False):
        door.publish(cast.kafr_nouran(sources=(source,)), by="reviewer")
        door.publish_claim(replace(cast.october_claim(), sources=(source,)), by="reviewer")
    summary = monthly_summary(OCTOBER, language=language)

    (claim,) = summary.claims
    assert [plain(cell) for cell in claim.rows[0][1:]] == ["66", "5", "61"]
    assert plain(claim.rows[1][1]) == plain(monthly_gap("injured", language))
    assert "الدفاع المدني" in claim.source
    assert "وكالة الأنباء" in claim.sources[0].says
    assert "وكالة الأنباء" in summary.incidents[0].sources[0].says
    assert [line.says for line in claim.documented_by] == ["SY-2023-0002"]


def monthly_gap(outcome: str, language: str) -> str:
    """What October's claim says of an outcome."""
    with translation.override(language):
        return wording.figure(cast.october_claim().figures[outcome, "total"])


@pytest.mark.usefixtures("report")
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_month_without_incidents_is_whole_and_says_so(language: str) -> None:
    summary = monthly_summary(date(2020, 2, 1), language=language)

    assert summary.is_empty
    assert [plain(measure.total.says) for measure in summary.headline] == ["—", "—"]
    assert summary.words["empty"]
    assert (summary.places, summary.incidents, summary.charts) == ((), (), ())
    assert len(summary.before) == 7
    assert summary.method
    assert summary.limits
    assert summary.citation


@pytest.mark.usefixtures("places")
def test_an_empty_record_still_gives_a_summary() -> None:
    assert monthly_summary(date(2020, 2, 1), language="ar").is_empty


@pytest.mark.usefixtures("report")
def test_as_of_a_moment_before_the_withdrawal_it_is_still_there() -> None:
    before = cast.TODAY - timedelta(days=1)
    with time_machine.travel(cast.TODAY, tick=False):
        door.withdraw("SY-2023-0001", by="editor", reason="the place is wrong")

    assert [line.code for line in monthly_summary(NOVEMBER, language="ar").incidents] == []
    assert [line.code for line in monthly_summary(NOVEMBER, language="ar", as_of=before).incidents] == ["SY-2023-0001"]


@pytest.mark.usefixtures("report")
def test_narrowed_to_a_governorate_it_counts_that_alone_and_says_so() -> None:
    chosen = IncidentFilter(places=("SY02",))

    assert monthly_summary(NOVEMBER, language="en", chosen=chosen).is_empty
    october = monthly_summary(OCTOBER, language="en", chosen=chosen)
    assert (october.headline[0].total.low, "Aleppo" in october.sentence) == (5, True)
    assert "place=SY02" in october.query


@pytest.mark.usefixtures("places")
def test_demonstration_rows_mark_the_whole_summary() -> None:
    cast.publish_report(is_demonstration=True)

    assert monthly_summary(NOVEMBER, language="ar").is_demonstration
    assert monthly_summary(OCTOBER, language="ar").is_demonstration
    assert not monthly_summary(date(2020, 2, 1), language="ar").is_demonstration


@pytest.mark.usefixtures("report")
def test_a_range_is_a_run_of_its_own_in_arabic_alone() -> None:
    with time_machine.travel(cast.TODAY, tick=False):
        figures = {("killed", "total"): Bounds(11, None, 14)}
        door.publish(cast.qoqfin(figures=figures, sources=()), by="reviewer", reason="a second report")

    assert monthly_summary(NOVEMBER, language="ar").headline[0].total.says == f"{ISOLATE}11–14{END}"
    assert monthly_summary(NOVEMBER, language="en").headline[0].total.says == "11–14"


@pytest.mark.usefixtures("report")
def test_digits_are_written_as_chosen_and_codes_stay() -> None:
    summary = monthly_summary(NOVEMBER, language="ar", digits="arab")

    assert plain(summary.headline[0].total.says) == "١١"
    assert "٢٠٢٣" in summary.month_name
    assert summary.incidents[0].code == "SY-2023-0001"


@pytest.mark.usefixtures("report")
def test_a_summary_is_plain_data() -> None:
    summary = monthly_summary(OCTOBER, language="ar")

    assert json.loads(json.dumps(summary.as_data()))["month"] == "2023-10"
    assert summary == monthly_summary(OCTOBER, language="ar")


@pytest.mark.usefixtures("report")
def test_what_changed_since_an_earlier_month_was_issued_is_said_with_its_reason() -> None:
    with time_machine.travel(cast.TODAY, tick=False):
        issue_month(OCTOBER, languages=["ar", "en"], by="editor")
    untouched = monthly_summary(NOVEMBER, language="en", as_of=cast.TODAY + timedelta(minutes=1))
    with time_machine.travel(cast.TODAY + timedelta(hours=1), tick=False):
        door.withdraw("SY-2023-0002", by="editor", reason="counted twice")
    changed = monthly_summary(NOVEMBER, language="en", as_of=cast.TODAY + timedelta(hours=2))

    assert untouched.changes == ()
    assert untouched.changes_note == "No earlier month has changed since its last issue."
    (change,) = changed.changes
    assert (change.issue, change.before, change.after) == ("SY-2023-10-I1-en", "5", "—")
    assert change.lines == (("SY-2023-0002", "withdrawn", "counted twice"),)


@pytest.mark.parametrize("text", ["", "2023", "2023-13", "2023-00", "x", "2023-11-07", "20231-1", "٢٠٢٣-٩٩"])
def test_what_is_no_month_is_refused_with_advice(text: str) -> None:
    with pytest.raises(SummaryError, match="such as 2023-11"):
        read_month(text)


def test_arabic_indic_digits_name_a_month_too() -> None:
    assert read_month("٢٠٢٣-١١") == NOVEMBER


def test_a_month_to_come_is_refused_by_its_name() -> None:
    with pytest.raises(SummaryError, match="December 2026 has not begun"):
        read_month("2026-12")
    assert read_month("2026-11") == date(2026, 11, 1)


def test_a_language_without_summaries_is_refused() -> None:
    with pytest.raises(SummaryError, match="ar, en"):
        read_language("fr")


@pytest.mark.usefixtures("places")
def test_queries_do_not_grow_with_the_incidents(django_assert_max_num_queries: object) -> None:
    with time_machine.travel(cast.FIRST_DAY, tick=False):
        for number in range(25):
            door.publish(cast.qoqfin(code=f"SY-2023-{number:04d}"), by="reviewer")
    with django_assert_max_num_queries(26):  # type: ignore[operator]
        assert len(monthly_summary(NOVEMBER, language="ar").incidents) == 25


@pytest.mark.usefixtures("places")
@pytest.mark.parametrize("language", LANGUAGES)
def test_charts_draw_the_figures_that_are_told_and_leave_none_out(language: str) -> None:
    cast.publish_crowd(random.Random(6))
    month = date(2022, 5, 1)
    summary = monthly_summary(month, language=language, as_of=cast.TODAY)
    whole = totals.totals(scope_of(month, as_of=cast.TODAY)).figure("killed")
    by_key = {drawing.key: drawing for drawing in summary.charts}

    months = by_key["months"]
    assert len(months.bars) == 12
    assert (months.bars[-1].low, months.bars[-1].high) == (whole.low, whole.high)
    assert all(tick.at <= months.most for tick in months.ticks)
    for drawing in summary.charts:
        for bar in drawing.bars:
            assert sum(people for _group, people in bar.sizes) == (bar.low or 0)
            assert max(bar.low or 0, bar.high or 0) <= months.most
    for key, field in (("weapons", "weapons"), ("actors", "actors")):
        parts = totals.totals_by(scope_of(month, as_of=cast.TODAY), field)
        drawn = [part for part in parts if part.figure("killed").low]
        told = len(by_key[key].bars) + by_key[key].note.count(": ") - (1 if len(drawn) > CATEGORIES else 0)
        assert told == len(drawn) > 1


@pytest.mark.parametrize(
    ("low", "high", "arabic", "english"),
    [
        (61, 61, "\u206861\u2069", "61"),
        (-5, -5, "\u2066\u2066−5\u2069\u2069", "\u2066\u2066−5\u2069\u2069"),
        (-1200, 3, "\u2066\u2066−1,200\u2069 … \u20663\u2069\u2069", "\u2066\u2066−1,200\u2069 … \u20663\u2069\u2069"),
        (-5, None, "\u2068\u2066−5\u2069 على الأقل\u2069", "at least \u2066−5\u2069"),
    ],
)
def test_a_gap_below_zero_has_its_minus_before_it(low: int, high: int | None, arabic: str, english: str) -> None:
    for language, said in (("ar", arabic), ("en", english)):
        with translation.override(language):
            assert Pen().gap(Gap(low, high)) == said
