"""What a page says of itself to others: title, description, picture of a preview, its one address, its languages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse, translate_url
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from incidents import wording
from incidents.models.record.incident import PublishedIncident
from incidents.statistics.filters import IncidentFilter
from incidents.statistics.totals import Totals
from incidents.templatetags.harmwatch import demographic, documented, outcome_heading, when, word
from incidents.vocabulary import DEMOGRAPHICS

register = template.Library()
LOCALES = {"ar": "ar_AR", "en": "en_GB"}


@dataclass(frozen=True, slots=True)
class Preview:
    """A page as a link to it is shown elsewhere. ``canonical`` is its whole address in the one way of writing it."""

    title: str
    description: str
    canonical: str
    image: str
    locale: str
    others: tuple[str, ...]
    alternates: tuple[tuple[str, str], ...]


@register.inclusion_tag("public/_preview.html", takes_context=True)
def preview(context: dict[str, Any]) -> dict[str, Any]:
    """The page's description, preview, canonical address and other languages, for its head."""
    request: HttpRequest = context["request"]
    site = f"{request.scheme}://{request.get_host()}"
    query = _query(context)
    path = request.path + (f"?{query}" if query else "")
    language = get_language() or settings.LANGUAGE_CODE
    found = Preview(
        title=_title(context),
        description=_description(context),
        canonical=site + path if request.resolver_match else "",
        image=site + image if (image := _image(context)) else "",
        locale=LOCALES.get(language, language),
        others=tuple(locale for code, locale in LOCALES.items() if code != language),
        alternates=tuple(_alternates(site, path)) if request.resolver_match else (),
    )
    return {"preview": found}


def _alternates(site: str, path: str) -> Iterator[tuple[str, str]]:
    """The page in each language, itself too, and in the site's first one for readers of none of them."""
    for code, _name in settings.LANGUAGES:
        yield code, site + translate_url(path, code)
    yield "x-default", site + translate_url(path, settings.LANGUAGE_CODE)


def _query(context: Mapping[str, Any]) -> str:
    """The words of the address that make it this page and no other; how it is ordered and written does not."""
    request: HttpRequest = context["request"]
    name = request.resolver_match.url_name if request.resolver_match else ""
    if "incident" in context:
        row = context["incident"]
        return "" if context.get("is_current") else urlencode({"version": row.version})
    if "sides" in context:
        return str(context["sides"].query())
    if "asked" in context:
        return str(context["asked"].chosen.query())
    chosen = context.get("filter")
    if chosen is None or name in {"places", "cite"}:
        return ""
    pairs = chosen.pairs(places=()) if "place" in context else chosen.pairs()
    page = getattr(context.get("page"), "number", 1)
    return urlencode([*pairs, ("page", page)] if page > 1 else pairs)


def _title(context: Mapping[str, Any]) -> str:
    if "comparison" in context:
        words = {"first": context["first"].name, "second": context["second"].name}
        return _("%(first)s compared with %(second)s") % words
    if "incident" in context:
        row = context["incident"]
        return f"{row.place.name if row.place else row.place_text or row.code} · {when(row)}"
    if "place" in context:
        return str(context["place"].name)
    if "summary" in context:
        return f"{_('Monthly summary')}: {context['summary'].month_name}"
    if "totals" in context or "page" in context:
        return str(context.get("sentence") or "HarmWatch")
    return "HarmWatch"


def _description(context: Mapping[str, Any]) -> str:
    if "comparison" in context:
        shown = context["shown"]
        sides = (context["first"], context["second"])
        return " ".join(f"{s.letter}: {s.sentence}: {wording.figure(s.totals.figure(shown))}." for s in sides)
    if "incident" in context:
        return _of_incident(context)
    if "summary" in context:
        return f"{context['summary'].comparison} {context['summary'].standing}"
    if "totals" in context:
        return f"{context['sentence']}. {_figures(context['totals'], context['shown'], context['others'])}"
    general = _("A public record of harm to civilians in armed conflict in which every number leads to its evidence.")
    return f"{context['sentence']}. {general}" if context.get("sentence") else general


def _figures(whole: Totals, shown: str, others: list[str]) -> str:
    """``documented killed: 16 (7 children, 7 women); documented injured: at least 1; incidents: 2``."""
    found = [f"{documented(outcome)}: {wording.figure(whole.figure(outcome))}" for outcome in (shown, *others)]
    groups = [(group, whole.figure(shown, group)) for group in DEMOGRAPHICS]
    said = _listed(f"{wording.figure(figure)} {demographic(group)}" for group, figure in groups if figure.low)
    found[0] += f" ({said})" if said else ""
    return "; ".join([*found, f"{_('incidents')}: {wording.number(whole.incidents)}"])


def _of_incident(context: Mapping[str, Any]) -> str:
    row = context["incident"]
    if context.get("withdrawn"):
        return f"{row.code}: {_('Withdrawn')}"
    figures = (f"{outcome_heading(o)}: {wording.figure(row.bounds(o, 'total'))}" for o in ("killed", "injured"))
    weapons = _listed(word(weapon, "weapon") for weapon in row.weapons)
    parts = [*figures, weapons, f"{_('Grade')}: {word(row.grade, 'grade')}", row.code]
    return "; ".join(part for part in parts if part)


def _listed(words: Any) -> str:
    return pgettext("list in a sentence", ", ").join(words)


def _image(context: Mapping[str, Any]) -> str:
    """The picture of what the page shows: its months, or its map where it is of one month alone; none where the page
    has no selection of its own or nothing is documented. An incident's is the map of its place on its days."""
    if "incident" in context:
        return _map_of(context["incident"]) if context.get("is_current") and not context.get("withdrawn") else ""
    if "totals" not in context or not context["totals"].incidents:
        return ""
    dated = [part for _href, part in context.get("months", ()) if part.key]
    if not dated:
        return ""
    address = reverse("exports:months_png") if len(dated) > 1 else reverse("exports:png", args=["map"])
    query = context["filter"].query()
    return f"{address}?{query}" if query else address


def _map_of(row: PublishedIncident) -> str:
    known = [outcome for outcome in ("killed", "injured") if (figure := row.bounds(outcome, "total")) and figure.low]
    if not (row.place and row.date_start and row.date_end and known):
        return ""
    shown = IncidentFilter(start=row.date_start, end=row.date_end, places=(row.place.key,), outcome=known[0])
    return f"{reverse('exports:png', args=['map'])}?{shown.query()}"
