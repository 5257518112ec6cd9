"""Template tags of the tables' heads: links that order a table by its columns, and addresses that keep all else."""

from __future__ import annotations

from typing import Any

from django import template
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

register = template.Library()
ARROWS = {True: "▼", False: "▲"}


@register.simple_tag(takes_context=True)
def address(context: dict[str, Any], **changes: Any) -> str:
    """The page's own address with some words changed; an empty value leaves a word out, and so does a word that could
    not be used."""
    request: HttpRequest = context["request"]
    query = request.GET.copy()
    for name in context.get("errors") or ():
        query.pop(name, None)
    for name, value in changes.items():
        query.pop(name, None)
        if value not in ("", None):
            query[name] = str(value)
    return f"?{query.urlencode()}"


@register.simple_tag(takes_context=True)
def ordered_head(context: dict[str, Any], column: str, label: Any, anchor: str = "", kind: str = "n") -> SafeString:
    """The head of a column that a table can be ordered by: a link, with ``aria-sort`` where it is the order now."""
    order = context["ordering"]
    is_now = order.column == column
    state = format_html(' aria-sort="{}"', "descending" if order.is_descending else "ascending") if is_now else ""
    arrow = (
        format_html(' <span class="arrow" aria-hidden="true">{}</span>', ARROWS[order.is_descending]) if is_now else ""
    )
    word = order.next_word(column)
    said = format_html("{}{}", label, arrow)
    if word:
        usual = "" if word == order.offered[0] else word
        href = address(context, order=usual, page="") + (f"#{anchor}" if anchor else "")
        title = _("from the most to the least") if word.startswith("-") else _("from the least to the most")
        if column in {"name", "governorate", "source"}:
            title = _("in alphabetical order") if not word.startswith("-") else _("in reverse alphabetical order")
        if column in {"date", "period"}:
            title = _("the latest first") if word.startswith("-") else _("the earliest first")
        said = format_html('<a href="{}" data-order="{}" title="{}" rel="nofollow">{}</a>', href, column, title, said)
    name = f"{kind} ordered" if kind else "ordered"
    return format_html('<th class="{}" role="columnheader" scope="col"{}>{}</th>', name, state, said)
