"""The main job, end to end: a real report goes in by the form and comes out as figures, each leading to its words."""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pypdf
import pytest
import time_machine
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from pytest_django.plugin import DjangoDbBlocker

from incidents.intake import receipts
from incidents.intake.reader import read_stored
from incidents.models.desk.candidate import Candidate
from incidents.models.desk.claim import ReportedClaim
from incidents.models.desk.incident import Incident
from incidents.models.desk.reading import Reading
from incidents.models.desk.report import Report
from incidents.models.place import Place
from incidents.review import decisions, publication
from tests.intake.conftest import token
from tests.review.cast import SEED

DAMASCUS = ZoneInfo("Asia/Damascus")
PUBLISHED = datetime(2026, 11, 20, 12, tzinfo=DAMASCUS)
BEFORE_WITHDRAWAL = "2026-11-21"
LANGUAGES = ("ar", "en")

pytestmark = pytest.mark.django_db


@pytest.fixture
def clock(db: None) -> Iterator[time_machine.Traveller]:
    with time_machine.travel(PUBLISHED, tick=False) as travelled:
        yield travelled


@pytest.fixture(scope="module", autouse=True)
def gazetteer(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The whole shipped gazetteer, loaded once for this file and cleared away after it."""
    with django_db_blocker.unblock():
        call_command("load_gazetteer", verbosity=0)
    yield
    with django_db_blocker.unblock():
        Place.objects.all().delete()


@pytest.fixture
def reading(clock: time_machine.Traveller, client: Client, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Reading:
    """The seed report, sent by the form in Arabic and read by the worker's task."""
    monkeypatch.setattr(receipts, "_SCRYPT", receipts._SCRYPT | {"n": 2**8})
    monkeypatch.setattr(settings, "MEDIA_ROOT", tmp_path)
    answer = client.post("/ar/submit/", {"text": SEED, "publisher": "شبكة أخبار", "token": token()})
    assert re.search(r"\d{4}\D+\d{4}\D+\d{4}\D+\d{4}", answer.content.decode()), "a receipt of sixteen digits is shown"
    report = Report.objects.get()
    read_stored(report.pk)
    return Reading.objects.get(report=report)


@pytest.fixture
def public(reading: Reading, clock: time_machine.Traveller) -> list[Incident]:
    """All that the parser read, accepted by a reviewer and published by an editor."""
    incidents = [decisions.accept_candidate(c, by="reviewer", grade="weak") for c in reading.candidates.all()]
    for incident in incidents:
        publication.publish_incident(incident, by="editor")
    for claim in reading.claims.all():
        decisions.accept_claim(claim, by="reviewer")
        publication.publish_claim(ReportedClaim.objects.get(pk=claim.pk), by="editor")
    return incidents


def figures_of(owner: Candidate | ReportedClaim) -> dict[str, tuple[int, int | None]]:
    return {f"{f.outcome}.{f.group}": (f.low, f.high) for f in owner.reported_figures.all()}


def pdf_text(client: Client, month: str, language: str, query: str = "") -> str:
    answer = client.get(f"/{language}/summaries/{month}.pdf{query}")
    assert answer.status_code == 200
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)


def test_the_desk_has_two_incidents_and_one_claim_with_their_evidence(reading: Reading) -> None:
    qoqfin, noran = reading.candidates.all()
    claim = reading.claims.get()

    assert (qoqfin.place and qoqfin.place.key, str(qoqfin.date_start)) == ("C4064", "2023-11-07")
    assert figures_of(qoqfin) == figures_of(qoqfin) | {
        "killed.total": (11, 11),
        "killed.children": (7, 7),
        "killed.women": (4, 4),
    }
    assert (noran.place and noran.place.key, str(noran.date_start)) == ("C1041", "2023-10-05")
    assert figures_of(noran) == figures_of(noran) | {
        "killed.total": (5, 5),
        "killed.women": (3, 3),
        "killed.men": (2, 2),
        "injured.total": (1, 1),
        "injured.women": (1, 1),
    }
    assert (str(claim.period_start), str(claim.period_end)) == ("2023-10-01", "2023-10-31")
    assert figures_of(claim) == figures_of(claim) | {
        "killed.total": (66, 66),
        "killed.children": (23, 23),
        "killed.women": (13, 13),
        "injured.total": (270, None),
        "injured.children": (79, 79),
        "injured.women": (47, 47),
        "injured.rescue_workers": (3, 3),
    }
    flags = set(reading.flags.values_list("code", flat=True))
    assert len(flags) == 2, f"the weekday that contradicts the date, and the workers who are no casualties: {flags}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_map_and_charts_show_what_was_published(public: list[Incident], client: Client, language: str) -> None:
    villages = client.get(f"/{language}/map.json?from=2023-10&to=2023-11").json()
    rows = zip(*villages["columns"], strict=True)
    by_key = {row[0]: dict(zip(villages["fields"], row, strict=True)) for row in rows}
    assert (by_key["C4064"]["killed_low"], by_key["C1041"]["killed_low"]) == (11, 5)

    page = client.get(f"/{language}/").content.decode()
    months = {"ar": ("تشرين الأول 2023", "تشرين الثاني 2023"), "en": ("October 2023", "November 2023")}[language]
    assert all(month in page for month in months)
    assert "<svg" in page


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_incident_page_leads_each_figure_to_its_words(public: list[Incident], client: Client, language: str) -> None:
    page = client.get(f"/{language}/incidents/{public[0].code}/").content.decode()

    for words in ("11 مدنياً", "7 أطفال", "4 نساء"):
        assert re.search(f"<mark[^>]*>[^<]*{words}", page), words
    assert "ورشة" in page
    assert "جريمة حرب" not in page, "the rest of the report stays on the desk"


@pytest.mark.parametrize("language", LANGUAGES)
def test_claimed_total_stands_beside_the_documented_one(public: list[Incident], client: Client, language: str) -> None:
    page = client.get(f"/{language}/coverage/").content.decode()
    cells = [re.sub(r"<[^>]+>", "", cell).strip() for cell in re.findall(r"<td[^>]*>(.*?)</td>", page, re.S)]

    claimed = cells.index("66")
    assert cells[claimed : claimed + 3] == ["66", "5", "61"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_monthly_summaries_print_the_same_figures(public: list[Incident], client: Client, language: str) -> None:
    november, october = pdf_text(client, "2023-11", language), pdf_text(client, "2023-10", language)

    assert re.search(r"\b11\b", november)
    assert public[0].code in november
    assert re.search(r"66\D{0,40}5\D{0,40}61", october), "claimed, documented, gap, in this order"
    assert public[1].code in october


@pytest.mark.parametrize("language", LANGUAGES)
def test_withdrawn_incident_is_gone_today_and_there_as_of_the_day_before(
    public: list[Incident], client: Client, clock: time_machine.Traveller, language: str
) -> None:
    incident = public[0]
    clock.shift(2 * 24 * 3600)
    publication.withdraw_incident(incident, by="editor", reason="المكان غير صحيح")

    today = client.get(f"/{language}/map.json").json()
    earlier = client.get(f"/{language}/map.json?as_of={BEFORE_WITHDRAWAL}").json()
    assert (today["columns"][0], len(earlier["columns"][0])) == (["C1041"], 2)
    assert incident.code not in client.get(f"/{language}/incidents/").content.decode()
    assert incident.code in client.get(f"/{language}/incidents/?as_of={BEFORE_WITHDRAWAL}").content.decode()
    assert incident.code not in pdf_text(client, "2023-11", language)
    assert incident.code in pdf_text(client, "2023-11", language, f"?as_of={BEFORE_WITHDRAWAL}")

    page = client.get(f"/{language}/incidents/{incident.code}/")
    assert page.status_code == 410
    assert "المكان غير صحيح" in page.content.decode()
    assert "2026" in page.content.decode()


def test_the_seed_in_the_shared_folder_is_the_one_tested_here(tmp_path: Path) -> None:
    """Where the project's evaluation texts lie beside the clone, the parser's output is scored on the report itself."""
    gold = settings.BASE_DIR.parent / "shared" / "eval" / "seed.jsonl"
    if not gold.exists():
        pytest.skip("the evaluation texts are not beside this clone")
    assert json.loads(gold.read_text())["text"].strip() == SEED
    read = [sys.executable, "manage.py", "parse_reports"]
    parsed = subprocess.run(read, input=gold.read_text(), capture_output=True, text=True, check=True).stdout
    out = tmp_path / "predicted.jsonl"
    out.write_text(parsed)
    score = [sys.executable, "benchmark/score.py", str(gold), str(out), "--at-least", "1.0"]
    assert subprocess.run(score, capture_output=True, check=False).returncode == 0
