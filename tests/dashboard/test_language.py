"""Arabic pages speak Arabic: every string of the public wing has its Arabic, and none is left over on a page."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import polib
import pytest
from django.conf import settings
from django.test import Client
from django.utils.translation.template import templatize

from tests.dashboard.test_embeds import EMBEDS
from tests.dashboard.test_pages import PAGES

ROOT = Path(settings.BASE_DIR)
ROOMS = ("dashboard", "statistics", "exports", "api")
FILES = [
    *ROOT.glob("templates/public/*.html"),
    ROOT / "templates/base.html",
    ROOT / "templates/404.html",
    *(ROOT / "incidents" / "templatetags").glob("harmwatch.py"),
    *(
        path
        for room in ("dashboard", "statistics", "exports", "api")
        for path in (ROOT / "incidents" / room).glob("*.py")
    ),
    *(
        ROOT / "incidents" / name
        for name in ("wording.py", "vocabulary.py", "charts/fluid.py", "charts/catalogue.py", "models/place.py")
    ),
]
CALLED = {"_": 0, "gettext": 0, "gettext_lazy": 0, "ngettext": 0, "pgettext": 1, "pgettext_lazy": 1, "npgettext": 1}
CALL = re.compile(r"""\bn?p?gettext\((?:[^()'"]|'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")*\)""")
#: What stays as it is in both languages: our name, formats, codes and addresses.
SAME = re.compile(
    r"HarmWatch|UCDP|CSV|XLSX|SVG|PNG|GeoJSON|JSON|HXL|OpenAPI|English|https?://\S+|\b[\w-]+\.(?:csv|xlsx|gpkg|geojson)"
    r"|SY-?[\w-]+"
)
ARABIC = re.compile(r"[\u0621-\u064a]")


def strings_of(path: Path) -> Iterator[tuple[str | None, str]]:
    """Context and text of every string that a file hands to gettext."""
    source = path.read_text(encoding="utf-8")
    trees: list[ast.AST]
    if path.suffix == ".html":
        calls = CALL.findall(templatize(source, origin=str(path)))
        trees = [ast.parse(call.strip(), mode="eval") for call in calls]
    else:
        trees = [ast.parse(source)]
    for node in (node for tree in trees for node in ast.walk(tree)):
        name = getattr(getattr(node, "func", None), "id", "")
        if name in CALLED:
            words = [str(arg.value) for arg in node.args if isinstance(arg, ast.Constant)]  # type: ignore[attr-defined]
            if len(words) > CALLED[name]:
                yield (words[0], words[1]) if CALLED[name] else (None, words[0])


def test_every_string_of_the_public_wing_has_its_arabic() -> None:
    catalogue = polib.pofile(str(ROOT / "locale" / "ar" / "LC_MESSAGES" / "django.po"))
    said = {(e.msgctxt, e.msgid) for e in catalogue.translated_entries()}
    asked = {(context, text) for path in FILES for context, text in strings_of(path) if text.strip()}
    assert len(asked) > 250
    assert sorted(text for _context, text in asked - said) == []


class _Texts(HTMLParser):
    """The texts of a page that are in the page's own language."""

    def __init__(self) -> None:
        super().__init__()
        self.stack: list[tuple[str, bool]] = []
        self.texts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.texts += [given[name] or "" for name in ("aria-label", "title", "placeholder", "alt") if given.get(name)]
        if tag not in {"meta", "link", "input", "br", "img", "hr", "path", "rect", "line", "circle"}:
            other = given.get("lang", "ar") != "ar" or tag in {"script", "style"}
            self.stack.append((tag, other or (bool(self.stack) and self.stack[-1][1])))

    def handle_endtag(self, tag: str) -> None:
        if self.stack and self.stack[-1][0] == tag:
            self.stack.pop()

    def handle_data(self, data: str) -> None:
        if self.stack and not self.stack[-1][1]:
            self.texts.append(data)


@pytest.mark.django_db
@pytest.mark.parametrize("path", [*PAGES, *EMBEDS, "cite/SY-2023-0001/", "?from=2023-13&place=SY99&as_of=2099-01-01"])
def test_no_english_is_left_on_an_arabic_page(client: Client, report: None, today: Any, path: str) -> None:
    page = _Texts()
    page.feed(client.get(f"/ar/{path}").content.decode())
    plain = [text.strip() for text in page.texts if not ARABIC.search(text)]
    assert [text for text in plain if re.search(r"[A-Za-z]{3,}", SAME.sub("", text))] == []


@pytest.mark.django_db
def test_months_are_those_of_the_levant(client: Client, report: None, today: Any) -> None:
    page = client.get("/ar/?from=2023-10&to=2023-10").content.decode()
    assert "تشرين الأول 2023" in page
    assert "أكتوبر" not in page
