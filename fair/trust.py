"""Whose word counts: every log is held against `node.joined` and `node.revoked` (sync.md).

All of it is worked out from the set of facts about nodes, so any order of arrival gives the same:
a fact that came before its author's `node.joined` counts once that is known, and one after the
cut of a revocation stops to count.

Any organizer's node can revoke a station or a desk. Among organizers' nodes it goes downwards: they
stand in the order in which they came in, from the one that made the fair, and only one that stands
before another can revoke it. So two that revoke each other, or a thief with a clock in 1970,
settle the same way everywhere; who made the fair can't be revoked.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple

from fair.authority import may_say
from fair.clock import Order
from fair.facts import NodeJoined, NodeRevoked, SeekerErased
from fair.state import Row

# Every run that says something opens a log: a machine that starts twice a day for its 400 days has
# 800. All logs together must fit into a vector (wire/answering.py), whoever floods.
MOST_LOGS = 1000  # of one node
MOST_STRANGE_LOGS = 1000  # of all whom we don't know yet, together

Fault = Literal["unknown_node", "revoked", "not_allowed", "malformed"]


class Owner(NamedTuple):
    """Whose a log is, as its first operation says."""

    node: str
    key: str


class Said(NamedTuple):
    """A fact about a node, and where it was said."""

    log: str
    seq: int
    order: Order
    fact: NodeJoined | NodeRevoked


@dataclass(frozen=True, slots=True)
class Standing:
    """A node as the fair knows it; `cut` is what still counts of its logs once it was revoked."""

    node: str
    key: str
    name: str
    role: str
    series: str | None
    cut: Mapping[str, int] | None = None

    def counts(self, log: str, seq: int) -> bool:
        return self.cut is None or seq <= self.cut.get(log, 0)


@dataclass(frozen=True, slots=True)
class Trust:
    """`root` is the public key of the node that made the fair; `erasers` could erase at any time.

    An erasure deletes bodies for good, so it can't depend on what is heard later: it counts from
    whoever was an organizer's node at any time, revoked since or not.
    """

    root: str
    nodes: Mapping[str, Standing]
    erasers: frozenset[Owner]
    own: Owner | None = None  # this node, whose facts count at home until it hears what it is

    def of(self, owner: Owner | None) -> Standing | None:
        """Give the standing of a log's node; None where we don't know it by that key."""
        if owner is None:
            return None
        standing = self.nodes.get(owner.node)
        if standing is None and owner.key == self.root:
            return made(owner.node, owner.key)
        if standing is None and owner == self.own:
            return Standing(owner.node, owner.key, "", "station", None)
        return standing if standing is not None and standing.key == owner.key else None

    def takes_log(self, owner: Owner, log: str, held: int) -> bool:
        """Say whether another log is taken; `held` of its node, or of all strangers, are here.

        What an organizer's cut names is taken in any case: so all come to the same again once a
        node that floods is revoked.
        """
        standing = self.of(owner)
        if standing is None:
            return held < MOST_STRANGE_LOGS
        return held < MOST_LOGS or (standing.cut is not None and log in standing.cut)

    def fault(self, owner: Owner | None, log: str, seq: int, kind: str) -> Fault | None:
        """Say why a fact of this log is kept aside; None when its author may say it."""
        if kind == SeekerErased.KIND and owner in self.erasers:
            return None
        standing = self.of(owner)
        if standing is None:
            return "unknown_node"
        if not standing.counts(log, seq):
            return "revoked"
        return None if may_say(standing.role, kind) else "not_allowed"


def made(node: str, root: str) -> Standing:
    """Give the standing of the node that made the fair, before it said its name."""
    return Standing(node, root, "", "organizer", None)


def trust(
    root: str, logs: Mapping[str, Owner], said: Iterable[Said], own: Owner | None = None
) -> Trust:
    """Work out every node's standing from all that was said about nodes."""
    ordered = sorted(said, key=lambda each: (each.order, each.log, each.seq))
    return Trust(root, standings(root, logs, ordered), erasers(root, logs, ordered), own)


def standings(root: str, logs: Mapping[str, Owner], said: list[Said]) -> dict[str, Standing]:
    """Go from the fair's maker to whom it let in, to whom they let in, and so on."""
    level = sorted({owner.node for owner in logs.values() if owner.key == root})
    settled = {node: made(node, root) for node in level}
    cuts: dict[str, Mapping[str, int]] = {}
    named: set[str] = set()
    while level:
        joined: dict[str, Standing] = {}
        for node in level:
            mine = settled[node]
            if node in cuts and mine.key != root:
                mine = settled[node] = replace(mine, cut=cuts[node])
            for each in words_of(mine, logs, said):
                match each.fact:
                    case NodeRevoked(node=about, cut=cut):  # in vain where `about` came in before
                        cuts[about] = narrower(cuts.get(about), cut)
                    case NodeJoined(node=about) if about == node and mine.key == root:
                        if about not in named:
                            settled[node] = replace(
                                mine, name=each.fact.name, series=each.fact.series
                            )
                            named.add(about)
                    case NodeJoined(node=about):
                        if about not in settled and about not in joined:
                            joined[about] = standing_of(each.fact)
                            named.add(about)
        settled |= joined
        level = [node for node, each in joined.items() if may_say(each.role, NodeRevoked.KIND)]
    for node, mine in settled.items():
        if node in cuts and not may_say(mine.role, NodeRevoked.KIND):
            settled[node] = replace(mine, cut=cuts[node])
    return {node: each for node, each in settled.items() if node in named}


def erasers(root: str, logs: Mapping[str, Owner], said: list[Said]) -> frozenset[Owner]:
    """Give everybody whom any chain of joins from the fair's maker made an organizer."""
    found = {owner for owner in logs.values() if owner.key == root}
    while True:
        more = {
            Owner(each.fact.node, each.fact.key)
            for each in said
            if isinstance(each.fact, NodeJoined)
            and logs.get(each.log) in found
            and may_say(each.fact.role, SeekerErased.KIND)
        }
        if more <= found:
            return frozenset(found)
        found |= more


def words_of(standing: Standing, logs: Mapping[str, Owner], said: list[Said]) -> list[Said]:
    """Give what a node said about nodes, as far as it may and as far as it counts."""
    return [
        each
        for each in said
        if logs.get(each.log) == (standing.node, standing.key)
        and may_say(standing.role, each.fact.KIND)
        and standing.counts(each.log, each.seq)
    ]


def rows(trusted: Trust) -> list[Row]:
    """Give the derived rows of all nodes, which follow from each other (fair.state.STATE)."""
    return [
        {
            "node": each.node,
            "key": each.key,
            "name": each.name,
            "role": each.role,
            "series": each.series,
            "cut": None if each.cut is None else dict(each.cut),
        }
        for _, each in sorted(trusted.nodes.items())
    ]


def standing_of(fact: NodeJoined) -> Standing:
    return Standing(fact.node, fact.key, fact.name, fact.role, fact.series)


def narrower(one: Mapping[str, int] | None, other: Mapping[str, int]) -> dict[str, int]:
    """Give what both cuts let count: a log that isn't in one counts from 0."""
    if one is None:
        return {log: seq for log, seq in sorted(other.items()) if seq > 0}
    return {log: min(seq, other[log]) for log, seq in one.items() if other.get(log, 0) > 0}
