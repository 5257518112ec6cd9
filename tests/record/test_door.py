"""The door: what passes it, what it refuses, and that nothing published is ever lost or changed."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from django.db import transaction
from django.db.utils import IntegrityError

from incidents.figures import Bounds
from incidents.models.audit import AuditEvent
from incidents.models.record.claim import PublishedClaim
from incidents.models.record.evidence import PublishedEvidence, PublishedSource
from incidents.models.record.incident import PublishedIncident
from incidents.record import door
from incidents.record.entries import ClaimEntry, Evidence, IncidentEntry, Passage

pytestmark = pytest.mark.django_db
YESTERDAY = datetime(2026, 11, 20, 20, 59, tzinfo=UTC)


def test_publish_makes_a_first_version_with_its_evidence(entry: IncidentEntry) -> None:
    row = door.publish(entry, by="editor")

    assert (row.version, row.state, row.superseded_at) == (1, "published", None)
    assert row.bounds("killed", "total") == Bounds(11, None, 11)
    assert row.bounds("killed", "men") is None, "unknown is not zero"
    assert [e.words for e in PublishedEvidence.objects.all()] == ["11 مدنياً"]
    assert (row.report_count, row.origin_count) == (1, 1)
    assert (row.admin1, row.latitude) == ("SY07", 35.6365)


def test_publish_leaves_an_audit_line_with_the_person_and_keeps_the_person_out_of_the_record(
    entry: IncidentEntry,
) -> None:
    door.publish(entry, by="samira")

    assert AuditEvent.objects.get().by == "samira"
    public = str(PublishedIncident.objects.values().get()) + str(PublishedSource.objects.values().get())
    assert "samira" not in public


def test_publish_again_without_a_change_changes_nothing(entry: IncidentEntry) -> None:
    first = door.publish(entry, by="editor")

    assert door.publish(entry, by="editor").pk == first.pk
    assert PublishedIncident.objects.count() == 1


def test_publish_a_change_without_a_reason_is_refused(entry: IncidentEntry, clock: time_machine.Traveller) -> None:
    door.publish(entry, by="editor")
    clock.shift(60)

    with pytest.raises(door.DoorError, match="SY-2023-0001"):
        door.publish(replace(entry, grade="fair"), by="editor")


def test_publish_a_change_closes_the_earlier_version_at_the_same_moment(
    entry: IncidentEntry, clock: time_machine.Traveller
) -> None:
    first = door.publish(entry, by="editor")
    clock.shift(3600)

    second = door.publish(replace(entry, grade="fair"), by="editor", reason="a second source")

    first.refresh_from_db()
    assert (second.version, first.superseded_at) == (2, second.published_at)
    assert PublishedIncident.objects.as_of(None).get().grade == "fair"


def test_withdrawn_incident_is_gone_today_and_there_as_of_yesterday(
    entry: IncidentEntry, clock: time_machine.Traveller
) -> None:
    door.publish(entry, by="editor")
    clock.shift(24 * 3600)

    row = door.withdraw(entry.code, by="editor", reason="the place was another")

    assert (row.state, row.version, row.reason) == ("withdrawn", 2, "the place was another")
    assert not PublishedIncident.objects.as_of(None).exists()
    assert PublishedIncident.objects.as_of(YESTERDAY).get().version == 1


@pytest.mark.parametrize("reason", ["", "   "])
def test_withdraw_without_a_reason_is_refused(entry: IncidentEntry, clock: time_machine.Traveller, reason: str) -> None:
    door.publish(entry, by="editor")
    clock.shift(1)

    with pytest.raises(door.DoorError):
        door.withdraw(entry.code, by="editor", reason=reason)


def test_withdraw_what_is_not_public_is_refused(db: None) -> None:
    with pytest.raises(door.DoorError):
        door.withdraw("SY-2023-9999", by="editor", reason="no such incident")


def test_withdrawn_incident_can_be_published_again(entry: IncidentEntry, clock: time_machine.Traveller) -> None:
    door.publish(entry, by="editor")
    clock.shift(1)
    door.withdraw(entry.code, by="editor", reason="in doubt")
    clock.shift(1)

    again = door.publish(entry, by="editor", reason="doubt settled")

    assert again.version == 3
    assert PublishedIncident.objects.as_of(None).get().pk == again.pk


@pytest.mark.parametrize(
    "figures",
    [
        {("killed", "total"): Bounds(3, None, 3), ("killed", "children"): Bounds(4, None, 4)},
        {("killed", "children"): Bounds(4, None, 4)},
        {
            ("killed", "total"): Bounds(5, None, 5),
            ("killed", "children"): Bounds(3, None, 3),
            ("killed", "women"): Bounds(3, None, 3),
        },
        {
            ("injured", "total"): Bounds(9, None, 9),
            ("injured", "children"): Bounds(2, None, 2),
            ("injured", "girls"): Bounds(3, None, 3),
        },
    ],
)
def test_figures_that_contradict_each_other_do_not_pass(
    entry: IncidentEntry, figures: dict[tuple[str, str], Bounds]
) -> None:
    with pytest.raises(door.DoorError):
        door.publish(replace(entry, figures=figures), by="editor")
    assert not PublishedIncident.objects.exists()


def test_evidence_outside_its_passage_does_not_pass(entry: IncidentEntry) -> None:
    beside = Passage(100, "مقتل 11", (Evidence("killed.total", 90, 95, low=11, high=11),))
    wrong = replace(entry, sources=(replace(entry.sources[0], passages=(beside,)),))

    with pytest.raises(door.DoorError, match=r"killed\.total"):
        door.publish(wrong, by="editor")
    assert not PublishedIncident.objects.exists()


def test_an_area_gets_no_point(entry: IncidentEntry, village: object) -> None:
    from incidents.models.place import Place

    Place.objects.create(key="SY07", kind="governorate", name_en="Idleb", admin1="SY07", latitude=35.9, longitude=36.6)

    row = door.publish(replace(entry, place="SY07", place_precision="governorate"), by="editor")

    assert (row.admin1, row.latitude, row.longitude) == ("SY07", None, None)


def test_reprints_of_one_origin_count_once(entry: IncidentEntry) -> None:
    reprint = replace(entry.sources[0], sha256="b" * 64, publisher="صحيفة")

    row = door.publish(replace(entry, sources=(*entry.sources, reprint)), by="editor")

    assert (row.report_count, row.origin_count) == (2, 1)


def test_claim_is_published_and_withdrawn_as_an_incident_is(claim: ClaimEntry, clock: time_machine.Traveller) -> None:
    row = door.publish_claim(claim, by="editor")
    clock.shift(1)

    assert row.bounds("injured", "total") == Bounds(270, None, None)
    assert not PublishedIncident.objects.exists(), "a claim is never an incident"
    assert door.withdraw_claim(claim.code, by="editor", reason="misread").state == "withdrawn"
    assert not PublishedClaim.objects.as_of(None).exists()


def test_dataset_is_published_once_however_often_it_is_brought_in(entry: IncidentEntry) -> None:
    coded = [replace(entry, code=f"UCDP-{n}", dataset="ucdp_ged", sources=()) for n in range(5)]

    assert list(door.publish_dataset(coded, by="import", reason="", batch=2)) == [2, 4, 5]
    assert list(door.publish_dataset(coded, by="import", reason="", batch=2)) == [0, 0, 0]
    assert PublishedIncident.objects.count() == 5


def test_same_content_has_the_same_hash_and_any_other_another(entry: IncidentEntry) -> None:
    from incidents.record.hashing import content_hash

    assert content_hash(entry) == content_hash(replace(entry))
    assert content_hash(entry) != content_hash(replace(entry, figures={("killed", "total"): Bounds(12, None, 12)}))


def test_remove_demonstration_leaves_everything_else(entry: IncidentEntry) -> None:
    door.publish(entry, by="editor")
    door.publish(replace(entry, code="SY-2024-0001", is_demonstration=True), by="demo")

    assert door.remove_demonstration(by="admin")["incident"] == 1
    assert PublishedIncident.objects.get().code == "SY-2023-0001"
    assert PublishedEvidence.objects.count() == 1


class TestTheDatabaseItself:
    """What must hold is held by the database too, whoever writes to it."""

    @pytest.fixture
    def row(self, entry: IncidentEntry) -> PublishedIncident:
        return door.publish(entry, by="editor")

    @pytest.mark.parametrize("change", [{"grade": "fair"}, {"killed_total_low": 12}, {"reason": "quietly"}])
    def test_a_published_row_cannot_be_changed(self, row: PublishedIncident, change: dict[str, Any]) -> None:
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            PublishedIncident.objects.filter(pk=row.pk).update(**change)

    def test_a_published_row_cannot_be_deleted(self, row: PublishedIncident) -> None:
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            PublishedIncident.objects.filter(pk=row.pk)._raw_delete("default")

    @pytest.mark.parametrize("table", ["record_evidence", "record_passage", "record_source"])
    def test_published_evidence_cannot_be_deleted(self, row: PublishedIncident, table: str) -> None:
        from django.db import connection

        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {table}")

    def test_an_audit_line_cannot_be_changed(self, row: PublishedIncident) -> None:
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            AuditEvent.objects.update(by="nobody")

    def test_two_versions_cannot_be_current_at_once(self, row: PublishedIncident) -> None:
        twin = PublishedIncident.objects.get(pk=row.pk)
        twin.pk, twin.version, twin.reason = None, 2, "a twin"
        with pytest.raises(IntegrityError), transaction.atomic():
            twin.save(force_insert=True)

    @pytest.mark.parametrize(
        "columns",
        [
            {"killed_total_low": 5, "killed_total_high": 4},
            {"killed_total_low": 5, "killed_total_best": 4, "killed_total_high": 6},
            {"killed_total_high": 5},
            {"killed_total_low": 5, "killed_children_low": 6},
            {"killed_children_low": 6},
            {"killed_total_low": 5, "killed_children_low": 3, "killed_women_low": 3},
        ],
    )
    def test_figures_out_of_order_are_refused(self, columns: dict[str, Any]) -> None:
        with pytest.raises(IntegrityError, match="incident_killed"), transaction.atomic():
            PublishedIncident.objects.create(
                code="X", version=1, state="published", published_at=YESTERDAY, content_hash="", **columns
            )


def test_a_report_stays_as_it_was_received() -> None:
    from incidents.models.desk.report import Report

    report = Report.objects.create(text="قُتل خمسة مدنيين")
    with pytest.raises(IntegrityError, match="as it was received"), transaction.atomic():
        Report.objects.filter(pk=report.pk).update(text="قُتل ستة مدنيين")
    with pytest.raises(IntegrityError, match="never deleted"), transaction.atomic():
        report.delete()
    Report.objects.filter(pk=report.pk).update(state="parsed")
    report.refresh_from_db()
    assert (report.text, report.state) == ("قُتل خمسة مدنيين", "parsed")
