"""The auditor: real statements that do not fit together are flagged, sound ones are not, in words of both languages."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from string import Formatter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from incidents.parsing.auditor import audit
from incidents.parsing.findings import Findings
from incidents.parsing.flag_messages import message, suggestion
from incidents.parsing.languages.flags import MESSAGES, SUGGESTIONS, WORDS
from incidents.parsing.normalise import fold
from incidents.parsing.reader import find_all, language_of, parse_report
from incidents.parsing.results import (
    ClaimReading,
    DatePrecision,
    DateReading,
    Figure,
    Flag,
    Group,
    IncidentReading,
    Outcome,
    Reading,
    Span,
)
from tests.parsing.marked import rows, shipped_places

EMPTY = Reading("ar", "test", (), (), ())

STATEMENTS = {case["name"]: case["text"] for case in rows("statements")}
SNHR_MAY_2014_AR = STATEMENTS["snhr_may_2014_ar"]
SNHR_MAY_2014_EN = STATEMENTS["snhr_may_2014_en"]
CIVIL_DEFENCE_DECEMBER_2019 = STATEMENTS["civil_defence_december_2019"]
QAWQAFIN = STATEMENTS["qawqafin"]


def flags(text: str, published_on: str | None = None) -> dict[str, Flag]:
    day = date.fromisoformat(published_on) if published_on else None
    return {flag.code: flag for flag in parse_report(text, published_on=day, places=shipped_places()).flags}


def findings(text: str) -> Findings:
    folded = fold(text)
    return find_all(folded, language_of(folded), None, shipped_places())


def figure(text: str, words: str, outcome: Outcome, group: Group, low: int) -> Figure:
    start = text.index(words)
    return Figure(outcome, group, low, low, "exact", Span(start, start + len(words)), words, "test")


def period(start: str, end: str, precision: DatePrecision = "range") -> DateReading:
    return DateReading(date.fromisoformat(start), date.fromisoformat(end), precision, Span(0, 1), "", "test")


def claim(figures: list[Figure], when: DateReading, governorates: tuple[str, ...] = ()) -> ClaimReading:
    return ClaimReading(when, None, None, None, governorates, tuple(figures), (), (), (), ())


@pytest.mark.parametrize("text", [SNHR_MAY_2014_AR, SNHR_MAY_2014_EN])
def test_a_lost_digit_is_found_from_the_rest_of_the_text(text: str) -> None:
    flag = flags(text, "2014-06-01")["subset_exceeds_total"]
    assert flag.params == {"total": 179, "parts": 464, "outcome": "killed"}
    assert flag.suggestion == {"total": 1795}
    assert flag.spans[0].of(text).startswith("179")


def test_a_share_is_not_flagged_where_the_numbers_under_it_are() -> None:
    assert "percentage_does_not_fit" not in flags(SNHR_MAY_2014_AR, "2014-06-01")


def test_a_share_that_the_numbers_do_not_give() -> None:
    text = (
        "In November 2012 3,486 people were killed, including 349 children and 331 women. "
        "Children and women make up 5.1 percent of the dead."
    )
    figures = [
        figure(text, "3,486", "killed", "total", 3486),
        figure(text, "349", "killed", "children", 349),
        figure(text, "331", "killed", "women", 331),
    ]
    reading = replace(EMPTY, claims=(claim(figures, period("2012-11-01", "2012-11-30", "month")),))
    (flag,) = [f for f in audit(findings(text), reading) if f.code == "percentage_does_not_fit"]
    assert flag.params == {"stated": 5.1, "computed": 19.5}
    fitting = text.replace("5.1", "19.5")
    assert not [f for f in audit(findings(fitting), reading) if f.code == "percentage_does_not_fit"]


def test_a_rate_a_day_that_the_total_does_not_give() -> None:
    text = "The network documented 3,486 people killed in November 2012; 177 civilians were killed every day."
    reading = replace(
        EMPTY,
        claims=(claim([figure(text, "3,486", "killed", "total", 3486)], period("2012-11-01", "2012-11-30", "month")),),
    )
    (flag,) = [f for f in audit(findings(text), reading) if f.code.startswith("rate")]
    assert (flag.code, flag.suggestion) == ("rate_does_not_fit", {"number": 116})
    (flag,) = [f for f in audit(findings(text.replace("177", "117")), reading) if f.code.startswith("rate")]
    assert (flag.code, flag.params) == ("rate_per_day", {"number": 117})


def july_2019(men: int, injured_children: int) -> tuple[str, Reading]:
    text = (
        f"قُتل 343 شخصاً، هم {men} رجلاً و83 طفلاً و61 امرأة و4 متطوعين، وأصيب 860 شخصاً، هم 529 رجلاً "
        f"و{injured_children} من الأطفال و128 امرأة و8 متطوعين، خلال شهر تموز 2019."
    )
    figures = [
        figure(text, "343", "killed", "total", 343),
        figure(text, f"{men} رجلاً", "killed", "men", men),
        figure(text, "83", "killed", "children", 83),
        figure(text, "61", "killed", "women", 61),
        figure(text, "4 متطوعين", "killed", "rescue_workers", 4),
        figure(text, "860", "injured", "total", 860),
        figure(text, "529", "injured", "men", 529),
        figure(text, f"{injured_children} من", "injured", "children", injured_children),
        figure(text, "128", "injured", "women", 128),
        figure(text, "8 متطوعين", "injured", "rescue_workers", 8),
    ]
    return text, replace(EMPTY, claims=(claim(figures, period("2019-07-01", "2019-07-31", "month")),))


def test_a_partition_with_volunteers_beside_it_is_sound() -> None:
    text, reading = july_2019(195, 195)
    assert audit(findings(text), reading) == ()


def test_one_slip_that_spoils_two_partitions_is_offered_right() -> None:
    text, reading = july_2019(191, 191)
    found = [f for f in audit(findings(text), reading) if f.code == "parts_do_not_sum"]
    assert [(f.params["outcome"], f.params["difference"]) for f in found] == [("killed", 4), ("injured", 4)]
    assert [f.suggestion for f in found] == [{"group": "men", "value": 195}, {"group": "children", "value": 195}]


def test_a_listed_part_below_the_total_is_no_fault() -> None:
    text = "قُتل 158 شخصاً، بينهم 41 طفلاً و33 امرأة و5 متطوعين، خلال شهر كانون الأول 2019."
    assert "parts_do_not_sum" not in flags(text, "2020-01-06")
    assert "subset_exceeds_total" not in flags(text, "2020-01-06")


def test_dead_and_injured_added_up_in_a_headline() -> None:
    flag = flags(CIVIL_DEFENCE_DECEMBER_2019, "2020-01-06")["dead_and_injured_added"]
    assert flag.params["number"] == 571
    assert flag.suggestion == {"killed": 158, "injured": 413}


def test_a_number_called_dead_and_injured_is_not_flagged() -> None:
    assert "dead_and_injured_added" not in flags(
        CIVIL_DEFENCE_DECEMBER_2019.replace("571 ضحية", "571 قتيلاً وجريحاً"), "2020-01-06"
    )


def test_a_weekday_that_contradicts_the_date_and_people_who_were_only_there() -> None:
    found = flags(QAWQAFIN)
    assert found["weekday_contradicts_date"].params == {"date": "2023-11-07", "weekday": "tuesday"}
    assert found["weekday_contradicts_date"].suggestion == {"date": "2023-11-04"}
    assert found["people_present"].params == {"number": 15}
    assert "weekday_contradicts_date" not in flags(QAWQAFIN.replace("7 تشرين", "4 تشرين"))


def test_periods_inside_periods_are_not_to_be_added() -> None:
    text = "54 قتلوا خلال خمسة أيام، و25 قتلوا يوم السبت باستثناء الضحايا في مدينة حلب."
    five_days = claim([figure(text, "54", "killed", "total", 54)], period("2024-11-26", "2024-11-30"))
    one_day = claim([figure(text, "25", "killed", "total", 25)], period("2024-11-30", "2024-11-30", "day"))
    found = {f.code: f for f in audit(findings(text), replace(EMPTY, claims=(five_days, one_day)))}
    assert found["nested_periods"].params["inner"] == 25
    assert found["nested_periods"].params["outer"] == 54
    assert found["excludes_part"].params["words"] == "باستثناء الضحايا في مدينة حلب"


def test_a_shorter_period_cannot_hold_more_than_the_longer_one() -> None:
    text = "20 في الشهر و30 في الأسبوع"
    month = claim([figure(text, "20", "killed", "total", 20)], period("2021-03-01", "2021-03-31", "month"))
    week = claim([figure(text, "30", "killed", "total", 30)], period("2021-03-01", "2021-03-07"))
    codes = [f.code for f in audit(findings(text), replace(EMPTY, claims=(month, week)))]
    assert codes == ["part_of_period_exceeds_whole"]


def test_periods_in_two_governorates_are_not_compared() -> None:
    text = "20 في الشهر و3 في الأسبوع"
    month = claim([figure(text, "20", "killed", "total", 20)], period("2021-03-01", "2021-03-31", "month"), ("SY07",))
    week = claim([figure(text, "3", "killed", "total", 3)], period("2021-03-01", "2021-03-07"), ("SY02",))
    assert audit(findings(text), replace(EMPTY, claims=(month, week))) == ()


def test_months_of_one_year_that_are_more_than_the_year() -> None:
    text = "500 خلال عام 2021، منهم 300 في آذار و250 في نيسان"
    year = claim([figure(text, "500", "killed", "total", 500)], period("2021-01-01", "2021-12-31", "year"))
    march = claim([figure(text, "300", "killed", "total", 300)], period("2021-03-01", "2021-03-31", "month"))
    april = claim([figure(text, "250", "killed", "total", 250)], period("2021-04-01", "2021-04-30", "month"))
    found = {f.code: f for f in audit(findings(text), replace(EMPTY, claims=(year, march, april)))}
    assert found["months_exceed_year"].params == {"year": 2021, "sum": 550, "total": 500, "outcome": "killed"}
    sound = {f.code for f in audit(findings(text), replace(EMPTY, claims=(year, march)))}
    assert "months_exceed_year" not in sound


def test_attacks_of_a_day_that_are_more_than_the_day() -> None:
    text = "10 قتلى يوم السبت: 8 في سرمين و7 في بنش"
    day = period("2021-07-03", "2021-07-03", "day")
    total = claim([figure(text, "10", "killed", "total", 10)], day)
    attacks = tuple(
        IncidentReading(day, None, (figure(text, words, "killed", "total", int(words)),), (), (), (), ())
        for words in ("8", "7")
    )
    (flag,) = audit(findings(text), replace(EMPTY, claims=(total,), incidents=attacks))
    assert (flag.code, flag.params["sum"]) == ("incidents_exceed_claim", 15)


def test_a_date_ahead_of_publication() -> None:
    text = "قُتل ثلاثة مدنيين في سرمين يوم 9 آذار 2021."
    assert flags(text, "2021-03-01")["date_after_publication"].params["date"] == "2021-03-09"
    assert "date_after_publication" not in flags(text, "2021-03-10")


@pytest.mark.parametrize(
    "text",
    [
        "قُتل 11 مدنياً بينهم 7 أطفال و4 نساء في قرية قوقفين يوم السبت 25 تشرين الثاني 2023.",
        "قُتل مدنيان وأصيب ثلاثة، بينهم طفل، بقصف على سرمين أمس.",
        "وثّق الدفاع المدني مقتل 66 مدنياً بينهم 23 طفلاً و13 امرأة، وإصابة أكثر من 270 آخرين، خلال شهر تشرين الأول 2023.",
        "At least 15 people, among them ten children and five women, were killed in Tal Qarrah on Thursday.",
        "An air strike killed four civilians and wounded 12 in Ariha; 30 percent of the homes there are in ruins.",
        "Dozens were killed on Friday in a town of 12,000 people.",
    ],
)
def test_sound_texts_are_not_flagged(text: str) -> None:
    assert flags(text, "2023-12-01") == {}


@pytest.mark.parametrize("code", MESSAGES)
def test_every_message_is_filled_in_both_languages_with_the_same_params(code: str) -> None:
    fields = {
        language: {name for _, name, _, _ in Formatter().parse(words) if name}
        for language, words in MESSAGES[code].items()
    }
    assert fields["en"] == fields["ar"]
    assert set(MESSAGES[code]) == {"en", "ar"}


def test_every_flag_of_the_real_cases_is_said_in_words() -> None:
    for text in (SNHR_MAY_2014_AR, CIVIL_DEFENCE_DECEMBER_2019, QAWQAFIN):
        for code, flag in flags(text, "2024-01-01").items():
            assert code in MESSAGES
            for language in ("en", "ar"):
                assert "{" not in message(code, flag.params, language)
                if flag.suggestion and code in SUGGESTIONS:
                    assert suggestion(code, flag.suggestion, language)
            json.dumps([flag.params, flag.suggestion])


def test_codes_in_params_are_put_into_words() -> None:
    said = message("weekday_contradicts_date", {"date": "2023-11-07", "weekday": "tuesday"}, "ar")
    assert WORDS["tuesday"]["ar"] in said
    assert message("no_such_code", {}, "en") == "no such code"


@given(st.text(max_size=150), st.sampled_from([None, date(2020, 1, 1)]))
@settings(max_examples=60, deadline=None)
def test_no_text_breaks_the_auditor_and_spans_are_true(text: str, published_on: date | None) -> None:
    reading = parse_report(text, published_on=published_on, places=shipped_places())
    assert all(0 <= span.start <= span.end <= len(text) for flag in reading.flags for span in flag.spans)
