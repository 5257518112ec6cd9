"""Whether a PDF or a hash is that of an unaltered summary, and what has changed in the record since."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from html import unescape
from urllib.parse import parse_qs

from django.utils.translation import gettext as _

from harmwatch import __version__
from incidents.models.record.issue import Issue
from incidents.summaries import changes
from incidents.summaries.months import SummaryError, iso
from incidents.summaries.parts import MonthChange
from incidents.summaries.pen import Pen
from incidents.summaries.requests import Asked, asked_for
from incidents.summaries.typeset import typeset

MAX_BYTES = 20_000_000
HASH = re.compile(r"[0-9a-f]{64}")
#: Words of an address that are no part of a filter.
OF_CLAIMS = {"claim", "software", "month", "language"}
_KEYWORDS = re.compile(rb"<pdf:Keywords>harmwatch, ([^<]{0,2000})</pdf:Keywords>")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was found: ``unaltered``, ``data`` (the hash of an issue's rows), ``altered`` or ``unknown``.

    ``issue`` is what it is, or says that it is; ``corrected_by`` the issue that corrects it; ``change`` what has
    changed in its month since, None where nothing has or where that cannot be said.
    """

    kind: str
    says: str
    sha256: str = ""
    issue: Issue | None = None
    corrected_by: Issue | None = None
    change: MonthChange | None = None

    @property
    def is_good(self) -> bool:
        """Whether the file or hash may be relied on."""
        return self.kind in {"unaltered", "data"}


@dataclass(frozen=True, slots=True)
class Imprinted:
    """What a summary's PDF says of itself, in its keywords."""

    asked: Asked
    software: str
    issue: str


@dataclass(frozen=True, slots=True)
class Claim:
    """A file, by its SHA-256, that says it is a summary made on demand; only what is made again can tell."""

    digest: str
    asked: Asked
    software: str


def verify_hash(text: str) -> Verdict:
    """A pasted SHA-256: of an issued PDF, or the data hash printed in one."""
    digest = "".join(text.split()).lower()
    if not HASH.fullmatch(digest):
        return Verdict("unknown", _("This is no SHA-256: it has 64 characters, 0 to 9 and a to f."))
    if issue := Issue.objects.filter(sha256=digest).first():
        return _issued(issue, digest)
    if issue := Issue.objects.filter(data_hash=digest).order_by("-number").first():
        says = _("This is the data hash printed in %(code)s. To check a PDF itself, give the file.") % {
            "code": issue.code
        }
        return _about(issue, "data", says, digest)
    return Verdict(
        "unknown", _("No issue has this SHA-256. A PDF made on demand is checked by giving the file."), digest
    )


def verify_file(content: bytes) -> Verdict:
    """A file: an unaltered issue, an unaltered PDF made on demand (made again and compared), or neither."""
    found = examine(content)
    return found if isinstance(found, Verdict) else compare(found, typeset(found.asked.summary()))


def examine(content: bytes) -> Verdict | Claim:
    """What can be said of a file without making a PDF."""
    digest = hashlib.sha256(content).hexdigest()
    if issue := Issue.objects.filter(sha256=digest).first():
        return _issued(issue, digest)
    if not content.startswith(b"%PDF-"):
        return Verdict("unknown", _("This is no PDF."), digest)
    said = _imprinted(content)
    if said is None:
        return Verdict("unknown", _("This PDF does not say that it is a summary of this site."), digest)
    return _issue_altered(said, digest) if said.issue else Claim(digest, said.asked, said.software)


def _issued(issue: Issue, digest: str) -> Verdict:
    return _about(issue, "unaltered", _("This is %(code)s, unaltered.") % {"code": issue.code}, digest)


def _issue_altered(said: Imprinted, digest: str) -> Verdict:
    words = {"code": said.issue}
    issue = Issue.objects.filter(code=said.issue).first()
    if issue is None:
        says = _("This PDF says that it is %(code)s, but this site has issued no such summary.") % words
        return Verdict("altered", says, digest)
    says = (
        _("This PDF says that it is %(code)s, but its bytes are not those that were issued: do not rely on it.") % words
    )
    return _about(issue, "altered", says, digest)


def _about(issue: Issue, kind: str, says: str, digest: str) -> Verdict:
    later = Issue.objects.filter(month=issue.month, language=issue.language, number__gt=issue.number)
    change = changes.since_issue(issue, until=None, pen=Pen())
    return Verdict(kind, says, digest, issue, later.order_by("-number").first(), change)


def compare(claim: Claim, made: bytes) -> Verdict:
    """A file beside the PDF that was made again as it says that it was made."""
    if hashlib.sha256(made).hexdigest() == claim.digest:
        says = _("This PDF was made on demand; made again now, it is the same to the byte.")
        return Verdict("unaltered", says, claim.digest, change=changes.since_moment(claim.asked.scope, pen=Pen()))
    if claim.software != __version__:
        words = {"then": claim.software, "now": __version__}
        says = _("This PDF was made by version %(then)s; version %(now)s cannot make it again to compare.") % words
        return Verdict("unknown", says, claim.digest)
    says = _("Made again from the record, this PDF is not the same: do not rely on it.")
    return Verdict("altered", says, claim.digest)


def _imprinted(content: bytes) -> Imprinted | None:
    found = _KEYWORDS.search(content)
    if found is None:
        return None
    try:
        words = unescape(found[1].decode()).split(", ")
        month, language, digits, as_of, software, query, issue = words
        asked = asked_for(
            month,
            language=language,
            query={**parse_qs(query.removeprefix("query=")), "as_of": [as_of], "digits": [digits]},
        )
    except (ValueError, SummaryError):
        return None
    return Imprinted(asked, software.removeprefix("software="), issue.removeprefix("issue="))


def address_words(claim: Claim) -> dict[str, str | list[str]]:
    """A claim as the words of an address, so that it can be asked for again while its PDF is being made."""
    asked = claim.asked
    own = {"claim": claim.digest, "software": claim.software, "month": f"{asked.month:%Y-%m}"}
    own |= {"language": asked.language, "digits": asked.digits, "as_of": iso(asked.as_of)}
    return {**parse_qs(asked.chosen.query()), **own}


def read_claim(words: dict[str, list[str]]) -> Claim | None:
    """The claim that an address names; None where its words are none."""
    given = {name: values[-1] for name, values in words.items() if values}
    digest = given.get("claim", "")
    if not HASH.fullmatch(digest):
        return None
    query = {name: values for name, values in words.items() if name not in OF_CLAIMS}
    try:
        asked = asked_for(given.get("month", ""), language=given.get("language", ""), query=query)
    except SummaryError:
        return None
    return Claim(digest, asked, given.get("software", ""))
