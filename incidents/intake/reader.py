"""Reading one report: the parser is run on its text, and what it read is stored. Doing it twice changes nothing."""

from __future__ import annotations

import logging
import time

from django.db import DataError, IntegrityError, transaction

from incidents.intake.gazetteer import place_index
from incidents.intake.readings import store_failure, store_reading
from incidents.models.desk.report import Report, ReportState
from incidents.parsing import PARSER_VERSION, results
from incidents.parsing.place_index import PlaceIndex
from incidents.parsing.reader import parse_report

log = logging.getLogger(__name__)

GONE, KNOWN, READ, FAILED = "gone", "read before", "read", "failed"


@transaction.atomic
def read_stored(report_pk: int) -> str:
    """Read a report and store what was found; the answer says how it ended: gone, read before, read or failed.

    A report that the parser breaks off at stays in the reviewers' queue, with the error as a flag of its reading.
    """
    report = Report.objects.select_for_update().filter(pk=report_pk).first()
    if report is None:
        return GONE
    if report.readings.filter(parser_version=PARSER_VERSION).exists():
        return KNOWN
    places = place_index()
    began = time.perf_counter()
    try:
        reading = parse(report, places=places)
        took_ms = _since(began)
        with transaction.atomic():  # what the database refuses must not take the state down with it
            store_reading(report, reading, took_ms=took_ms)
    except (IntegrityError, DataError) as error:
        return _fail(report, error, _since(began))
    except ParserError as error:
        return _fail(report, error.cause, _since(began))
    _move_on(report, ReportState.PARSED, language=reading.language)
    return READ


class ParserError(Exception):
    """The parser broke off; ``cause`` is its own error."""

    def __init__(self, cause: Exception) -> None:
        super().__init__(cause)
        self.cause = cause


def parse(report: Report, *, places: PlaceIndex) -> results.Reading:
    """Run the parser on a report. Raises ParserError for whatever it raises."""
    try:
        return parse_report(
            report.text, published_on=report.published_on, language=report.language or None, places=places
        )
    except Exception as error:
        raise ParserError(error) from error


def _fail(report: Report, error: Exception, took_ms: float) -> str:
    # The kind of error alone: its message may quote the text, which belongs to the desk and not to a log.
    log.error("report %s could not be read: %s", report.pk, type(error).__name__)
    store_failure(report, error, parser_version=PARSER_VERSION, took_ms=took_ms)
    _move_on(report, ReportState.FAILED, language=report.language)
    return FAILED


def _move_on(report: Report, state: ReportState, *, language: str) -> None:
    """Note the language, and the state unless reviewers have decided already."""
    report.language = report.language or language
    if report.state in (ReportState.RECEIVED, ReportState.PARSED, ReportState.FAILED):
        report.state = state
    report.save(update_fields=["language", "state"])


def _since(began: float) -> float:
    return (time.perf_counter() - began) * 1000
