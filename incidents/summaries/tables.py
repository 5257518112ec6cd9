"""The tables of a summary: governorates with their places, claimed totals, the incidents one by one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import cache
from typing import Any

from django.conf import settings
from django.db.models import TextChoices
from django.urls import reverse
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from incidents.charts import palette
from incidents.gazetteer.regions import as_said, find_region
from incidents.models.record.evidence import PublishedSource
from incidents.models.record.incident import PublishedIncident
from incidents.statistics.reconciliation import Comparison, Reconciliation
from incidents.statistics.totals import PlaceTotals
from incidents.summaries.counts import Counts
from incidents.summaries.figures import figure_cells
from incidents.summaries.months import iso
from incidents.summaries.parts import ClaimTable, IncidentLine, Row, SourceLine
from incidents.summaries.pen import Pen, apart, listed
from incidents.vocabulary import DEMOGRAPHICS, Actor, Dataset, Grade, Group, Outcome, Quantifier, Weapon
from incidents.wording import UNKNOWN

CODES_LISTED = 12


def place_rows(counts: Counts, pen: Pen) -> tuple[Row, ...]:
    """Each governorate as a whole, then its villages and what is known by an area alone; the unlocated last."""
    rows: list[Row] = []
    for part in counts.governorates:
        governorate = counts.governorate_places.get(part.key)
        label = governorate.name if governorate else _("Governorate not known")
        rows.append(Row(label, figure_cells(part, pen), code=part.key, is_whole=True))
        within = (
            v for v in (*counts.villages, *counts.areas) if counts.governorate_of.get(v.place.key, "") == part.key
        )
        rows += [_place_row(place, pen) for place in within]
    return tuple(rows)


def _place_row(part: PlaceTotals, pen: Pen) -> Row:
    place = part.place
    second = place.name_en if place.name == place.name_ar else place.name_ar
    if place.is_area:
        second = _("known only by the %(kind)s") % {"kind": place.get_kind_display()}
    return Row(place.name, figure_cells(part.totals, pen), second=pen.apart(second), code=place.key)


def incident_lines(counts: Counts, pen: Pen) -> tuple[IncidentLine, ...]:
    """The incidents of the scope by date, each with its figures, grade and sources."""
    return tuple(_incident_line(row, counts, pen) for row in counts.incidents)


def _incident_line(row: PublishedIncident, counts: Counts, pen: Pen) -> IncidentLine:
    killed, injured = (_outcome(row, outcome, pen) for outcome in (Outcome.KILLED, Outcome.INJURED))
    governorate = counts.governorate_places.get(row.admin1)
    return IncidentLine(
        code=row.code,
        url=incident_url(row.code, counts.as_of),
        place=pen.apart(row.place.name if row.place else row.place_text or _("Place unknown")),
        area=governorate.name if governorate else "",
        when=pen.days(row.date_start, row.date_end, row.date_precision),
        killed=killed[0],
        killed_groups=killed[1],
        injured=injured[0],
        injured_groups=injured[1],
        grade=_words(Grade)[row.grade],
        weapons=listed(_words(Weapon).get(code, code) for code in row.weapons) or UNKNOWN,
        actors=listed(_words(Actor).get(code, code) for code in row.actors),
        sources=tuple(_sources(row, pen)),
    )


def incident_url(code: str, as_of: datetime | None) -> str:
    """The address of an incident's page as it stood at the moment."""
    moment = f"?as_of={iso(as_of)}" if as_of else ""
    return settings.SITE_URL + reverse("public:incident", args=[code]) + moment


def _outcome(row: PublishedIncident, outcome: str, pen: Pen) -> tuple[str, str]:
    """The total, and the demographics that are known, as ``children: 7, women: 4``."""
    labels = _labels(pen.language)
    known = [(label, row.bounds(outcome, group)) for group, label in labels]
    said = listed(f"{label}:\u00a0{pen.figure(bounds)}" for label, bounds in known if bounds)
    if row.says_none_reported(outcome, Group.TOTAL):
        return str(Quantifier.NONE_REPORTED.label), said
    return pen.figure(row.bounds(outcome, Group.TOTAL)), said


@cache
def _labels(language: str) -> tuple[tuple[str, str], ...]:
    """The demographics that incidents have figures of (``not specified`` is what is left), with their words."""
    with override(language):
        labels = palette.demographic_labels()
    return tuple((group, labels[group]) for group in DEMOGRAPHICS if group in Group.values)


def _sources(row: Any, pen: Pen) -> Iterator[SourceLine]:
    for source in row.sources.all():
        yield SourceLine(_source(source, pen), source.url)
    if getattr(row, "dataset", Dataset.HARMWATCH) != Dataset.HARMWATCH:
        yield SourceLine(str(Dataset(row.dataset).label), row.external_url)


def _source(source: PublishedSource, pen: Pen) -> str:
    publisher = pen.apart(source.publisher or _("publisher not named"))
    if source.original_publisher and source.original_publisher != source.publisher:
        words = {"publisher": publisher, "original": pen.apart(source.original_publisher)}
        publisher = _("%(publisher)s after %(original)s") % words
    return listed([publisher, pen.day(source.published_on)] if source.published_on else [publisher])


def claim_tables(counts: Counts, pen: Pen) -> tuple[ClaimTable, ...]:
    """The totals claimed for the month or a part of it, each beside what is documented for the same days and area."""
    return tuple(_claim_table(compared, codes, pen) for compared, codes in counts.compared)


def _claim_table(compared: Reconciliation, codes: Sequence[str], pen: Pen) -> ClaimTable:
    claim, as_of = compared.claim, compared.scope.as_of
    return ClaimTable(
        code=claim.code,
        period=pen.period(claim.period_start, claim.period_end),
        area=_area(claim.area_name, claim.area_text),
        source=pen.apart(claim.source_name),
        rows=tuple(_claim_row(comparison, pen) for comparison in compared.comparisons),
        sources=tuple(_sources(claim, pen)),
        documented_by=tuple(SourceLine(code, incident_url(code, as_of)) for code in codes[:CODES_LISTED]),
        more=max(len(codes) - CODES_LISTED, 0),
    )


def _area(name: str, said: str) -> str:
    """The area by the name that this language has for it, where the region is known; else as it was said."""
    region = find_region(name or said)
    return apart(region.name if region else as_said(name, said) or _("the whole country"))


def _claim_row(comparison: Comparison, pen: Pen) -> tuple[str, str, str, str]:
    label = str(Outcome(comparison.outcome).label)
    if comparison.group != Group.TOTAL:
        label = f"{label} · {Group(comparison.group).label}"
    return label, pen.figure(comparison.claimed), pen.figure(comparison.documented), pen.gap(comparison.gap)


def _words(choices: type[TextChoices]) -> dict[str, str]:
    """A code list's words in the active language, looked up once: a table says them hundreds of times."""
    return _words_in(choices, get_language() or "")


@cache
def _words_in(choices: type[TextChoices], language: str) -> dict[str, str]:
    with override(language):
        return {str(choice.value): str(choice.label) for choice in choices}
