"""Joining: what the new node asks with, and what it is handed (docs/exchange.md, Joining).

The request is signed by the key that wants to join, and names whom it is for: by the key on the
line, whose fingerprint stood in the invite, or by the address where an ordinary certificate vouches
for it. So an inviter can't pass it on to another node. The answer holds the fair's key: it travels
on that line or sealed, never else.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from fair.badge import SERIES
from wire import answering, invite, messages, requests
from wire.messages import BadMessage

PATH = f"{answering.PREFIX}pair"
LARGEST = 4096
LONGEST_TEXT = 200
LONGEST_ADDRESS = 260  # a host name of 253 signs, and a port
# One answer for a code that is wrong, used, too old, or brought by nobody who signs.
NO_CODE = answering.refusal(403, "no_code")


@dataclass(frozen=True, slots=True)
class Request:
    """`fair` is set where the node belongs to one already, and only wants to be reached.

    `series` is then the letter that stands on the badges it has given out, "" where it gives none.

    `to` is the inviter's public key (hex), or `host[:port]` as the invite says it.
    """

    to: str
    code: str
    node: str
    key: str  # Ed25519 public key, hex
    name: str
    addresses: tuple[str, ...]
    fair: str | None
    root: str | None = None  # who made that fair: central hears of it here
    series: str | None = None

    def says(self) -> dict[str, Any]:
        who = {"node": self.node, "key": self.key, "name": self.name}
        said = {"to": self.to, "code": self.code, **who}
        return {
            **said,
            "at": list(self.addresses),
            "fair": self.fair,
            "root": self.root,
            "series": self.series,
        }


@dataclass(frozen=True, slots=True)
class Answer:
    """The fair, who let the node in, and what it is there. Central hands over no `fair_key`."""

    fair: str
    fair_key: str
    root: str  # public key (hex) of the node that made the fair
    starts_ms: int
    node: str
    key: str
    name: str
    role: str
    your_name: str
    your_role: str
    series: str
    waits: bool = False  # who let it in was restored and has no news yet, so neither has this node

    def says(self) -> dict[str, Any]:
        inviter = {"node": self.node, "key": self.key, "name": self.name, "role": self.role}
        yours = {"name": self.your_name, "role": self.your_role, "series": self.series}
        fair = {"fair": self.fair, "fair_key": self.fair_key, "root": self.root}
        said = {**fair, "starts_ms": self.starts_ms, "inviter": inviter, "you": yours}
        return {**said, "waits": True} if self.waits else said


def text_in(says: Mapping[str, Any], name: str, longest: int = LONGEST_TEXT) -> str:
    value = says.get(name)
    if not isinstance(value, str) or len(value) > longest:
        raise BadMessage(f"{name} is no text")
    return value


def hex_in(says: Mapping[str, Any], name: str, size: int) -> str:
    value = text_in(says, name)
    if len(value) != 2 * size or not set(value) <= set("0123456789abcdef"):
        raise BadMessage(f"{name} is no {size} bytes in hex")
    return value


def addresses_in(says: Mapping[str, Any]) -> tuple[str, ...]:
    """Read where a node says that it listens: at most what an invite may hold."""
    at = says.get("at")
    if not isinstance(at, list):
        return ()
    found = (each for each in at if isinstance(each, str) and invite.is_address(each))
    return tuple(found)[: invite.MOST_ADDRESSES]


def letter_in(says: Mapping[str, Any]) -> str | None:
    """Read the letter that a node of a fair has already. Raises BadMessage."""
    if says.get("series") is None:
        return None
    letter = text_in(says, "series", 1)
    if letter and letter not in SERIES:
        raise BadMessage("series is no letter of badges")
    return letter


def read_request(says: Mapping[str, Any]) -> Request:
    """Read what a joining node asks. Raises BadMessage."""
    return Request(
        to=text_in(says, "to", LONGEST_ADDRESS),
        code=text_in(says, "code").upper().translate(invite.READ_AS),
        node=hex_in(says, "node", 16),
        key=hex_in(says, "key", 32),
        name=text_in(says, "name"),
        addresses=addresses_in(says),
        fair=hex_in(says, "fair", 16) if says.get("fair") is not None else None,
        root=hex_in(says, "root", 32) if says.get("root") is not None else None,
        series=letter_in(says),
    )


def read_answer(says: Mapping[str, Any]) -> Answer:
    """Read what the inviter handed over. Raises BadMessage."""
    inviter, you, starts_ms = says.get("inviter"), says.get("you"), says.get("starts_ms")
    if not isinstance(inviter, dict) or not isinstance(you, dict) or type(starts_ms) is not int:
        raise BadMessage("no answer to a joining node")
    return Answer(
        fair=hex_in(says, "fair", 16),
        fair_key=hex_in(says, "fair_key", 32) if says.get("fair_key") else "",
        root=hex_in(says, "root", 32),
        starts_ms=starts_ms,
        node=hex_in(inviter, "node", 16),
        key=hex_in(inviter, "key", 32),
        name=text_in(inviter, "name"),
        role=text_in(inviter, "role", 20),
        your_name=text_in(you, "name"),
        your_role=text_in(you, "role", 20),
        series=text_in(you, "series", 1),
        waits=bool(says.get("waits")),
    )


def too_many(seconds: float) -> answering.Reply:
    """Answer who brings a wrong code, after many of them: a right one is let in all the same."""
    return answering.refusal(429, "busy", **{"Retry-After": str(int(seconds) + 1)})


def asked_in(request: answering.Asked, good: Callable[[Request], bool]) -> Request | None:
    """Read a request to join that the key which wants to join has signed; None for all else.

    `good` says whether its code was issued: where it wasn't, no signature is looked at.
    """
    body, stamped = request.body(LARGEST), requests.read_stamp(request.headers)
    if body is None or stamped is None:
        return None
    try:
        asked = read_request(messages.read(body).says)
    except BadMessage:
        return None
    if not good(asked):
        return None
    signed = requests.holds(stamped, asked.key, "POST", PATH, body, to=asked.to)
    return asked if signed else None
