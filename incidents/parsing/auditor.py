"""Looks over a finished reading for what does not fit together: each check is pure and answers with flags.

A flag never changes a reading. It names what does not fit, by code, shows the words, and where the text itself allows
only one consistent reading, offers it as a suggestion. The messages are in ``languages/flags.py``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from incidents.parsing import audit_figures, audit_times
from incidents.parsing.audit_text import AuditText
from incidents.parsing.findings import Findings
from incidents.parsing.results import Flag, Reading, Span

Check = Callable[[AuditText, Reading], Iterator[Flag]]

CHECKS: tuple[Check, ...] = (
    audit_figures.audit_subsets,
    audit_figures.audit_partitions,
    audit_figures.audit_shares,
    audit_figures.audit_added_outcomes,
    audit_times.audit_weekdays,
    audit_times.audit_future,
    audit_times.audit_periods,
    audit_times.audit_months,
    audit_times.audit_days,
    audit_times.audit_rates,
    audit_times.audit_exclusions,
    audit_times.audit_present,
)


def audit(findings: Findings, reading: Reading) -> tuple[Flag, ...]:
    """The flags of a reading, check by check, each once. ``findings`` are those that the reading was made from."""
    text = AuditText(findings)
    found: dict[tuple[str, tuple[Span, ...], str], Flag] = {}
    for check in CHECKS:
        for flag in check(text, reading):
            found.setdefault((flag.code, flag.spans, repr(flag.params)), flag)
    return tuple(found.values())
