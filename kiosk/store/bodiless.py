"""What came without its body: kept, and filled in when a sound body comes (docs/exchange.md).

A body is missing where its person was erased. A carrier could take out others too; the chain holds
either way, and only the body itself can say whom it was about.
"""

import sqlite3
from collections.abc import Sequence

from fair.exchange import Chunk, Position, Proven

KEEP = "INSERT OR IGNORE INTO bodiless (operation) VALUES (?)"
OF_CHUNK = """
    SELECT o.seq, o.id
    FROM operation AS o
    JOIN bodiless AS b ON b.operation = o.id
    WHERE o.log = :log AND o.seq BETWEEN :first AND :last
"""
SOME = """
    SELECT o.id, o.log, o.seq
    FROM bodiless AS b
    JOIN operation AS o ON o.id = b.operation
    WHERE b.operation > :after
    ORDER BY b.operation
    LIMIT :most
"""
FILL = "INSERT OR IGNORE INTO body (operation, salt, text) VALUES (?, ?, ?)"
FILLED = "DELETE FROM bodiless WHERE operation = ?"
HAS_BODY = """
    SELECT 1 FROM operation AS o JOIN body AS b ON b.operation = o.id
    WHERE o.log = :log AND o.seq = :seq
"""


def keep(db: sqlite3.Connection, ids: Sequence[int]) -> None:
    db.executemany(KEEP, [(id_,) for id_ in ids])


def found_in(
    db: sqlite3.Connection, chunk: Chunk, again: Sequence[Proven]
) -> list[tuple[int, Proven]]:
    """Give, with their rows, those of a chunk's known operations whose bodies we lack."""
    if not again:
        return []
    first, last = again[0].operation.seq, again[-1].operation.seq
    rows = db.execute(OF_CHUNK, {"log": chunk.log, "first": first, "last": last})
    lacking = {row["seq"]: row["id"] for row in rows}
    return [
        (lacking[each.operation.seq], each)
        for each in again
        if each.text is not None and each.operation.seq in lacking
    ]


def fill(db: sqlite3.Connection, found: Sequence[tuple[int, Proven]]) -> None:
    db.executemany(FILL, [(id_, each.operation.salt, each.text) for id_, each in found])
    db.executemany(FILLED, [(id_,) for id_, _ in found])


def some(db: sqlite3.Connection, *, after: int, most: int) -> tuple[list[Position], int]:
    """Give the next positions whose bodies we lack, and after which row it goes on; 0: from the
    beginning.
    """
    found = db.execute(SOME, {"after": after, "most": most}).fetchall()
    upto = found[-1]["id"] if len(found) == most else 0
    return [Position(row["log"], row["seq"]) for row in found], upto


def has_body(db: sqlite3.Connection, place: Position) -> bool:
    return db.execute(HAS_BODY, place._asdict()).fetchone() is not None
