"""The desk's pages: what they show, what they let whom do, in both languages."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from django.utils import translation
from django.utils.html import strip_tags

from incidents.models.desk.attachment import Attachment
from incidents.models.desk.candidate import Candidate, Decision
from incidents.models.desk.claim import ReportedClaim
from incidents.models.desk.incident import Incident
from incidents.models.desk.report import Report, ReportState
from incidents.models.desk.urgency import measure_reading
from incidents.models.place import Place
from incidents.models.record.claim import PublishedClaim
from incidents.models.record.incident import PublishedIncident
from incidents.models.record.version import VersionState
from incidents.review import decisions, publication
from incidents.review.forms import CandidateForm, ClaimForm, governorate_choices
from tests.review.cast import PLACE_HINT, REMARK, Desk, candidates_of, claim_of

At = Callable[[str], Client]
LANGUAGES = ["ar", "en"]


def address(name: str, *args: Any, language: str = "en") -> str:
    with translation.override(language):
        return reverse(f"desk:{name}", args=args)


def form_data(row: Candidate | ReportedClaim, **changes: str) -> dict[str, Any]:
    """What a browser would send of a card that was not touched, with these changes."""
    owner = type(row).objects.select_related("reading__report").get(pk=row.pk)
    governorates = governorate_choices()
    form = CandidateForm(owner) if isinstance(owner, Candidate) else ClaimForm(owner, governorates=governorates)
    data: dict[str, Any] = {}
    for name in form.fields:
        value = form[name].value()
        data[form.add_prefix(name)] = value if value is not None else ""
    data |= {form.add_prefix("seen"): decisions.state_of(owner)}
    return data | {key if key in {"move", "reject_reason"} else form.add_prefix(key): v for key, v in changes.items()}


def text_of(response: Any) -> str:
    return " ".join(strip_tags(response.content.decode()).split())


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["queue", "incidents"])
def test_page_without_account_asks_to_sign_in(at_desk: At, name: str, language: str) -> None:
    response = at_desk("").get(address(name, language=language))
    assert response.status_code == 302
    assert response["Location"].startswith(f"/{language}/accounts/login/")


@pytest.mark.parametrize("language", LANGUAGES)
def test_sign_in_page_is_ours_and_closed_to_newcomers(at_desk: At, language: str) -> None:
    response = at_desk("").get(f"/{language}/accounts/login/")
    assert response.status_code == 200
    assert f'lang="{language}"' in response.content.decode()
    assert "signup" not in response.content.decode()
    newcomer = {"username": "eve", "password1": "a long password 9", "password2": "a long password 9"}
    at_desk("").post(f"/{language}/accounts/signup/", newcomer)
    assert not User.objects.filter(username="eve").exists()


def test_page_for_an_account_without_role_is_refused(at_desk: At, seed: Report) -> None:
    client = at_desk("visitor")
    for path in (address("queue"), address("report", seed.pk), address("incidents"), address("places")):
        assert client.get(path).status_code == 403


@pytest.mark.parametrize("language", LANGUAGES)
def test_queue_shows_what_waits(at_desk: At, seed: Report, second_report: Report, language: str) -> None:
    response = at_desk("reviewer").get(address("queue", language=language))
    page = response.content.decode()
    assert [line.report for line in response.context["lines"]] == [seed, second_report]
    first = response.context["lines"][0]
    assert (first.candidates, first.claims, first.pending, first.flags, first.killed) == (2, 1, 3, 1, 16)
    assert f'dir="{"rtl" if language == "ar" else "ltr"}"' in page
    assert ("قوقفين" if language == "ar" else "Qoqfin") in page


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", [1, 2]),
        ("?order=newest", [2, 1]),
        ("?order=harm", [1, 2]),
        ("?lang=en", []),
        ("?source=مرصد", [2]),
        ("?flags=yes", [1]),
        ("?flags=no", [2]),
        ("?place=SY02", [1]),
        ("?place=Qoqfin", [1, 2]),
        ("?age=1", []),
        ("?state=rejected", []),
        ("?state=nonsense", [1, 2]),
    ],
)
def test_queue_filters(at_desk: At, seed: Report, second_report: Report, query: str, expected: list[int]) -> None:
    numbers = {seed.pk: 1, second_report.pk: 2}
    lines = at_desk("reviewer").get(address("queue") + query).context["lines"]
    assert [numbers[line.report.pk] for line in lines] == expected


def test_queue_counts_only_the_current_reading(at_desk: At, seed: Report, desk: Desk) -> None:
    newer = desk.reading(seed, version="2.0")
    desk.candidate(newer, [("killed", "children", 3, 3, "3 أطفال")])
    measure_reading(newer)
    line = at_desk("reviewer").get(address("queue")).context["lines"][0]
    assert (line.candidates, line.claims, line.flags, line.killed) == (1, 0, 0, 3)


def test_queue_takes_the_same_number_of_queries_for_one_report_as_for_fifty(
    at_desk: At, desk: Desk, places: dict[str, Place], django_assert_max_num_queries: Any
) -> None:
    for _number in range(50):
        report = desk.report("قُتل 5 مدنيين")
        desk.candidate(desk.reading(report), [("killed", "total", 5, 5, "5 مدنيين")], place=places["C3001"])
    client = at_desk("reviewer")
    with django_assert_max_num_queries(18):
        client.get(address("queue"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_report_page_lights_every_finding_and_keeps_the_text(at_desk: At, seed: Report, language: str) -> None:
    response = at_desk("reviewer").get(address("report", seed.pk, language=language))
    page = response.context["page"]
    assert "".join(piece.text for piece in page.pieces) == seed.text
    lit = {(light.owner, seed.text[light.start : light.end]) for piece in page.pieces for light in piece.lights}
    assert {("A", "11 مدنياً"), ("B", "5 مدنيين"), ("§1", "66 مدنياً"), ("A", "قرية قوقفين")} <= lit
    assert REMARK in text_of(response)
    assert PLACE_HINT in text_of(response)


@pytest.mark.parametrize("language", LANGUAGES)
def test_report_page_escapes_what_a_text_says(at_desk: At, desk: Desk, language: str) -> None:
    report = desk.report("<script>alert(1)</script> قُتل 5 <b>مدنيين</b>", publisher="<img src=x>")
    desk.candidate(desk.reading(report), [("killed", "total", 5, 5, "5 <b>مدنيين</b>")])
    page = at_desk("reviewer").get(address("report", report.pk, language=language)).content.decode()
    assert "<script>alert" not in page
    assert "<img src=x>" not in page
    assert "5 &lt;b&gt;مدنيين&lt;/b&gt;" in page


def test_report_page_names_identical_texts(at_desk: At, seed: Report, desk: Desk) -> None:
    again = desk.report(seed.text)
    assert again in at_desk("reviewer").get(address("report", seed.pk)).context["same_text"]


def test_report_page_of_twenty_incidents_takes_a_bounded_number_of_queries(
    at_desk: At, desk: Desk, places: dict[str, Place], django_assert_max_num_queries: Any
) -> None:
    report = many_incidents(desk, places, 20)
    client = at_desk("editor")
    with django_assert_max_num_queries(35):
        response = client.get(address("report", report.pk))
    assert len(response.context["page"].cards) == 20


def many_incidents(desk: Desk, places: dict[str, Place], number: int) -> Report:
    words = [f"قُتل {5 + n} مدنيين في القرية رقم {n}." for n in range(number)]
    report = desk.report("\n".join(words))
    reading = desk.reading(report)
    for n in range(number):
        desk.candidate(
            reading,
            [("killed", "total", 5 + n, 5 + n, f"{5 + n} مدنيين")],
            [("place", "C1001", f"القرية رقم {n}.")],
            date_start=date(2023, 11, 1 + n),
            date_end=date(2023, 11, 1 + n),
            date_precision="day",
            place=places["C1001"],
            place_candidates=[{"key": "C1002", "score": 0.4, "reasons": ["name"]}],
        )
    return report


@pytest.mark.parametrize("language", LANGUAGES)
def test_accept_by_form(at_desk: At, seed: Report, language: str) -> None:
    first = candidates_of(seed)[0]
    path = address("decide_candidate", first.pk, language=language)
    response = at_desk("reviewer").post(path, form_data(first, move="accept"))
    assert response.status_code == 302
    assert response["Location"] == address("report", seed.pk, language=language)
    incident = Incident.objects.get()
    assert (incident.code, incident.grade) == ("SY-2023-0001", "weak")
    assert incident.weapons == ["artillery"]
    assert not PublishedIncident.objects.exists()


def test_accept_and_publish_by_form(at_desk: At, seed: Report) -> None:
    first = candidates_of(seed)[0]
    at_desk("editor").post(address("decide_candidate", first.pk), form_data(first, move="publish"))
    assert PublishedIncident.objects.get().code == "SY-2023-0001"


def test_accept_with_changed_figure_date_and_place(at_desk: At, seed: Report) -> None:
    second = candidates_of(seed)[1]
    data = form_data(
        second,
        move="accept",
        date_start="2023-10-04",
        date_end="2023-10-05",
        place="C1002",
        **{"killed.total": "٥–٦", "injured.women": "", "killed.men": "2"},
    )
    at_desk("reviewer").post(address("decide_candidate", second.pk), data)
    incident = Incident.objects.get()
    assert (incident.date_precision, incident.place and incident.place.key) == ("range", "C1002")
    figures = {(f.outcome, f.group): (f.low, f.high) for f in incident.accepted_figures.all()}
    assert figures["killed", "total"] == (5, 6)
    assert ("injured", "women") not in figures


def test_new_figure_without_words_is_refused_with_a_message(at_desk: At, seed: Report) -> None:
    first = candidates_of(seed)[0]
    path = address("decide_candidate", first.pk)
    response = at_desk("reviewer").post(path, form_data(first, move="accept", **{"injured.men": "3"}))
    assert response.status_code == 422
    assert "Mark the words in the text" in text_of(response)
    assert not Incident.objects.exists()


@pytest.mark.parametrize("how", ["span", "words", "other"])
def test_new_figure_with_marked_words(at_desk: At, seed: Report, how: str) -> None:
    first = candidates_of(seed)[0]
    start = seed.text.index("المصابين")
    changes = {
        "span": {"injured.total": "1+", "injured.total.span": f"{start}:{start + 8}"},
        "words": {"injured.total": "1+", "words": "المصابين"},
        "other": {"other_outcome": "injured", "other_group": "total", "other_figure": "1+", "words": "المصابين"},
    }[how]
    at_desk("reviewer").post(address("decide_candidate", first.pk), form_data(first, move="save", **changes))
    marked = first.reported_figures.get(by="reviewer")
    assert (marked.outcome, marked.low, marked.high) == ("injured", 1, None)
    assert seed.text[marked.start : marked.end] == "المصابين"


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("killed.total", "many", "Write a number as"),
        ("killed.total", "9-4", "above the highest"),
        ("date_end", "2023-11-01", "before the earliest"),
        ("place_search", "Nowhere at all", "No place of this name"),
        ("words", "not in the text", None),
        ("incident", "SY-1999-0001", "There is no incident"),
    ],
)
def test_bad_input_is_told_at_its_field(at_desk: At, seed: Report, field: str, value: str, message: str | None) -> None:
    first = candidates_of(seed)[0]
    response = at_desk("reviewer").post(
        address("decide_candidate", first.pk), form_data(first, move="accept", **{field: value})
    )
    if message is None:
        assert response.status_code == 302
    else:
        assert response.status_code == 422
        assert message in text_of(response)
        assert not Incident.objects.exists()


def test_place_by_name_that_several_have_asks_to_choose(at_desk: At, seed: Report) -> None:
    first = candidates_of(seed)[0]
    data = form_data(first, move="accept", place_search="Kafr Nuran")
    response = at_desk("reviewer").post(address("decide_candidate", first.pk), data)
    assert response.status_code == 422
    assert "C1002" in text_of(response)


def test_place_by_p_code(at_desk: At, seed: Report) -> None:
    first = candidates_of(seed)[0]
    at_desk("reviewer").post(
        address("decide_candidate", first.pk), form_data(first, move="accept", place_search="c1002")
    )
    assert Incident.objects.get().place == Place.objects.get(key="C1002")


@pytest.mark.parametrize("language", LANGUAGES)
def test_places_are_told_apart_by_their_areas(at_desk: At, places: dict[str, Place], language: str) -> None:
    response = at_desk("reviewer").get(address("places", language=language) + "?q=كفرنوران")
    assert {choice.place.key for choice in response.context["choices"]} == {"C1001", "C1002"}
    assert ("إدلب" if language == "ar" else "Idlib") in response.content.decode()


@pytest.mark.parametrize("language", LANGUAGES)
def test_stale_page_is_told_who_was_first(at_desk: At, seed: Report, language: str) -> None:
    first = candidates_of(seed)[0]
    data = form_data(first, move="accept")
    decisions.accept_candidate(first, by="amal")
    client = at_desk("reviewer")
    response = client.post(address("decide_candidate", first.pk, language=language), data, follow=True)
    assert "amal" in text_of(response)
    assert Incident.objects.count() == 1


def test_stale_correction_is_not_overwritten(at_desk: At, seed: Report) -> None:
    first = candidates_of(seed)[0]
    mine = form_data(first, move="save", **{"killed.children": "8"})
    theirs = form_data(first, move="save", **{"killed.women": "5"})
    at_desk("editor").post(address("decide_candidate", first.pk), theirs)
    response = at_desk("reviewer").post(address("decide_candidate", first.pk), mine, follow=True)
    assert "editor" in text_of(response)
    assert not first.reported_figures.filter(by="reviewer").exists()


@pytest.mark.parametrize("language", LANGUAGES)
def test_reject_and_reconsider_by_form(at_desk: At, seed: Report, language: str) -> None:
    first = candidates_of(seed)[0]
    client, path = at_desk("reviewer"), address("decide_candidate", first.pk, language=language)
    client.post(path, {"move": "reject", "reject_reason": "read wrong"})
    first.refresh_from_db()
    assert (first.decision, first.decision_reason) == (Decision.REJECTED, "read wrong")
    client.post(path, {"move": "reconsider"})
    first.refresh_from_db()
    assert first.decision == Decision.PENDING


@pytest.mark.parametrize("language", LANGUAGES)
def test_claim_shows_claimed_documented_and_gap_at_once(at_desk: At, seed: Report, language: str) -> None:
    second = candidates_of(seed)[1]
    editor = at_desk("editor")
    editor.post(address("decide_candidate", second.pk), form_data(second, move="publish"))
    claim = claim_of(seed)
    response = editor.get(address("report", seed.pk, language=language))
    [card] = response.context["page"].claims
    killed = card.reconciliation.killed
    assert (killed.claimed.low, killed.documented.low, killed.gap.low) == (66, 5, 61)
    editor.post(address("decide_claim", claim.pk), form_data(claim, move="publish"))
    assert PublishedClaim.objects.get().governorates == ["SY02", "SY07"]
    page = editor.get(address("claim", "SY-2023-C001", language=language))
    assert "61" in text_of(page)
    assert Incident.objects.count() == 1


def test_claim_corrected_and_accepted_by_form(at_desk: At, seed: Report) -> None:
    claim = claim_of(seed)
    data = form_data(claim, move="accept", period_end="2023-10-30", **{"killed.children": "24"})
    at_desk("reviewer").post(address("decide_claim", claim.pk), data)
    claim.refresh_from_db()
    assert (claim.decision, claim.period_end) == (Decision.ACCEPTED, date(2023, 10, 30))
    assert claim.accepted_figures.get(outcome="killed", group="children").low == 24


def test_last_decision_leads_to_the_next_text(at_desk: At, seed: Report, second_report: Report) -> None:
    client = at_desk("reviewer")
    for candidate in candidates_of(seed):
        client.post(address("decide_candidate", candidate.pk), form_data(candidate, move="accept"))
    claim = claim_of(seed)
    response = client.post(address("decide_claim", claim.pk), form_data(claim, move="accept"))
    assert response["Location"] == address("report", second_report.pk)
    seed.refresh_from_db()
    assert seed.state == ReportState.REVIEWED


@pytest.mark.parametrize("language", LANGUAGES)
def test_incident_page_shows_reports_versions_and_history(
    at_desk: At, seed: Report, second_report: Report, language: str
) -> None:
    incident = decisions.accept_candidate(candidates_of(seed)[0], by="amal")
    decisions.accept_candidate(candidates_of(second_report)[0], by="basel", incident=incident)
    publication.publish_incident(incident, by="editor")
    response = at_desk("editor").get(address("incident", incident.code, language=language))
    page = text_of(response)
    assert "«12 مدنياً»" in page
    assert "«11 مدنياً»" in page
    assert {"amal", "basel", "editor"} <= set(re.findall(r"amal|basel|editor", page))
    assert not response.context["page"].changed


def test_incident_corrected_published_again_and_withdrawn_by_form(at_desk: At, seed: Report) -> None:
    incident = decisions.accept_candidate(candidates_of(seed)[0], by="amal", grade="weak")
    publication.publish_incident(incident, by="editor")
    editor = at_desk("editor")
    path = address("decide_incident", incident.code)
    data = incident_data(editor, incident, **{"killed.total": "11-12", "killed.total.reason": "one may have died"})
    assert editor.post(path, data | {"move": "save"}).status_code == 302
    page = editor.get(address("incident", incident.code)).context["page"]
    assert page.changed
    refused = editor.post(path, {"move": "publish"}, follow=True)
    assert "say why" in text_of(refused)
    editor.post(path, {"move": "publish", "public_reason": "One may have died."})
    current = PublishedIncident.objects.as_of(None).get()
    assert current.figures()["killed", "total"].high == 12
    editor.post(path, {"move": "withdraw", "public_reason": "Counted twice."})
    assert PublishedIncident.objects.current_at(None).get().state == VersionState.WITHDRAWN


def incident_data(client: Client, incident: Incident, **changes: str) -> dict[str, Any]:
    form = client.get(address("incident", incident.code)).context["page"].form
    data = {form.add_prefix(name): form[name].value() for name in form.fields}
    data = {name: value for name, value in data.items() if value not in (None, False)}
    return data | changes


def test_incident_figure_without_a_reason_is_refused(at_desk: At, seed: Report) -> None:
    incident = decisions.accept_candidate(candidates_of(seed)[0], by="amal")
    client = at_desk("reviewer")
    data = incident_data(client, incident, **{"killed.total": "10-11"})
    response = client.post(address("decide_incident", incident.code), data | {"move": "save"})
    assert response.status_code == 422
    assert "say why" in text_of(response)


FORBIDDEN = [
    ("decide_candidate", "publish"),
    ("decide_claim", "publish"),
    ("decide_claim", "withdraw"),
    ("decide_incident", "publish"),
    ("decide_incident", "withdraw"),
    ("decide_report", "reopen"),
]


@pytest.mark.parametrize(("view", "move"), FORBIDDEN)
def test_reviewer_may_not(at_desk: At, seed: Report, second_report: Report, view: str, move: str) -> None:
    incident = decisions.accept_candidate(candidates_of(second_report)[0], by="amal")
    target = {
        "decide_candidate": candidates_of(seed)[0].pk,
        "decide_claim": claim_of(seed).pk,
        "decide_incident": incident.code,
        "decide_report": second_report.pk,
    }[view]
    response = at_desk("reviewer").post(address(view, target), {"move": move, "public_reason": "x", "reason": "x"})
    assert response.status_code == 403
    assert not PublishedIncident.objects.exists()
    second_report.refresh_from_db()
    assert second_report.state == ReportState.REVIEWED


MOVES = [
    *[("decide_candidate", move) for move in ("save", "accept", "publish", "reject", "reconsider", "nonsense")],
    *[("decide_claim", m) for m in ("save", "accept", "publish", "reject", "reconsider", "republish", "withdraw")],
    *[("decide_report", move) for move in ("close", "reject", "reopen", "add", "add_claim", "take_over")],
]


@pytest.mark.parametrize(("view", "move"), MOVES)
@pytest.mark.parametrize("name", ["visitor", ""])
def test_nobody_else_may_do_anything(at_desk: At, seed: Report, view: str, move: str, name: str) -> None:
    target = {"decide_candidate": candidates_of(seed)[0].pk, "decide_claim": claim_of(seed).pk}.get(view, seed.pk)
    response = at_desk(name).post(address(view, target), {"move": move, "reason": "x"})
    assert response.status_code == (403 if name else 302)
    seed.refresh_from_db()
    assert seed.state == ReportState.PARSED
    assert {candidate.decision for candidate in candidates_of(seed)} == {Decision.PENDING}


@pytest.mark.parametrize("view", ["decide_report", "decide_candidate", "decide_claim"])
def test_decisions_are_never_taken_by_following_a_link(at_desk: At, seed: Report, view: str) -> None:
    target = {"decide_candidate": candidates_of(seed)[0].pk, "decide_claim": claim_of(seed).pk}.get(view, seed.pk)
    assert at_desk("editor").get(address(view, target)).status_code == 405


@pytest.mark.parametrize("language", LANGUAGES)
def test_report_rejected_and_reopened_by_form(at_desk: At, seed: Report, language: str) -> None:
    path = address("decide_report", seed.pk, language=language)
    client = at_desk("editor")
    client.post(path, {"move": "reject", "reason": ""})
    seed.refresh_from_db()
    assert seed.state == ReportState.PARSED, "no reason, no rejection"
    client.post(path, {"move": "reject", "reason": "an opinion piece"})
    seed.refresh_from_db()
    assert seed.state == ReportState.REJECTED
    client.post(path, {"move": "reopen", "reason": "it names three dead"})
    seed.refresh_from_db()
    assert seed.state == ReportState.PARSED


def test_candidate_added_by_hand(at_desk: At, desk: Desk) -> None:
    report = desk.report("قضى مزارع بانفجار لغم")
    desk.reading(report)
    response = at_desk("reviewer").post(address("decide_report", report.pk), {"move": "add"})
    candidate = Candidate.objects.get()
    assert response["Location"].endswith(f"#c{candidate.pk}")


def test_attachment_is_only_ever_downloaded(at_desk: At, seed: Report, settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path
    row = Attachment(
        submission=seed.submission, original_name="صورة.html", content_type="text/html", size=9, sha256="0" * 64
    )
    row.file.save("x", ContentFile(b"<script>x"))
    response = at_desk("reviewer").get(address("attachment", row.pk))
    assert response["Content-Disposition"].startswith("attachment")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Type"] == "application/octet-stream"
    assert b"".join(response) == b"<script>x"
    assert at_desk("visitor").get(address("attachment", row.pk)).status_code == 403


def test_pages_are_not_kept_by_caches(at_desk: At, seed: Report) -> None:
    response = at_desk("reviewer").get(address("report", seed.pk))
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_administrator_enters_the_admin_site_and_others_do_not(at_desk: At, language: str) -> None:
    path = f"/{language}/admin/auth/user/"
    assert at_desk("administrator").get(path).status_code == 200
    assert at_desk("editor").get(path).status_code == 302


def test_administrator_makes_an_account_with_a_role(at_desk: At) -> None:
    client = at_desk("administrator")
    made = {"username": "noor", "password1": "a long password 9", "password2": "a long password 9"}
    client.post("/en/admin/auth/user/add/", made | {"usable_password": "true"})
    user = User.objects.get(username="noor")
    assert not user.has_perm("incidents.read_desk")
    role = Group.objects.get(name="editor").pk
    client.post(f"/en/admin/auth/user/{user.pk}/change/", {"is_active": "on", "groups": [role]})
    user = User.objects.get(username="noor")
    assert user.has_perm("incidents.publish_entry")
    assert not user.is_superuser
