"""Operations: a fact in its envelope, its canonical form and its place in a hash chain.

The hash covers every field but takes the body by its salted hash, so that a body can be deleted
for good while chain and `verify` still hold (sync.md, Erasing a person).
"""

import hashlib
import json
from collections.abc import Mapping
from json.encoder import encode_basestring as quoted
from typing import Any, NamedTuple

from fair.clock import Order, Stamp

SORTED = json.JSONEncoder(
    ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
)
START = "0" * 64  # what the first operation of a log names as the hash before it


class Operation(NamedTuple):
    """One fact as it is kept and passed on. `body` is None once it was erased."""

    op: str
    fair: str
    log: str
    seq: int
    at: Stamp
    kind: str
    v: int
    actor: str
    body_hash: str
    hash: str
    body: Mapping[str, Any] | None
    salt: str | None

    @property
    def order(self) -> Order:
        said = self.body.get("ordered_at") if self.body else None
        return Order(said if type(said) is int else self.at.ms, self.at, self.op)


def canonical(value: Any) -> str:
    """Write JSON in the one form that is hashed: sorted keys, no spaces, UTF-8, no NaN.

    Raises ValueError for NaN and lone surrogates, which no two programs would write alike.
    """
    text = SORTED.encode(value)
    text.encode("utf-8")
    return text


def salted_hash(body_text: str, salt: str) -> str:
    """Give SHA-256 over salt (32 hex characters) and canonical body."""
    return hashlib.sha256(f"{salt}{body_text}".encode()).hexdigest()


def chain_hash(
    *,
    op: str,
    fair: str,
    log: str,
    seq: int,
    at: Stamp,
    kind: str,
    v: int,
    actor: str,
    body_hash: str,
    before: str,
) -> str:
    """Give the operation's hash; `before` is the hash of the operation before it in its log."""
    # What `canonical` writes for a list of these, in a fifth of its time: it is asked for each
    # operation that is written, received or verified.
    text = (
        f"[{quoted(op)},{quoted(fair)},{quoted(log)},{seq},{at.ms},{at.n},{quoted(kind)},{v},"
        f"{quoted(actor)},{quoted(body_hash)},{quoted(before)}]"
    )
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def point_text(fair: str, log: str, seq: int, hash_: str) -> bytes:
    """Give the bytes that a node signs to say "my log stood so": a point (sync.md)."""
    return canonical(["point", fair, log, seq, hash_]).encode("utf-8")
