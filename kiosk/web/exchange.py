"""The door for other nodes: the exchange's four calls and pairing, on a port of their own.

No pages and no cookies here: TLS with the node's own key, and every request signed (sync.md, Who
may exchange). `wire/answering.py` says what is answered; here is what the store does for it.
"""

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fair.clock import to_ms
from fair.exchange import Broken, Position
from kiosk.actions import let_join, take_chunk
from kiosk.neighbours import Neighbours
from kiosk.store import giving, identity, peers
from kiosk.store.station import Station
from kiosk.web.server import Server, serve
from pages.limits import Limits
from wire import answering, certificate, chunks, listener, messages, pairing, signing
from wire.answering import BadChunk, Busy, Reply, refusal
from wire.serving import Application, application
from wire.sessions import Sessions

SETTING = "exchange_port"
THREADS = 3  # a chunk is one transaction after the other anyway
BUSY_SECONDS, FULL_SECONDS = 1, 30


@dataclass(frozen=True, slots=True)
class StationKeeper:
    """What a station's store does for the exchange of its one fair."""

    neighbours: Neighbours

    def key(self) -> str:
        return signing.public_key(self.neighbours.station.fair.node_key)

    def key_of(self, fair: str, node: str) -> str | None:
        station = self.neighbours.station
        if station.who is None or fair != station.who.fair or node == station.who.node:
            return None
        return peers.key_of(station.reading(), node)

    def about(self, _fair: str, _node: str) -> Mapping[str, Any]:
        return {
            **self.neighbours.about(),
            "node": self.neighbours.station.fair.node,
            "clock": to_ms(self.neighbours.station.chance.now()),
        }

    def vector(self, _fair: str) -> Mapping[str, int]:
        return giving.vector(self.neighbours.station.reading())

    def backed_up(self, _fair: str) -> None:
        return None

    def compared(self, _fair: str, node: str, theirs: Mapping[str, int]) -> None:
        self.neighbours.compared(node, theirs)

    def chunk(self, _fair: str, node: str, theirs: Mapping[str, int]) -> bytes:
        newest, station = self.neighbours.newest(), self.neighbours.station
        chunk = next(giving.chunks(station.reading(), station.fair, theirs), None)
        if chunk is None:
            self.neighbours.known(node).shared = newest
            return b""
        return chunks.write(chunk)

    def again(self, _fair: str, wanted: Sequence[Position]) -> bytes:
        station = self.neighbours.station
        chunk = giving.again(station.reading(), station.fair, wanted)
        return chunks.write(chunk) if chunk is not None else b""

    def lacks(self, _fair: str) -> Sequence[Position]:
        return ()  # a station asks for it itself

    def keep(self, _fair: str, node: str, lines: bytes) -> Mapping[str, Any]:
        try:
            chunk = chunks.read(lines)
            taken = take_chunk.take_chunk(self.neighbours.station, chunk, giver=node)
        except chunks.Unreadable as bad:
            raise BadChunk(str(bad)) from bad
        except sqlite3.OperationalError as error:
            full = "full" in str(error)
            raise Busy(
                "full" if full else "busy", FULL_SECONDS if full else BUSY_SECONDS
            ) from error
        if isinstance(taken, Broken):
            return {"new": 0, "known": 0, "quarantined": 0, "broken": taken.why}
        self.neighbours.given(node, taken.new)
        return {"new": taken.new, "known": taken.known, "quarantined": taken.quarantined}

    def asks(self, _fair: str, node: str) -> None:
        own = self.neighbours.station.fair.node
        if self.neighbours.known(node).lock.locked() and own < node:
            raise Busy("busy", BUSY_SECONDS)  # we are at it; of two that begin at once one goes on

    def met(self, _fair: str, node: str, says: Mapping[str, Any]) -> None:
        self.neighbours.met(node, says)


def let_in(neighbours: Neighbours, limits: Limits, request: answering.Asked) -> Reply:
    """Answer `POST /exchange/v1/pair`: a code that holds lets its bringer join."""
    station, who = neighbours.station, neighbours.station.who
    if who is None:
        return pairing.NO_CODE
    own = signing.public_key(who.node_key)
    asked = pairing.asked_in(
        request, lambda each: each.to == own and neighbours.invites.good(each.code)
    )
    issued = neighbours.invites.take(asked.code, asked.key) if asked is not None else None
    if asked is None or issued is None:
        wait = limits.take("pair", "")
        return pairing.too_many(wait) if wait else pairing.NO_CODE
    if asked.fair not in (None, who.fair):
        return refusal(409, "other_fair")
    mine = asked.series if asked.fair is not None else None
    joiner = let_join.Joiner(asked.node, asked.key, asked.name, asked.addresses, mine)
    try:
        joined = let_join.let_join(
            station, joiner, role=issued.role, name=issued.name, actor=who.node
        )
    except let_join.NotLetIn as why:
        return refusal(409, why.code)
    answer = let_join.answer_of(station, joined)
    return Reply(200, messages.write(answer.says()), {"Content-Type": "application/jsonl"})


def make_exchange(neighbours: Neighbours, limits: Limits) -> Application:
    """Make the WSGI application behind the listener."""
    keeper = StationKeeper(neighbours)

    def answer(asked: answering.Asked) -> Reply:
        if asked.path == pairing.PATH and asked.method == "POST":
            return let_in(neighbours, limits, asked)
        return answering.answer(asked, keeper, neighbours.sessions)

    return application(answer)


class Door:
    """This node's door for the others: shut until it has a fair, then open on a port that stays.

    `own_addresses` gives the addresses that lead to `host`: they change while it serves.
    """

    def __init__(self, station: Station, host: str, own_addresses: Callable[[], list[str]]) -> None:
        self._station = station
        self._host = host
        self._own_addresses = own_addresses
        self._listener: listener.Listener | None = None
        self._behind: Server | None = None

    def addresses(self) -> tuple[str, ...]:
        if self._listener is None:
            return ()
        return tuple(f"{each}:{self._listener.port}" for each in self._own_addresses())

    @property
    def port(self) -> int | None:
        return self._listener.port if self._listener is not None else None

    def open(self, app: Application, sessions: Sessions) -> None:
        """Open it where it isn't. Raises OSError."""
        if self._listener is not None:
            return

        def body_bytes(path: str, headers: Mapping[str, str]) -> int:
            return answering.largest_body(path, headers.get("EXCHANGE_NONCE", ""), sessions)

        kept = identity.setting(self._station.reading(), SETTING)
        usual = listener.usual_port(self._station.fair.node)
        door = listener.open_door(self._host, int(kept or usual))
        self._behind = serve(
            app,
            host="127.0.0.1",
            port=0,
            threads=THREADS,
            body_bytes=body_bytes,
            largest=messages.LARGEST_PACKED,
            connections=2 * listener.OF_A_STATION,  # of those that were let go some still close
        )
        context = certificate.serving_context(self._station.fair.node_key)
        opened = listener.Listener(door, context, self._behind.port, most=listener.OF_A_STATION)
        self._behind.start()
        opened.start()
        self._listener = opened
        if kept is None:  # one that was taken this once is tried again next time
            with self._station.transaction() as db:
                identity.keep_setting(db, SETTING, str(opened.port))

    def shut(self, seconds: float) -> None:
        if self._listener is not None and self._behind is not None:
            self._listener.stop(seconds)
            self._behind.stop(seconds)
