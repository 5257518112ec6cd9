"""How tests ask for the desk's pages: their addresses, what a browser would send, what a reader reads."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils import translation
from django.utils.html import strip_tags

from incidents.models.desk.candidate import Candidate
from incidents.models.desk.claim import ReportedClaim
from incidents.models.desk.incident import Incident
from incidents.models.desk.report import Report
from incidents.models.place import Place
from incidents.review import decisions
from incidents.review.forms import CandidateForm, ClaimForm, governorate_choices
from tests.review.cast import Desk

LANGUAGES = ["ar", "en"]


def address(name: str, *args: Any, language: str = "en") -> str:
    with translation.override(language):
        return reverse(f"desk:{name}", args=args)


def form_data(row: Candidate | ReportedClaim, **changes: str) -> dict[str, Any]:
    """What a browser would send of a card that was not touched, with these changes."""
    owner = type(row).objects.select_related("reading__report").get(pk=row.pk)
    governorates = governorate_choices()
    form = CandidateForm(owner) if isinstance(owner, Candidate) else ClaimForm(owner, governorates=governorates)
    data: dict[str, Any] = {}
    for name in form.fields:
        value = form[name].value()
        data[form.add_prefix(name)] = value if value is not None else ""
    data |= {form.add_prefix("seen"): decisions.state_of(owner)}
    return data | {key if key in {"move", "reject_reason"} else form.add_prefix(key): v for key, v in changes.items()}


def text_of(response: Any) -> str:
    return " ".join(strip_tags(response.content.decode()).split())


def many_incidents(desk: Desk, places: dict[str, Place], number: int) -> Report:
    words = [f"قُتل {5 + n} مدنيين في القرية رقم {n}." for n in range(number)]
    report = desk.report("\n".join(words))
    reading = desk.reading(report)
    for n in range(number):
        desk.candidate(
            reading,
            [("killed", "total", 5 + n, 5 + n, f"{5 + n} مدنيين")],
            [("place", "C1001", f"القرية رقم {n}.")],
            date_start=date(2023, 11, 1 + n),
            date_end=date(2023, 11, 1 + n),
            date_precision="day",
            place=places["C1001"],
            place_candidates=[{"key": "C1002", "score": 0.4, "reasons": ["name"]}],
        )
    return report


def incident_data(client: Client, incident: Incident, **changes: str) -> dict[str, Any]:
    form = client.get(address("incident", incident.code)).context["page"].form
    data = {form.add_prefix(name): form[name].value() for name in form.fields}
    data = {name: value for name, value in data.items() if value not in (None, False)}
    return data | changes
