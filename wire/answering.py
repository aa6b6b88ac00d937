"""The side that is asked: `POST /exchange/v1/FAIR/hello · compare · take · give`.

Bytes in, bytes out; what is kept and given is the store's affair, behind `Keeper`. Whoever isn't
paired gets one refusal, always the same, before anything of theirs is read (docs/exchange.md).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol

from fair.clock import LATEST_MS
from fair.exchange import Position
from fair.operation import LONGEST
from wire import messages, requests
from wire.messages import BadMessage
from wire.sessions import Session, Sessions

PREFIX = "/exchange/v1/"
VERBS = ("hello", "compare", "take", "give")
KIND = "application/jsonl"
LARGEST_HELLO = 4096  # bytes: all that somebody who isn't known yet may send
# 24 nodes with 1,000 each, strangers, and half as many again (fair/trust.py), of 46 bytes each.
MOST_LOGS = 40_000
MOST_LACKING = 50  # bodies that are asked for at once


class Busy(Exception):
    """Not now: `seconds` until it is worth trying again; `code` is busy or full."""

    def __init__(self, code: str, seconds: int) -> None:
        super().__init__(code)
        self.code = code
        self.seconds = seconds


class BadChunk(ValueError):
    """A chunk that was given can't be read."""


class Keeper(Protocol):
    """What the store does for the exchange of one fair."""

    def key(self) -> str:
        """Give our own public key (hex): every request is signed for us by it."""

    def key_of(self, fair: str, node: str, /) -> str | None:
        """Give the public key (hex) of a node that may exchange; None for everybody else."""

    def about(self, fair: str, node: str, /) -> Mapping[str, Any]:
        """Give what a hello answers beside the nonce: who we are, and our clock."""

    def vector(self, fair: str, /) -> Mapping[str, int]: ...

    def backed_up(self, fair: str, /) -> Mapping[str, int] | None:
        """Give the vector of what is in a verified backup; None where no central answers."""

    def compared(self, fair: str, node: str, theirs: Mapping[str, int], /) -> None:
        """Take note of what a node has: the exchange is whole once we have that too."""

    def chunk(self, fair: str, node: str, theirs: Mapping[str, int], /) -> bytes:
        """Give the lines of the next chunk that a node lacks; empty when it lacks nothing."""

    def again(self, fair: str, wanted: Sequence[Position], /) -> bytes:
        """Give the lines of a chunk with the first of these whose body is here; else nothing."""

    def lacks(self, fair: str, /) -> Sequence[Position]:
        """Give some of what came here without its body, for whoever asks to bring it."""

    def keep(self, fair: str, node: str, lines: bytes, /) -> Mapping[str, Any]:
        """Keep a chunk: how many were `new`, `known`, `quarantined`, or why it is `broken`.

        Raises BadChunk, Busy.
        """

    def asks(self, fair: str, node: str, /) -> None:
        """A node wants to open an exchange. Raises Busy while we talk to it ourselves.

        Nothing is kept of it: anybody who captured a hello can send it again.
        """

    def met(self, fair: str, node: str, says: Mapping[str, Any], /) -> None:
        """Take note of what a node said in its hello, once it has signed our nonce too."""


class Reply(NamedTuple):
    status: int
    body: bytes
    headers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Asked:
    """One request. `body(limit)` reads it, or gives None where it is longer than `limit`."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: Callable[[int], bytes | None]


def refusal(status: int, code: str, **headers: str) -> Reply:
    """Say no in one word: sentences for people are made by whoever asked."""
    body = messages.write({"error": code})
    return Reply(status, body, {"Content-Type": KIND, **headers})


NOT_PAIRED = refusal(403, "not_paired")


def largest_body(path: str, nonce: str, sessions: Sessions) -> int:
    """Give how many bytes a server should read of a request before it is answered.

    A chunk only from whoever has an exchange open here: a stranger costs 4 KiB of memory.
    """
    known = not path.endswith(("/hello", "/pair")) and sessions.find(nonce) is not None
    return messages.LARGEST_PACKED if known else LARGEST_HELLO


def answer(asked: Asked, keeper: Keeper, sessions: Sessions) -> Reply:
    """Answer one request of the exchange."""
    fair, _, verb = asked.path.removeprefix(PREFIX).partition("/")
    stamped = requests.read_stamp(asked.headers)
    if asked.method != "POST" or verb not in VERBS or stamped is None:
        return NOT_PAIRED
    session = None
    if verb != "hello":
        session = sessions.find(stamped.nonce)
        if session is None or (session.fair, session.node) != (fair, stamped.node):
            return refusal(403, "no_exchange")
    key = keeper.key_of(fair, stamped.node)
    if key is None:
        return NOT_PAIRED
    limit = LARGEST_HELLO if session is None else messages.LARGEST_PACKED
    body = asked.body(limit)
    if body is None:
        return refusal(413, "too_large")
    if not requests.holds(stamped, key, asked.method, asked.path, body, to=keeper.key()):
        return NOT_PAIRED
    first = session is not None and session.count == 0
    if session is not None and not sessions.step(session, stamped.count):
        return refusal(403, "replayed")
    try:
        if session is not None and first:
            keeper.met(fair, stamped.node, session.says)
        plain = messages.unpack(body, asked.headers.get("Content-Encoding", ""))
        said = messages.read(plain)
        if session is None:
            return greet(fair, stamped.node, said.says, keeper, sessions)
        return exchange(verb, session, said, keeper)
    except (BadMessage, BadChunk) as bad:
        return refusal(400, "bad_message", **{"Exchange-Why": str(bad)[:200]})
    except Busy as busy:
        status = 507 if busy.code == "full" else 503
        return refusal(status, busy.code, **{"Retry-After": str(busy.seconds)})


def greet(
    fair: str, node: str, says: Mapping[str, Any], keeper: Keeper, sessions: Sessions
) -> Reply:
    protocol = messages.spoken(says.get("speaks"))
    if protocol is None:
        return refusal(400, "other_protocol")
    keeper.asks(fair, node)
    nonce = sessions.open(fair, node, protocol, says)
    about = keeper.about(fair, node)
    return reply({"nonce": nonce, "speaks": messages.SPEAKS, **about}, b"", protocol)


def exchange(verb: str, session: Session, said: messages.Message, keeper: Keeper) -> Reply:
    fair, protocol = session.fair, session.protocol
    if said.says["protocol"] != protocol:
        raise BadMessage("another protocol than agreed in the hello")
    if verb == "compare":
        keeper.compared(fair, session.node, vector_in(said.says))
        backed_up = keeper.backed_up(fair)
        more: dict[str, Any] = {"backed_up": dict(backed_up)} if backed_up is not None else {}
        if lacks := keeper.lacks(fair):
            more["lacks"] = lacks
        return reply({"vector": dict(keeper.vector(fair)), **more}, b"", protocol)
    if verb == "take":
        lines = keeper.chunk(fair, session.node, vector_in(said.says))
        if not lines:
            lines = keeper.again(fair, positions_in(said.says))
        return reply({"end": not lines}, lines, protocol)
    kept = keeper.keep(fair, session.node, said.lines)
    return reply(dict(kept), b"", protocol)


def reply(says: Mapping[str, Any], lines: bytes, protocol: int) -> Reply:
    body, encoding = messages.pack(messages.write(says, lines, protocol=protocol))
    headers = {"Content-Type": KIND, "Cache-Control": "no-store"}
    if encoding != "identity":
        headers["Content-Encoding"] = encoding
    return Reply(200, body, headers)


def clock_in(says: Mapping[str, Any]) -> int | None:
    """Read what another node's clock shows, in ms since 1970; None where it says no time."""
    clock = says.get("clock")
    return clock if type(clock) is int and abs(clock) <= LATEST_MS else None


def vector_in(says: Mapping[str, Any]) -> dict[str, int]:
    """Read a vector that another node sent. Raises BadMessage."""
    vector = says.get("vector")
    if not isinstance(vector, dict) or len(vector) > MOST_LOGS:
        raise BadMessage("no vector")
    for log, seq in vector.items():
        if type(seq) is not int or not 0 <= seq < 2**63 or len(log) > 64:
            raise BadMessage("no vector")
    return dict(vector)


def positions_in(says: Mapping[str, Any]) -> list[Position]:
    """Read what another node lacks the bodies of. Raises BadMessage."""
    said = says.get("lacks", [])
    if type(said) is not list or len(said) > MOST_LACKING:
        raise BadMessage("no positions")
    for each in said:
        if type(each) is not list or [type(part) for part in each] != [str, int]:
            raise BadMessage("no positions")
    return [Position(log, seq) for log, seq in said if 0 < seq <= LONGEST and len(log) == 32]
