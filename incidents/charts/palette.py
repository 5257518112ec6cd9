"""Colours, face and names that every drawing shares, in a page, in a picture and on the map."""

from __future__ import annotations

from django.utils.translation import gettext as _

COLOURS = {"children": "#b5382a", "women": "#d98c3f", "men": "#3f6c94", "not_specified": "#a9adb3"}
INK, QUIET, LINE, PAPER, WARNING = "#1b1f24", "#545b63", "#d9d5cc", "#ffffff", "#8a1c12"
#: FiraGO first: the PDF's font; in a page the reader's own font takes over by the stylesheet.
FONT = "FiraGO, 'Segoe UI', 'Noto Sans Arabic', Tahoma, sans-serif"


def demographic_labels() -> dict[str, str]:
    """The four demographics in the reader's language, in their fixed order."""
    return {"children": _("children"), "women": _("women"), "men": _("men"), "not_specified": _("not specified")}
