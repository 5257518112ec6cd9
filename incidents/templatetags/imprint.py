"""What a printed page carries with it: its address, as of when it is, and whose data are in it."""

from __future__ import annotations

from typing import Any

from django import template
from django.http import HttpRequest
from django.utils import timezone

from incidents import wording
from incidents.gazetteer.attributions import attributions

register = template.Library()


@register.inclusion_tag("public/_imprint.html", takes_context=True)
def imprint(context: dict[str, Any]) -> dict[str, Any]:
    """The lines at the foot of a printed page; its figures stand as the record did when the page was made, or as its
    address asks for."""
    request: HttpRequest = context["request"]
    chosen = context.get("filter")
    moment = (chosen and chosen.as_of) or timezone.now()
    coverage = context.get("coverage")
    row = context.get("incident")
    datasets = coverage.by_dataset if coverage else [row.dataset] if row else []
    if found := context.get("comparison"):
        datasets = {*found.first.coverage.by_dataset, *found.second.coverage.by_dataset}
    return {
        "address": request.build_absolute_uri(),
        "moment": wording.moment(moment),
        "lines": attributions(datasets=datasets),
    }
