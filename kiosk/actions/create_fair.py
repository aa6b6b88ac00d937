"""Make a fair: its id, its key, this node's own key; the first facts of its log."""

from fair.clock import to_ms
from fair.facts import FairCreated, NodeJoined
from fair.setup import Setup, setup_of
from kiosk.store import identity, operations
from kiosk.store.station import Station
from wire import signing

SERIES = "A"  # the organizer's node gives out A-0001 …


class FairExists(Exception):
    """One data folder holds one fair."""


def create_fair(station: Station, setup: Setup, *, fair_key: bytes, name: str) -> str:
    """Make the fair in an empty folder and give its id. Raises FairExists."""
    with station.transaction() as db:
        if identity.load(db) is not None:
            raise FairExists
        node_key = signing.new_key()
        who = identity.Identity(
            fair=station.chance.new_id(),
            fair_key=fair_key,
            node=station.chance.new_id(),
            node_key=node_key,
            series=SERIES,
            starts_ms=to_ms(setup.starts_at),
            root=signing.public_key(node_key),
        )
        identity.keep(db, who)
        station.who = who
        try:
            operations.record(station, FairCreated(setup_of(setup)), actor=who.node)
            joined = NodeJoined(who.node, who.root, name, "organizer", SERIES)
            operations.record(station, joined, actor=who.node)
        except BaseException:
            station.who = None
            raise
    return who.fair
