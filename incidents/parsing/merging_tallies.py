"""Two tallies of one attack as one: the fuller one, the range between two sources, the groups that either tells."""

from __future__ import annotations

from dataclasses import replace

from incidents.parsing.tally import Amount, Tally


def without_fighters(ours: Tally, theirs: Tally) -> bool:
    """Whether a later telling counts the same people and says how many of them fought."""
    if ours.total is None or theirs.total is None or not theirs.fighters or ours.fighters:
        return False
    return theirs.total.low + theirs.fighters == ours.total.low


def completed(later: Tally, earlier: Tally) -> Tally:
    """The later tally, completed by the earlier one; a vague word never replaces a number."""
    first, second = later, earlier
    if later.total is None or (
        later.total.quantifier == "vague" and earlier.total is not None and earlier.total.quantifier != "vague"
    ):
        first, second = earlier, later
    same = first.total is not None and second.total is not None and first.total.low == second.total.low
    total = first.total
    if total is not None and same and second.total is not None:
        total = _settled(total, second.total)
    groups = dict(first.groups)
    for group, amount in second.groups.items():
        better = group not in groups or groups[group].quantifier == "vague" and amount.quantifier != "vague"
        better |= same and amount.quantifier != "vague" and group in groups and amount.low > groups[group].low
        if better and (total is None or amount.low <= total.low or same):
            groups[group] = amount
    return Tally(total, groups, max(first.fighters, second.fighters))


def with_groups(ours: Tally, part: Tally) -> Tally:
    """A toll with the group that a part of it told later makes up: "20 were wounded", then "injuring six children"."""
    total = part.total
    for group, amount in part.groups.items() if total is not None and total.quantifier == "exact" else ():
        if total is not None and amount.low == total.low and group not in ours.groups:
            ours.groups[group] = amount
    return ours


def spanned(ours: Tally, theirs: Tally) -> Tally:
    """Two tolls of one attack as one range, from the lowest to the highest; a group that one of them tells stays."""
    a, b = ours.total, theirs.total
    if a is None or b is None:
        return ours if b is None else theirs
    highs = (a.high or a.low, b.high or b.low)
    lows = [x.low for x in (a, b) if x.quantifier != "at_most"] or [a.low, b.low]
    total = replace(a, low=min(lows), high=max(highs), quantifier="between", last=a.last, rule="sources:differ")
    groups = {**theirs.groups, **ours.groups}
    for group in ours.groups.keys() & theirs.groups.keys():
        x, y = ours.groups[group], theirs.groups[group]
        if x.low != y.low and "vague" not in (x.quantifier, y.quantifier):
            groups[group] = replace(
                x,
                low=min(x.low, y.low),
                high=max(x.high or x.low, y.high or y.low),
                quantifier="between",
                rule="sources:differ",
            )
        elif x.quantifier == "vague":
            groups[group] = y
    return Tally(total, groups, max(ours.fighters, theirs.fighters))


def _settled(one: Amount, other: Amount) -> Amount:
    """ "At least 11" in the lead and "11" in the body are 11."""
    if one.high is None and other.high is not None and one.low == other.low:
        return other
    return replace(one)
