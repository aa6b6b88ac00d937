"""What central has of a fair, and chunks of it for whoever lacks some."""

from collections.abc import Iterable, Iterator
from itertools import accumulate

from sqlalchemy import Connection, bindparam, select, text

from central.store import bodiless, judging, nodes
from central.store.tables import OPERATION, POINT
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
from wire.chunks import fitting, size_of

# From one log to the next, two steps down the key each: a GROUP BY reads every operation of a fair
# (bench/ingesting.py, "which logs a fair has").
VECTOR = text("""
    WITH RECURSIVE heard (log) AS (
        SELECT MIN(log) FROM operation WHERE fair = :fair
        UNION ALL
        SELECT (SELECT MIN(o.log) FROM operation AS o WHERE o.fair = :fair AND o.log > heard.log)
        FROM heard
        WHERE heard.log IS NOT NULL
    )
    SELECT log, (SELECT MAX(o.seq) FROM operation AS o WHERE o.fair = :fair AND o.log = heard.log)
    FROM heard
    WHERE log IS NOT NULL
    ORDER BY log
""")
SPAN = judging.STORED.where(
    OPERATION.c.log == bindparam("log"),
    OPERATION.c.seq > bindparam("after"),
    OPERATION.c.seq <= bindparam("upto"),
).limit(MOST_OPERATIONS)
POINTS = (
    select(POINT.c.seq, POINT.c.hash, POINT.c.signature)
    .where(
        POINT.c.fair == bindparam("fair"),
        POINT.c.log == bindparam("log"),
        POINT.c.seq > bindparam("after"),
        POINT.c.seq <= bindparam("upto"),
    )
    .order_by(POINT.c.seq)
)
ROOM = LARGEST_CHUNK - 4096  # for the head


def vector(db: Connection, fair: str) -> dict[str, int]:
    """Give the live vector: each log's highest number."""
    return dict(tuple(row) for row in db.execute(VECTOR, {"fair": fair}))


def next_chunk(db: Connection, fair: str, theirs: Vector) -> Chunk | None:
    """Give the next chunk that somebody with this vector lacks; None when they lack nothing."""
    return next(chunks(db, fair, theirs), None)


def chunks(db: Connection, fair: str, theirs: Vector) -> Iterator[Chunk]:
    """Give all that somebody with this vector lacks, each chunk ending at a point.

    The logs of the fair's maker go first: they say who is who.
    """
    owners, root = nodes.owners(db, fair), nodes.root(db, fair)

    def place(span: Span) -> tuple[bool, str]:
        owner = owners.get(span.log)
        return owner is None or owner.key != root, span.log

    for span in sorted(missing(theirs, vector(db, fair)), key=place):
        after = span.after
        while after < span.upto:
            chunk = chunk_of(db, fair, span._replace(after=after))
            if chunk is None:
                break
            yield chunk
            after = chunk.operations[-1].seq


def again(db: Connection, fair: str, wanted: Iterable[Position]) -> Chunk | None:
    """Give a chunk with the first of these whose body is here; None where none is."""
    for each in wanted:
        if bodiless.has_body(db, fair, each):
            span = Span(each.log, each.seq - 1, each.seq - 1 + MOST_OPERATIONS)
            return chunk_of(db, fair, span)
    return None


def chunk_of(db: Connection, fair: str, span: Span) -> Chunk | None:
    """Give as much of a span as fits, up to a point that came with it."""
    upto = min(span.upto, span.after + MOST_OPERATIONS)
    asked = {"fair": fair, "log": span.log, "after": span.after, "upto": upto}
    points = [Point(*row) for row in db.execute(POINTS, asked)]
    if not points:
        return None
    found = judging.stored(db.execute(SPAN, asked), fair)
    operations = [proven.operation for proven, _ in found]
    sizes = accumulate(size_of(each) for each in operations)
    fits = {each.seq for each, size in zip(operations, sizes, strict=True) if size <= ROOM}
    # Up to its first point it came as one chunk, so it fits, however it is counted here.
    whole = [point for point in points if point.seq in fits] or points[:1]
    last = whole[-1].seq
    chunk = Chunk(fair, span.log, tuple(x for x in operations if x.seq <= last), tuple(whole))
    return chunk if last in fits else fitting(chunk)
