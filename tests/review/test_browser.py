"""The desk in a real browser: by keys alone, without script, and as axe sees it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from incidents.figures import Bounds
from incidents.models.desk.candidate import Decision
from incidents.models.desk.correction import CorrectionRequest
from incidents.models.desk.incident import Incident
from incidents.models.desk.report import Report
from incidents.models.desk.submission import Submission
from incidents.models.record.incident import PublishedIncident
from incidents.review import corrections, decisions, publication
from incidents.review.queue import QueueFilter
from incidents.review.saved_views import save_view
from incidents.review.taking import take_report
from tests.review.cast import PASSWORD, candidates_of, claim_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LANGUAGES = ["ar", "en"]


def enter(page: Page, live_server: LiveServer, user: User) -> None:
    """Give the browser the session of a logged-in account."""
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    value = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": value, "url": live_server.url}])


@pytest.fixture
def at_work(page: Page, live_server: LiveServer, accounts: dict[str, User]) -> Page:
    """An editor's browser."""
    enter(page, live_server, accounts["editor"])
    page.set_viewport_size({"width": 1440, "height": 900})
    return page


@pytest.fixture
def plain_page(chromium: Browser, live_server: LiveServer, accounts: dict[str, User]) -> Iterator[Page]:
    """A reviewer's browser without script."""
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    enter(page, live_server, accounts["reviewer"])
    yield page
    context.close()


def test_sign_in_by_the_form(page: Page, live_server: LiveServer, accounts: dict[str, User], seed: Report) -> None:
    page.goto(f"{live_server.url}/ar/desk/")
    page.fill("input[name=login]", "reviewer")
    page.fill("input[name=password]", PASSWORD)
    page.press("input[name=password]", "Enter")
    expect(page.locator("table.queue .row-link")).to_have_count(1)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_clear_report_takes_at_most_four_keys(
    at_work: Page, live_server: LiveServer, second_report: Report, language: str
) -> None:
    at_work.goto(f"{live_server.url}/{language}/desk/")
    for key in ("j", "Enter"):
        at_work.keyboard.press(key)
    expect(at_work.locator("[data-card].current")).to_be_visible()
    with at_work.expect_navigation():
        at_work.keyboard.press("a")
    assert Incident.objects.count() == 1
    assert candidates_of(second_report)[0].decision == Decision.ACCEPTED


def test_keys_move_edit_publish_and_reject(at_work: Page, live_server: LiveServer, seed: Report) -> None:
    first, second = candidates_of(seed)
    at_work.goto(f"{live_server.url}/en/desk/reports/{seed.pk}/")
    at_work.keyboard.press("e")
    at_work.keyboard.press("Control+A")
    at_work.keyboard.type("11-12")
    at_work.keyboard.press("Escape")
    with at_work.expect_navigation():
        at_work.keyboard.press("p")
    assert PublishedIncident.objects.get().bounds("killed", "total") == Bounds(11, None, 12)
    at_work.keyboard.press("j")
    at_work.keyboard.press("k")
    with at_work.expect_navigation():
        at_work.keyboard.press("x")
    second.refresh_from_db()
    assert second.decision == Decision.REJECTED
    first.refresh_from_db()
    assert first.decision == Decision.ACCEPTED


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_figure_lights_its_words_and_the_reverse(
    at_work: Page, live_server: LiveServer, seed: Report, language: str
) -> None:
    first = candidates_of(seed)[0]
    at_work.goto(f"{live_server.url}/{language}/desk/reports/{seed.pk}/")
    name = f"c{first.pk}.killed.total"
    at_work.locator(f'td[data-name="{name}"] input.figure').focus()
    lit = at_work.locator("mark.on")
    expect(lit).to_have_count(1)
    assert lit.inner_text() == "11 مدنياً"
    at_work.locator("mark", has_text="7 أطفال").last.hover()
    expect(at_work.locator(f'td[data-name="c{first.pk}.killed.children"]')).to_have_class("known on")


def select(page: Page, words: str) -> None:
    """Select the first occurrence of some words in the text, as with the mouse."""
    page.evaluate(
        """(words) => {
            const walker = document.createTreeWalker(document.getElementById("text"), NodeFilter.SHOW_TEXT);
            while (walker.nextNode()) {
                const at = walker.currentNode.data.indexOf(words);
                if (at < 0) continue;
                getSelection().setBaseAndExtent(walker.currentNode, at, walker.currentNode, at + words.length);
                return;
            }
        }""",
        words,
    )


def test_selected_words_become_the_evidence_of_the_next_figure(
    at_work: Page, live_server: LiveServer, seed: Report
) -> None:
    first = candidates_of(seed)[0]
    at_work.goto(f"{live_server.url}/en/desk/reports/{seed.pk}/")
    select(at_work, "المصابين")
    at_work.locator(f'td[data-name="c{first.pk}.injured.total"] input.figure').fill("1+")
    at_work.keyboard.press("Escape")
    with at_work.expect_navigation():
        at_work.keyboard.press("s")
    marked = first.reported_figures.get(by="editor")
    assert seed.text[marked.start : marked.end] == "المصابين"


def test_selected_words_become_the_evidence_of_a_changed_day(
    at_work: Page, live_server: LiveServer, seed: Report
) -> None:
    first = candidates_of(seed)[0]
    at_work.goto(f"{live_server.url}/en/desk/reports/{seed.pk}/")
    at_work.keyboard.press("e")
    select(at_work, "المصابين")
    day = at_work.locator(f"#c{first.pk} input[name$=date_start]")
    day.fill("2023-11-06")
    day.dispatch_event("change")
    expect(at_work.locator(f"#c{first.pk} input[name$=date_words]")).to_have_value("المصابين")
    with at_work.expect_navigation():
        at_work.locator(f"#c{first.pk} button[value=save]").click()
    marked = first.findings.get(by="editor")
    assert (marked.kind, marked.value) == ("date", "2023-11-06/2023-11-07")
    assert seed.text[marked.start : marked.end] == "المصابين"


def test_selected_words_name_the_claimant_and_the_area(at_work: Page, live_server: LiveServer, seed: Report) -> None:
    claim = decisions.add_claim(seed, by="amal")
    at_work.goto(f"{live_server.url}/ar/desk/reports/{seed.pk}/")
    select(at_work, "الدفاع المدني السوري")
    at_work.locator(f"#s{claim.pk} input[name$=source_name]").focus()
    expect(at_work.locator(f"#s{claim.pk} input[name$=source_name]")).to_have_value("الدفاع المدني السوري")
    expect(at_work.locator(f"#s{claim.pk} input[name$=place_words]")).to_have_value("")
    select(at_work, "قرية قوقفين")
    at_work.locator(f"#s{claim.pk} input[name$=place_words]").focus()
    expect(at_work.locator(f"#s{claim.pk} input[name$=place_words]")).to_have_value("قرية قوقفين")
    start, _colon, end = at_work.locator(f"#s{claim.pk} input[name$=place_span]").input_value().partition(":")
    assert seed.text[int(start) : int(end)] == "قرية قوقفين"


def test_everything_works_without_script(plain_page: Page, live_server: LiveServer, seed: Report) -> None:
    first = candidates_of(seed)[0]
    plain_page.goto(f"{live_server.url}/ar/desk/reports/{seed.pk}/")
    card = plain_page.locator(f"#c{first.pk}")
    card.locator('input[name$="killed.men"]').fill("0")
    card.locator("details.more summary").click()
    card.locator('input[name$="-words"]').fill("11 مدنياً")
    with plain_page.expect_navigation():
        card.locator('button[value="accept"]').click()
    assert Incident.objects.get().accepted_figures.get(outcome="killed", group="men").high == 0


def serious(page: Page) -> list[dict[str, Any]]:
    """What axe calls serious or critical, with where it is."""
    found = Axe().run(page).response["violations"]
    kept = [each for each in found if each["impact"] in ("serious", "critical")]
    return [{"id": each["id"], "nodes": [node["html"][:200] for node in each["nodes"][:3]]} for each in kept]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", [360, 1440])
def test_axe_finds_nothing_serious(
    at_work: Page, live_server: LiveServer, seed: Report, second_report: Report, language: str, width: int
) -> None:
    incident = decisions.accept_candidate(candidates_of(second_report)[0], by="amal")
    publication.publish_incident(incident, by="editor")
    claim = decisions.accept_claim(claim_of(seed), by="amal")
    CorrectionRequest.objects.create(code=incident.code, about_version=1, text="Twelve, not eleven.", fingerprint="f")
    declined = CorrectionRequest.objects.create(code=incident.code, about_version=1, text="Nine.", fingerprint="g")
    corrections.decline_correction(declined, by="amal", answer="Twelve are named.", summary="That nine were killed.")
    corrections.publish_answer(declined, by="editor")
    decisions.add_claim(seed, by="amal")
    take_report(seed, by="amal")
    Submission.objects.filter(report=second_report).update(withdrawn_at=timezone.now())
    save_view(User.objects.get(username="editor"), name="عاجل", chosen=QueueFilter(order="harm"))
    at_work.set_viewport_size({"width": width, "height": 800})
    for path in (
        "",
        f"reports/{seed.pk}/?history=1",
        "incidents/?standing=all",
        f"incidents/{incident.code}/",
        f"claims/{claim.code}/",
        "corrections/",
        "corrections/?state=rejected",
        f"../incidents/{incident.code}/",
        "../safety/",
        f"../incidents/{incident.code}/correction/",
    ):
        at_work.goto(f"{live_server.url}/{language}/desk/{path}")
        at_work.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
        assert serious(at_work) == [], path
        wider = at_work.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wider <= 0, f"{path} is wider than the screen"
