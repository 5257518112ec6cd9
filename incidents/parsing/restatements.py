"""Finds lists that tell a number again in other words: appositions, "women and children among them"."""

from __future__ import annotations

from dataclasses import replace

from incidents.parsing.cluster_shapes import KIND, Cluster, Node
from incidents.parsing.cluster_state import ClusterState


def fold_apposition(cluster: Cluster) -> None:
    """«خمسة أشخاص، عسكري وأربعة مدنيين»: a list after a comma that adds up to the number before it only splits it."""
    if not cluster.tops:
        return
    if len(cluster.tops) == 2:
        _fold_description(cluster)
    head, *rest = cluster.tops
    if not rest or rest[0].mention.joined:
        return
    if (
        not head.mention.counted
        and len(rest) > 1
        and all(node.mention.counted for node in rest)
        and head.mention.first + 4 > rest[0].mention.first
    ):
        count = sum(node.mention.low for node in rest)
        head.mention = replace(
            head.mention, low=count, high=count, quantifier="exact", counted=True, rule="sum:apposition"
        )
        _take_parts(cluster, head, rest)
        return
    if head.mention.low < 2 or not head.mention.counted:
        return
    if all(node.mention.counted for node in rest) and sum(node.mention.low for node in rest) == head.mention.low:
        _take_parts(cluster, head, rest)


def _take_parts(cluster: Cluster, head: Node, rest: list[Node]) -> None:
    """Makes a list the parts of its head; «مسنين، رجلاً وزوجته» are no two men."""
    group = head.mention.group
    if group == "men" and any(node.mention.group not in (group, "person") for node in rest):
        head.mention = replace(head.mention, group="person")
    head.parts += rest
    cluster.tops = [head]


def _fold_description(cluster: Cluster) -> None:
    """ "His nephew, a boy of 12, died": two nouns for one person."""
    one, other = cluster.tops
    if (
        one.mention.low == other.mention.low == 1
        and not other.mention.joined
        and one.mention.definite
        and not other.mention.definite
    ):
        one.parts.append(other)
        cluster.tops = [one]


def fold_restatements(state: ClusterState) -> None:
    """ "Nine people were killed, four adults and five children": a later list with the same sum splits the toll."""
    for one, other in zip(state.clusters, state.clusters[1:], strict=False):
        if len(one.tops) != 1 or not other.tops or one.tops[0].parts or other.outcome not in (None, one.outcome):
            continue
        total = one.tops[0].mention
        if not total.counted and state.explains(total.last, other.first):
            one.tops = []
            continue
        same = (
            all(node.mention.counted for node in other.tops)
            and sum(node.mention.low for node in other.tops) == total.low
        )
        told = any(
            u.kind == "outcome"
            and (
                one.last <= u.first < other.first - 2
                or one.last <= u.first
                and u.last == other.first  # "killed two men and injured a woman and a boy"
                or 0 <= u.first - other.last <= 2
            )
            for u in state.units
        )
        grouped = any(node.mention.group in KIND for node in other.tops)
        if (
            total.low > 1
            and same
            and grouped
            and not told
            and not other.tops[0].mention.joined
            and other.first - one.last <= 8
        ):
            one.tops[0].parts += other.tops
            other.tops = []


def place_postposed(state: ClusterState) -> None:
    """ "Women and children were among the dead", "women and children among them": the parts stand before their
    words.
    """
    if (alone := state.among_others()) is not None:
        alone.part_of = "victim"  # "two children were among them", those of the sentence before
    for unit in state.units:
        if unit.kind not in ("toll_part", "subset"):
            continue
        if unit.first in state.used or any(
            c.first >= unit.last and c.first - unit.last <= 2 for c in state.clusters if c.tops
        ):
            continue
        index = next(
            (
                i
                for i in range(len(state.clusters) - 1, -1, -1)
                if state.clusters[i].tops and state.clusters[i].last <= unit.first
            ),
            None,
        )
        if index is None or unit.first - state.clusters[index].last > 3:
            continue
        cluster = state.clusters[index]
        if unit.kind == "toll_part":
            cluster.part_of = unit.sense.outcome
        elif unit.sense.form == "post" and len(cluster.tops) > 1 and cluster.tops[0].mention.group == "person":
            cluster.tops[0].parts += cluster.tops[1:]  # "six, three women among them"
            cluster.tops = cluster.tops[:1]
        elif unit.sense.form == "post" and index and cluster.outcome is None:
            state.clusters[index - 1].tops[-1].parts += cluster.tops
            cluster.tops = []
