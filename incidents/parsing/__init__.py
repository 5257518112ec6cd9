"""Reads a report's text into findings with spans: pure functions, no Django, settings, clock, network or database.

The public interface is :func:`incidents.parsing.reader.parse_report` and the frozen results of
:mod:`incidents.parsing.results`. ``docs/parsing.md`` says what is read and by which rules.
"""

#: Raised with every change that can alter what is read from a text; stored with each reading.
PARSER_VERSION = "2"
