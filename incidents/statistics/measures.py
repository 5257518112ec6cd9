"""From which columns of a published row a figure is counted, and how: said once, for every engine that counts."""

from __future__ import annotations

from incidents.figures import column
from incidents.vocabulary import Group

NOT_SPECIFIED = "not_specified"
#: Reports behind rows, rows of one origin only, rows that are demonstration.
BEHIND = (
    "coalesce(sum(report_count), 0)",
    "count(*) FILTER (WHERE origin_count <= 1)",
    "count(*) FILTER (WHERE is_demonstration)",
)
NAMED = (Group.CHILDREN, Group.WOMEN, Group.MEN)  # whoever of the total is none of these is "not specified"


def bounds(outcome: str, group: str) -> tuple[str, str]:
    """The columns that say whether a figure is given, and whether it is open above: its own, or those of the total."""
    whole = Group.TOTAL.value if group == NOT_SPECIFIED else group
    return column(outcome, whole, "low"), column(outcome, whole, "high")


def people(outcome: str, group: str) -> tuple[str, str]:
    """Least and most people of one row, as SQL: null where the figure is unknown; open above counts its least."""
    low, high = bounds(outcome, group)
    least, most = low, f"coalesce({high}, {low})"
    if group != NOT_SPECIFIED:
        return least, most
    named = " - ".join(f"coalesce({column(outcome, part, 'low')}, 0)" for part in NAMED)
    return f"greatest({least} - {named}, 0)", f"greatest({most} - {named}, 0)"


def needed(outcome: str, group: str) -> list[str]:
    """Every column that a figure is counted from."""
    named = [column(outcome, part, "low") for part in NAMED] if group == NOT_SPECIFIED else []
    return [*bounds(outcome, group), *named]
