"""Keep a node that was paired with central, and its fair with it."""

from sqlalchemy import Connection

from central.store import nodes, peers
from central.store.connect import Store
from fair.clock import to_ms


class OtherRoot(Exception):
    """This fair reports here already, and another node made it."""


def keep_node(
    store: Store, *, fair: str, root: str, node: str, key: str, name: str, role: str
) -> None:
    """Let a fair report to us: `root` is the public key of the node that made it (hex).

    `node` and `key` are who was paired; other nodes of the fair follow by its log. Raises
    OtherRoot.
    """
    now_ms = to_ms(store.chance.now())

    def work(db: Connection) -> None:
        nodes.add_fair(db, fair, root, now_ms)
        if nodes.root(db, fair) != root:
            raise OtherRoot(fair)
        peers.keep(db, fair=fair, node=node, key=key, name=name, role=role)

    store.write(work)
