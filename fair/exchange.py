"""What two nodes say to each other, and what of it can be believed (sync.md, Exchange).

Both sides compare live vectors; what one lacks travels in chunks of one log, each ending at a
point that the log's node signed. A chunk is checked whole before anything of it is kept.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

from fair.facts import KINDS, LogOpened, NotAFact, fact_of
from fair.operation import START, Operation, canonical, chain_hash, log_id, salted_hash

PROTOCOL = 1
MOST_OPERATIONS = 500  # in a chunk
LARGEST_CHUNK = 1024 * 1024  # bytes of JSON lines
LARGEST_BODY = 512 * 1024  # bytes; 5,000 badges printed at once need 70,000
DEEPEST_BODY = 16
LARGEST_WHOLE = 2**53 - 1  # what every JSON reader takes exactly
# Of the kinds that we know, only these may come without a body: what is about a person is deleted
# when the person is erased. A kind of tomorrow may be about one too: it then names `seeker`.
ERASABLE = frozenset(
    {
        *("seeker.registered", "seeker.changed", "release.changed", "secret.given"),
        *("badge.explained", "lead.noted", "lead.told"),
    }
)

Vector = Mapping[str, int]  # log → highest sequence number; live, nobody stores one for a peer


class Span(NamedTuple):
    """The operations `after` < seq ≤ `upto` of one log."""

    log: str
    after: int
    upto: int


class Position(NamedTuple):
    """Where one operation stands."""

    log: str
    seq: int


class Point(NamedTuple):
    """ "My log stood so", signed by its node: Ed25519 over `fair.operation.point_text`, in hex."""

    seq: int
    hash: str
    signature: str


@dataclass(frozen=True, slots=True)
class Chunk:
    """Consecutive operations of one log; the last point stands at the last of them."""

    fair: str
    log: str
    operations: tuple[Operation, ...]
    points: tuple[Point, ...]


class Proven(NamedTuple):
    """An operation whose place in its chain holds, with its body as it was hashed."""

    operation: Operation
    text: str | None


@dataclass(frozen=True, slots=True)
class Checked:
    """`new` follows what is held; the others, `again`, were held already.

    `key` is the public key that the points must be signed with; it is None where the chunk
    doesn't begin the log, and whoever holds its beginning knows the key.
    """

    new: tuple[Proven, ...]
    again: tuple[Proven, ...]
    key: str | None


Why = Literal[
    "other_fair",
    "mixed",
    "gap",
    "no_opening",
    "other_id",
    "no_body",
    "deep",
    "big",
    "body",
    "hash",
    "rewritten",
    "no_point",
    "point",
    "signature",
    "malformed",
    "many_logs",
]


@dataclass(frozen=True, slots=True)
class Broken:
    """Nothing of the chunk can be believed: where, and why."""

    log: str
    seq: int
    why: Why


def missing(mine: Vector, theirs: Vector) -> list[Span]:
    """Give what they have and I lack, log by log."""
    return [
        Span(log, mine.get(log, 0), upto)
        for log, upto in sorted(theirs.items())
        if upto > mine.get(log, 0)
    ]


def may_be_erased(kind: str) -> bool:
    """Say whether an operation of this kind may have lost its body."""
    return kind in ERASABLE or kind not in KINDS


def unfit(value: Any, left: int = DEEPEST_BODY) -> Literal["deep", "malformed"] | None:
    """Say why a body can't be in a log: nested too deep, or with a number that not every program
    writes alike, as whole ones up to 2⁵³ - 1 are.
    """
    if left == 0:
        return "deep"
    for each in value.values() if type(value) is dict else value:
        kind = type(each)
        if kind is dict or kind is list:
            if (why := unfit(each, left - 1)) is not None:
                return why
        elif kind is float or (kind is int and not -LARGEST_WHOLE <= each <= LARGEST_WHOLE):
            return "malformed"
    return None


def can_be_kept(text: str) -> bool:
    """Say whether every store can keep this: UTF-8 has no lone surrogates, PostgreSQL no NUL."""
    if text.isascii():
        return "\x00" not in text
    return not any(sign == "\x00" or "\ud800" <= sign <= "\udfff" for sign in text)


def check(chunk: Chunk, fair: str, held: Mapping[int, str]) -> Checked | Broken:
    """Check every hash, the chain and the points' places; signatures are `wire.signing`'s.

    `held` gives the hashes of this log that are kept here, at least for every sequence number of
    the chunk that is held and for the one before its first.
    """
    log = chunk.log
    if not chunk.operations:
        return Broken(log, 0, "malformed")
    first = chunk.operations[0].seq
    if chunk.fair != fair:
        return Broken(log, first, "other_fair")
    before = START if first == 1 else held.get(first - 1)
    if before is None:
        return Broken(log, first, "gap")
    opening, key = chunk.operations[0], None
    if first == 1:
        try:
            opened = fact_of(LogOpened.KIND, opening.body)
        except NotAFact:
            return Broken(log, first, "no_opening")
        if opening.kind != LogOpened.KIND or not isinstance(opened, LogOpened):
            return Broken(log, first, "no_opening")
        key = opened.key
    new: list[Proven] = []
    again: list[Proven] = []
    hashes: dict[int, str] = {}
    for seq, operation in enumerate(chunk.operations, first):
        if operation.log != log or operation.fair != fair:
            return Broken(log, seq, "mixed")
        if operation.seq != seq:
            return Broken(log, seq, "gap")
        proven = prove(operation, before)
        if not isinstance(proven, Proven):
            return Broken(log, seq, proven)
        if seq == 1 and log != log_id(fair, proven.operation.body_hash):
            return Broken(log, seq, "other_id")
        before = hashes[seq] = operation.hash
        kept = held.get(seq)
        if kept is None:
            new.append(proven)
        elif kept != operation.hash:
            return Broken(log, seq, "rewritten")
        else:
            again.append(proven)
    last = chunk.operations[-1].seq
    if not chunk.points or chunk.points[-1].seq != last:
        return Broken(log, last, "no_point")
    for point in chunk.points:
        if hashes.get(point.seq) != point.hash:
            return Broken(log, point.seq, "point")
    return Checked(tuple(new), tuple(again), key)


def prove(operation: Operation, before: str) -> Proven | Why:
    """Check one operation against the hash before it; its body was kept canonical by its node."""
    text, body_hash = None, operation.body_hash
    if not can_be_kept(operation.actor):
        return "malformed"
    if operation.body is None or operation.salt is None:
        if not may_be_erased(operation.kind) or not body_hash:
            return "no_body"
    else:
        if (why := unfit(operation.body)) is not None:
            return why
        try:
            text = canonical(operation.body)
        except (ValueError, RecursionError):
            return "malformed"
        if len(text.encode()) > LARGEST_BODY:
            return "big"
        body_hash = salted_hash(text, operation.salt)
        if operation.body_hash not in ("", body_hash):
            return "body"
    expected = chain_hash(
        fair=operation.fair,
        log=operation.log,
        seq=operation.seq,
        at=operation.at,
        kind=operation.kind,
        v=operation.v,
        actor=operation.actor,
        body_hash=body_hash,
        before=before,
    )
    if expected != operation.hash:
        return "hash"
    if body_hash != operation.body_hash:
        operation = operation._replace(body_hash=body_hash)
    return Proven(operation, text)
