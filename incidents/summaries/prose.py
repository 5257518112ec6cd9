"""What every summary says in sentences: method and definitions in brief, limits, citation, proof."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from incidents.summaries.imprint import Imprint
from incidents.summaries.parts import Fact
from incidents.summaries.pen import apart
from incidents.vocabulary import GRADE_MEANINGS, Grade


def method() -> tuple[Fact, ...]:
    """Terms and what they mean here; the whole method is on the site."""
    return (
        Fact(
            _("Incident"),
            _("Harm to civilians at one place in one attack or wave of attacks, as documented by its reports."),
        ),
        Fact(
            _("Documented"),
            _(
                "Read in a report, checked by a reviewer against the words it rests on, and published. Civilian status "
                "is presumed unless there is evidence against it."
            ),
        ),
        Fact(
            _("Low and high"),
            _(
                "The lowest and the highest credible number. Sums of lows and highs are bounds of what is documented, "
                "no interval of confidence. “At least” means that the sources leave the upper end open."
            ),
        ),
        Fact(
            _("Children, women, men"),
            _(
                "Counted only where a source says so; a child is anyone under 18. What is left of a total is “not "
                "specified”, never men by subtraction."
            ),
        ),
        Fact(_("The sign —"), _("The number is not known. It is not zero.")),
        Fact(
            _("Claimed"),
            _("A total that a source gives for a period or area; set beside what is documented, never added to it."),
        ),
        Fact(_("Grades"), " ".join(f"{Grade(g).label}: {GRADE_MEANINGS[g]}" for g in Grade)),
    )


def limits() -> tuple[str, ...]:
    """What the figures are not."""
    return (
        _("These are documented cases. They are no estimate of all harm done and make no claim to be complete."),
        _(
            "What is reported depends on who could report: small attacks, remote places and days of heavy fighting are "
            "less well covered. Compare months and areas with care."
        ),
        _(
            "The record lives: incidents are added, corrected and withdrawn as more becomes known. Cite the as-of date "
            "with every figure, and look up what has changed since."
        ),
        _("Who is responsible is given as the sources attribute it. It is no finding of a court."),
        _("A point on the map is that of the place in the gazetteer, not of the exact spot."),
    )


def citation(*, title: str, standing: str, url: str, imprint: Imprint | None) -> str:
    """How to cite this summary."""
    words = {"title": title, "standing": standing, "url": url}
    if imprint is None:
        return _("HarmWatch, Monthly summary: %(title)s, %(standing)s. %(url)s") % words
    words["issue"] = apart(imprint.code)
    return _("HarmWatch, Monthly summary: %(title)s, issue %(issue)s, %(standing)s. %(url)s") % words


def page_url(month: str) -> str:
    """The public address of a month's page."""
    return settings.SITE_URL + reverse("summaries:month", args=[month])


def verify_url() -> str:
    """Where anyone may check a copy."""
    return settings.SITE_URL + reverse("summaries:verify")


def proof(pairs: Iterable[tuple[str, str]]) -> tuple[Fact, ...]:
    """Labels with codes, those that are empty left out."""
    return tuple(Fact(label, says) for label, says in pairs if says)
