"""Which digits an Arabic page is written in: the reader's choice, in the address and so in all links of the page.

No cookie keeps it. The word ``digits=arab`` or ``digits=latn`` stands in the address; every link and form of the page
that leads to another page for readers takes it along. Files and the API have Western digits whatever the address says.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from incidents import wording

WORD = "digits"
#: Pages for readers, and pictures with figures in them; not the desk, not what submitters use, no table of data.
PAGES = frozenset({"public", "summaries", "exports"})
WRITTEN = frozenset({"index", "month", "columns", "months_svg", "months_png", "svg", "png"})
_LED_TO = re.compile(
    r"/(?:ar/(?:|(?:incidents|places|compare|coverage|changes|cite|method|about|summaries)/.*|data/(?:|\w+\.(?:svg|png)))"
    r"|en/(?:|(?:incidents|places|compare|coverage|changes|cite|method|about)/.*))"
)
# Of style sheets and addresses in the head, which are found too, none leads to a page of ours by its path alone.
_LINK = re.compile(r' (href|data-query)="([^"]*)"|<form [^>]*method="get"[^>]*>')
_ACTION = re.compile(r'\saction="([^"?#]*)')


@dataclass(frozen=True, slots=True)
class Choice:
    """The digits that an address asks for: ``digits`` is what the page is written in, ``carried`` what its links say
    (nothing where that is the default), ``error`` what is wrong with the word."""

    digits: str
    carried: str
    error: str = ""


def read_digits(request: HttpRequest) -> Choice:
    """The choice of a request; Arabic-Indic digits are written on Arabic pages alone."""
    asked = request.GET.get(WORD, "").strip()
    if asked and asked not in wording.DIGITS:
        words = {"value": asked, "known": ", ".join(wording.DIGITS)}
        return Choice(_default(request), "", _("“%(value)s” is not known here. Known are: %(known)s.") % words)
    digits = asked or _default(request)
    written = digits if (get_language() or "").startswith("ar") else "latn"
    return Choice(written, "" if digits == _default(request) else digits)


def _default(request: HttpRequest) -> str:
    """As the site is set; a summary's page keeps to the digits of its PDF, which are Western where none are named."""
    match = request.resolver_match
    is_month = match is not None and (match.namespace, match.url_name) == ("summaries", "month")
    return "latn" if is_month else settings.DIGITS


def other_digits(request: HttpRequest) -> tuple[str, str] | None:
    """The digits that the page is not written in, and its address with them; None where there is nothing to choose."""
    if not is_written(request) or not (get_language() or "").startswith("ar"):
        return None
    query = request.GET.copy()
    other = "latn" if wording.chosen_digits() == "arab" else "arab"
    query[WORD] = other  # also where it is the default: a link without the word would be sent on with the other one
    return other, f"{request.path}?{query.urlencode()}"


def is_written(request: HttpRequest) -> bool:
    """Whether an address is that of a page or picture whose figures are written in the reader's digits."""
    match = request.resolver_match
    return match is not None and (
        (match.namespace == "public" and not (match.url_name or "").startswith("map_"))
        or (match.namespace in PAGES and match.url_name in WRITTEN)
    )


class DigitsMiddleware:
    """Writes the pages for readers in the digits of their address, and sends their links on with the same word."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        with wording.written_in("latn"):
            response = self.get_response(request)
        carried = read_digits(request).carried if is_written(request) else ""
        if carried and not response.streaming and response.get("Content-Type", "").startswith("text/html"):
            response.content = carry(response.content.decode(), carried).encode()  # type: ignore[attr-defined]
        return response

    def process_view(self, request: HttpRequest, _view: object, _args: object, _kwargs: object) -> None:
        """Choose the digits once it is known which page is asked for."""
        if is_written(request):
            wording.write_in(read_digits(request).digits)


def carry(page: str, digits: str) -> str:
    """The page with the word in every link and form that leads to a page for readers."""

    def carried(found: re.Match[str]) -> str:
        name, address = found.groups()
        if name is None:
            action = _ACTION.search(found[0])
            field = f'<input type="hidden" name="{WORD}" value="{digits}">'
            return found[0] + field if action is None or _leads(action[1]) else found[0]
        if name == "data-query":
            return f' {name}="{address}{"&amp;" if address else ""}{WORD}={digits}"'
        return f' {name}="{_with_word(address, digits)}"'

    return _LINK.sub(carried, page)


def _with_word(address: str, digits: str) -> str:
    link, mark, anchor = address.partition("#")
    path, _question, query = link.partition("?")
    if not link or not _leads(path) or f"{WORD}=" in query:
        return address
    return f"{path}?{query}{'&amp;' if query else ''}{WORD}={digits}{mark}{anchor}"


@lru_cache(maxsize=4096)
def _leads(path: str) -> bool:
    """Whether a path (empty: the page's own) is that of a page for readers, no table and no form for corrections."""
    return not path or (_LED_TO.fullmatch(path) is not None and not path.endswith((".csv", ".atom", "/correction/")))
