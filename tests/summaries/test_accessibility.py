"""PDF/UA, read from the file itself: what a screen reader needs is there, in both languages, on every page.

Typst checks PDF/UA-1 as it writes; here the written file is read by another hand, and by an independent checker of
PDF/UA-1 (page-validation) where that is installed.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import Any

import pypdf
import pytest
from django.utils import translation
from pypdf.generic import ContentStream

from incidents import wording
from incidents.summaries.content import monthly_summary
from incidents.summaries.parts import Summary
from incidents.summaries.typeset import typeset
from incidents.typesetting.face import settable
from tests.dashboard.cast import LANGUAGES

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today", "report")]
OCTOBER, EMPTY = date(2023, 10, 1), date(2020, 2, 1)
SHOWS_TEXT = {b"Tj", b"TJ", b"'", b'"'}


@cache
def made(language: str, month: date = OCTOBER) -> tuple[Summary, bytes]:
    """Once for all tests: they read, and the record is the same for each."""
    summary = monthly_summary(month, language=language)
    return summary, typeset(summary)


def read(content: bytes) -> tuple[Any, Any]:
    document = pypdf.PdfReader(io.BytesIO(content))
    return document, document.trailer["/Root"]


def elements(node: Any) -> Iterator[Any]:
    """The elements of the structure tree, in reading order."""
    node = node.get_object()
    if isinstance(node, list):
        for each in node:
            yield from elements(each)
    elif isinstance(node, dict):
        if "/S" in node:
            yield node
        if "/K" in node:
            yield from elements(node["/K"])


def of_kind(root: Any, kind: str) -> list[Any]:
    return [element for element in elements(root["/StructTreeRoot"]) if element["/S"] == kind]


def attribute(element: Any, name: str) -> Any:
    attributes = element.get("/A", [])
    each = [one.get_object() for one in attributes] if isinstance(attributes, list) else [attributes.get_object()]
    return next((one[name] for one in each if name in one), None)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("month", [OCTOBER, EMPTY])
def test_an_independent_checker_finds_nothing_against_pdf_ua(language: str, month: date) -> None:
    page = pytest.importorskip("page", reason="pip install page-validation")
    report = page.validate_pdf_bytes(made(language, month)[1], profile="ua1")

    assert report.is_compliant, [(failure.rule_id, failure.message) for failure in report.failures]
    assert report.rules.total > 90


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_document_says_what_it_is(language: str) -> None:
    _summary, content = made(language)
    document, root = read(content)
    with translation.override(language):
        month = wording.month(OCTOBER)

    assert (root["/Lang"], root["/MarkInfo"]["/Marked"]) == (language, True)
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert month in str(document.metadata and document.metadata.title)
    assert "<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data().decode()
    assert all(page["/Tabs"] == "/S" for page in document.pages if "/Annots" in page)


@pytest.mark.parametrize("language", LANGUAGES)
def test_headings_and_bookmarks_are_the_same_and_in_order(language: str) -> None:
    _summary, content = made(language)
    document, root = read(content)

    headings = [str(element["/T"]) for element in of_kind(root, "/H1")]
    assert [str(entry.title) for entry in document.outline if not isinstance(entry, list)] == headings
    assert len(headings) >= 10


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_figure_has_its_alternative_in_words(language: str) -> None:
    summary, content = made(language)
    _document, root = read(content)

    figures = of_kind(root, "/Figure")
    said = {str(figure["/Alt"]) for figure in figures}
    assert {settable(drawing.alternative) for drawing in (*summary.charts, summary.map)} <= said
    assert all(said)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_table_has_heads_that_its_cells_name(language: str) -> None:
    summary, content = made(language)
    _document, root = read(content)

    tables = of_kind(root, "/Table")
    assert len(tables) >= 5
    for table in tables:
        rows = [element for element in elements(table) if element["/S"] == "/TR"]
        widths = {len([cell for cell in row["/K"] if cell.get_object()["/S"] in {"/TH", "/TD"}]) for row in rows}
        assert len(widths) == 1, "a row with another number of cells"
    heads = {str(head.get("/ID")): attribute(head, "/Scope") for head in of_kind(root, "/TH")}
    assert set(heads.values()) <= {"/Column", "/Row", "/Both"}
    named = {str(name) for cell in of_kind(root, "/TD") for name in attribute(cell, "/Headers") or ()}
    assert named
    assert named <= heads.keys()
    assert len(of_kind(root, "/TR")) > len(summary.incidents) + len(summary.places)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_link_says_where_it_leads(language: str) -> None:
    document, root = read(made(language)[1])
    links = [note.get_object() for page in document.pages for note in page.get("/Annots", [])]

    assert len(links) >= len(of_kind(root, "/Link")) > 5
    assert all(link["/Contents"] for link in links)


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_text_is_marked_as_content_or_as_an_artifact(language: str) -> None:
    document, _root = read(made(language)[1])

    for number, page in enumerate(document.pages, start=1):
        depth = 0
        for _operands, operator in ContentStream(page.get_contents(), document).operations:
            depth += {b"BDC": 1, b"BMC": 1, b"EMC": -1}.get(operator, 0)
            assert depth or operator not in SHOWS_TEXT, f"text of page {number} is not marked"
        assert depth == 0


@pytest.mark.parametrize("language", LANGUAGES)
def test_fonts_are_embedded_in_part_and_can_be_read_back(language: str) -> None:
    document, _root = read(made(language)[1])
    fonts = {
        font.get_object()["/BaseFont"]: font.get_object()
        for page in document.pages
        for font in page["/Resources"].get("/Font", {}).values()
    }

    assert fonts
    for name, font in fonts.items():
        described = font["/DescendantFonts"][0].get_object()["/FontDescriptor"]
        assert name[7] == "+"
        assert "/FontFile2" in described or "/FontFile3" in described
        assert "/ToUnicode" in font
