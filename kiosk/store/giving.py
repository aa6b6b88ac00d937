"""What this node has, and giving it: live vectors, chunks that end at signed points (sync.md)."""

import sqlite3
from collections.abc import Iterable, Iterator

from fair.exchange import (
    LARGEST_CHUNK,
    MOST_OPERATIONS,
    Chunk,
    Point,
    Position,
    Span,
    Vector,
    missing,
)
from fair.operation import Operation
from kiosk.store import bodiless, stored, trust
from kiosk.store.identity import Identity
from wire import chunks as wire_chunks
from wire.signing import public_key, sign_point

# One step into the index for each log, whatever its length.
VECTOR = """
    WITH RECURSIVE named (log) AS (
        SELECT MIN(log) FROM operation
        UNION ALL
        SELECT (SELECT MIN(log) FROM operation WHERE log > named.log) FROM named
        WHERE named.log IS NOT NULL
    )
    SELECT log, (SELECT MAX(seq) FROM operation WHERE log = named.log) AS seq
    FROM named WHERE log IS NOT NULL
"""
POINTS = """
    SELECT seq, hash, signature FROM point
    WHERE log = :log AND seq > :after
    ORDER BY seq
    LIMIT :most
"""
LARGEST = LARGEST_CHUNK - 1024  # a chunk's head and point take 500 bytes


def vector(db: sqlite3.Connection) -> dict[str, int]:
    """Give the highest sequence number that is kept of each log."""
    return {row["log"]: row["seq"] for row in db.execute(VECTOR)}


def chunks(
    db: sqlite3.Connection, who: Identity, theirs: Vector, *, upto: Vector | None = None
) -> Iterator[Chunk]:
    """Give what they lack, log by log, the organizers' logs first: those say who is who.

    A log of this node ends at a point that it signs now; another's at a point that came with it.
    Needs a reader only: nothing is written. `upto` leaves out what came after that vector.
    """
    for span in in_turn(db, missing(theirs, vector(db) if upto is None else upto)):
        yield from of_span(db, who, span)


def again(db: sqlite3.Connection, who: Identity, wanted: Iterable[Position]) -> Chunk | None:
    """Give a chunk with the first of these whose body is here; None where none is."""
    for each in wanted:
        if bodiless.has_body(db, each):
            span = Span(each.log, each.seq - 1, each.seq - 1 + MOST_OPERATIONS)
            return next_chunk(db, who, span, ours=is_ours(db, who, each.log))
    return None


def in_turn(db: sqlite3.Connection, spans: list[Span]) -> list[Span]:
    trusted = trust.load(db)

    def place(span: Span) -> tuple[int, str]:
        owner = trust.owner_of(db, span.log)
        standing = trusted.of(owner)
        if owner is not None and owner.key == trusted.root:
            return 0, span.log
        above = standing is not None and standing.role in ("organizer", "central")
        return (1 if above else 2), span.log

    return sorted(spans, key=place)


def of_span(db: sqlite3.Connection, who: Identity, span: Span) -> Iterator[Chunk]:
    ours = is_ours(db, who, span.log)
    after = span.after
    while after < span.upto:
        chunk = next_chunk(db, who, span._replace(after=after), ours=ours)
        if chunk is None:
            return  # its point hasn't come yet: it goes with the next exchange
        yield chunk
        after = chunk.operations[-1].seq


def is_ours(db: sqlite3.Connection, who: Identity, log: str) -> bool:
    owner = trust.owner_of(db, log)
    return owner is not None and owner.key == public_key(who.node_key)


def next_chunk(db: sqlite3.Connection, who: Identity, span: Span, *, ours: bool) -> Chunk | None:
    """Cut the next piece off a span: as many operations as a chunk may hold."""
    upto = min(span.upto, span.after + MOST_OPERATIONS)
    asked = {"log": span.log, "after": span.after, "most": MOST_OPERATIONS}
    points = [Point(*row) for row in db.execute(POINTS, asked)] if not ours else []
    ends = [point.seq for point in points if point.seq <= upto]
    if not ours and not ends:
        return None
    operations: list[Operation] = []
    room = LARGEST
    for _, operation, _ in stored.each_of_log(
        db, who.fair, span.log, after=span.after, upto=upto if ours else ends[-1]
    ):
        room -= wire_chunks.size_of(operation)
        # Up to its first point it came as one chunk, so it fits, however it is counted here.
        if room < 0 and operations and (ours or operation.seq > ends[0]):
            break
        operations.append(operation)
    if not ours:
        fitting = [seq for seq in ends if seq <= operations[-1].seq]
        operations = [each for each in operations if each.seq <= fitting[-1]]
        point = next(each for each in points if each.seq == fitting[-1])
    else:
        last = operations[-1]
        signature = sign_point(who.node_key, who.fair, last.log, last.seq, last.hash)
        point = Point(last.seq, last.hash, signature)
    chunk = Chunk(who.fair, span.log, tuple(operations), (point,))
    return wire_chunks.fitting(chunk) if room < 0 else chunk
