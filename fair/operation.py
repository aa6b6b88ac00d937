"""Operations: a fact in its envelope, its canonical form and its place in a hash chain.

The hash covers every field but takes the body by its salted hash, so that a body can be deleted
for good while chain and `verify` still hold (sync.md, Erasing a person).

Nobody chooses an id: a log's follows from its first operation, which names the key that signs it,
and an operation's from its log and place. So nobody can say something under another's id.
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
LONGEST = 2**32 - 1  # operations of one log, which is one run of one node


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


class Link(NamedTuple):
    """Where a log stands: what the next operation follows."""

    log: str
    seq: int
    hash: str


BEGINNING = Link("", 0, START)


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


def log_id(fair: str, first: str) -> str:
    """Give a log's id: 32 hex characters of SHA-256 over the salted body hash of its first
    operation, which names its node's key.
    """
    return hashlib.sha256(canonical(["log", fair, first]).encode("utf-8")).hexdigest()[:32]


def op_id(log: str, seq: int) -> str:
    """Give an operation's id: the first 12 bytes of its log's and its number in 4, in hex.

    So what one log says lies together in every index.
    """
    return f"{log[:24]}{seq:08x}"


def chain_hash(
    *,
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
        f"[{quoted(fair)},{quoted(log)},{seq},{at.ms},{at.n},{quoted(kind)},{v},"
        f"{quoted(actor)},{quoted(body_hash)},{quoted(before)}]"
    )
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def chained(
    last: Link, *, fair: str, at: Stamp, kind: str, v: int, actor: str, body: Any, salt: str
) -> tuple[Operation, str]:
    """Write the operation that follows `last`, with its canonical body; after BEGINNING it opens
    a log. Raises ValueError for a body without a canonical form.
    """
    text = canonical(body)
    body_hash = salted_hash(text, salt)
    log, seq = last.log or log_id(fair, body_hash), last.seq + 1
    hash_ = chain_hash(
        fair=fair,
        log=log,
        seq=seq,
        at=at,
        kind=kind,
        v=v,
        actor=actor,
        body_hash=body_hash,
        before=last.hash,
    )
    op = op_id(log, seq)
    return Operation(op, fair, log, seq, at, kind, v, actor, body_hash, hash_, body, salt), text


def point_text(fair: str, log: str, seq: int, hash_: str) -> bytes:
    """Give the bytes that a node signs to say "my log stood so": a point (sync.md)."""
    return canonical(["point", fair, log, seq, hash_]).encode("utf-8")
