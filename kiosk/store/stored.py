"""Reading operations back as they are kept, each with why it is aside (None: it counts)."""

import json
import sqlite3
from collections.abc import Iterator

from fair.clock import Stamp
from fair.operation import Operation

OF_LOG = """
    SELECT o.id, o.op, o.log, o.seq, o.at_ms, o.at_n, o.kind, o.v, o.actor, o.body_hash, o.hash,
           o.quarantined, b.salt, b.text
    FROM operation AS o
    LEFT JOIN body AS b ON b.operation = o.id
    WHERE o.log = :log AND o.seq > :after AND o.seq <= :upto
    ORDER BY o.seq
"""
NOT_READ = """
    SELECT o.id, o.op, o.log, o.seq, o.at_ms, o.at_n, o.kind, o.v, o.actor, o.body_hash, o.hash,
           o.quarantined, b.salt, b.text
    FROM unread AS u
    JOIN operation AS o ON o.id = u.operation
    LEFT JOIN body AS b ON b.operation = o.id
    ORDER BY o.log, o.seq
"""
IN_ORDER = """
    SELECT o.id, o.op, o.log, o.seq, o.at_ms, o.at_n, o.kind, o.v, o.actor, o.body_hash, o.hash,
           o.quarantined, b.salt, b.text
    FROM operation AS o
    LEFT JOIN body AS b ON b.operation = o.id
    ORDER BY o.log, o.seq
"""
OPS = "SELECT op FROM operation"
ANY_NOT_READ = "SELECT 1 FROM unread LIMIT 1"
LAST = 2**63 - 1

Stored = tuple[int, Operation, str | None]  # row, operation, why it is kept aside


def operation_of(row: sqlite3.Row, fair: str) -> Operation:
    return Operation(
        op=row["op"],
        fair=fair,
        log=row["log"],
        seq=row["seq"],
        at=Stamp(row["at_ms"], row["at_n"]),
        kind=row["kind"],
        v=row["v"],
        actor=row["actor"],
        body_hash=row["body_hash"],
        hash=row["hash"],
        body=json.loads(row["text"]) if row["text"] is not None else None,
        salt=row["salt"],
    )


def in_order(db: sqlite3.Connection, fair: str) -> Iterator[tuple[Operation, str | None]]:
    """Give every operation, log by log."""
    for row in db.execute(IN_ORDER):
        yield operation_of(row, fair), row["quarantined"]


def of_log(
    db: sqlite3.Connection, fair: str, log: str, *, after: int = 0, upto: int = LAST
) -> list[Stored]:
    """Give a log's operations `after` < seq ≤ `upto`."""
    return list(each_of_log(db, fair, log, after=after, upto=upto))


def each_of_log(
    db: sqlite3.Connection, fair: str, log: str, *, after: int, upto: int
) -> Iterator[Stored]:
    """Give them one by one: their bodies may have 512 KiB each."""
    for row in db.execute(OF_LOG, {"log": log, "after": after, "upto": upto}):
        yield row["id"], operation_of(row, fair), row["quarantined"]


def these_of_log(db: sqlite3.Connection, fair: str, log: str, seqs: list[int]) -> Iterator[Stored]:
    """Give these of a log, one by one: what lies between them isn't read."""
    for seq in seqs:
        yield from of_log(db, fair, log, after=seq - 1, upto=seq)


def ops(db: sqlite3.Connection) -> set[str]:
    """Give the id of everything that is kept."""
    return {row["op"] for row in db.execute(OPS)}


def any_not_read(db: sqlite3.Connection) -> bool:
    return db.execute(ANY_NOT_READ).fetchone() is not None


def not_read(db: sqlite3.Connection, fair: str) -> list[Stored]:
    """Give what was of a kind or version that the program which took it didn't know."""
    return stored(db.execute(NOT_READ).fetchall(), fair)


def stored(rows: list[sqlite3.Row], fair: str) -> list[Stored]:
    return [(row["id"], operation_of(row, fair), row["quarantined"]) for row in rows]
