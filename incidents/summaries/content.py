"""The monthly summary as plain data, every figure from statistics and every word in one language; no typesetting."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from django.utils import translation
from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext as _

from harmwatch import __version__
from incidents.gazetteer.attributions import attributions
from incidents.statistics.filters import IncidentFilter
from incidents.statistics.sentence import sentence
from incidents.summaries import changes, drawings, figures, prose, tables
from incidents.summaries.counts import Counts, count
from incidents.summaries.imprint import Imprint
from incidents.summaries.months import check_month, iso, moment_of_record, read_language
from incidents.summaries.parts import Summary
from incidents.summaries.pen import Pen, apart


def monthly_summary(
    month: date,
    *,
    language: str,
    as_of: datetime | None = None,
    chosen: IncidentFilter | None = None,
    digits: str = "latn",
) -> Summary:
    """The summary of a month in a language, as the record stood at a moment (None: at its last change).

    ``chosen`` narrows it to a place, a weapon and so on; its period and as-of are those of the summary. The same
    record gives the same summary. Raises SummaryError for a month to come and for a language that there is not.
    """
    with translation.override(read_language(language)):
        check_month(month)
    return write(count(month, as_of=as_of or moment_of_record(), chosen=chosen), language=language, digits=digits)


def write(counts: Counts, *, language: str, digits: str = "latn", imprint: Imprint | None = None) -> Summary:
    """Say what was counted, in a language; as an issue where there is an imprint."""
    with translation.override(language):
        return _written(counts, Pen(digits), imprint)


def _written(counts: Counts, pen: Pen, imprint: Imprint | None) -> Summary:
    scope, key, name = counts.scope, f"{counts.month:%Y-%m}", pen.month(counts.month)
    standing = _("as known on %(day)s") % {"day": pen.moment(counts.as_of)}
    changed = changes.since_last_issues(scope, pen) if not _is_narrowed(scope) else ()
    return Summary(
        month=key,
        language=get_language() or "",
        direction="rtl" if get_language_bidi() else "ltr",
        digits=pen.digits,
        as_of=iso(counts.as_of),
        query=replace(scope, start=None, end=None, as_of=None).query(),
        software=__version__,
        data_hash=counts.data_hash,
        claims_hash=counts.claims_hash,
        issue=imprint.code if imprint else "",
        corrects=_corrects(imprint),
        is_demonstration=counts.is_demonstration,
        is_empty=not counts.covered.incidents,
        words=fixed_words(),
        month_name=name,
        sentence=sentence_of(scope),
        standing=standing,
        headline=figures.headline(counts.whole, pen),
        facts=figures.facts(counts, pen),
        comparison=figures.comparison(counts.months, pen),
        before=figures.months_table(counts.months, pen),
        charts=drawings.charts(counts, pen),
        map=drawings.month_map(counts, pen),
        columns=figures.figure_columns(),
        places=tables.place_rows(counts, pen),
        claims=tables.claim_tables(counts, pen),
        incidents=tables.incident_lines(counts, pen),
        changes=changed,
        changes_note=changes.note(scope, changed, pen),
        method=prose.method(),
        limits=prose.limits(),
        attributions=tuple(str(line) for line in attributions(datasets=counts.covered.by_dataset)),
        citation=prose.citation(title=name, standing=standing, url=apart(prose.page_url(key)), imprint=imprint),
        address=prose.page_url(key),
        proof=prose.proof(_proof(counts, imprint)),
    )


def sentence_of(scope: IncidentFilter) -> str:
    """What a summary is narrowed to, in a sentence; "" for everything of the month."""
    return sentence(scope) if _is_narrowed(scope) else ""


def _is_narrowed(scope: IncidentFilter) -> bool:
    return not replace(scope, start=None, end=None).is_empty


def _corrects(imprint: Imprint | None) -> str:
    if imprint is None or not imprint.corrects:
        return ""
    return _("This issue corrects %(code)s, which stays available as it was.") % {"code": apart(imprint.corrects)}


def _proof(counts: Counts, imprint: Imprint | None) -> list[tuple[str, str]]:
    return [
        (_("Issue"), imprint.code if imprint else ""),
        (_("Data hash of the incidents (SHA-256)"), counts.data_hash),
        (_("Data hash of the claimed totals (SHA-256)"), counts.claims_hash),
        (_("Filter"), replace(counts.scope, as_of=None).query()),
        (_("As of"), iso(counts.as_of)),
        (_("Software"), f"HarmWatch {__version__}"),
        (_("Verify"), prose.verify_url()),
    ]


def fixed_words() -> dict[str, str]:
    """The headings and fixed words that the template sets."""
    return {
        "summary": _("Monthly summary"),
        "page": _("Page %(page)s of %(pages)s"),
        "not_issued": _("Made on demand, not a numbered issue"),
        "demonstration": _("Demonstration data: do not cite"),
        "empty": _(
            "No incident is documented for this month. This does not mean that nobody was harmed: no report of harm in "
            "this month has been reviewed and published so far."
        ),
        "no_claims": _("No claimed total is published for this month."),
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
        "how_and_who": _("Weapon and party"),
        "sources": _("Sources"),
        "before_after": _("Killed, then and now"),
        "whole_method": _("The whole method is on the site, with the rules of inclusion."),
        "issue": _("Issue"),
        "data_line": _("Data"),
        "not_added": _("A claimed total is never added to what is documented."),
    }
