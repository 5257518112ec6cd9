"""What another reading of a report would change: incidents and claims added, removed, changed, figure by figure."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from incidents.intake.readings import Draft
from incidents.models.desk.candidate import Candidate
from incidents.models.desk.claim import ReportedClaim
from incidents.models.desk.figure import ReportedFigure
from incidents.models.desk.reading import Reading

ADDED, REMOVED, CHANGED = "added", "removed", "changed"
Values = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Outline:
    """One incident or claim in plain words, to hold against another: facts and figures by name."""

    kind: str
    facts: Values
    figures: Values
    letters: frozenset[int]

    @property
    def title(self) -> str:
        """Where and when, as far as known."""
        return f"{self.kind} {self.facts['place'] or '(no place)'} {self.facts['date'] or '(no date)'}"


@dataclass(frozen=True, slots=True)
class Change:
    """One incident or claim that differs; ``details`` name each value before and after."""

    kind: str
    what: str
    title: str
    details: tuple[str, ...] = ()


@dataclass(slots=True)
class Comparison:
    """All that differs between two readings, with counts of incidents and claims, and of figures, by what happened."""

    changes: list[Change] = field(default_factory=list)
    subjects: Counter[str] = field(default_factory=Counter)
    figures: Counter[str] = field(default_factory=Counter)

    def __bool__(self) -> bool:
        return bool(self.changes)


def outlines_of_drafts(drafts: Iterable[Draft]) -> list[Outline]:
    """The outlines of a reading that is not stored."""
    return [_outline(draft.subject, draft.figures) for draft in drafts]


def outlines_of_reading(reading: Reading) -> list[Outline]:
    """The outlines of a stored reading, of what the parser read; figures that reviewers marked are left out."""
    subjects: list[Candidate | ReportedClaim] = [
        *reading.candidates.select_related("place").prefetch_related("reported_figures").order_by("ordinal"),
        *reading.claims.prefetch_related("reported_figures").order_by("ordinal"),
    ]
    return [_outline(subject, [f for f in subject.reported_figures.all() if not f.by]) for subject in subjects]


def compare(before: Iterable[Outline], after: Iterable[Outline]) -> Comparison:
    """Pair what tells of the same passage, the equal ones first, and say what differs."""
    result = Comparison()
    for old, new in _paired(list(before), list(after)):
        details = list(_differences(old, new, result.figures))
        if old is None or new is None:
            what = ADDED if old is None else REMOVED
        elif details:
            what = CHANGED
        else:
            continue
        shown = new or old
        assert shown is not None
        result.subjects[what] += 1
        result.changes.append(Change(shown.kind, what, shown.title, tuple(details)))
    return result


def _outline(subject: Candidate | ReportedClaim, figures: Iterable[ReportedFigure]) -> Outline:
    if isinstance(subject, Candidate):
        start, end = subject.date_start, subject.date_end
        place = subject.place.key if subject.place else subject.place_text
        facts = {"place": place, "weapons": ", ".join(subject.weapons), "actors": ", ".join(subject.actors)}
    else:
        start, end = subject.period_start, subject.period_end
        facts = {"place": subject.area_name or subject.area_text, "source": subject.source_name}
    kind = "incident" if isinstance(subject, Candidate) else "claim"
    facts["date"] = " to ".join(dict.fromkeys(str(day) for day in (start, end) if day))
    letters = frozenset(at for start_at, end_at in subject.passages for at in range(start_at, end_at))
    return Outline(kind, facts, _by_name(figures), letters)


def _by_name(figures: Iterable[ReportedFigure]) -> dict[str, str]:
    values = defaultdict(list)
    for figure in figures:
        high = "" if figure.low == figure.high else f"–{figure.high if figure.high is not None else '…'}"
        values[f"{figure.outcome} {figure.group}"].append(f"{figure.low}{high}")
    return {name: ", ".join(sorted(found)) for name, found in sorted(values.items())}


def _paired(before: list[Outline], after: list[Outline]) -> Iterator[tuple[Outline | None, Outline | None]]:
    """Each outline once: with its equal, else with the one it shares most letters with, else alone."""
    left = list(before)
    open_after = []
    for new in after:
        if new in left:
            left.remove(new)
            yield new, new
        else:
            open_after.append(new)
    shared = [
        (len(old.letters & new.letters), i, j)
        for i, old in enumerate(left)
        for j, new in enumerate(open_after)
        if old.kind == new.kind
    ]
    taken_old: set[int] = set()
    taken_new: set[int] = set()
    for letters, i, j in sorted(shared, reverse=True):
        if letters and i not in taken_old and j not in taken_new:
            taken_old.add(i)
            taken_new.add(j)
            yield left[i], open_after[j]
    yield from ((old, None) for i, old in enumerate(left) if i not in taken_old)
    yield from ((None, new) for j, new in enumerate(open_after) if j not in taken_new)


def _differences(old: Outline | None, new: Outline | None, counts: Counter[str]) -> Iterator[str]:
    facts = _unequal(old.facts if old else {}, new.facts if new else {})
    figures = list(_unequal(old.figures if old else {}, new.figures if new else {}))
    for _, was, now in figures:
        counts[ADDED if not was else REMOVED if not now else CHANGED] += 1
    for name, was, now in (*facts, *figures):
        yield f"{name}: {was or '—'} → {now or '—'}"


def _unequal(old: Values, new: Values) -> Iterator[tuple[str, str, str]]:
    for name in dict.fromkeys((*old, *new)):
        if old.get(name, "") != new.get(name, ""):
            yield name, old.get(name, ""), new.get(name, "")
