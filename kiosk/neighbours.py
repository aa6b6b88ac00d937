"""The other nodes, while this one serves: the door for them, the exchanges with them, the codes.

What has to outlast the run is in store/peers.py; here is what only this run knows.
"""

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from fair.clock import to_ms
from kiosk.actions import exchange_with
from kiosk.actions.invites import Invites
from kiosk.actions.show_people import show_people
from kiosk.store import giving, news, operations, peers
from kiosk.store.peers import Peer
from kiosk.store.station import Station
from wire import answering, pairing
from wire.sessions import Sessions
from wire.talking import Line, NoTalk, Place, Talk

KEPT_EVERY = 60.0  # seconds: an exchange of nothing new is written down that often, not each time
TALKING = 0.5  # seconds since a request of theirs: they are at it, so we needn't
ASK_EVERY = 600.0  # seconds until it is asked again for bodies that we lack: it may have some then
PATIENCE = 15.0  # seconds that `kiosk exchange` waits for a node that says it is busy


@dataclass(slots=True)
class Known:
    """What this run knows of one node; times are monotonic seconds."""

    lock: threading.Lock
    heard: float = -1e9  # it opened an exchange with us
    kept: float = -1e9  # the last whole exchange that was written down
    shared: int = -1  # operations.newest() when it last had all that we have
    seen_at: datetime | None = None
    lacks: Mapping[str, int] | None = None  # what it had when it compared, until we have it too
    waits: bool = False  # it was restored itself and has no news yet
    lacking_after: int = 0  # of the bodies that we lack, it was asked for those up to this row
    asked: float = -1e9  # when it had been asked for all of them


class Neighbours:
    """`addresses` gives where this node's door is now: addresses change while it serves."""

    def __init__(self, station: Station, addresses: Callable[[], tuple[str, ...]]) -> None:
        self.station = station
        self.addresses = addresses
        self.invites = Invites(time.monotonic)
        self.sessions = Sessions(time.monotonic, station.chance.new_id)
        self.foreign = -1  # operations.newest() when the last news came from another node
        self.stop_asked = threading.Event()
        self._known: dict[str, Known] = {}
        self._lock = threading.Lock()

    def known(self, node: str) -> Known:
        with self._lock:
            return self._known.setdefault(node, Known(threading.Lock()))

    def every(self) -> list[Peer]:
        return peers.every(self.station.reading(), self.station.fair.node)

    def about(self) -> dict[str, Any]:
        """Give what a hello says of this node."""
        _, name = peers.own(self.station.reading(), self.station.fair.node)
        about = {"name": name, "at": list(self.addresses())}
        return {**about, "waits": True} if news.awaited(self.station.reading()) else about

    def newest(self) -> int:
        return operations.newest(self.station.reading())

    def talking(self, node: str) -> bool:
        """Say whether an exchange with this node is going on, whoever began it."""
        return self.known(node).lock.locked() or self.sessions.active(node, TALKING)

    def exchange(self, peer: Peer) -> exchange_with.Exchanged:
        """Exchange with a node at the first of its addresses that answers. Raises NoTalk."""
        known = self.known(peer.node)
        if not known.lock.acquire(timeout=PATIENCE):
            raise NoTalk("busy")
        try:
            newest = self.newest()
            with self.reached(peer) as (line, address):
                who = self.station.fair
                talk = Talk(line, who.fair, who.node, who.node_key, to=peer.key)
                due = time.monotonic() - known.asked > ASK_EVERY
                done = exchange_with.exchange_with(
                    *(self.station, talk),
                    about=self.about(),
                    lacking_after=known.lacking_after if due else None,
                )
            if done.lacking_after is not None:
                known.lacking_after = done.lacking_after
                known.asked = time.monotonic() if done.lacking_after == 0 else known.asked
            if done.received:
                self.foreign = self.newest()
            known.shared = newest + done.received if self.is_all(newest, done) else newest
            self.was_whole(peer, address=address, done=done)
            if done.broken:
                self.was_not(peer, exchange_with.disbelief(done.broken))
            return done
        except NoTalk as why:
            self.was_not(peer, why)
            raise
        finally:
            known.lock.release()

    def is_all(self, before: int, done: exchange_with.Exchanged) -> bool:
        """Say whether all that is new since `before` came from that exchange."""
        return self.newest() - before == done.received

    @contextmanager
    def reached(self, peer: Peer) -> Iterator[tuple[Line, str]]:
        """Open a line to a node, trying its addresses in turn. Raises NoTalk of the last one."""
        last = NoTalk("revoked" if peer.revoked else "no_address")
        for address in () if peer.revoked else peer.addresses:
            line = Line(Place(address, None if peer.vouched else peer.key))
            try:
                line.connect()
            except NoTalk as why:
                last = why
                continue
            try:
                yield line, address
            finally:
                line.close()
            return
        raise last

    def was_whole(
        self,
        peer: Peer,
        *,
        address: str | None = None,
        done: exchange_with.Exchanged | None = None,
    ) -> None:
        """Take note of a whole exchange, and write it down where that is worth a write."""
        known, at = self.known(peer.node), self.station.chance.now()
        known.seen_at = at
        if done is not None:
            known.waits = bool(done.about.get("waits"))
        if not known.waits and not (done is not None and done.broken):
            show_people(self.station)
        news = done is not None and (done.sent or done.received or done.quarantined)
        moved = address is not None and peer.addresses[:1] != (address,)
        mended = peer.error and not (done is not None and done.broken)
        saved = done is not None and done.backed_up not in (None, peer.backed_up)
        if not (news or moved or mended or saved or time.monotonic() - known.kept > KEPT_EVERY):
            return
        known.kept = time.monotonic()
        offset = done.offset_ms if done is not None else None
        with self.station.transaction() as db:
            peers.ensure(db, peer, [address] if address is not None else [])
            peers.seen(db, peer.node, at=at, offset_ms=offset)
            if done is not None and done.backed_up is not None:
                peers.backed_up(db, peer.node, done.backed_up)

    def was_not(self, peer: Peer, why: NoTalk) -> None:
        """Write down why an exchange failed, once for each reason."""
        if (peer.error, peer.detail) == (why.code, why.detail[:200]) or why.code == "busy":
            return
        at = self.station.chance.now()
        with self.station.transaction() as db:
            peers.ensure(db, peer, [])
            peers.failed(db, peer.node, error=why.code, detail=why.detail, at=at)

    def met(self, node: str, says: Mapping[str, Any]) -> None:
        """Take note that a node opened an exchange with us, and where it says that it listens."""
        known = self.known(node)
        known.heard, known.waits = time.monotonic(), bool(says.get("waits"))
        addresses = pairing.addresses_in(says)
        peer = self.peer(node)
        if peer is None:
            return
        clock = answering.clock_in(says)
        now = to_ms(self.station.chance.now())
        offset = clock - now if clock is not None else None
        far = offset is not None and abs(offset - (peer.offset_ms or 0)) > 5000
        if not set(addresses) <= set(peer.addresses) or far:
            with self.station.transaction() as db:
                peers.ensure(db, peer, addresses)
                peers.heard(db, node, offset_ms=offset)

    def found(self, node: str, addresses: tuple[str, ...]) -> None:
        """Take note of where a node of this fair was heard calling out."""
        peer = self.peer(node) if self.station.who is not None else None
        if peer is None or peer.vouched or set(addresses) <= set(peer.addresses):
            return
        with self.station.transaction() as db:
            peers.ensure(db, peer, addresses)

    def compared(self, node: str, theirs: Mapping[str, int]) -> None:
        """Take note of what a node has that compares with us."""
        self.known(node).lacks = dict(theirs)
        self.look_whether_whole(node)

    def given(self, node: str, new: int) -> None:
        """Take note that a node gave us a chunk."""
        known, newest = self.known(node), self.newest()
        if new:
            self.foreign = newest
        if known.shared == newest - new:
            known.shared = newest
        self.look_whether_whole(node)

    def look_whether_whole(self, node: str) -> None:
        """The exchange that a node began is whole for us once we have all that it had."""
        known = self.known(node)
        if known.lacks is None:
            return
        own = giving.vector(self.station.reading())
        if all(own.get(log, 0) >= seq for log, seq in known.lacks.items()):
            known.lacks = None
            if (peer := self.peer(node)) is not None:
                self.was_whole(peer)

    def peer(self, node: str) -> Peer | None:
        return next((each for each in self.every() if each.node == node), None)
