"""The nodes that report to central: who they are, when they were last heard, what is backed up."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, text

from fair.clock import from_ms, to_ms

KEEP = text("""
    INSERT INTO peer (fair, node, key, name, role)
    VALUES (:fair, :node, :key, :name, :role)
    ON CONFLICT (fair, node) DO UPDATE
    SET key = excluded.key, name = excluded.name, role = excluded.role
""")
# The log's word goes first; a node that was paired here and that no log named yet has its own.
KEY = text("""
    SELECT key, cut FROM node WHERE fair = :fair AND node = :node
    UNION ALL
    SELECT key, NULL FROM peer WHERE fair = :fair AND node = :node
    LIMIT 1
""")
HEARD = text("""
    INSERT INTO peer (fair, node, key, name, role, seen_ms, offset_ms)
    SELECT :fair, :node, COALESCE(MAX(key), ''), COALESCE(MAX(name), ''), COALESCE(MAX(role), ''),
           :now_ms, :offset_ms
    FROM node WHERE fair = :fair AND node = :node
    ON CONFLICT (fair, node) DO UPDATE
    SET seen_ms = excluded.seen_ms, offset_ms = COALESCE(excluded.offset_ms, peer.offset_ms)
""")
EVERY = text("""
    SELECT n.fair, n.node, n.name, n.role, p.seen_ms, p.offset_ms, n.cut IS NOT NULL AS revoked
    FROM node AS n
    LEFT JOIN peer AS p ON p.fair = n.fair AND p.node = n.node
    UNION ALL
    SELECT p.fair, p.node, p.name, p.role, p.seen_ms, p.offset_ms, 1 = 0
    FROM peer AS p
    WHERE NOT EXISTS (SELECT 1 FROM node AS n WHERE n.fair = p.fair AND n.node = p.node)
    ORDER BY 1, 3, 2
""")
FORGET_BACKED_UP = text("DELETE FROM backed_up")
KEEP_BACKED_UP = text("""
    INSERT INTO backed_up (fair, log, seq) VALUES (:fair, :log, :seq)
    ON CONFLICT (fair, log) DO UPDATE
    SET seq = CASE WHEN backed_up.seq > excluded.seq THEN backed_up.seq ELSE excluded.seq END
""")
BACKED_UP = text("SELECT log, seq FROM backed_up WHERE fair = :fair")


@dataclass(frozen=True, slots=True)
class Peer:
    """A node of a fair; `heard_at` is None where it never reported itself."""

    fair: str
    node: str
    name: str
    role: str
    heard_at: datetime | None
    offset_ms: int | None
    revoked: bool


def keep(db: Connection, *, fair: str, node: str, key: str, name: str, role: str) -> None:
    """Keep a node that was paired with us."""
    db.execute(KEEP, {"fair": fair, "node": node, "key": key, "name": name, "role": role})


def key_of(db: Connection, fair: str, node: str) -> str | None:
    """Give the public key of a node that may exchange; None for a stranger and a revoked one."""
    row = db.execute(KEY, {"fair": fair, "node": node}).first()
    return row.key if row is not None and row.cut is None else None


def heard(db: Connection, fair: str, node: str, *, at: datetime, offset_ms: int | None) -> None:
    """Take note that a node reported; `offset_ms` is how far its clock is ahead of ours."""
    asked = {"fair": fair, "node": node, "now_ms": to_ms(at), "offset_ms": offset_ms}
    db.execute(HEARD, asked)


def every(db: Connection) -> list[Peer]:
    return [
        Peer(row.fair, row.node, row.name, row.role,
             from_ms(row.seen_ms) if row.seen_ms is not None else None,
             row.offset_ms, bool(row.revoked))
        for row in db.execute(EVERY)
    ]  # fmt: skip


def keep_backed_up(db: Connection, fair: str, vector: dict[str, int]) -> None:
    """Keep what stands in a backup that was verified: stations may purge these operations."""
    for log, seq in sorted(vector.items()):
        db.execute(KEEP_BACKED_UP, {"fair": fair, "log": log, "seq": seq})


def backed_up(db: Connection, fair: str) -> dict[str, int]:
    """Give the vector of what is in a verified backup."""
    return dict(tuple(row) for row in db.execute(BACKED_UP, {"fair": fair}))
