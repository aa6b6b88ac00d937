"""Chunks that a damaged stick brought, put by until what comes before them in their log is here."""

import sqlite3

from fair.exchange import Chunk
from kiosk.store.station import Station
from wire import chunks

# Of 175 kB each; a bundle of a million operations has 2,000. So no writer crowds the others out.
MOST, MOST_OF_A_WRITER = 4000, 2000
KEEP = """
    INSERT INTO waiting_chunk (log, first, data, giver, at_ms)
    SELECT :log, :first, :data, :giver, :at_ms
    WHERE EXISTS (SELECT 1 FROM waiting_chunk WHERE log = :log AND first = :first)
       OR (SELECT COUNT(*) < :most AND COUNT(*) FILTER (WHERE giver = :giver) < :most_of_a_writer
           FROM waiting_chunk)
    ON CONFLICT (log, first) DO UPDATE
    SET data = excluded.data, giver = excluded.giver, at_ms = excluded.at_ms
"""
NEXT = """
    SELECT log, first, data, giver FROM waiting_chunk
    WHERE log = :log AND first <= (SELECT MAX(seq) + 1 FROM operation WHERE log = :log)
    ORDER BY first
    LIMIT 1
"""
FORGET = "DELETE FROM waiting_chunk WHERE log = :log AND first = :first"
COUNT = "SELECT COUNT(*) FROM waiting_chunk"


def keep(db: sqlite3.Connection, chunk: Chunk, *, giver: str, now_ms: int) -> bool:
    """Put a chunk by; it is checked like any other when its turn comes. False: no room for it."""
    row = {"log": chunk.log, "first": chunk.operations[0].seq, "giver": giver, "at_ms": now_ms}
    most = {"most": MOST, "most_of_a_writer": MOST_OF_A_WRITER}
    put = db.execute(KEEP, {**row, **most, "data": chunks.write(chunk).decode("utf-8")})
    return put.rowcount == 1


def take_next(station: Station, log: str) -> tuple[Chunk, str] | None:
    """Give the chunk whose turn has come, and who brought it; it waits no more."""
    if station.reading().execute(NEXT, {"log": log}).fetchone() is None:
        return None
    with station.transaction() as db:
        row = db.execute(NEXT, {"log": log}).fetchone()
        if row is None:
            return None
        db.execute(FORGET, {"log": log, "first": row["first"]})
    return chunks.read(row["data"].encode("utf-8")), row["giver"]


def count(db: sqlite3.Connection) -> int:
    found: int = db.execute(COUNT).fetchone()[0]
    return found
