"""The one door between the wings: everything that becomes public passes here, and nothing else writes the record.

Publishing or withdrawing closes the current version of an entry and adds the next one, in one transaction, with an
audit line. What the desk knows and the public must not is left behind: see ``entries.py`` for all that can pass.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from incidents.figures import check_consistent, columns_of
from incidents.models.audit import record_event
from incidents.models.place import Place
from incidents.models.record.answer import PublishedAnswer
from incidents.models.record.claim import PublishedClaim
from incidents.models.record.evidence import PublishedEvidence, PublishedPassage, PublishedSource
from incidents.models.record.incident import PublishedIncident
from incidents.models.record.version import VersionState
from incidents.record.entries import ClaimEntry, Entry, IncidentEntry, Source
from incidents.record.hashing import content_hash
from incidents.vocabulary import Group, Outcome, PlacePrecision

Published = PublishedIncident | PublishedClaim


class DoorError(ValidationError):
    """What was asked cannot be made public, or not withdrawn; the message says why, in the reader's language."""


def publish(entry: IncidentEntry, *, by: str, reason: str = "") -> PublishedIncident:
    """Make an incident public, or its next version; the same content again changes nothing.

    Raises DoorError when a later version comes without a reason, when figures contradict each other, or when
    evidence does not lie within its passage.
    """
    return _publish(PublishedIncident, entry, _incident_fields(entry), by=by, reason=reason)  # type: ignore[return-value]


def publish_claim(entry: ClaimEntry, *, by: str, reason: str = "") -> PublishedClaim:
    """Make a period claim public, or its next version; as ``publish``."""
    return _publish(PublishedClaim, entry, _claim_fields(entry), by=by, reason=reason)  # type: ignore[return-value]


def withdraw(code: str, *, by: str, reason: str) -> PublishedIncident:
    """Take an incident out of the public record from now on; its page says when and why. Raises DoorError."""
    return _withdraw(PublishedIncident, code, by=by, reason=reason)  # type: ignore[return-value]


def withdraw_claim(code: str, *, by: str, reason: str) -> PublishedClaim:
    """Take a period claim out of the public record from now on. Raises DoorError."""
    return _withdraw(PublishedClaim, code, by=by, reason=reason)  # type: ignore[return-value]


def publish_dataset(entries: Iterable[IncidentEntry], *, by: str, reason: str, batch: int = 1000) -> Iterator[int]:
    """Publish a coded dataset in batches, yielding how many were new so far; entries already public are passed over.

    A dataset's incidents have no reports of ours and so no evidence: ``sources`` must be empty, ``external_url`` and
    ``note`` lead to where they come from.
    """
    done = 0
    waiting = iter(entries)
    while chunk := tuple(islice(waiting, batch)):
        done += _publish_batch(chunk, by=by, reason=reason)
        yield done


@transaction.atomic
def remove_demonstration(*, by: str) -> dict[str, int]:
    """Delete every demonstration row of the record: the only deletion that there is. Returns rows by kind."""
    counts = {}
    for model in (PublishedIncident, PublishedClaim):
        link = "incident" if model is PublishedIncident else "claim"
        mine = {f"{link}__is_demonstration": True}
        PublishedEvidence.objects.filter(**{f"passage__source__{k}": v for k, v in mine.items()}).delete()
        PublishedPassage.objects.filter(**{f"source__{k}": v for k, v in mine.items()}).delete()
        PublishedSource.objects.filter(**mine).delete()
        counts[link] = model.objects.filter(is_demonstration=True).delete()[0]
    counts["answer"] = PublishedAnswer.objects.filter(is_demonstration=True).delete()[0]
    record_event("remove_demonstration", subject="record", by=by, changes=counts)
    return counts


@transaction.atomic
def _publish(model: type[Published], entry: Entry, fields: dict[str, Any], *, by: str, reason: str) -> Published:
    _check(entry)
    current = _lock_current(model, entry.code)
    hashed = content_hash(entry)
    if current and current.state == VersionState.PUBLISHED and current.content_hash == hashed:
        return current
    if current and not reason.strip():
        raise DoorError(_("%(code)s is public already: say why it changes.") % {"code": entry.code})
    row = _add_version(model, current, fields | {"content_hash": hashed}, state=VersionState.PUBLISHED, reason=reason)
    _add_sources(row, entry.sources)
    record_event("publish", subject=f"{model._meta.model_name} {row}", by=by, reason=reason)
    return row


@transaction.atomic
def _withdraw(model: type[Published], code: str, *, by: str, reason: str) -> Published:
    current = _lock_current(model, code)
    if current is None or current.state == VersionState.WITHDRAWN:
        raise DoorError(_("%(code)s is not public.") % {"code": code})
    if not reason.strip():
        raise DoorError(_("Say why %(code)s is withdrawn: the reason is shown on its page.") % {"code": code})
    fields = {
        f.attname: getattr(current, f.attname)
        for f in model._meta.concrete_fields
        if not f.generated and f.attname not in {"id", "version", "state", "published_at", "superseded_at", "reason"}
    }
    row = _add_version(model, current, fields, state=VersionState.WITHDRAWN, reason=reason)
    record_event("withdraw", subject=f"{model._meta.model_name} {row}", by=by, reason=reason)
    return row


def _lock_current(model: type[Published], code: str) -> Published | None:
    """Hold the code for this transaction, so that two people publishing at once get two versions, in order."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [code])
    return model.objects.filter(code=code, superseded_at__isnull=True).first()


def _add_version(
    model: type[Published], current: Published | None, fields: dict[str, Any], *, state: str, reason: str
) -> Published:
    moment = _after(current)
    if current:
        model.objects.filter(pk=current.pk).update(superseded_at=moment)
    number = current.version + 1 if current else 1
    return model.objects.create(**fields, version=number, state=state, published_at=moment, reason=reason)


def _after(current: Published | None) -> datetime:
    moment = timezone.now()
    if current and moment <= current.published_at:
        raise DoorError(_("The clock stands before the last publication of %(code)s.") % {"code": current.code})
    return moment


def _check(entry: Entry) -> None:
    try:
        check_consistent(entry.figures)
    except ValidationError as error:
        raise DoorError(error.messages) from error
    for name in entry.none_reported:
        outcome, _dot, group = name.partition(".")
        if outcome not in Outcome.values or group not in Group.values or (outcome, group) in entry.figures:
            raise DoorError(_("“None reported” cannot be said of %(figure)s.") % {"figure": name})
    for source in entry.sources:
        for passage in source.passages:
            for evidence in passage.evidence:
                if not passage.start <= evidence.start < evidence.end <= passage.start + len(passage.text):
                    raise DoorError(_("The words of %(field)s lie outside their passage.") % {"field": evidence.field})


def _incident_fields(entry: IncidentEntry) -> dict[str, Any]:
    fields = _flat(entry)
    place = Place.objects.get(key=entry.place) if entry.place else None
    fields["place_id"] = place and place.pk
    fields.update(_location(entry, place))
    origins = {source.origin or source.sha256 for source in entry.sources}
    fields["report_count"] = len(entry.sources) if entry.report_count is None else entry.report_count
    fields["origin_count"] = len(origins) if entry.origin_count is None else entry.origin_count
    return fields


def _location(entry: IncidentEntry, place: Place | None) -> dict[str, Any]:
    """Admin areas of the place, and a point only where the place is one: an area gets no pin that looks exact.

    A coded dataset may give an exact point that is no place of the gazetteer: it is kept, within its area.
    """
    if place is None:
        return {"latitude": None, "longitude": None}
    areas = {level: getattr(place, level) for level in ("admin1", "admin2", "admin3")}
    given = entry.latitude is not None
    if place.is_area and not (given and entry.place_precision == PlacePrecision.EXACT):
        return areas | {"latitude": None, "longitude": None}
    return areas | {
        "latitude": entry.latitude if given else place.latitude,
        "longitude": entry.longitude if given else place.longitude,
    }


def _claim_fields(entry: ClaimEntry) -> dict[str, Any]:
    fields = _flat(entry)
    fields["governorates"] = list(entry.governorates)
    return fields


def _flat(entry: Entry) -> dict[str, Any]:
    """The entry's own fields as column values, its figures spread over the wide row's columns."""
    left_out = {"figures", "sources", "place", "latitude", "longitude", "report_count", "origin_count"}
    fields = {f.name: getattr(entry, f.name) for f in dataclasses.fields(entry) if f.name not in left_out}
    fields = {name: list(value) if isinstance(value, tuple) else value for name, value in fields.items()}
    return fields | columns_of(entry.figures)


def _add_sources(row: Published, sources: Iterable[Source]) -> None:
    link = "incident" if isinstance(row, PublishedIncident) else "claim"
    for source in sources:
        plain = {f.name: getattr(source, f.name) for f in dataclasses.fields(source) if f.name != "passages"}
        stored = PublishedSource.objects.create(**{link: row}, **plain)
        for passage in source.passages:
            kept = PublishedPassage.objects.create(source=stored, start=passage.start, text=passage.text)
            PublishedEvidence.objects.bulk_create(
                PublishedEvidence(passage=kept, **dataclasses.asdict(evidence)) for evidence in passage.evidence
            )


@transaction.atomic
def _publish_batch(entries: tuple[IncidentEntry, ...], *, by: str, reason: str) -> int:
    known = set(PublishedIncident.objects.filter(code__in=[e.code for e in entries]).values_list("code", flat=True))
    new = [entry for entry in entries if entry.code not in known]
    places = Place.objects.in_bulk({entry.place for entry in new if entry.place}, field_name="key")
    moment = timezone.now()
    if new:
        _copy([_dataset_row(entry, places.get(entry.place or ""), moment=moment, reason=reason) for entry in new])
        subject = f"dataset {new[0].dataset}"
        record_event("publish_dataset", subject=subject, by=by, reason=reason, changes={"incidents": len(new)})
    return len(new)


def _dataset_row(entry: IncidentEntry, place: Place | None, *, moment: datetime, reason: str) -> PublishedIncident:
    _check(entry)
    if entry.sources:
        raise DoorError(_("%(code)s: a dataset's incident carries no reports.") % {"code": entry.code})
    return PublishedIncident(
        **_flat(entry),
        **_location(entry, place),
        place=place,
        report_count=entry.report_count or 0,
        origin_count=entry.origin_count or 0,
        version=1,
        state=VersionState.PUBLISHED,
        published_at=moment,
        reason=reason,
        content_hash=content_hash(entry),
    )


def _copy(rows: list[PublishedIncident]) -> None:
    """Add new rows by COPY, naming only the columns in use: of some 130 columns a dataset fills thirty."""
    fields = [f for f in PublishedIncident._meta.concrete_fields if not f.generated and not f.primary_key]
    used = [f for f in fields if any(getattr(row, f.attname) is not None for row in rows)]
    columns = ", ".join(connection.ops.quote_name(str(f.column)) for f in used)
    command = f"COPY {PublishedIncident._meta.db_table} ({columns}) FROM STDIN"
    with connection.wrap_database_errors, connection.cursor() as cursor, cursor.copy(command) as copy:
        for row in rows:
            copy.write_row([f.get_db_prep_save(getattr(row, f.attname), connection) for f in used])
