"""Template tags: figures, dates and filtered addresses, written the one way of ``incidents.wording``."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from html import escape
from typing import Any

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from incidents import vocabulary, wording
from incidents.charts import fluid
from incidents.charts.palette import demographic_labels
from incidents.gazetteer import regions
from incidents.models.record.answer import PublishedAnswer
from incidents.models.record.incident import PublishedIncident

register = template.Library()
LISTS = {
    "weapon": vocabulary.Weapon,
    "actor": vocabulary.Actor,
    "grade": vocabulary.Grade,
    "group": vocabulary.Group,
    "outcome": vocabulary.Outcome,
    "dataset": vocabulary.Dataset,
    "quantifier": vocabulary.Quantifier,
    "precision": vocabulary.PlacePrecision,
}


@register.filter
def figure(value: object) -> SafeString:
    """A figure in an isolated run, so that a range reads the right way round in Arabic: ``<bdi>11–14</bdi>``.

    What a template does not find (the empty text) is unknown too: a claim that gives no such figure, say."""
    return isolated(wording.figure(None if value == "" else value))


@register.filter
def grouped(value: int | None) -> SafeString:
    """A whole number with its thousands grouped, ``—`` for None."""
    return isolated(wording.UNKNOWN if value is None else wording.number(value))


def isolated(text: str) -> SafeString:
    """Text in an isolated run. A page has more than a thousand of them, which ``format_html`` makes felt."""
    return SafeString(f"<bdi>{escape(text)}</bdi>")


@register.filter
def word(code: str, kind: str) -> str:
    """A code's word in the reader's language: ``"artillery"|word:"weapon"``; an unlisted code as it stands."""
    choices = LISTS[kind]
    return str(choices(code).label) if code in choices.values else code


@register.filter
def full_day(value: date | None) -> str:
    """A date in full, ``—`` for None; of a moment the day that it was in the site's time zone."""
    if value is None:
        return wording.UNKNOWN
    return wording.day(timezone.localdate(value) if isinstance(value, datetime) else value)


@register.filter
def full_moment(value: datetime | None) -> str:
    """A moment in full, ``—`` for None."""
    return wording.UNKNOWN if value is None else wording.moment(value)


@register.filter
def full_month(value: date | None) -> str:
    """A month in full, ``—`` for None."""
    return wording.UNKNOWN if value is None else wording.month(value)


@register.filter
def when(row: Any) -> str:
    """When an incident was, as exactly as it is known."""
    return wording.days(row.date_start, row.date_end, row.date_precision)


@register.filter
def period(claim: Any) -> str:
    """The period of a claim: a whole month or year is said as one."""
    return wording.period(claim.period_start, claim.period_end)


@register.simple_tag
def figure_of(source: Any, outcome: str, group: str = "total") -> SafeString:
    """One figure of totals or of a published row, which can also say that none were reported."""
    if hasattr(source, "says_none_reported") and source.says_none_reported(outcome, group):
        return format_html("{}", vocabulary.Quantifier.NONE_REPORTED.label)
    value = source.figure(outcome, group) if hasattr(source, "figure") else source.bounds(outcome, group)
    return figure(value)


@register.simple_tag
def figure_cells(part: Any, shown: str, groups: Sequence[str], others: Sequence[str]) -> SafeString:
    """The cells of a row of totals: the outcome shown, its demographics, then the other outcomes. A page has more than
    a thousand of them, which one tag for each makes felt."""
    pairs = [(shown, "total"), *((shown, group) for group in groups), *((other, "total") for other in others)]
    return SafeString("".join(f'<td class="n">{figure(part.figure(*pair))}</td>' for pair in pairs))


@register.filter
def gap(value: Any) -> SafeString:
    """The distance between claimed and documented, ``—`` where none can be told; a minus stands before its number."""
    if value is None or value == "":
        return figure(None)
    if value.low >= 0:
        return figure(value)
    low, high = (None if n is None else wording.number(n).replace("-", wording.MINUS) for n in (value.low, value.high))
    if high is None:
        return format_html("<bdi>{}</bdi>", _("at least %(number)s") % {"number": low})
    return format_html('<bdi dir="{}">{}</bdi>', wording.direction(), low if low == high else f"{low} … {high}")


@register.filter
def apart(value: Any) -> SafeString:
    """How far one side of a comparison lies from the other, in an isolated run that is read as its digits are."""
    if value is None:
        return figure(None)
    direction = wording.direction() if value.low is not None and value.high is not None else "auto"
    return format_html('<bdi dir="{}">{}</bdi>', direction, wording.difference(value.low, value.high))


@register.filter
def area(claim: Any, governorates: dict[str, str]) -> str:
    """The area of a claim: a known region and a single governorate by the name that this language has for it; any
    other as it was said, in quotation marks and marked with its own language where that is not the page's."""
    if region := regions.find_region(claim.area_name or claim.area_text):
        return region.name
    if len(claim.governorates) == 1 and claim.governorates[0] in governorates:
        return governorates[claim.governorates[0]]
    name = regions.as_said(claim.area_name, claim.area_text)
    if not name or (spoken := regions.language_of(name)) == (get_language() or "")[:2]:
        return name or _("the whole country")
    return format_html('<q lang="{}" dir="{}">{}</q>', spoken, "rtl" if spoken == "ar" else "ltr", name)


@register.filter
def chosen_labels(field: Any) -> str:
    """The labels of a field's chosen values, one after another; nothing where none is chosen."""
    labels = dict(field.field.choices)
    return pgettext("list in a sentence", ", ").join(str(labels[value]) for value in field.initial or ())


@register.filter
def demographic(group: str) -> str:
    """One of the four demographics in the reader's language."""
    return demographic_labels()[group]


@register.filter
def documented(outcome: str) -> str:
    """The caption of a headline figure."""
    return {
        "killed": _("documented killed"), "injured": _("documented injured"), "missing": _("documented missing"),
    }[outcome]  # fmt: skip


@register.filter
def outcome_heading(outcome: str) -> str:
    """The heading of a column of figures."""
    return {"killed": _("Killed"), "injured": _("Injured"), "missing": _("Missing")}[outcome]


@register.simple_tag
def level_bar(part: Any, outcome: str, most: int) -> SafeString:
    """A level bar for a row of a table, see ``charts.fluid``."""
    return fluid.level_bar(part, outcome, most)


@register.filter
def says(evidence: Any) -> str:
    """What one piece of evidence says: ``killed · children: 7``, ``artillery``, ``2023-11-07``."""
    outcome, _dot, group = evidence.field.partition(".")
    if group:
        none = evidence.quantifier == vocabulary.Quantifier.NONE_REPORTED
        number = word(evidence.quantifier, "quantifier") if none else wording.bounds(evidence.low, evidence.high)
        return f"{word(outcome, 'outcome')} · {word(group, 'group')}: {number}"
    return word(evidence.value, evidence.field) if evidence.field in LISTS else evidence.value


@register.simple_tag
def answers_to_requests(incident: PublishedIncident) -> list[PublishedAnswer]:
    """The dated decisions on requests for correction of an incident, under any code it had, as known to its version."""
    rows = PublishedAnswer.objects.filter(code__in=[incident.code, *incident.previous_codes])
    if incident.superseded_at is not None:
        rows = rows.filter(published_at__lt=incident.superseded_at)
    return list(rows.order_by("published_at", "pk"))


@register.filter
def of_kind(answers: list[PublishedAnswer], kind: str) -> int:
    """How many of the requests stand at this decision now: what came later to one takes the place of the earlier."""
    last = {(answer.code, answer.number): answer.kind for answer in answers}
    return sum(each == kind for each in last.values())
