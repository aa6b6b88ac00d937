"""Chunks that could not be believed at all: counted, for a person to see."""

from sqlalchemy import Connection, text

from fair.exchange import Broken

KEEP = text("""
    INSERT INTO refused_chunk (fair, log, why, seq, giver, times, last_ms)
    VALUES (:fair, :log, :why, :seq, :giver, 1, :now_ms)
    ON CONFLICT (fair, log, why) DO UPDATE
    SET seq = excluded.seq, giver = excluded.giver, last_ms = excluded.last_ms,
        times = refused_chunk.times + 1
""")
COUNT = text("SELECT COUNT(*) FROM refused_chunk WHERE fair = :fair")


def keep(db: Connection, fair: str, broken: Broken, giver: str, now_ms: int) -> None:
    db.execute(
        KEEP,
        {
            "fair": fair,
            "log": broken.log,
            "why": broken.why,
            "seq": broken.seq,
            "giver": giver,
            "now_ms": now_ms,
        },
    )


def count(db: Connection, fair: str) -> int:
    found: int = db.execute(COUNT, {"fair": fair}).scalar_one()
    return found
