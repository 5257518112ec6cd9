"""A filter said in one sentence, as a researcher would caption a figure, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from incidents import wording
from incidents.models.place import Place
from incidents.statistics.filters import IncidentFilter, is_country
from incidents.vocabulary import Actor, Dataset, Grade, Group, Outcome, Weapon


def sentence(chosen: IncidentFilter) -> str:
    """For example "Children killed in Idlib, October 2023, by air strike, as known on 22 November 2026"."""
    parts = [who(chosen) + where(chosen), when(chosen), *_limits(chosen), as_known(chosen.as_of)]
    return pgettext("list in a sentence", ", ").join(part for part in parts if part)


def who(chosen: IncidentFilter) -> str:
    """Who is counted and what happened to them: the head of the sentence."""
    people = {
        "": _("Civilians"),
        Group.CHILDREN: _("Children"),
        Group.WOMEN: _("Women"),
        Group.MEN: _("Men"),
    }.get(chosen.group) or str(Group(chosen.group).label)
    what = {
        "": _("killed or injured"),
        Outcome.KILLED: pgettext("people", "killed"),
        Outcome.INJURED: pgettext("people", "injured"),
        Outcome.MISSING: pgettext("people", "missing"),
    }[chosen.outcome]
    return f"{people} {what}"


def where(chosen: IncidentFilter) -> str:
    """``" in Idlib, Aleppo"``; nothing for everywhere."""
    if not chosen.places:
        return ""
    places = Place.objects.filter(key__in=chosen.places).order_by("key")
    names = [
        _("all of %(country)s") % {"country": place.name} if is_country(place.key) else place.name for place in places
    ]
    return " " + _("in %(places)s") % {"places": _joined(names)}


def when(chosen: IncidentFilter) -> str:
    """The period, by whole months where it is made of them; nothing where there is no limit."""
    start, end = chosen.start, chosen.end
    if start and end:
        return wording.period(start, end)
    if start:
        return _("since %(day)s") % {"day": wording.day(start)}
    return _("until %(day)s") % {"day": wording.day(end)} if end else ""


def as_known(moment: datetime | None) -> str:
    """``as known on 22 November 2026``: today where no moment was asked for."""
    local = timezone.localtime(moment) if moment else timezone.localtime()
    if moment and (local.hour, local.minute) != (23, 59):
        stamp = f"{wording.day(local.date())} {wording.in_digits(f'{local:%H:%M}')}"
    else:
        stamp = wording.day(local.date())
    return _("as known on %(day)s") % {"day": stamp}


def _limits(chosen: IncidentFilter) -> Iterable[str]:
    if chosen.weapons:
        yield _("by %(weapons)s") % {"weapons": _joined(str(Weapon(w).label) for w in chosen.weapons)}
    if chosen.actors:
        yield _("attributed to %(actors)s") % {"actors": _joined(str(Actor(a).label) for a in chosen.actors)}
    if chosen.grades:
        yield _("graded %(grades)s") % {"grades": _joined(str(Grade(g).label) for g in chosen.grades)}
    if chosen.datasets:
        yield _("from %(datasets)s") % {"datasets": _joined(str(Dataset(d).label) for d in chosen.datasets)}
    if chosen.source:
        yield _("reported by “%(source)s”") % {"source": chosen.source}
    if chosen.text:
        yield _("mentioning “%(text)s”") % {"text": chosen.text}


def _joined(names: Iterable[str]) -> str:
    return pgettext("between alternatives", " or ").join(names)
