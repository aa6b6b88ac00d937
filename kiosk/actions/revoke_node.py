"""Revoke a node: what was seen of it stays, what it says from now on counts nowhere (sync.md)."""

from collections.abc import Mapping

from fair.facts import NodeRevoked
from kiosk.actions.judge_on import judge_on
from kiosk.store import operations, peers
from kiosk.store.station import Station


class NotRevoked(Exception):
    """Why nothing was changed: `code` is itself, unknown, already or before_us."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def revoke_node(station: Station, *, node: str, actor: str) -> Mapping[str, int]:
    """Write `node.revoked` with the cut: the last that was seen of each log of the node.

    Raises NotRevoked, operations.NotHere where this node may not revoke.
    """
    who = station.fair
    if node == who.node:
        raise NotRevoked("itself")
    with station.transaction() as db:
        known = {each.node: each for each in peers.every(db, who.node)}
        if node not in known:
            raise NotRevoked("unknown")
        if known[node].revoked:
            raise NotRevoked("already")
        cut = peers.heads_of(db, node)
        operations.record(station, NodeRevoked(node, cut), actor=actor)
        if not any(each.revoked for each in peers.every(db, who.node) if each.node == node):
            raise NotRevoked("before_us")  # who came in before us can't be revoked by us
    judge_on(station)
    return cut
