"""Template tags of the desk: the audit trail in words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incidents.models.audit import AuditEvent
from incidents.models.desk.figure import ReportedFigure
from incidents.review.assessment import figure_name
from incidents.review.notation import write_range
from incidents.vocabulary import Actor, DatePrecision, Grade, Group, Outcome, Quantifier, Weapon

register = template.Library()

ACTS = {
    "edit_candidate": gettext_lazy("corrected the candidate"),
    "accept_candidate": gettext_lazy("accepted the candidate"),
    "reject_candidate": gettext_lazy("rejected the candidate"),
    "reconsider_candidate": gettext_lazy("took the rejection back"),
    "add_candidate": gettext_lazy("added a candidate by hand"),
    "create_incident": gettext_lazy("made the incident"),
    "link_candidate": gettext_lazy("linked one more report"),
    "edit_incident": gettext_lazy("corrected the incident"),
    "edit_claim": gettext_lazy("corrected the claim"),
    "accept_claim": gettext_lazy("accepted the claim"),
    "create_claim": gettext_lazy("gave the claim its code"),
    "reject_claim": gettext_lazy("rejected the claim"),
    "reconsider_claim": gettext_lazy("took the rejection back"),
    "merge_into": gettext_lazy("merged it into another incident"),
    "merge_incident": gettext_lazy("merged another incident into it"),
    "split_incident": gettext_lazy("took a report out of it"),
    "split_from": gettext_lazy("made it of a report taken out"),
    "sign_off": gettext_lazy("signed it off"),
    "close_report": gettext_lazy("closed the report"),
    "reject_report": gettext_lazy("rejected the report"),
    "reopen_report": gettext_lazy("opened the report again"),
    "correction_requested": gettext_lazy("asked for a correction"),
    "accept_correction": gettext_lazy("accepted the request for correction"),
    "decline_correction": gettext_lazy("declined the request for correction"),
    "reopen_correction": gettext_lazy("opened the request for correction again"),
    "publish_answer": gettext_lazy("published the answer to a request for correction"),
    "erase_reply": gettext_lazy("erased the way to reply to who asked"),
    "add_claim": gettext_lazy("added a claim by hand"),
    "take_over_report": gettext_lazy("took the report over"),
    "carry_correction": gettext_lazy("published the correction that was asked for"),
    "publish": gettext_lazy("published it"),
    "withdraw": gettext_lazy("withdrew from publication"),
}
FIELDS = {
    "date_start": gettext_lazy("Earliest day"),
    "date_end": gettext_lazy("Latest day"),
    "date_precision": gettext_lazy("Precision"),
    "place": gettext_lazy("Place"),
    "place_text": gettext_lazy("Place in the text"),
    "weapons": gettext_lazy("Weapons"),
    "actors": gettext_lazy("Attributed to"),
    "grade": gettext_lazy("Grade"),
    "is_restricted": gettext_lazy("Restricted"),
    "incident": gettext_lazy("Incident"),
    "linked": gettext_lazy("Linked to an existing incident"),
    "code": gettext_lazy("Code"),
    "into": gettext_lazy("Incident"),
    "period_start": gettext_lazy("First day"),
    "period_end": gettext_lazy("Last day"),
    "area_name": gettext_lazy("Area"),
    "governorates": gettext_lazy("Governorates"),
    "source_name": gettext_lazy("Who claims it"),
    "area_text": gettext_lazy("Area in the text"),
    "words of date": gettext_lazy("Where the words of the date stand"),
    "words of place": gettext_lazy("Where the words of the place stand"),
    "decision": gettext_lazy("Decision"),
    "answer": gettext_lazy("Answer"),
    "carried_in": gettext_lazy("Public in version"),
    "taken_by": gettext_lazy("Held by"),
}
LISTS: dict[str, Any] = {"weapons": Weapon, "actors": Actor, "grade": Grade, "date_precision": DatePrecision}


@register.filter
def act(action: str) -> str:
    """What was done, in the reader's language; an unlisted act as it is stored."""
    return str(ACTS.get(action, action.replace("_", " ")))


@register.filter
def changes(line: AuditEvent) -> Iterator[tuple[str, str, str]]:
    """Each change of a line as field, before and after, in words."""
    for name, values in line.changes.items():
        if isinstance(values, list) and len(values) == 2:
            yield _field(name), _value(name, values[0]), _value(name, values[1])


def _field(name: str) -> str:
    outcome, _dot, group = name.partition(".")
    if group and outcome in Outcome.values and group in Group.values:
        return figure_name((outcome, group))
    return str(FIELDS.get(name, name.replace("_", " ")))


def _value(name: str, value: Any) -> str:
    if value is None or value == "" or value == []:
        return "—"
    if value == Quantifier.NONE_REPORTED:
        return str(Quantifier.NONE_REPORTED.label)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if "." in name and isinstance(value, list):
        return _figure(value)
    if isinstance(value, list):
        return _(", ").join(_word(name, each) for each in value)
    return _word(name, value)


def _figure(value: list[int | None]) -> str:
    """Low and high, or low, best and high, as the reviewer would write them."""
    written = write_range(int(value[0] or 0), value[-1])
    best = value[1] if len(value) == 3 else None
    return written if best is None else _("%(range)s, best %(best)s") % {"range": written, "best": best}


def _word(name: str, value: Any) -> str:
    codes = LISTS.get(name)
    return str(codes(value).label) if codes and value in codes.values else str(value)


@register.filter
def range_of(figure: ReportedFigure) -> str:
    """A reported figure as a reviewer writes it: ``11``, ``11–14``, ``270+``."""
    return write_range(figure.low, figure.high, figure.quantifier)


@register.filter
def words_of(figure: ReportedFigure) -> str:
    """The words that a reported figure rests on."""
    owner = figure.candidate or figure.claim
    return owner.reading.report.text[figure.start : figure.end] if owner else ""
