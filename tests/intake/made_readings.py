"""Readings made by hand, to test storing without the parser."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from incidents.parsing import PARSER_VERSION
from incidents.parsing.results import (
    ClaimReading,
    DateReading,
    Figure,
    Flag,
    IncidentReading,
    Mention,
    PlaceCandidate,
    PlaceReading,
    Reading,
    Span,
)

TEXT = "قُتل 11 مدنياً بينهم 7 أطفال بقصف مدفعي على قرية قوقفين يوم 7 تشرين الثاني. وقتل 66 مدنياً في الشمال خلال الشهر."


def span_of(words: str, text: str = TEXT) -> Span:
    """Where the words stand in the text, for the first time."""
    start = text.index(words)
    return Span(start, start + len(words))


def figure(group: Any, value: int, words: str, **fields: Any) -> Figure:
    made = Figure("killed", group, value, value, "exact", span_of(words), words, "number:noun")
    return replace(made, **fields)


def mention(code: str, words: str, certainty: Any = "stated") -> Mention:
    return Mention(code, span_of(words), words, "word", certainty)


DAY = "7 تشرين الثاني"
WHEN = DateReading(date(2023, 11, 7), date(2023, 11, 7), "day", span_of(DAY), DAY, "day_month")
INCIDENT = IncidentReading(
    date=WHEN,
    place=PlaceReading(
        "قوقفين",
        span_of("قوقفين"),
        "قوقفين",
        "gazetteer",
        "C3001",
        "SY07",
        "community",
        (PlaceCandidate("C3001", 1.0, ("name",)), PlaceCandidate("C9999", 0.2, ("name",))),
    ),
    figures=(figure("total", 11, "11 مدنياً"), figure("children", 7, "7 أطفال")),
    weapons=(mention("artillery", "بقصف مدفعي"), mention("artillery", "قصف")),
    actors=(mention("russia", "مدفعي", "disputed"),),
    sources=(),
    spans=(Span(0, TEXT.index(".") + 1),),
)
CLAIM = ClaimReading(
    period=DateReading(date(2023, 11, 1), date(2023, 11, 30), "month", span_of("خلال الشهر"), "خلال الشهر", "month"),
    area_name="northwest Syria",
    area_text="الشمال",
    area_span=span_of("الشمال"),
    governorates=("SY02", "SY07"),
    figures=(figure("total", 66, "66 مدنياً", high=None, quantifier="at_least"),),
    weapons=(),
    actors=(),
    sources=(mention("monitor", "وقتل"),),
    spans=(span_of("وقتل 66 مدنياً في الشمال خلال الشهر."),),
)
READING = Reading(
    language="ar",
    parser_version=PARSER_VERSION,
    incidents=(INCIDENT,),
    claims=(CLAIM,),
    flags=(Flag("weekday_mismatch", (span_of("7 تشرين الثاني"),), {"said": "saturday"}, {"date": "2023-11-11"}),),
)
