"""Join a fair that another node holds: become a station of it, in a folder that was empty."""

from collections.abc import Sequence

from fair.authority import may_say
from fair.facts import NodeJoined
from kiosk.actions import let_join
from kiosk.store import identity, news, peers
from kiosk.store.identity import Identity
from kiosk.store.station import Station
from wire import signing
from wire.pairing import Answer

NODE, KEY = "joining_node", "joining_key"  # kept from the first try: a retry is the same node


class OtherFair(Exception):
    """This folder holds another fair already."""


class NoKey(Exception):
    """Whoever answered holds no fair's key: central, and this folder is empty."""


def own_keys(station: Station) -> tuple[str, bytes]:
    """Give this node's id and private key, drawn now where it has none yet."""
    if station.who is not None:
        return station.who.node, station.who.node_key
    with station.transaction() as db:
        node, key = identity.setting(db, NODE), identity.setting(db, KEY)
        if node is None or key is None:
            node, key = station.chance.new_id(), signing.new_key().hex()
            identity.keep_setting(db, NODE, node)
            identity.keep_setting(db, KEY, key)
    return node, bytes.fromhex(key)


def join_fair(
    station: Station, answer: Answer, addresses: Sequence[str] = (), *, vouched: bool = False
) -> None:
    """Keep what the inviter handed over and where it is asked; say who central is, where we may.

    Raises OtherFair, NoKey.
    """
    node, key = own_keys(station)
    with station.transaction() as db:
        who = identity.load(db)
        if who is not None and who.fair != answer.fair:
            raise OtherFair
        if who is None and not answer.fair_key:
            raise NoKey
        if who is None:
            who = Identity(
                fair=answer.fair,
                fair_key=bytes.fromhex(answer.fair_key),
                node=node,
                node_key=key,
                series=answer.series,
                starts_ms=answer.starts_ms,
                root=answer.root,
            )
            identity.keep(db, who)
            if answer.waits:
                news.await_now(db, station.chance.now())
        peers.keep(
            db,
            node=answer.node,
            key=answer.key,
            name=answer.name,
            role=answer.role,
            addresses=addresses,
            vouched=vouched,
        )
    station.who = who
    own_role = peers.own_role(station.reading(), who)
    if answer.role == "central" and may_say(own_role, NodeJoined.KIND):
        central = let_join.Joiner(answer.node, answer.key, answer.name)
        let_join.let_join(station, central, role="central", name=answer.name, actor=who.node)
