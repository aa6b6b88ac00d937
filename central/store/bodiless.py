"""What came without its body: kept, and filled in when a sound body comes (docs/exchange.md)."""

from collections.abc import Callable, Iterable

from sqlalchemy import Connection, bindparam, delete, func, select

from central.store.tables import BODILESS, BODY
from fair.exchange import Chunk, Position, Proven

COUNT = select(func.count()).where(BODILESS.c.fair == bindparam("fair"))
SOME = (
    select(BODILESS.c.log, BODILESS.c.seq)
    .where(BODILESS.c.fair == bindparam("fair"))
    .order_by(BODILESS.c.log, BODILESS.c.seq)
    .limit(bindparam("most"))
    .offset(bindparam("skip"))
)
OF_CHUNK = select(BODILESS.c.seq).where(
    BODILESS.c.fair == bindparam("fair"),
    BODILESS.c.log == bindparam("log"),
    BODILESS.c.seq >= bindparam("first"),
    BODILESS.c.seq <= bindparam("last"),
)
FILLED = delete(BODILESS).where(
    BODILESS.c.fair == bindparam("of_fair"),
    BODILESS.c.log == bindparam("of_log"),
    BODILESS.c.seq == bindparam("of_seq"),
)
HAS_BODY = select(BODY.c.seq).where(
    BODY.c.fair == bindparam("fair"),
    BODY.c.log == bindparam("log"),
    BODY.c.seq == bindparam("seq"),
)


def some(db: Connection, fair: str, *, most: int, below: Callable[[int], int]) -> list[Position]:
    """Give some of what lacks its body; others each time, so that somebody is asked for each."""
    count = db.execute(COUNT, {"fair": fair}).scalar_one()
    skip = below(count - most + 1) if count > most else 0
    asked = {"fair": fair, "most": most, "skip": skip}
    return [Position(*row) for row in db.execute(SOME, asked)] if count else []


def found_in(db: Connection, chunk: Chunk, again: Iterable[Proven]) -> list[Proven]:
    """Give those of a chunk's known operations whose bodies we lack."""
    whole = [each for each in again if each.text is not None]
    if not whole:
        return []
    first, last = whole[0].operation.seq, whole[-1].operation.seq
    asked = {"fair": chunk.fair, "log": chunk.log, "first": first, "last": last}
    lacking = set(db.scalars(OF_CHUNK, asked))
    return [each for each in whole if each.operation.seq in lacking]


def filled(db: Connection, found: Iterable[Proven]) -> None:
    for each, _ in found:
        at = {"of_log": each.log, "of_seq": each.seq}
        db.execute(FILLED, {"of_fair": each.fair, **at})


def has_body(db: Connection, fair: str, position: Position) -> bool:
    return db.execute(HAS_BODY, {"fair": fair, **position._asdict()}).first() is not None
