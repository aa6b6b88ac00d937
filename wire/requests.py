"""Every request is signed by its node's key, for one receiver, over a nonce that this one gave.

So no clock is needed and nothing has to be remembered: a captured request is worth nothing once
its exchange is over, within it each one counts up, and whoever was asked can't pass it on to
somebody else in the sender's name (sync.md, Who may exchange).
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from fair.operation import canonical
from wire import signing

NODE, NONCE, COUNT, SIGNATURE = (
    *("Exchange-Node", "Exchange-Nonce"),
    *("Exchange-Count", "Exchange-Signature"),
)
LARGEST_COUNT = 10**9


@dataclass(frozen=True, slots=True)
class Stamped:
    """What a request's headers say: who sent it, in which exchange, and the how manieth it is.

    A hello opens an exchange and has no nonce yet: empty, and 0.
    """

    node: str
    nonce: str
    count: int
    signature: str


def signed_text(method: str, path: str, body: bytes, nonce: str, count: int, to: str) -> bytes:
    """Give what is signed; `to` is the receiver's public key (hex), whatever its TLS shows."""
    digest = hashlib.sha256(body).hexdigest()
    return canonical(["request", method, path, digest, nonce, count, to]).encode("utf-8")


def stamp(
    key: bytes, node: str, method: str, path: str, body: bytes, *, nonce: str, count: int, to: str
) -> dict[str, str]:
    """Give the headers of a request; `body` as it goes over the line, `key` the private half."""
    text = signed_text(method, path, body, nonce, count, to)
    signature = signing.sign(key, text)
    return {NODE: node, NONCE: nonce, COUNT: str(count), SIGNATURE: signature}


def read_stamp(headers: Mapping[str, str]) -> Stamped | None:
    """Read the headers; None where one is missing or senseless."""
    found = [headers.get(name, "") for name in (NODE, NONCE, COUNT, SIGNATURE)]
    if any(len(each) > 200 for each in found):
        return None
    node, nonce, count, signature = found
    if not node or not signature or not count.isascii() or not count.isdigit():
        return None
    return Stamped(node, nonce, min(int(count), LARGEST_COUNT), signature)


def holds(stamped: Stamped, key: str, method: str, path: str, body: bytes, *, to: str) -> bool:
    """Say whether the node with this public key (hex) sent exactly this to `to`."""
    text = signed_text(method, path, body, stamped.nonce, stamped.count, to)
    return signing.holds(key, text, stamped.signature)
