"""The other nodes as this one knows them: where they are asked, when they were last heard."""

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from fair.clock import from_ms, to_ms
from kiosk.store.identity import Identity
from wire.signing import public_key

KEEP = """
    INSERT INTO peer (node, key, name, role, addresses, vouched, error, detail)
    VALUES (:node, :key, :name, :role, :addresses, COALESCE(:vouched, 0), '', '')
    ON CONFLICT (node) DO UPDATE
    SET key = excluded.key, name = excluded.name, role = excluded.role,
        addresses = excluded.addresses, vouched = COALESCE(:vouched, peer.vouched)
"""
# Every other node of the fair, whether it was ever asked or not; and who was only paired here.
EVERY = """
    SELECT n.node, n.key, n.name, n.role, n.series, n.cut IS NOT NULL AS revoked,
           COALESCE(p.addresses, '[]') AS addresses, COALESCE(p.vouched, 0) AS vouched,
           p.seen_ms, p.offset_ms, p.backed_up,
           COALESCE(p.error, '') AS error, COALESCE(p.detail, '') AS detail, p.error_ms
    FROM node AS n
    LEFT JOIN peer AS p ON p.node = n.node
    WHERE n.node <> :own
    UNION ALL
    SELECT p.node, p.key, p.name, p.role, NULL, 0, p.addresses, p.vouched, p.seen_ms, p.offset_ms,
           p.backed_up, p.error, p.detail, p.error_ms
    FROM peer AS p
    WHERE p.node NOT IN (SELECT node FROM node)
    ORDER BY name, node
"""
SEEN = """
    UPDATE peer
    SET seen_ms = :seen_ms, offset_ms = COALESCE(:offset_ms, offset_ms), error = '', detail = '',
        error_ms = NULL
    WHERE node = :node
"""
FAILED = """
    UPDATE peer SET error = :error, detail = :detail, error_ms = :error_ms WHERE node = :node
"""
BACKED_UP = "UPDATE peer SET backed_up = :backed_up WHERE node = :node"
ADDRESSES = "SELECT addresses FROM peer WHERE node = :node"
HEARD = "UPDATE peer SET offset_ms = :offset_ms WHERE node = :node"
KEY = """
    SELECT key, cut IS NOT NULL AS revoked FROM node WHERE node = :node
    UNION ALL
    SELECT key, 0 FROM peer WHERE node = :node AND node NOT IN (SELECT node FROM node)
"""
OWN_ROLE = "SELECT role, name FROM node WHERE node = :node"
HEADS = """
    SELECT l.log, MAX(o.seq) AS seq FROM log AS l
    JOIN operation AS o ON o.log = l.log
    WHERE l.node = :node
    GROUP BY l.log
"""
SERIES = "SELECT series FROM node WHERE series IS NOT NULL"
MOST_ADDRESSES = 6


@dataclass(frozen=True, slots=True)
class Peer:
    """Another node. `seen_at` is None where no exchange was whole yet; `error` names a sentence."""

    node: str
    key: str
    name: str
    role: str
    series: str | None
    revoked: bool
    addresses: tuple[str, ...]
    vouched: bool
    seen_at: datetime | None
    offset_ms: int | None
    backed_up: int | None
    error: str
    detail: str
    failed_at: datetime | None


def every(db: sqlite3.Connection, own: str) -> list[Peer]:
    """Give the other nodes of the fair, by name."""
    return [peer_of(row) for row in db.execute(EVERY, {"own": own})]


def peer_of(row: sqlite3.Row) -> Peer:
    return Peer(
        node=row["node"],
        key=row["key"],
        name=row["name"],
        role=row["role"],
        series=row["series"],
        revoked=bool(row["revoked"]),
        addresses=tuple(json.loads(row["addresses"])),
        vouched=bool(row["vouched"]),
        seen_at=from_ms(row["seen_ms"]) if row["seen_ms"] is not None else None,
        offset_ms=row["offset_ms"],
        backed_up=row["backed_up"],
        error=row["error"],
        detail=row["detail"],
        failed_at=from_ms(row["error_ms"]) if row["error_ms"] is not None else None,
    )


def keep(
    db: sqlite3.Connection,
    *,
    node: str,
    key: str,
    name: str,
    role: str,
    addresses: Sequence[str],
    vouched: bool | None = None,
) -> None:
    """Keep who was paired, and where it is asked; what was known of its addresses stays behind.

    `vouched` is None where it stays as it was said before.
    """
    known = addresses_of(db, node)
    db.execute(
        KEEP,
        {
            "node": node,
            "key": key,
            "name": name,
            "role": role,
            "addresses": json.dumps(merged(addresses, known)),
            "vouched": vouched,
        },
    )


def ensure(db: sqlite3.Connection, peer: Peer, found_at: Sequence[str]) -> None:
    """Have a row for a node that so far only the log named, and put where it was found first."""
    keep(
        db,
        node=peer.node,
        key=peer.key,
        name=peer.name,
        role=peer.role,
        addresses=found_at,
        vouched=peer.vouched,
    )


def addresses_of(db: sqlite3.Connection, node: str) -> tuple[str, ...]:
    row = db.execute(ADDRESSES, {"node": node}).fetchone()
    return tuple(json.loads(row["addresses"])) if row else ()


def merged(first: Sequence[str], then: Sequence[str]) -> list[str]:
    return list(dict.fromkeys((*first, *then)))[:MOST_ADDRESSES]


def seen(db: sqlite3.Connection, node: str, *, at: datetime, offset_ms: int | None) -> None:
    db.execute(SEEN, {"node": node, "seen_ms": to_ms(at), "offset_ms": offset_ms})


def heard(db: sqlite3.Connection, node: str, *, offset_ms: int | None) -> None:
    db.execute(HEARD, {"node": node, "offset_ms": offset_ms})


def failed(db: sqlite3.Connection, node: str, *, error: str, detail: str, at: datetime) -> None:
    db.execute(
        FAILED, {"node": node, "error": error, "detail": detail[:200], "error_ms": to_ms(at)}
    )


def backed_up(db: sqlite3.Connection, node: str, operations: int) -> None:
    db.execute(BACKED_UP, {"node": node, "backed_up": operations})


def key_of(db: sqlite3.Connection, node: str) -> str | None:
    """Give the public key of a node that may exchange: it joined, or was paired here.

    The log's word goes first: a revoked node gets nothing, whatever was paired once.
    """
    row = db.execute(KEY, {"node": node}).fetchone()
    return row["key"] if row and not row["revoked"] else None


def own(db: sqlite3.Connection, node: str) -> tuple[str, str]:
    """Give role and name of a node as the log says; a station without a name until it is heard."""
    row = db.execute(OWN_ROLE, {"node": node}).fetchone()
    return (row["role"], row["name"]) if row else ("station", "")


def own_role(db: sqlite3.Connection, who: Identity) -> str:
    """Give this node's role: the maker's of the fair at once, others' as the log says."""
    made_it = public_key(who.node_key) == who.root
    return "organizer" if made_it else own(db, who.node)[0]


def heads_of(db: sqlite3.Connection, node: str) -> dict[str, int]:
    """Give the highest sequence number that was seen of each log of a node."""
    return {row["log"]: row["seq"] for row in db.execute(HEADS, {"node": node})}


def series(db: sqlite3.Connection) -> set[str]:
    """Give the letters that nodes of the fair already have."""
    return {row["series"] for row in db.execute(SERIES)}
