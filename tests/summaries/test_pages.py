"""The pages, files, feed and commands of the summaries, in both languages; no cookie, clear words for bad input."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta
from pathlib import Path
from xml.etree import ElementTree

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import translation

from incidents.record import door
from incidents.record.hashing import selection_hash
from incidents.summaries.issues import issue_month, read_issue
from incidents.summaries.verification import MAX_BYTES, verify_file, verify_hash
from tests.dashboard import cast
from tests.dashboard.cast import LANGUAGES
from tests.summaries import reading

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today", "report")]
OCTOBER, NOVEMBER = date(2023, 10, 1), date(2023, 11, 1)
PAGES = ["", "2023-10/", "2023-10.pdf", "2023-10.csv", "verify/", "feed.atom", "2020-02/", "2020-02.pdf", "2020-02.csv"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", PAGES)
def test_every_page_answers_without_a_cookie(client: Client, language: str, page: str) -> None:
    answer = client.get(f"/{language}/summaries/{page}")

    assert answer.status_code == 200
    assert not answer.cookies


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_index_lists_months_with_pdfs_and_issues(client: Client, language: str) -> None:
    issue_month(OCTOBER, languages=["ar"], by="editor")
    page = client.get(f"/{language}/summaries/").content.decode()

    assert page.index("/summaries/2023-11/") < page.index("/summaries/2023-10/")
    for address in ("/ar/summaries/2023-11.pdf", "/en/summaries/2023-11.pdf", "issues/SY-2023-10-I1-ar.pdf"):
        assert address in page


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_month_page_shows_the_figures_of_the_pdf(client: Client, language: str) -> None:
    page = client.get(f"/{language}/summaries/2023-10/").content.decode()

    assert "66" in page
    assert "61" in page
    assert "SY-2023-10" not in page
    assert client.get(f"/{language}/summaries/2023-10/?as_of=2020-01-01").status_code == 200


def test_a_pdf_comes_with_name_kind_and_tag_and_is_not_sent_twice(client: Client) -> None:
    first = client.get("/ar/summaries/2023-10.pdf")
    again = client.get("/ar/summaries/2023-10.pdf", headers={"if-none-match": first["ETag"]})

    assert first["Content-Type"] == "application/pdf"
    assert first["Content-Disposition"] == 'inline; filename="harmwatch-2023-10-ar.pdf"'
    assert first["Cache-Control"] == "public, no-cache"
    assert first.content.startswith(b"%PDF-1.7")
    assert (again.status_code, again.content) == (304, b"")


def test_a_pdf_as_of_an_earlier_day_does_not_know_what_came_later(client: Client) -> None:
    with time_machine.travel(cast.TODAY, tick=False):
        door.withdraw("SY-2023-0001", by="editor", reason="the place is wrong")

    assert "SY-2023-0001" not in reading.text(client.get("/en/summaries/2023-11.pdf").content)
    before = client.get("/en/summaries/2023-11.pdf?as_of=2026-11-20").content
    assert "SY-2023-0001" in reading.text(before)


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("2026-12.pdf", "December 2026 has not begun"),
        ("2023-13.pdf", "such as 2023-11"),
        ("next.pdf", "such as 2023-11"),
        ("2023-10.pdf?as_of=soon", "is no date"),
        ("2023-10.pdf?as_of=2030-01-01", "lies in the future"),
        ("2023-10.pdf?place=SY99", "SY99"),
        ("2023-10.pdf?weapon=sword", "sword"),
        ("2023-10.pdf?digits=roman", "latn, arab"),
        ("2023-10.csv?place=SY99", "SY99"),
        ("2023-13/", "such as 2023-11"),
    ],
)
def test_what_cannot_be_made_is_refused_with_its_reason(client: Client, address: str, words: str) -> None:
    answer = client.get(f"/en/summaries/{address}")

    assert answer.status_code == 404
    assert words in answer.content.decode()


def test_a_language_of_which_there_is_no_site_is_not_found(client: Client) -> None:
    assert client.get("/fr/summaries/2023-10.pdf").status_code == 404


def test_the_companion_holds_the_rows_and_the_hash_that_the_pdf_prints(client: Client) -> None:
    with time_machine.travel(cast.TODAY, tick=False):
        door.publish(cast.qoqfin(code="=SY-2023-9"), by="reviewer")
    content = client.get("/en/summaries/2023-11.csv").content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(content)))
    head = dict(row for row in rows if row[0].startswith("#"))
    named = next(index for index, row in enumerate(rows) if row[0] == "code")
    lines = [dict(zip(rows[named], row, strict=True)) for row in rows[named + 1 :]]

    hashed = selection_hash((x["code"].removeprefix("'"), int(x["version"]), x["content_hash"]) for x in lines)
    assert head["#data_hash"] == hashed
    assert hashed[:16] in reading.text(client.get("/en/summaries/2023-11.pdf").content)
    assert {line["code"] for line in lines} == {"SY-2023-0001", "'=SY-2023-9"}
    assert (lines[0]["killed_total_low"], lines[0]["killed_men_low"]) == ("11", "")


def test_an_issue_is_given_out_as_it_was_issued(client: Client) -> None:
    (issue,) = issue_month(OCTOBER, languages=["ar"], by="editor")
    answer = client.get(f"/en/summaries/issues/{issue.code}.pdf")

    assert answer.content == read_issue(issue)
    assert client.get("/en/summaries/issues/SY-1999-01-I1-ar.pdf").status_code == 404


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_feed_is_atom_and_names_corrections(client: Client, language: str) -> None:
    issue_month(OCTOBER, languages=LANGUAGES, by="editor")
    with time_machine.travel(cast.TODAY + timedelta(days=1), tick=False):
        door.withdraw("SY-2023-0002", by="editor", reason="counted twice")
        issue_month(OCTOBER, languages=LANGUAGES, by="editor", reason="One incident less.")
    answer = client.get(f"/{language}/summaries/feed.atom")
    atom = "{http://www.w3.org/2005/Atom}"
    titles = [
        str(entry.findtext(f"{atom}title")) for entry in ElementTree.fromstring(answer.content).iter(f"{atom}entry")
    ]

    assert len(titles) == 2
    assert titles[0].endswith(f"SY-2023-10-I2-{language}")
    assert "One incident less." in answer.content.decode()


def test_an_issue_is_verified_and_one_byte_changed_is_told() -> None:
    (issue,) = issue_month(OCTOBER, languages=["ar"], by="editor")
    content = read_issue(issue)

    good = verify_file(content)
    assert (good.is_good, good.issue, good.change, good.corrected_by) == (True, issue, None, None)
    for at in (len(content) // 3, len(content) // 2, len(content) - 2):
        changed = content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :]
        bad = verify_file(changed)
        assert not bad.is_good
        assert (bad.kind, bad.issue) == ("altered", issue)


def test_a_verified_issue_tells_what_changed_since_and_what_corrects_it() -> None:
    (issue,) = issue_month(OCTOBER, languages=["en"], by="editor")
    content = read_issue(issue)
    with time_machine.travel(cast.TODAY + timedelta(days=1), tick=False):
        door.withdraw("SY-2023-0002", by="editor", reason="counted twice")
        issue_month(OCTOBER, languages=["en"], by="editor", reason="One incident less.")
        verdict = verify_file(content)

    assert verdict.is_good
    assert verdict.change
    assert verdict.change.lines == (("SY-2023-0002", "withdrawn", "counted twice"),)
    assert verdict.corrected_by
    assert verdict.corrected_by.code == "SY-2023-10-I2-en"


@pytest.mark.parametrize("query", ["", "?as_of=2026-11-10&place=SY02&digits=arab"])
def test_a_pdf_made_on_demand_is_made_again_and_compared(client: Client, query: str) -> None:
    content = client.get(f"/ar/summaries/2023-10.pdf{query}").content
    at = len(content) // 2
    changed = content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :]

    assert verify_file(content).kind == "unaltered"
    assert verify_file(changed).kind == "altered"


def test_a_pdf_made_on_demand_is_verified_after_a_later_change_too(client: Client) -> None:
    content = client.get("/en/summaries/2023-11.pdf").content
    with time_machine.travel(cast.TODAY, tick=False):
        door.withdraw("SY-2023-0001", by="editor", reason="the place is wrong")
    verdict = verify_file(content)

    assert verdict.kind == "unaltered"
    assert verdict.change
    assert (verdict.change.before, verdict.change.after) == ("11", "—")


@pytest.mark.parametrize(
    "content", [b"", b"hello", b"%PDF-1.7 of something else", b"%PDF-<pdf:Keywords>harmwatch, x</pdf:Keywords>"]
)
def test_a_file_that_is_no_summary_is_told_from_one(content: bytes) -> None:
    assert verify_file(content).kind == "unknown"


def test_hashes_are_looked_up() -> None:
    (issue,) = issue_month(OCTOBER, languages=["ar"], by="editor")

    assert verify_hash(f" {issue.sha256.upper()} ").kind == "unaltered"
    assert verify_hash(issue.data_hash).kind == "data"
    assert verify_hash("0" * 64).kind == "unknown"
    assert verify_hash("abc").kind == "unknown"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_verify_page_takes_a_file_a_hash_and_nothing(client: Client, language: str) -> None:
    (issue,) = issue_month(OCTOBER, languages=["ar"], by="editor")
    address = f"/{language}/summaries/verify/"
    strict = Client(enforce_csrf_checks=True)

    with_file = strict.post(address, {"file": SimpleUploadedFile("x.pdf", read_issue(issue))})
    assert f"issues/{issue.code}.pdf" in with_file.content.decode()
    assert "note good" in with_file.content.decode()
    assert "note good" in client.get(f"{address}?hash={issue.sha256}").content.decode()
    assert "note error" in client.post(address, {"hash": "x<script>"}).content.decode()
    assert "x<script>" not in client.post(address, {"hash": "x<script>"}).content.decode()
    assert "note error" in client.post(address, {}).content.decode()
    assert not with_file.cookies


def test_a_file_larger_than_any_summary_is_not_read(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("incidents.summaries.views.MAX_BYTES", 10)
    answer = client.post("/en/summaries/verify/", {"file": SimpleUploadedFile("x.pdf", b"%PDF-1.7 long")})

    assert MAX_BYTES > 10
    assert "larger than any summary" in answer.content.decode()


@pytest.mark.parametrize(("address", "most"), [("", 8), ("2023-10/", 40), ("2023-10.pdf", 36), ("2023-10.csv", 34)])
def test_pages_ask_the_database_little(
    client: Client, django_assert_max_num_queries: object, address: str, most: int
) -> None:
    issue_month(OCTOBER, languages=["ar", "en"], by="editor")
    with django_assert_max_num_queries(most):  # type: ignore[operator]
        client.get(f"/ar/summaries/{address}")


def test_the_command_issues_and_verifies(tmp_path: Path) -> None:
    said = io.StringIO()
    call_command("summarise", "2023-10", "--lang", "ar", "--language", "en", stdout=said)
    path = said.getvalue().split(": ")[1].split(",")[0]
    call_command("verify_summary", path, "--language", "en", stdout=said)
    assert "This is SY-2023-10-I1-ar, unaltered." in said.getvalue()

    changed = tmp_path / "changed.pdf"
    changed.write_bytes(Path(path).read_bytes()[:-1] + b" ")
    with pytest.raises(CommandError, match="do not rely on it"):
        call_command("verify_summary", str(changed), "--language", "en", stdout=said)


def test_the_command_writes_one_on_demand(tmp_path: Path) -> None:
    out = tmp_path / "x.pdf"
    call_command(
        "summarise", "2023-10", "--lang", "en", "--output", str(out), "--filter", "place=SY02", "--language", "en"
    )

    assert "SY-2023-0002" in reading.text(out.read_bytes())


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["2026-11"], "is not over yet"),
        (["2027-05"], "has not begun"),
        (["autumn"], "such as 2023-11"),
        (["2023-10", "--lang", "fr"], "ar, en"),
        (["2023-10", "--output", "x.pdf"], "Name one language"),
        (["2023-10", "--as-of", "2024-01-01"], "--output"),
        (["2023-10", "--lang", "ar", "--output", "/nowhere/x.pdf"], "cannot be written"),
        (["2023-10", "--lang", "ar", "--output", "x.pdf", "--filter", "place=SY99"], "SY99"),
    ],
)
def test_the_command_says_what_it_cannot_do(arguments: list[str], words: str) -> None:
    with pytest.raises(CommandError, match=words):
        call_command("summarise", *arguments, "--language", "en")


def test_messages_of_bad_input_are_in_the_readers_language(client: Client) -> None:
    with translation.override("ar"):
        said = translation.gettext("There is no such summary")
    assert said in client.get("/ar/summaries/2026-12.pdf").content.decode()
