"""Keeping what other nodes said, beside this node's own log."""

import sqlite3
from collections.abc import Sequence

from fair.clock import GUARD_MS, Stamp, hear, to_ms
from fair.exchange import Broken, Chunk, Point, Proven
from kiosk.store import bodiless, judging
from kiosk.store.station import Station

HELD = "SELECT seq, hash FROM operation WHERE log = :log AND seq BETWEEN :first AND :last"
NEXT = "SELECT COALESCE(MAX(id), 0) + 1 FROM operation"
INSERT = """
    INSERT INTO operation (id, op, log, seq, at_ms, at_n, kind, v, actor, body_hash, hash)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
INSERT_BODY = "INSERT INTO body (operation, salt, text) VALUES (?, ?, ?)"
INSERT_POINT = "INSERT OR IGNORE INTO point (log, seq, hash, signature) VALUES (?, ?, ?, ?)"
REFUSED = """
    INSERT INTO refused_chunk (log, why, seq, giver, times, last_ms)
    VALUES (:log, :why, :seq, :giver, 1, :now_ms)
    ON CONFLICT (log, why) DO UPDATE
    SET seq = excluded.seq, giver = excluded.giver, times = times + 1, last_ms = excluded.last_ms
"""
WELL_AGAIN = "DELETE FROM refused_chunk WHERE log = :log"
REFUSED_LOGS = "SELECT COUNT(*) FROM refused_chunk"
# Each log names where its node's log before it ended, so a whole run can't vanish unnoticed.
NOT_COME = """
    SELECT COUNT(*) FROM log AS l
    WHERE l.before IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM operation
        WHERE log = l.before AND seq = l.before_seq AND hash = l.before_hash
    )
"""
NEWEST = """
    SELECT at_ms, at_n FROM operation WHERE at_ms <= :most ORDER BY at_ms DESC, at_n DESC LIMIT 1
"""
MADE = """
    SELECT MIN(o.at_ms) FROM about AS a JOIN operation AS o ON o.id = a.operation
    WHERE a.subject = 'fair'
"""
BELIEVED = 30 * 24 * 60 * 60 * 1000  # a fair that was made later after its start: a wrong clock


def held(db: sqlite3.Connection, chunk: Chunk) -> dict[int, str]:
    """Give the hashes kept of a chunk's own stretch of its log, and of the one before."""
    seqs = [each.seq for each in chunk.operations]
    asked = {"log": chunk.log, "first": min(seqs, default=0) - 1, "last": max(seqs, default=0)}
    return {row["seq"]: row["hash"] for row in db.execute(HELD, asked)}


def keep(
    db: sqlite3.Connection, fair: str, log: str, new: Sequence[Proven], points: Sequence[Point]
) -> int:
    """Keep checked operations of one log; give how many are set aside."""
    next_id: int = db.execute(NEXT).fetchone()[0]
    numbered = list(enumerate(new, next_id))
    db.executemany(
        INSERT,
        [
            (id_, o.op, log, o.seq, *o.at, o.kind, o.v, o.actor, o.body_hash, o.hash)
            for id_, (o, _) in numbered
        ],
    )
    db.executemany(
        INSERT_BODY,
        [(id_, o.salt, text) for id_, (o, text) in numbered if text is not None],
    )
    bodiless.keep(db, [id_ for id_, (_, text) in numbered if text is None])
    keep_points(db, log, points)
    db.execute(WELL_AGAIN, {"log": log})
    return judging.take(db, fair, log, [(id_, each.operation) for id_, each in numbered])


def fill(db: sqlite3.Connection, fair: str, found: Sequence[tuple[int, Proven]]) -> None:
    """Keep the bodies of operations that came without theirs, and what follows from them."""
    bodiless.fill(db, found)
    judging.take_again(db, fair, [(id_, each.operation) for id_, each in found])


def keep_points(db: sqlite3.Connection, log: str, points: Sequence[Point]) -> None:
    db.executemany(INSERT_POINT, [(log, *point) for point in points])


def note_refused(db: sqlite3.Connection, broken: Broken, *, giver: str, now_ms: int) -> None:
    """Note what couldn't be believed, for the organizer to see."""
    row = {"log": broken.log, "why": broken.why, "seq": broken.seq}
    db.execute(REFUSED, {**row, "giver": giver, "now_ms": now_ms})


def refused_logs(db: sqlite3.Connection) -> int:
    """Count the logs of which something came that can't be believed, and nothing sound since."""
    found: int = db.execute(REFUSED_LOGS).fetchone()[0]
    return found


def runs_not_come(db: sqlite3.Connection) -> int:
    """Count the runs of other nodes that we know of only by the run after them."""
    found: int = db.execute(NOT_COME).fetchone()[0]
    return found


def hear_stamps(station: Station, stamps: Sequence[Stamp]) -> None:
    """Let this node's next fact come after those, as far as their clocks are believed."""
    if station.pen is None or not stamps:
        return  # a log that is opened later looks at all that is kept
    now_ms, proven = to_ms(station.chance.now()), proven_ms(station)
    stamp = station.pen.stamp
    for each in sorted(stamps):
        stamp = hear(stamp, each, now_ms, proven)
    station.pen = station.pen._replace(stamp=stamp)


def proven_ms(station: Station) -> int:
    """Give an instant that has passed for certain: when the fair was made, where that is likely."""
    made: int | None = station.db.execute(MADE).fetchone()[0]
    return made if made is not None and made <= station.fair.starts_ms + BELIEVED else 0


def newest_heard(station: Station) -> Stamp:
    """Give the latest stamp of anybody that a new log has to come after."""
    now_ms = to_ms(station.chance.now())
    most = now_ms + GUARD_MS if now_ms >= proven_ms(station) else 2**63 - 1
    row = station.db.execute(NEWEST, {"most": most}).fetchone()
    return Stamp(row["at_ms"], row["at_n"]) if row else Stamp(0, 0)
