"""The monthly summary as plain data, every figure from statistics and every word in one language; no typesetting."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from django.utils import translation
from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext as _

from harmwatch import __version__
from incidents.gazetteer.attributions import attributions
from incidents.record.hashing import selection_hash
from incidents.statistics import provenance, reconciliation, totals
from incidents.statistics.filters import IncidentFilter
from incidents.statistics.sentence import sentence
from incidents.summaries import figures, prose, tables
from incidents.summaries.months import check_month, last_day, moment_of_record, read_language
from incidents.summaries.parts import Summary
from incidents.summaries.pen import Pen, apart


@dataclass(frozen=True, slots=True)
class Imprint:
    """What makes a summary an issue: its code, and the code of the issue that it corrects."""

    code: str
    corrects: str = ""


def monthly_summary(
    month: date,
    *,
    language: str,
    as_of: datetime | None = None,
    chosen: IncidentFilter | None = None,
    digits: str = "latn",
    imprint: Imprint | None = None,
) -> Summary:
    """The summary of a month in a language, as the record stood at a moment (None: at its last change).

    ``chosen`` narrows it to a place, a weapon and so on; its period and as-of are those of the summary. The same
    record gives the same summary. Raises SummaryError for a month to come and for a language that there is not.
    """
    with translation.override(read_language(language)):
        scope = scope_of(check_month(month), as_of=as_of or moment_of_record(), chosen=chosen)
        return _written(scope, month, Pen(digits), imprint)


def scope_of(month: date, *, as_of: datetime, chosen: IncidentFilter | None = None) -> IncidentFilter:
    """The filter of a month's summary."""
    return replace(chosen or IncidentFilter(), start=month, end=last_day(month), as_of=as_of)


def claims_hash(scope: IncidentFilter) -> str:
    """SHA-256 over the claims that a summary sets against its figures; "" where there are none."""
    rows = list(reconciliation.claims_touching(scope).values_list("code", "version", "content_hash"))
    return selection_hash(rows) if rows else ""


def _written(scope: IncidentFilter, month: date, pen: Pen, imprint: Imprint | None) -> Summary:
    assert scope.as_of is not None
    months = figures.twelve_months(scope, month)
    villages, areas = totals.village_totals(scope), totals.area_totals(scope)
    covered = provenance.coverage(scope)
    standing = _("as known on %(day)s") % {"day": pen.moment(scope.as_of)}
    hashes = provenance.data_hash(scope), claims_hash(scope)
    key, name = f"{month:%Y-%m}", pen.month(month)
    claims = reconciliation.claims_touching(scope)
    return Summary(
        month=key,
        language=get_language() or "",
        direction="rtl" if get_language_bidi() else "ltr",
        digits=pen.digits,
        as_of=_iso(scope.as_of),
        query=scope.query(as_of=None),
        software=__version__,
        data_hash=hashes[0],
        claims_hash=hashes[1],
        issue=imprint.code if imprint else "",
        corrects=_corrects(imprint),
        is_demonstration=bool(covered.demonstration) or claims.filter(is_demonstration=True).exists(),
        is_empty=not covered.incidents,
        words=_words(),
        month_name=name,
        sentence=sentence(replace(scope, start=None, end=None, as_of=None)) if _is_narrowed(scope) else "",
        standing=standing,
        headline=figures.headline(totals.totals(scope), pen),
        facts=figures.facts(scope, villages, covered, pen),
        comparison=figures.comparison(months, pen),
        before=figures.months_table(months, pen),
        charts=figures.charts(scope, months, pen),
        map=figures.month_map(scope, villages, areas, pen),
        columns=figures.figure_columns(),
        places=tables.place_rows(scope, villages, areas, pen),
        claims=tables.claim_tables(scope, pen),
        incidents=tables.incident_lines(scope, pen),
        changes=(),
        changes_note="",
        method=prose.method(),
        limits=prose.limits(),
        attributions=tuple(str(line) for line in attributions(datasets=covered.by_dataset)),
        citation=prose.citation(title=name, standing=standing, url=apart(prose.page_url(key))),
        proof=prose.proof(_proof(scope, hashes, imprint)),
    )


def _is_narrowed(scope: IncidentFilter) -> bool:
    return not replace(scope, start=None, end=None).is_empty


def _iso(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%f}Z"


def _corrects(imprint: Imprint | None) -> str:
    if imprint is None or not imprint.corrects:
        return ""
    return _("This issue corrects %(code)s, which stays available as it was.") % {"code": apart(imprint.corrects)}


def _proof(scope: IncidentFilter, hashes: tuple[str, str], imprint: Imprint | None) -> list[tuple[str, str]]:
    assert scope.as_of is not None
    return [
        (_("Issue"), imprint.code if imprint else ""),
        (_("Data hash (SHA-256) of the incidents"), hashes[0]),
        (_("Data hash (SHA-256) of the claimed totals"), hashes[1]),
        (_("Filter"), scope.query(as_of=None)),
        (_("As of"), _iso(scope.as_of)),
        (_("Software"), f"HarmWatch {__version__}"),
        (_("Verify"), prose.verify_url()),
    ]


def _words() -> dict[str, str]:
    """The headings and fixed words that the template sets."""
    return {
        "summary": _("Monthly summary"),
        "page": _("Page %(page)s of %(pages)s"),
        "not_issued": _("Made on demand, not a numbered issue"),
        "demonstration": _("Demonstration data: do not cite"),
        "empty": _(
            "No incident is documented for this month. This does not mean that nobody was harmed: it means that no report "
            "of harm in this month has been reviewed and published so far."
        ),
        "no_claims": _("No claimed total is published for this month."),
        "no_changes": _("Nothing has changed."),
        "figures": _("Figures"),
        "before": _("The months before"),
        "how": _("By weapon and by party"),
        "where": _("Where"),
        "places": _("By governorate and place"),
        "claims": _("Claimed and documented"),
        "incidents": _("The incidents"),
        "changes": _("Changed in earlier months since their last issue"),
        "method": _("Method and definitions in brief"),
        "limits": _("Limits"),
        "attributions": _("Data and licences"),
        "cite": _("How to cite"),
        "proof": _("Proof"),
        "contents": _("Contents"),
        "place": _("Place"),
        "month": _("Month"),
        "figure": _("Figure"),
        "claimed": _("Claimed"),
        "documented": _("Documented"),
        "gap": _("Gap"),
        "claimed_by": _("Claimed by"),
        "claim_source": _("Source of the claim"),
        "documented_by": _("Documented by"),
        "and_more": _("and %(count)s more"),
        "none_documented": _("no incident"),
        "incident": _("Incident"),
        "killed": _("Killed"),
        "injured": _("Injured"),
        "grade": _("Grade"),
        "how_and_who": _("Weapon and party"),
        "sources": _("Sources"),
        "before_after": _("Killed, then and now"),
        "whole_method": _("The whole method is on the site, with the rules of inclusion."),
        "issue": _("Issue"),
        "data_line": _("Data"),
        "not_added": _("A claimed total is never added to what is documented."),
    }
