"""The auditor's arithmetic: parts against wholes, partitions, percentages, dead and injured in one number."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from incidents.parsing.audit_text import AuditText, StatedNumber, StatedShare
from incidents.parsing.results import ClaimReading, Figure, Flag, IncidentReading, Outcome, Reading, Span
from incidents.parsing.tally import figures

Part = IncidentReading | ClaimReading

_OUTCOMES: tuple[Outcome, ...] = ("killed", "injured")
_DISJOINT = ("men", "women", "children")
_SHARE_TOLERANCE = 1.0  # percentage points: shares are rounded, and some cut off
_BESIDE = 30
_LEAST_PARTITION = 20  # small tolls are told by person; a grandfather and five children leave room for others
_MOST_MISSING = 0.1
_LEAST_ADDED = 10
_LEAST_MISPRINT = 10
_MOST_PARTS = 100
_MOST_NUMBERS = 40
_MOST_PASSAGES = 2000


def parts_of(reading: Reading) -> tuple[Part, ...]:
    """Incidents and then claims; of a very long reading the first, so that the time stays in step with the text."""
    return (*reading.incidents[:_MOST_PARTS], *reading.claims[:_MOST_PARTS])


def audit_subsets(text: AuditText, reading: Reading) -> Iterator[Flag]:
    """Groups that are larger than the whole they are counted in, also in the parts that claims swallow."""
    seen: set[Span] = set()
    for told in (*(part.figures for part in parts_of(reading)), *_told(text)):
        for outcome in _OUTCOMES if len(told) > 1 else ():
            counted = {figure.group: figure for figure in told if figure.outcome == outcome}
            total, groups = counted.get("total"), [counted[g] for g in _DISJOINT if g in counted]
            parts = sum(figure.low for figure in groups)
            if total is None or total.high is None or parts <= total.high or total.span in seen:
                continue
            seen.add(total.span)
            params = {"total": total.high, "parts": parts, "outcome": outcome}
            spans = (total.span, *(figure.span for figure in groups))
            yield Flag("subset_exceeds_total", spans, params, _lost_digit(text, total, groups))


def _told(text: AuditText) -> Iterator[Sequence[Figure]]:
    """The figures of each statement with groups and a total of some size, also of those that a claim swallows."""
    findings = text.findings
    for passage in findings.passages[:_MOST_PASSAGES]:
        for told in passage.statements:
            total = told.tally.total
            sized = total is not None and total.low >= _LEAST_MISPRINT
            if sized and told.tally.groups and told.outcome in _OUTCOMES:
                yield figures(told.tally, told.outcome, findings.folded, findings.tokens)


def _groups(part: Part, outcome: Outcome) -> list[Figure]:
    return [figure for group in _DISJOINT if (figure := part.figure(outcome, group)) is not None]  # type: ignore[arg-type]


def _lost_digit(text: AuditText, total: Figure, groups: Sequence[Figure]) -> dict[str, int] | None:
    """The total that the other numbers of the text leave, if it differs from the printed one by a single slip.

    A grand total less all its other listed parts: 3,204 - 696 - 103 - 317 - 222 - 71 = 1,795, printed as 179.
    """
    counted = {figure.low for figure in groups} | {sum(figure.low for figure in groups)}
    values = [n.value for n in text.numbers if n.value not in counted and n.value != total.low]
    if not values or len(values) > _MOST_NUMBERS or total.low < _LEAST_MISPRINT:
        return None
    whole = max(values)
    listed = _top_level([value for value in values if value < whole])
    residual = whole - sum(listed)
    fits = residual >= sum(figure.low for figure in groups) and _one_slip(str(total.low), str(residual))
    return {"total": residual} if fits else None


def _top_level(values: Sequence[int]) -> list[int]:
    """The numbers that are not split further: 222 where the text goes on with 215 and 7."""
    kept = list(values)
    for whole in sorted(values, reverse=True):
        for pair in combinations(kept, 2):
            if sum(pair) == whole and whole not in pair and kept.count(whole):
                for part in pair:
                    kept.remove(part)
                break
    return kept


def _one_slip(printed: str, meant: str) -> bool:
    """Whether one digit lost, added or changed, or two neighbours swapped, turn one number into the other."""
    if printed == meant:
        return False
    if abs(len(printed) - len(meant)) == 1:
        short, long = sorted((printed, meant), key=len)
        return any(long[:at] + long[at + 1 :] == short for at in range(len(long)))
    if len(printed) != len(meant):
        return False
    wrong = [at for at in range(len(printed)) if printed[at] != meant[at]]
    swapped = len(wrong) == 2 and wrong[1] == wrong[0] + 1 and printed[wrong[0]] == meant[wrong[1]]
    return len(wrong) == 1 or (swapped and printed[wrong[1]] == meant[wrong[0]])


def audit_partitions(text: AuditText, reading: Reading) -> Iterator[Flag]:
    """Men, women and children, all three given, that miss the total; with or without the rescue workers beside them."""
    for part in parts_of(reading):
        if len(part.figures) <= len(_DISJOINT):
            continue
        misses = {outcome: miss for outcome in _OUTCOMES if (miss := _missing(part, outcome))}
        for outcome, difference in misses.items():
            total = part.figure(outcome, "total")
            assert total is not None
            groups = _groups(part, outcome)
            params = {
                "total": total.low, "sum": total.low - difference, "difference": difference, "outcome": outcome,
            }  # fmt: skip
            spans = (total.span, *(figure.span for figure in groups))
            yield Flag("parts_do_not_sum", spans, params, _common_slip(part, misses, outcome))


def _missing(part: Part, outcome: Outcome) -> int:
    """How many the three groups, with the volunteers, leave unexplained; 0 where they fit or are not given."""
    total, groups = part.figure(outcome, "total"), _groups(part, outcome)
    if total is None or total.high != total.low or len(groups) < 3 or any(f.high != f.low for f in groups):
        return 0
    if total.low < _LEAST_PARTITION or total.low - sum(f.low for f in groups) > _MOST_MISSING * total.low:
        return 0
    plain = total.low - sum(figure.low for figure in groups)
    workers = [f.low for f in part.figures if f.outcome == outcome and f.group in ("rescue_workers", "medical_workers")]
    return 0 if plain == 0 or plain - sum(workers) == 0 or plain < 0 else plain - sum(workers)


def _common_slip(part: Part, misses: dict[Outcome, int], outcome: Outcome) -> dict[str, int | str] | None:
    """The one value that both tolls state and that, set right, mends both: 191 for 195 in the dead and the injured."""
    if len(misses) < 2 or len(set(misses.values())) != 1:
        return None
    difference = misses[outcome]
    shared = [f for f in _groups(part, outcome) if all(any(g.low == f.low for g in _groups(part, o)) for o in misses)]
    slips = [f for f in shared if _one_slip(str(f.low), str(f.low + difference))]
    return {"group": slips[0].group, "value": slips[0].low + difference} if len(slips) == 1 else None


def audit_shares(text: AuditText, reading: Reading) -> Iterator[Flag]:
    """Percentages of women and children that the text's own numbers do not give."""
    for share in text.shares:
        children = text.near(share.start, share.end, "children", 60)
        women = text.near(share.start, share.end, "women", 60)
        if children is None and women is None:
            continue
        computed = list(_shares(reading, women=women is not None, children=children is not None))
        if not computed or any(
            abs(value - share.value) <= _SHARE_TOLERANCE for values, _ in computed for value in values
        ):
            continue
        if any(_subset_is_impossible(part) for _, part in computed):
            continue  # the numbers themselves are wrong, which is said already
        fitting = min((values[0] for values, _ in computed), key=lambda value: abs(value - share.value))
        params = {"stated": _plain(share), "computed": round(fitting, 1)}
        span = text.span(share.start, share.end)
        yield Flag("percentage_does_not_fit", (span,), params, {"stated": round(fitting, 1)})


def _plain(share: StatedShare) -> float | int:
    return int(share.value) if share.value == int(share.value) else share.value


def _shares(reading: Reading, *, women: bool, children: bool) -> Iterator[tuple[list[float], Part]]:
    """For each toll the shares a percentage may mean: of all groups named beside it together, then of each."""
    wanted = {group for group, named in (("women", women), ("children", children)) if named}
    for part in parts_of(reading):
        total = part.figure("killed", "total")
        counted = {g: f.low for g in wanted if (f := part.figure("killed", g)) is not None}  # type: ignore[arg-type]
        if total is not None and total.low and set(counted) == wanted:
            shares = [sum(counted.values()), *counted.values()]
            yield [100 * value / total.low for value in shares], part


def _subset_is_impossible(part: Part) -> bool:
    total = part.figure("killed", "total")
    return total is not None and total.high is not None and sum(f.low for f in _groups(part, "killed")) > total.high


def audit_added_outcomes(text: AuditText, reading: Reading) -> Iterator[Flag]:
    """A number that is the dead and the injured of one toll together, called victims or even dead."""
    said = set()
    for part in parts_of(reading):
        killed, injured = part.figure("killed", "total"), part.figure("injured", "total")
        if killed is None or injured is None or not (killed.high == killed.low > 1 and injured.high == injured.low > 1):
            continue
        added = killed.low + injured.low
        for number in text.where(added) if added >= _LEAST_ADDED and "victims" in text.words else ():
            if number.value in said or not _called_dead(text, number):
                continue
            said.add(number.value)
            params = {"number": number.value, "killed": killed.low, "injured": injured.low}
            suggestion = {"killed": killed.low, "injured": injured.low}
            spans = (text.span(number.start, number.end), killed.span, injured.span)
            yield Flag("dead_and_injured_added", spans, params, suggestion)


def _called_dead(text: AuditText, number: StatedNumber) -> bool:
    """Whether the number is called victims or dead and nothing beside it says "dead and injured"."""
    return (
        text.near(number.start, number.end, "victims", _BESIDE) is not None
        and text.near(number.start, number.end, "injured", _BESIDE) is None
    )
