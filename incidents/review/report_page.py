"""All that the page of one report shows, gathered in a bounded number of queries."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Prefetch
from django.forms import BoundField
from django.utils.translation import gettext as _

from incidents.models.desk.attachment import Attachment
from incidents.models.desk.candidate import Candidate, Decision
from incidents.models.desk.claim import ReportedClaim
from incidents.models.desk.figure import ReportedFigure
from incidents.models.desk.incident import Incident
from incidents.models.desk.reading import Finding, FindingKind, Flag, Reading
from incidents.models.desk.report import Report
from incidents.models.desk.submission import Submission
from incidents.models.place import Place
from incidents.models.record.claim import PublishedClaim
from incidents.models.record.incident import PublishedIncident
from incidents.review.assessment import figure_name
from incidents.review.decisions import current_reading, state_of
from incidents.review.evidence import Light, Piece, label, pieces
from incidents.review.forms import CandidateForm, ClaimForm, ReadingForm, figure_groups, figure_outcomes
from incidents.review.gazetteer import PlaceChoice, areas_of, describe
from incidents.review.notation import write_range
from incidents.review.suggestions import suggest
from incidents.review.warnings import Warning, warning_of
from incidents.vocabulary import Actor, Group, Outcome, Weapon

TONES = 6


@dataclass(frozen=True, slots=True)
class Cell:
    """One field of the table of figures with what it rests on; ``field`` is None where a decision was taken."""

    name: str
    outcome: str
    group: str
    value: str
    field: BoundField | None
    span: BoundField | None
    figures: tuple[ReportedFigure, ...]

    @property
    def by(self) -> str:
        """The reviewer who marked it, if one did."""
        return next((figure.by for figure in self.figures if figure.by), "")


@dataclass(frozen=True, slots=True)
class FigureLine:
    """One group's cells, one for each outcome."""

    group: str
    label: str
    cells: tuple[Cell, ...]


@dataclass(slots=True)
class Card:
    """A candidate or a claim beside the text: its label, tone, form and figures."""

    kind: str
    label: str
    tone: str
    row: Any
    form: Any
    outcomes: list[tuple[str, str]]
    lines: list[FigureLine]
    places: list[PlaceChoice] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)
    published: str = ""
    reconciliation: Any = None
    suggestions: list[Any] = field(default_factory=list)

    @property
    def is_pending(self) -> bool:
        """Whether it waits for a decision."""
        return bool(self.row.decision == Decision.PENDING)

    @property
    def other_fields(self) -> list[BoundField]:
        """The fields for one more figure."""
        return [self.form[name] for name in ("other_outcome", "other_group", "other_figure")]

    @property
    def anchor(self) -> str:
        """Its name within the page."""
        return f"{'c' if self.kind == 'candidate' else 's'}{self.row.pk}"


@dataclass(slots=True)
class ReportPage:
    """A report as a reviewer meets it."""

    report: Report
    reading: Reading | None
    submission: Submission | None
    attachments: list[Attachment]
    pieces: list[Piece]
    warnings: list[Warning]
    cards: list[Card]
    claims: list[Card]
    earlier_incidents: list[Incident]

    @property
    def withdrawn_at(self) -> datetime | None:
        """When the submitter took the report back; None where that did not happen."""
        return self.submission.withdrawn_at if self.submission else None

    @property
    def waiting(self) -> int:
        """How many of its candidates and claims wait for a decision."""
        return sum(card.is_pending for card in (*self.cards, *self.claims))


def gather(
    report: Report, *, bound: ReadingForm | None = None, governorates: Sequence[tuple[str, str]] = ()
) -> ReportPage:
    """Gather the page; ``bound`` is a form that was sent and has errors, shown in the place of its own."""
    reading = current_reading(report)
    candidates = _candidates(reading) if reading else []
    claims = _claims(reading) if reading else []
    flags = list(reading.flags.all()) if reading else []
    published = _published([c.incident.code for c in candidates if c.incident], [c.code for c in claims if c.code])
    cards = [_candidate_card(candidate, bound, published) for candidate in candidates]
    _offer_places(cards)
    _offer_incidents(cards)
    claim_cards = [_claim_card(claim, bound, published, governorates) for claim in claims]
    warnings = [warning_of(flag, number) for number, flag in enumerate(flags, start=1)]
    submission = Submission.objects.filter(report=report).prefetch_related("attachments").first()
    return ReportPage(
        report=report,
        reading=reading,
        submission=submission,
        attachments=list(submission.attachments.all()) if submission else [],
        pieces=pieces(report.text, [*_lights([*cards, *claim_cards]), *_warning_lights(flags)]),
        warnings=warnings,
        cards=cards,
        claims=claim_cards,
        earlier_incidents=_from_earlier_readings(report, reading),
    )


def _candidates(reading: Reading) -> list[Candidate]:
    rows = reading.candidates.select_related("place", "incident", "reading__report")
    return list(rows.prefetch_related(*_standing()).order_by("ordinal"))


def _claims(reading: Reading) -> list[ReportedClaim]:
    rows = reading.claims.select_related("reading__report")
    return list(rows.prefetch_related(*_standing(), "accepted_figures").order_by("ordinal"))


def _standing() -> tuple[Prefetch[Any], Prefetch[Any]]:
    """Figures and findings that no reviewer has set aside."""
    return (
        Prefetch("reported_figures", ReportedFigure.objects.filter(set_aside_by="")),
        Prefetch("findings", Finding.objects.filter(set_aside_by="")),
    )


def _published(incidents: list[str], claims: list[str]) -> dict[str, str]:
    """State of the current public version, by code."""
    found: dict[str, str] = {}
    for model, codes in ((PublishedIncident, incidents), (PublishedClaim, claims)):
        if codes:
            found |= dict(model.objects.current_at(None).filter(code__in=codes).values_list("code", "state"))
    return found


def _from_earlier_readings(report: Report, reading: Reading | None) -> list[Incident]:
    rows = Incident.objects.filter(candidates__reading__report=report)
    return list((rows.exclude(candidates__reading=reading) if reading else rows).distinct())


def _candidate_card(candidate: Candidate, bound: ReadingForm | None, published: dict[str, str]) -> Card:
    form = CandidateForm(candidate, seen=state_of(candidate))
    if isinstance(bound, CandidateForm) and bound.owner.pk == candidate.pk:
        form = bound
    card = Card("candidate", label(candidate.ordinal), f"t{candidate.ordinal % TONES}", candidate, form, [], [])
    _tabulate(card, candidate, form)
    card.sources = _names_of(candidate, FindingKind.SOURCE)
    card.published = published.get(candidate.incident.code, "") if candidate.incident else ""
    return card


def _claim_card(
    claim: ReportedClaim,
    bound: ReadingForm | None,
    published: dict[str, str],
    governorates: Sequence[tuple[str, str]],
) -> Card:
    form = ClaimForm(claim, seen=state_of(claim), governorates=governorates)
    if isinstance(bound, ClaimForm) and bound.owner.pk == claim.pk:
        form = bound
    card = Card("claim", f"§{claim.ordinal + 1}", "s", claim, form, [], [])
    _tabulate(card, claim, form)
    card.published = published.get(claim.code, "")
    return card


def _tabulate(card: Card, owner: Candidate | ReportedClaim, form: ReadingForm) -> None:
    keys = list(form.reported)
    card.outcomes = [(outcome, str(Outcome(outcome).label)) for outcome in figure_outcomes(keys)]
    card.lines = [
        FigureLine(group, str(Group(group).label), tuple(_cell(card, form, (o, group)) for o, _label in card.outcomes))
        for group in figure_groups(keys)
    ]


def _cell(card: Card, form: ReadingForm, key: tuple[str, str]) -> Cell:
    name = ".".join(key)
    figures = tuple(form.reported.get(key, ()))
    return Cell(
        name=f"{card.anchor}.{name}",
        outcome=key[0],
        group=key[1],
        value=str(form.fields[name].initial or ""),
        field=form[name] if card.is_pending else None,
        span=form[f"{name}.span"] if card.is_pending else None,
        figures=figures,
    )


def _names_of(owner: Candidate | ReportedClaim, kind: str) -> list[str]:
    text = owner.reading.report.text
    return list(dict.fromkeys(text[f.start : f.end] for f in owner.findings.all() if f.kind == kind))


def _offer_places(cards: Sequence[Card]) -> None:
    """Give every card its place and the homonyms it might be, with their areas: two queries for all cards."""
    ranked = {
        card.anchor: {each["key"]: tuple(each["reasons"]) for each in card.row.place_candidates} for card in cards
    }
    keys = {key for places in ranked.values() for key in places}
    found = Place.objects.in_bulk(keys, field_name="key") if keys else {}
    own = {card.row.place.key: card.row.place for card in cards if card.row.place}
    areas = areas_of([*found.values(), *own.values()])
    for card in cards:
        reasons = ranked[card.anchor]
        offered = [card.row.place] if card.row.place else []
        offered += [found[key] for key in reasons if key in found and found[key] not in offered]
        card.places = [PlaceChoice(p, describe(p, areas), reasons.get(p.key, ())) for p in offered[:6]]


def _offer_incidents(cards: Sequence[Card]) -> None:
    """Existing incidents that each pending candidate may be; a likely one is chosen beforehand, for all to see."""
    pending = [card for card in cards if card.is_pending]
    found = suggest([card.row for card in pending]) if pending else {}
    for card in pending:
        card.suggestions = found[card.row.pk]
        if card.suggestions and card.suggestions[0].is_likely and not card.form.is_bound:
            card.form.initial["incident"] = card.suggestions[0].incident.code


def _lights(cards: Iterable[Card]) -> Iterator[Light]:
    for card in cards:
        for figure in card.row.reported_figures.all():
            key = (figure.outcome, figure.group)
            says = f"{figure_name(key)} {write_range(figure.low, figure.high, figure.quantifier)}"
            name = f"{card.anchor}.{figure.outcome}.{figure.group}"
            yield Light(figure.start, figure.end, card.label, card.tone, name, says)
        for finding in card.row.findings.all():
            name = f"{card.anchor}.{finding.kind}"
            yield Light(finding.start, finding.end, card.label, card.tone, name, _said(finding))


def _said(finding: Finding) -> str:
    kind = str(FindingKind(finding.kind).label)
    lists: dict[str, Any] = {FindingKind.WEAPON: Weapon, FindingKind.ACTOR: Actor}
    codes = lists.get(finding.kind)
    value = str(codes(finding.value).label) if codes and finding.value in codes.values else finding.value
    doubt = {"suspected": _("suspected"), "disputed": _("disputed in the text")}.get(finding.certainty, "")
    return f"{kind}: {value}" + (f" ({doubt})" if doubt else "")


def _warning_lights(flags: Iterable[Flag]) -> Iterator[Light]:
    for number, flag in enumerate(flags, start=1):
        for start, end in flag.spans:
            yield Light(start, end, f"!{number}", "w", f"w{number}", warning_of(flag, number).message)
