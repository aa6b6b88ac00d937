"""The exchange of many fairs: the same four calls as a station's, and pairing by an invite.

Beside the pages, on the same port: behind a proxy with an ordinary certificate, or behind our own
listener with this central's key (docs/exchange.md).
"""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.exc import DBAPIError

from central.actions import keep_node, take_chunk
from central.settings import Central
from central.store import bodiless, giving, invites, peers, settings
from central.store.connect import NotReplicated
from fair.clock import to_ms
from fair.exchange import Position
from wire import answering, chunks, messages, pairing, signing
from wire.answering import MOST_LACKING, BadChunk, Busy, Reply, refusal
from wire.serving import Application, application
from wire.sessions import Sessions

BUSY_SECONDS = 5
NAME = "central"


@dataclass(frozen=True, slots=True)
class CentralKeeper:
    """What central's store does for the exchange of each of its fairs."""

    central: Central
    node: str
    own_key: str

    def key(self) -> str:
        return self.own_key

    def key_of(self, fair: str, node: str) -> str | None:
        with self.central.store.reading() as db:
            return peers.key_of(db, fair, node)

    def about(self, _fair: str, _node: str) -> Mapping[str, Any]:
        return {"node": self.node, "name": NAME, "clock": to_ms(self.central.now())}

    def vector(self, fair: str) -> Mapping[str, int]:
        with self.central.store.reading() as db:
            return giving.vector(db, fair)

    def backed_up(self, fair: str) -> Mapping[str, int]:
        with self.central.store.reading() as db:
            return peers.backed_up(db, fair)

    def compared(self, fair: str, node: str, theirs: Mapping[str, int]) -> None:
        """A station that compares asks by itself for what it lacks: nothing to remember."""

    def chunk(self, fair: str, _node: str, theirs: Mapping[str, int]) -> bytes:
        with self.central.store.reading() as db:
            chunk = giving.next_chunk(db, fair, theirs)
        return chunks.write(chunk) if chunk is not None else b""

    def again(self, fair: str, wanted: Sequence[Position]) -> bytes:
        with self.central.store.reading() as db:
            chunk = giving.again(db, fair, wanted)
        return chunks.write(chunk) if chunk is not None else b""

    def lacks(self, fair: str) -> Sequence[Position]:
        with self.central.store.reading() as db:
            return bodiless.some(db, fair, most=MOST_LACKING, below=secrets.randbelow)

    def keep(self, _fair: str, node: str, lines: bytes) -> Mapping[str, Any]:
        try:
            taken = take_chunk.take_chunk(self.central.store, chunks.read(lines), giver=node)
        except chunks.Unreadable as bad:
            raise BadChunk(str(bad)) from bad
        except (DBAPIError, NotReplicated) as error:
            raise Busy("busy", BUSY_SECONDS) from error
        if taken.broken is not None:
            return {"new": 0, "known": 0, "quarantined": 0, "broken": taken.broken.why}
        return {"new": taken.new, "known": taken.known, "quarantined": taken.quarantined}

    def asks(self, fair: str, node: str) -> None:
        """Central begins no exchange itself: it is free for everybody."""

    def met(self, fair: str, node: str, says: Mapping[str, Any]) -> None:
        at, clock = self.central.now(), answering.clock_in(says)
        offset = clock - to_ms(at) if clock is not None else None
        self.central.store.write(lambda db: peers.heard(db, fair, node, at=at, offset_ms=offset))


def let_in(central: Central, request: answering.Asked) -> Reply:
    """Answer `POST /exchange/v1/pair`: a code that holds lets its bringer's fair report here."""
    node, own = who_we_are(central)
    asked = asked_in(central, request, own)
    if asked is None:
        wait = central.limits.take("pair", "")
        return pairing.too_many(wait) if wait else pairing.NO_CODE
    if asked.fair is None or asked.root is None:
        return refusal(409, "no_key")
    fair, root = asked.fair, asked.root
    try:
        keep_node.keep_node(
            central.store,
            fair=fair,
            root=root,
            node=asked.node,
            key=asked.key,
            name=asked.name,
            role="station",
        )
    except keep_node.OtherRoot:
        return refusal(409, "other_root")
    answer = pairing.Answer(
        fair=fair,
        fair_key="",
        root=root,
        starts_ms=0,
        node=node,
        key=own,
        name=NAME,
        role="central",
        your_name=asked.name,
        your_role="station",
        series="",
    )
    return Reply(200, messages.write(answer.says()), {"Content-Type": "application/jsonl"})


def asked_in(central: Central, request: answering.Asked, own: str) -> pairing.Request | None:
    """Read a request that brings a good code, which is this key's from now on; else None."""
    now_ms = to_ms(central.now())

    def brings(each: pairing.Request) -> invites.Brought:
        return invites.Brought(each.code, "" if each.to == own else each.to, each.key)

    with central.store.reading() as db:
        asked = pairing.asked_in(request, lambda each: invites.is_good(db, brings(each), now_ms))
    if asked is None or not central.store.write(lambda db: invites.take(db, brings(asked), now_ms)):
        return None
    return asked


def who_we_are(central: Central) -> tuple[str, str]:
    """Give central's own id and public key (hex)."""
    with central.store.reading() as db:
        node, key = settings.value(db, "node"), settings.value(db, "node_key")
    return node, signing.public_key(bytes.fromhex(key))


def with_exchange(pages: Application, central: Central, sessions: Sessions) -> Application:
    """Put the exchange beside the pages: it has no cookies, no language and no roles."""
    keeper = CentralKeeper(central, *who_we_are(central))

    def answer(asked: answering.Asked) -> Reply:
        try:
            if asked.path == pairing.PATH and asked.method == "POST":
                return let_in(central, asked)
            return answering.answer(asked, keeper, sessions)
        except (DBAPIError, NotReplicated):
            return refusal(503, "busy", **{"Retry-After": str(BUSY_SECONDS)})

    exchange = application(answer)

    def app(environ: dict[str, Any], start: Any) -> Any:
        ours = environ.get("PATH_INFO", "").startswith(answering.PREFIX)
        return exchange(environ, start) if ours else pages(environ, start)

    return app
