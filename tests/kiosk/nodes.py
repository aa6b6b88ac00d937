"""Several nodes of one fair, each with a folder of its own, that meet when the test says so."""

import json
import secrets
import tempfile
import uuid
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from fair import badge, facts
from fair.exchange import Broken, Chunk, may_be_erased
from fair.setup import read_setup
from kiosk.actions import create_fair
from kiosk.actions.take_chunk import Taken, take_chunk
from kiosk.store import connect, giving, identity, operations, state, stored
from kiosk.store.station import Station
from tests.kiosk.conftest import DATA, OPENS, new_station
from wire import chunks, signing

IN_MEMORY = Path("/dev/shm")


@dataclass
class Node:
    """A node of the fair: its open store and its own clock."""

    station: Station
    folder: Path
    clock: list[datetime] = field(default_factory=lambda: [OPENS])

    @property
    def id(self) -> str:
        return self.station.fair.node

    def says(self, fact: facts.Fact, **more: Any) -> str:
        """Record one fact; give its `op`."""
        with self.station.transaction():
            return operations.record(self.station, fact, actor="test", **more).op

    def code(self, number: int) -> str:
        """Give a badge code that is this fair's own."""
        who = self.station.fair
        return badge.badge_code(who.series or "A", number, who.fair_key, lambda _: number)

    def digest(self) -> str:
        with connect.snapshot(self.station.reading()) as db:
            return state.digest(db)

    def problems(self) -> list[str]:
        with connect.snapshot(self.station.reading()) as db:
            return state.problems(db, self.station.fair.fair)

    def rows(self, table: str) -> list[tuple[Any, ...]]:
        return list(state.rows(self.station.reading(), (state.ROWS | state.OWN_ROWS)[table]))

    def aside(self) -> list[str]:
        """Give why operations are kept aside, in the order of their logs."""
        return [row[2] for row in self.rows("operation") if row[2]]

    def restarts(self) -> None:
        """End this run and begin another: a new log, the same folder."""
        self.station.close()
        self.starts()

    def starts(self) -> None:
        self.station = new_station(self.folder, self.clock)

    def lets_in(self, folder: Path, name: str, role: str = "station", series: str = "B") -> "Node":
        """Make another node of the fair in an empty folder, as pairing does."""
        node, joined = newcomer(self, folder, name, role, series)
        self.says(joined)
        return node

    def ops(self) -> set[str]:
        """Give the ids of all facts that are kept here."""
        return stored.ops(self.station.reading())

    def is_let_in(self) -> bool:
        """Say whether this node has heard that it belongs to the fair."""
        return any(row[0] == self.id for row in self.rows("node"))


def new_folder() -> Path:
    """Give a new folder in memory where that is possible: thousands of nodes come and go."""
    return Path(tempfile.mkdtemp(prefix="fair-", dir=IN_MEMORY if IN_MEMORY.is_dir() else None))


def newcomer(
    inviter: Node, folder: Path, name: str, role: str, series: str
) -> tuple[Node, facts.NodeJoined]:
    """Make a node in an empty folder, and the fact that would let it in."""
    mine = inviter.station.fair
    clock = [inviter.clock[0]]
    station = new_station(folder, clock)
    key = signing.new_key()
    who = identity.Identity(
        mine.fair, mine.fair_key, uuid.uuid4().hex, key, series, mine.starts_ms, mine.root
    )
    with station.transaction() as db:
        identity.keep(db, who)
    station.who = who
    joined = facts.NodeJoined(who.node, signing.public_key(key), name, role, series)
    return Node(station, folder, clock), joined


def opened(folder: Path) -> Node:
    """Start a node in a folder that was copied or restored."""
    clock = [OPENS]
    return Node(new_station(folder, clock), folder, clock)


def organizer(folder: Path) -> Node:
    """Make the fair, on the organizer's node."""
    clock = [OPENS]
    station = new_station(folder, clock)
    setup = read_setup(json.loads((DATA / "fair.json").read_text(encoding="utf-8")))
    create_fair.create_fair(station, setup, fair_key=secrets.token_bytes(32), name="organizer")
    return Node(station, folder, clock)


def gives(giver: Node, taker: Node, *, most: int = 10**6) -> Taken:
    """Give what the taker lacks, over the wire's bytes; at most so many chunks."""
    new = known = aside = 0
    db = giver.station.reading()
    theirs = giving.vector(taker.station.reading())
    for place, chunk in enumerate(giving.chunks(db, giver.station.fair, theirs)):
        if place == most:
            break
        taken = take_chunk(taker.station, chunks.read(chunks.write(chunk)), giver=giver.id)
        assert not isinstance(taken, Broken), taken
        new, known, aside = new + taken.new, known + taken.known, aside + taken.quarantined
    return Taken(new, known, aside)


def stripped(chunk: Chunk) -> Chunk:
    """Take out the bodies that may be erased, as a carrier could."""
    without = (
        each._replace(body=None, salt=None) if may_be_erased(each.kind) else each
        for each in chunk.operations
    )
    return replace(chunk, operations=tuple(without))


def meet(one: Node, other: Node) -> None:
    """Exchange in both directions."""
    gives(one, other)
    gives(other, one)
