"""Template tags of the comparison: where it can be begun, its bars, its cells."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from incidents import wording
from incidents.charts import paired
from incidents.statistics import periods
from incidents.statistics.comparison import Pair, Sides
from incidents.statistics.filters import IncidentFilter
from incidents.statistics.reconciliation import Comparison, Reconciliation
from incidents.statistics.totals import Totals
from incidents.templatetags.harmwatch import apart

register = template.Library()


@register.filter
def comparisons(chosen: IncidentFilter) -> Iterator[tuple[str, str]]:
    """What a selection can be compared with, each with its address."""
    if chosen.start and chosen.end:
        for label, (start, end) in (
            (_("Compare with the period before"), periods.before(chosen.start, chosen.end)),
            (_("with the same period a year before"), periods.year_before(chosen.start, chosen.end)),
        ):
            yield label, _address(Sides(chosen, replace(chosen, start=start, end=end)))
        yield _("with another place"), f"{_address(Sides(chosen, chosen))}#find"
    else:
        yield _("Compare with another period or place"), _address(Sides(chosen, chosen))


def _address(sides: Sides) -> str:
    query = sides.query()
    return reverse("public:compare") + (f"?{query}" if query else "")


@register.filter
def compared(found: Reconciliation, outcome: str) -> Comparison | None:
    """What a claim says of everyone with one outcome, beside what is documented; None where it says nothing of it."""
    return found.comparison(outcome)


@register.simple_tag
def pair_bars(pair: Pair, outcome: str, group: str, most: int) -> SafeString:
    """Both sides' bars, see ``charts.paired``."""
    return paired.pair_bars(pair, outcome, group, most)


@register.simple_tag
def apart_of(pair: Pair, outcome: str, group: str = "total") -> SafeString:
    """The difference of one figure of a pair; ``—`` where there is none."""
    return apart(pair.apart(outcome, group))


@register.simple_tag
def per_cent_of(pair: Pair, outcome: str, group: str = "total") -> SafeString:
    """The same in per cent of the second side; nothing where that cannot be told."""
    value = pair.in_per_cent(outcome, group)
    if value is None:
        return SafeString("")
    low, high = (wording.in_digits(f"{wording.signed(end or 0)}%") for end in (value.low, value.high))
    return format_html('<bdi dir="{}">{}</bdi>', wording.direction(), low if low == high else f"{low} … {high}")


@register.simple_tag
def figure_or_gap(side: Totals | None, outcome: str, group: str = "total") -> SafeString:
    """A side's figure; nothing where the side has no such part."""
    if side is None:
        return SafeString("")
    return format_html("<bdi>{}</bdi>", wording.figure(side.figure(outcome, group)))


@register.simple_tag
def share(part: int, whole: int) -> SafeString:
    """A part of a whole and its share: ``12 (40%)``; the number alone where there is no whole."""
    said = wording.number(part) + (f" ({wording.in_digits(f'{round(100 * part / whole)}%')})" if whole else "")
    return format_html('<bdi dir="{}">{}</bdi>', wording.direction(), said)


@register.simple_tag
def per_incident(behind: Any) -> SafeString:
    """Reports per incident with one decimal; ``—`` where there is no incident."""
    each = behind.reports_each
    return format_html("<bdi>{}</bdi>", wording.UNKNOWN if each is None else wording.in_digits(f"{each:.1f}"))
