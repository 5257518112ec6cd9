"""The form: every answer and every error, in both languages, and nothing left behind."""

from __future__ import annotations

import hashlib
import io
import re
from datetime import timedelta
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.db import OperationalError, connection
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries, Settings

from incidents.intake import views
from incidents.intake.forms import SubmissionForm
from incidents.intake.receipts import receipt_hash
from incidents.models.desk.attachment import Attachment
from incidents.models.desk.report import Report, ReportOrigin, ReportState
from incidents.models.desk.submission import Submission
from incidents.parsing.reader import LONGEST_TEXT
from tests.intake.conftest import JPEG, PLAIN, PNG, TEXT, filled, in_language, token, upload

pytestmark = pytest.mark.django_db


def receipt_in(response: Any) -> str:
    """The 16 digits on a receipt page."""
    found = re.search(r'data-receipt="([\d ]+)"', response.content.decode())
    assert found, response.content.decode()
    return found[1].replace(" ", "")


def test_form_is_whole_without_script(client: Client, language: str) -> None:
    response = client.get(f"/{language}/submit/")
    page = response.content.decode()
    assert response.status_code == 200
    assert f'<html lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}">' in page
    assert page.index('name="text"') < page.index('name="url"') < page.index('name="attachments"')
    assert len(re.findall(r'class="fate public"', page)) == 5
    assert len(re.findall(r'class="fate private"', page)) == 3
    assert re.findall(r"<(?:textarea|input)[^>]* required", page) == re.findall(
        r'<textarea name="text"[^>]* required', page
    )
    assert "style=" not in page
    assert not re.search(r"<script(?![^>]* src=)", page)


def test_submission_is_stored_and_answered_with_its_receipt(
    visitor: Client, language: str, queued: list[int], django_capture_on_commit_callbacks: Any
) -> None:
    answers = filled(
        url="example.org/خبر",
        publisher="  وكالة \n الأنباء ",
        original_publisher="Civil Defence",
        published_on="٢٠٢٤-٠١-١٤",
        place="behind the mosque",
        remark="a cousin saw it",
        attachments=[upload(PNG, "صورة.png"), upload(PLAIN, "note.txt")],
    )
    with django_capture_on_commit_callbacks(execute=True):
        response = visitor.post(f"/{language}/submit/", answers)
    report = Report.objects.get()
    assert response.status_code == 200
    assert report.text == TEXT
    assert report.sha256 == hashlib.sha256(TEXT.encode()).hexdigest()
    assert report.url == "https://example.org/خبر"
    assert (report.publisher, report.original_publisher) == ("وكالة الأنباء", "Civil Defence")
    assert report.published_on.isoformat() == "2024-01-14"  # type: ignore[union-attr]
    assert (report.origin, report.state, report.is_demonstration) == (ReportOrigin.FORM, ReportState.RECEIVED, False)
    assert report.submission.receipt_hash == receipt_hash(receipt_in(response))
    assert (report.submission.remark, report.submission.place_hint) == ("a cousin saw it", "behind the mosque")
    assert queued == [report.pk]


def test_receipt_is_shown_in_groups_of_four_and_kept_by_nobody(client: Client, language: str) -> None:
    response = client.post(f"/{language}/submit/", filled())
    page = response.content.decode()
    assert len(re.findall(r"<bdi>\d{4}</bdi>", page)) == 4
    assert response["Cache-Control"] == "no-store"
    assert response["Referrer-Policy"] == "no-referrer"
    assert 'class="site-nav"' in page
    assert not re.search(r'<nav class="site-nav"[^>]*>\s*<a', page)  # one way on: "I have saved it"
    assert 'hreflang="' not in page


@pytest.mark.parametrize("address", ["submit/", "submit/saved/", "status/", "safety/"])
def test_pages_of_the_form_set_no_cookie(client: Client, language: str, address: str) -> None:
    response = client.get(f"/{language}/{address}")
    assert response.status_code == 200
    assert "Set-Cookie" not in response.headers
    assert not response.cookies
    assert response["Referrer-Policy"] == "no-referrer"


def test_answers_of_the_form_set_no_cookie_and_touch_no_session(client: Client, language: str) -> None:
    answers = [
        client.post(f"/{language}/submit/", filled()),
        client.post(f"/{language}/submit/", {}),
        client.post(f"/{language}/status/", {"code": "1" * 16}),
    ]
    assert [answer.status_code for answer in answers] == [200, 422, 422]
    assert not any(answer.cookies for answer in answers)
    assert not client.cookies
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM django_session")
        assert cursor.fetchone() == (0,)


def test_form_needs_no_csrf_token() -> None:
    assert Client(enforce_csrf_checks=True).post("/ar/submit/", filled()).status_code == 200


@pytest.mark.parametrize(
    ("answers", "field", "message"),
    [
        ({"text": ""}, "text", "Paste or write the text of the report."),
        ({"text": "\x00\x01 \u200b\n"}, "text", "That is too short to be a report: write at least a few words."),
        ({"text": "12 34 56 78"}, "text", "That is too short to be a report: write at least a few words."),
        ({"text": "لا شيء"}, "text", "That is too short to be a report: write at least a few words."),
        ({"url": "not a link"}, "url", "This is no link. It should look like https://example.org/page."),
        ({"url": "javascript:alert(1)"}, "url", "This is no link. It should look like https://example.org/page."),
        ({"published_on": "yesterday"}, "published_on", "Write the day like 2026-11-22 or 22/11/2026."),
        ({"published_on": "1024-01-01"}, "published_on", "This day is too long ago: check the year."),
    ],
)
def test_error_stands_at_its_field_and_nothing_typed_is_lost(
    client: Client, language: str, answers: dict[str, str], field: str, message: str
) -> None:
    typed = filled(publisher="PUBLISHER-AS-TYPED", remark="REMARK-AS-TYPED", place="PLACE-AS-TYPED") | answers
    response = client.post(f"/{language}/submit/", typed)
    page = response.content.decode()
    said = in_language(language, message)
    assert response.status_code == 422
    assert Report.objects.count() == 0
    assert f'<ul class="errorlist" id="id_{field}_error"><li>{said}</li>' in page
    assert f'<a href="#id_{field}">{said}</a>' in page
    assert re.search(rf'name="{field}"[^>]*aria-invalid="true"', page)
    assert all(word in page for word in ("PUBLISHER-AS-TYPED", "REMARK-AS-TYPED", "PLACE-AS-TYPED"))
    assert typed["text"] != TEXT or TEXT in page
    assert typed["token"] in page


def test_text_too_long_is_told_with_its_length(client: Client, language: str) -> None:
    response = client.post(f"/{language}/submit/", filled(text="كلمة " * (LONGEST_TEXT // 5 + 1)))
    page = response.content.decode()
    assert response.status_code == 422
    assert f"{LONGEST_TEXT // 5 * 5 + 4:,}" in page
    assert f"{LONGEST_TEXT:,}" in page
    assert page.count("كلمة") == LONGEST_TEXT // 5 + 1


def test_longest_text_is_the_same_for_form_parser_request_and_documents() -> None:
    assert SubmissionForm.base_fields["text"].longest == LONGEST_TEXT  # type: ignore[attr-defined]
    assert 4 * LONGEST_TEXT < settings.DATA_UPLOAD_MAX_MEMORY_SIZE, "four bytes a character at most, in UTF-8"
    for name in ("risk.md", "parsing.md"):
        assert f"{LONGEST_TEXT:,}" in (settings.BASE_DIR / "docs" / name).read_text(encoding="utf-8"), name


def test_longest_text_is_stored_whole(client: Client) -> None:
    text = ("كلمة " * 20_000).strip()
    assert client.post("/ar/submit/", filled(text=text)).status_code == 200
    assert Report.objects.get().text == text


def test_day_in_the_future_is_refused(client: Client, language: str) -> None:
    day = (timezone.localdate() + timedelta(days=2)).isoformat()
    response = client.post(f"/{language}/submit/", filled(published_on=day))
    assert in_language(language, "This day has not come yet.") in response.content.decode()


@pytest.mark.parametrize("field", ["publisher", "original_publisher", "place"])
def test_name_too_long_is_refused_at_its_field(client: Client, language: str, field: str) -> None:
    response = client.post(f"/{language}/submit/", filled(**{field: "ن" * 201}))
    said = in_language(language, "That is too long: at most %(longest)s characters fit.") % {"longest": 200}
    assert f'id="id_{field}_error"><li>{said}</li>' in response.content.decode()


def test_link_and_remark_too_long_are_refused(client: Client, language: str) -> None:
    answers = filled(url="https://example.org/" + "a" * 1000, remark="ن" * 5001)
    page = client.post(f"/{language}/submit/", answers).content.decode()
    assert 'id="id_url_error"' in page
    assert 'id="id_remark_error"' in page
    assert "5,001" in page


def test_control_characters_are_left_out_and_arabic_marks_stay(client: Client) -> None:
    text = "a\x00b\x07 قُتِلَ\u200f مدنـي\r\nوامرأة\x85سطر\u2028آخر"
    client.post("/ar/submit/", filled(text=text))
    assert Report.objects.get().text == "ab قُتِلَ\u200f مدنـي\nوامرأة\nسطر\nآخر"


def test_short_text_without_blanks_between_words_is_a_report(client: Client) -> None:
    assert client.post("/en/submit/", filled(text="空袭造成三名儿童和一名妇女死亡")).status_code == 200


def test_too_much_at_once_is_refused_with_a_word(client: Client, language: str, settings: Settings) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    response = client.post(f"/{language}/submit/", filled(text="كلمة " * 1000))
    assert response.status_code == 413
    assert in_language(language, "That was too much text for one report.") in response.content.decode()


@pytest.mark.parametrize("kind", ["multipart/form-data; boundary=x", "multipart/form-data"])
def test_broken_sending_is_answered_with_the_form(client: Client, language: str, kind: str) -> None:
    head = b'Content-Disposition: form-data; name="attachments"; filename="a"\r\nContent-Transfer-Encoding: base64'
    body = b"--x\r\n" + head + b"\r\n\r\n!"
    response = client.generic("POST", f"/{language}/submit/", body, content_type=kind)
    assert response.status_code in (400, 422)
    assert 'id="errors"' in response.content.decode()


def test_honeypot_answers_like_a_success_and_stores_nothing(client: Client, language: str, queued: list[int]) -> None:
    response = client.post(f"/{language}/submit/", filled(subject="cheap watches", attachments=[upload(PNG)]))
    assert response.status_code == 200
    assert len(receipt_in(response)) == 16
    assert not Report.objects.exists()
    assert not Attachment.objects.exists()
    assert queued == []


@pytest.mark.parametrize("age", ["missing", "forged", 0, 4 * 24 * 3600])
def test_form_without_a_timely_token_comes_back_whole(client: Client, language: str, age: str | int) -> None:
    sent = {"missing": "", "forged": "forged:token"}.get(str(age)) if isinstance(age, str) else token(seconds_ago=age)
    response = client.post(f"/{language}/submit/", filled(token=sent))
    page = response.content.decode()
    said = in_language(language, "Please press “Send” once more. Everything you wrote is still here.")
    assert response.status_code == 422
    assert said in page
    assert TEXT in page
    assert not Report.objects.exists()
    fresh = re.search(r'name="token" value="([^"]+)"', page)
    assert fresh
    assert fresh[1] != sent


def test_same_sending_twice_gets_one_receipt_and_is_stored_once(client: Client) -> None:
    answers = filled(remark="once")
    first = receipt_in(client.post("/en/submit/", answers | {"attachments": [upload(PNG)]}))
    second = receipt_in(client.post("/ar/submit/", answers | {"attachments": [upload(PNG)]}))
    assert first == second
    assert Submission.objects.count() == Report.objects.count() == Attachment.objects.count() == 1


def test_same_form_with_another_answer_is_another_submission(client: Client) -> None:
    answers = filled(remark="first")
    first = receipt_in(client.post("/en/submit/", answers))
    second = receipt_in(client.post("/en/submit/", answers | {"remark": "second"}))
    assert first != second
    assert Submission.objects.count() == 2


def test_two_equal_sendings_at_once_are_stored_once(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    answers = filled()
    first = client.post("/en/submit/", answers)
    seen = iter([False, True])  # the look before storing comes too early, the one after the refusal finds it
    monkeypatch.setattr(
        "incidents.intake.views.Submission.objects.filter",
        lambda **_: type("Q", (), {"exists": lambda self: next(seen)})(),
    )
    second = client.post("/en/submit/", answers)
    assert receipt_in(first) == receipt_in(second)
    assert Report.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_receipt_is_shown_only_after_the_report_is_committed(
    client: Client, monkeypatch: pytest.MonkeyPatch, queued: list[int]
) -> None:
    seen_by_others: list[int] = []
    show = views._receipt_page

    def look_first(request: Any, code: str) -> Any:
        values = connection.get_connection_params()
        names = ("dbname", "user", "password", "host", "port")
        with psycopg.connect(**{name: values[name] for name in names if values.get(name)}) as other:
            found = other.execute("SELECT count(*) FROM incidents_submission").fetchone()
        seen_by_others.append(found[0])  # type: ignore[index]
        return show(request, code)

    monkeypatch.setattr(views, "_receipt_page", look_first)
    client.post("/en/submit/", filled())
    assert seen_by_others == [1]
    assert queued == [Report.objects.get().pk]


def test_report_that_cannot_be_stored_gets_no_receipt_and_keeps_what_was_typed(
    client: Client, language: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def away(**_: Any) -> None:
        raise OperationalError("the database is away")

    monkeypatch.setattr(views, "receive_report", away)
    response = client.post(f"/{language}/submit/", filled())
    assert response.status_code == 503
    assert "data-receipt" not in response.content.decode()
    assert TEXT in response.content.decode()
    assert TEXT not in caplog.text


def test_form_asks_the_database_little(client: Client, django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    client.get("/en/submit/")
    with django_assert_max_num_queries(2):
        client.get("/en/submit/")
    with django_assert_max_num_queries(12):
        client.post("/en/submit/", filled(attachments=[upload(PNG), upload(JPEG)]))


ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=300)


@hypothesis_settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=ANY_TEXT, line=ANY_TEXT, remark=ANY_TEXT, name=ANY_TEXT)
def test_form_takes_or_refuses_whatever_is_typed(client: Client, text: str, line: str, remark: str, name: str) -> None:
    typed = filled(
        text=text, url=line, publisher=line, original_publisher=name, published_on=name, place=line, remark=remark
    )
    file = io.BytesIO(text.encode())
    file.name = name
    response = client.post("/ar/submit/", typed | {"attachments": [file]})
    assert response.status_code in (200, 422)
    bare = client.post("/en/submit/", filled(text=text, remark=remark, publisher=line))
    assert bare.status_code in (200, 422)
    if bare.status_code == 200:
        stored = Report.objects.latest("pk")
        assert stored.sha256 == hashlib.sha256(stored.text.encode()).hexdigest()
        assert "\x00" not in stored.text + stored.submission.remark
