"""The page that sets two periods, two places or any two selections side by side, with a caution where they may differ
in how they are documented rather than in what happened."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from incidents import wording
from incidents.charts import fluid, paired
from incidents.conditional import public_page
from incidents.dashboard.behind import Behind, cautions, standing
from incidents.dashboard.compare_form import SidesForm
from incidents.dashboard.digits import WORD, read_digits
from incidents.dashboard.filtering import shown_outcome
from incidents.dashboard.search import Found, find_places
from incidents.models.place import Place
from incidents.statistics import totals
from incidents.statistics.comparison import PREFIX, Comparison, Difference, Pair, Sides, compare, read_sides
from incidents.statistics.filters import IncidentFilter
from incidents.statistics.periods import last_day
from incidents.statistics.sentence import sentence, when, who
from incidents.statistics.totals import Figure, Totals
from incidents.vocabulary import DEMOGRAPHICS, Actor, Dataset, Grade, Outcome, Weapon

PARTS_SHOWN = 20
PLACES_FOUND = 12
CODES: dict[str, Any] = {"weapons": Weapon, "actors": Actor, "grades": Grade, "datasets": Dataset}


@dataclass(frozen=True, slots=True)
class Side:
    """One side as the page shows it: its letter, its name beside the other's, its sentence and what it counts."""

    letter: str
    name: str
    sentence: str
    chosen: IncidentFilter
    totals: Totals | None = None
    months: SafeString | None = None
    behind: Behind | None = None


@public_page
def comparison(request: HttpRequest) -> HttpResponse:
    """Two selections side by side; without a second one, what could be compared with the first."""
    sides = read_sides(dict(request.GET.lists()))
    if error := read_digits(request).error:
        sides.errors[WORD] = error
    shown = shown_outcome(sides.first)
    words = request.GET.get("find", "").strip()[:200]
    context: dict[str, Any] = {
        "sides": sides,
        "errors": sides.errors,
        "form": SidesForm(sides),
        "query": sides.query(),
        "swapped": sides.swapped.query(),
        "shown": shown,
        "words": words,
        "is_same": not (sides.differ or sides.errors) and any(name.startswith(PREFIX) for name in request.GET),
        "found": _found(words, sides) if words else [],
        "first": _side(sides, first=True),
        "second": _side(sides, first=False),
        "demographics": DEMOGRAPHICS,
    }
    if sides.differ:
        context |= _compared(request, compare(sides, totals.shown_with(shown)), shown)
    return render(request, "public/compare.html", context)


def _found(words: str, sides: Sides) -> list[tuple[Found, str]]:
    """Places by name, each with the address that compares the first side with it."""
    found = find_places(words, replace(sides.first, places=()), (("killed", "total"), ("injured", "total")))
    return [
        (each, Sides(sides.first, replace(sides.second, places=(each.place.key,))).query())
        for each in found[:PLACES_FOUND]
    ]


def _compared(request: HttpRequest, found: Comparison, shown: str) -> dict[str, Any]:
    scale = fluid.scale_for(
        side.figure(shown) for pair in found.months if pair.key for side in (pair.first, pair.second) if side
    )
    first, second = (
        standing(*each, shown) for each in ((found.sides.first, found.first), (found.sides.second, found.second))
    )
    shown_sides = [
        _counted(found, shown, scale, first, is_first=True),
        _counted(found, shown, scale, second, is_first=False),
    ]
    return {
        "comparison": found,
        "first": shown_sides[0],
        "second": shown_sides[1],
        "sides_shown": shown_sides,
        "datasets": [
            (name, first.datasets.get(name, 0), second.datasets.get(name, 0))
            for name in sorted({*first.datasets, *second.datasets})
        ],
        "in_words": in_words(found.whole.apart(shown)),
        "cautions": list(cautions(first, second, found.in_both, shown)),
        "figures": [(shown, "total"), *((shown, group) for group in DEMOGRAPHICS), *_others(shown)],
        "demographic_most": paired.most_of([found.whole], shown),
        "months_most": paired.most_of(found.months, shown),
        "parts": [_part(found, name, shown) for name in ("weapons", "actors", "grade")],
        "places": list(_places(found, shown, everything="all" in request.GET)),
        "more": f"{request.path}?{found.sides.query()}&all=1#places",
    }


def in_words(apart: Difference | None) -> str:
    """A closed difference as a sentence; nothing where it is open or unknown, which its sign says better."""
    if apart is None or apart.low is None or apart.high is None:
        return ""
    low, high = wording.number(abs(apart.low)), wording.number(abs(apart.high))
    if apart.low < 0 < apart.high:
        said = _("From %(low)s fewer to %(high)s more in A: the record does not tell which side has more.")
    elif apart.low == apart.high:
        said = {True: _("%(high)s more in A."), False: _("%(high)s fewer in A.")}[apart.high > 0] if apart.high else ""
        return (said or _("As many on both sides.")) % {"high": high}
    elif apart.high > 0:
        said = _("%(low)s to %(high)s more in A.")
    else:
        low, high = high, low
        said = _("%(low)s to %(high)s fewer in A.")
    return said % {"low": low, "high": high}


def _others(shown: str) -> Iterable[tuple[str, str]]:
    return ((outcome, "total") for outcome in ("killed", "injured") if outcome != shown)


def _side(sides: Sides, *, first: bool) -> Side:
    chosen = sides.first if first else sides.second
    letter = pgettext("first side of a comparison", "A") if first else pgettext("second side of a comparison", "B")
    return Side(letter, name_of(sides, chosen), sentence(chosen), chosen)


def _counted(found: Comparison, shown: str, scale: fluid.Scale, behind: Behind, *, is_first: bool) -> Side:
    """A side with its figures and its chart of months, drawn on the scale of both."""
    side = _side(found.sides, first=is_first)
    months = [part for pair in found.months if (part := pair.first if is_first else pair.second)]
    empty = Totals(None, 0, dict.fromkeys(found.first.whole.figures, Figure(0, 0, 0, 0)))
    drawn = fluid.monthly(
        months, outcome=shown, link=_month_link(side.chosen), scale=scale,
        label=f"{side.letter}: {fluid.summary(months, str(Outcome(shown).label))}",
    )  # fmt: skip
    whole = found.whole.first if is_first else found.whole.second
    return replace(side, totals=whole or empty, months=drawn, behind=behind)


def _month_link(chosen: IncidentFilter) -> Callable[[date], str]:
    """A bar leads to the incidents of its month."""
    return lambda month: f"{reverse('public:incidents')}?{chosen.query(start=month, end=last_day(month))}"


def name_of(sides: Sides, chosen: IncidentFilter) -> str:
    """A side named by what tells it from the other: ``October 2023``, ``Idleb``; by its head where nothing does."""
    one, two = sides.first, sides.second
    parts: list[str] = []
    if (one.start, one.end) != (two.start, two.end):
        parts.append(_period(chosen) or _("all dates"))
    if one.places != two.places:
        names = [place.name for place in Place.objects.filter(key__in=chosen.places).order_by("key")]
        parts.append(_joined(names) or _("all of the country"))
    for name, code in CODES.items():
        if getattr(one, name) != getattr(two, name):
            parts.append(_joined(str(code(value).label) for value in getattr(chosen, name)) or _anything(name))
    if (one.outcome, one.group) != (two.outcome, two.group):
        parts.append(who(chosen))
    for name in ("source", "text"):
        if getattr(one, name) != getattr(two, name):
            parts.append(f"“{said}”" if (said := getattr(chosen, name)) else _("any words"))
    return pgettext("list in a sentence", ", ").join(parts) or who(chosen)


def _period(chosen: IncidentFilter) -> str:
    return wording.span(chosen.start, chosen.end) if chosen.start and chosen.end else when(chosen)


def _joined(names: Iterable[str]) -> str:
    return pgettext("between alternatives", " or ").join(names)


def _anything(name: str) -> str:
    return {
        "weapons": _("any weapon"), "actors": _("any party"), "grades": _("any grade"), "datasets": _("any dataset"),
    }[name]  # fmt: skip


def _part(found: Comparison, name: str, shown: str) -> dict[str, Any]:
    """The pairs of one field, named; an incident with two weapons counts under each."""
    code = {"weapons": Weapon, "actors": Actor, "grade": Grade}[name]
    rows = [(str(code(pair.key).label) if pair.key else _("not said"), "", pair) for pair in found.by[name]]
    heading = {
        "weapons": _("By weapon"), "actors": _("By party, as sources attribute it"), "grade": _("By grade"),
    }[name]  # fmt: skip
    return {
        "id": name, "heading": heading, "rows": rows, "most": paired.most_of(found.by[name], shown), "count": len(rows),
        "overlaps": name != "grade",
    }  # fmt: skip


def _places(found: Comparison, shown: str, *, everything: bool) -> Iterable[dict[str, Any]]:
    """Villages and areas, paired where both sides mean the same places."""
    lists: tuple[tuple[str, str, Sequence[Pair] | None], ...] = (
        ("villages", _("By village"), found.villages), ("areas", _("Known only by an area"), found.areas),
    )  # fmt: skip
    for name, heading, pairs in lists:
        if not pairs:
            continue
        chosen = pairs if everything else pairs[:PARTS_SHOWN]
        rows = [(pair.place.name, reverse("public:place", args=[pair.key]), pair) for pair in chosen if pair.place]
        most = paired.most_of(pairs, shown)
        yield {"id": name, "heading": heading, "rows": rows, "most": most, "count": len(pairs), "overlaps": False}
