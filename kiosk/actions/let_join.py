"""Let a node join the fair: its key and name become a fact, and it gets a letter and the key."""

from collections.abc import Sequence
from dataclasses import dataclass

from fair.authority import NodeRole
from fair.badge import SERIES
from fair.facts import NodeJoined
from kiosk.actions.judge_on import judge_on
from kiosk.store import news, operations, peers
from kiosk.store.identity import Identity
from kiosk.store.station import Station
from wire import pairing, signing

LONGEST_NAME = 60


class NotLetIn(Exception):
    """Why a node can't join: `code` is not_organizer, other_key or put_out."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Joiner:
    """Who wants to join; `addresses` are where it listens, none while it doesn't serve.

    `series` is the letter that another organizer's node gave it, None where it has not joined yet.
    """

    node: str
    key: str
    name: str
    addresses: tuple[str, ...] = ()
    series: str | None = None


@dataclass(frozen=True, slots=True)
class Joined:
    """What the joining node needs: the fair, with its key, and who it is there."""

    who: Identity  # of the node that let it in: its own key stays there
    name: str
    role: NodeRole
    series: str  # "" for the 23rd: it scans and binds, and prints no numbers of its own


def let_join(station: Station, joiner: Joiner, *, role: NodeRole, name: str, actor: str) -> Joined:
    """Write `node.joined`; a node that has joined already gets the same answer. Raises NotLetIn."""
    who = station.fair
    with station.transaction() as db:
        try:
            operations.allow(station, NodeJoined.KIND)
        except operations.NotHere:
            raise NotLetIn("not_organizer") from None
        others = peers.every(db, who.node)
        known = next((each for each in others if each.node == joiner.node), None)
        if known is not None and known.key != joiner.key:
            raise NotLetIn("other_key")
        if known is not None and known.revoked:
            raise NotLetIn("put_out")
        if known is not None:
            name, role, series = known.name, role_of(known.role), known.series or ""
        else:
            names = [each.name for each in others] + [peers.own(db, who.node)[1]]
            name = free_name(name or joiner.name, names)
            made_it = who.root == signing.public_key(who.node_key)
            letters = SERIES if made_it else SERIES[::-1]
            taken = peers.series(db)
            series = "" if role == "central" else next_letter(letters, taken)
            # It stands on badges already: what both organizers' nodes say must be that letter.
            if joiner.series is not None and joiner.series not in taken:
                series = joiner.series
            fact = NodeJoined(joiner.node, joiner.key, name, role, series or None)
            operations.record(station, fact, actor=actor)
        peers.keep(
            db,
            node=joiner.node,
            key=joiner.key,
            name=name,
            role=role,
            addresses=joiner.addresses,
        )
    judge_on(station)
    return Joined(who, name, role, series)


def role_of(said: str) -> NodeRole:
    match said:
        case "desk" | "organizer" | "central":
            return said
    return "station"


def next_letter(letters: str, taken: set[str]) -> str:
    """Give the first letter that no node has; "" when all 22 are given out.

    Whoever made the fair goes from A on, other organizers' nodes from the end: two that let nodes
    in while they don't hear of each other give out different ones.
    """
    return next((letter for letter in letters if letter not in taken), "")


def free_name(wanted: str, taken: Sequence[str]) -> str:
    """Make a name that no other node bears, such as `North gate 2`."""
    cleaned = "".join(sign for sign in wanted if sign.isprintable()).strip()[:LONGEST_NAME]
    first = cleaned or "station"
    return next(
        each
        for each in (first, *(f"{first} {n}" for n in range(2, len(taken) + 3)))
        if each not in taken
    )


def answer_of(station: Station, joined: Joined) -> pairing.Answer:
    """Give what a node that was let in needs to be one of the fair's."""
    who = joined.who
    db = station.reading()
    return pairing.Answer(
        fair=who.fair,
        fair_key=who.fair_key.hex(),
        root=who.root,
        starts_ms=who.starts_ms,
        node=who.node,
        key=signing.public_key(who.node_key),
        name=peers.own(db, who.node)[1],
        role=peers.own_role(db, who),
        your_name=joined.name,
        your_role=joined.role,
        series=joined.series,
        waits=news.awaited(db),
    )
